"""Measurements of a whole process: peak memory, and the time of a cold start."""

import contextlib
import subprocess
import sys
import time
from itertools import cycle, islice
from pathlib import Path
from typing import Any, NamedTuple

import psutil

_LOOK_SECONDS = 0.02
_QUIET: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


class Peak(NamedTuple):
    """Peak resident memory in MB (10^6 bytes): of the process that leads, of the largest that
    reads, and of all together."""

    leading: float
    reading: float
    together: float


def copies(samples: list[Path], count: int, folder: Path) -> Path:
    """A folder of so many files, each with a comment of its own behind its end: files with equal
    bytes would be read only once."""
    folder.mkdir()
    for number, sample in enumerate(islice(cycle(samples), count)):
        data = sample.read_bytes() + f"\n% copy {number}\n".encode()
        (folder / f"{number:06}.pdf").write_bytes(data)
    return folder


def peak_memory(folder: Path, out: Path, *options: str) -> Peak:
    """The peak of the command over a folder, which must be read without a failure."""
    leading = reading = together = 0
    process = psutil.Popen(_command(folder, out, *options), **_QUIET)
    while process.poll() is None:
        with contextlib.suppress(psutil.NoSuchProcess):
            own = process.memory_info().rss
            children = [child.memory_info().rss for child in process.children()]
            leading, reading = max(leading, own), max(reading, *children, 0)
            together = max(together, own + sum(children))
        time.sleep(_LOOK_SECONDS)
    assert process.returncode == 0, f"the command ended with {process.returncode}"
    assert leading > 0 < reading, "no memory was seen"
    return Peak(*(size / 1e6 for size in (leading, reading, together)))


def cold_seconds(file: Path, out: Path) -> float:
    """Seconds from starting the command on one file until it has ended."""
    start = time.perf_counter()
    subprocess.run(_command(file, out, "--workers", "1"), check=True, **_QUIET)
    return time.perf_counter() - start


def _command(source: Path, out: Path, *options: str) -> list[str]:
    command = [sys.executable, "-m", "disclosure_stats.extract", str(source)]
    return [*command, "--out", str(out), *options]
