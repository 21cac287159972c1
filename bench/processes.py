"""Measurements of a whole process: peak memory, and the time of a cold start."""

import contextlib
import os
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


class Cost(NamedTuple):
    """What a command takes: seconds by the clock, and of the processors in all its processes; peak
    resident memory in MB (10^6 bytes), of the process that leads and of all together."""

    seconds: float
    processor: float
    leading: float
    together: float


def cost_of(command: list[str]) -> Cost:
    """The cost of a command that ends with 0 or 1."""
    leading = together = 0
    start, used = time.perf_counter(), _of_children()
    process = psutil.Popen(command, **_QUIET)
    while process.poll() is None:
        with contextlib.suppress(psutil.NoSuchProcess):
            own = process.memory_info().rss
            children = [child.memory_info().rss for child in process.children(recursive=True)]
            leading, together = max(leading, own), max(together, own + sum(children))
        time.sleep(_LOOK_SECONDS)
    seconds, used = time.perf_counter() - start, _of_children() - used
    assert process.returncode in (0, 1), f"the command ended with {process.returncode}"
    return Cost(seconds, used, leading / 1e6, together / 1e6)


def _of_children() -> float:
    times = os.times()
    return times.children_user + times.children_system


def cold_seconds(file: Path, out: Path, compiled: Path) -> float:
    """Seconds from starting the command on one file until it has ended. Python keeps its compiled
    modules in the folder `compiled`, as it does beside them unless it is told not to: the first
    call compiles them."""
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(compiled)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = _command(file, out, "--workers", "1")
    start = time.perf_counter()
    subprocess.run(command, check=True, env=environment, **_QUIET)
    return time.perf_counter() - start


def _command(source: Path, out: Path, *options: str) -> list[str]:
    command = [sys.executable, "-m", "disclosure_stats.extract", str(source)]
    return [*command, "--out", str(out), *options]
