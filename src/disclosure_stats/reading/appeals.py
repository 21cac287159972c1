"""Part four: administrative reconsideration and litigation."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from statistics import median

from disclosure_stats.forms import load_form
from disclosure_stats.pages.model import Page
from disclosure_stats.reading.cells import count_row
from disclosure_stats.reading.columns import cells_in_columns
from disclosure_stats.reading.grid import Cell
from disclosure_stats.reading.model import Row
from disclosure_stats.reading.rows import ObservedRow
from disclosure_stats.reading.text import label_key, similarity

_SAME_TITLE = 0.6
_LEAST_TITLES = 8
_ROWS_BELOW = 6
_MOST_PIECES = 3


def read_appeals(era: str, observed: Sequence[ObservedRow], pages: dict[int, Page]) -> list[Row]:
    """The rows of `appeals`: every stage and result; nothing when part four was not found."""
    form = load_form(era)
    keys = [(stage.code, result.code) for stage in form.stages for result in form.results]
    cells = _numbers(era, observed, len(keys))
    if cells is None:
        return []
    return [
        {"stage": stage, "result": result, **count_row(cell, pages)}
        for (stage, result), cell in zip(keys, cells, strict=True)
    ]


def _numbers(era: str, observed: Sequence[ObservedRow], count: int) -> list[Cell] | None:
    """The cells of the row of numbers: the first row of values under the row of titles."""
    for index, row in enumerate(observed):
        titles = _titles(era, row)
        if len(titles) < _LEAST_TITLES:
            continue
        for below in observed[index + 1 : index + 1 + _ROWS_BELOW]:
            if len(_titles(era, below)) >= _LEAST_TITLES:
                titles = _titles(era, below)
                continue
            if len(below.values) == count:
                return list(below.values)
            if below.has_values and not below.labels and len(titles) == count:
                cells = cells_in_columns(below, [(cell.x0, cell.x1) for cell in titles])
                if sum(bool(cell.text) for cell in cells) == below.printed:
                    return cells
            if below.has_values and not below.labels and (parted := _parted(below, count)):
                return parted
            if len(below.values) > count and below.has_values:
                printed = [cell for cell in below.values if cell.text]
                return printed if len(printed) == count else list(below.values[-count:])
    for row in observed:
        # No title could be read (the header stands on another page, or in a font of its own).
        if not row.labels and row.has_values:
            if len(row.values) == count:
                return list(row.values)
            if parted := _parted(row, count):
                return parted
    return None


def _parted(row: ObservedRow, count: int) -> list[Cell]:
    """The cells of a row that has lost some of the rules between them: those twice or thrice as
    wide as most are cut into as many; nothing where that does not make `count`."""
    if not _LEAST_TITLES < len(row.values) < count:
        return []
    usual = median(cell.x1 - cell.x0 for cell in row.values)
    cells: list[Cell] = []
    for cell in row.values:
        pieces = round((cell.x1 - cell.x0) / usual)
        if not 0 < pieces <= _MOST_PIECES or abs(cell.x1 - cell.x0 - pieces * usual) > usual / 4:
            return []
        width = (cell.x1 - cell.x0) / pieces
        edges = [cell.x0 + index * width for index in range(pieces + 1)]
        cells += [
            Cell(
                x0,
                cell.top,
                x1,
                cell.bottom,
                cell.page,
                [word for word in cell.characters if x0 <= (word.x0 + word.x1) / 2 < x1],
            )
            for x0, x1 in pairwise(edges)
        ]
    return cells if len(cells) == count else []


def _titles(era: str, row: ObservedRow) -> list[Cell]:
    if len(row.cells) < _LEAST_TITLES:
        return []
    return [cell for cell in row.cells if _is_title(era, label_key(cell.text))]


@lru_cache(maxsize=4096)
def _is_title(era: str, key: str) -> bool:
    known = (label_key(label) for result in load_form(era).results for label in result.labels)
    return bool(key) and any(similarity(key, title) >= _SAME_TITLE for title in known)
