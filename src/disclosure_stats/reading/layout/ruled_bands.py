"""Ruling lines become bands of cells: what lies between two horizontal rules, cut at the verticals.

A band is a row of a table as drawn. Whether it is a row of a form is not decided here.
"""

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from disclosure_stats.pages.model import Box, Horizontal, Page, Word
from disclosure_stats.reading.layout.cell import Band, Cell
from disclosure_stats.reading.layout.regions import (
    SAME_LINE,
    TOUCH,
    Region,
    ruled_regions,
)
from disclosure_stats.reading.layout.touching_numbers import is_of_numbers, numbers_of

_MIN_TABLE_WIDTH = 40.0  # points
_OPEN_END = 5.0  # points from a region's last level to its end, for the end to be one too
_MAX_NUMBER_WIDTH = 1.5  # of its cell's width
_MIN_COVER = 0.25  # of a region's width, for a horizontal rule to part two bands
_MIN_COLUMNS_BELOW = 4  # uprights that begin at a rule: the row below it has cells of its own


def ruled_bands(page: Page) -> list[Band]:
    """The bands of all ruled regions of a page, top to bottom."""
    return [band for region in ruled_regions(page) for band in _bands_of(region, page)]


def _bands_of(region: Region, page: Page) -> list[Band]:
    left, right = region.extent
    if right - left < _MIN_TABLE_WIDTH:
        return []
    bands = _blank_bands(region, page, left, right)
    if not bands:
        return []
    _fill(bands, page.words)
    _doubt_merged(bands, region.horizontals)
    bands[0].first_of_region = bands[-1].last_of_region = True
    return bands


def _blank_bands(region: Region, page: Page, left: float, right: float) -> list[Band]:
    """The bands between the levels of a region from `left` to `right`, cut at its verticals;
    nothing is written in yet."""
    uprights = sorted(
        [(x, top - 1, bottom + 1) for x, top, bottom in region.verticals if left < x < right]
    )
    bands = []
    inner: list[float] | None = None
    for top, bottom in pairwise(_levels(region, right - left)):
        middle = (top + bottom) / 2
        cuts = [x for x, first, last in uprights if first <= middle <= last]
        if cuts != inner:  # most bands are cut as the one before
            inner = cuts
            borders = [left, *inner, right]
            apart = [x for before, x in pairwise(borders) if x - before > SAME_LINE]
            columns = list(pairwise([left, *apart]))
        if columns:
            cells = [Cell(x0, top, x1, bottom, page, []) for x0, x1 in columns]
            bands.append(Band(page, top, bottom, cells))
    return bands


def _levels(region: Region, width: float) -> list[float]:
    """The heights at which a region is cut: where rules cover enough of its width, and its ends."""
    cover: dict[float, float] = {}
    for y, x0, x1 in region.horizontals:
        cover[y] = cover.get(y, 0.0) + x1 - x0
    levels = [y for y, length in cover.items() if length >= _MIN_COVER * width]
    if len(levels) < len(cover):
        cuts = Counter([round(rule.top) for rule in region.verticals])
        levels += [
            y
            for y, length in cover.items()
            if not length >= _MIN_COVER * width
            and sum([cuts[round(y) + step] for step in (-1, 0, 1)]) >= _MIN_COLUMNS_BELOW
        ]
    levels.sort()
    if not levels or levels[0] - region.top > _OPEN_END:
        levels.insert(0, region.top)
    if region.bottom - levels[-1] > _OPEN_END:
        levels.append(region.bottom)
    return levels


def _doubt_merged(bands: Sequence[Band], lines: Sequence[Horizontal]) -> None:
    """Marks the cells of two rows between which no rule is drawn where others have one: what is
    written into one of them stands for both."""
    have_blanks = [[] in [cell.words for cell in band.cells] for band in bands]
    for index, (upper, lower) in enumerate(pairwise(bands)):
        if not (have_blanks[index] or have_blanks[index + 1]):
            continue
        rules: list[Horizontal] | None = None
        filled = [cell for cell in lower.cells if cell.words]
        blank = [cell for cell in lower.cells if not cell.words]
        for above in upper.cells:
            for below in blank if above.words else filled:
                if abs(above.x0 - below.x0) < TOUCH and abs(above.x1 - below.x1) < TOUCH:
                    if rules is None:
                        rules = [line for line in lines if abs(line[0] - upper.bottom) < TOUCH]
                    middle = (above.x0 + above.x1) / 2
                    if not any(x0 <= middle <= x1 for _, x0, x1 in rules):
                        above.is_unsure = below.is_unsure = True


def _fill(bands: list[Band], words: Sequence[Word]) -> None:
    """Put each word into the cell that it lies in, or else each of its characters, or of the
    numbers that it is made of, into the cell that its centre lies in. A number in the last cell may
    run over its edge; a digit on it that is in none may be the last of the number before it."""
    tops = [band.top for band in bands]
    lefts = [[cell.x0 for cell in band.cells] for band in bands]
    rights = [band.cells[-1].x1 for band in bands]
    contents = [[cell.words for cell in band.cells] for band in bands]
    first, last = bands[0].top - 1, bands[-1].bottom + 1
    level = math.nan
    for word in words:
        x0, top, x1, bottom, _, starts, _ = word
        y = (top + bottom) / 2
        if y != level:  # most words stand on a line with the one before
            level = y
            is_inside = first <= y <= last
            index = max(bisect_right(tops, y) - 1, 0)
            edges, right, cells = lefts[index], rights[index], contents[index]
        if not is_inside:
            continue
        if starts:  # the centres of the first and the last character
            start, end = (x0 + starts[1]) / 2, (starts[-1] + x1) / 2
        else:
            start = end = (x0 + x1) / 2
        column = bisect_right(edges, start)
        is_within = end <= right or start <= right and is_of_numbers(word.text)
        if is_within and (not starts or column == bisect_right(edges, end)):
            if column:
                cells[column - 1].append(word)
            continue
        for part in _parts(word, [*edges, right]):
            x = (part[0] + part[2]) / 2
            column = bisect_right(edges, x) - 1
            if column >= 0 and x <= right:
                cells[column].append(part)
            elif part[0] < right < x and part[4].isdecimal():
                bands[index].cells[-1].is_unsure = True


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
    places = [(*cell.box, cell.words) for band in bands for cell in band.cells]
    level = math.nan
    for word in words:
        x, y = (word[0] + word[2]) / 2, (word[1] + word[3]) / 2
        if y != level:  # most words stand on a line with the one before
            level = y
            across = [(x0, x1, inside) for x0, top, x1, end, inside in places if top <= y <= end]
        for x0, x1, inside in across:
            if x0 <= x <= x1:
                inside.append(word)
                break
    if bands:
        bands[0].first_of_region = bands[-1].last_of_region = True
    return bands
