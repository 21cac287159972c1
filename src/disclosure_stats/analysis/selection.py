"""Choosing places and years by name, with an answer that helps when a name is not there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from pyarrow import compute

from disclosure_stats.analysis.contract_tables import QueryableTables
from disclosure_stats.analysis.lists import as_list
from disclosure_stats.analysis.place_labels import place_labels
from disclosure_stats.errors import SpokenError
from disclosure_stats.near import no_such

_COUNTY_DIGITS = 6  # of a statistical code
_LAST = "\U0010ffff"  # sorts after all names and codes
_PLACE_COLUMNS = ["report_id", "place", "province", "prefecture", "county", "division_code", "year"]


class SelectionError(SpokenError, ValueError):
    """What was asked for cannot be shown; the message says why."""


class UnknownNameError(SelectionError, KeyError):
    """What was asked for by a name is not there; the message names near ones."""


class NothingToShowError(SelectionError):
    """There is no report of which place and year are known."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Places, by their labels, and years for which a dataset has reports."""

    places: tuple[str, ...]
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
    or a year outside those of the places' reports, NothingToShowError where nothing tells the place
    and year of any report.
    """
    names = None if places is None else list(map(str, as_list(places)))
    where = compute.field("place").is_valid()
    reports = dataset.table("reports", _PLACE_COLUMNS, where)
    reports = reports.assign(place_label=place_labels(reports, dataset.place_combinations))
    reports = reports.dropna(subset=["year"])
    if reports.empty:
        raise NothingToShowError(*_nothing(dataset))
    if names is not None:
        check_places(reports, names)
        reports = reports[reports["place"].isin(names) | reports["place_label"].isin(names)]
    chosen_years = check_years(reports["year"], years)
    reports = reports[reports["year"].isin(chosen_years)]
    # In the order that was asked for: it is often one that means something.
    order = {name: number for number, name in enumerate(names or ())}
    rows = sorted(
        _neighbours_together(reports),
        key=lambda pair: order.get(pair[0], order.get(pair[1], 0)),
    )
    return Selection(tuple(label for label, _ in rows), tuple(chosen_years))


def _neighbours_together(reports: pd.DataFrame) -> list[tuple[str, str]]:
    """Each place's label and name, once: county by county, these and their places by statistical
    code where one is known, else by name in the order of GB 18030, which is that of pinyin for the
    common characters."""
    # What some reports of a place leave out, others may say.
    columns = ["place", "prefecture", "county", "division_code"]
    places = reports.groupby("place_label", observed=True)[columns].first().astype("object")
    places = places.where(places.notna(), None)
    known = places.dropna(subset=["division_code"])
    county_codes = known.groupby(["prefecture", "county"], dropna=False)["division_code"].min()
    codes = {key: str(code)[:_COUNTY_DIGITS] for key, code in county_codes.items()}

    def key(row: tuple[Any, ...]) -> tuple[str | bytes, ...]:
        label, _, prefecture, county, code = row
        above = [str(name or _LAST).encode("gb18030") for name in (prefecture, county)]
        county_code = codes.get((prefecture, county), _LAST)
        return county_code, *above, str(code or _LAST), str(label).encode("gb18030")

    return [row[:2] for row in sorted(places.itertuples(name=None), key=key)]


def check_places(reports: pd.DataFrame, names: Sequence[str]) -> None:
    """Raises UnknownNameError for a name that is neither a `place` nor a `place_label`."""
    known = list(pd.unique(reports[["place_label", "place"]].to_numpy("object").ravel()))
    for name in names:
        if name not in known:
            zh, en = f"没有“{name}”的报告。", f"There is no report on {name!r}."
            raise UnknownNameError(*no_such(zh, en, name, known))


def check_divisions(known: Sequence[str], names: Sequence[str], level: str) -> None:
    """Raises UnknownNameError for a county or prefecture (`level`) on which there is no report."""
    kind = {"county": "县区", "prefecture": "地市"}[level]
    for name in names:
        if name not in known:
            zh = f"没有{kind}“{name}”的报告。"
            en = f"There is no report on the {level} {name!r}."
            raise UnknownNameError(*no_such(zh, en, name, sorted(known)))


def check_years(of_reports: Iterable[int], years: int | Sequence[int] | None) -> list[int]:
    """The years asked for, sorted; with None all from the first to the last of the reports' years.

    Raises UnknownNameError for a year before the first or after the last, and where there are
    reports on none of them.
    """
    known = sorted({int(year) for year in of_reports})
    if years is None:
        return list(range(known[0], known[-1] + 1)) if known else []
    asked = sorted({int(year) for year in as_list(years)})
    outside = [year for year in asked if not known or not known[0] <= year <= known[-1]]
    if outside or not set(asked) & set(known):
        raise UnknownNameError(*_no_such_years(outside or asked, known))
    return asked


def _no_such_years(unknown: Sequence[int], known: Sequence[int]) -> tuple[str, str]:
    there = f"{known[0]}—{known[-1]}" if known else "—"
    return (
        f"所选地方没有{'、'.join(map(str, unknown))}年的报告；现有报告的年份：{there}。",
        f"The places chosen have no report on {', '.join(map(str, unknown))}; "
        f"reports are there on {there.replace('—', ' to ')}.",
    )


def _nothing(dataset: QueryableTables) -> tuple[str, str]:
    reports = dataset.table("reports", ["status"])
    failed = int((reports["status"] == "failed").sum())
    return (
        f"没有可比较的报告：{len(reports)}份中没有一份能看出是何地、何年（{failed}份未能读取）。"
        "原因见 dataset.reports 的 error 一列；文件夹和文件名写明地方和年度会有帮助。",
        f"There is nothing to compare: of {len(reports)} reports none tells both its place and its "
        f"year ({failed} could not be read). See the column error of dataset.reports; names of "
        "folders and files that say place and year help.",
    )
