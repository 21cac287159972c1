"""How far a run is: one line rewritten on a terminal, plain lines now and then in a log."""

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from disclosure_stats.batch.run import Tally
from disclosure_stats.batch.words import describe_counts, said
from disclosure_stats.checks.status import STATUSES
from disclosure_stats.console import columns_of
from disclosure_stats.languages import Language

_TERMINAL_SECONDS = 0.1
_LOG_SECONDS = 10.0
_MIN_FILES_TIMED = 5  # before so many, the start of the processes is most of the time


class _Lines:
    """Lines of one run on `stream`, not too often: one that is rewritten on a terminal, plain ones
    in a log."""

    def __init__(self, stream: TextIO) -> None:
        self.on_terminal = stream.isatty()
        self._stream = stream
        self._pause = _TERMINAL_SECONDS if self.on_terminal else _LOG_SECONDS
        self._last = time.monotonic()

    def is_time(self) -> bool:
        """Whether the last line has stood long enough."""
        return time.monotonic() - self._last >= self._pause

    def write(self, line: str) -> None:
        self._last = time.monotonic()
        if self.on_terminal:
            # A line that wraps could not be rewritten.
            columns = shutil.get_terminal_size().columns
            while columns_of(line) > columns - 1:
                line = line[:-1]
        self._stream.write(f"\r\x1b[K{line}" if self.on_terminal else f"{line}\n")
        self._stream.flush()


class Progress:
    """Called after each file with what was met so far; writes to `stream`."""

    def __init__(self, stream: TextIO, language: Language) -> None:
        self._stream = stream
        self._language = language
        self._lines = _Lines(stream)
        self._start = time.monotonic()
        self._shown = False

    def __call__(self, tally: Tally) -> None:
        """Tell how far the run is, if it is time to."""
        if self._lines.is_time() or tally.files >= tally.total:
            seconds = max(time.monotonic() - self._start, 1e-6)
            self._lines.write(_line(tally, seconds, self._language))
            self._shown = self._lines.on_terminal

    def close(self) -> None:
        """End the line that is rewritten."""
        if self._shown:
            self._stream.write("\n")
            self._stream.flush()
            self._shown = False


@contextmanager
def announced(stream: TextIO, language: Language) -> Iterator[Callable[[int], None]]:
    """Says that reports are looked for, for as long as it takes, and how far it is: gives what is
    to be called with the number of things that were seen."""
    lines = _Lines(stream)

    def tell(seen: int) -> None:
        if lines.is_time():
            lines.write(said("looked", language, step=said("looking", language), seen=seen))

    if lines.on_terminal:
        lines.write(f"{said('looking', language)} …")
    try:
        yield tell
    finally:
        if lines.on_terminal:
            lines.write("")


def _line(tally: Tally, seconds: float, language: Language) -> str:
    rate = tally.files / seconds
    so_far = said("so_far", language, files=tally.files, total=tally.total, rate=rate)
    met = {one: tally.statuses[one] for one in STATUSES if tally.statuses[one]}
    counts = describe_counts(met, language)
    if tally.files == tally.total:
        return said("all_read", language, so_far=so_far, counts=counts)
    if tally.files < _MIN_FILES_TIMED:
        return said("begun", language, so_far=so_far, counts=counts)
    left = _duration((tally.total - tally.files) / rate)
    return said("going_on", language, so_far=so_far, left=left, counts=counts)


def _duration(seconds: float) -> str:
    minutes, seconds = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
