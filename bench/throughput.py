"""How fast and how lean the extraction is, beside the tools that it stands among.

    .venv/bin/python -m pip install -c constraints.txt -r bench/requirements.txt
    .venv/bin/python bench/throughput.py [FOLDER] [--rounds N] [--profile]

Over the same files, in one process and in turns (A B C D, A B C D, …), it times

- the whole pipeline of this package: from the files to the written tables,
- pdfplumber: `extract_tables` and `extract_text` of every page,
- the floor: PDFium opens each file and loads the characters of each page, no more,
- tablers (Rust, PDFium underneath): `find_tables` of every page, with text,

and prints ratios once each side has shown that it saw every page. Then, each in a process of its
own: the peak memory over 50 and over 1,000 files, and the time of a cold command on one file.
"""

import argparse
import contextlib
import gc
import io
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from contenders import (
    Seen,
    check_tables,
    run_floor,
    run_pdfplumber,
    run_pipeline,
    run_tablers,
)
from processes import cold_seconds, copies, peak_memory

from disclosure_stats.batch.plan import plan_files
from disclosure_stats.batch.read_file import process_file

FEWEST_ROUNDS = 5
COPIES = 1_000
WARM_COPIES = 50


def main() -> None:
    """Run all measurements and print them."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path, default=Path("data/raw"))
    parser.add_argument("--rounds", type=int, default=FEWEST_ROUNDS, help="five or more")
    parser.add_argument("--profile", action="store_true", help="only show where reading spends it")
    options = parser.parse_args()
    if options.rounds < FEWEST_ROUNDS:
        parser.error(f"fewer than {FEWEST_ROUNDS} rounds tell nothing")
    files = sorted(options.folder.rglob("*.pdf"))
    if not files:
        parser.error(f"no PDF in {options.folder}")
    if options.profile:
        profile(files)
        return
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        compare(files, options.rounds, scratch)
        memory(files, scratch)
        cold(files[0], options.rounds, scratch)


def compare(files: list[Path], rounds: int, scratch: Path) -> None:
    """Time the four sides in turns, and print seconds and ratios."""
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
            start = time.perf_counter()
            with (
                contextlib.redirect_stdout(io.StringIO()),
                contextlib.redirect_stderr(io.StringIO()),
            ):
                result = side()
            seconds[name].append(time.perf_counter() - start)
            seen[name] = result or check_tables(files, tables)
    pages = seen["PDFium floor"].pages
    for name, what in seen.items():
        assert what.pages == pages, f"{name} saw {what.pages} of {pages} pages"
    print(f"{len(files)} files, {pages} pages, {rounds} rounds")
    for name, times in seconds.items():
        best, middle = min(times), median(times)
        print(
            f"  {name:17} minimum {best:7.3f} s, median {middle:7.3f} s, "
            f"{1000 * best / pages:6.2f} ms a page; {seen[name].found}"
        )
    ours = seconds["disclosure_stats"]
    for upper, lower, goal in (
        (seconds["pdfplumber"], ours, "pdfplumber / disclosure_stats (goal: at least 12)"),
        (ours, seconds["PDFium floor"], "disclosure_stats / PDFium floor (goal: at most 2.5)"),
        (ours, seconds["tablers"], "disclosure_stats / tablers (goal: at most 1)"),
    ):
        minima, medians = min(upper) / min(lower), median(upper) / median(lower)
        print(f"  {goal}: {minima:.2f} by minima, {medians:.2f} by medians")


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
    """Print the time of a command that starts, reads one file and ends."""
    times = [cold_seconds(file, scratch / "cold") for _ in range(rounds)]
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
