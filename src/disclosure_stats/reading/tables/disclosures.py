"""Part two: documents, decisions and fees."""

import re
from collections.abc import Sequence
from functools import lru_cache

from disclosure_stats.forms import DisclosureBlock, Form
from disclosure_stats.forms.cells import PrintedCell
from disclosure_stats.reading.layout.columns import Interval, cells_in_columns, usual_columns
from disclosure_stats.reading.layout.observed_rows import ObservedRow
from disclosure_stats.reading.tables.items_as_titles import known_items
from disclosure_stats.reading.tables.pieces import Piece
from disclosure_stats.reading.tables.printed_cells import printed_cell, unread_cell
from disclosure_stats.reading.tables.table_cells import TableCells
from disclosure_stats.reading.tables.titled_columns import (
    Placing,
    PrintedColumn,
    columns_under,
)
from disclosure_stats.reading.tables.units_of_money import is_unknown, unit_of
from disclosure_stats.text.labels import label_key
from disclosure_stats.text.values import UNITS

_HEADER_ROWS = 4
_NUMBER_BEHIND = re.compile(rf"\d(?:{'|'.join(UNITS)})?$")  # 行政许可：15件, and no number beside
_IN_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")


def read_disclosures(form: Form, piece: Piece) -> TableCells:
    """The cells of part two that a piece of the report prints."""
    table = TableCells()
    found = piece.rows("disclosures")
    joined = [
        (row, items)
        for _, row in found
        if row.leaf
        and (
            len(items := _named_items(form, row.leaf.text)) > 1
            or items
            and not row.has_values
            and _NUMBER_BEHIND.search(row.leaf.text)
            or (items := _parted(form, row))
        )
    ]
    of_several = {id(row) for row, _ in joined}
    for index, block in enumerate(form.disclosures):
        rows = [
            (form_row.code, row)
            for form_row, row in found
            if form_row.block == index and form_row.code and id(row) not in of_several
        ]
        if rows:
            table.add(_block_cells(block, piece, rows))
        own = {item for item, _ in rows}
        for row, items in joined:
            table.cells.extend(
                unread_cell("disclosures", item.code, measure.code, row, measure.unit, True)
                for item in block.items
                if item.code in items.difference(own)
                for measure in block.measures
            )
    return table


@lru_cache(maxsize=256)  # labels are the same in report after report
def _named_items(form: Form, label: str) -> frozenset[str]:
    """The items that a label names (行政处罚、行政强制; 行政处罚和强制): the numbers of
    its row are those of all of them together."""
    key = label_key(_IN_BRACKETS.sub("", label))
    return frozenset(
        item for name, (_, item) in known_items(form).items() if item and _holds_in_order(key, name)
    )


def _parted(form: Form, row: ObservedRow) -> frozenset[str]:
    """The item whose label stands beside several rows, of which `row` is one: its numbers are those
    of a part (行政检查, 行政确认) that the next label names."""
    return frozenset(
        item
        for cell in row.cells
        if cell.is_unsure and cell is not row.leaf
        for item in _named_items(form, cell.text)
    )


def _holds_in_order(text: str, characters: str) -> bool:
    rest = iter(text)
    return all(character in rest for character in characters)


def _block_cells(
    block: DisclosureBlock, piece: Piece, rows: Sequence[tuple[str, ObservedRow]]
) -> TableCells:
    header = piece.header_of(rows[0][1], _HEADER_ROWS)
    intervals = _intervals([row for _, row in rows], header, block)
    page = rows[0][1].page
    printed, placing = columns_under(
        header, intervals, block.measures, piece.year, page.scan is not None
    )
    table = TableCells()
    for item, row in rows:
        table.add(_item_cells(block, item, row, printed, placing, piece))
    return table


def _intervals(
    rows: Sequence[ObservedRow], header: Sequence[ObservedRow], block: DisclosureBlock
) -> list[Interval]:
    """Where the columns of a block stand: where its rows have their values, without the columns
    that are blank in all of them where there are more than the form has; with words among them, or
    one cell for several, where a row or that of the titles has its cells behind the label."""
    intervals = usual_columns(rows, len(block.measures))
    if not intervals:
        drawn = [*rows, *[row for row in reversed(header) if row.ruled]]
        whole = [row.cells[1:] for row in drawn if len(row.cells) == len(block.measures) + 1]
        intervals = [(cell.x0, cell.x1) for cell in whole[0]] if whole else usual_columns(rows, 1)
    if len(intervals) <= len(block.measures):
        return intervals
    cells = [cells_in_columns(row, intervals) for row in rows]
    filled = [
        interval
        for index, interval in enumerate(intervals)
        if any(row[index].text for row in cells)
    ]
    return filled if len(filled) >= len(block.measures) else intervals


def _item_cells(
    block: DisclosureBlock,
    item: str,
    row: ObservedRow,
    printed: Sequence[PrintedColumn],
    placing: Placing | None,
    piece: Piece,
) -> TableCells:
    in_columns = cells_in_columns(row, [(column.x0, column.x1) for column in printed])
    cells: list[PrintedCell] = []
    for index, measure in enumerate(block.measures):
        code = measure.code
        place = placing.places[index] if placing else None
        if place is not None:
            titles = printed[place].titles
            unit = unit_of(measure.unit, titles, lambda: piece.unit_above("disclosures"))
            if is_unknown(unit, in_columns[place].text):
                cells.append(unread_cell("disclosures", item, code, row))
            else:
                cells.append(printed_cell("disclosures", item, code, in_columns[place], unit))
        elif placing is None or index in placing.unsure | placing.misnamed:
            is_misnamed = placing is not None and index in placing.misnamed
            cells.append(unread_cell("disclosures", item, code, row, measure.unit, is_misnamed))
        else:
            unit = measure.unit
            cells.append(PrintedCell("disclosures", item, code, None, "absent", unit=unit))
    return TableCells(cells, placing.foreign(in_columns) if placing else [])
