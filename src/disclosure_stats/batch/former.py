"""What comparing reports said when the tables of before were made, for those of which nothing has
changed since."""

from collections import Counter
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field

from disclosure_stats.checks.bodies import BodyKey
from disclosure_stats.rows import Row
from disclosure_stats.store.arrow import arrow_array, plain_rows, plain_values
from disclosure_stats.store.histories import members
from disclosure_stats.store.source import Source

COUNTED = {
    "passed": "checks_passed",
    "failed": "checks_failed",
    "not_assessable": "checks_not_assessable",
}
"""By outcome: the column of `reports` that counts it."""
CHANGED = (*COUNTED.values(), "status")
"""The columns of `reports` that comparing changes."""


@dataclass(frozen=True, slots=True)
class Before:
    """The tables of before, as they were read and as they were finished, and the files (by
    `source_path`) that were read anew since."""

    as_read: Source
    finished: Source
    read_anew: Container[str]

    def changed_bodies(self, now: Source) -> set[BodyKey]:
        """The bodies that have not just the reports that they had."""
        changed = set()
        balance: dict[BodyKey, int] = {}  # what has come less what has gone: 0 where all is there
        for member in members(now):
            if member.source_path in self.read_anew:
                changed.add(member.key)
            balance[member.key] = balance.get(member.key, 0) + hash(member.named)
        for member in members(self.as_read):
            balance[member.key] = balance.get(member.key, 0) - hash(member.named)
        return changed | {key for key, rest in balance.items() if rest}

    def notes(self, now: Source, changed: Container[BodyKey]) -> Iterator[tuple[int, "FormerNote"]]:
        """What comparing said of the reports of all other bodies, by their rows in `reports`."""
        values = self._values()
        findings = self._findings()
        for member in members(now):
            if member.key not in changed:
                note = FormerNote(values.get(member.named, {}), findings.get(member.named[1], []))
                if note.values or note.rows:
                    yield member.row, note

    def _values(self) -> dict[tuple[str, str], Row]:
        """What it changed in `reports`, by path and identifier."""
        columns = ["source_path", "report_id", *CHANGED]
        changed: dict[tuple[str, str], Row] = {}
        sources = (self.as_read, self.finished)
        pairs = zip(*(source.rows("reports", columns) for source in sources), strict=True)
        for read, finished in pairs:
            if read != finished:
                path, report_id, *own = finished
                changed[path, report_id] = dict(zip(CHANGED, own, strict=True))
        return changed

    def _findings(self) -> dict[str, list[Row]]:
        """What it found, by the identifier of the report: the rows that come after those that were
        read."""
        left = Counter(report_id for (report_id,) in self.as_read.rows("findings", ["report_id"]))
        found: dict[str, list[Row]] = {}
        for batch in self.finished.batches("findings"):
            is_new = []
            for report_id in plain_values(batch["report_id"]):
                left[report_id] -= 1
                is_new.append(left[report_id] < 0)
            for row in plain_rows(batch.filter(arrow_array("boolean", is_new))):
                found.setdefault(row.pop("report_id"), []).append(row)
        return found


@dataclass(slots=True)
class FormerNote:
    """What comparing said of a report: the columns of `reports` that it changed, and its rows of
    `findings`, without `report_id`."""

    values: Row = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)

    def findings(self) -> list[Row]:
        """Rows of `findings`, without `report_id`."""
        return self.rows

    def changes(self, report: Mapping[str, object]) -> Row:
        """What becomes of the columns `CHANGED` of a row of `reports`."""
        return self.values
