"""Numbers that are wrapped over two lines in tables without rules, put together again.

What is written into the cells of one row is level: the middle of a number over two lines stands at
the height of its label and of its neighbours of one line, or else its first line does.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from itertools import chain
from operator import attrgetter, itemgetter

from disclosure_stats.reading.layout.cell import Cell
from disclosure_stats.text.folding import squeeze
from disclosure_stats.text.values import looks_like_value

_PIECE = re.compile(r"\d[\d,，.]*")
_PITCH = (0.7, 2.0)  # in heights of a line, from one line of a number to the next
_SAME_PITCH = 1.12
_FEW = 10  # one of so many
_LEVEL = 0.2  # of a line's height: what is level differs less
_SAME_LINE = 0.35  # of a line's height: what stands on one line differs less

Line = list[Cell]
Judge = Callable[[Cell], bool]


def join_wrapped_numbers(lines: Sequence[Line], is_label: Judge, begins_label: Judge) -> list[Line]:
    """`lines` with the two pieces of each wrapped number as one cell, at the height of its middle.

    `is_label` tells which cells are of the innermost labels, `begins_label` which begin one.
    """
    cells = list(chain.from_iterable(lines))
    pieces = sorted((cell for cell in cells if _is_piece(cell)), key=_middle)
    heads = [cell for cell in cells if is_label(cell)]
    begins = _Levels([cell for cell in heads if begins_label(cell)])
    level = _Levels([*heads, *(cell for cell in cells if looks_like_value(cell.text))])
    rests = _rests(cells)
    joined: list[tuple[float, Cell]] = []
    used: set[int] = set()
    for is_centred in (True, False):
        for piece in pieces:
            rest = rests.get(id(piece))
            if rest is None or used & {id(piece), id(rest)}:
                continue
            whole = _put_together(piece, rest)
            if is_centred:
                is_one = level.holds(whole)
            else:
                is_one = begins.holds(piece) and not begins.holds(rest)
            if is_one:
                used.update((id(piece), id(rest)))
                joined.append((_middle(whole if is_centred else piece), whole))
    if not joined:
        return list(lines)
    return _in_lines([*((_middle(cell), cell) for cell in cells if id(cell) not in used), *joined])


def _is_piece(cell: Cell) -> bool:
    return _PIECE.fullmatch(squeeze(cell.text)) is not None


def _middle(cell: Cell) -> float:
    return (cell.top + cell.bottom) / 2


class _Levels:
    """The heights at which cells stand."""

    def __init__(self, cells: Sequence[Cell]) -> None:
        self._heights = sorted(_middle(cell) for cell in cells)

    def holds(self, cell: Cell) -> bool:
        """Whether one of them is that of `cell`."""
        near = _LEVEL * (cell.words[0].bottom - cell.words[0].top)
        index = bisect_left(self._heights, _middle(cell) - near)
        return index < len(self._heights) and self._heights[index] <= _middle(cell) + near


def _below(cells: Sequence[Cell]) -> dict[int, tuple[float, Cell]]:
    """By its id, what of `cells` (from top to bottom) stands next below each, and how far away."""
    below: dict[int, tuple[float, Cell]] = {}
    for index, cell in enumerate(cells):
        height = cell.bottom - cell.top
        for other in cells[index + 1 :]:
            away = _middle(other) - _middle(cell)
            if away > _PITCH[1] * height:
                break
            if away > _PITCH[0] * height and other.x0 < cell.x1 and other.x1 > cell.x0:
                below[id(cell)] = away, other
                break
    return below


def _rests(cells: Sequence[Cell]) -> dict[int, Cell]:
    """By the id of what may be the first line of a number, what is then its second: no further away
    than one line of a wrapped text is from the next, and no wider."""
    cells = sorted(cells, key=_middle)
    pieces = [cell for cell in cells if _is_piece(cell)]
    texts = [cell for cell in cells if len(cell.text) > 1 and not looks_like_value(cell.text)]
    below = _below(pieces)
    around = _below(texts)
    steps = [away for away, _ in below.values()]
    label_steps = sorted(away for away, _ in around.values())
    # Pieces of neighbouring labels may stand closer than the lines of one.
    pitch = min([*steps, *label_steps[len(label_steps) // _FEW :][:1]], default=0.0)
    rests = {}
    for piece in pieces:
        away, rest = below.get(id(piece), (0.0, None))
        if rest is None or away > _SAME_PITCH * pitch or len(piece.text) < 2:
            continue
        is_narrower = rest.x1 - rest.x0 < piece.x1 - piece.x0 + 1
        if is_narrower and looks_like_value(piece.text + rest.text):
            rests[id(piece)] = rest
    return rests


def _put_together(piece: Cell, rest: Cell) -> Cell:
    x0, x1 = min(piece.x0, rest.x0), max(piece.x1, rest.x1)
    return Cell(x0, piece.top, x1, rest.bottom, piece.page, [*piece.words, *rest.words])


def _in_lines(cells: Sequence[tuple[float, Cell]]) -> list[Line]:
    """Cells, each with its height, as lines from top to bottom, each from left to right."""
    lines: list[Line] = []
    level = 0.0
    for height, cell in sorted(cells, key=itemgetter(0)):
        if lines and height - level < _SAME_LINE * (cell.words[0].bottom - cell.words[0].top):
            lines[-1].append(cell)
        else:
            lines.append([cell])
            level = height
    for line in lines:
        line.sort(key=attrgetter("x0"))
    return lines
