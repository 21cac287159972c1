"""How fast, how lean and how right pictures of pages are read, beside whole-page engines.

    .venv/bin/python -m pip install -c constraints.txt -r bench/requirements.txt
    .venv/bin/python bench/ocr.py [FOLDER] [--rounds N] [--reports N] [--variant NAME]

Reports with a text layer are rendered, spoiled (see VARIANTS) and read again, page by page in
turns, by

- this package, from the page's picture,
- RapidOCR over the whole page, detector and all, its lines put into the same grid,
- tesseract (chi_sim) over the whole page, its words put into the same grid, if it is installed.

Each runs in a process of its own. What the text layer says is the truth: how many statutory cells
are right, how many wrong (the others are null), and the share of the narrative's characters that
are lost. This package's cells are those that it gives out, and the time of proving them is in its
own.
"""

import argparse
import csv
import io
import multiprocessing
import resource
import shutil
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

import numpy as np
from rapidfuzz.distance import LCSseq
from scans import spoil

from disclosure_stats.forms import ERAS, load_form
from disclosure_stats.pages.lines import page_lines
from disclosure_stats.pages.model import Horizontal, Page, Vertical, Word
from disclosure_stats.reading.document import read_document
from disclosure_stats.reading.proof.best_reading import best_reading
from disclosure_stats.reading.proof.scanned_numbers import prove
from disclosure_stats.reading.routing import read_pages
from disclosure_stats.scans.page import clearest, read_scan
from disclosure_stats.scans.paper import even_grey, render

VARIANTS: dict[str, tuple[tuple[spoil.Spoiling, ...], int, int]] = {
    "office": ((spoil.skewed(0.6), spoil.grainy(4)), 200, 80),
    "blurred": ((spoil.skewed(3), spoil.blurred(1.2)), 200, 25),
    "coarse": ((spoil.skewed(0.7), spoil.grainy(3)), 100, 75),
    "faxed": ((spoil.skewed(-0.8), spoil.faxed(0.004)), 200, 80),
    "photographed": ((spoil.photographed(0.035), spoil.grainy(3)), 200, 70),
    "stamped": ((spoil.stamped(0.06),), 200, 70),
}
"""What is done to the pages, at how many dots an inch, and with what JPEG quality."""


class Timed(NamedTuple):
    """One page as a side read it, how long that took, and the most memory that its process held."""

    page: Page
    seconds: float
    megabytes: float


def ours(data: bytes, number: int) -> Timed:
    """This package."""
    start = time.perf_counter()
    page = read_scan(data, number)
    seconds = time.perf_counter() - start
    return Timed(page, seconds, peak())


def rapidocr(data: bytes, number: int) -> Timed:
    """RapidOCR over the straight page; finding the grid is not counted as its time."""
    grey, page, scale = straight_page(data, number)
    engine = rapid_engine()
    start = time.perf_counter()
    found = engine(np.dstack([grey] * 3))
    seconds = time.perf_counter() - start
    for box, text in zip(found.boxes, found.txts, strict=True):
        (x0, top), (x1, bottom) = np.min(box, axis=0), np.max(box, axis=0)
        page.words.extend(spread(text, x0, top, x1, bottom, scale))
    return Timed(page, seconds, peak())


@cache
def rapid_engine() -> Any:
    """RapidOCR with the models that its wheel brings."""
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.log_level": "error"})


def tesseract(data: bytes, number: int) -> Timed:
    """tesseract, its start included, as it is used from a command line."""
    grey, page, scale = straight_page(data, number)
    image = b"P5 %d %d 255\n" % (grey.shape[1], grey.shape[0]) + grey.tobytes()
    command = ["tesseract", "stdin", "stdout", "-l", "chi_sim", "tsv"]
    start = time.perf_counter()
    done = subprocess.run(command, input=image, capture_output=True, check=True)
    seconds = time.perf_counter() - start
    rows = csv.DictReader(io.StringIO(done.stdout.decode()), delimiter="\t", quoting=csv.QUOTE_NONE)
    for row in rows:
        if row["level"] == "5" and row["text"].strip():
            x, y, wide, high = (int(row[name]) for name in ("left", "top", "width", "height"))
            page.words.extend(spread(row["text"], x, y, x + wide, y + high, scale))
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return Timed(page, seconds, children)


SIDES = {"disclosure_stats": ours, "RapidOCR": rapidocr, "tesseract": tesseract}


def straight_page(data: bytes, number: int) -> tuple[np.ndarray, Page, float]:
    """The straightened picture, a page with its rules and no characters, and dots a point."""
    picture, scale, _ = render(data, number)
    seen = clearest(even_grey(picture))
    height, width = seen.grey.shape
    page = Page(
        number,
        width / scale,
        height / scale,
        [],
        [Horizontal(*(value / scale for value in line)) for line in seen.rules.horizontals],
        [Vertical(*(value / scale for value in line)) for line in seen.rules.verticals],
    )
    return seen.grey, page, scale


def spread(text: str, x0: float, top: float, x1: float, bottom: float, scale: float) -> list[Word]:
    """The characters of a line, at equal distances in its box."""
    step = (x1 - x0) / max(len(text), 1)
    return [
        Word(
            (x0 + index * step) / scale,
            top / scale,
            (x0 + (index + 1) * step) / scale,
            bottom / scale,
            character,
        )
        for index, character in enumerate(text)
        if character.strip()
    ]


def peak() -> float:
    """The most memory that this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def cells_of(pages: list[Page], era: str) -> dict[tuple[str, str, str], float | None]:
    """The statutory cells of a report; those that this package read from pictures are proved."""
    outcome = best_reading([load_form(era)], pages, None, b"")
    if outcome is None:
        return {}
    reading, _ = prove(outcome.reading, pages)
    return {cell.key: cell.number for cell in reading.cells}


def era_of(pages: list[Page]) -> str:
    """The era whose form the text layer holds most of."""
    return max(reversed(ERAS), key=lambda era: len(filled(cells_of(pages, era))))


def filled(cells: dict[tuple[str, str, str], float | None]) -> set[tuple[str, str, str]]:
    """The cells with a number."""
    return {key for key, value in cells.items() if value is not None}


def narrative_of(data: bytes) -> str:
    """The ideographs and digits of a report's narrative, by its text layer."""
    sections = [row for report in read_document(data) for row in report.tables["sections"]]
    return ideographs("".join(row["text"] for row in sections))


def words(page: Page) -> str:
    """A page's ideographs and digits, line by line."""
    return ideographs("".join(line.text for line in page_lines(page)))


def ideographs(text: str) -> str:
    """What narratives are compared by: marks differ in width only."""
    return "".join(c for c in text if c.isdigit() or "\u4e00" <= c <= "\u9fff")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path, default=Path("data/raw"))
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--reports", type=int, default=3)
    parser.add_argument("--variant", choices=VARIANTS, default="office")
    options = parser.parse_args()
    files = sorted(options.folder.rglob("*.pdf"))
    files = files[:: max(1, len(files) // options.reports)][: options.reports]  # of all forms
    if not files:
        parser.error(f"no PDF in {options.folder}")
    compare(files, options.rounds, options.variant)


def compare(files: list[Path], rounds: int, variant: str) -> None:
    """Time the sides in turns, page by page, and print seconds, ratios, memory and mistakes."""
    names = [name for name in SIDES if name != "tesseract" or shutil.which("tesseract")]
    context = multiprocessing.get_context("spawn")
    pools = {name: ProcessPoolExecutor(1, mp_context=context) for name in names}
    best: dict[str, list[float]] = {name: [] for name in names}
    cells: dict[str, list[int]] = {name: [0, 0, 0] for name in names}
    letters: dict[str, list[int]] = {name: [0, 0] for name in names}
    memory = dict.fromkeys(names, 0.0)
    for file in files:
        data = file.read_bytes()
        printed, _ = read_pages(data)
        era = era_of(printed)
        truth = cells_of(printed, era)
        narrative = narrative_of(data)
        assert len(filled(truth)) > 20, f"{file.name}: the text layer gives no table"
        spoilings, resolution, quality = VARIANTS[variant]
        scan = spoil.scan_of(data, *spoilings, resolution=resolution, quality=quality)
        read: dict[str, list[Page]] = {name: [] for name in names}
        for page in printed:
            for name in names:
                if not best[name]:  # what is needed is loaded once a process
                    pools[name].submit(SIDES[name], scan, page.number).result()
                results = [
                    pools[name].submit(SIDES[name], scan, page.number).result()
                    for _ in range(rounds)
                ]
                best[name].append(min(result.seconds for result in results))
                memory[name] = max(memory[name], results[-1].megabytes)
                read[name].append(results[-1].page)
        for name in names:
            cells_of(read[name], era)  # loads the models that proving needs
            start = time.perf_counter()
            found = cells_of(read[name], era)
            if name == "disclosure_stats":
                best[name][-1] += time.perf_counter() - start
            given = filled(found)
            cells[name][0] += sum(found.get(key) == truth[key] for key in filled(truth))
            cells[name][1] += sum(found[key] != truth.get(key) for key in given)
            cells[name][2] += len(filled(truth))
            seen = "".join(words(page) for page in read[name])
            letters[name][0] += len(narrative) - LCSseq.similarity(narrative, seen)
            letters[name][1] += len(narrative)
    for pool in pools.values():
        pool.shutdown()
    report(names, best, cells, letters, memory)


def report(
    names: list[str],
    best: dict[str, list[float]],
    cells: dict[str, list[int]],
    letters: dict[str, list[int]],
    memory: dict[str, float],
) -> None:
    """Print what was measured, a line a side, and the ratios."""
    for name in names:
        (right, wrong, total), (lost, characters) = cells[name], letters[name]
        print(
            f"{name:17} {sum(best[name]) / len(best[name]):6.2f} s a page "
            f"(median {median(best[name]):.2f}), {memory[name]:5.0f} MB, "
            f"cells {right}/{total}, {wrong} wrong, "
            f"characters of the narrative lost {lost / characters:.2%}"
        )
    ours_seconds = sum(best["disclosure_stats"])
    for name, goal in (("RapidOCR", 6), ("tesseract", 3)):
        if name in names:
            print(f"{name} / disclosure_stats: {sum(best[name]) / ours_seconds:.1f} (goal: {goal})")


if __name__ == "__main__":
    main()
