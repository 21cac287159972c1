"""Whether a report prints the numbers that its text layer tells, by the picture of a few cells.

Sums that fail are no reason to doubt the text: most reports with several contradict themselves.
Only where the picture shows other numbers than the text, the codes of its characters are wrong.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from disclosure_stats.forms import load_form
from disclosure_stats.forms.cells import CELL_TABLES
from disclosure_stats.pages.model import Box, Page, lies_in
from disclosure_stats.reading.layout.cell import cell_of
from disclosure_stats.reading.model import ReadReport
from disclosure_stats.reading.proof.digit_cover import covers
from disclosure_stats.rows import Row
from disclosure_stats.text.values import parse_value

_MAX_CELLS = 5  # that are looked at


class _Cell(NamedTuple):
    """A number as the text has it: its page, the box of its words in points, its digits."""

    page: int
    box: Box
    number: float
    digits: frozenset[str]


def is_printed_as_told(data: bytes, pages: Sequence[Page], reports: Sequence[ReadReport]) -> bool:
    """Whether the tables whose sums fail were read whole by both readers, and each of a few numbers
    in them is seen in the picture as the text layer of `pages` has it."""
    failed = [_failed_sums(report) for report in reports]
    if any(found["origin"] != "source" for own in failed for found in own):
        return False
    if all(report.is_seen_in_print for report, own in zip(reports, failed, strict=True) if own):
        return True
    told = _numbers_of_sums(pages, reports, failed)
    cells = next(covers(told, attrgetter("digits")), [])[:_MAX_CELLS]
    from disclosure_stats.scans.print_look import look_at_words

    cells.sort(key=attrgetter("page"))
    for number, own in groupby(cells, key=attrgetter("page")):
        asked = list(own)
        looks = look_at_words(data, number, [cell.box for cell in asked])
        for cell, look in zip(asked, looks, strict=True):
            if not look.is_sure or parse_value(look.text).value != cell.number:
                return False
    return bool(cells)


def _failed_sums(report: ReadReport) -> list[Row]:
    """The findings on sums of the form."""
    era = report.identity["era"]
    rules = {one.rule for one in load_form(era).identities} if era else set()
    return [found for found in report.tables["findings"] if found["rule"] in rules]


def _numbers_of_sums(
    pages: Sequence[Page], reports: Sequence[ReadReport], failed: Sequence[Sequence[Row]]
) -> Iterator[_Cell]:
    """The numbers of the rows and columns whose sums have `failed`, report by report."""
    held = {page.number: page for page in pages if page.is_held_as_shown}
    for report, findings in zip(reports, failed, strict=True):
        places = {(found["table"], found["where"]) for found in findings}
        for table, columns in CELL_TABLES.items():
            for row in report.tables[table]:
                names = (row[columns.row], row[columns.column])
                page = held.get(row["page"])
                if page and any((table, name) in places for name in names):
                    yield from _number_in(page, row, row[columns.number])


def _number_in(page: Page, row: Row, number: float | None) -> Iterator[_Cell]:
    """The number of a row of an output table, where its words are told on `page`."""
    box = row["x0"], row["top"], row["x1"], row["bottom"]
    words = [word for word in page.words if lies_in(word[:4], box)]
    text = "".join(word.text for word in words)
    if number is not None and text.isdecimal() and number == float(text):
        yield _Cell(page.number, cell_of(page, words).box, number, frozenset(text))
