"""Many files: one process, or several side by side; results in the order of the plan."""

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from disclosure_stats.batch.plan import PlannedFile
from disclosure_stats.batch.worker import FileResult, failed_file, process_file

_FILES_AT_ONCE = 4  # handed to a worker in one go: enough to hide the way between processes

Work = Callable[[PlannedFile], FileResult]


def process_files(
    plan: Sequence[PlannedFile], workers: int, work: Work = process_file
) -> Iterator[FileResult]:
    """The result of each file of `plan`, in its order, with `workers` processes.

    A worker that dies (the interpreter crashes, the system kills it) costs one file: the first
    whose result is missing is tried once more by itself, and the others are done again.
    """
    if workers == 1:
        yield from map(work, plan)
        return
    rest = list(plan)
    while rest:
        done = 0
        with _pool(min(workers, len(rest))) as pool:
            results = pool.map(work, rest, chunksize=_FILES_AT_ONCE)
            broken = False
            while done < len(rest) and not broken:
                try:
                    result = next(results)
                except BrokenProcessPool:
                    broken = True
                else:
                    done += 1
                    yield result
        rest = rest[done:]
        if rest:
            yield _alone(rest.pop(0), work)


def _alone(planned: PlannedFile, work: Work) -> FileResult:
    with _pool(1) as pool:
        try:
            return pool.submit(work, planned).result()
        except BrokenProcessPool:
            return failed_file(planned, "crashed", "the process that read it died")


def _pool(workers: int) -> ProcessPoolExecutor:
    # Spawned, not forked: PDFium and Arrow keep threads and locks that a fork would copy midway.
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))
