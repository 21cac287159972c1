"""Several ways to read the tables of one report, and which of them to believe.

The form's sums are the judge. When they hold, the first way stands. When one fails, a second and
independent reader reads again: if both see the same numbers, the report itself does not add up.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from disclosure_stats.checks.sums import CheckResult
from disclosure_stats.pages.model import Page
from disclosure_stats.pages.plumber import read_with_pdfplumber
from disclosure_stats.reading.grid import Band, bands_of_boxes, ruled_bands
from disclosure_stats.reading.statutory import Reading, read_statutory
from disclosure_stats.reading.text_rows import mixed_bands, text_bands

Origin = Literal["source", "extraction", "unknown"]
_KEYS = {
    "disclosures": ("item", "measure", "value"),
    "requests": ("outcome", "applicant", "count"),
    "appeals": ("stage", "result", "count"),
    "indicators": ("indicator", "period", "value"),
}


@dataclass(slots=True)
class ReadingOutcome:
    """The reading that is believed, and what a second reader says where its sums fail.

    `disputed` are the cells (table, key, key) on which the readers differ and no reading decides.
    """

    reading: Reading
    second: Reading | None = None
    disputed: set[tuple[str, str, str]] = field(default_factory=set)

    def origin(self, check: CheckResult) -> Origin:
        """Whose fault a failed sum is."""
        if self.second is None:
            return "unknown"
        first, second = _values(self.reading), _values(self.second)
        for one, other in check.cells:
            keys = [(check.table, one, other), (check.table, other, one)]
            key = keys[0] if keys[0] in first else keys[1]
            if key in self.disputed or key not in second or first.get(key) != second[key]:
                return "extraction"
        return "source"


def best_reading(eras: Sequence[str], pages: dict[int, Page], data: bytes) -> ReadingOutcome | None:
    """The statutory tables of a report, read by the form of the likeliest of `eras`.

    `pages` are the report's, by number; `data` the file's bytes, for the second reader. Null when
    no table was found.
    """
    readings = (_first_reader(era, pages) for era in eras)
    best = next((reading for reading in readings if any(reading.tables.values())), None)
    if best is None:
        return None
    if best.failed() or best.cells("unreadable") or best.missing():
        return _with_second_reader(best, pages, data)
    return ReadingOutcome(best)


_WAYS: tuple[Callable[[Page], list[Band]], ...] = (
    ruled_bands,
    lambda page: ruled_bands(page, with_faint=True),
    mixed_bands,
    text_bands,
)


def _first_reader(era: str, pages: dict[int, Page]) -> Reading:
    """The best of: drawn rules; faint edges too; rules where there are some; none.

    Stops at a complete reading.
    """
    best: Reading | None = None
    for way in _WAYS:
        reading = read_statutory(
            era, [band for page in pages.values() for band in way(page)], pages
        )
        if best is None or reading.is_better_than(best):
            best = reading
        if reading.is_complete():
            break
    assert best is not None
    return best


def _with_second_reader(first: Reading, pages: dict[int, Page], data: bytes) -> ReadingOutcome:
    numbers = sorted(first.stretches) or sorted(pages)
    numbers = [number for number in numbers if pages[number].turned == 0]
    seen = read_with_pdfplumber(data, numbers) if numbers else []
    if not seen:
        return ReadingOutcome(first)
    ruled = [
        band
        for page in seen
        for table in page.tables
        for band in bands_of_boxes(page.number, table, page.characters)
    ]
    second = read_statutory(first.era, ruled, pages)
    if not second.is_complete():
        plain = [
            Page(page.number, pages[page.number].width, pages[page.number].height, page.characters)
            for page in seen
        ]
        loose = read_statutory(
            first.era, [band for page in plain for band in text_bands(page)], pages
        )
        if loose.is_better_than(second):
            second = loose
    if second.is_better_than(first):
        first, second = second, first
    outcome = ReadingOutcome(first, second)
    _settle(outcome)
    return outcome


def _values(reading: Reading) -> dict[tuple[str, str, str], float | None]:
    return {
        (table, row[one], row[other]): row[number]
        for table, (one, other, number) in _KEYS.items()
        for row in reading.tables[table]
        if row["cell_state"] != "absent"
    }


def _settle(outcome: ReadingOutcome) -> None:
    """Nulls the cells that the readers read differently where a failed sum rests on them."""
    assert outcome.second is not None
    first, second = _values(outcome.reading), _values(outcome.second)
    doubtful: set[tuple[str, str, str]] = set()
    for check in outcome.reading.failed():
        for one, other in check.cells:
            for key in ((check.table, one, other), (check.table, other, one)):
                if key in first and key in second and first[key] != second[key]:
                    doubtful.add(key)
    outcome.disputed = doubtful
    for table, (one, other, number) in _KEYS.items():
        for row in outcome.reading.tables[table]:
            if (table, row[one], row[other]) in doubtful:
                row[number], row["cell_state"] = None, "unreadable"
