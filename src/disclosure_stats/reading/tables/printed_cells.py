"""Printed cells as rows of the contract's tables."""

from disclosure_stats.pages.model import Page
from disclosure_stats.reading.layout.cell import Cell
from disclosure_stats.rows import Row
from disclosure_stats.text.values import UNREADABLE, ParsedValue, parse_value

_CUT_OFF = 1.0  # points of a cell that stand outside the page

MAX_COUNT = 999_999_999
"""More than all the requests ever made: what exceeds it is a telephone number or the like."""

ABSENT_PLACE: Row = {"page": None, "x0": None, "top": None, "x1": None, "bottom": None}


def place_of(cell: Cell, pages: dict[int, Page]) -> Row:
    """Page and box of a cell, the box on the page as shown."""
    x0, top, x1, bottom = pages[cell.page].unturn(*cell.box)
    return {"page": cell.page, "x0": x0, "top": top, "x1": x1, "bottom": bottom}


def count_row(cell: Cell | None, pages: dict[int, Page]) -> Row:
    """`count`, `cell_state` and place of a cell that should hold a whole number (null: absent)."""
    if cell is None:
        return {"count": None, "cell_state": "absent", **ABSENT_PLACE}
    parsed = _parsed(cell, pages)
    count = None if parsed.value is None else int(parsed.value)
    state: str = parsed.state
    if count is not None and (count != parsed.value or not 0 <= count <= MAX_COUNT):
        count, state = None, "unreadable"
    return {"count": count, "cell_state": state, **place_of(cell, pages)}


def value_row(cell: Cell | None, pages: dict[int, Page]) -> tuple[Row, ParsedValue | None]:
    """`value`, `cell_state` and place of a cell, and what it prints besides."""
    if cell is None:
        return {"value": None, "cell_state": "absent", **ABSENT_PLACE}, None
    parsed = _parsed(cell, pages)
    row: Row = {"value": parsed.value, "cell_state": parsed.state, **place_of(cell, pages)}
    return row, parsed


def _parsed(cell: Cell, pages: dict[int, Page]) -> ParsedValue:
    """What a cell prints; where the page may cut it off, nobody knows what it would print."""
    parsed = parse_value(cell.text)
    is_outside = parsed.state == "blank" and cell.x1 > pages[cell.page].width + _CUT_OFF
    return UNREADABLE if cell.cut or is_outside else parsed
