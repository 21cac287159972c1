"""Measurements of a whole process: peak memory, and the time of a cold start. POSIX only."""

import subprocess
import sys
import time
from itertools import cycle, islice
from pathlib import Path
from typing import Any

# The process says its own peak: what the system reports of a child counts the memory that its
# parent had when it was started.
_PEAK = """
import resource, runpy
from pathlib import Path
try:
    runpy.run_module("disclosure_stats.extract", run_name="__main__", alter_sys=True)
except SystemExit as ended:
    assert ended.code == 0
status = Path("/proc/self/status")
if status.exists():
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    leader = int(line.split()[1])
else:
    leader = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(leader, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
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
    arguments = [str(folder), "--out", str(scratch / f"tables-{count}"), "--workers", "1"]
    ended = subprocess.run(
        [sys.executable, "-c", _PEAK, *arguments], check=True, capture_output=True, text=True
    )
    return int(ended.stdout.split()[-1]) / 1e6


def cold_seconds(file: Path, out: Path) -> float:
    """Seconds from starting the command on one file until it has ended."""
    start = time.perf_counter()
    subprocess.run(_command(file, out), check=True, **_QUIET)
    return time.perf_counter() - start


def _command(source: Path, out: Path) -> list[str]:
    command = [sys.executable, "-m", "disclosure_stats.extract", str(source)]
    return [*command, "--out", str(out), "--workers", "1"]
