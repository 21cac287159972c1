"""The columns of numbers: where each begins and ends, told by rules, or by where numbers stand."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from disclosure_stats.pages.model import Page
from disclosure_stats.reading.layout.cell import Cell
from disclosure_stats.reading.layout.columns import Interval, columns_between
from disclosure_stats.reading.layout.regions import merged_verticals

_SAME_EDGE = 3.0  # points: two borders that stand closer are one, drawn twice
_MARGIN = 2.0  # points that the outermost columns are wider than their numbers
_MIN_REACH = 0.6  # of the rows of a table, for a rule to part its columns

Numbers = Sequence[Cell]
"""The numbers of one row, from left to right."""


def fitted_columns(
    page: Page,
    rows: Sequence[Numbers],
    alike: Sequence[Numbers],
    titles: Sequence[Sequence[Cell]],
    usual: int,
) -> list[Interval]:
    """The columns of `rows` of one page that leave each number of a row in one of its own: between
    rules, or as numbers stand one under another in these rows, or in all rows of the table that
    are set `alike`, or under `titles`, given level by level. As many as the form has, `usual`, are
    likeliest, and none without numbers."""
    ways = [_between_rules(page, rows), _one_under_another(alike), _one_under_another(rows)]
    ways += [_under(level, usual) for level in titles]
    held = [columns for columns in ways if columns and _hold(columns, rows)]
    if held:
        return max(held, key=lambda one: (len(one) == usual, -_empty(one, rows), len(one)))
    counts = Counter(len(row) for row in rows)
    most = max(counts, key=lambda one: (counts[one], -one))
    return columns_between([row for row in rows if len(row) == most])


def _under(titles: Sequence[Cell], usual: int) -> list[Interval]:
    """The columns under the last titles of a level, if there are enough."""
    return columns_between([titles[-usual:]]) if len(titles) >= usual > 1 else []


def _empty(columns: Sequence[Interval], rows: Sequence[Numbers]) -> int:
    """How many columns hold no number."""
    return len(columns) - len({column_of(cell, columns) for row in rows for cell in row})


def _hold(columns: Sequence[Interval], rows: Sequence[Numbers]) -> bool:
    """Whether each number of a row stands in a column of its own."""
    places = [[column_of(cell, columns) for cell in row] for row in rows]
    return all(None not in own and len(set(own)) == len(own) for own in places)


def column_of(cell: Cell, columns: Sequence[Interval]) -> int | None:
    """Which of the columns a number stands in; null for none."""
    middle = (cell.x0 + cell.x1) / 2
    return next((index for index, (x0, x1) in enumerate(columns) if x0 <= middle <= x1), None)


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
