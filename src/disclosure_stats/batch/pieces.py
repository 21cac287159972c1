"""Pieces of a plan, each read by one process, whatever its files do to that process."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from disclosure_stats.batch.tasks import Job, Outcome, Piece, ReadPiece, Task, Verdict
from disclosure_stats.batch.worker_process import ProcessLost, WorkerProcess

_MAX_FILES = 200
_MIN_FILES = 4  # fewer cost more to put together than they spare
_PIECES_LEFT = 2  # for each worker, of what is left, so that all end at about one time
_VAIN_ATTEMPTS = 5


def cut(tasks: Sequence[Task], workers: int, prefix: str) -> list[Piece]:
    """The tasks as pieces of neighbours, for so many workers: the last ones are small."""
    pieces = []
    start = 0
    while start < len(tasks):
        size = _MAX_FILES
        if workers > 1:
            left = len(tasks) - start
            size = min(size, max(_MIN_FILES, -(-left // (workers * _PIECES_LEFT))))
        pieces.append(Piece(f"{prefix}-{start:09}", tuple(tasks[start : start + size])))
        start += size
    return pieces


class WorkerPool:
    """Processes that wait for a piece to read. They outlast a run: the next one starts warm."""

    def __init__(self) -> None:
        self._idle: list[WorkerProcess] = []

    def start(self, number: int) -> None:
        """Have at least so many processes, without waiting for them to be ready."""
        self._idle.extend(WorkerProcess() for _ in range(number - len(self._idle)))

    def take(self) -> WorkerProcess:
        """A process for one thread alone, until it is given back."""
        while self._idle:
            reader = self._idle.pop()
            if reader.usable:
                return reader
            reader.close()
        return WorkerProcess()

    def give_back(self, reader: WorkerProcess) -> None:
        """Make a process free for others."""
        self._idle.append(reader)


READERS = WorkerPool()


def read_piece(
    job: Job, piece: Piece, stopped: Callable[[], bool]
) -> Iterator[Outcome | ReadPiece]:
    """Read the files of a piece in order; their rows are in parts when the iterator ends.

    Each file gives one outcome, and the piece itself comes last, if all of it was read. A file that
    ends the process is read once more by a new one,
    unless it took too long or the process was new; then it has no result but this. What the
    process had read and not written to the end is read again. When `stopped`, the file in hand is
    the last. Raises OSError when parts cannot be written.
    """
    rest = _Rest(list(piece.tasks))
    told: set[Task] = set()
    while rest.tasks:
        reader = READERS.take()
        try:
            reader.begin(job, f"{piece.name}-{rest.attempt:03}")
            for task in list(rest.tasks):
                rest.in_hand = task
                outcome = reader.read(task, rest.verdicts.get(task))
                rest.in_hand = None
                if task not in told:
                    told.add(task)
                    yield outcome
                rest.note(outcome)
                if stopped():
                    break
            rest.parts.append(reader.end())
        except ProcessLost as lost:
            reader.close()
            rest.begin_again(lost.verdict, is_new=reader.files == 0)
        except BaseException:
            reader.close()
            raise
        else:
            READERS.give_back(reader)
            if len(told) == len(piece.tasks):
                yield ReadPiece(piece, tuple(filter(None, rest.parts)))
            return


@dataclass(slots=True)
class _Rest:
    """The files of a piece that are not in a complete part yet, and what is known of them; and the
    parts that are complete."""

    tasks: list[Task]
    parts: list[str | None] = field(default_factory=list)
    in_hand: Task | None = None
    verdicts: dict[Task, Verdict] = field(default_factory=dict)
    attempt: int = 0
    _read: int = 0

    def note(self, outcome: Outcome) -> None:
        """Count a file that was read; what is settled need not be read again."""
        self._read += 1
        if outcome.part is not None:
            self.parts.append(outcome.part)
            del self.tasks[: self._read]
            self._read = 0

    def begin_again(self, verdict: Verdict, is_new: bool) -> None:
        """Make ready for another process, after one that ended with this verdict."""
        self._read, self.attempt = 0, self.attempt + 1
        task, self.in_hand = self.in_hand, None
        if self.attempt > 2 * len(self.tasks) + _VAIN_ATTEMPTS:
            raise OSError(f"processes that read files end again and again: {verdict.message}")
        if task in self.verdicts:
            self.verdicts[task] = replace(self.verdicts[task], is_hashed=False)
        elif task is not None and (is_new or verdict.code == "timed_out"):
            self.verdicts[task] = verdict
        elif task is not None:
            self.tasks.remove(task)
            self.tasks.insert(0, task)
