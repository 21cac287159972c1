"""The labels of tables without rules: which lines of text belong to which row's label."""

import re
from collections.abc import Sequence
from functools import cache

from disclosure_stats.forms import ERAS, load_form
from disclosure_stats.pages.model import Page, Word
from disclosure_stats.reading.layout.cell import Cell
from disclosure_stats.text.folding import squeeze
from disclosure_stats.text.labels import label_key

# Up to four characters of a title set one a line may stand before the numbering, and what stands in
# brackets may be too thin for a fax: ()部分公开.
NUMBERED = re.compile(
    r"^(?:[^\d(（]{0,4}[(（](?:[一二三四五六七八九十]|[-—=]?)[)）]|[一二三四五六七八九十]{1,2}[)）、.．]|\d{1,2}[.．、)）](?!\d)|其中[:：])"
)
ONLY_NUMBERING = re.compile(r"[(（]?(?:[一二三四五六七八九十]{1,2}|\d{1,2})[)）、.．]")
INNERMOST = re.compile(r"^\d{1,2}[.．、)）](?!\d)")
_OUTER = re.compile(r"^[(（][一二三四五六七八九十]{1,2}[)）]")
_MAX_LINE_GAP = 0.9  # of a line's height: the gap to the next line of one label
_MAX_TITLE_LENGTH = 3  # characters of a title set one or two a line
LEVEL = 0.35  # of a character's height: a label and its numbers differ less

Line = list[Cell]
"""What stands on one line, from left to right."""


def innermost_labels(
    labels: Sequence[Line], around: tuple[float, float], heights: Sequence[float]
) -> list[Cell]:
    """Of each line of label text the innermost cell, without the columns further left.

    The innermost labels are numbered 1. 2. 3.; what ends left of them and bears no number is the
    rest of a label further out (不予公开, or a title set one character a line).
    """
    inside = [line for line in labels if around[0] <= line[-1].top and line[-1].bottom <= around[1]]
    cells = [cell for line in inside for cell in line]
    inner = [cell.x0 for cell in cells if INNERMOST.match(squeeze(cell.text))]
    outer = [cell.x0 for cell in cells if _OUTER.match(squeeze(cell.text))]
    leaf = min(inner, default=0.0)
    title = min(outer + inner, default=0.0)
    inside = [[*line[:-1], *_without_parent(line[-1], leaf)] for line in inside]
    leaves: list[Cell] = []
    for line in inside:
        cell = line[-1]
        is_outer = cell.x1 <= leaf + 2
        if is_outer and _is_parent(cell, cells, leaf, heights):
            continue
        is_of_title = cell.x1 <= title + 2 and len(squeeze(cell.text)) <= _MAX_TITLE_LENGTH
        if not (is_outer or is_of_title) or _begins_or_continues(cell, leaves):
            leaves.append(cell)
    return leaves


def _begins_or_continues(cell: Cell, leaves: Sequence[Cell]) -> bool:
    """Whether `cell`, further out than most labels, is one all the same, or goes on with one."""
    if NUMBERED.match(squeeze(cell.text)):
        return True
    return bool(leaves) and _continues_outer(leaves[-1], cell)


def _continues_outer(before: Cell, cell: Cell) -> bool:
    """Whether `cell` goes on with a label that is numbered （六） and has numbers of its own."""
    return _OUTER.match(squeeze(before.text)) is not None and _runs_on(before, cell)


def _without_parent(cell: Cell, leaf: float) -> Line:
    """`cell`, or its two halves where the innermost label, which begins at `leaf`, stands close
    behind a piece of the one further out."""
    characters = cell.characters
    inner = [character for character in characters if character.x0 > leaf - 2]
    outer = [character for character in characters if character.x0 <= leaf - 2]
    if not inner or not outer:
        return [cell]
    is_apart = inner[0].x0 - outer[-1].x1 > 0.6 * (cell.bottom - cell.top)
    if is_apart or INNERMOST.match(squeeze(text_of(inner))):
        return [cell_of(cell.page, outer), cell_of(cell.page, inner)]
    return [cell]


def _is_parent(cell: Cell, cells: Sequence[Cell], leaf: float, heights: Sequence[float]) -> bool:
    """Whether `cell` is the label over several rows: 不予公开, or 其他处理 with rows of its own."""
    key = label_key(cell.text)
    if len(key) < 2 or not any(parent.startswith(key) for parent in parent_keys()):
        return False
    height, middle = cell.bottom - cell.top, middle_of([cell])
    leaves = [other for other in cells if other.x0 >= leaf - 2]
    away = {id(other): middle_of([other]) - middle for other in leaves}
    near = [other for other in leaves if abs(away[id(other)]) < 1.2 * height]
    if not any(abs(middle - level) < LEVEL * height for level in heights):
        return bool(near)
    # The numbers at its height are those of a label at its height, or of one over two lines.
    return any(
        abs(away[id(other)]) < 2 * LEVEL * height
        or away[id(other)] > 0
        and not NUMBERED.match(squeeze(other.text))
        for other in near
    )


@cache
def parent_keys() -> frozenset[str]:
    """The keys of the labels that stand over several rows of a form."""
    parents = {entry.parent for era in ERAS for entry in load_form(era).outcomes}
    return frozenset(label_key(parent) for parent in parents if parent)


def whole_labels(leaves: Sequence[Cell], heights: Sequence[float]) -> list[list[Cell]]:
    """Lines of label text as labels: each a list of cells, one under another."""
    groups: list[list[Cell]] = []
    for cell in leaves:
        if groups and not NUMBERED.match(squeeze(cell.text)):
            before = groups[-1][-1]
            height = before.bottom - before.top
            own = any(abs((cell.top + cell.bottom) / 2 - y) < 0.35 * height for y in heights)
            other = any(abs((before.top + before.bottom) / 2 - y) < 0.35 * height for y in heights)
            if not (own and other) and _runs_on(before, cell):
                groups[-1].append(cell)
                continue
        groups.append([cell])
    return groups


def _runs_on(before: Cell, cell: Cell) -> bool:
    """Whether `cell` stands close below `before`, as the next line of one label does."""
    is_below = cell.x0 < before.x1 and cell.x1 > before.x0
    return is_below and cell.top - before.bottom < _MAX_LINE_GAP * (before.bottom - before.top)


def cell_of(page: Page, words: Sequence[Word]) -> Cell:
    """Words as a cell that is as large as they are."""
    x0s, tops, x1s, bottoms, *_ = zip(*words, strict=True)
    return Cell(min(x0s), min(tops), max(x1s), max(bottoms), page, list(words))


def middle_of(cells: Sequence[Cell]) -> float:
    """The height at which cells stand, on average."""
    return sum((cell.top + cell.bottom) / 2 for cell in cells) / len(cells)


def text_of(words: Sequence[Word]) -> str:
    """The words' text, put together."""
    return "".join(word.text for word in words)
