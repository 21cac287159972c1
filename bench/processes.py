"""Measurements of a whole process: peak memory, and the time of a cold start. POSIX only."""

import os
import subprocess
import sys
import time
from itertools import cycle, islice
from pathlib import Path
from typing import Any

_QUIET: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


def peak_memory(files: list[Path], count: int, scratch: Path) -> float:
    """Peak resident memory, in MB (10^6 bytes), of the command over `count` files, one worker.

    The files are repeated, each copy with a comment of its own behind its end: files with equal
    bytes would be read only once.
    """
    folder = scratch / f"copies-{count}"
    folder.mkdir()
    for number, file in enumerate(islice(cycle(files), count)):
        copy = folder / f"{number:04}.pdf"
        copy.write_bytes(file.read_bytes() + f"\n% copy {number}\n".encode())
    process = subprocess.Popen(_command(folder, scratch / f"tables-{count}"), **_QUIET)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, f"the extract command ended with {process.returncode}"
    unit = 1 if sys.platform == "darwin" else 1024  # bytes on macOS, kibibytes elsewhere
    return usage.ru_maxrss * unit / 1e6


def cold_seconds(file: Path, out: Path) -> float:
    """Seconds from starting the command on one file until it has ended."""
    start = time.perf_counter()
    subprocess.run(_command(file, out), check=True, **_QUIET)
    return time.perf_counter() - start


def _command(source: Path, out: Path) -> list[str]:
    command = [sys.executable, "-m", "disclosure_stats.extract", str(source)]
    return [*command, "--out", str(out), "--workers", "1"]
