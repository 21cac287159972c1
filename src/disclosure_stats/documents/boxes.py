"""Tables that are made of boxes: rows of flexible boxes, grids, boxes that float.

Where a box begins and ends is reckoned in shares of the width of the whole; boxes that begin
together are of one column.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from disclosure_stats.documents.flow import Block
from disclosure_stats.documents.page_styles import PageStyles, Style
from disclosure_stats.documents.spans import MAX_PLACES, TOO_LARGE, SourceCell
from disclosure_stats.documents.visibility import is_hidden
from disclosure_stats.errors import ReadingError

_MIN_ROWS = 3  # under one another, for boxes to be a table and not a page's columns
_MIN_BOXES = 6  # that float in one container, or stand in one grid
_SAME_EDGE = 0.002  # of the whole width
_FULL_ROW = 1.005
_MAX_DEPTH = 8  # boxes beside others within boxes beside others
_WHOLE = re.compile(r"-?\d{1,6}")
_NUMBER = re.compile(r"(\d+(?:\.\d+)?|\.\d+)")
_LENGTH = re.compile(r"(\d+(?:\.\d+)?|\.\d+)(%|px|pt|em|rem|vw)")
_REPEAT = re.compile(r"repeat\(\s*(\d{1,4})\s*,([^()]*(?:\([^()]*\)[^()]*)*)\)")
_TRACK = re.compile(r"[^\s(]+(?:\([^)]*\))?")
_NO_BOXES = frozenset(("br", "script", "style", "template"))

ReadCell = Callable[[LexborNode], list[Block]]


@dataclass(slots=True)
class _Box:
    """A box with the share of the width that it takes, and how many rows."""

    node: LexborNode
    x0: float
    x1: float
    rows: int = 1


def holds_rows(node: LexborNode, style: Style, styles: PageStyles) -> bool:
    """Whether the boxes in an element are the cells of a table."""
    if "grid" in style.get("display", ""):
        return _tracks(style) > 1 and len(_in_grid(node, styles)) >= _MIN_BOXES
    children = _shown(node, styles)
    if len(children) >= _MIN_ROWS:
        rows = sum(_is_row(child, styles) for child in children)
        if rows >= _MIN_ROWS and 2 * rows > len(children):
            return True
    return len(children) >= _MIN_BOXES and all(_share(c, styles) for c in children)


def groups_of_boxes(node: LexborNode, styles: PageStyles, read: ReadCell) -> list[list[SourceCell]]:
    """The rows of the boxes in an element that `holds_rows`."""
    style = styles.of(node)
    if "grid" in style.get("display", ""):
        return _grid(node, style, styles, read)
    children = _shown(node, styles)
    if any(_is_row(child, styles) for child in children):
        rows = [row for child in children for row in _expanded(child, 0.0, 1.0, styles, 0)]
    else:
        rows = _floating(children, styles)
    return _cells(rows, read)


def _cells(rows: Sequence[Sequence[_Box]], read: ReadCell) -> list[list[SourceCell]]:
    edges: list[float] = []
    for edge in sorted({x for row in rows for box in row for x in (box.x0, box.x1)}):
        if not edges or edge - edges[-1] > _SAME_EDGE:
            edges.append(edge)

    ratios = [_ratios(row) for row in rows]
    if len(edges) - 1 > max(map(sum, ratios)):  # rows that were not made to stand in columns
        return [
            [SourceCell(read(box.node), wide) for box, wide in zip(row, spans, strict=True)]
            for row, spans in zip(rows, ratios, strict=True)
        ]

    def index(x: float) -> int:
        return min(range(len(edges)), key=lambda position: abs(edges[position] - x))

    return [
        [SourceCell(read(box.node), max(index(box.x1) - index(box.x0), 1), box.rows) for box in row]
        for row in rows
    ]


def _ratios(row: Sequence[_Box]) -> list[int]:
    """How many times as wide as the narrowest box of its row each box is."""
    narrowest = min(box.x1 - box.x0 for box in row)
    return [max(round((box.x1 - box.x0) / narrowest), 1) for box in row]


def _expanded(
    node: LexborNode, x0: float, x1: float, styles: PageStyles, depth: int
) -> list[list[_Box]]:
    """The rows of boxes that an element is, between two edges."""
    if depth < _MAX_DEPTH and _is_row(node, styles):
        children = _shown(node, styles)
        weights = [_weight(child, styles) for child in children]
        total = sum(weights)
        parts, left = [], x0
        for child, weight in zip(children, weights, strict=True):
            right = left + (x1 - x0) * weight / total
            parts.append(_expanded(child, left, right, styles, depth + 1))
            left = right
        height = max(map(len, parts))
        for part in parts:
            for box in part[-1]:
                box.rows += height - len(part)
        return [
            [box for part in parts if number < len(part) for box in part[number]]
            for number in range(height)
        ]
    children = _shown(node, styles)
    if any(_is_row(child, styles) for child in children):
        return [row for c in children for row in _expanded(c, x0, x1, styles, depth)]
    return [[_Box(node, x0, x1)]]


def _floating(children: Sequence[LexborNode], styles: PageStyles) -> list[list[_Box]]:
    rows: list[list[_Box]] = [[]]
    left = 0.0
    for child in children:
        share = _share(child, styles)
        if left + share > _FULL_ROW:
            rows.append([])
            left = 0.0
        rows[-1].append(_Box(child, left, left + share))
        left += share
    return rows


def _shown(node: LexborNode, styles: PageStyles) -> list[LexborNode]:
    """The boxes in an element, in the order in which they are seen."""
    found = []
    child = node.first_child
    while child is not None:
        is_box = child.is_element_node and child.tag not in _NO_BOXES
        if is_box and not is_hidden(styles.of(child)) and "hidden" not in child.attributes:
            found.append(child)
        child = child.next
    style = styles.of(node)
    if style.get("display", "").endswith(("flex", "grid")):
        found.sort(key=lambda one: _order(styles.of(one)))
        if "reverse" in style.get("flex-direction", style.get("flex-flow", "")):
            found.reverse()
    return found


def _order(style: Style) -> int:
    number = _WHOLE.fullmatch(style.get("order", ""))
    return int(number[0]) if number else 0


def _is_row(node: LexborNode, styles: PageStyles) -> bool:
    """Whether the boxes in an element stand beside each other."""
    style = styles.of(node)
    children = _shown(node, styles)
    if "flex" not in style.get("display", "") or "column" in style.get("flex-direction", ""):
        return len(children) > 1 and all(_stands_beside(child, styles) for child in children)
    return len(children) > 1


def _stands_beside(node: LexborNode, styles: PageStyles) -> bool:
    """Whether a box stands beside others, as wide as it is said to be."""
    is_sized = _LENGTH.fullmatch(styles.of(node).get("width", "")) is not None
    return is_sized and _is_beside(styles.of(node))


def _is_beside(style: Style) -> bool:
    return style.get("float") in ("left", "right") or style.get("display") == "inline-block"


def _share(node: LexborNode, styles: PageStyles) -> float:
    """Which share of the width a box takes that stands beside others; 0 where it does not."""
    style = styles.of(node)
    if not _is_beside(style):
        return 0.0
    length = _LENGTH.fullmatch(style.get("width", ""))
    return float(length[1]) / 100 if length and length[2] == "%" else 0.0


def _weight(node: LexborNode, styles: PageStyles) -> float:
    """How much of a row's width a flexible box takes, beside the others."""
    style = styles.of(node)
    for name in ("width", "flex-basis"):
        length = _LENGTH.fullmatch(style.get(name, ""))
        if length and float(length[1]) > 0:
            return float(length[1])
    flex = style.get("flex", "")
    basis = _LENGTH.search(flex)
    if basis and float(basis[1]) > 0:
        return float(basis[1])
    grow = _NUMBER.match(flex) or _NUMBER.match(style.get("flex-grow", ""))
    return float(grow[1]) or 1.0 if grow else 1.0


def _tracks(style: Style) -> int:
    """How many columns a grid has."""
    template = style.get("grid-template-columns", "")
    while match := _REPEAT.search(template):
        tracks = " ".join([match[2].strip()] * min(int(match[1]), 1_000))
        template = f"{template[: match.start()]} {tracks} {template[match.end() :]}"
        if len(template) > 100_000:
            break
    return len(_TRACK.findall(re.sub(r"\[[^\]]*\]", " ", template)))


def _in_grid(node: LexborNode, styles: PageStyles) -> list[LexborNode]:
    """The boxes in a grid; those in an element that is no box itself are in the grid too."""
    found = []
    for child in _shown(node, styles):
        if styles.of(child).get("display") == "contents":
            found += _shown(child, styles)
        else:
            found.append(child)
    return found


def _grid(
    node: LexborNode, style: Style, styles: PageStyles, read: ReadCell
) -> list[list[SourceCell]]:
    columns = _tracks(style)
    taken: set[tuple[int, int]] = set()
    placed: list[tuple[int, int, SourceCell]] = []
    cursor = (0, 0)
    for child in _in_grid(node, styles):
        own = styles.of(child)
        column, wide = _line(own.get("grid-column", ""), columns)
        row, high = _line(own.get("grid-row", ""), 10_000)
        wide = min(wide, columns)
        start = cursor if row is None else (row, 0)
        if len(taken) + wide * high > MAX_PLACES:
            raise ReadingError("too_large", TOO_LARGE)
        at = _first_free(start, column, wide, high, columns, taken)
        if row is None:
            cursor = at
        taken.update((at[0] + r, at[1] + c) for r in range(high) for c in range(wide))
        placed.append((*at, SourceCell(read(child), wide, high)))
    rows: list[list[SourceCell]] = [[] for _ in range(max(p[0] for p in placed) + 1)]
    for row_number, _, cell in sorted(placed, key=lambda place: place[:2]):
        rows[row_number].append(cell)
    return rows


def _line(value: str, last: int) -> tuple[int | None, int]:
    """Where a box begins, from 0, if that is said, and over how many tracks it reaches."""
    first, _, second = (part.strip() for part in value.partition("/"))
    span = 1
    start: int | None = None
    for part in (first, second):
        number = re.search(r"-?\d{1,5}", part)
        if number is None:
            continue
        if "span" in part:
            span = max(int(number[0]), 1)
        elif start is None and part is first:
            start = int(number[0]) - 1 if int(number[0]) > 0 else None
        else:
            end = int(number[0]) if int(number[0]) > 0 else last + 2 + int(number[0])
            span = max(end - 1 - (start or 0), 1)
    return start, min(span, 1_000)


def _first_free(
    start: tuple[int, int],
    column: int | None,
    wide: int,
    high: int,
    columns: int,
    taken: set[tuple[int, int]],
) -> tuple[int, int]:
    """The first place from `start` on, row by row, where a box has room."""
    row, at = start
    while True:
        candidates = [column] if column is not None else range(at, columns - wide + 1)
        for candidate in candidates:
            if all((row + r, candidate + c) not in taken for r in range(high) for c in range(wide)):
                return row, candidate
        row, at = row + 1, 0
