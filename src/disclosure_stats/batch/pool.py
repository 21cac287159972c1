"""The pieces of a plan, read by several processes of this machine side by side."""

import threading
from collections.abc import Generator, Iterator, Sequence
from queue import Empty, SimpleQueue

from disclosure_stats.batch.pieces import cut, read_piece
from disclosure_stats.batch.tasks import Job, Outcome, ReadPiece, Task

_WAIT_SECONDS = 0.5  # between looks for Ctrl-C, which some systems do not let wake a thread

_Event = Outcome | ReadPiece | BaseException | None


def read_here(
    job: Job, tasks: Sequence[Task], prefix: str, workers: int
) -> Generator[Outcome | ReadPiece, None, None]:
    """The outcome of each file and each piece that was read, as they come; `workers` processes at
    most. The names of parts begin with `prefix`.

    When the iterator is left early, by an exception or by Ctrl-C, each process finishes the file
    in hand and completes its part. Raises OSError when parts cannot be written.
    """
    events: SimpleQueue[_Event] = SimpleQueue()
    stop = threading.Event()
    pieces = cut(tasks, workers, prefix)
    todo = iter(pieces)
    taking = threading.Lock()

    def work() -> None:
        ended: BaseException | None = None
        try:
            while not stop.is_set():
                with taking:
                    piece = next(todo, None)
                if piece is None:
                    break
                for event in read_piece(job, piece, stop.is_set):
                    events.put(event)
        except BaseException as problem:  # to be raised where it is waited for
            ended = problem
        events.put(ended)

    threads = [threading.Thread(target=work) for _ in range(min(workers, len(pieces)))]
    for thread in threads:
        thread.start()
    try:
        yield from _outcomes(events, len(threads))
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def _outcomes(events: "SimpleQueue[_Event]", threads: int) -> Iterator[Outcome | ReadPiece]:
    """What the threads tell, until all have ended."""
    while threads:
        try:
            event = events.get(timeout=_WAIT_SECONDS)
        except Empty:
            continue
        if isinstance(event, Outcome | ReadPiece):
            yield event
        elif event is None:
            threads -= 1
        else:
            raise event
