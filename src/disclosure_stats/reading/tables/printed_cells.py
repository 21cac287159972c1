"""Cells of a page as printed cells of the statutory tables."""

from functools import lru_cache

from disclosure_stats.forms.cells import TABLES_OF_COUNTS, PrintedCell
from disclosure_stats.reading.layout.cell import Cell
from disclosure_stats.reading.layout.observed_rows import ObservedRow
from disclosure_stats.text.values import UNREADABLE, ParsedValue, numbers_apart, parse_value

_MAX_OUTSIDE = 1.0  # points of a cell that may stand outside the page
MAX_COUNT = 999_999_999
"""More than all the requests ever made: what exceeds it is a telephone number or the like."""


@lru_cache(maxsize=4096)  # most cells print a small number
def content_of(table: str, text: str) -> ParsedValue:
    """What `text` prints in a cell of `table`: where numbers are counts, what is no count is
    `unreadable`."""
    parsed = parse_value(text)
    if table not in TABLES_OF_COUNTS or parsed.value is None:
        return parsed
    is_count = parsed.value == int(parsed.value) and 0 <= parsed.value <= MAX_COUNT
    return ParsedValue(int(parsed.value), None, None, parsed.state) if is_count else UNREADABLE


def printed_cell(
    table: str,
    row: str,
    column: str,
    cell: Cell,
    unit: str | None = None,
    label: str | None = None,
) -> PrintedCell:
    """The cell of a statutory table that `cell` prints, in the unit that it prints or else in
    `unit`."""
    text, page = cell.text, cell.page
    parsed = content_of(table, text)
    if cell.is_unsure or (parsed.state == "blank" and _may_be_cut_off(cell)):
        parsed = UNREADABLE
    value, own_unit, remark, state = parsed
    several = numbers_apart(text) if state == "unreadable" else ()
    if several and table in TABLES_OF_COUNTS:
        several = tuple(map(int, several))
    box = (cell.x0, cell.top, cell.x1, cell.bottom)
    return PrintedCell(
        table,
        row,
        column,
        value,
        state,
        page.number,
        page.unturn(*box),
        own_unit or unit,
        remark,
        label,
        box if page.scan is not None else None,
        several,
        cell.is_unsure or bool(several) and cell.has_stacked_numbers,
        bool(several) and cell.has_numbers_beside,
    )


def unread_cell(
    table: str,
    row: str,
    column: str,
    of: ObservedRow,
    unit: str | None = None,
    is_misnamed: bool = False,
) -> PrintedCell:
    """A cell that a row prints somewhere, where nobody knows in which of its columns, or whose
    column bears a title that is none of the form's (`is_misnamed`): its box is that of the row
    behind its label."""
    cells = of.values or of.cells
    box = of.page.unturn(cells[0].x0, of.top, cells[-1].x1, of.bottom)
    return PrintedCell(
        table, row, column, None, "unreadable", of.page.number, box, unit, may_be_others=is_misnamed
    )


def _may_be_cut_off(cell: Cell) -> bool:
    """Whether a cell reaches out of its page: nobody knows what it would print."""
    return cell.x1 > cell.page.width + _MAX_OUTSIDE
