"""Rows of tables that have no rules, or too few: told by where the numbers and the labels stand.

A number anchors a row. The lines of label text to its left are grouped into labels (a new one
begins at its numbering, or after a gap), and each group goes to the anchor at its height.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from statistics import median

from disclosure_stats.forms import ERAS, load_form
from disclosure_stats.pages.lines import is_page_number, text_lines, text_runs
from disclosure_stats.pages.model import Page, Word
from disclosure_stats.reading.layout.cell import Band, Cell
from disclosure_stats.reading.layout.columns import Interval, columns_between
from disclosure_stats.reading.layout.ruled_bands import ruled_bands
from disclosure_stats.reading.layout.touching_numbers import is_of_numbers, numbers_of
from disclosure_stats.reading.tables.unruled.loose_labels import (
    INNERMOST,
    LEVEL,
    NUMBERED,
    ONLY_NUMBERING,
    Line,
    cell_of,
    innermost_labels,
    middle_of,
    parent_keys,
    text_of,
    whole_labels,
)
from disclosure_stats.reading.tables.unruled.wrapped_numbers import join_wrapped_numbers
from disclosure_stats.text.folding import squeeze
from disclosure_stats.text.labels import label_key
from disclosure_stats.text.values import UNITS, looks_like_value

_NUMBER_BEHIND = re.compile(r"(?<=[\u2e80-\u9fff])[-+−]?[\d,.]+$")
_APPLICANTS = 7
_MIN_ROWS_WITHOUT_TOTAL = 5
_MIN_STATISTICS_ROWS = 3
_MAX_LENGTH_OF_ONE_NUMBER = 4  # characters: a longer number may be two that touch
_MAX_HEADER_LINE_LENGTH = 40  # characters: a longer line of one run is narrative


def mixed_bands(page: Page) -> list[Band]:
    """The ruled bands of `page`, and between them the bands of what has no rules."""
    ruled = ruled_bands(page, with_faint=True)
    if not ruled:
        return text_bands(page)
    inside = _joined_stretches([(band.top, band.bottom) for band in ruled])
    ends = [bottom for _, bottom in inside]
    outside = []
    for word in page.words:
        middle = (word[1] + word[3]) / 2
        index = bisect_left(ends, middle)  # of the first stretch that does not end above
        if index == len(ends) or middle < inside[index][0]:
            outside.append(word)
    bands = ruled + text_bands(page, outside)
    bands.sort(key=lambda band: band.top + band.bottom)
    return bands


def _joined_stretches(stretches: Sequence[Interval]) -> list[Interval]:
    """`stretches` from top to bottom, those that touch or overlap joined."""
    joined: list[Interval] = []
    for top, bottom in sorted(stretches):
        if joined and top <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(bottom, joined[-1][1]))
        else:
            joined.append((top, bottom))
    return joined


def text_bands(
    page: Page, words: Sequence[Word] | None = None, join_numbers: bool = True
) -> list[Band]:
    """The lines of `page` (or of some of its `words`) as bands of cells; the rows of part
    three and of the statistics form with their wrapped labels put together.

    `join_numbers` puts numbers that are wrapped over two lines together too.
    """
    chosen = page.words if words is None else words
    lines = [_cells(page, line) for line in text_lines(chosen)]
    if join_numbers:  # before the last digits of a number are taken for that of the page
        lines = _with_whole_numbers(lines)
    for edge in (0, -1):  # no more than the outermost line: others may be rows of one number
        if lines and _is_page_number(page, lines[edge]):
            del lines[edge]
    bands, covered = _anchored(lines, page)
    outside = [line for line in lines if not covered[0] <= middle_of(line) <= covered[1]]
    for line in outside:
        if len(line) > 1 or len(line[0].text) <= _MAX_HEADER_LINE_LENGTH:
            bands.append(_band(page, line))
    bands.sort(key=lambda band: band.top + band.bottom)
    if bands:
        bands[0].first_of_region = bands[-1].last_of_region = True
    return bands


def _apart(cell: Cell) -> Line:
    """`cell`, or each of the numbers that run into one another in it as a cell."""
    if len(cell.text) <= _MAX_LENGTH_OF_ONE_NUMBER or not is_of_numbers(cell.text):
        return [cell]
    words = numbers_of(cell.characters)
    return [cell_of(cell.page, [word]) for word in words]


def _with_whole_numbers(lines: Sequence[Line]) -> list[Line]:
    lines = [[part for cell in line for part in _apart(cell)] for line in lines]
    inner = (c.x0 for line in lines for c in line if INNERMOST.match(squeeze(c.text)))
    leaf = min(inner, default=0.0)

    def begins_label(cell: Cell) -> bool:
        is_inner = cell.x1 > leaf + 2 or not _is_piece_of_parent(label_key(cell.text))
        return is_inner and NUMBERED.match(squeeze(cell.text)) is not None

    def is_label(cell: Cell) -> bool:
        return begins_label(cell) or cell.x1 > leaf + 2 and not looks_like_value(cell.text)

    return join_wrapped_numbers(lines, is_label, begins_label)


def _is_piece_of_parent(key: str) -> bool:
    return any(key in parent for parent in parent_keys())


def _is_page_number(page: Page, line: Line) -> bool:
    tops, bottoms = [cell.top for cell in line], [cell.bottom for cell in line]
    return is_page_number(page, min(tops), max(bottoms), "".join(cell.text for cell in line))


def _cells(page: Page, line: Sequence[Word]) -> Line:
    """A line's runs as cells; numbering that stands apart is put to the label behind it."""
    parts: list[list[Word]] = []
    for run in text_runs(line):
        height = run[0].bottom - run[0].top
        if parts and run[0].x0 - parts[-1][-1].x1 < 2 * height:
            before = squeeze(text_of(parts[-1]))
            if ONLY_NUMBERING.fullmatch(before):
                parts[-1].extend(run)
                continue
        parts.append(run)
    cells = [cell_of(page, part) for part in parts]
    return [part for cell in cells for part in _item_and_number(cell)]


def _item_and_number(cell: Cell) -> Line:
    """`cell`, or where it holds the label of a row of part two and the number that touches it, each
    as a cell of its own."""
    number = _NUMBER_BEHIND.search(cell.text)
    if number is None or label_key(cell.text[: number.start()]) not in _item_keys():
        return [cell]
    characters = [
        part for line in text_lines(cell.words) for word in line for part in word.characters()
    ]
    label, rest = characters[: number.start()], characters[number.start() :]
    return [cell_of(cell.page, label), cell_of(cell.page, rest)]


@cache
def _item_keys() -> frozenset[str]:
    """The keys of the labels of part two's rows."""
    blocks = [block for era in ERAS for block in load_form(era).disclosures]
    return frozenset(label_key(x) for block in blocks for item in block.items for x in item.labels)


def _band(page: Page, cells: Line) -> Band:
    return Band(
        page,
        min(cell.top for cell in cells),
        max(cell.bottom for cell in cells),
        cells,
        ruled=False,
    )


def _anchored(lines: Sequence[Line], page: Page) -> tuple[list[Band], tuple[float, float]]:
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
    return [], (0.0, -1.0)


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
    stretch: tuple[float, float],
) -> tuple[list[Band], tuple[float, float]]:
    """The rows whose numbers stand in `stretch`, and the stretch with their labels."""
    right = columns[-1][1]
    lines = _parted(lines, page, start)
    anchors: list[Line] = []
    labels: list[Line] = []
    for line in lines:
        numbers = [cell for cell in line if start <= (cell.x0 + cell.x1) / 2 <= right]
        is_row = any(looks_like_value(cell.text) for cell in numbers) and all(
            looks_like_value(cell.text) or squeeze(cell.text) in UNITS for cell in numbers
        )
        is_row = is_row and stretch[0] <= middle_of(numbers) <= stretch[1]
        if is_row:
            anchors.append(numbers)
        text = [cell for cell in line if (cell.x0 + cell.x1) / 2 < start]
        if text and (is_row or not numbers):
            labels.append(text)
        elif numbers and not is_row:  # a line across: of titles, or of the text around the table
            if middle_of(line) > stretch[1]:
                break
            if middle_of(line) < stretch[0]:
                labels.clear()
    if not anchors:
        return [], (0.0, -1.0)
    height = median(cell.bottom - cell.top for line in anchors for cell in line)
    around = (stretch[0] - 2.5 * height, stretch[1] + 2.5 * height)
    heights = [middle_of(anchor) for anchor in anchors]
    groups = whole_labels(innermost_labels(labels, around, heights), heights)
    bands = []
    label_of = _nearest_labels(groups, heights, 0.8 * height)
    for index, anchor in enumerate(anchors):
        cells = _in_columns(anchor, columns, page) if len(columns) > 1 else list(anchor)
        if index in label_of:
            cells = [_merged(page, groups[label_of[index]]), *cells]
        bands.append(_band(page, cells))
    used = set(label_of.values())
    for index, group in enumerate(groups):
        if index in used or group[0].top <= stretch[0] or group[-1].bottom >= stretch[1]:
            continue
        rivals = [
            band
            for band, y in zip(bands, heights, strict=False)
            if _distance(group, y) < LEVEL * height and abs(band.cells[0].x0 - group[0].x0) < 1
        ]
        if rivals and INNERMOST.match(squeeze(group[0].text)):
            for band in rivals:  # two labels stand at the height of its numbers: they are nobody's
                del band.cells[0]
        else:  # a label between two rows whose own numbers are all left blank
            label = _merged(page, group)
            blanks = [Cell(x0, label.top, x1, label.bottom, page) for x0, x1 in columns]
            bands.append(_band(page, [label, *blanks] if len(columns) > 1 else [label]))
    return bands, (min(band.top for band in bands), max(band.bottom for band in bands))


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


def _parted(lines: Sequence[Line], page: Page, start: float) -> list[Line]:
    """`lines` with the numbers that stand close behind a label taken off it, at the edge that the
    numbers of other lines keep to right of `start`."""
    edge = min(
        (
            cell.x0
            for line in lines
            for cell in line
            if cell.x0 > start and looks_like_value(cell.text)
        ),
        default=start,
    )
    parted = []
    for line in lines:
        cells: list[Cell] = []
        for cell in line:
            if cell.x0 < start and cell.x1 > edge:
                cells += _label_and_number(cell, page, edge)
            else:
                cells.append(cell)
        parted.append(cells)
    return parted


def _label_and_number(cell: Cell, page: Page, edge: float) -> Line:
    """What stands left and right of `edge`, if a number alone stands right of it; else `cell`."""
    characters = cell.characters
    before = [character for character in characters if character.x0 <= edge - 1]
    behind = [character for character in characters if character.x0 > edge - 1]
    if not before or not looks_like_value(text_of(behind)):
        return [cell]
    return [cell_of(page, before), cell_of(page, behind)]


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
