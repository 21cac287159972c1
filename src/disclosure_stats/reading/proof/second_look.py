"""A second look at the print of numbers that no sum covers.

The text layer says what is printed, and may lie: a font with codes of its own, words behind a
picture. A sum of the form would tell; where none reaches, the print itself does.
"""

from collections.abc import Sequence, Set
from typing import Literal

from disclosure_stats.forms.cells import CellKey, PrintedCell
from disclosure_stats.pages.model import Page, lies_in
from disclosure_stats.pages.turned_copy import box_in_copy, turned_copy
from disclosure_stats.reading.tables.form_reading import FormReading
from disclosure_stats.reading.tables.printed_cells import content_of
from disclosure_stats.scans.engine import is_installed
from disclosure_stats.text.values import UNITS_OF_MONEY, parse_value

SecondLook = Literal["doubtful", "all", "none"]
"""Which of the numbers that no sum covers are looked at: those whose text may lie, all, or none."""


def look_at_numbers(
    reading: FormReading, pages: Sequence[Page], data: bytes, which: SecondLook
) -> tuple[FormReading, frozenset[CellKey]]:
    """`reading` of the PDF `data` without the numbers that are others in print, with those that
    only pictures and shapes in its cells show, and the cells in whose print the same number is
    seen. Pages that were read from pictures have looks of their own."""
    if which == "none" or not is_installed():
        return reading, frozenset()
    texts = {page.number: page for page in pages if page.scan is None}
    asked = {number for number, page in texts.items() if which == "all" or page.may_lie}
    cells = _uncovered(reading, asked) if asked else []
    cells += _untold(reading, texts)
    if not cells:
        return reading, frozenset()
    from disclosure_stats.scans.print_look import look_at_cells

    same: set[CellKey] = set()
    others: list[PrintedCell] = []
    for number in sorted({cell.page for cell in cells if cell.page is not None}):
        there = [cell for cell in cells if cell.page == number]
        page = texts[number]
        boxes = [box_in_copy(page, cell.box) for cell in there if cell.box is not None]
        looks = look_at_cells(turned_copy(data, page), number, boxes)
        for cell, look in zip(there, looks, strict=True):
            if not look.is_sure:
                continue
            seen = parse_value(look.text).value
            if cell.number is None:
                others += _as_seen(cell, look.text)
            elif seen == cell.number:
                same.add(cell.key)
            elif seen is not None and _digits(seen) != _digits(cell.number):
                others.append(cell.unread())
    return (reading.with_cells(others) if others else reading), frozenset(same)


def _untold(reading: FormReading, pages: dict[int, Page]) -> list[PrintedCell]:
    """The unread cells on `pages`, by number, in which something is drawn that no text tells."""
    return [
        cell
        for cell in reading.cells
        if cell.state == "unreadable" and cell.box is not None and cell.page in pages
        if any(lies_in(box, cell.box) for box in pages[cell.page].untold)
    ]


def _uncovered(reading: FormReading, pages: Set[int]) -> list[PrintedCell]:
    """The cells on `pages` with a number other than 0 on which no sum rests."""
    covered = reading.resting_on("passed", "failed")
    return [
        cell
        for cell in reading.cells
        if cell.number and cell.page in pages and cell.key not in covered
    ]


def _as_seen(cell: PrintedCell, text: str) -> list[PrintedCell]:
    """An unread cell as it prints `text`; nothing where that is no number. What is counted has no
    fractions."""
    number, own_unit, remark, state = content_of(cell.table, text, cell.unit)
    unit = own_unit or cell.unit
    if number is None or unit not in UNITS_OF_MONEY and number != int(number):
        return []
    return [cell._replace(number=number, state=state, unit=unit, remark=remark)]


def _digits(number: float | None) -> str:
    """The digits of a number: a point or a sign may be too small to be seen."""
    return "".join(filter(str.isdigit, repr(number))).strip("0")
