"""Choosing places and years by name, with an answer that helps when a name is not there."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import pandas as pd
from pyarrow import compute

from disclosure_stats.analysis.contract_tables import QueryableTables
from disclosure_stats.analysis.lists import as_list
from disclosure_stats.analysis.place_labels import place_labels

_PLACE_COLUMNS = ["report_id", "place", "province", "prefecture", "county", "division_code", "year"]
_NEAR = 5


class SelectionError(ValueError):
    """What was asked for cannot be shown; the message says why, in Chinese and in English.

    A notebook shows the message alone, without a traceback.
    """

    def _render_traceback_(self) -> list[str]:  # asked for by IPython
        return [str(self)]


class UnknownNameError(SelectionError):
    """No report is there on the place or year that was asked for; the message names near ones."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Places, by their labels, and years for which a dataset has reports."""

    places: tuple[str, ...]
    names: tuple[str, ...]
    """The places' names without the county, as in `reports.place`."""
    years: tuple[int, ...]


def choose(
    dataset: QueryableTables,
    places: str | Sequence[str] | None = None,
    years: int | Sequence[int] | None = None,
) -> Selection:
    """The places and years that `dataset` has reports on, of those asked for; one by itself may be
    given without a list, and None asks for all.

    A place is named as in `reports.place`, or with its county before it where several bear the
    name (栎川县城关镇); a bare name stands for all that bear it. With `years` None, all years from
    the first report to the last. Raises UnknownNameError for a place on which there is no report,
    or a year outside those of the places' reports.
    """
    places = None if places is None else as_list(places)
    years = None if years is None else as_list(years)
    names = None if places is None else _names_meant(dataset, places)
    where = compute.field("place").is_valid() & compute.field("year").is_valid()
    if names is not None:
        where &= compute.field("place").isin(names)
    reports = dataset.table("reports", _PLACE_COLUMNS, where)
    reports = reports.assign(place_label=place_labels(reports))
    if places is not None:
        asked = reports["place"].isin(list(places)) | reports["place_label"].isin(list(places))
        reports = reports[asked]
    chosen_years = _years(reports, years)
    reports = reports[reports["year"].isin(chosen_years)]
    # In the order that was asked for: it is often one that means something. Else neighbours stand
    # together: by statistical code, then by county.
    order = {name: number for number, name in enumerate(places or ())}
    upper = ["division_code", "prefecture", "county", "place_label"]
    pairs = reports.sort_values(upper).drop_duplicates("place_label")[["place_label", "place"]]
    rows = sorted(
        pairs.itertuples(index=False, name=None),
        key=lambda pair: order.get(pair[0], order.get(pair[1], 0)),
    )
    return Selection(
        tuple(label for label, _ in rows),
        tuple(dict.fromkeys(name for _, name in rows)),
        tuple(chosen_years),
    )


def _names_meant(dataset: QueryableTables, places: Sequence[str]) -> list[str]:
    known = dataset.arrow("reports", ["place"])["place"].unique().drop_null().to_pylist()
    meant: list[str] = []
    for place in places:
        found = [name for name in known if place.endswith(name)]
        if place in known:
            found = [place]
        if not found:
            raise UnknownNameError(_no_such_place(place, known))
        meant += found
    return meant


def _no_such_place(place: str, known: Sequence[str]) -> str:
    near = get_close_matches(place, known, n=_NEAR, cutoff=0.3)
    near += [name for name in known if place[:2] and place[:2] in name and name not in near]
    zh = f"没有“{place}”的报告。" + (f"相近的有：{'、'.join(near[:_NEAR])}。" if near else "")
    en = f"There is no report on {place!r}." + (
        f" Near matches: {', '.join(near[:_NEAR])}." if near else ""
    )
    return f"{zh}\n{en}"


def _years(reports: pd.DataFrame, years: Sequence[int] | None) -> list[int]:
    known = sorted({int(year) for year in reports["year"]})
    if years is None:
        return list(range(known[0], known[-1] + 1)) if known else []
    unknown = sorted(set(years) - set(known))
    within = [year for year in unknown if known and known[0] < year < known[-1]]
    if not known or set(unknown) - set(within):
        raise UnknownNameError(_no_such_years(sorted(set(unknown) - set(within)), known))
    return sorted(set(years))


def _no_such_years(unknown: Sequence[int], known: Sequence[int]) -> str:
    asked = "、".join(map(str, unknown))
    there = f"{known[0]}—{known[-1]}" if known else "—"
    return (
        f"所选地方没有{asked}年的报告；现有报告的年份：{there}。\n"
        f"The places chosen have no report on {', '.join(map(str, unknown))}; "
        f"reports are there on {there.replace('—', ' to ')}."
    )
