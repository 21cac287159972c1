"""One file, whatever it is: its rows of `reports` and of the other tables."""

import hashlib
import logging
import os
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from types import MappingProxyType

import disclosure_stats
from disclosure_stats.batch.plan import PlannedFile
from disclosure_stats.checks.corrections import Correction
from disclosure_stats.checks.report_ids import report_id_of
from disclosure_stats.documents.kinds import Format, format_of
from disclosure_stats.errors import ErrorCode, ReadingError
from disclosure_stats.reading.document import read_document
from disclosure_stats.reading.model import ReadReport
from disclosure_stats.reading.proof.second_look import SecondLook
from disclosure_stats.rows import Row

MAX_BYTES = 200 * 1024 * 1024
"""A report has some 300 KB; a scan of hundreds of pages stays below this."""

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class FileResult:
    """What became of a file: rows of `reports`, and for each of them its tables' rows."""

    reports: list[Row]
    tables: list[dict[str, list[Row]]] = field(default_factory=list)


def process_file(
    planned: PlannedFile,
    known_sha256: str | None = None,
    corrections: Mapping[str, Sequence[Correction]] = MappingProxyType({}),
    second_look: SecondLook = "doubtful",
) -> FileResult | None:
    """Read one file; None if its bytes are known already, by their SHA-256. `corrections` are those
    of any file, by the identifier of its first report; `second_look` says which numbers that no sum
    covers are looked at in print.

    Never raises for what is in the file: that becomes its row in `reports`.
    """
    start = time.perf_counter()
    digest: str | None = None
    kind: Format | None = None
    try:
        data = _bytes_of(planned)
        kind = format_of(data) if data else None
        digest = hashlib.sha256(data).hexdigest()
        if digest == known_sha256:
            return None
        own = corrections.get(report_id_of(digest), ())
        reports = read_document(data, planned.source_path, own, second_look)
        result = FileResult(
            [_report_row(report, digest, number) for number, report in enumerate(reports, 1)],
            [report.tables for report in reports],
        )
    except ReadingError as problem:
        result = _failure(digest, problem.code, problem.message)
    except MemoryError:
        result = _failure(digest, "too_large", "it needs more memory than it may take")
    except Exception as problem:
        # A fault of ours, met in one file, must not cost the others anything.
        logger.debug("%s", planned.source_path, exc_info=True)
        result = _failure(digest, "crashed", _fault(problem))
    for row in result.reports:
        row.setdefault("format", kind)
    seconds = (time.perf_counter() - start) / max(len(result.reports), 1)
    return _signed(planned, result, seconds)


def _bytes_of(planned: PlannedFile) -> bytes:
    """What the file holds. Raises ReadingError."""
    if planned.problem is not None:
        raise ReadingError("unreadable_file", planned.problem)
    try:
        if os.path.getsize(planned.path) > MAX_BYTES:
            raise ReadingError("too_large", f"over {MAX_BYTES // 2**20} MB")
        with open(planned.path, "rb") as file:
            return file.read(MAX_BYTES)
    except OSError as problem:
        said = f"cannot be opened: {problem.strerror}"
        raise ReadingError("unreadable_file", said) from problem


def _fault(problem: Exception) -> str:
    """A fault of the program for a person: what a library says of itself is for `--debug`."""
    kind = type(problem)
    name = kind.__name__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__name__}"
    return f"a fault of the program met while reading it ({name}); --debug shows where"


def failed_file(
    planned: PlannedFile, code: ErrorCode, message: str, is_hashed: bool = True
) -> FileResult:
    """The result of a file of which nothing is known but that it could not be read, and its SHA-256
    (`is_hashed`)."""
    digest = None
    with suppress(OSError):
        if is_hashed and os.path.getsize(planned.path) <= MAX_BYTES:
            with open(planned.path, "rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
    return _signed(planned, _failure(digest, code, message), None)


def _signed(planned: PlannedFile, result: FileResult, seconds: float | None) -> FileResult:
    for row in result.reports:
        row["source_path"] = planned.source_path
        row["seconds"] = seconds
        row["extractor_version"] = disclosure_stats.__version__
    return result


def _report_row(report: ReadReport, digest: str, number: int) -> Row:
    return {"report_id": report_id_of(digest, number), "sha256": digest, **report.identity}


def _failure(digest: str | None, code: ErrorCode, message: str) -> FileResult:
    row: Row = {
        "report_id": report_id_of(digest) if digest else None,
        "sha256": digest,
        "level": "unknown",
        "status": "failed",
        "error_code": code,
        "error": " ".join(message.split()),
    }
    return FileResult([row])
