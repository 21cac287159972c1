"""Cells of a page as printed cells of the statutory tables."""

from collections.abc import Sequence

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


def count_cell(table: str, row: str, column: str, cell: Cell | None) -> PrintedCell:
    """The cell of a table of counts that `cell` prints; absent where it is null."""
    if cell is None:
        return PrintedCell(table, row, column, None, "absent")
    parsed = parsed_content(cell)
    number, state = count_of(parsed)
    several = tuple(map(int, numbers_apart(cell.text))) if state == "unreadable" else ()
    return PrintedCell(
        table,
        row,
        column,
        number,
        state,
        cell.page.number,
        _box(cell),
        held=_held(cell),
        several=several,
        is_of_two_rows=_is_of_two_rows(cell, several),
    )


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
    parsed = parsed_content(cell)
    several = numbers_apart(cell.text) if parsed.state == "unreadable" else ()
    return PrintedCell(
        table,
        row,
        column,
        parsed.value,
        parsed.state,
        cell.page.number,
        _box(cell),
        parsed.unit or unit,
        parsed.remark,
        label,
        _held(cell),
        several=several,
        is_of_two_rows=_is_of_two_rows(cell, several),
    )


def unread_cell(
    table: str, row: str, column: str, of: ObservedRow, unit: str | None = None
) -> PrintedCell:
    """A cell that a row prints somewhere, where nobody knows in which of its columns: its box is
    that of the row behind its label."""
    cells = of.values or of.cells
    box = of.page.unturn(cells[0].x0, of.top, cells[-1].x1, of.bottom)
    return PrintedCell(table, row, column, None, "unreadable", of.page.number, box, unit)


def parsed_content(cell: Cell) -> ParsedValue:
    """What a cell prints; where the page may cut it off, nobody knows what it would print."""
    parsed = parse_value(cell.text)
    is_outside = parsed.state == "blank" and cell.x1 > cell.page.width + _MAX_OUTSIDE
    return UNREADABLE if cell.is_unsure or is_outside else parsed


def _is_of_two_rows(cell: Cell, several: Sequence[float]) -> bool:
    return cell.is_unsure or bool(several) and cell.has_stacked_numbers


def _held(cell: Cell) -> tuple[float, float, float, float] | None:
    return cell.box if cell.page.scan is not None else None


def _box(cell: Cell) -> tuple[float, float, float, float]:
    return cell.page.unturn(*cell.box)
