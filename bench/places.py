"""What the resolution of places costs: the share of the reading of FOLDER that it takes.

    .venv/bin/python bench/places.py [FOLDER] [--rounds N]

Times the calls of the gazetteer within the reading, so that both sides of the ratio are of one
run: on a busy machine, two runs differ by more than places cost. Each round empties the cache of
names; the median of the rounds is printed.
"""

import argparse
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from disclosure_stats.errors import ReadingError
from disclosure_stats.places import gazetteer
from disclosure_stats.reading.document import read_document
from disclosure_stats.reading.identity import identify, names

CALLS = ((identify, "resolve"), (identify, "place_finding"), (names, "split_name"))
CALLS += ((names, "levels_of"),)


def main() -> None:
    """Print the seconds of a round, and the share that places take of it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path, default=Path("data/raw"))
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    files = [(path.as_posix(), path.read_bytes()) for path in sorted(options.folder.rglob("*.pdf"))]
    spent: list[float] = []
    for module, name in CALLS:
        setattr(module, name, timed(getattr(module, name), spent))
    shares = []
    for _ in range(options.rounds):
        spent.clear()
        gazetteer.codes_of.cache_clear()
        seconds = read_all(files)
        shares.append(sum(spent) / seconds)
        print(f"{seconds:.3f} s, of them places {sum(spent):.4f} s: {shares[-1]:.2%}")
    print(f"median {median(shares):.2%}")


def timed(call: Callable[..., Any], spent: list[float]) -> Callable[..., Any]:
    """`call`, with the processor time of each call noted in `spent`."""

    def wrapped(*arguments: Any) -> Any:
        start = time.process_time()
        result = call(*arguments)
        spent.append(time.process_time() - start)
        return result

    return wrapped


def read_all(files: list[tuple[str, bytes]]) -> float:
    """Reads every file; gives the processor time of it."""
    start = time.process_time()
    for path, data in files:
        try:
            read_document(data, path)
        except ReadingError:
            continue
    return time.process_time() - start


if __name__ == "__main__":
    main()
