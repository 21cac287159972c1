"""A run over many files: plan in, tables out, and what to say at the end."""

from collections import Counter
from collections.abc import Callable, Container, Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from disclosure_stats.batch.pieces import READERS
from disclosure_stats.batch.plan import PlannedFile
from disclosure_stats.batch.pool import read_here
from disclosure_stats.batch.tasks import (
    DEFAULT_LIMITS,
    USUAL_WORK,
    Job,
    Limits,
    Outcome,
    ReadPiece,
    Task,
)
from disclosure_stats.batch.version import reading_version
from disclosure_stats.checks.report_ids import report_id_of
from disclosure_stats.rows import Row

if TYPE_CHECKING:
    from disclosure_stats.store.folder import Folder
    from disclosure_stats.store.source import StoredFile

_WORST = 10
# What came of these depends on the machine and the limits, not on the file alone.
_TRIED_AGAIN = {"timed_out", "crashed", "too_large", "needs_converter", "unreadable_file"}


@dataclass(frozen=True, slots=True)
class Settings:
    """How a run is done; `cluster` is the address of a Dask scheduler, in place of `workers`;
    `corrections` is what the file of corrections holds; `options` are those of the reading that
    are not the usual ones, by name."""

    workers: int = 1
    limits: Limits = DEFAULT_LIMITS
    with_csv: bool = False
    force: bool = False
    debug: bool = False
    cluster: str | None = None
    corrections: bytes | None = None
    options: Mapping[str, str] = field(default_factory=dict)
    work: str = USUAL_WORK


@dataclass(slots=True)
class Tally:
    """What was met so far: files, reports by status, files not read, the worst findings; `others`
    are the files in the input that no reader takes, by the ending of their names."""

    total: int
    files: int = 0
    unchanged: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    failures: list[tuple[str, str, str]] = field(default_factory=list)
    worst: list[tuple[str, Row]] = field(default_factory=list)
    others: Mapping[str, int] = field(default_factory=dict)
    hidden: int = 0

    def add(self, outcome: Outcome) -> None:
        """Count one file in."""
        self.files += 1
        self.unchanged += outcome.unchanged
        self.statuses.update(outcome.statuses)
        self.failures.extend((outcome.source_path, *failure) for failure in outcome.failures)
        self.worst.extend((outcome.source_path, finding) for finding in outcome.errors)
        del self.worst[_WORST:]


def run(
    plan: Sequence[PlannedFile],
    out: str,
    settings: Settings,
    tally: Tally,
    progress: Callable[[Tally], None],
) -> None:
    """Read the files of `plan` and write the tables to `out`; each file is counted in `tally`, and
    `progress` called with that.

    What an earlier run has read, by the same code from the same bytes, is taken from there. A run
    that is left early keeps what it has read, and the tables as they were. Raises FolderInUse when
    another run writes to `out`, CorrectionsError when the corrections cannot be used, and OSError
    when something cannot be written. Raises ValueError for two files with one `source_path`, by
    which all that is read is known.
    """
    _check_distinct(plan)
    if settings.cluster is None:
        READERS.start(min(settings.workers, len(plan)))
    # Imported here, where the processes that read are already starting.
    from disclosure_stats.store.folder import Folder
    from disclosure_stats.store.handover import finish_handover
    from disclosure_stats.store.lock import locked

    folder = Folder(out)
    with locked(folder):
        finish_handover(folder)
        _read_and_assemble(plan, folder, settings, tally, progress)


def _check_distinct(plan: Sequence[PlannedFile]) -> None:
    known: dict[str, PlannedFile] = {}
    for file in plan:
        other = known.setdefault(file.source_path, file)
        if other is not file:
            raise ValueError(f"{other.path!r} and {file.path!r} are both {file.source_path!r}")


def _read_and_assemble(
    plan: Sequence[PlannedFile],
    folder: "Folder",
    settings: Settings,
    tally: Tally,
    progress: Callable[[Tally], None],
) -> None:
    from disclosure_stats.batch.compare import add_comparisons
    from disclosure_stats.batch.correction_file import Corrections
    from disclosure_stats.batch.in_order import TablesInOrder
    from disclosure_stats.store.code_book import code_book
    from disclosure_stats.store.handover import put_in_place
    from disclosure_stats.store.parts import next_prefix
    from disclosure_stats.store.snapshot import ASIDE

    code_book()  # is loaded while processes are starting; asked for when all is read
    corrections = Corrections(folder, settings.corrections, settings.force)
    chosen = "".join(f" {name}={value}" for name, value in sorted(settings.options.items()))
    version = reading_version() + chosen + corrections.version
    stored = {} if settings.force else _stored(folder, version, corrections.changed)
    tasks = [Task(file, _known_sha256(stored.get(file.source_path))) for file in plan]
    job = Job(
        folder.location,
        version,
        settings.limits,
        settings.work,
        settings.debug,
        corrections.by_file,
        settings.options,
    )
    tables = TablesInOrder(plan, folder, stored, version, settings.with_csv)
    with closing(_read(job, tasks, next_prefix(folder), settings)) as events:
        for event in events:
            if isinstance(event, ReadPiece):
                tables.add(event)
                continue
            outcome = _as_before(stored[event.source_path]) if event.unchanged else event
            tally.add(outcome)
            progress(tally)
    if tables.finish(bool(corrections.changed)):
        before = tables.before()
        del tables, tasks, stored
        add_comparisons(folder, ASIDE, settings.with_csv, before)
        corrections.keep(ASIDE)
        put_in_place(folder)
    tally.statuses = _statuses(folder)


def _read(
    job: Job, tasks: Sequence[Task], prefix: str, settings: Settings
) -> Generator[Outcome | ReadPiece, None, None]:
    if settings.cluster is None:
        return read_here(job, tasks, prefix, settings.workers)
    from disclosure_stats.batch.cluster import read_on_cluster

    return read_on_cluster(job, tasks, prefix, settings.cluster)


def _stored(folder: "Folder", version: str, changed: Container[str]) -> "dict[str, StoredFile]":
    """The files that earlier runs have read by this code, by path.

    Parts with other corrections do not count, nor do files of the finished tables whose corrections
    have `changed`."""
    from disclosure_stats.batch.correction_file import CORRECTED_BY
    from disclosure_stats.store.source import as_read_tables, parts

    stored = {}
    finished = as_read_tables(folder)
    same_code = (finished.version or "").partition(CORRECTED_BY)[0]
    if same_code == version.partition(CORRECTED_BY)[0]:
        for file in finished.stored_files().values():
            if file.sha256 is None or report_id_of(file.sha256) not in changed:
                stored[file.source_path] = file
    for source in parts(folder):
        if source.version == version:
            stored |= source.stored_files()
    return stored


def _statuses(folder: "Folder") -> Counter[str]:
    """How many reports of the finished tables have each status."""
    from disclosure_stats.store.source import finished_tables

    return Counter(status for (status,) in finished_tables(folder).rows("reports", ["status"]))


def _known_sha256(file: "StoredFile | None") -> str | None:
    """The bytes that a file need not be read again for."""
    if file is None or any(report.error_code in _TRIED_AGAIN for report in file.reports):
        return None
    return file.sha256


def _as_before(file: "StoredFile") -> Outcome:
    """The outcome of a file that has not changed, from what is stored of it."""
    return Outcome(
        file.source_path,
        tuple(report.status for report in file.reports),
        tuple((r.error_code or "", r.error or "") for r in file.reports if r.status == "failed"),
        unchanged=True,
    )
