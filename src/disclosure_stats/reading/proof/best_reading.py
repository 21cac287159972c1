"""Several ways to read the tables of one report, and which of them to believe.

The form's sums are the judge. When they hold, the first way stands. When one fails, a second and
independent reader reads again: if both see the same numbers, the report itself does not add up.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from disclosure_stats.checks.outcome import CheckResult
from disclosure_stats.checks.rules import Origin
from disclosure_stats.checks.sums import check_sums
from disclosure_stats.forms import load_form
from disclosure_stats.forms.cells import KEYS, CellKey
from disclosure_stats.pages.model import Page
from disclosure_stats.pages.plumber import read_with_pdfplumber
from disclosure_stats.reading.layout.cell import Band
from disclosure_stats.reading.layout.observed_rows import observe
from disclosure_stats.reading.layout.ruled_bands import bands_of_boxes, ruled_bands
from disclosure_stats.reading.tables.form_reading import FormReading
from disclosure_stats.reading.tables.statutory import read_statutory
from disclosure_stats.reading.tables.unruled.unruled_bands import mixed_bands, text_bands
from disclosure_stats.rows import Row


@dataclass(slots=True)
class ReadingOutcome:
    """The reading that is believed, and what a second reader says where its sums fail.

    `disputed` are the cells (table, key, key) on which the readers differ and no reading decides,
    `corrected` those on which a person has decided.
    """

    reading: FormReading
    second: FormReading | None = None
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


def _drawn_bands(page: Page) -> list[Band]:
    """The bands that drawn rules make."""
    return ruled_bands(page)


def _unjoined_bands(page: Page) -> list[Band]:
    """The bands that words alone make, each number on one line."""
    return text_bands(page, join_numbers=False)


# The ways to read a page, from drawn rules to none. `mixed` goes by rules where there are some; it
# puts numbers of two lines together, which leaves blanks where they are those of two rows.
_WAYS = (_drawn_bands, mixed_bands, _unjoined_bands)


def _first_reader(era: str, pages: dict[int, Page]) -> FormReading:
    """The best reading of three ways; stops at a complete one."""
    best: FormReading | None = None
    for way in _WAYS:
        rows = [observe(band) for page in pages.values() for band in way(page)]
        reading = read_statutory(era, rows, pages)
        if best is None or reading.is_better_than(best):
            best = reading
        if reading.is_complete() and not (way is mixed_bands and reading.cells("blank")):
            break
    assert best is not None
    return best


def _with_second_reader(first: FormReading, pages: dict[int, Page], data: bytes) -> ReadingOutcome:
    numbers = [number for number in _doubtful_pages(first, pages) if pages[number].is_held_as_shown]
    seen = read_with_pdfplumber(data, {n: pages[n].extent for n in numbers}) if numbers else []
    if not seen:
        return ReadingOutcome(first)
    ruled = [
        band
        for page in seen
        for table in page.tables
        for band in bands_of_boxes(page.number, table, page.words)
    ]
    second = read_statutory(first.era, [observe(band) for band in ruled], pages)
    if not second.is_complete():
        plain = [
            Page(page.number, pages[page.number].width, pages[page.number].height, page.words)
            for page in seen
        ]
        rows = [observe(band) for page in plain for band in text_bands(page)]
        loose = read_statutory(first.era, rows, pages)
        if loose.is_better_than(second):
            second = loose
    if first.missing() and second.is_better_than(first):
        first, second = second, first
    outcome = ReadingOutcome(first, second)
    _settle(outcome)
    return outcome


def _doubtful_pages(reading: FormReading, pages: dict[int, Page]) -> list[int]:
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


def _values(reading: FormReading) -> dict[CellKey, float | None]:
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


def _row_of(reading: FormReading, table: str, row: Row) -> Row:
    key = _key(table, row)
    return next(other for other in reading.tables[table] if _key(table, other) == key)
