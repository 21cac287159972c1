"""How runs over many files scale: processes, a Dask cluster, pdfplumber in the same pool, memory.

    .venv/bin/python -m pip install -c constraints.txt -e ".[cluster]"
    .venv/bin/python bench/batches.py [FOLDER] [--rounds N] [--files N] [--memory-files N]

The files are copies of those in FOLDER, each with bytes of its own. In turns, round by round, it
times whole runs, from the plan to the written tables, with 1, 2 and 4 processes, with a Dask
cluster of two workers on this machine, and with 2 processes in which pdfplumber takes the tables
and the text of each page and nothing else. All processes are warm. Figures are minima.
On a machine that has other work, compare what a report takes of the processors.
"""

import argparse
import contextlib
import io
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path

import psutil

from disclosure_stats.batch.plan import plan_files
from disclosure_stats.batch.run import Settings, Tally, run

FEWEST_ROUNDS = 3
Side = Callable[[], None]


def main() -> None:
    """Run all measurements and print them."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path, default=Path("data/raw"))
    parser.add_argument("--rounds", type=int, default=FEWEST_ROUNDS)
    parser.add_argument("--files", type=int, default=448)
    parser.add_argument("--memory-files", type=int, default=5_000)
    options = parser.parse_args()
    samples = sorted(options.folder.rglob("*.pdf"))
    if not samples:
        parser.error(f"no PDF in {options.folder}")
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        speed(copies(samples, options.files, scratch / "files"), options.rounds, scratch)
        few = options.memory_files // 10
        memory(copies(samples, few, scratch / "few"), scratch)
        memory(copies(samples, options.memory_files, scratch / "many"), scratch)


def copies(samples: list[Path], count: int, folder: Path) -> Path:
    """A folder of so many files, no two with the same bytes."""
    folder.mkdir()
    for number, sample in enumerate(islice(cycle(samples), count)):
        data = sample.read_bytes() + f"\n% copy {number}\n".encode()
        (folder / f"{number:06}.pdf").write_bytes(data)
    return folder


def speed(folder: Path, rounds: int, scratch: Path) -> None:
    """Time all sides in turns, and print rates and ratios."""
    count = sum(1 for _ in folder.iterdir())
    with local_cluster() as address:
        sides: dict[str, Settings] = {
            "1 process": Settings(workers=1),
            "2 processes": Settings(workers=2),
            "4 processes": Settings(workers=4),
            "pdfplumber, 2 processes": Settings(workers=2, work="plumber_work:work"),
        }
        if address is not None:
            sides["Dask, 2 workers"] = Settings(cluster=address)
        seconds: dict[str, list[tuple[float, float]]] = {name: [] for name in sides}
        for warm_up in (True, *[False] * rounds):
            for name, settings in sides.items():
                if warm_up and "pdfplumber" in name:
                    continue
                seconds[name].append(timed(folder, scratch / "tables", settings))
            if warm_up:
                seconds = {name: [] for name in sides}
    rates = {name: count / min(time for time, _ in times) for name, times in seconds.items()}
    costs = {name: min(cost for _, cost in times) / count for name, times in seconds.items()}
    print(f"{count} files, {rounds} rounds, {os.cpu_count()} processors")
    for name, rate in rates.items():
        print(
            f"  {name:24} {rate:7.1f} reports a second, {rate / rates['1 process']:.2f} of one; "
            f"{1000 * costs[name]:5.1f} ms of processor a report"
        )
    ratio = rates["2 processes"] / rates["1 process"]
    print(f"  2 processes / 1 process (goal: at least 1.8): {ratio:.2f}")
    ratio = rates["2 processes"] / rates["pdfplumber, 2 processes"]
    print(f"  2 processes / pdfplumber in 2 processes (goal: at least 12): {ratio:.1f}")
    if "Dask, 2 workers" in rates:
        ratio = rates["Dask, 2 workers"] / rates["2 processes"]
        print(f"  Dask, 2 workers / 2 processes (goal: at least 0.85): {ratio:.2f}")


@contextlib.contextmanager
def local_cluster():
    """The address of a cluster of two workers; None where Dask is not installed."""
    try:
        from distributed import LocalCluster
    except ImportError:
        print("Dask is not installed: left out")
        yield None
        return
    with LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None
    ) as cluster:
        yield cluster.scheduler_address


def timed(folder: Path, out: Path, settings: Settings) -> tuple[float, float]:
    """Seconds of a whole run into a new folder, by the clock and of the processors; every file must
    have been read."""
    shutil.rmtree(out, ignore_errors=True)
    start, used = time.perf_counter(), processor_seconds()
    plan = plan_files([folder])
    tally = Tally(len(plan))
    with contextlib.redirect_stderr(io.StringIO()):
        run(plan, str(out), settings, tally, lambda _: None)
    seconds = time.perf_counter() - start
    assert tally.files == len(plan)
    assert not tally.failures, tally.failures[:3]
    return seconds, processor_seconds() - used


def processor_seconds() -> float:
    """What this process and all that it has started have used of the processors so far."""
    own = psutil.Process()
    times = [process.cpu_times() for process in (own, *own.children(recursive=True))]
    return sum(time.user + time.system for time in times)


def memory(folder: Path, scratch: Path) -> None:
    """Print the peak resident memory of the command with one worker, process by process."""
    out = scratch / f"tables-{folder.name}"
    command = [sys.executable, "-m", "disclosure_stats.extract", str(folder), "--out", str(out)]
    process = psutil.Popen(
        [*command, "--workers", "1"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    leading = reading = both = 0
    while process.poll() is None:
        with contextlib.suppress(psutil.Error):
            own = process.memory_info().rss
            children = [child.memory_info().rss for child in process.children()]
            leading, reading = max(leading, own), max(reading, *children, 0)
            both = max(both, own + sum(children))
        time.sleep(0.05)
    assert process.returncode == 0
    files = sum(1 for _ in folder.iterdir())
    print(
        f"peak memory over {files} files: process that reads {reading / 1e6:.0f} MB, "
        f"process that leads {leading / 1e6:.0f} MB, together {both / 1e6:.0f} MB"
    )


if __name__ == "__main__":
    main()
