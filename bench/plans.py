"""What many files cost the process that leads, whatever is in them.

    .venv/bin/python bench/plans.py [--files N [N …]]

Makes a tree of tiny files, province by county by body, and runs over it twice with two processes
that take each file for a report of a few rows, at no cost. Prints seconds and peak memory of the
leading process: for finding the files, for the run, for the run again with nothing changed.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

YEARS = range(2014, 2026)
_COUNTY, _PROVINCE = 14, 90 * 14  # bodies

_RUN = """
import sys, time
from pathlib import Path
sys.modules["numpy"] = None
sys.path.append(sys.argv[3])
from disclosure_stats.batch.plan import plan_files
from disclosure_stats.batch.run import Settings, Tally, run
def peak():
    line = next(l for l in Path("/proc/self/status").read_text().splitlines() if "VmHWM" in l)
    return int(line.split()[1]) / 1000
start = time.perf_counter()
plan = plan_files([Path(sys.argv[1])])
print(f"{len(plan)} files: found in {time.perf_counter() - start:.1f} s, {peak():.0f} MB")
start = time.perf_counter()
tally = Tally(len(plan))
def progress(tally):
    if tally.files == tally.total:
        seconds = time.perf_counter() - start
        print(f"  all files read or known after {seconds:.1f} s, {peak():.0f} MB")
run(plan, sys.argv[2], Settings(workers=2, work="plan_work:work"), tally, progress)
assert tally.statuses["verified"] == len(plan), tally
seconds = time.perf_counter() - start
print(f"  {tally.unchanged} unchanged; {seconds:.1f} s,",
      f"{1000 * seconds / len(plan):.2f} ms a file; peak memory {peak():.0f} MB")
"""


def main() -> None:
    """Make the files, and run over them."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--files", type=int, nargs="+", default=[40_000, 400_000])
    for files in parser.parse_args().files:
        with tempfile.TemporaryDirectory() as name:
            scratch = Path(name)
            make_tree(scratch / "reports", files)
            for _ in range(2):
                arguments = [str(scratch / "reports"), str(scratch / "tables")]
                here = str(Path(__file__).resolve().parent)
                subprocess.run([sys.executable, "-c", _RUN, *arguments, here], check=True)


def make_tree(home: Path, files: int) -> None:
    """So many files, each with bytes of its own."""
    for number in range(files):
        body, year = divmod(number, len(YEARS))
        folder = home / f"{body // _PROVINCE:02}省" / f"{body // _COUNTY:04}县" / f"{body:05}镇"
        if year == 0:
            folder.mkdir(parents=True)
        name = f"{body // _PROVINCE:02}省_{body // _COUNTY:04}县_{body:05}镇_{YEARS[year]}.pdf"
        (folder / name).write_bytes(f"%PDF {number}".encode())


if __name__ == "__main__":
    main()
