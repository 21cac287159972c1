"""What the resolution of places costs: the share of the reading of FOLDER that it takes.

    .venv/bin/python bench/places.py [FOLDER] [--rounds N]

Reads every file in turns, with the gazetteer's answers and with none, and compares the fastest
rounds. Caches are emptied before each round, so that each finds its names anew.
"""

import argparse
import time
from pathlib import Path

from disclosure_stats.errors import ReadingError
from disclosure_stats.places import gazetteer
from disclosure_stats.places.resolve import Resolution
from disclosure_stats.reading import identity, names
from disclosure_stats.reading.document import read_document

WITH = (identity.resolve, names.split_name, names.levels_of)
WITHOUT = (lambda *_: Resolution(), lambda _: None, lambda _: set())


def main() -> None:
    """Print seconds of the fastest round of each side, and the share."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path, default=Path("data/raw"))
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    files = [(path.as_posix(), path.read_bytes()) for path in sorted(options.folder.rglob("*.pdf"))]
    fastest = {WITH: float("inf"), WITHOUT: float("inf")}
    for _ in range(options.rounds):
        for side in fastest:
            fastest[side] = min(fastest[side], seconds(files, side))
    share = fastest[WITH] / fastest[WITHOUT] - 1
    print(f"without {fastest[WITHOUT]:.3f} s, with {fastest[WITH]:.3f} s: {share:+.2%}")


def seconds(files: list[tuple[str, bytes]], side: tuple) -> float:
    """The processor time of one round over all files."""
    identity.resolve, names.split_name, names.levels_of = side
    gazetteer.codes_of.cache_clear()
    start = time.process_time()
    for path, data in files:
        try:
            read_document(data, path)
        except ReadingError:
            continue
    return time.process_time() - start


if __name__ == "__main__":
    main()
