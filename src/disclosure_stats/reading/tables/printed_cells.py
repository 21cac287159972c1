"""Cells of a page as printed cells of the statutory tables."""

import re
from functools import lru_cache

from disclosure_stats.forms.cells import TABLES_OF_COUNTS, PrintedCell
from disclosure_stats.reading.layout.cell import Cell
from disclosure_stats.reading.layout.observed_rows import ObservedRow
from disclosure_stats.text.values import (
    UNITS_OF_MONEY,
    UNREADABLE,
    ParsedValue,
    numbers_apart,
    parse_value,
)

_TEN_THOUSAND = re.compile(r"(?<=\d)\s*万(?!\s*元)")
_MAX_OUTSIDE = 1.0  # points of a cell that may stand outside the page
MAX_COUNT = 999_999_999
"""More than all the requests ever made: what exceeds it is a telephone number or the like."""


@lru_cache(maxsize=4096)  # most cells print a small number
def content_of(table: str, text: str, unit: str | None = None) -> ParsedValue:
    """What `text` prints in a cell of `table` whose column or row bears `unit`: where numbers are
    counts, what is no count is `unreadable`, and so are fractions of what is no money; 2.3万 of
    money are 万元, whatever the unit, which is null in part two where an amount has none.

    >>> content_of("disclosures", "2.3万", "万元")
    ParsedValue(value=2.3, unit='万元', remark=None, state='printed')
    """
    if unit in UNITS_OF_MONEY or unit is None and table == "disclosures":
        text = _TEN_THOUSAND.sub("万元", text)
    parsed = parse_value(text)
    if parsed.value is None:
        return parsed
    unit = parsed.unit or unit
    if parsed.value % 1 and unit is not None and unit not in UNITS_OF_MONEY:
        return UNREADABLE  # 1.234件: a thousand and more, or a misprint
    if table not in TABLES_OF_COUNTS:
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
    parsed = content_of(table, text, unit)
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
    may_be_others: bool = False,
) -> PrintedCell:
    """A cell that a row prints somewhere, where nobody knows in which of its columns, or whose
    numbers may be another's (`may_be_others`): its column bears a title that is none of the form's,
    or its row is one of several under its label. Its box is that of the row behind its label."""
    cells = of.values or of.cells
    box = of.page.unturn(cells[0].x0, of.top, cells[-1].x1, of.bottom)
    cell = PrintedCell(table, row, column, None, "unreadable", of.page.number, box, unit)
    return cell._replace(may_be_others=may_be_others)


def _may_be_cut_off(cell: Cell) -> bool:
    """Whether a cell reaches out of its page: nobody knows what it would print."""
    return cell.x1 > cell.page.width + _MAX_OUTSIDE
