"""The columns of numbers: where each begins and ends, told by rules, or by where numbers stand."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from disclosure_stats.pages.model import Page
from disclosure_stats.reading.layout.cell import Cell
from disclosure_stats.reading.layout.columns import Interval
from disclosure_stats.reading.tables.walk.levels import uprights_of

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

    def places_of(self, cells: Numbers) -> list[int | None]:
        """Which of the columns each of some numbers stands in; null for none."""
        starts = [x0 for x0, _ in self.intervals]
        places: list[int | None] = []
        for cell in cells:
            middle = (cell.x0 + cell.x1) / 2
            place = bisect_right(starts, middle) - 1
            is_in = place >= 0 and middle <= self.intervals[place][1]
            places.append(place if is_in else None)
        return places

    def is_sure_of(self, cell: Cell, place: int) -> bool:
        """Whether a number is surely that of the column at its place: where only titles tell of it,
        one that stands under that title and no other."""
        if not self.titles or not self.is_told:
            return self.is_told
        under = [
            index
            for index, title in enumerate(self.titles)
            if title.x0 < cell.x1 and cell.x0 < title.x1
        ]
        return under == [place]


def fitted_columns(
    page: Page,
    rows: Sequence[Numbers],
    alike: Sequence[Numbers],
    titles: Sequence[Sequence[Cell]],
    usual: int,
) -> Columns:
    """The columns of `rows` of one page that leave each number of a row in one of its own: between
    rules, or as numbers stand one under another in these rows, or in all rows of the table that
    are set `alike` (these among them), or under one of the rows of `titles`. As many as the form
    has, `usual`, are likeliest, and none without numbers."""
    ways = [Columns(_between_rules(page, rows))]
    for own in (alike, rows) if len(alike) > len(rows) else (rows,):
        stretches = _one_under_another(own)
        ways.append(Columns(stretches, len(stretches) >= usual))
    ways += [
        Columns(_under(row[-usual:]), titles=row[-usual:])
        for row in titles
        if len(row) >= usual > 1
    ]
    filled = [_filled(way, rows) for way in ways]
    held = [(way, count) for way, count in zip(ways, filled, strict=True) if count is not None]
    if held:
        best, _ = max(
            held,
            key=lambda one: (
                len(one[0].intervals) == usual,
                not one[0].titles,
                one[1] - len(one[0].intervals),
                len(one[0].intervals),
            ),
        )
        return best
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


def _filled(columns: Columns, rows: Sequence[Numbers]) -> int | None:
    """How many columns hold numbers, where each number of a row stands in one of its own; else
    null."""
    filled: set[int | None] = set()
    for row in rows:
        own = set(columns.places_of(row))
        if None in own or len(own) < len(row):
            return None
        filled |= own
    return len(filled)


def _between_rules(page: Page, rows: Sequence[Numbers]) -> list[Interval]:
    uprights = uprights_of(page)
    if not uprights:
        return []
    heights = sorted([(row[0].top + row[0].bottom) / 2 for row in rows])
    first = min(row[0].x0 for row in rows)
    last = max(row[-1].x1 for row in rows)
    edges: list[float] = []
    reach: Counter[float] = Counter()
    for x, top, bottom in uprights:
        near = next((edge for edge in edges if abs(edge - x) < _SAME_EDGE), x)
        if near is x:
            edges.append(x)
        reach[near] += bisect_right(heights, bottom) - bisect_left(heights, top)
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
