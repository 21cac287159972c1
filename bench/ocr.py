"""How fast, how lean and how right pictures of pages are read, beside whole-page engines.

    .venv/bin/python -m pip install -c constraints.txt -r bench/requirements.txt
    .venv/bin/python bench/ocr.py [FOLDER] [--rounds N] [--reports N] [--variant NAME …]
                                  [--write FILE]

Reports with a text layer are rendered, spoiled (see VARIANTS) and read again, page by page in
turns, by

- this package, from the page's picture,
- RapidOCR over the whole page, detector and all, its lines put into the same grid,
- tesseract (chi_sim) over the whole page, its words put into the same grid, if it is installed.

Each runs in a process of its own, and its processor time is taken. What the text layer says is the
truth: how many statutory cells are right, how many wrong, how many null though a number is printed,
and the share of the narrative's characters that are lost. This package's cells are those that it
gives out, and the time of proving them is in its own. `--write` puts the table into a page,
docs/ocr.md, between the marks that it has for it.
"""

import argparse
import multiprocessing
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from shutil import which

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from ocr_sides import SIDES, load, stay_on_one_core
from rapidfuzz.distance import LCSseq
from scans import spoil

from disclosure_stats.forms import ERAS, load_form
from disclosure_stats.pages.lines import page_lines
from disclosure_stats.pages.model import Page
from disclosure_stats.reading.document import read_document
from disclosure_stats.reading.proof.best_reading import best_reading
from disclosure_stats.reading.proof.scanned_numbers import prove
from disclosure_stats.reading.routing import read_pages

VARIANTS: dict[str, tuple[tuple[spoil.Spoiling, ...], int, int]] = {
    "office": ((spoil.skewed(0.6), spoil.grainy(4)), 200, 80),
    "blurred": ((spoil.skewed(3), spoil.blurred(1.2)), 200, 25),
    "coarse": ((spoil.skewed(0.7), spoil.grainy(3)), 100, 75),
    "faxed": ((spoil.skewed(-0.8), spoil.faxed(0.004)), 200, 80),
    "photographed": ((spoil.photographed(0.035), spoil.grainy(3)), 200, 70),
    "stamped": ((spoil.stamped(0.06),), 200, 70),
}
"""What is done to the pages, at how many dots an inch, and with what JPEG quality."""

OURS = "disclosure_stats"
GOALS = {"RapidOCR": 6, "tesseract": 3}
"""How many times as long as this package each takes at least."""
_BEGIN, _END = "<!-- figures: begin -->", "<!-- figures: end -->"
_MIN_CELLS = 20  # that a text layer gives, to be the truth

Cells = dict[tuple[str, str, str], float | None]


@dataclass(slots=True)
class Score:
    """What one side did with the reports of one variant: the seconds of each page, the most memory
    in MB, and how many cells and characters came out how."""

    seconds: list[float] = field(default_factory=list)
    megabytes: float = 0.0
    right: int = 0
    wrong: int = 0
    null: int = 0
    lost: int = 0
    characters: int = 0

    def count_cells(self, found: Cells, truth: Cells) -> None:
        """Takes in the cells of one report."""
        printed = {key: value for key, value in truth.items() if value is not None}
        self.right += sum(found.get(key) == value for key, value in printed.items())
        self.null += sum(found.get(key) is None for key in printed)
        self.wrong += sum(found[key] != truth.get(key) for key in filled(found))

    def count_letters(self, narrative: str, pages: Sequence[Page]) -> None:
        """Takes in the words of one report."""
        seen = "".join(words(page) for page in pages)
        self.lost += len(narrative) - LCSseq.similarity(narrative, seen)
        self.characters += len(narrative)

    def milliseconds(self) -> float:
        """How long a page took, in the mean."""
        return 1000 * sum(self.seconds) / len(self.seconds)


def cells_of(pages: list[Page], era: str) -> Cells:
    """The statutory cells of a report; those that this package read from pictures are proved."""
    outcome = best_reading([load_form(era)], pages, None, b"")
    if outcome is None:
        return {}
    reading, _, _ = prove(outcome.reading, pages)
    return {cell.key: cell.number for cell in reading.cells}


def era_of(pages: list[Page]) -> str:
    """The era whose form the text layer holds most of."""
    return max(reversed(ERAS), key=lambda era: len(filled(cells_of(pages, era))))


def filled(cells: Cells) -> set[tuple[str, str, str]]:
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
    """Measure, and print the table or write it into the page."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path, default=Path("data/raw"))
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--reports", type=int, default=3)
    parser.add_argument("--variant", nargs="+", choices=VARIANTS, default=list(VARIANTS))
    parser.add_argument("--write", type=Path, metavar="FILE", help="the page that holds the table")
    options = parser.parse_args()
    files = sorted(options.folder.rglob("*.pdf"))
    files = files[:: max(1, len(files) // options.reports)][: options.reports]  # of all forms
    if not files:
        parser.error(f"no PDF in {options.folder}")
    stay_on_one_core()
    names = [name for name in SIDES if name != "tesseract" or which("tesseract")]
    context = multiprocessing.get_context("spawn")
    pools = {name: ProcessPoolExecutor(1, mp_context=context) for name in names}
    scores: dict[str, dict[str, Score]] = {}
    for variant in options.variant:
        scores[variant] = compare(files, options.rounds, variant, pools)
        print("\n".join(lines_of(variant, scores[variant])), flush=True)
        if options.write:  # what is measured stands, be the run broken off
            write(options.write, as_text(scores, len(files), options.rounds))
    for pool in pools.values():
        pool.shutdown()


def compare(
    files: Sequence[Path], rounds: int, variant: str, pools: dict[str, ProcessPoolExecutor]
) -> dict[str, Score]:
    """Time the sides in turns, page by page, and count what they read right."""
    scores = {name: Score() for name in pools}
    spoilings, resolution, quality = VARIANTS[variant]
    for file in files:
        data = file.read_bytes()
        printed, _ = read_pages(data)
        era = era_of(printed)
        truth = cells_of(printed, era)
        assert len(filled(truth)) > _MIN_CELLS, f"{file.name}: the text layer gives no table"
        scan = spoil.scan_of(data, *spoilings, resolution=resolution, quality=quality)
        read: dict[str, list[Page]] = {name: [] for name in pools}
        for page in printed:
            for name, score in scores.items():
                read[name].append(timed(pools[name], name, scan, page.number, rounds, score))
        narrative = narrative_of(data)
        for name, score in scores.items():
            if name == OURS:
                cells_of(read[name], era)  # loads the models that proving needs
            start = time.process_time()
            found = cells_of(read[name], era)
            if name == OURS:
                score.seconds[-1] += time.process_time() - start
            score.count_cells(found, truth)
            score.count_letters(narrative, read[name])
    return scores


def timed(
    pool: ProcessPoolExecutor, name: str, scan: bytes, number: int, rounds: int, score: Score
) -> Page:
    """One page as a side reads it, its quickest time of `rounds` put into `score`."""
    pool.submit(load, name).result()
    results = [pool.submit(SIDES[name], scan, number).result() for _ in range(rounds)]
    score.seconds.append(min(result.seconds for result in results))
    score.megabytes = max(score.megabytes, results[-1].megabytes)
    return results[-1].page


def lines_of(variant: str, scores: dict[str, Score]) -> list[str]:
    """What was measured of one variant, as lines of a Markdown table."""
    ours = scores[OURS].milliseconds()
    lines = []
    for name, score in scores.items():
        times = score.milliseconds() / ours
        is_missed = name != OURS and times < GOALS[name]
        columns = (
            variant,
            name,
            f"{score.milliseconds():.0f}",
            "" if name == OURS else f"{times:.1f}" + (" (**missed**)" if is_missed else ""),
            f"{score.megabytes:.0f}",
            f"{score.right}",
            f"{score.wrong}",
            f"{score.null}",
            f"{score.lost / score.characters:.1%}",
        )
        lines.append("| " + " | ".join(columns) + " |")
    return lines


def as_text(scores: dict[str, dict[str, Score]], reports: int, rounds: int) -> str:
    """The table of all variants, and how it was made, as Markdown."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], check=True, capture_output=True, text=True
    ).stdout.strip()
    pages = len(next(iter(scores.values()))[OURS].seconds)
    goals = ", ".join(f"{name} {times}" for name, times in GOALS.items())
    head = (
        "| variant | side | ms a page | times ours | MB a process | cells right | wrong | null "
        "| narrative lost |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n"
    )
    lines = [line for variant, own in scores.items() for line in lines_of(variant, own)]
    return (
        f"Written by `bench/ocr.py --write` on {date.today()} at commit {commit}: {reports} "
        f"reports, {pages} pages, the quickest of {rounds} readings in turns; processor time on "
        f"one core. The goals are {goals} times as long.\n\n{head}" + "\n".join(lines)
    )


def write(path: Path, figures: str) -> None:
    """Put the figures in the place of those that the page has."""
    before, rest = path.read_text(encoding="utf-8").split(_BEGIN)
    _, behind = rest.split(_END)
    path.write_text(f"{before}{_BEGIN}\n{figures}\n{_END}{behind}", encoding="utf-8")


if __name__ == "__main__":
    main()
