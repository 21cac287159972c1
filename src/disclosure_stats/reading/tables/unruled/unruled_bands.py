"""Rows of tables that have no rules, or too few: told by where the numbers and the labels stand.

A number anchors a row. The lines of label text to its left are grouped into labels (a new one
begins at its numbering, or after a gap), and each group goes to the anchor at its height.
"""

from bisect import bisect_left
from collections.abc import Sequence
from functools import cache

from disclosure_stats.forms import ERAS, load_form
from disclosure_stats.pages.lines import is_page_number, text_lines, text_runs
from disclosure_stats.pages.model import Page, Word
from disclosure_stats.reading.layout.cell import Band, Cell
from disclosure_stats.reading.layout.columns import Interval
from disclosure_stats.reading.layout.ruled_bands import ruled_bands
from disclosure_stats.reading.layout.touching_numbers import is_of_numbers, numbers_of
from disclosure_stats.reading.tables.unruled.anchored_rows import anchored_rows, band_of
from disclosure_stats.reading.tables.unruled.loose_labels import (
    INNERMOST,
    NUMBERED,
    ONLY_NUMBERING,
    Line,
    cell_of,
    middle_of,
    parent_keys,
    text_of,
)
from disclosure_stats.reading.tables.unruled.wrapped_numbers import join_wrapped_numbers
from disclosure_stats.text.folding import squeeze
from disclosure_stats.text.labels import label_key
from disclosure_stats.text.lazy_pattern import lazy_pattern
from disclosure_stats.text.values import looks_like_value

_NUMBER_BEHIND = lazy_pattern(r"(?<=[\u2e80-\u9fff])[-+−]?[\d,.]+$")
_MAX_LENGTH_OF_ONE_NUMBER = 4  # characters: a longer number may be two that touch
_MAX_NUMBERS_OF_FOOT = 3  # the page's between two dashes: more are a row of small numbers
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
    bands, covered = anchored_rows(lines, page)
    outside = [line for line in lines if not covered[0] <= middle_of(line) <= covered[1]]
    for line in outside:
        if len(line) > 1 or len(line[0].text) <= _MAX_HEADER_LINE_LENGTH:
            bands.append(band_of(page, line))
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
    if sum(looks_like_value(cell.text) for cell in line) > _MAX_NUMBERS_OF_FOOT:
        return False
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
