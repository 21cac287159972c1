"""What it takes to find the sentences that reports have in common: seconds and peak memory.

    .venv/bin/python bench/reuse.py [FOLDER] [--bodies N] [--keep DIR]

From the tables of FOLDER's files it makes a store of N bodies over twelve years, as
`bench/national.py` does, and asks `measures.reuse` of it in each of its three ways, each in a
process of its own: seconds after the imports, and the peak memory of the whole process.
"""

import argparse
import contextlib
import io
import subprocess
import sys
import tempfile
from pathlib import Path

from national import YEARS, Samples, make_store

from disclosure_stats.extract import main as extract

_ASK = """
import sys, time
from pathlib import Path
from disclosure_stats import open_dataset
from disclosure_stats.analysis import measures
dataset = open_dataset(sys.argv[1])
start = time.perf_counter()
found = measures.reuse(dataset, sys.argv[2])
seconds = time.perf_counter() - start
peak = next(l for l in Path("/proc/self/status").read_text().splitlines() if "VmHWM" in l)
print(seconds, int(peak.split()[1]) * 1024, len(found), found["n"].sum())
"""


def main() -> None:
    """Make the store, ask it, and print what that took."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path, default=Path("data/raw"))
    parser.add_argument("--bodies", type=int, default=33_400)
    parser.add_argument("--keep", type=Path, help="make the store here, and leave it")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        store = options.keep or Path(scratch, "store")
        if not (store / "datapackage.json").exists():
            samples = Path(scratch, "samples")
            with contextlib.redirect_stdout(io.StringIO()):
                assert extract([str(options.folder), "--out", str(samples)]) == 0
            make_store(Samples(samples), store, options.bodies)
        print(f"{options.bodies * len(YEARS):,} reports")
        for by in ("body", "county", "all"):
            command = [sys.executable, "-c", _ASK, str(store), by]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            seconds, peak, reports, sentences = done.stdout.split()
            print(
                f"  {by:8} {float(seconds):7.1f} s, {int(peak) / 1e6:6.0f} MB, "
                f"{int(reports):,} reports, {float(sentences):,.0f} sentences"
            )


if __name__ == "__main__":
    main()
