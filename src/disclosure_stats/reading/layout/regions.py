"""Ruling lines become regions: stretches of a page that rules hold together."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from operator import itemgetter

from disclosure_stats.pages.model import Horizontal, Page, Vertical

SAME_LINE = 3.5  # points: rules this close are one (double rules, the two edges of a thick one)
TOUCH = 4.0  # points between two pieces of one rule, or between a rule and the one it meets
_MIN_HORIZONTAL_LENGTH = 14.0  # points: shorter ones are no rules
_MIN_VERTICAL_LENGTH = 7.0  # points
_START = _TOP = itemgetter(1)  # of a rule


@dataclass(slots=True)
class Region:
    """A stretch of the page that rules hold together."""

    top: float
    bottom: float
    horizontals: list[Horizontal] = field(default_factory=list)
    verticals: list[Vertical] = field(default_factory=list)

    @property
    def extent(self) -> tuple[float, float]:
        """Its left and its right edge."""
        xs = [upright.x for upright in self.verticals]
        lefts = [level.x0 for level in self.horizontals]
        rights = [level.x1 for level in self.horizontals]
        return min(lefts + xs), max(rights + xs)


def _merged(
    pieces: Iterable[tuple[float, float, float]], shortest: float
) -> list[tuple[float, float, float]]:
    """Pieces (position, start, end) on one line joined; positions close together are one line."""
    lines: list[list[tuple[float, float, float]]] = []
    line: list[tuple[float, float, float]] = []
    first = -math.inf
    for piece in sorted(pieces):
        if piece[0] - first <= SAME_LINE:
            line.append(piece)
        else:
            first = piece[0]
            line = [piece]
            lines.append(line)
    merged = []
    for line in lines:
        position = sum([piece[0] for piece in line]) / len(line)
        line.sort(key=_START)
        start, end = line[0][1], line[0][2]
        for _, piece_start, piece_end in line[1:]:
            if piece_start <= end + TOUCH:
                if piece_end > end:
                    end = piece_end
                continue
            if end - start >= shortest:
                merged.append((position, start, end))
            start, end = piece_start, piece_end
        if end - start >= shortest:
            merged.append((position, start, end))
    return merged


def merged_horizontals(lines: list[Horizontal]) -> list[Horizontal]:
    """Pieces of one level rule as one, without what is too short to be a rule."""
    return [Horizontal(*line) for line in _merged(lines, _MIN_HORIZONTAL_LENGTH)]


def merged_verticals(lines: list[Vertical]) -> list[Vertical]:
    """Pieces of one upright rule as one, without what is too short to be a rule."""
    return [
        Vertical(*line)
        for table in _one_under_another(lines)
        for line in _merged(table, _MIN_VERTICAL_LENGTH)
    ]


def _one_under_another(lines: list[Vertical]) -> list[list[Vertical]]:
    """`lines` by the tables, from top to bottom, that they belong to: a column of one table may
    begin a point or two beside one of the next, and they are not one line."""
    tables: list[list[Vertical]] = []
    table: list[Vertical] = []
    lowest = -math.inf
    for line in sorted(lines, key=_TOP):
        _, top, bottom = line
        if top > lowest + TOUCH:
            table = []
            tables.append(table)
        table.append(line)
        if bottom > lowest:
            lowest = bottom
    return tables


@lru_cache(maxsize=16)  # a page is asked once for each way in which it is read
def ruled_regions(page: Page) -> list[Region]:
    """The stretches of `page` that drawn rules hold together, from top to bottom."""
    verticals = merged_verticals(page.verticals)
    return find_regions(merged_horizontals(page.horizontals), verticals) if verticals else []


def find_regions(horizontals: list[Horizontal], verticals: list[Vertical]) -> list[Region]:
    """Stretches of the page that rules hold together, from top to bottom."""
    regions: list[Region] = []
    for upright in sorted(verticals, key=_TOP):
        if regions and upright.top <= regions[-1].bottom + TOUCH:
            regions[-1].verticals.append(upright)
            regions[-1].bottom = max(regions[-1].bottom, upright.bottom)
        else:
            regions.append(Region(upright.top, upright.bottom, [], [upright]))
    for level in horizontals:
        for region in regions:
            if region.top - TOUCH <= level.y <= region.bottom + TOUCH:
                region.horizontals.append(level)
                break
    return regions
