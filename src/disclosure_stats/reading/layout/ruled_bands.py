"""Ruling lines become bands of cells: what lies between two horizontal rules, cut at the verticals.

A band is a row of a table as drawn. Whether it is a row of a form is not decided here.
"""

import math
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from operator import attrgetter, itemgetter

from disclosure_stats.pages.lines import text_runs
from disclosure_stats.pages.model import Box, Horizontal, Page, Vertical, Word
from disclosure_stats.reading.layout.cell import Band, Cell
from disclosure_stats.reading.layout.touching_numbers import is_of_numbers, numbers_of

_SAME_LINE = 3.5  # points: rules this close are one (double rules, the two edges of a thick one)
_TOUCH = 4.0  # points between two pieces of one rule, or between a rule and the one it meets
_MIN_HORIZONTAL_LENGTH = 14.0
_MIN_VERTICAL_LENGTH = 7.0
_MIN_CELL_SIZE = 8.0  # points: no cell that something is to be written into is narrower, or lower
_MAX_GAP_WIDTH = 2.2  # of a shaded row's height: what is not shaded between it and the next one
_MIN_COVER = 0.25  # of a region's width, for a horizontal rule to part two bands
_MAX_NUMBER_WIDTH = 1.5  # of its cell's width


def ruled_bands(page: Page, with_faint: bool = False) -> list[Band]:
    """The bands of all ruled regions of a page, top to bottom.

    `with_faint` takes edges of fills and white lines for rules too.
    """
    horizontals, verticals = list(page.horizontals), list(page.verticals)
    if with_faint:
        horizontals += page.faint_horizontals
        verticals += page.faint_verticals
    levels = _merged_horizontals(horizontals)
    uprights = _merged_verticals(verticals)
    regions = _regions(levels, uprights)
    if not regions:
        return []
    return [band for region in regions for band in _bands_of(region, page, with_faint)]


@dataclass(slots=True)
class _Region:
    top: float
    bottom: float
    horizontals: list[Horizontal] = field(default_factory=list)
    verticals: list[Vertical] = field(default_factory=list)


def _merged(
    pieces: Iterable[tuple[float, float, float]], shortest: float
) -> list[tuple[float, float, float]]:
    """Pieces (position, start, end) on one line joined; positions close together are one line."""
    lines: list[list[tuple[float, float, float]]] = []
    for piece in sorted(pieces):
        if lines and piece[0] - lines[-1][0][0] <= _SAME_LINE:
            lines[-1].append(piece)
        else:
            lines.append([piece])
    merged = []
    for line in lines:
        position = sum([piece[0] for piece in line]) / len(line)
        line.sort(key=itemgetter(1))
        start, end = line[0][1], line[0][2]
        for _, piece_start, piece_end in line[1:]:
            if piece_start <= end + _TOUCH:
                if piece_end > end:
                    end = piece_end
                continue
            if end - start >= shortest:
                merged.append((position, start, end))
            start, end = piece_start, piece_end
        if end - start >= shortest:
            merged.append((position, start, end))
    return merged


def _merged_horizontals(lines: list[Horizontal]) -> list[Horizontal]:
    return [Horizontal(*line) for line in _merged(lines, _MIN_HORIZONTAL_LENGTH)]


def _merged_verticals(lines: list[Vertical]) -> list[Vertical]:
    return [
        Vertical(*line)
        for table in _one_under_another(lines)
        for line in _merged(table, _MIN_VERTICAL_LENGTH)
    ]


def _one_under_another(lines: list[Vertical]) -> list[list[Vertical]]:
    """`lines` by the tables, from top to bottom, that they belong to: a column of one table may
    begin a point or two beside one of the next, and they are not one line."""
    tables: list[list[Vertical]] = []
    bottom = -math.inf
    for line in sorted(lines, key=attrgetter("top")):
        if line.top > bottom + _TOUCH:
            tables.append([])
        tables[-1].append(line)
        if line.bottom > bottom:
            bottom = line.bottom
    return tables


def _regions(horizontals: list[Horizontal], verticals: list[Vertical]) -> list[_Region]:
    """Stretches of the page that rules hold together, from top to bottom."""
    regions: list[_Region] = []
    for upright in sorted(verticals, key=lambda v: v.top):
        if regions and upright.top <= regions[-1].bottom + _TOUCH:
            regions[-1].verticals.append(upright)
            regions[-1].bottom = max(regions[-1].bottom, upright.bottom)
        else:
            regions.append(_Region(upright.top, upright.bottom, [], [upright]))
    loose: list[Horizontal] = []
    for level in horizontals:
        for region in regions:
            if region.top - _TOUCH <= level.y <= region.bottom + _TOUCH:
                region.horizontals.append(level)
                break
        else:
            loose.append(level)
    regions = [
        region
        for region in regions
        if len({v.x for v in region.verticals}) > 1 or len(region.horizontals) > 2
    ]
    regions.extend(_open_regions(loose))
    regions.sort(key=lambda region: region.top)
    return regions


def _open_regions(horizontals: list[Horizontal]) -> list[_Region]:
    """Regions that horizontal rules alone make: three or more of one width, one under another."""
    regions: list[_Region] = []
    for level in sorted(horizontals):
        for region in regions:
            widest = max(region.horizontals, key=lambda h: h.x1 - h.x0)
            inside = level.x0 >= widest.x0 - _TOUCH and level.x1 <= widest.x1 + _TOUCH
            if inside and level.y - region.bottom < 150:
                region.horizontals.append(level)
                region.bottom = level.y
                break
        else:
            if level.x1 - level.x0 > 150:
                regions.append(_Region(level.y, level.y, [level]))
    return [region for region in regions if len({h.y for h in region.horizontals}) >= 3]


def _bands_of(region: _Region, page: Page, with_faint: bool) -> list[Band]:
    lines = region.horizontals
    left = min([h.x0 for h in lines] + [v.x for v in region.verticals])
    right = max([h.x1 for h in lines] + [v.x for v in region.verticals])
    width = right - left
    if width < 40:
        return []
    cover: dict[float, float] = {}
    for level in lines:
        cover[level.y] = cover.get(level.y, 0.0) + level.x1 - level.x0
    edges = sorted(y for y, length in cover.items() if length >= _MIN_COVER * width)
    if not edges or edges[0] - region.top > 5:
        edges.insert(0, region.top)
    if region.bottom - edges[-1] > 5:
        edges.append(region.bottom)
    uprights = sorted([(x, top - 1, bottom + 1) for x, top, bottom in region.verticals])
    bands = []
    for top, bottom in pairwise(edges):
        middle = (top + bottom) / 2
        inner = [x for x, first, last in uprights if first <= middle <= last and left < x < right]
        borders = [left, *inner, right]
        apart = [x for before, x in pairwise(borders) if x - before > _SAME_LINE]
        cells = [Cell(x0, top, x1, bottom, page) for x0, x1 in pairwise([left, *apart])]
        if cells:
            bands.append(Band(page, top, bottom, cells))
    if not bands:
        return []
    _fill(bands, page.words)
    if _is_cut(region, left, right, page):
        edge = max(word[2] for word in page.words)
        for band in bands:
            band.cells[-1].is_unsure = _has_no_room(band.cells[-1], edge)
    for band in bands:
        if not region.verticals:
            band.cells = _cells_by_gaps(band)
        # Between a table's own border and a frame around it, or between cells with borders each.
        filled = [c for c in band.cells if c.words or c.x1 - c.x0 >= _MIN_CELL_SIZE]
        band.cells = filled or band.cells
        last = band.cells[-1]
        if len(band.cells) > 1 and not last.words and not _is_ruled(last, lines):
            del band.cells[-1]  # between the table and a frame around the page
    bands = [band for band in bands if _may_be_row(band)] or bands
    _doubt_merged(bands, lines)
    bands[0].first_of_region = bands[-1].last_of_region = True
    return bands


def _may_be_row(band: Band) -> bool:
    """Whether `band` is no mere gap between rows whose cells have borders each."""
    return band.bottom - band.top >= _MIN_CELL_SIZE or any(cell.words for cell in band.cells)


def _is_cut(region: _Region, left: float, right: float, page: Page) -> bool:
    """Whether a table has a rule at its left and none at its right, and reaches into the page's
    margin: as one that is wider than its page, cut off in the middle of a column."""
    xs = [upright.x for upright in region.verticals]
    if len(xs) < 2 or min(xs) > left + _TOUCH or max(xs) > right - _TOUCH or not page.words:
        return False
    margin = min(left, min(word[0] for word in page.words))
    return page.width - right < margin - _TOUCH


def _has_no_room(cell: Cell, edge: float) -> bool:
    """Whether no other character has room behind the last one in `cell` before `edge`, where all
    text of the page ends; or whether the cell is blank and goes on beyond it."""
    if not cell.words:
        return cell.x1 > edge + _TOUCH
    last = max(cell.words, key=lambda word: word.x1)
    characters = sorted(c for c in cell.characters if abs(c.top - last.top) < _SAME_LINE)
    steps = [after.x0 - before.x0 for before, after in pairwise(characters)]
    return edge - last.x1 < max(steps, default=last.x1 - last.x0)


def _doubt_merged(bands: Sequence[Band], lines: Sequence[Horizontal]) -> None:
    """Marks the cells of two rows between which no rule is drawn where others have one: what is
    written into one of them stands for both."""
    for upper, lower in pairwise(bands):
        for above in upper.cells:
            for below in lower.cells:
                is_column = abs(above.x0 - below.x0) < _TOUCH and abs(above.x1 - below.x1) < _TOUCH
                if is_column and bool(above.words) != bool(below.words):
                    middle = (above.x0 + above.x1) / 2
                    if not any(
                        x0 <= middle <= x1 and abs(y - upper.bottom) < _TOUCH for y, x0, x1 in lines
                    ):
                        above.is_unsure = below.is_unsure = True


def _is_ruled(cell: Cell, lines: Sequence[Horizontal]) -> bool:
    """Whether a rule runs along the top or the bottom of `cell`."""
    middle = (cell.x0 + cell.x1) / 2
    return any(
        x0 <= middle <= x1 and (abs(y - cell.top) < _TOUCH or abs(y - cell.bottom) < _TOUCH)
        for y, x0, x1 in lines
    )


def _cells_by_gaps(band: Band) -> list[Cell]:
    """The one cell of a band without verticals, cut where no line of its text reaches."""
    whole = band.cells[0]
    pieces = [(run[0].x0, run[-1].x1, run) for run in text_runs(whole.words)]
    pieces.sort(key=lambda piece: piece[0])
    cells: list[Cell] = []
    for x0, x1, run in pieces:
        if cells and x0 < cells[-1].x1:
            cells[-1].x1 = max(cells[-1].x1, x1)
            cells[-1].words.extend(run)
        else:
            cells.append(Cell(x0, band.top, x1, band.bottom, band.page, list(run)))
    return cells or band.cells


def _fill(bands: list[Band], words: Sequence[Word]) -> None:
    """Put each word into the cell that it lies in, or else each of its characters, or of the
    numbers that it is made of, into the cell that its centre lies in."""
    tops = [band.top for band in bands]
    lefts = [[cell.x0 for cell in band.cells] for band in bands]
    rights = [band.cells[-1].x1 for band in bands]
    contents = [[cell.words for cell in band.cells] for band in bands]
    first, last = bands[0].top - 1, bands[-1].bottom + 1
    for word in words:
        x0, top, x1, bottom, _, starts, _ = word
        y = (top + bottom) / 2
        if not first <= y <= last:
            continue
        index = max(bisect_right(tops, y) - 1, 0)
        edges, right, cells = lefts[index], rights[index], contents[index]
        if starts:  # the centres of the first and the last character
            start, end = (x0 + starts[1]) / 2, (starts[-1] + x1) / 2
        else:
            start = end = (x0 + x1) / 2
        column = bisect_right(edges, start) - 1
        if column == bisect_right(edges, end) - 1 and end <= right:
            if column >= 0:
                cells[column].append(word)
            continue
        for part in _parts(word, [*edges, right]):
            x = (part[0] + part[2]) / 2
            column = bisect_right(edges, x) - 1
            if column >= 0 and x <= right:
                cells[column].append(part)


def _parts(word: Word, borders: Sequence[float]) -> list[Word]:
    """The characters of a word that crosses one of `borders`; or the numbers that it is made of,
    each whole unless it is so wide that it may be two."""
    if not is_of_numbers(word.text):
        return word.characters()
    parts: list[Word] = []
    for number in numbers_of(word.characters()):
        column = bisect_right(borders, (number.x0 + number.x1) / 2)
        width = borders[column] - borders[column - 1] if 0 < column < len(borders) else 0.0
        if number.x1 - number.x0 < _MAX_NUMBER_WIDTH * width:
            parts.append(number)
        else:
            parts += number.characters()
    return parts


def bands_of_boxes(page: Page, rows: Sequence[Sequence[Box]], words: Iterable[Word]) -> list[Band]:
    """Bands from the cell boxes of a table that another reader found, filled with `words`."""
    bands = []
    for row in rows:
        if row:
            cells = [Cell(*box, page) for box in sorted(row)]
            bands.append(Band(page, cells[0].top, min(cell.bottom for cell in cells), cells))
    for word in words:
        x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
        for cell in (cell for band in bands for cell in band.cells):
            if cell.x0 <= x <= cell.x1 and cell.top <= y <= cell.bottom:
                cell.words.append(word)
                break
    if bands:
        bands[0].first_of_region = bands[-1].last_of_region = True
    return bands
