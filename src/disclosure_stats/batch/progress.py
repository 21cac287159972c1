"""How far a run is: one line rewritten on a terminal, plain lines now and then in a log."""

import time
from typing import TextIO

from disclosure_stats.batch.run import Tally

_TERMINAL_SECONDS = 0.1
_LOG_SECONDS = 10.0


class Progress:
    """Called after each file with what was met so far; writes to `stream`."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._on_terminal = stream.isatty()
        self._start = self._last = time.monotonic()
        self._shown = False

    def __call__(self, tally: Tally) -> None:
        now = time.monotonic()
        pause = _TERMINAL_SECONDS if self._on_terminal else _LOG_SECONDS
        if now - self._last < pause and tally.files < tally.total:
            return
        self._last = now
        line = _line(tally, max(now - self._start, 1e-6))
        if self._on_terminal:
            self._stream.write(f"\r\x1b[K{line}")
            self._shown = True
        else:
            self._stream.write(f"{line}\n")
        self._stream.flush()

    def close(self) -> None:
        """End the line that is rewritten."""
        if self._shown:
            self._stream.write("\n")
            self._stream.flush()
            self._shown = False


def _line(tally: Tally, seconds: float) -> str:
    rate = tally.files / seconds
    counts = ", ".join(f"{n} {status}" for status, n in sorted(tally.statuses.items()))
    left = f", {_duration((tally.total - tally.files) / rate)} left"
    return (
        f"{tally.files}/{tally.total} files, {rate:.1f} a second"
        f"{left if tally.files < tally.total else ''}: {counts}"
    )


def _duration(seconds: float) -> str:
    minutes, seconds = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
