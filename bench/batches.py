"""How runs over many files scale: processes, a Dask cluster, pdfplumber in the same pool, memory.

    .venv/bin/python -m pip install -c constraints.txt -e ".[cluster]"
    .venv/bin/python bench/batches.py [FOLDER] [--rounds N] [--files N] [--memory-files N]

The files are copies of those in FOLDER, each with bytes of its own. In turns, round by round, it
times whole runs, from the plan to the written tables, with 1, 2 and 4 processes, with a Dask
cluster of two workers on this machine, and with 2 processes in which pdfplumber takes the tables
and the text of each page and nothing else. All processes are warm. Ratios are printed once each
side has shown that it saw every page, and ours that they wrote the same rows. Figures are minima.
On a machine that has other work, compare what a report takes of the processors.

From what a report takes of a processor, and from the time that putting tables together takes, it
computes what the reports of the whole country take.

Then the peak memory of the command with two processes that read, over a tenth of the files and over
all.
"""

import argparse
import contextlib
import io
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import psutil
import pyarrow.parquet as parquet
from processes import copies, peak_memory

from disclosure_stats.batch.plan import plan_files
from disclosure_stats.batch.run import Settings, Tally, run
from disclosure_stats.store.schemas import TABLES

FEWEST_ROUNDS = 3
WARM_UP_FILES = 16
PDFPLUMBER, DASK = "pdfplumber, 2 processes", "Dask, 2 workers"
COUNTRY = 38_600 * 12
"""Reports: bodies times years."""


class Run(NamedTuple):
    """Seconds by the clock, those of them after the last file, and seconds of the processors; pages
    seen, and rows of each table."""

    seconds: float
    together: float
    processor: float
    pages: int
    rows: tuple[int, ...]


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
        speed(samples, options.files, options.rounds, scratch)
        for count in (options.memory_files // 10, options.memory_files):
            memory(copies(samples, count, scratch / f"memory-{count}"), count, scratch / "peak")


def speed(samples: list[Path], count: int, rounds: int, scratch: Path) -> None:
    """Time all sides in turns, and print rates and ratios."""
    folder = copies(samples, count, scratch / "files")
    few = copies(samples, WARM_UP_FILES, scratch / "warm-up")
    with local_cluster() as address:
        sides: dict[str, Settings] = {
            "1 process": Settings(workers=1),
            "2 processes": Settings(workers=2),
            "4 processes": Settings(workers=4),
            PDFPLUMBER: Settings(workers=2, work="plumber_work:work"),
        }
        if address is not None:
            sides[DASK] = Settings(cluster=address)
        for settings in sides.values():
            timed(few, scratch / "tables", settings)
        runs: dict[str, list[Run]] = {name: [] for name in sides}
        for _ in range(rounds):
            for name, settings in sides.items():
                runs[name].append(timed(folder, scratch / "tables", settings))
    pages = {run.pages for own in runs.values() for run in own}
    assert len(pages) == 1, f"not all saw the same pages: {pages}"
    rows = {run.rows for name, own in runs.items() if name != PDFPLUMBER for run in own}
    assert len(rows) == 1, f"not all wrote the same rows: {rows}"
    print(
        f"{count} files, {pages.pop()} pages, {sum(rows.pop())} rows in all tables; "
        f"{rounds} rounds, {os.cpu_count()} processors"
    )
    rates = {name: count / min(run.seconds for run in own) for name, own in runs.items()}
    costs = {name: min(run.processor for run in own) / count for name, own in runs.items()}
    for name, rate in rates.items():
        print(
            f"  {name:24} {rate:7.1f} reports a second, {rate / rates['1 process']:.2f} of one; "
            f"{1000 * costs[name]:5.1f} ms of processor a report"
        )
    for upper, lower, goal in (
        ("2 processes", "1 process", "1.8"),
        ("2 processes", PDFPLUMBER, "12"),
        (DASK, "2 processes", "0.85"),
    ):
        if upper in rates:
            clock, processor = rates[upper] / rates[lower], costs[lower] / costs[upper]
            print(
                f"  {upper} / {lower} (goal: at least {goal}): "
                f"{clock:.2f} by the clock, {processor:.2f} by processor time"
            )
    together = min(run.together for run in runs["2 processes"]) / count
    print(f"  putting tables together: {1000 * together:.2f} ms a report")
    for cores, name in ((2, "2 processes"), (8, "2 processes"), (32, DASK)):
        if name in costs:
            reading = COUNTRY * (costs[name] - together) / cores
            print(
                f"  {COUNTRY} reports by {cores} cores, at the cost of {name}: reading "
                f"{reading / 60:.0f} min, putting together {COUNTRY * together / 60:.0f} min"
            )


@contextlib.contextmanager
def local_cluster() -> Iterator[str | None]:
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


def timed(folder: Path, out: Path, settings: Settings) -> Run:
    """A whole run into a new folder; every file must have been read."""
    shutil.rmtree(out, ignore_errors=True)
    start, used = time.perf_counter(), processor_seconds()
    plan = plan_files([folder])
    tally = Tally(len(plan))
    told: list[float] = []
    with contextlib.redirect_stderr(io.StringIO()):
        run(plan, str(out), settings, tally, lambda _: told.append(time.perf_counter()))
    end, processor = time.perf_counter(), processor_seconds() - used
    assert tally.files == len(plan)
    assert not tally.failures, tally.failures[:3]
    pages = parquet.read_table(out / "reports.parquet", columns=["pages"])["pages"].to_pylist()
    rows = (parquet.read_metadata(out / f"{table}.parquet").num_rows for table in TABLES)
    return Run(end - start, end - told[-1], processor, sum(pages), tuple(rows))


def processor_seconds() -> float:
    """What this process and all that it has started have used of the processors so far, those that
    have ended among them (which Windows does not tell)."""
    own = psutil.Process()
    times = [process.cpu_times() for process in (own, *own.children(recursive=True))]
    return sum(
        time.user + time.system + time.children_user + time.children_system for time in times
    )


def memory(folder: Path, count: int, out: Path) -> None:
    """Print the peak resident memory of the command with two processes that read."""
    shutil.rmtree(out, ignore_errors=True)
    peak = peak_memory(folder, out, "--workers", "2")
    print(
        f"peak memory over {count} files: process that reads {peak.reading:.0f} MB, "
        f"process that leads {peak.leading:.0f} MB, together {peak.together:.0f} MB"
    )


if __name__ == "__main__":
    main()
