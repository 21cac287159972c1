"""Rows that a page break cuts in two, joined again."""

from collections.abc import Sequence

from disclosure_stats.reading.align import best_likeness
from disclosure_stats.reading.grid import Cell
from disclosure_stats.reading.rows import ObservedRow
from disclosure_stats.reading.text import label_key

_MOST_LABELS = 4  # three levels, and all of them put together
_HEADER_ROWS = 6  # as many rows of a repeated header may stand above the second half


def join_split_rows(era: str, observed: Sequence[ObservedRow]) -> list[ObservedRow]:
    """`observed` with the two halves of each row that a page break cuts joined to one row.

    The halves are the last row of a page's last table and the first row on the next page, behind
    a repeated header where there is one.
    """
    rows = list(observed)
    index = 0
    while index < len(rows) - 1:
        first = rows[index]
        if first.last_of_region and rows[index + 1].page == first.page + 1:
            for offset in range(1, min(_HEADER_ROWS, len(rows) - index)):
                second = rows[index + offset]
                if second.page != first.page + 1:
                    break
                joined = _joined(era, first, second)
                if joined is not None:
                    rows[index] = joined
                    del rows[index + offset]
                    break
                if second.has_values or best_likeness(era, second.labels) > 0.8:
                    break
        index += 1
    return rows


def _joined(era: str, first: ObservedRow, second: ObservedRow) -> ObservedRow | None:
    if not first.labels and not first.has_values:
        return None
    if max(len(first.labels), len(second.labels)) > _MOST_LABELS:
        return None  # a row of column titles
    label = (first.leaf.text if first.leaf else "") + (second.leaf.text if second.leaf else "")
    labels = (label_key(label),) if label else ()
    apart_first, apart_second = best_likeness(era, first.labels), best_likeness(era, second.labels)
    together = best_likeness(era, labels)
    if first.has_values and second.has_values and not _same_values(first, second):
        return None
    if first.leaf and second.leaf:
        if together <= max(apart_first, apart_second) + 0.02 or together < 0.7:
            return None
    elif first.leaf:
        # A label alone above the break and numbers alone below it.
        if first.has_values or not second.has_values or apart_first < 0.7:
            return None
    elif not first.has_values or second.has_values or apart_second < 0.7:
        return None
    values = _joined_values(first.values, second.values)
    return ObservedRow(
        second.page if second.has_values else first.page,
        first.top,
        first.bottom,
        first.cells if first.has_values or not second.has_values else second.cells,
        values,
        labels,
        first.unit or second.unit,
        first.first_of_region,
        second.last_of_region,
        first.printed + second.printed,
        first.leaf or second.leaf,
        label,
        first.ruled,
        first.spans + second.spans,
    )


def _same_values(first: ObservedRow, second: ObservedRow) -> bool:
    """Whether no column has a number in both halves, or the same one (a cell printed twice)."""
    if len(first.values) != len(second.values):
        return False
    return all(
        not a.text or not b.text or a.text == b.text
        for a, b in zip(first.values, second.values, strict=True)
    )


def _joined_values(first: list[Cell], second: list[Cell]) -> list[Cell]:
    if len(first) == len(second):
        return [a if a.text or not b.text else b for a, b in zip(first, second, strict=True)]
    return first if any(cell.text for cell in first) else second
