"""A run over many files: plan in, tables out, and what to say at the end."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from disclosure_stats.batch.plan import PlannedFile
from disclosure_stats.batch.pool import process_files
from disclosure_stats.batch.worker import FileResult
from disclosure_stats.reading.model import Row

_WORST = 10


@dataclass(slots=True)
class Tally:
    """What was met so far: files, reports by status, files not read, the worst findings."""

    files: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    failures: list[tuple[str, str, str]] = field(default_factory=list)
    worst: list[tuple[str, str]] = field(default_factory=list)

    def add(self, result: FileResult) -> None:
        """Count one file's result in."""
        self.files += 1
        for row in result.reports:
            self.statuses[row["status"]] += 1
            if row["status"] == "failed":
                self.failures.append((row["source_path"], row["error_code"], row["error"]))
        for row, tables in zip(result.reports, result.tables, strict=False):
            for finding in tables["findings"]:
                if finding["severity"] == "error" and len(self.worst) < _WORST:
                    self.worst.append((row["source_path"], finding["message"]))


def run(
    plan: Sequence[PlannedFile],
    out: Path,
    workers: int,
    with_csv: bool,
    progress: Callable[[Tally, FileResult], None],
) -> Tally:
    """Read the files of `plan` and write the tables to `out`; `progress` is called for each file.

    Raises OSError when the tables cannot be written.
    """
    # Imported here, so that spawned workers, which never write, do not load Arrow.
    from disclosure_stats.store.writer import DatasetWriter

    tally = Tally()
    first_paths: dict[str, str] = {}
    with DatasetWriter(out, with_csv) as writer:
        for result in process_files(plan, workers):
            digest = result.reports[0].get("sha256")
            source_path = result.reports[0]["source_path"]
            first = first_paths.setdefault(digest, source_path) if digest else source_path
            duplicate_of = None if first == source_path else first
            writer.add("reports", result.reports, duplicate_of=duplicate_of)
            if duplicate_of is None:
                for report, tables in zip(result.reports, result.tables, strict=False):
                    _add_tables(writer.add, report["report_id"], tables)
            tally.add(result)
            progress(tally, result)
    return tally


def _add_tables(add: Callable[..., None], report_id: str, tables: dict[str, list[Row]]) -> None:
    for name, rows in tables.items():
        add(name, rows, report_id=report_id)
