"""Era 2014: the statistics form, one list of indicators."""

import re
from collections.abc import Sequence

from disclosure_stats.forms import Form
from disclosure_stats.forms.rows import FormRow
from disclosure_stats.reading.layout.cell import Cell
from disclosure_stats.reading.layout.columns import Interval, cells_in_columns, usual_columns
from disclosure_stats.reading.layout.observed_rows import ObservedRow
from disclosure_stats.reading.layout.panels import INDICATOR_TITLES
from disclosure_stats.reading.tables.pieces import Piece
from disclosure_stats.reading.tables.printed_cells import printed_cell, unread_cell
from disclosure_stats.reading.tables.table_cells import TableCells
from disclosure_stats.reading.tables.years import is_on_year
from disclosure_stats.text.folding import squeeze

_TITLES = INDICATOR_TITLES | {"计量单位", "统计数", "单位"}

_OF_UNITS = frozenset(("计量单位", "单位"))
# Titles of columns that hold none of this year's numbers.
_FOREIGN = re.compile("增|减|同比|环比|占比|比例|比重|备注|说明|上年|去年|同期|[序编]号|代码|行次")
_OF_VALUES = re.compile(
    r"(?:本|当|年)*(?:度)?(?:统计|指标|填报)?(?:数|数量|数值|数据|数字|值|结果)"
)
_OF_TOTALS = re.compile("[合总共]计|总数")
_UNSURE = "unsure"
"""The period of columns of which nobody can tell which holds this year's numbers."""


def read_indicators(form: Form, piece: Piece) -> TableCells:
    """The cells of the statistics form that a piece of the report prints, in print order.

    A printed row that the form does not have is kept as `other` with its label. Nothing when no
    row of the form was found.
    """
    found = {id(row): form_row for form_row, row in piece.rows("indicators")}
    if not any(form_row.code for form_row in found.values()):
        return TableCells()
    rows = piece.observed[piece.start : piece.end]
    own = [index for index, row in enumerate(rows) if id(row) in found]
    usual = usual_columns([rows[index] for index in own], 1)
    units = {entry.code: entry.unit for entry in form.indicators}
    periods: list[str | None] = []
    table = TableCells()
    for index, row in enumerate(rows):
        title_periods = _periods(row, piece.year)
        if title_periods:
            periods = title_periods
            # The first may stand over no numbers: before the units, or over codes with letters.
            while None is periods[0] and len(periods) > len(usual) > 0:
                del periods[0]
            continue
        code = _code(found.get(id(row)), row, own[0] < index <= own[-1] + 3)
        if not code:
            if None in periods and len(periods) == len(usual):
                pairs = zip(periods, cells_in_columns(row, usual), strict=True)
                table.foreign.extend(cell for period, cell in pairs if period is None)
            continue
        label = row.leaf_text or (row.leaf.text if row.leaf else None)
        unit = row.unit or units.get(code)
        cells = _value_cells(row, len(periods), usual) or _blank_cells(row, usual)
        has_several = not periods and sum(bool(cell.text) for cell in cells) > 1
        others = piece.may_also_be(row) if id(row) in found else []
        if _UNSURE in periods or has_several or others:
            for one in (code, *others):
                unread = unread_cell("indicators", one, "year", row, unit)
                table.cells.append(unread._replace(label=label))
            continue
        for period, cell in zip(periods or ["year"], cells, strict=False):
            if period is None:
                table.foreign.append(cell)
            else:
                table.cells.append(printed_cell("indicators", code, period, cell, unit, label))
    return table


def _code(form_row: FormRow | None, row: ObservedRow, stands_in_form: bool) -> str:
    """The code of a row: `other` where it is one among the form's that the form does not have;
    empty for a heading, and for what is no row."""
    if form_row is not None:
        return form_row.code
    is_row = stands_in_form and row.leaf is not None and row.unit and row.has_values
    return "other" if is_row else ""


def _blank_cells(row: ObservedRow, columns: Sequence[Interval]) -> list[Cell]:
    """The cells of a row that prints nothing where others have their numbers."""
    return [Cell(x0, row.top, x1, row.bottom, row.page) for x0, x1 in columns]


def _periods(row: ObservedRow, year: int | None) -> list[str | None]:
    """What the value columns count, where `row` is the form's row of titles, null for a column of
    another year; else nothing."""
    if row.unit:
        return []
    texts = [squeeze(cell.text) for cell in row.cells if cell.text]
    if len(texts) < 2 or texts[0] not in _TITLES and texts[1] not in _TITLES:
        return []
    labels = [index for index, text in enumerate(texts) if text in INDICATOR_TITLES]
    beside = texts[labels[-1] + 1 :] if labels else texts  # what is left of the labels groups them
    titles = [text for text in beside if text not in _OF_UNITS]
    if not titles:
        return ["year"]
    own = _of_this_year(titles, year)
    return [
        "cumulative"
        if "累计" in title
        else None
        if index not in own
        else "year"
        if len(own) == 1
        else _UNSURE
        for index, title in enumerate(titles)
    ]


def _of_this_year(titles: Sequence[str], year: int | None) -> list[int]:
    """The titles, by index, under which this year's numbers may stand: the year's own, else those
    of totals, else plain ones (统计数), else those in other words."""
    found = [
        index
        for index, title in enumerate(titles)
        if is_on_year([title], year) is not False and not _FOREIGN.search(title)
        if "累计" not in title
    ]
    ways = (
        [index for index in found if is_on_year([titles[index]], year)],
        [index for index in found if _OF_TOTALS.search(titles[index])],
        [index for index in found if _OF_VALUES.fullmatch(titles[index])],
    )
    return next((way for way in ways if way), found)


def _value_cells(row: ObservedRow, count: int, usual: Sequence[Interval]) -> list[Cell]:
    """The cells of a row under `count` titles; all of them where there are no titles."""
    if len(row.values) == count or not count:
        return list(row.values)
    if len(row.values) < count == len(usual):
        return cells_in_columns(row, usual)
    printed = [cell for cell in row.values if cell.text]
    if len(printed) > count == len(usual):
        placed = cells_in_columns(row, usual)
        texts = {cell.text for cell in placed if cell.text}
        if texts and texts <= {cell.text for cell in printed}:
            return placed  # what else is printed is a unit that looks like a number
    return printed[:count] if len(printed) >= count else list(row.values[:count])
