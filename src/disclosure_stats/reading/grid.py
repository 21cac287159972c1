"""Ruling lines become bands of cells: what lies between two horizontal rules, cut at the verticals.

A band is a row of a table as drawn. Whether it is a row of a form is not decided here.
"""

import math
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from operator import attrgetter, itemgetter

from disclosure_stats.pages.model import Box, Horizontal, Page, Vertical, Word
from disclosure_stats.reading.abutting import is_of_numbers, numbers_of
from disclosure_stats.reading.one_number import text_of
from disclosure_stats.reading.values import looks_like_value

_SAME_LINE = 3.5  # points: rules this close are one (double rules, the two edges of a thick one)
_TOUCH = 4.0  # points between two pieces of one rule, or between a rule and the one it meets
_SHORTEST_HORIZONTAL = 14.0
_SHORTEST_VERTICAL = 7.0
_NARROWEST = 8.0  # points: no cell that something is to be written into is narrower, or lower
_WIDEST_GAP = 2.2  # of a shaded row's height: what is not shaded between it and the next one
_LEAST_COVER = 0.25  # of a region's width, for a horizontal rule to part two bands
_WIDEST_NUMBER = 1.5  # of its cell's width
_SAME_TEXT_LINE = 0.55  # of a character's height


@dataclass(slots=True, eq=False)
class Cell:
    """A cell with its box and the words whose centres lie in it. `cut` tells that the page may cut
    off the end of them."""

    x0: float
    top: float
    x1: float
    bottom: float
    page: int
    words: list[Word] = field(default_factory=list)
    _text: str | None = None
    cut: bool = False

    @property
    def text(self) -> str:
        """The cell's words as one string, line by line, without spaces; `APART` between numbers."""
        if self._text is None:
            if len(self.words) == 1:
                self._text = self.words[0][4]
                return self._text
            self._text = text_of(text_lines(self.words), self.x0, self.x1)
        return self._text

    @property
    def characters(self) -> list[Word]:
        """The characters of the cell's words, each as a word of its own."""
        return [character for word in self.words for character in word.characters()]

    def forget_text(self) -> None:
        """To be called when `words` were changed after `text` was asked for."""
        self._text = None

    @property
    def box(self) -> Box:
        """x0, top, x1, bottom."""
        return self.x0, self.top, self.x1, self.bottom


@dataclass(slots=True, eq=False)
class Band:
    """A row of cells on one page, from left to right."""

    page: int
    top: float
    bottom: float
    cells: list[Cell]
    last_of_region: bool = False
    first_of_region: bool = False
    ruled: bool = True

    @property
    def text(self) -> str:
        """All cells' texts, from left to right."""
        return "".join(cell.text for cell in self.cells)


def text_lines(words: Sequence[Word]) -> list[list[Word]]:
    """`words` as lines from top to bottom, each from left to right."""
    if len(words) < 2:
        return [list(words)] if words else []
    sums = [word[1] + word[3] for word in words]  # each twice its middle
    most = _SAME_TEXT_LINE * (words[0].bottom - words[0].top)
    if max(sums) - sums[0] < most and sums[0] - min(sums) < most:  # half of what parts lines
        return [sorted(words)]
    lines: list[list[Word]] = []
    line: list[Word] = []
    level, middle, tallest = -1e9, -1e9, 0.0
    for index in sorted(range(len(sums)), key=sums.__getitem__):
        word = words[index]
        height = word[3] - word[1]
        if sums[index] == level:  # as the line's words before: their mean stays
            line.append(word)
        else:
            centre = sums[index] / 2
            if centre - middle > _SAME_TEXT_LINE * (height if height > tallest else tallest):
                line = [word]
                lines.append(line)
                level, middle, tallest = sums[index], centre, height
                continue
            line.append(word)
            # The mean, so that one word set higher does not part a line from itself.
            middle += (centre - middle) / len(line)
            level = 2 * middle
        if height > tallest:
            tallest = height
    for line in lines:
        line.sort()  # by x0
    return lines


def ruled_bands(page: Page, with_faint: bool = False) -> list[Band]:
    """The bands of all ruled regions of a page, top to bottom.

    `with_faint` takes edges of fills and white lines for rules too.
    """
    horizontals, verticals = list(page.horizontals), list(page.verticals)
    if with_faint:
        horizontals += page.faint_horizontals
        verticals += page.faint_verticals + _between_stripes(page)
    levels = _merged_horizontals(horizontals)
    uprights = _merged_verticals(verticals)
    regions = _regions(levels, uprights)
    if not regions:
        return []
    return [band for region in regions for band in _bands_of(region, page, with_faint)]


def _between_stripes(page: Page) -> list[Vertical]:
    """What joins the edges, one under another, of shaded rows between which one is not shaded: a
    row with a number, where a heading between two tables has none."""
    edges = sorted(page.faint_verticals, key=lambda edge: (round(edge.x), edge.top))
    levels = sorted([(w.top + w.bottom) / 2 for w in page.words if looks_like_value(w.text)])
    joining = []
    for above, below in pairwise(edges):
        gap = below.top - above.bottom
        longer = max(above.bottom - above.top, below.bottom - below.top)
        if below.x - above.x < 1 and _TOUCH < gap <= _WIDEST_GAP * longer:
            next_number = bisect_right(levels, above.bottom)
            if next_number < len(levels) and levels[next_number] < below.top:
                joining.append(Vertical(above.x, above.bottom, below.top))
    return joining


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
    return [Horizontal(*line) for line in _merged(lines, _SHORTEST_HORIZONTAL)]


def _merged_verticals(lines: list[Vertical]) -> list[Vertical]:
    return [
        Vertical(*line)
        for table in _one_under_another(lines)
        for line in _merged(table, _SHORTEST_VERTICAL)
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
    edges = sorted(y for y, length in cover.items() if length >= _LEAST_COVER * width)
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
        cells = [Cell(x0, top, x1, bottom, page.number) for x0, x1 in pairwise([left, *apart])]
        if cells:
            bands.append(Band(page.number, top, bottom, cells))
    if not bands:
        return []
    _fill(bands, page.words)
    if _is_cut(region, left, right, page):
        edge = max(word[2] for word in page.words)
        for band in bands:
            band.cells[-1].cut = _has_no_room(band.cells[-1], edge)
    for band in bands:
        if not region.verticals:
            band.cells = _cells_by_gaps(band)
        # Between a table's own border and a frame around it, or between cells with borders each.
        filled = [c for c in band.cells if c.words or c.x1 - c.x0 >= _NARROWEST]
        band.cells = filled or band.cells
        last = band.cells[-1]
        if len(band.cells) > 1 and not last.words and not _is_ruled(last, lines):
            del band.cells[-1]  # between the table and a frame around the page
    bands = [band for band in bands if _may_be_row(band)] or bands
    if with_faint:
        for band, other in [*pairwise(bands), *pairwise(bands[::-1])]:
            _part_as(other, band)
    bands[0].first_of_region = bands[-1].last_of_region = True
    return bands


def _may_be_row(band: Band) -> bool:
    """Whether `band` is no mere gap between rows whose cells have borders each."""
    return band.bottom - band.top >= _NARROWEST or any(cell.words for cell in band.cells)


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


def _is_ruled(cell: Cell, lines: Sequence[Horizontal]) -> bool:
    """Whether a rule runs along the top or the bottom of `cell`."""
    middle = (cell.x0 + cell.x1) / 2
    return any(
        x0 <= middle <= x1 and (abs(y - cell.top) < _TOUCH or abs(y - cell.bottom) < _TOUCH)
        for y, x0, x1 in lines
    )


def _part_as(other: Band, band: Band) -> None:
    """Parts the last cell of `band`, which may be a row without shading, or shaded as a whole, as
    the row beside it is parted, where no word stands in the way."""
    last = band.cells[-1]
    edges = [cell.x0 for cell in other.cells if last.x0 + _TOUCH < cell.x0 < last.x1 - _TOUCH]
    if not edges or any(word.x0 < x < word.x1 for word in last.words for x in edges):
        return
    borders = [last.x0, *edges, last.x1]
    band.cells[-1:] = [
        Cell(x0, last.top, x1, last.bottom, last.page, [w for w in last.words if x0 <= w.x0 < x1])
        for x0, x1 in pairwise(borders)
    ]


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


def text_runs(words: Sequence[Word], gap: float = 0.6) -> list[list[Word]]:
    """Words that stand close together on one line, as runs from left to right.

    `gap` is in heights of a word.
    """
    found: list[list[Word]] = []
    for line in text_lines(words):
        current = [line[0]]
        for word in line[1:]:
            height = word.bottom - word.top
            if word.x0 - current[-1].x1 > gap * height:
                found.append(current)
                current = [word]
            else:
                current.append(word)
        found.append(current)
    return found


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
        if number.x1 - number.x0 < _WIDEST_NUMBER * width:
            parts.append(number)
        else:
            parts += number.characters()
    return parts


def bands_of_boxes(page: int, rows: Sequence[Sequence[Box]], words: Iterable[Word]) -> list[Band]:
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
