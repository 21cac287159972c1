"""Which reports are about the same place, and what to call it."""

import pandas as pd

_UPPER = ["province", "prefecture", "county"]
_LABEL = "place_label"


def place_labels(reports: pd.DataFrame) -> pd.Series:
    """A label for the place of each row of `reports`, the same for the same place only.

    Two places of one name (there is a 城关镇 in a hundred counties) are told apart by the levels
    above: the label is the place's name alone where the reports know one such place, else the name
    with its county, or with all levels, before it. A level that some reports of a place leave out
    is taken from the others, where those agree; a report that cannot be assigned so keeps a label
    of its own (城关镇（所属不详）).
    """
    known = reports[["place", *_UPPER]].astype("object").where(lambda frame: frame.notna(), None)
    combinations = {place: _merged(group) for place, group in known.groupby("place", sort=False)}
    labels = [
        _label(row[0], tuple(row[1:]), combinations[row[0]]) if row[0] is not None else None
        for row in known.itertuples(index=False, name=None)
    ]
    return pd.Series(labels, index=reports.index, dtype="string", name=_LABEL)


def _merged(group: pd.DataFrame) -> list[tuple[str | None, ...]]:
    """The different places of one name: combinations of levels that contradict each other."""
    combinations = sorted(
        set(group[_UPPER].itertuples(index=False, name=None)),
        key=lambda levels: (sum(level is None for level in levels), str(levels)),
    )
    distinct: list[tuple[str | None, ...]] = []
    for levels in combinations:
        if not any(_fits(levels, other) for other in distinct):
            distinct.append(levels)
    return distinct


def _fits(levels: tuple[str | None, ...], fuller: tuple[str | None, ...]) -> bool:
    return all(one is None or one == other for one, other in zip(levels, fuller, strict=True))


def _label(
    place: str, levels: tuple[str | None, ...], combinations: list[tuple[str | None, ...]]
) -> str:
    if len(combinations) == 1:
        return place
    fitting = [other for other in combinations if _fits(levels, other)]
    if len(fitting) != 1:
        return f"{place}（所属不详）"
    (found,) = fitting
    county = found[-1]
    alone = county is not None and sum(other[-1] == county for other in combinations) == 1
    if alone:
        return f"{county}{place}"
    above = "".join(level for level in found if level)
    return f"{above}{place}" if above else f"{place}（所属不详）"
