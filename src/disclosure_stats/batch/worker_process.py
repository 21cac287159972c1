"""A process that reads files, seen from the one that leads: asked file by file, and watched.

Spawned, not forked: PDFium and Arrow keep threads and locks that a fork would copy midway. And
plainly, without `multiprocessing`, whose helpers would be a third interpreter to start.
"""

import atexit
import pickle
import subprocess
import sys
import threading
import time
from contextlib import suppress
from signal import Signals
from typing import Any

from disclosure_stats.batch.memory import OUT_OF_MEMORY
from disclosure_stats.batch.tasks import DEFAULT_LIMITS, Job, Outcome, Task, Verdict

_START = (
    "import sys; sys.path[:] = sys.argv[1:]; "
    "from disclosure_stats.batch.worker_main import serve; serve()"
)
_FILES_A_PROCESS = 2_000  # then a new one takes over: a leak in a library stays bounded
_LOOK_SECONDS = 0.1
_END_SECONDS = 2.0  # for a process that has closed its answers


class ProcessLost(Exception):
    """The process has ended before it answered; `verdict` says why."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict)
        self.verdict = verdict


class WorkerProcess:
    """One process. All calls wait for its answer; `ProcessLost` if that does not come.

    An OSError that the process met when it wrote is raised here.
    """

    def __init__(self) -> None:
        self.files = 0
        self._lock = threading.Lock()  # of the answer that comes while the process is being ended
        self._since: float | None = None
        self._limits = DEFAULT_LIMITS
        self._verdict: Verdict | None = None
        self._process = subprocess.Popen(
            [sys.executable, "-c", _START, *sys.path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        _watch(self)

    @property
    def usable(self) -> bool:
        """Whether it can read more files."""
        return self._process.poll() is None and self.files < _FILES_A_PROCESS

    def begin(self, job: Job, name: str) -> None:
        """Get ready for the files of a piece."""
        self._ask("begin", job, name)
        self._limits = job.limits

    def read(self, task: Task, verdict: Verdict | None) -> Outcome:
        """Read a file within the limits."""
        with self._lock:
            self._since = time.monotonic()
        outcome: Outcome = self._ask("read", task, verdict)
        self.files += 1
        return outcome

    def end(self) -> str | None:
        """Complete the part that is being written, if one is; its name."""
        part: str | None = self._ask("end")
        return part

    def _ask(self, name: str, *arguments: Any) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        answer: Any = None
        arrived = False
        with suppress(EOFError, OSError, pickle.UnpicklingError):
            pickle.dump((name, arguments), self._process.stdin)
            self._process.stdin.flush()
            answer = pickle.load(self._process.stdout)
            arrived = True
        with self._lock:
            self._since = None
            if not arrived or self._verdict is not None:
                code = self._end()
                if code == OUT_OF_MEMORY:
                    raise ProcessLost(self._too_hungry())
                raise ProcessLost(self._verdict or _death(code))
        if isinstance(answer, OSError):
            raise answer
        return answer

    def check(self) -> None:
        """End the process if the file that it reads takes more than it may."""
        with self._lock:
            if self._since is None or self._verdict is not None:
                return
            if time.monotonic() - self._since > self._limits.seconds:
                message = f"not read within {self._limits.seconds:g} seconds"
                self._verdict = Verdict("timed_out", message)
            elif self._memory() > self._limits.megabytes * 2**20:
                self._verdict = self._too_hungry()
            if self._verdict is not None:
                self.kill()

    def _too_hungry(self) -> Verdict:
        return Verdict(
            "crashed", f"reading it took more than {self._limits.megabytes} MB of memory"
        )

    def _memory(self) -> int:
        import psutil  # in the thread that watches: nobody waits for it

        with suppress(psutil.Error):
            return int(psutil.Process(self._process.pid).memory_info().rss)
        return 0

    def _end(self) -> int:
        """The code that the process ends with; it is ended if it does not by itself."""
        with suppress(subprocess.TimeoutExpired):
            return self._process.wait(_END_SECONDS)
        self.kill()
        return self._process.wait()

    def kill(self) -> None:
        """End the process, whatever it does."""
        self._process.kill()

    def close(self) -> None:
        """Let the process end, and wait for that."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.kill()
        self._process.wait()
        with suppress(OSError):  # what was not sent any more is lost on nobody
            self._process.stdin.close()
        self._process.stdout.close()
        _readers.discard(self)


def _death(code: int) -> Verdict:
    """What is known of a process that ended by itself."""
    name = f"code {code}"
    with suppress(ValueError):
        if code < 0:
            name = Signals(-code).name
    return Verdict("crashed", f"the process that read it ended ({name})")


_readers: set[WorkerProcess] = set()
_watching = threading.Lock()


def _watch(reader: WorkerProcess) -> None:
    """Look after a reader from now on, in a thread of its own for all of them."""
    with _watching:
        _readers.add(reader)
        if not any(thread.name == _look.__name__ for thread in threading.enumerate()):
            threading.Thread(target=_look, name=_look.__name__, daemon=True).start()


def _look() -> None:
    while True:
        time.sleep(_LOOK_SECONDS)
        for reader in list(_readers):
            reader.check()


@atexit.register
def _close_all() -> None:
    for reader in list(_readers):
        reader.close()
