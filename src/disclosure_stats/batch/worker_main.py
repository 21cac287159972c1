"""The process that reads files, one at a time, and writes what it read into a part.

It is told what to do on its standard input, and answers on its standard output. The process that
leads may end it at any time; when that process is gone, so is this one.
"""

import gc
import logging
import os
import pickle
import pkgutil
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from queue import SimpleQueue
from typing import IO, TYPE_CHECKING, Any

from disclosure_stats.batch.memory import OUT_OF_MEMORY, limit_memory
from disclosure_stats.batch.tasks import USUAL_WORK, Job, Outcome, Task, Verdict

if TYPE_CHECKING:
    from disclosure_stats.batch.read_file import FileResult

SETTLE_SECONDS = 15.0
"""What is read is written to the end at least this often: no more can be lost."""

_NEW_OBJECTS = 10_000  # between two searches for objects that only hold each other


def serve() -> None:
    """Answer questions until there are no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that leads
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints is no answer
    questions: SimpleQueue[tuple[str, tuple[Any, ...]]] = SimpleQueue()
    listener = threading.Thread(target=_listen, args=(sys.stdin.buffer, questions), daemon=True)
    listener.start()
    commands = WorkerCommands()
    # What is read is rows and strings, in no circles: looking for those at the usual rate takes a
    # twentieth of the time.
    gc.set_threshold(_NEW_OBJECTS)
    while True:
        name, arguments = questions.get()
        try:
            answer: object = getattr(commands, name)(*arguments)
        except MemoryError:
            os._exit(OUT_OF_MEMORY)
        except OSError as problem:
            commands.abandon()
            answer = problem
        except Exception:
            # The interpreter cannot shut down while the listener waits on standard input.
            traceback.print_exc()
            os._exit(1)
        pickle.dump(answer, answers)
        answers.flush()


def _listen(stream: IO[bytes], questions: "SimpleQueue[Any]") -> None:
    """Hand questions on; end the process when there is nobody left to ask, even in mid-file."""
    try:
        while True:
            questions.put(pickle.load(stream))
    finally:
        os._exit(0)


class WorkerCommands:
    """Keeps the part that is being written."""

    def __init__(self) -> None:
        # Arrow takes numpy along where it finds it: a third of this process's memory, for nothing
        # that is done here. Other libraries find it afterwards.
        absent: Any = None
        sys.modules.setdefault("numpy", absent)
        from disclosure_stats.store.folder import Folder
        from disclosure_stats.store.parts import PartWriter

        if sys.modules["numpy"] is None:
            del sys.modules["numpy"]
        pkgutil.resolve_name(USUAL_WORK)  # while the process that leads is still getting ready
        self._new_folder = Folder
        self._new_part = PartWriter
        self._part: PartWriter | None = None

    def begin(self, job: Job, name: str) -> None:
        """Get ready to read the files of a piece; parts get its name and a number."""
        limit_memory(job.limits.megabytes)
        logging.basicConfig()
        logging.getLogger("disclosure_stats").setLevel(
            logging.DEBUG if job.debug else logging.WARNING
        )
        self._version = job.version
        self._work = pkgutil.resolve_name(job.work)
        if job.corrections:
            self._work = partial(self._work, corrections=job.corrections)
        if job.options:
            self._work = partial(self._work, **job.options)
        self._folder = self._new_folder(job.location)
        self._name = name
        self._parts = 0

    def read(self, task: Task, verdict: Verdict | None) -> Outcome:
        """Read a file, or only note why that cannot be done."""
        if self._part is None:
            self._part_since = time.monotonic()
        result = _result(self._work, task, verdict)
        if result is None:
            return Outcome(task.planned.source_path, unchanged=True)
        self._write(result)
        is_due = time.monotonic() - self._part_since > SETTLE_SECONDS
        return _outcome(result, self.end() if is_due else None)

    def _write(self, result: "FileResult") -> None:
        if self._part is None:
            self._part_name = f"{self._name}-{self._parts:03}"
            self._part = self._new_part(self._folder, self._part_name, self._version)
            self._parts += 1
        self._part.add(result.reports, result.tables)

    def end(self) -> str | None:
        """Complete the part that is being written, if one is; its name."""
        if self._part is None:
            return None
        self._part.close()
        self._part = None
        return self._part_name

    def abandon(self) -> None:
        """Give up the part that is being written: there is no room for it."""
        if self._part is not None:
            part, self._part = self._part, None
            with suppress(OSError):
                part.abandon()


def _result(
    work: Callable[..., "FileResult | None"], task: Task, verdict: Verdict | None
) -> "FileResult | None":
    if verdict is None:
        return work(task.planned, task.sha256)
    from disclosure_stats.batch.read_file import failed_file

    return failed_file(task.planned, verdict.code, verdict.message, verdict.is_hashed)


def _outcome(result: "FileResult", part: str | None) -> Outcome:
    failed = [row for row in result.reports if row["status"] == "failed"]
    return Outcome(
        source_path=result.reports[0]["source_path"],
        statuses=tuple(row["status"] for row in result.reports),
        failures=tuple((row["error_code"], row["error"]) for row in failed),
        errors=tuple(
            finding
            for tables in result.tables
            for finding in tables["findings"]
            if finding["severity"] == "error"
        ),
        part=part,
    )
