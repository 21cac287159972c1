"""Part two where its items are titles of columns, and what is counted of them stands beside."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from disclosure_stats.forms import DisclosureBlock, Form
from disclosure_stats.forms.cells import PrintedCell
from disclosure_stats.reading.layout.columns import cells_in_columns
from disclosure_stats.reading.layout.observed_rows import ObservedRow
from disclosure_stats.reading.tables.pieces import captions_over
from disclosure_stats.reading.tables.printed_cells import printed_cell
from disclosure_stats.reading.tables.table_cells import PlacedTable, TableCells
from disclosure_stats.reading.tables.titled_columns import best_entry, is_of_last_year
from disclosure_stats.reading.tables.units_of_money import is_unknown, stated_unit, unit_of
from disclosure_stats.reading.tables.years import is_on_year
from disclosure_stats.text.folding import squeeze
from disclosure_stats.text.labels import label_key

_EDGE = 3.0  # points that a title may stand out of the one above it


class _Column(NamedTuple):
    """A column under the title of an item, and what its numbers count."""

    block: DisclosureBlock
    item: str
    x0: float
    x1: float
    measure: str = ""


_Numbers = tuple[ObservedRow, Sequence[_Column]]
"""A row of numbers, and the columns that it has."""


def read_items_as_titles(
    form: Form, observed: Sequence[ObservedRow], year: int | None
) -> Iterator[PlacedTable]:
    """The tables that are set so: with a row for each measure, or one row under their titles."""
    for position, row in enumerate(observed):
        items = _items(form, row)
        if not items:
            continue
        below = observed[position + 1 :]
        numbers = _beside_measures(items, below) or _under_measures(items, below)
        unit = stated_unit(captions_over(observed, position)) if numbers else None
        cells = [cell for one in numbers for cell in _cells(*one, year, unit)]
        if cells:
            last = max(observed.index(one, position) for one, _ in numbers)
            yield PlacedTable(range(position, last + 1), TableCells(_told_once(cells)))


def _items(form: Form, row: ObservedRow) -> list[_Column]:
    """The columns whose title in `row` is an item of part two."""
    if row.has_values or len(row.cells) < 2:
        return []
    known = known_items(form)
    return [
        _Column(*known[key], cell.x0, cell.x1)
        for cell in row.cells
        if cell.text and (key := label_key(cell.text)) in known
    ]


@cache
def known_items(form: Form) -> Mapping[str, tuple[DisclosureBlock, str]]:
    """The block and the code of each item, by the keys of its labels."""
    return {
        label_key(label): (block, item.code)
        for block in form.disclosures
        for item in block.items
        for label in item.labels
    }


def _beside_measures(items: Sequence[_Column], below: Sequence[ObservedRow]) -> list[_Numbers]:
    """The rows below the titles of items, up to one whose label is a measure of none."""
    found: list[_Numbers] = []
    for row in below:
        title = squeeze(row.leaf.text) if row.leaf is not None else ""
        if not row.values or not any(_counts(title, item) for item in items):
            break
        columns = [item for item in items if item.x0 >= row.values[0].x0 - _EDGE]
        found.append((row, [item._replace(measure=title) for item in columns]))
    return found


def _under_measures(items: Sequence[_Column], below: Sequence[ObservedRow]) -> list[_Numbers]:
    """The one row of numbers below a row of titles that are measures of the items over them."""
    if len(below) < 2 or below[0].has_values or not below[1].has_values or below[1].labels:
        return []
    columns = [
        item._replace(x0=cell.x0, x1=cell.x1, measure=title)
        for item in items
        for cell in below[0].cells
        if item.x0 - _EDGE <= cell.x0 and cell.x1 <= item.x1 + _EDGE
        if _counts(title := squeeze(cell.text), item)
    ]
    is_alone = len(below) == 2 or below[1].last_of_region or not below[2].has_values
    return [(below[1], columns)] if columns and is_alone else []


def _counts(title: str, item: _Column) -> bool:
    return best_entry((title,), item.block.measures) is not None


def _cells(
    row: ObservedRow, columns: Sequence[_Column], year: int | None, unit_above: str | None
) -> Iterator[PrintedCell]:
    """The cells of a row of numbers that are this year's."""
    if not columns:
        return
    cells = cells_in_columns(row, [(column.x0, column.x1) for column in columns])
    for column, cell in zip(columns, cells, strict=True):
        title = column.measure
        best = best_entry((title,), column.block.measures)
        if best is None or is_on_year([title], year) is False:
            continue
        if is_of_last_year((title,), column.block.measures):
            continue
        measure = column.block.measures[best[0]]
        unit = unit_of(measure.unit, [title], lambda: unit_above)
        read = printed_cell("disclosures", column.item, measure.code, cell, unit)
        yield read.unread() if is_unknown(unit, cell.text) else read


def _told_once(cells: Sequence[PrintedCell]) -> list[PrintedCell]:
    """`cells`, those of which there are several in doubt."""
    times = Counter(cell.key for cell in cells)
    return [cell if times[cell.key] == 1 else cell.unread() for cell in cells]
