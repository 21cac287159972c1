"""Rows that a page break cuts in two, joined again."""

import re
from collections.abc import Sequence
from dataclasses import replace

from disclosure_stats.forms import Form
from disclosure_stats.forms.rows import best_likeness
from disclosure_stats.reading.layout.cell import Band, Cell
from disclosure_stats.reading.layout.observed_rows import ObservedRow, observe
from disclosure_stats.text.folding import squeeze
from disclosure_stats.text.labels import label_key
from disclosure_stats.text.values import UNITS, looks_like_value, parse_value

_MIN_LIKENESS = 0.7  # of a label, joined or whole, and one of the form's
_MAX_LABELS = 4  # three levels, and all of them put together
_BEGINNING = re.compile(r"\d[\d,]*\.?\d*")  # of a number
_REST = re.compile(rf"[\d,.]*(?:{'|'.join(UNITS)})?")
_IDLE_ZERO = re.compile("[0０][0-9０-９]")
_MAX_MARGINS_WIDTH = 18.0  # points, left and right of a number in its cell together
_SAME_EDGE = 2.5  # points
_HEADER_ROWS = 6  # as many rows of a repeated header may stand above the second half


def join_split_rows(form: Form, observed: Sequence[ObservedRow]) -> list[ObservedRow]:
    """`observed` with the two halves of each row that a page break cuts joined to one row.

    The halves are the last row of a page's last table and the first row on the next page, behind
    a repeated header where there is one.
    """
    rows = list(observed)
    index = 0
    while index < len(rows):
        whole = _whole_row(form, rows, index) if rows[index].last_of_region else None
        if whole is not None:
            rows[index], second = whole
            del rows[second]
        index += 1
    return rows


def _whole_row(
    form: Form, rows: Sequence[ObservedRow], index: int
) -> tuple[ObservedRow, int] | None:
    """The row at `index` with its second half on the next page, and where that stands; null where
    there is none."""
    first = rows[index]
    for place in range(index + 1, min(index + _HEADER_ROWS, len(rows))):
        second = rows[place]
        if second.page.number != first.page.number + 1:
            return None
        joined = _joined(form, first, second)
        if joined is not None:
            return joined, place
        is_header = len(second.labels) > _MAX_LABELS
        if second.has_values or best_likeness(form, second.labels) > 0.8 and not is_header:
            return None
    return None


def _joined(form: Form, first: ObservedRow, second: ObservedRow) -> ObservedRow | None:
    if not first.labels and not first.has_values:
        return None
    continued = _with_rests(form, first, second)
    if continued is not None:
        return continued
    label = (first.leaf.text if first.leaf else "") + (second.leaf.text if second.leaf else "")
    labels = (label_key(label),) if label else ()
    if not (_may_be_one(first, second) and _are_halves(form, first, second, labels)):
        return None
    with_values = second if second.has_values else first
    return replace(
        first,
        page=with_values.page,
        cells=first.cells if first.has_values else second.cells,
        values=_joined_values(first.values, second.values),
        labels=labels,
        unit=first.unit or second.unit,
        last_of_region=second.last_of_region,
        printed=first.printed + second.printed,
        leaf=first.leaf or second.leaf,
        leaf_text=label,
        spans=first.spans + second.spans,
    )


def _may_be_one(first: ObservedRow, second: ObservedRow) -> bool:
    """Whether two rows may be halves of one by their numbers and by how many cells they have."""
    if max(len(first.labels), len(second.labels)) > _MAX_LABELS:
        return False  # a row of column titles
    if first.values and second.values and abs(len(first.values) - len(second.values)) > 1:
        return False  # a row of another table, below one whose cells are blank
    return not (first.has_values and second.has_values) or _same_values(first, second)


def _are_halves(
    form: Form, first: ObservedRow, second: ObservedRow, labels: tuple[str, ...]
) -> bool:
    """Whether the labels of two rows make one of the form's together, or one has the label and the
    other the numbers."""
    apart_first = best_likeness(form, first.labels)
    apart_second = best_likeness(form, second.labels)
    if first.leaf and second.leaf:
        together = best_likeness(form, labels)
        return together > max(apart_first, apart_second) + 0.02 and together >= _MIN_LIKENESS
    if first.leaf:  # a label alone above the break and numbers alone below it
        return not first.has_values and second.has_values and apart_first >= _MIN_LIKENESS
    return first.has_values and not second.has_values and apart_second >= _MIN_LIKENESS


def _with_rests(form: Form, first: ObservedRow, second: ObservedRow) -> ObservedRow | None:
    """`first` with the last digits of numbers that fill their cell, which stand in `second` on the
    next page, maybe beside the end of the label; null where that is not what `second` holds."""
    leaf = next((cell for cell in reversed(first.cells) if _is_label(cell)), None)
    rests = _rests_below(first, second, leaf)
    if not rests or set(rests) == {id(leaf)}:
        return None
    cells = [
        _continued(cell, rests[id(cell)]) if id(cell) in rests else cell for cell in first.cells
    ]
    for before, cell in zip(first.cells, cells, strict=True):
        is_joined = before is not cell and before is not leaf
        if is_joined and (parse_value(cell.text).state != "printed" or _IDLE_ZERO.match(cell.text)):
            return None
    row = observe(Band(first.page, first.top, first.bottom, cells, ruled=first.ruled))
    if best_likeness(form, row.labels) < best_likeness(form, first.labels):
        return None
    return replace(
        row,
        first_of_region=first.first_of_region,
        last_of_region=second.last_of_region,
        spans=first.spans + second.spans,
    )


def _rests_below(
    first: ObservedRow, second: ObservedRow, leaf: Cell | None
) -> dict[int, Cell] | None:
    """For the cells of `first`, by identity, those of `second` that go on with them: the label
    `leaf`, and numbers that fill their cell; null where `second` holds something else."""
    rests: dict[int, Cell] = {}
    for rest in second.cells:
        if not rest.text or leaf and rest.x1 <= leaf.x0 + _SAME_EDGE:
            continue  # further left, a label over many rows goes on
        above = next((cell for cell in first.cells if _is_above(cell, rest)), None)
        if above is None:
            return None
        if above is not leaf and not (_fills(above) and _REST.fullmatch(squeeze(rest.text))):
            return None
        rests[id(above)] = rest
    return rests


def _is_label(cell: Cell) -> bool:
    is_written = any("\u2e80" <= character <= "\u9fff" for character in cell.text)
    return is_written and not looks_like_value(cell.text)


def _fills(cell: Cell) -> bool:
    """Whether `cell` holds a number, or the beginning of one, that leaves no room for a digit."""
    if not _BEGINNING.fullmatch(squeeze(cell.text)):
        return False
    width = max(word.x1 for word in cell.words) - min(word.x0 for word in cell.words)
    return cell.x1 - cell.x0 - width < width / len(cell.text) + _MAX_MARGINS_WIDTH


def _is_above(cell: Cell, rest: Cell) -> bool:
    return bool(
        abs(cell.x0 - rest.x0) <= _SAME_EDGE and abs(cell.x1 - rest.x1) <= _SAME_EDGE and cell.text
    )


def _continued(cell: Cell, rest: Cell) -> Cell:
    """`cell` with the words of `rest`, which stand on the next page, put under its own."""
    lower = cell.bottom - rest.top
    words = [word._replace(top=word.top + lower, bottom=word.bottom + lower) for word in rest.words]
    return Cell(*cell.box, cell.page, [*cell.words, *words])


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
