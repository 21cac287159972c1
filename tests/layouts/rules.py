"""The rules of a table in each of the ways in which producers draw them."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from layouts.layout import Layout
from layouts.paper import Fill, Outline, Picture, Sheet, Stroke


@dataclass
class Piece:
    """A cell, or the part of one that stands on one sheet."""

    sheet: Sheet
    x0: float
    top: float
    x1: float
    bottom: float


_THICK = 2.0  # points
_APART = 5.0  # points between a table and the frame around it
_GAP = 4.5  # points between two cells that have borders each
_DOT = 1.5  # points from one dot to the next
Segment = tuple[float, float, float, float]  # x0, y0, x1, y1: level or upright


def draw_rules(
    layout: Layout, pieces: list[Piece], title_bottoms: list[tuple[Sheet, float]]
) -> None:
    """Draws the rules around `pieces`; `title_bottoms` says where the title rows end."""
    sheets = {id(piece.sheet): piece.sheet for piece in pieces}
    for position, (name, sheet) in enumerate(sheets.items()):
        here = [piece for piece in pieces if id(piece.sheet) == name]
        if layout.rules == "cutout":
            _draw_cutout(sheet, here)
            continue
        if layout.rules == "boxes":
            sheet.shapes += [Outline(p.x0, p.top, p.x1, p.bottom, _THICK) for p in here]
            continue
        if layout.rules == "apart":
            gap = _GAP / 2
            sheet.shapes += [
                Outline(p.x0 + gap, p.top + gap, p.x1 - gap, p.bottom - gap, 0.5) for p in here
            ]
            continue
        segments = _segments(here)
        if layout.open_bottom:
            last = position == len(sheets) - 1
            segments = _without_break_rules(segments, here, at_top=position > 0, at_bottom=not last)
        if layout.rules == "three-line":
            ends = [bottom for title_sheet, bottom in title_bottoms if title_sheet is sheet]
            segments = _three_lines(here, ends)
        for segment in filter(_chooser(layout, here), segments):
            _draw(layout, sheet, segment)
        if layout.rules == "framed":
            x0, top, x1, bottom = _frame(here)
            sheet.shapes.append(Outline(x0 - _APART, top - _APART, x1 + _APART, bottom + _APART, 1))
        if layout.stray_white_lines:
            _draw_stray(sheet, here)


def _frame(pieces: list[Piece]) -> tuple[float, float, float, float]:
    return (
        min(piece.x0 for piece in pieces),
        min(piece.top for piece in pieces),
        max(piece.x1 for piece in pieces),
        max(piece.bottom for piece in pieces),
    )


def _segments(pieces: list[Piece]) -> list[Segment]:
    """Each stretch of rule between two crossings, once."""
    xs = sorted({round(x, 2) for piece in pieces for x in (piece.x0, piece.x1)})
    ys = sorted({round(y, 2) for piece in pieces for y in (piece.top, piece.bottom)})
    segments: set[Segment] = set()
    for piece in pieces:
        x0, top, x1, bottom = (round(v, 2) for v in (piece.x0, piece.top, piece.x1, piece.bottom))
        inner_xs = [x for x in xs if x0 <= x <= x1]
        inner_ys = [y for y in ys if top <= y <= bottom]
        for left, right in zip(inner_xs, inner_xs[1:], strict=False):
            segments |= {(left, y, right, y) for y in (top, bottom)}
        for above, below in zip(inner_ys, inner_ys[1:], strict=False):
            segments |= {(x, above, x, below) for x in (x0, x1)}
    return sorted(segments)


def _without_break_rules(
    segments: list[Segment], pieces: list[Piece], *, at_top: bool, at_bottom: bool
) -> list[Segment]:
    """Leaves out the rules at a page break: under the last row above it, over the first below."""
    _, top, _, bottom = (round(value, 2) for value in _frame(pieces))
    gone = {value for value, wanted in ((top, at_top), (bottom, at_bottom)) if wanted}
    return [segment for segment in segments if segment[1] != segment[3] or segment[1] not in gone]


def _three_lines(pieces: list[Piece], title_bottoms: list[float]) -> list[Segment]:
    x0, top, x1, bottom = _frame(pieces)
    return [(x0, y, x1, y) for y in (top, *title_bottoms, bottom)]


def _chooser(layout: Layout, pieces: list[Piece]) -> Callable[[Segment], bool]:
    """Which of the rules a style draws."""
    x0, _, x1, _ = (round(value, 2) for value in _frame(pieces))
    random = Random(len(pieces))
    choosers: dict[str, Callable[[Segment], bool]] = {
        "horizontal": lambda segment: segment[1] == segment[3],
        "vertical": lambda segment: segment[0] == segment[2],
        "open-sides": lambda segment: segment[0] != segment[2] or segment[0] not in (x0, x1),
        "partial": lambda segment: random.random() > 0.08,
        "none": lambda segment: False,
    }
    return choosers.get(layout.rules, lambda segment: True)


def _draw(layout: Layout, sheet: Sheet, segment: Segment) -> None:
    x0, y0, x1, y1 = segment
    level = y0 == y1
    if layout.rules == "filled":
        half = 0.24
        sheet.shapes.append(Fill(x0 - half, y0 - half, x1 + half, y1 + half, 0.0))
    elif layout.rules == "pictures":
        half = 0.3
        sheet.shapes.append(Picture(x0 - half, y0 - half, x1 + half, y1 + half))
    elif layout.rules == "double":
        for shift in (-0.9, 0.9):
            dx, dy = (0.0, shift) if level else (shift, 0.0)
            sheet.shapes.append(Stroke(x0 + dx, y0 + dy, x1 + dx, y1 + dy, 0.4))
    elif layout.rules == "dotted":
        for step in range(int((x1 - x0 + y1 - y0) / _DOT)):
            x, y = (x0 + step * _DOT, y0) if level else (x0, y0 + step * _DOT)
            sheet.shapes.append(Fill(x, y, x + _DOT / 2, y + _DOT / 2, 0.0))
    elif layout.rules == "thick":
        sheet.shapes.append(Stroke(x0, y0, x1, y1, _THICK))
    elif layout.rules == "grey":
        sheet.shapes.append(Stroke(x0, y0, x1, y1, 0.25, 0.8))
    else:
        sheet.shapes.append(Stroke(x0, y0, x1, y1, 0.5, 1.0 if layout.rules == "white" else 0.0))


def _draw_cutout(sheet: Sheet, pieces: list[Piece]) -> None:
    """A black table with a white box for each cell on it, as browsers draw cell spacing."""
    x0, top, x1, bottom = _frame(pieces)
    sheet.shapes.append(Fill(x0 - 0.5, top - 0.5, x1 + 0.5, bottom + 0.5, 0.0))
    for piece in pieces:
        sheet.shapes.append(
            Fill(piece.x0 + 0.5, piece.top + 0.5, piece.x1 - 0.5, piece.bottom - 0.5, 1.0)
        )


def _draw_stray(sheet: Sheet, pieces: list[Piece]) -> None:
    """White lines across the middle of cells: what is left of a table under the table."""
    x0, top, x1, bottom = _frame(pieces)
    for share in (0.31, 0.55, 0.78):
        x, y = x0 + share * (x1 - x0), top + share * (bottom - top)
        sheet.shapes.append(Stroke(x, top, x, bottom, 0.5, 1.0))
        sheet.shapes.append(Stroke(x0, y, x1, y, 0.5, 1.0))
