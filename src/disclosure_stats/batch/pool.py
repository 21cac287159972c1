"""Many files: one process, or several side by side; results in the order of the plan."""

import multiprocessing
from collections.abc import Iterator, Sequence

from disclosure_stats.batch.plan import PlannedFile
from disclosure_stats.batch.worker import FileResult, process_file

_FILES_AT_ONCE = 4  # handed to a worker in one go: enough to hide the way between processes


def process_files(plan: Sequence[PlannedFile], workers: int) -> Iterator[FileResult]:
    """The result of each file of `plan`, in its order, with `workers` processes."""
    if workers == 1:
        yield from map(process_file, plan)
        return
    # Spawned, not forked: PDFium and Arrow keep threads and locks that a fork would copy midway.
    with multiprocessing.get_context("spawn").Pool(min(workers, len(plan))) as pool:
        yield from pool.imap(process_file, plan, chunksize=_FILES_AT_ONCE)
