"""Which of the shapes that are drawn on a page are its ruling lines."""

from collections.abc import Iterable

from disclosure_stats.pages.drawing import Drawing
from disclosure_stats.pages.model import Box, Horizontal, Vertical
from disclosure_stats.pages.strokes import dotted_lines

THIN = 2.5  # points: a filled box this thin is a line
MAX_RULE_WIDTH = 6.0  # points: a line drawn with a wider pen is a fill
MIN_LENGTH = 2.0  # points: what is shorter both ways is a dot

Shape = tuple[Box, bool, int]
"""A box that is drawn, whether it shows on white, and whether (not 0) it is but outlined."""


def add_lines(drawing: Drawing, shapes: Iterable[Shape]) -> None:
    """Adds the lines and the fills that `shapes` are to `drawing`: what is thin is a line, dots in
    a row are one too, and of all else each side is."""
    horizontals, verticals = drawing.horizontals, drawing.verticals
    faint_horizontals, faint_verticals = drawing.faint_horizontals, drawing.faint_verticals
    dots: list[tuple[float, float]] = []
    make = tuple.__new__  # costs half of what their own constructors do
    for box, is_seen, is_outline in shapes:
        x0, top, x1, bottom = box
        width, height = x1 - x0, bottom - top
        if width <= THIN or height <= THIN:
            if width < MIN_LENGTH and height < MIN_LENGTH:
                if is_seen:
                    dots.append(((x0 + x1) / 2, (top + bottom) / 2))
            elif width >= height:
                line = make(Horizontal, ((top + bottom) / 2, x0, x1))
                (horizontals if is_seen else faint_horizontals).append(line)
            else:
                edge = make(Vertical, ((x0 + x1) / 2, top, bottom))
                (verticals if is_seen else faint_verticals).append(edge)
            continue
        if is_seen and not is_outline:
            drawing.dark_fills.append(box)
            if height <= min(MAX_RULE_WIDTH, width):
                drawing.bars.append(box)
        levels = make(Horizontal, (top, x0, x1)), make(Horizontal, (bottom, x0, x1))
        sides = make(Vertical, (x0, top, bottom)), make(Vertical, (x1, top, bottom))
        (horizontals if is_seen and is_outline else faint_horizontals).extend(levels)
        (verticals if is_seen and is_outline else faint_verticals).extend(sides)
    if dots:
        across = [(y, x) for x, y in dots]
        horizontals += [Horizontal(*line) for line in dotted_lines(across)]
        verticals += [Vertical(*line) for line in dotted_lines(dots)]


def is_thin(box: Box) -> bool:
    """Whether a box is as thin as a line."""
    return box[2] - box[0] <= THIN or box[3] - box[1] <= THIN
