"""Several ways to read the tables of one report, and which of them to believe.

The form's sums are the judge. When they hold, the first way stands. When one fails, a second and
independent reader reads again: if both see the same numbers, the report itself does not add up.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from operator import is_

from disclosure_stats.checks.outcome import CheckResult
from disclosure_stats.checks.rules import Origin
from disclosure_stats.checks.sums import check_sums
from disclosure_stats.documents.second_reader import read_again
from disclosure_stats.forms import load_form
from disclosure_stats.pages.model import Page
from disclosure_stats.reading.grid import bands_of_boxes, ruled_bands
from disclosure_stats.reading.model import Row
from disclosure_stats.reading.rows import ObservedRow
from disclosure_stats.reading.statutory import (
    Reading,
    best_of_each,
    observe_bands,
    read_statutory,
)
from disclosure_stats.reading.text_rows import mixed_bands, text_bands

CellKey = tuple[str, str, str]
"""Table, row code, column code."""

KEYS = {
    "disclosures": ("item", "measure", "value"),
    "requests": ("outcome", "applicant", "count"),
    "appeals": ("stage", "result", "count"),
    "indicators": ("indicator", "period", "value"),
}


@dataclass(slots=True)
class ReadingOutcome:
    """The reading that is believed, and what a second reader says where its sums fail.

    `disputed` are the cells (table, key, key) on which the readers differ and no reading decides,
    `corrected` those on which a person has decided.
    """

    reading: Reading
    second: Reading | None = None
    disputed: set[CellKey] = field(default_factory=set)
    corrected: set[CellKey] = field(default_factory=set)

    def origin(self, check: CheckResult) -> Origin:
        """Whose fault a failed sum is."""
        if self.second is None:
            return "unknown"
        first, second = _values(self.reading), _values(self.second)
        for key in set(_cells_of(check)) - self.corrected:
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


class _PageRows:
    """The rows of one page, observed in each of the ways to read it when it is first tried."""

    def __init__(self, era: str, page: Page) -> None:
        self._era, self._page = era, page

    @cached_property
    def drawn(self) -> list[ObservedRow]:
        """By drawn rules."""
        return observe_bands(self._era, ruled_bands(self._page))

    @cached_property
    def faint(self) -> list[ObservedRow]:
        """By edges of fills and white lines too."""
        if not (self._page.faint_horizontals or self._page.faint_verticals):
            return self.drawn
        return observe_bands(self._era, ruled_bands(self._page, with_faint=True))

    @cached_property
    def mixed(self) -> list[ObservedRow]:
        """By rules where there are some."""
        if not self.faint:
            return self.plain
        return observe_bands(self._era, mixed_bands(self._page))

    @cached_property
    def plain(self) -> list[ObservedRow]:
        """Without rules."""
        return observe_bands(self._era, text_bands(self._page))

    @cached_property
    def unjoined(self) -> list[ObservedRow]:
        """Without rules, each number on one line."""
        return observe_bands(self._era, text_bands(self._page, join_numbers=False))


_WAYS: tuple[Callable[[_PageRows], list[ObservedRow]], ...] = (
    lambda page: page.drawn,
    lambda page: page.faint,
    lambda page: page.mixed,
    lambda page: page.plain,
    lambda page: page.unjoined,
)

_JOINING_WAYS = _WAYS[2:4]  # numbers of two rows that they take for one leave blanks


def _first_reader(era: str, pages: dict[int, Page]) -> Reading:
    """The best reading of five ways, from drawn rules to none; stops at a complete one. Where none
    is, each table is taken from the way that reads it best."""
    rows_of_pages = [_PageRows(era, page) for page in pages.values()]
    readings: list[Reading] = []
    best: Reading | None = None
    before: list[list[ObservedRow]] = []
    for way in _WAYS:
        rows = [way(page) for page in rows_of_pages]
        if best is not None and all(map(is_, rows, before)):
            continue  # on no page is there a difference to the way before
        reading = read_statutory(era, list(chain.from_iterable(rows)), pages)
        readings.append(reading)
        if best is None or reading.is_better_than(best):
            best = reading
        if reading.is_complete() and not (way in _JOINING_WAYS and reading.cells("blank")):
            break
        before = rows
    assert best is not None
    if best.is_complete():
        return best
    return best_of_each([best, *(reading for reading in readings if reading is not best)])


def _with_second_reader(first: Reading, pages: dict[int, Page], data: bytes) -> ReadingOutcome:
    numbers = [number for number in _doubtful_pages(first, pages) if pages[number].is_held_as_shown]
    seen = read_again(data, {n: pages[n].extent for n in numbers}) if numbers else []
    if not seen:
        return ReadingOutcome(first)
    ruled = [
        band
        for page in seen
        for table in page.tables
        for band in bands_of_boxes(page.number, table, page.words)
    ]
    second = read_statutory(first.era, observe_bands(first.era, ruled), pages)
    if not second.is_complete():
        plain = [
            Page(page.number, pages[page.number].width, pages[page.number].height, page.words)
            for page in seen
        ]
        bands = [band for page in plain for band in text_bands(page)]
        loose = read_statutory(first.era, observe_bands(first.era, bands), pages)
        if loose.is_better_than(second):
            second = loose
    if first.missing() and second.is_better_than(first):
        first, second = second, first
    outcome = ReadingOutcome(first, second)
    _settle(outcome)
    return outcome


def _doubtful_pages(reading: Reading, pages: dict[int, Page]) -> list[int]:
    """The pages that a second reader is asked for: those of unread cells and of failed sums, all
    pages where a table is missing. It is slow, and most pages are in no doubt."""
    if reading.missing():
        return sorted(pages)
    doubtful = {cell for check in reading.failed() for cell in _cells_of(check)}
    return sorted(
        {
            row["page"]
            for table, (one, other, _) in KEYS.items()
            for row in reading.tables[table]
            if row["cell_state"] == "unreadable" or (table, row[one], row[other]) in doubtful
        }
        - {None}
    )


def _cells_of(check: CheckResult) -> list[CellKey]:
    """The cells that a sum rests on, as keys of `_values`."""
    return [(check.table, *cell) for cell in check.cells]


def _values(reading: Reading) -> dict[CellKey, float | None]:
    return {
        (table, row[one], row[other]): row[number]
        for table, (one, other, number) in KEYS.items()
        for row in reading.tables[table]
        if row["cell_state"] != "absent"
    }


def _settle(outcome: ReadingOutcome) -> None:
    """Decides the cells that the readers read differently where a failed sum rests on them.

    When every sum holds with the second reader's numbers, they stand; else the cells are null.
    """
    assert outcome.second is not None
    reading, second = outcome.reading, outcome.second
    ours, theirs = _values(reading), _values(second)
    doubtful = {
        key
        for check in reading.failed()
        for key in _cells_of(check)
        if key in ours and key in theirs and ours[key] != theirs[key]
    }
    if not doubtful:
        return
    # A number that is gone makes no sum hold: it makes it one that cannot be judged.
    theirs_stand = {key for key in doubtful if theirs[key] is not None}
    replaced = {
        table: [
            _row_of(second, table, row) if _key(table, row) in theirs_stand else row for row in rows
        ]
        for table, rows in reading.tables.items()
    }
    checks = check_sums(load_form(reading.era), replaced)
    if all(check.outcome != "failed" for check in checks):
        reading.tables, reading.checks = replaced, checks
        return
    outcome.disputed = doubtful
    for table, rows in reading.tables.items():
        for row in rows:
            if _key(table, row) in doubtful:
                row[KEYS[table][2]], row["cell_state"] = None, "unreadable"


def _key(table: str, row: Row) -> CellKey:
    one, other, _ = KEYS[table]
    return table, row[one], row[other]


def _row_of(reading: Reading, table: str, row: Row) -> Row:
    key = _key(table, row)
    return next(other for other in reading.tables[table] if _key(table, other) == key)
