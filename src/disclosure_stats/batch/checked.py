"""What checking the tables of a folder once more says: counts, and what is asked for in full."""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

import numpy as np

from disclosure_stats.batch.recheck import CheckedReport, recheck
from disclosure_stats.batch.survey import Survey, survey
from disclosure_stats.checks.outcome import Outcome
from disclosure_stats.checks.rules import SEVERITIES
from disclosure_stats.checks.sums_of_many import Bools
from disclosure_stats.store.folder import Folder
from disclosure_stats.store.snapshot import check_contract, check_unchanged, take_snapshot
from disclosure_stats.store.source import as_read_tables

Outcomes = Counter[tuple[str, Outcome]]
"""How often each rule (first) ended in which way (second)."""

LEVELS = ("place", "county")
_INFO = SEVERITIES.index("info")
_NOT_IN_FILE_NAMES = re.compile(r'[\x00-\x1f\\/:*?"<>|]')
_NAMELESS = "unknown"
_MIN_LIKENESS = 0.3  # of a name that is asked for and one that is there


class UnknownPlaceError(ValueError):
    """No report is of the place or county that was asked for; the message names near ones."""


@dataclass(slots=True)
class Checked:
    """How many reports were checked, how many of them have findings that are more than an `info`,
    how many findings there are of each kind, and how the checks ended; by group the reports whose
    findings were asked for, and how the checks of the group ended."""

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
    wanted: Mapping[str, Sequence[str]],
    listed: int | None,
    split: str | None,
    left_out: Collection[str],
) -> Checked:
    """Check the tables in a folder: those of reports whose `place` and `county` are `wanted`, of
    all where none is named, but for findings by the rules `left_out`.

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
    levels = [level for level in LEVELS if wanted.get(level) or split is not None]
    names = {level: [name for (name,) in source.rows("reports", [level])] for level in levels}
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
    checked.groups = _grouped(surveyed, reports, names, split)
    for row, report in in_full:
        report.findings = [one for one in report.findings if one.row["rule"] not in left_out]
        checked.groups[_group(names, split, row)][0].append(report)
    check_unchanged(folder, snapshot)
    return checked


def _chosen(
    checked: Bools, names: Mapping[str, list[str | None]], wanted: Mapping[str, Sequence[str]]
) -> Bools:
    chosen = checked.copy()
    for level, asked in wanted.items():
        if not asked:
            continue
        own = names[level]
        known = {own[row] or "" for row in np.flatnonzero(checked).tolist()}
        for name in asked:
            if name not in known:
                near = get_close_matches(name, known, cutoff=_MIN_LIKENESS)
                said = f"there is no report of the {level} {name}"
                raise UnknownPlaceError(said + f": {', '.join(near)}?" * bool(near))
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
) -> dict[str, tuple[list[CheckedReport], Outcomes]]:
    """The groups of the reports, in the order of the first of each, still without reports."""
    if split is None:
        return {"": ([], surveyed.outcomes(reports))}
    members: dict[str, list[int]] = {}
    for row in np.flatnonzero(reports).tolist():
        members.setdefault(_group(names, split, row), []).append(row)
    groups: dict[str, tuple[list[CheckedReport], Outcomes]] = {}
    for group, rows in members.items():
        own = np.zeros(len(reports), np.bool_)
        own[rows] = True
        groups[group] = [], surveyed.outcomes(own)
    return groups


def _group(names: Mapping[str, list[str | None]], split: str | None, row: int) -> str:
    if split is None:
        return ""
    # With the county before it: there is a 城关镇 in a hundred counties.
    levels = ("county",) if split == "county" else ("county", "place")
    own = [name for name in (names[level][row] for level in levels) if name]
    return "_".join(own) or _NAMELESS


def file_name(group: str) -> str:
    """A group's name as a part of the name of a file, on any system."""
    return _NOT_IN_FILE_NAMES.sub("_", group)
