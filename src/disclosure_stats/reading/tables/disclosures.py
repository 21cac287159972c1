"""Part two: documents, decisions and fees."""

import re
from collections.abc import Sequence

from disclosure_stats.forms import DisclosureBlock, Entry, Form
from disclosure_stats.forms.cells import PrintedCell
from disclosure_stats.forms.rows import form_rows
from disclosure_stats.reading.layout.cell import Cell
from disclosure_stats.reading.layout.columns import Interval, cells_in_columns
from disclosure_stats.reading.layout.observed_rows import ObservedRow
from disclosure_stats.reading.tables.printed_cells import value_cell
from disclosure_stats.text.folding import squeeze
from disclosure_stats.text.labels import label_key, similarity

_HEADER_ROWS = 4
_SAME_TITLE = 0.7
_PRINTED_UNIT = re.compile(r"单位[:：]?(万元|亿元|元)|[(（](万元|亿元|元)[)）]")


def read_disclosures(
    form: Form, observed: Sequence[ObservedRow], matched: dict[int, int]
) -> list[PrintedCell]:
    """The rows of `disclosures`: every item and measure of the form, absent where not printed.

    Nothing when no row of part two was found.
    """
    found: dict[tuple[int, str], int] = {
        (row.block, row.code): matched[index]
        for index, row in enumerate(form_rows(form))
        if row.part == "disclosures" and row.code and index in matched
    }
    if not found:
        return []
    result: list[PrintedCell] = []
    for block_index, block in enumerate(form.disclosures):
        for item in block.items:
            position = found.get((block_index, item.code or ""))
            cells: list[Cell | None] = [None] * len(block.measures)
            titles: dict[int, Cell] = {}
            if position is not None:
                titles = _titles(block, observed, position)
                cells = _cells(block, observed[position], titles)
            for index, measure in enumerate(block.measures):
                unit = _unit(measure, titles.get(index))
                result.append(
                    value_cell(
                        "disclosures", item.code or "", measure.code or "", cells[index], unit
                    )
                )
    return result


def _titles(
    block: DisclosureBlock, observed: Sequence[ObservedRow], position: int
) -> dict[int, Cell]:
    """Index of a measure → the header cell that bears its title, from the nearest header."""
    for row in reversed(observed[max(0, position - _HEADER_ROWS) : position]):
        titles: dict[int, Cell] = {}
        for cell in row.cells:
            key = label_key(cell.text)
            if not key or key in ("信息内容", "规章"):
                continue
            scores = [
                max(similarity(key, label_key(label)) for label in measure.labels)
                for measure in block.measures
            ]
            best = max(range(len(scores)), key=scores.__getitem__)
            if scores[best] >= _SAME_TITLE and best not in titles:
                titles[best] = cell
        if len(titles) >= (len(block.measures) + 1) // 2:
            return titles
    return {}


def _cells(block: DisclosureBlock, row: ObservedRow, titles: dict[int, Cell]) -> list[Cell | None]:
    count = len(block.measures)
    if len(row.values) == count:
        return list(row.values)
    if count == 1:
        printed = [cell for cell in row.values if cell.text]
        if len(printed) == 1:
            return [printed[0]]
    if len(titles) == count:
        made = cells_in_columns(row, _between([titles[index] for index in range(count)]))
        return list(made)
    if len(row.values) > count:
        return list(row.values[-count:])
    return [None] * count


def _between(titles: list[Cell]) -> list[Interval]:
    """Columns that meet halfway between the titles, where the titles' cells leave gaps."""
    columns = [(title.x0, title.x1) for title in titles]
    for index in range(len(columns) - 1):
        middle = (columns[index][1] + columns[index + 1][0]) / 2
        columns[index] = (columns[index][0], middle)
        columns[index + 1] = (middle, columns[index + 1][1])
    return columns


def _unit(measure: Entry, title: Cell | None) -> str | None:
    """The unit in the column's title, else what the form asks for."""
    match = _PRINTED_UNIT.search(squeeze(title.text)) if title is not None else None
    return match[1] or match[2] if match else measure.unit
