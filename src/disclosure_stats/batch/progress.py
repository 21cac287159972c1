"""How far a run is: one line rewritten on a terminal, plain lines now and then in a log."""

import time
from typing import TextIO

from disclosure_stats.batch.run import Tally
from disclosure_stats.batch.worker import FileResult

_TERMINAL_SECONDS = 0.1
_LOG_SECONDS = 10.0


class Progress:
    """Called with each file's result; writes to `stream`."""

    def __init__(self, total: int, stream: TextIO) -> None:
        self._total = total
        self._stream = stream
        self._on_terminal = stream.isatty()
        self._start = self._last = time.monotonic()
        self._shown = False

    def __call__(self, tally: Tally, result: FileResult) -> None:
        now = time.monotonic()
        pause = _TERMINAL_SECONDS if self._on_terminal else _LOG_SECONDS
        if now - self._last < pause and tally.files < self._total:
            return
        self._last = now
        rate = tally.files / max(now - self._start, 1e-6)
        counts = ", ".join(f"{n} {status}" for status, n in sorted(tally.statuses.items()))
        line = f"{tally.files}/{self._total} files, {rate:.1f} a second: {counts}"
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
