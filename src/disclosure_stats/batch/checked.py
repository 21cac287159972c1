"""What checking the reports of a folder says, kept for a digest and for workbooks."""

import re
from collections import Counter
from dataclasses import dataclass, field

from disclosure_stats.batch.recheck import CheckedReport

Outcomes = Counter[tuple[str, str]]
"""How often each rule (first) ended in which way (second)."""

_NOT_IN_FILE_NAMES = re.compile(r'[\x00-\x1f\\/:*?"<>|]')
_NAMELESS = "unknown"


@dataclass(slots=True)
class Checked:
    """All reports that were checked: how many, those with findings, and how their checks ended; the
    same by group, where they are to be parted."""

    number: int = 0
    groups: dict[str, tuple[list[CheckedReport], Outcomes]] = field(default_factory=dict)

    def add(self, report: CheckedReport, split: str | None) -> None:
        """Take a report in, as one of its `place` or `county`, or with `split` None of no group."""
        self.number += 1
        reports, outcomes = self.groups.setdefault(_group(report, split), ([], Counter()))
        outcomes.update(report.outcomes)
        if report.findings:
            reports.append(report)

    @property
    def reports(self) -> list[CheckedReport]:
        """The reports with findings."""
        return [report for reports, _ in self.groups.values() for report in reports]

    @property
    def outcomes(self) -> Outcomes:
        """How the checks of all reports ended."""
        return sum((outcomes for _, outcomes in self.groups.values()), Counter())


def _group(report: CheckedReport, split: str | None) -> str:
    if split is None:
        return ""
    # With the county before it: there is a 城关镇 in a hundred counties.
    levels = ("county",) if split == "county" else ("county", "place")
    names = [report.identity[level] for level in levels if report.identity[level]]
    return "_".join(names) or _NAMELESS


def file_name(group: str) -> str:
    """A group's name as a part of the name of a file, on any system."""
    return _NOT_IN_FILE_NAMES.sub("_", group)
