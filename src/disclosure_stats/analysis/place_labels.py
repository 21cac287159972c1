"""Which reports are about the same place, and what to call it."""

from collections.abc import Sequence
from typing import Final

import pandas as pd

PLACE_LEVELS: Final = ["place", "province", "prefecture", "county"]
"""The columns of `reports` that tell a place."""
Levels = tuple[str | None, ...]


def place_labels(reports: pd.DataFrame, among: pd.DataFrame | None = None) -> pd.Series:
    """A label for the place of each row of `reports`, the same for the same place only.

    Two places of one name (there is a 城关镇 in a hundred counties) are told apart by the levels
    above: the label is the place's name alone where `among` (rows with `place` and the levels above
    it, by default `reports`) knows one such place, else the name with its county, or with all
    levels, before it. A level that some reports of a place leave out is taken from the others,
    where those agree; a report that cannot be assigned so keeps a label of its own
    (城关镇（所属不详）).
    """
    known: dict[str | None, list[Levels]] = {}
    for place, *levels in _combinations(reports if among is None else among):
        known.setdefault(place, []).append(tuple(levels))
    distinct = {place: _distinct(of_name) for place, of_name in known.items()}
    # Each combination once: a place has many reports.
    number = reports.groupby(PLACE_LEVELS, dropna=False, sort=False).ngroup().to_numpy()
    labels = [
        None if place is None else _label(place, tuple(levels), distinct[place])
        for place, *levels in _combinations(reports)
    ]
    taken = pd.Series(labels, dtype="string").take(number) if len(number) else pd.Series()
    return pd.Series(taken.to_numpy(), index=reports.index, dtype="string", name="place_label")


def county_labels(reports: pd.DataFrame, among: pd.DataFrame) -> pd.Series:
    """A label for the county of each row likewise: its name, with the divisions above it before it
    where counties of several prefectures bear the name (there are two 鼓楼区 in one province);
    missing where the county is not known."""
    counties, known = (rows.assign(place=rows["county"], county=None) for rows in (reports, among))
    return place_labels(counties, known)


def _combinations(reports: pd.DataFrame) -> list[tuple[str | None, ...]]:
    """Each place with the levels above it, once, None where a level is not known."""
    rows = reports[PLACE_LEVELS].drop_duplicates().astype("object")
    return list(rows.where(rows.notna(), None).itertuples(index=False, name=None))


def _distinct(combinations: Sequence[Levels]) -> list[Levels]:
    """The different places of one name: combinations of levels that contradict each other."""
    fullest_first = sorted(
        combinations, key=lambda levels: (sum(level is None for level in levels), str(levels))
    )
    distinct: list[Levels] = []
    for levels in fullest_first:
        if not any(_fits(levels, other) for other in distinct):
            distinct.append(levels)
    return distinct


def _fits(levels: Levels, fuller: Levels) -> bool:
    return all(one is None or one == other for one, other in zip(levels, fuller, strict=True))


def _label(place: str, levels: Levels, combinations: Sequence[Levels]) -> str:
    if len(combinations) == 1:
        return place
    fitting = [other for other in combinations if _fits(levels, other)]
    if len(fitting) != 1:
        return f"{place}（所属不详）"
    (found,) = fitting
    county = found[-1]
    if county is not None and sum(other[-1] == county for other in combinations) == 1:
        return f"{county}{place}"
    above = "".join(level for level in found if level)
    return f"{above}{place}" if above else f"{place}（所属不详）"
