"""What checking the tables of a folder once more says: counts, and what is asked for in full."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from disclosure_stats.batch.recheck import CheckedReport, recheck
from disclosure_stats.batch.survey import Survey, survey
from disclosure_stats.checks.outcome import Outcome
from disclosure_stats.checks.rules import SEVERITIES
from disclosure_stats.checks.sums_of_many import Bools
from disclosure_stats.errors import SpokenError
from disclosure_stats.near import no_such
from disclosure_stats.store.folder import Folder
from disclosure_stats.store.snapshot import check_contract, check_unchanged, take_snapshot
from disclosure_stats.store.source import as_read_tables

Outcomes = Counter[tuple[str, Outcome]]
"""How often each rule (first) ended in which way (second)."""

Group = tuple[str, ...]
"""Prefecture, county and place of the reports of a group, those that are known and asked for."""

LEVELS = ("prefecture", "county", "place")
_INFO = SEVERITIES.index("info")
NAMELESS = "unknown"


class UnknownPlaceError(SpokenError, ValueError):
    """No report is of the place or county that was asked for; the message names near ones."""


@dataclass(slots=True)
class Checked:
    """How many reports were checked, how many of them have findings that are more than an `info`,
    how many findings there are of each kind, and how the checks ended; by group the reports whose
    findings were asked for, and how the checks of the group ended. A group is named by its county
    and place, as far as it is of such, and by its prefecture where two would be named alike."""

    number: int
    with_findings: int
    serious: int
    infos: int
    outcomes: Outcomes
    groups: dict[str, tuple[list[CheckedReport], Outcomes]] = field(default_factory=dict)

    @property
    def reports(self) -> list[CheckedReport]:
        """The reports whose findings were asked for, group by group."""
        return [report for reports, _ in self.groups.values() for report in reports]


def check_tables(
    location: str,
    wanted: Mapping[str, Collection[str]],
    listed: int | None,
    split: str | None,
    left_out: Collection[str],
) -> Checked:
    """Check the tables in a folder: those of reports whose `place`, `county` and `report_id` are
    `wanted`, of all where none is named, but for findings by the rules `left_out`.

    The form's sums, the narrative's claims and the comparisons across years are made anew; whose
    doing a failed sum is, and what could not be read, is taken from the tables. Files that could
    not be read and further copies of a file are left out. The reports that are given in full are
    those that the gravest `listed` findings are of, or with None all with findings; in groups by
    the level `split`, in one group without. Raises OSError if there are no tables, and if another
    run replaces them meanwhile, and UnknownPlaceError.
    """
    folder = Folder(location)
    check_contract(folder)
    snapshot = take_snapshot(folder)
    source = as_read_tables(folder)
    if "reports" not in source.files:
        raise FileNotFoundError(f"{location} holds no tables: run disclosure_stats.extract first")
    surveyed = survey(source, left_out)
    columns = {*(LEVELS if split is not None else ()), *(one for one in wanted if wanted[one])}
    names = {column: [name for (name,) in source.rows("reports", [column])] for column in columns}
    reports = _chosen(surveyed.checked, names, wanted)
    serious = surveyed.found[:, :_INFO].sum(axis=1) * reports
    checked = Checked(
        int(reports.sum()),
        int((serious > 0).sum()),
        int(serious.sum()),
        int(surveyed.found[reports, _INFO].sum()),
        surveyed.outcomes(reports),
    )
    rows = _gravest(surveyed, reports, listed) if listed is not None else _found(surveyed, reports)
    in_full = recheck(source, surveyed.comparison.notes(rows), rows)
    groups = _grouped(surveyed, reports, names, split)
    for row, report in in_full:
        report.findings = [one for one in report.findings if one.row["rule"] not in left_out]
        groups[_group(names, split, row)][0].append(report)
    checked.groups = dict(zip(_names(list(groups)), groups.values(), strict=True))
    check_unchanged(folder, snapshot)
    return checked


def _chosen(
    checked: Bools, names: Mapping[str, list[str | None]], wanted: Mapping[str, Collection[str]]
) -> Bools:
    chosen = checked.copy()
    for level, asked in wanted.items():
        if not asked:
            continue
        own = names[level]
        known = {own[row] or "" for row in np.flatnonzero(checked).tolist()}
        for name in asked:
            if name not in known:
                zh, en = f"没有“{name}”的报告。", f"There is no report of the {level} {name}."
                raise UnknownPlaceError(*no_such(zh, en, name, sorted(known - {""})))
        chosen &= np.array([name in asked for name in own], np.bool_)
    return chosen


def _found(surveyed: Survey, reports: Bools) -> set[int]:
    """The rows of the reports with findings."""
    return set(np.flatnonzero(reports & (surveyed.found.sum(axis=1) > 0)).tolist())


def _gravest(surveyed: Survey, reports: Bools, number: int) -> set[int]:
    """The rows of the reports that so many of the gravest findings are of, an `info` being none;
    of findings as grave those of the first reports."""
    rows: set[int] = set()
    for severity in range(_INFO):
        found = surveyed.found[:, severity] * reports
        before = np.cumsum(found) - found
        rows.update(np.flatnonzero((found > 0) & (before < number)).tolist())
        number -= int(found.sum())
    return rows


def _grouped(
    surveyed: Survey, reports: Bools, names: Mapping[str, list[str | None]], split: str | None
) -> dict[Group, tuple[list[CheckedReport], Outcomes]]:
    """The groups of the reports, in the order of the first of each, still without reports."""
    if split is None:
        return {(): ([], surveyed.outcomes(reports))}
    members: dict[Group, list[int]] = {}
    for row in np.flatnonzero(reports).tolist():
        members.setdefault(_group(names, split, row), []).append(row)
    groups: dict[Group, tuple[list[CheckedReport], Outcomes]] = {}
    for group, rows in members.items():
        own = np.zeros(len(reports), np.bool_)
        own[rows] = True
        groups[group] = [], surveyed.outcomes(own)
    return groups


def _group(names: Mapping[str, list[str | None]], split: str | None, row: int) -> Group:
    """With the county before a place: there is a 城关镇 in a hundred counties."""
    levels = LEVELS[: LEVELS.index(split) + 1] if split is not None else ()
    return tuple(names[level][row] or "" for level in levels)


def _names(groups: Sequence[Group]) -> list[str]:
    short = ["_".join(filter(None, group[1:])) for group in groups]
    return [
        (name if short.count(name) == 1 else "_".join(filter(None, group)))
        or NAMELESS * bool(group)
        for name, group in zip(short, groups, strict=True)
    ]
