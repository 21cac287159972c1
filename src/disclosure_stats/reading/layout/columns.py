"""Which number stands in which column of the form."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from disclosure_stats.pages.lines import text_runs
from disclosure_stats.pages.model import Word
from disclosure_stats.reading.layout.cell import Cell
from disclosure_stats.reading.layout.observed_rows import ObservedRow
from disclosure_stats.text.values import looks_like_value

_SAME_EDGE = 2.5  # points

Interval = tuple[float, float]


def usual_columns(rows: Sequence[ObservedRow], least: int) -> list[Interval]:
    """The value columns that most of `rows` (of one page) share, if they are `least` or more."""
    wide = [row for row in rows if len(row.values) >= least]
    if not wide:
        return []
    patterns = Counter(tuple((round(c.x0), round(c.x1)) for c in row.values) for row in wide)
    # Rows with an empty label cell seem to have a column more: what most rows agree on counts,
    # the fewer columns where two patterns are equally frequent.
    pattern = max(patterns, key=lambda columns: (patterns[columns], -len(columns)))
    if 2 * patterns[pattern] < len(wide):
        # Cells without rules are as wide as their numbers.
        counts = Counter(len(row.values) for row in wide)
        count = max(counts, key=lambda one: (counts[one], -one))
        return columns_between([row.values[-count:] for row in wide if len(row.values) >= count])
    return [(float(x0), float(x1)) for x0, x1 in pattern]


def columns_between(rows: Sequence[Sequence[Cell]]) -> list[Interval]:
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


def cells_in_columns(row: ObservedRow, columns: Sequence[Interval]) -> list[Cell]:
    """The row's cells, one for each column; words go where their run's centre lies."""
    values = row.values[-len(columns) :]
    if len(values) == len(columns) and all(map(_fills, values, columns)):
        return values
    made = [Cell(x0, row.top, x1, row.bottom, row.page) for x0, x1 in columns]
    for source in row.cells:
        if source.x1 > columns[0][0] - 2:
            for run in text_runs(source.words):
                _put(run, source, made)
    return made


def _fills(cell: Cell, column: Interval) -> bool:
    x0, x1 = column
    return abs(cell.x0 - x0) <= _SAME_EDGE and abs(cell.x1 - x1) <= _SAME_EDGE


def _put(run: list[Word], source: Cell, cells: Sequence[Cell]) -> None:
    """Puts a run of the words of `source` into the cell that its centre lies in; of a label that
    reaches into the first, the number at its end."""
    left = cells[0].x0
    if (run[0].x0 + run[-1].x1) / 2 < left:
        run = _number_behind(run, left)
    if not run:
        return
    middle = (run[0].x0 + run[-1].x1) / 2
    for cell in cells:
        if cell.x0 <= middle < cell.x1:
            cell.page = source.page
            cell.top, cell.bottom = source.top, source.bottom
            cell.words.extend(run)
            cell.is_unsure = cell.is_unsure or source.is_unsure
            return


def _number_behind(label: Sequence[Word], edge: float) -> list[Word]:
    """The words at the end of `label` that are a number and stand right of `edge`, or on it."""
    start = len(label)
    while start and label[start - 1].x0 > edge - 2 and looks_like_value(label[start - 1].text):
        start -= 1
    return list(label[start:])
