"""Which number stands in which column of the form."""

from collections import Counter
from collections.abc import Sequence

from disclosure_stats.pages.lines import text_runs
from disclosure_stats.pages.model import Word
from disclosure_stats.reading.layout.cell import Cell
from disclosure_stats.reading.layout.observed_rows import ObservedRow
from disclosure_stats.text.values import looks_like_value, parse_value

_SAME_EDGE = 2.5  # points

Interval = tuple[float, float]


def usual_columns(rows: Sequence[ObservedRow], least: int) -> list[Interval]:
    """The value columns that most of `rows` (of one page) share, if they are `least` or more."""
    wide = [row for row in rows if len(row.values) >= least]
    if not wide:
        return []
    patterns = Counter([tuple([(round(c.x0), round(c.x1)) for c in row.values]) for row in wide])
    # Rows with an empty label cell seem to have a column more: what most rows agree on counts,
    # the fewer columns where two patterns are equally frequent.
    pattern = max(patterns, key=lambda columns: (patterns[columns], -len(columns)))
    return [(float(x0), float(x1)) for x0, x1 in pattern]


def cells_in_columns(row: ObservedRow, columns: Sequence[Interval]) -> list[Cell]:
    """The row's cells, one for each column; words go where their run's centre lies. Where rules
    draw one cell over several columns, its 0 or dash is that of each, and nobody knows whose
    another number is."""
    values = row.values[-len(columns) :]
    if len(values) == len(columns) and _are_as_wide(values, columns):
        return values
    made = [Cell(x0, row.top, x1, row.bottom, row.page) for x0, x1 in columns]
    for source in row.cells:
        if source.x1 > columns[0][0] - 2:
            for run in text_runs(source.words):
                _put(run, source, made)
        inside = [cell for cell in made if _holds(source, cell)] if row.ruled else []
        if len(inside) > 1 and source.words:
            _fill_all(inside, source)
    return made


def _fill_all(cells: Sequence[Cell], source: Cell) -> None:
    """Fills the cells that one is drawn over."""
    value, *_, state = parse_value(source.text)
    is_nothing = value == 0 or state == "dash"
    for cell in cells:
        if is_nothing:
            cell.words = list(source.words)
        else:
            cell.is_unsure = True


def _holds(outer: Cell, cell: Cell) -> bool:
    return outer.x0 - _SAME_EDGE <= cell.x0 and cell.x1 <= outer.x1 + _SAME_EDGE


def _are_as_wide(cells: Sequence[Cell], columns: Sequence[Interval]) -> bool:
    """Whether each of the cells is as wide as its column."""
    for cell, (x0, x1) in zip(cells, columns, strict=True):
        if abs(cell.x0 - x0) > _SAME_EDGE or abs(cell.x1 - x1) > _SAME_EDGE:
            return False
    return True


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
