"""What the checks cost: their share of the time of reading, and years compared over a large store.

    .venv/bin/python bench/checks.py [FOLDER] [--store DIR]

The files of FOLDER are read one after the other in this process. DIR holds tables of many reports,
as bench/national.py --keep makes them. They are compared across years as at the end of a run over
all of them, and of a run that adds one report, each in a process of its own; then the check command
goes over them: seconds by the clock and of the processors, and peak memory.
"""

import argparse
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from processes import cost_of

from disclosure_stats.batch.plan import plan_files
from disclosure_stats.batch.read_file import process_file
from disclosure_stats.reading import single_report
from disclosure_stats.reading.tables import form_reading

# Where a check is called, and under which name.
CALLED = [
    (form_reading, "judge_sums"),
    (single_report, "check_claims"),
    (single_report, "rows_left_out"),
    (single_report, "findings_of_tables"),
]
_COMPARE = """
import sys, time
from pathlib import Path
sys.modules["numpy"] = None
from disclosure_stats.batch.compare import compare_reports
from disclosure_stats.batch.former import Before
from disclosure_stats.store.folder import Folder
from disclosure_stats.store.source import finished_tables
tables = finished_tables(Folder(sys.argv[1]))
start, used = time.perf_counter(), time.process_time()
if sys.argv[2] == "all":
    notes = compare_reports(tables)
else:
    path = next(tables.batches("reports", ["source_path"]))["source_path"][0].as_py()
    before = Before(tables, tables, {path})
    changed = before.changed_bodies(tables)
    former = dict(before.notes(tables, changed))
    notes = compare_reports(tables, changed)
seconds, used = time.perf_counter() - start, time.process_time() - used
peak = next(l for l in Path("/proc/self/status").read_text().splitlines() if "VmHWM" in l)
checks = sum(len(note.outcomes) for note in notes.values())
print(f"{checks:,} checks of {len(notes):,} reports in {seconds:.1f} s,",
      f"{used:.1f} s of a processor, peak {int(peak.split()[1]) / 1000:.0f} MB")
"""


class Stopwatch:
    """Adds up the seconds that go by within functions."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def timed(self, work: Callable[..., Any]) -> Callable[..., Any]:
        """The same function, timed."""

        def inner(*arguments: Any, **named: Any) -> Any:
            start = time.perf_counter()
            try:
                return work(*arguments, **named)
            finally:
                self.seconds += time.perf_counter() - start

        return inner


def time_reading(folder: Path) -> None:
    """Print the share of the checks in the time of reading the files of a folder."""
    watch = Stopwatch()
    for module, name in CALLED:
        setattr(module, name, watch.timed(getattr(module, name)))
    plan = plan_files([folder])
    process_file(plan[0])  # what is loaded once counts for neither
    watch.seconds = 0.0
    start = time.perf_counter()
    for file in plan:
        process_file(file)
    seconds = time.perf_counter() - start
    share = watch.seconds / seconds
    print(f"{len(plan)} files read in {seconds:.2f} s; checks and findings {share:.2%} of that")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path, default=Path("data/raw"))
    parser.add_argument("--store", type=Path, help="tables of many reports")
    options = parser.parse_args()
    time_reading(options.folder)
    if options.store is not None:
        for which in ("all", "one report new"):
            done = subprocess.run(
                [sys.executable, "-c", _COMPARE, str(options.store), which],
                capture_output=True,
                text=True,
                check=True,
            )
            print(f"across years, {which}: {done.stdout.strip()}")
        cost = cost_of([sys.executable, "-m", "disclosure_stats.check", str(options.store)])
        print(
            f"the check command: {cost.seconds:.1f} s, {cost.processor:.1f} s of the processors, "
            f"peak {cost.leading:.0f} MB in the process that leads, {cost.together:.0f} MB in all"
        )


if __name__ == "__main__":
    main()
