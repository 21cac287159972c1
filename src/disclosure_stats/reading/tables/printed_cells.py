"""Cells of a page as printed cells of the statutory tables."""

from functools import lru_cache

from disclosure_stats.forms.cells import PrintedCell
from disclosure_stats.reading.layout.cell import Cell
from disclosure_stats.reading.layout.observed_rows import ObservedRow
from disclosure_stats.text.values import (
    UNREADABLE,
    CellState,
    ParsedValue,
    numbers_apart,
    parse_value,
)

_MAX_OUTSIDE = 1.0  # points of a cell that may stand outside the page
MAX_COUNT = 999_999_999
"""More than all the requests ever made: what exceeds it is a telephone number or the like."""


def count_cell(table: str, row: str, column: str, cell: Cell) -> PrintedCell:
    """The cell of a table of counts that `cell` prints."""
    number, state = _count_in(cell.text)
    if cell.is_unsure or (state == "blank" and _may_be_cut_off(cell)):
        number, state = None, "unreadable"
    several = tuple(map(int, numbers_apart(cell.text))) if state == "unreadable" else ()
    return _printed(table, row, column, cell, number, state, several)


@lru_cache(maxsize=1024)
def _count_in(text: str) -> tuple[int | None, CellState]:
    return count_of(parse_value(text))


def count_of(parsed: ParsedValue) -> tuple[int | None, CellState]:
    """A cell's content as a whole number and its state: what is no count is `unreadable`."""
    if parsed.value is None:
        return None, parsed.state
    is_count = parsed.value == int(parsed.value) and 0 <= parsed.value <= MAX_COUNT
    return (int(parsed.value), parsed.state) if is_count else (None, "unreadable")


def value_cell(
    table: str, row: str, column: str, cell: Cell | None, unit: str | None, label: str | None = None
) -> PrintedCell:
    """The cell of a table of values that `cell` prints, in the unit that it prints or else in
    `unit`; absent where it is null."""
    if cell is None:
        return PrintedCell(table, row, column, None, "absent", unit=unit, label=label)
    parsed = parse_value(cell.text)
    if cell.is_unsure or (parsed.state == "blank" and _may_be_cut_off(cell)):
        parsed = UNREADABLE
    several = numbers_apart(cell.text) if parsed.state == "unreadable" else ()
    value, own_unit, remark, state = parsed
    unit = own_unit or unit
    return _printed(table, row, column, cell, value, state, several, unit, remark, label)


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


def _printed(
    table: str,
    row: str,
    column: str,
    cell: Cell,
    number: float | None,
    state: CellState,
    several: tuple[float, ...],
    unit: str | None = None,
    remark: str | None = None,
    label: str | None = None,
) -> PrintedCell:
    page, box = cell.page, (cell.x0, cell.top, cell.x1, cell.bottom)
    return PrintedCell(
        table,
        row,
        column,
        number,
        state,
        page.number,
        page.unturn(*box),
        unit,
        remark,
        label,
        box if page.scan is not None else None,
        several,
        cell.is_unsure or bool(several) and cell.has_stacked_numbers,
        bool(several) and cell.has_numbers_beside,
    )
