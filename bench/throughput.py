"""How fast and how lean the extraction is, beside the tools that it stands among.

    .venv/bin/python -m pip install -c constraints.txt -r bench/requirements.txt
    .venv/bin/python bench/throughput.py [--rounds N] [--real FOLDER] [--write FILE] [--profile]

Over three sets of files, the samples, reports of which each fourth contradicts itself, and real
ones where there are some, in one process and in turns (A B C D, A B C D, …), it times

- the whole pipeline of this package: from the files to the written tables,
- pdfplumber: `extract_tables` and `extract_text` of every page,
- the floor: PDFium opens each file and loads the characters of each page, no more,
- tablers (Rust, PDFium underneath): `find_tables` of every page, with text,

and prints the processor time of each side, once it has shown that it saw every page. Then, each in
a process of its own: the peak memory over 50 and over 1,000 files, and the time of a cold command
on one file. `--write` puts the table of the three sets into a file, docs/performance.md.
"""

import argparse
import contextlib
import gc
import io
import platform
import subprocess
import sysconfig
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median
from typing import NamedTuple

import psutil
from contenders import (
    Seen,
    check_tables,
    run_floor,
    run_pdfplumber,
    run_pipeline,
    run_tablers,
)
from contradicting import contradicting_reports
from processes import cold_seconds, copies, peak_memory

from disclosure_stats.batch.plan import plan_files
from disclosure_stats.batch.read_file import process_file

FEWEST_ROUNDS = 5
COPIES = 1_000
WARM_COPIES = 50
CONTRADICTING = 112  # reports, as many as there are samples


class Timed(NamedTuple):
    """The milliseconds a page that each side takes over one set, by its quickest round."""

    files: int
    pages: int
    milliseconds: dict[str, float]


def main() -> None:
    """Run all measurements and print them."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=FEWEST_ROUNDS, help="five or more")
    parser.add_argument("--real", type=Path, default=Path("../shared/real"), help="real reports")
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the table there")
    parser.add_argument("--profile", action="store_true", help="only show where reading spends it")
    options = parser.parse_args()
    if options.rounds < FEWEST_ROUNDS:
        parser.error(f"fewer than {FEWEST_ROUNDS} rounds tell nothing")
    samples = sorted(Path("data/raw").rglob("*.pdf"))
    if options.profile:
        profile(samples)
        return
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        sets = {
            "samples": samples,
            "each fourth contradicts itself": contradicting_reports(CONTRADICTING, scratch / "set"),
            "real reports": sorted(options.real.glob("*.pdf")),
        }
        timed = {
            name: compare(name, files, options.rounds, scratch)
            for name, files in sets.items()
            if files
        }
        if options.write:
            options.write.write_text(as_page(timed, options.rounds), encoding="utf-8")
        memory(samples, scratch)
        cold(samples[0], options.rounds, scratch)


def compare(title: str, files: list[Path], rounds: int, scratch: Path) -> Timed:
    """Time the four sides in turns, and print their times and ratios."""
    tables = scratch / "tables"
    sides: dict[str, Callable[[], Seen | None]] = {
        "disclosure_stats": lambda: run_pipeline(files, tables),
        "pdfplumber": lambda: run_pdfplumber(files),
        "PDFium floor": lambda: run_floor(files),
        "tablers": lambda: run_tablers(files),
    }
    seconds: dict[str, list[float]] = {name: [] for name in sides}
    seen: dict[str, Seen] = {}
    for _ in range(rounds):
        for name, side in sides.items():
            gc.collect()
            start = processor_seconds()
            with (
                contextlib.redirect_stdout(io.StringIO()),
                contextlib.redirect_stderr(io.StringIO()),
            ):
                result = side()
            seconds[name].append(processor_seconds() - start)
            seen[name] = result or check_tables(files, tables)
    pages = seen["PDFium floor"].pages
    for name, what in seen.items():
        assert what.pages == pages, f"{name} saw {what.pages} of {pages} pages"
    print(f"{title}: {len(files)} files, {pages} pages, {rounds} rounds")
    for name, times in seconds.items():
        best, middle = min(times), median(times)
        print(
            f"  {name:17} minimum {best:7.3f} s, median {middle:7.3f} s, "
            f"{1000 * best / pages:6.2f} ms a page; {seen[name].found}"
        )
    ours = min(seconds["disclosure_stats"])
    print(f"  pdfplumber takes {min(seconds['pdfplumber']) / ours:.1f} times as long")
    milliseconds = {name: 1000 * min(times) / pages for name, times in seconds.items()}
    return Timed(len(files), pages, milliseconds)


def processor_seconds() -> float:
    """The processor time of this process and of those that read for it, which live on: it tells the
    same on a machine that is busy with other things."""
    own = psutil.Process()
    used = [process.cpu_times() for process in (own, *own.children(recursive=True))]
    return sum(one.user + one.system for one in used)


def as_page(timed: dict[str, Timed], rounds: int) -> str:
    """The table of all sets as a page of the documentation."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], check=True, capture_output=True, text=True
    ).stdout.strip()
    is_optimised = "--enable-optimizations" in (sysconfig.get_config_var("CONFIG_ARGS") or "")
    rows = [
        f"| {name} ({one.files} files, {one.pages} pages) | "
        + " | ".join(f"{value:.1f} ms" for value in one.milliseconds.values())
        + f" | {one.milliseconds['pdfplumber'] / one.milliseconds['disclosure_stats']:.1f} |"
        for name, one in timed.items()
    ]
    return (
        "# How fast\n\n"
        "Processor time a page, the quickest of "
        f"{rounds} rounds in turns, in one reading process; written by "
        f"`bench/throughput.py --write` on {date.today()} at commit {commit}, with Python "
        f"{platform.python_version()} built {'with' if is_optimised else 'without'} "
        "profile-guided optimisation (pdfplumber gains more from it). Each side has shown that it "
        "saw every page, and the tables hold every row of the form.\n\n"
        "| set | this package, files to tables | pdfplumber, tables and text | PDFium loads the "
        "characters | tablers, tables with text | pdfplumber takes so many times as long |\n"
        "| --- | --- | --- | --- | --- | --- |\n" + "\n".join(rows) + "\n"
    )


def memory(files: list[Path], scratch: Path) -> None:
    """Print the peak memory of a run, and how much it grows from 50 files to 1,000."""
    warm, full = (
        peak_memory(
            copies(files, count, scratch / f"copies-{count}"),
            scratch / f"tables-{count}",
            "--workers",
            "1",
        )
        for count in (WARM_COPIES, COPIES)
    )
    print(
        f"peak memory of the process that reads: {full.reading:.1f} MB over {COPIES} files, "
        f"{warm.reading:.1f} MB over {WARM_COPIES}: growth {full.reading - warm.reading:+.1f} MB "
        f"(goal: at most 120 MB, and flat); of the one that leads {full.leading:.1f} MB"
    )


def cold(file: Path, rounds: int, scratch: Path) -> None:
    """Print the time of a command that starts, reads one file and ends; not of the very first,
    which compiles the modules."""
    all_times = [cold_seconds(file, scratch / "cold", scratch / "py") for _ in range(rounds + 1)]
    times = all_times[1:]
    print(
        f"one file, cold: minimum {min(times):.3f} s, median {median(times):.3f} s "
        "(goal: at most 0.5 s)"
    )


def profile(files: list[Path]) -> None:
    """Print where reading spends its time, by function; it is nearly all of the pipeline's."""
    import cProfile
    import pstats

    planned = plan_files(files)
    for file in planned:  # imports and caches are filled first
        process_file(file)
    with cProfile.Profile() as profiler:
        for file in planned:
            process_file(file)
    pstats.Stats(profiler).sort_stats("tottime").print_stats(30)


if __name__ == "__main__":
    main()
