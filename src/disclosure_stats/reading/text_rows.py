"""Rows of tables that have no rules, or too few: told by where the numbers and the labels stand.

A number anchors a row. The lines of label text to its left are grouped into labels (a new one
begins at its numbering, or after a gap), and each group goes to the anchor at its height.
"""

import re
from collections.abc import Sequence
from statistics import median

from disclosure_stats.pages.model import Character, Page
from disclosure_stats.reading.columns import Interval, runs
from disclosure_stats.reading.grid import Band, Cell, text_lines
from disclosure_stats.reading.text import squeeze
from disclosure_stats.reading.values import UNITS, looks_like_value

_NUMBERED = re.compile(r"^(?:[(（]?[一二三四五六七八九十]{1,2}[)）、.．]|\d{1,2}[.．、)）](?!\d)|其中[:：])")
_APPLICANTS = 7
_LEAST_WIDE_ROWS = 3
_LONGEST_HEADER_LINE = 40  # characters: a longer line of one run is narrative

Line = list[Cell]


def text_bands(page: Page) -> list[Band]:
    """The lines of `page` as bands of cells; the rows of part three and of the statistics form
    with their wrapped labels put together."""
    lines = [_cells(page, characters) for characters in text_lines(page.characters)]
    bands, covered = _anchored(lines, page)
    for line in lines:
        top = min(cell.top for cell in line)
        if covered[0] <= (top + max(cell.bottom for cell in line)) / 2 <= covered[1]:
            continue
        if len(line) > 1 or len(line[0].text) <= _LONGEST_HEADER_LINE:
            bands.append(_band(page, line))
    bands.sort(key=lambda band: band.top + band.bottom)
    if bands:
        bands[0].first_of_region = bands[-1].last_of_region = True
    return bands


def _cells(page: Page, line: Sequence[Character]) -> Line:
    return [_cell(page, run) for run in runs(line)]


def _cell(page: Page, characters: Sequence[Character]) -> Cell:
    return Cell(
        min(c.x0 for c in characters),
        min(c.top for c in characters),
        max(c.x1 for c in characters),
        max(c.bottom for c in characters),
        page.number,
        list(characters),
    )


def _band(page: Page, cells: Line) -> Band:
    return Band(
        page.number, min(cell.top for cell in cells), max(cell.bottom for cell in cells), cells
    )


def _anchored(lines: Sequence[Line], page: Page) -> tuple[list[Band], tuple[float, float]]:
    """The rows of the table with wrapped labels on this page, and the stretch that it covers."""
    wide = [line for line in lines if _trailing_values(line) == _APPLICANTS]
    if len(wide) >= _LEAST_WIDE_ROWS:
        columns = _columns(wide)
        return _rows(lines, page, columns, columns[0][0])
    statistics = [line for line in lines if _unit_index(line) is not None]
    if len(statistics) >= _LEAST_WIDE_ROWS:
        start = min(line[_unit_index(line) or 0].x0 for line in statistics) - 3
        end = max(line[-1].x1 for line in statistics) + 3
        return _rows(lines, page, [(start, end)], start)
    return [], (0.0, -1.0)


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


def _columns(wide: Sequence[Line]) -> list[Interval]:
    """The seven columns, parted halfway between the numbers of neighbours."""
    lefts = [median(line[index - _APPLICANTS].x0 for line in wide) for index in range(_APPLICANTS)]
    rights = [median(line[index - _APPLICANTS].x1 for line in wide) for index in range(_APPLICANTS)]
    centres = [(left + right) / 2 for left, right in zip(lefts, rights, strict=True)]
    between = [(a + b) / 2 for a, b in zip(centres, centres[1:], strict=False)]
    pitch = between[0] - centres[0]
    farthest = max(line[-1].x1 for line in wide)
    edges = [centres[0] - pitch, *between, max(farthest + 2, centres[-1] + pitch / 2)]
    return list(zip(edges, edges[1:], strict=False))


def _rows(
    lines: Sequence[Line], page: Page, columns: Sequence[Interval], start: float
) -> tuple[list[Band], tuple[float, float]]:
    right = columns[-1][1]
    anchors: list[Line] = []
    labels: list[Line] = []
    for line in lines:
        numbers = [cell for cell in line if start <= (cell.x0 + cell.x1) / 2 <= right]
        is_row = any(looks_like_value(cell.text) for cell in numbers) and all(
            looks_like_value(cell.text) or squeeze(cell.text) in UNITS for cell in numbers
        )
        if is_row:
            anchors.append(numbers)
        text = [cell for cell in line if (cell.x0 + cell.x1) / 2 < start]
        if text and (is_row or not numbers):
            labels.append(text)
    height = median(cell.bottom - cell.top for line in anchors for cell in line)
    first, last = anchors[0][0].top - 2.5 * height, anchors[-1][0].bottom + 2.5 * height
    leaf = _leaf_start(labels, first, last)
    groups = _groups(labels, anchors, leaf, (first, last))
    bands = []
    used: set[int] = set()
    for anchor in anchors:
        middle = _middle(anchor)
        best = min(
            (index for index in range(len(groups)) if index not in used),
            key=lambda index: _distance(groups[index], middle),
            default=None,
        )
        cells = _in_columns(anchor, columns, page) if len(columns) > 1 else list(anchor)
        if best is not None and _distance(groups[best], middle) <= 0.8 * height:
            used.add(best)
            cells = [_merged(page, groups[best]), *cells]
        bands.append(_band(page, cells))
    for index, group in enumerate(groups):
        inside = _distance(group, _middle(anchors[0])) > 0 and anchors[0][0].top < group[0].top
        if index not in used and inside and group[-1].bottom < anchors[-1][0].top:
            label = _merged(page, group)
            blanks = [Cell(x0, label.top, x1, label.bottom, page.number) for x0, x1 in columns]
            bands.append(_band(page, [label, *blanks] if len(columns) > 1 else [label]))
    covered = [band.top for band in bands], [band.bottom for band in bands]
    return bands, (min(covered[0]), max(covered[1]))


def _middle(cells: Sequence[Cell]) -> float:
    return sum((cell.top + cell.bottom) / 2 for cell in cells) / len(cells)


def _distance(group: Sequence[Cell], height: float) -> float:
    """How far the middle of a label, or else its nearest edge line, stands from a height."""
    top, bottom = group[0].top, group[-1].bottom
    if top <= height <= bottom:
        return abs((top + bottom) / 2 - height) * 0.2
    return min(abs(top - height), abs(bottom - height))


def _leaf_start(labels: Sequence[Line], first: float, last: float) -> float:
    """Where the labels of the innermost column begin: where most lines of label text do."""
    starts = sorted(
        line[-1].x0 for line in labels if first <= line[-1].top <= last and len(line[-1].text) > 2
    )
    if not starts:
        return 0.0
    best = max(starts, key=lambda x: sum(abs(other - x) < 4 for other in starts))
    return best - 4


def _groups(
    labels: Sequence[Line],
    anchors: Sequence[Line],
    leaf: float,
    stretch: tuple[float, float],
) -> list[list[Cell]]:
    """The lines of label text as labels: each a list of cells, one under another."""
    heights = [_middle(anchor) for anchor in anchors]
    groups: list[list[Cell]] = []
    for line in labels:
        cell = line[-1]
        if not stretch[0] <= cell.top <= stretch[1]:
            continue
        numbered = bool(_NUMBERED.match(squeeze(cell.text)))
        if cell.x0 < leaf and not numbered and len(line) == 1 and cell.x1 < leaf + 20:
            continue  # the continuation of a label further left (不予公开, the vertical title)
        if groups and not numbered:
            before = groups[-1][-1]
            height = before.bottom - before.top
            gap = cell.top - before.bottom
            own = any(abs((cell.top + cell.bottom) / 2 - y) < 0.35 * height for y in heights)
            other = any(abs((before.top + before.bottom) / 2 - y) < 0.35 * height for y in heights)
            if gap < 0.9 * height and not (own and other):
                groups[-1].append(cell)
                continue
        groups.append([cell])
    return groups


def _merged(page: Page, cells: Sequence[Cell]) -> Cell:
    return _cell(page, [character for cell in cells for character in cell.characters])


def _in_columns(anchor: Line, columns: Sequence[Interval], page: Page) -> list[Cell]:
    top = min(cell.top for cell in anchor)
    bottom = max(cell.bottom for cell in anchor)
    made = [Cell(x0, top, x1, bottom, page.number) for x0, x1 in columns]
    for source in anchor:
        middle = (source.x0 + source.x1) / 2
        for cell in made:
            if cell.x0 <= middle < cell.x1:
                cell.characters.extend(source.characters)
                break
    return made
