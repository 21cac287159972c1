"""Rows without rules that their numbers anchor: which label stands beside which numbers."""

from collections.abc import Sequence
from statistics import median

from disclosure_stats.pages.model import Page
from disclosure_stats.reading.layout.cell import Band, Cell
from disclosure_stats.reading.layout.columns import Interval, columns_between
from disclosure_stats.reading.tables.unruled.loose_labels import (
    Line,
    cell_of,
    innermost_labels,
    middle_of,
    whole_labels,
)
from disclosure_stats.text.folding import squeeze
from disclosure_stats.text.values import UNITS, looks_like_value

_APPLICANTS = 7


_MIN_ROWS_WITHOUT_TOTAL = 5


_MIN_STATISTICS_ROWS = 3
_AROUND = 2.5  # heights of a character over and under the numbers, in which labels are sought
_MAX_DISTANCE = 0.8  # of a character's height: a label stands no further from its numbers
_NOWHERE: Interval = (0.0, -1.0)


def band_of(page: Page, cells: Line) -> Band:
    """Cells on one line as a band without rules."""
    return Band(
        page,
        min(cell.top for cell in cells),
        max(cell.bottom for cell in cells),
        cells,
        ruled=False,
    )


def anchored_rows(lines: Sequence[Line], page: Page) -> tuple[list[Band], Interval]:
    """The rows of the table with wrapped labels on this page, and the stretch that it covers."""
    for count, least in ((_APPLICANTS, 1), (_APPLICANTS - 1, _MIN_ROWS_WITHOUT_TOTAL)):
        wide = [line for line in lines if _trailing_values(line) == count]
        if len(wide) < least:
            continue
        columns = columns_between([line[-count:] for line in wide])
        return _rows(lines, page, columns, columns[0][0], _stretch(wide))
    statistics = [line for line in lines if _unit_index(line) is not None]
    if len(statistics) >= _MIN_STATISTICS_ROWS:
        start = min(line[_unit_index(line) or 0].x0 for line in statistics) - 3
        end = max(line[-1].x1 for line in statistics) + 3
        return _rows(lines, page, [(start, end)], start, _stretch(statistics))
    return [], _NOWHERE


def _stretch(rows: Sequence[Line]) -> tuple[float, float]:
    return rows[0][-1].top - 1, rows[-1][-1].bottom + 1


def _trailing_values(line: Line) -> int:
    count = 0
    for cell in reversed(line):
        if not looks_like_value(cell.text):
            break
        count += 1
    return count


def _unit_index(line: Line) -> int | None:
    """Where the unit stands in a line of the statistics form: before one or two numbers."""
    count = _trailing_values(line)
    index = len(line) - count - 1
    if count in (1, 2) and index >= 0 and squeeze(line[index].text) in UNITS:
        return index
    return None


def _rows(
    lines: Sequence[Line],
    page: Page,
    columns: Sequence[Interval],
    start: float,
    stretch: Interval,
) -> tuple[list[Band], Interval]:
    """The rows whose numbers stand in `stretch`, and the stretch with their labels."""
    anchors, labels = _anchors_and_labels(lines, (start, columns[-1][1]), stretch)
    if not anchors:
        return [], _NOWHERE
    height = median(cell.bottom - cell.top for line in anchors for cell in line)
    around = (stretch[0] - _AROUND * height, stretch[1] + _AROUND * height)
    heights = [middle_of(anchor) for anchor in anchors]
    groups = whole_labels(innermost_labels(labels, around, heights), heights)
    label_of = _nearest_labels(groups, heights, _MAX_DISTANCE * height)
    bands = []
    for index, anchor in enumerate(anchors):
        cells = _in_columns(anchor, columns, page) if len(columns) > 1 else list(anchor)
        if index in label_of:
            cells = [_merged(page, groups[label_of[index]]), *cells]
        bands.append(band_of(page, cells))
    return bands, (min(band.top for band in bands), max(band.bottom for band in bands))


def _anchors_and_labels(
    lines: Sequence[Line], columns: Interval, stretch: Interval
) -> tuple[list[Line], list[Line]]:
    """Of the lines of a table the numbers, which stand between the edges of `columns`, and the text
    left of them, from the last line of titles over `stretch` to the first of text under it."""
    left, right = columns
    anchors: list[Line] = []
    labels: list[Line] = []
    for line in lines:
        numbers = [cell for cell in line if left <= (cell.x0 + cell.x1) / 2 <= right]
        is_row = _is_row(numbers) and stretch[0] <= middle_of(numbers) <= stretch[1]
        if is_row:
            anchors.append(numbers)
        text = [cell for cell in line if (cell.x0 + cell.x1) / 2 < left]
        if text and (is_row or not numbers):
            labels.append(text)
        elif numbers and not is_row:  # a line across: of titles, or of the text around the table
            if middle_of(line) > stretch[1]:
                break
            if middle_of(line) < stretch[0]:
                labels.clear()
    return anchors, labels


def _is_row(numbers: Line) -> bool:
    """Whether what stands in the columns of numbers is that, or units, and nothing else."""
    are_values = [looks_like_value(cell.text) for cell in numbers]
    return any(are_values) and all(
        is_value or squeeze(cell.text) in UNITS
        for cell, is_value in zip(numbers, are_values, strict=True)
    )


def _nearest_labels(
    groups: Sequence[Line], heights: Sequence[float], farthest: float
) -> dict[int, int]:
    """Of the numbers at `heights` the label in `groups`, by position. The nearest go together
    first: numbers whose own label is lost do not take that of the next row."""
    pairs = sorted(
        (distance, number, label)
        for label, group in enumerate(groups)
        for number, height in enumerate(heights)
        if (distance := _distance(group, height)) <= farthest
    )
    label_of: dict[int, int] = {}
    taken: set[int] = set()
    for _, number, label in pairs:
        if number not in label_of and label not in taken:
            label_of[number] = label
            taken.add(label)
    return label_of


def _distance(group: Sequence[Cell], height: float) -> float:
    """How far the middle of a label, or else its nearest edge line, stands from a height."""
    top, bottom = group[0].top, group[-1].bottom
    if top <= height <= bottom:
        return abs((top + bottom) / 2 - height) * 0.05
    return min(abs(top - height), abs(bottom - height))


def _merged(page: Page, cells: Sequence[Cell]) -> Cell:
    return cell_of(page, [word for cell in cells for word in cell.words])


def _in_columns(anchor: Line, columns: Sequence[Interval], page: Page) -> list[Cell]:
    top = min(cell.top for cell in anchor)
    bottom = max(cell.bottom for cell in anchor)
    made = [Cell(x0, top, x1, bottom, page) for x0, x1 in columns]
    for source in anchor:
        middle = (source.x0 + source.x1) / 2
        for cell in made:
            if cell.x0 <= middle < cell.x1:
                cell.words.extend(source.words)
                break
    return made
