"""The columns of numbers: where each begins and ends, told by rules, or by where numbers stand."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from operator import itemgetter
from statistics import median
from typing import NamedTuple

from disclosure_stats.pages.model import Page
from disclosure_stats.reading.layout.cell import Cell
from disclosure_stats.reading.layout.columns import Interval
from disclosure_stats.reading.layout.regions import merged_verticals

_SAME_EDGE = 3.0  # points: two borders that stand closer are one, drawn twice
_MARGIN = 2.0  # points that the outermost columns are wider than their numbers
_MIN_REACH = 0.6  # of the rows of a table, for a rule to part its columns

Numbers = Sequence[Cell]
"""The numbers of one row, from left to right."""


class Columns(NamedTuple):
    """Where the columns of a table stand. `titles` are those over them, where nothing else tells of
    columns without numbers; `is_told` says that rules, titles or as many columns as the form has
    tell which is which."""

    intervals: Sequence[Interval] = ()
    is_told: bool = True
    titles: Sequence[Cell] = ()

    def place_of(self, cell: Cell) -> int | None:
        """Which of the columns a number stands in; null for none."""
        middle = (cell.x0 + cell.x1) / 2
        place = bisect_right(self.intervals, middle, key=itemgetter(0)) - 1
        return place if place >= 0 and middle <= self.intervals[place][1] else None

    def is_sure_of(self, cell: Cell) -> bool:
        """Whether a number is surely that of its column: where only titles tell of it, one that
        stands under that title and no other."""
        under = [
            index
            for index, title in enumerate(self.titles)
            if title.x0 < cell.x1 and cell.x0 < title.x1
        ]
        return self.is_told and (not self.titles or under == [self.place_of(cell)])


def fitted_columns(
    page: Page,
    rows: Sequence[Numbers],
    alike: Sequence[Numbers],
    titles: Sequence[Sequence[Cell]],
    usual: int,
) -> Columns:
    """The columns of `rows` of one page that leave each number of a row in one of its own: between
    rules, or as numbers stand one under another in these rows, or in all rows of the table that
    are set `alike`, or under one of the rows of `titles`. As many as the form has, `usual`, are
    likeliest, and none without numbers."""
    ways = [Columns(_between_rules(page, rows))]
    for own in (alike, rows):
        stretches = _one_under_another(own)
        ways.append(Columns(stretches, len(stretches) >= usual))
    ways += [
        Columns(_under(row[-usual:]), titles=row[-usual:])
        for row in titles
        if len(row) >= usual > 1
    ]
    held = [way for way in ways if way.intervals and _hold(way, rows)]
    if held:
        return max(
            held,
            key=lambda one: (
                len(one.intervals) == usual,
                not one.titles,
                -_empty(one, rows),
                len(one.intervals),
            ),
        )
    counts = Counter(len(row) for row in rows)
    most = max(counts, key=lambda one: (counts[one], -one))
    whole = [row for row in rows if len(row) == most]
    return Columns(_between(whole), is_told=most >= usual)


def _between(rows: Sequence[Numbers]) -> list[Interval]:
    """The columns of rows of equally many cells, parted halfway between the cells of neighbours."""
    places = list(zip(*rows, strict=True))
    centres = [
        (median(c.x0 for c in column) + median(c.x1 for c in column)) / 2 for column in places
    ]
    farthest = max(cell.x1 for cell in places[-1])
    if len(centres) == 1:
        return [(min(cell.x0 for cell in places[0]), farthest)]
    between = [(a + b) / 2 for a, b in pairwise(centres)]
    pitch = between[0] - centres[0]
    edges = [centres[0] - pitch, *between, max(farthest + 2, centres[-1] + pitch / 2)]
    return list(pairwise(edges))


def _under(titles: Sequence[Cell]) -> list[Interval]:
    """The columns under titles, parted halfway between their middles."""
    middles = [(title.x0 + title.x1) / 2 for title in titles]
    between = [(a + b) / 2 for a, b in pairwise(middles)]
    first, last = between[0] - middles[0], middles[-1] - between[-1]
    return list(pairwise([middles[0] - first, *between, middles[-1] + last]))


def _empty(columns: Columns, rows: Sequence[Numbers]) -> int:
    """How many columns hold no number."""
    filled = {columns.place_of(cell) for row in rows for cell in row}
    return len(columns.intervals) - len(filled)


def _hold(columns: Columns, rows: Sequence[Numbers]) -> bool:
    """Whether each number of a row stands in a column of its own."""
    places = [[columns.place_of(cell) for cell in row] for row in rows]
    return all(None not in own and len(set(own)) == len(own) for own in places)


def _between_rules(page: Page, rows: Sequence[Numbers]) -> list[Interval]:
    heights = [(row[0].top + row[0].bottom) / 2 for row in rows]
    first = min(row[0].x0 for row in rows)
    last = max(row[-1].x1 for row in rows)
    edges: list[float] = []
    reach: Counter[float] = Counter()
    for x, top, bottom in merged_verticals([*page.verticals, *page.faint_verticals]):
        near = next((edge for edge in edges if abs(edge - x) < _SAME_EDGE), x)
        if near is x:
            edges.append(x)
        reach[near] += sum(top <= height <= bottom for height in heights)
    edges = sorted(edge for edge in edges if reach[edge] >= _MIN_REACH * len(rows))
    if not edges:
        return []
    left = max((edge for edge in edges if edge <= first + 1), default=first - _MARGIN)
    inner = [edge for edge in edges if left < edge]
    if not inner or inner[-1] < last - 1:
        inner.append(last + _MARGIN)
    return list(pairwise([left, *inner]))


def _one_under_another(rows: Sequence[Numbers]) -> list[Interval]:
    """The stretches that numbers take up, parted halfway where none of them reaches."""
    stretches: list[Interval] = []
    for x0, x1 in sorted((cell.x0, cell.x1) for row in rows for cell in row):
        if stretches and x0 <= stretches[-1][1]:
            stretches[-1] = (stretches[-1][0], max(x1, stretches[-1][1]))
        else:
            stretches.append((x0, x1))
    between = [(before[1] + after[0]) / 2 for before, after in pairwise(stretches)]
    edges = [stretches[0][0] - _MARGIN, *between, stretches[-1][1] + _MARGIN]
    return list(pairwise(edges))
