"""Era 2014: the statistics form, one list of indicators."""

from collections.abc import Sequence

from disclosure_stats.forms import Form
from disclosure_stats.forms.cells import PrintedCell
from disclosure_stats.forms.rows import form_rows
from disclosure_stats.reading.layout.cell import Cell
from disclosure_stats.reading.layout.columns import Interval, usual_columns
from disclosure_stats.reading.layout.observed_rows import ObservedRow
from disclosure_stats.reading.layout.panels import INDICATOR_TITLES
from disclosure_stats.reading.tables.printed_cells import value_cell
from disclosure_stats.text.folding import squeeze

_TITLES = INDICATOR_TITLES | {"计量单位", "统计数", "单位"}

_OF_NO_NUMBER = frozenset(("序号", "编号", "代码", "计量单位", "单位"))


def read_indicators(
    form: Form, observed: Sequence[ObservedRow], matched: dict[int, int]
) -> list[PrintedCell]:
    """The rows of `indicators`: in print order what is printed, then the form's rows that are not.

    A printed row that the form does not have is kept as `other` with its label. Nothing when no
    row of the form was found.
    """
    rows = form_rows(form)
    units = {entry.code: entry.unit for entry in form.indicators}
    if not any(rows[index].code for index in matched):
        return []
    found = {position: rows[index] for index, position in matched.items()}
    first, last = min(found), max(found)
    usual = usual_columns([observed[position] for position in found], 1)
    periods: list[str] = ["year"]
    result: list[PrintedCell] = []
    codes_found: set[str] = set()
    for position, row in enumerate(observed):
        title_periods = _periods(row)
        if title_periods:
            periods = title_periods
            continue
        form_row = found.get(position)
        if form_row is None:
            stands_in_form = first < position <= last + 3 and row.leaf is not None and row.unit
            if not stands_in_form or not row.has_values:
                continue
            code: str | None = "other"
        else:
            code = form_row.code
        if code is None:
            continue
        codes_found.add(code)
        cells = _value_cells(row, len(periods)) or _blank_cells(row, usual)
        for period, cell in zip(periods, cells, strict=False):
            label = row.leaf_text or (row.leaf.text if row.leaf else None)
            unit = row.unit or units.get(code)
            result.append(value_cell("indicators", code, period, cell, unit, label))
    result.extend(
        value_cell("indicators", entry.code, "year", None, entry.unit)
        for entry in form.indicators
        if entry.code and entry.code not in codes_found
    )
    return result


def _blank_cells(row: ObservedRow, columns: Sequence[Interval]) -> list[Cell]:
    """The cells of a row that prints nothing where others have their numbers."""
    return [Cell(x0, row.top, x1, row.bottom, row.page) for x0, x1 in columns]


def _periods(row: ObservedRow) -> list[str]:
    """What the value columns count, where `row` is the form's row of titles; else nothing."""
    texts = [squeeze(cell.text) for cell in row.cells if cell.text]
    if row.unit or len(texts) < 2 or texts[0] not in _TITLES and texts[1] not in _TITLES:
        return []
    titles = [text for text in texts if text not in INDICATOR_TITLES | _OF_NO_NUMBER]
    return ["cumulative" if "累计" in title else "year" for title in titles][:2] or ["year"]


def _value_cells(row: ObservedRow, count: int) -> list[Cell]:
    if len(row.values) <= count:
        return list(row.values)
    printed = [cell for cell in row.values if cell.text]
    return printed[:count] if len(printed) >= count else list(row.values[:count])
