"""What is drawn in cells that no text tells: small pictures, and shapes that may be glyphs."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import Any

from disclosure_stats.pages.drawing import Drawing, PathColour
from disclosure_stats.pages.grey import render_grey
from disclosure_stats.pages.model import Box, Horizontal, lies_in
from disclosure_stats.pages.text_places import Middles
from disclosure_stats.pages.transform import Edges, PageTransform
from disclosure_stats.pages.words import printed_boxes

_MIN_HEIGHT = 3.0  # points: what is lower is a point or a rule
_MAX_HEIGHT = 40.0  # points: what is higher is no line of text
_MAX_ROW = 60.0  # points from a rule to the next one, between which a cell lies
_SCALE = 2.0  # dots a point
_MAX_BLACK = 96  # of 255: a colour component above which one is, in the paint of seals
_MIN_CONTRAST = 64  # of 255: what differs less from the paper is no ink


def untold_in_cells(
    page: Any, drawing: Drawing, text: str, edges: Edges, transform: PageTransform
) -> list[Box]:
    """The boxes of what the open page shows between two ruling lines, and no character of `text`
    stands on, whose boxes have these `edges`; in points of the page as shown."""
    if not (drawing.pictures or drawing.glyphs):
        return []
    rules = sorted(drawing.horizontals + drawing.faint_horizontals)
    pictures, glyphs = (
        [box for box in drawn if _may_be_print(box) and _is_between(box, rules)]
        for drawn in (drawing.pictures, _not_of_seals(drawing.glyphs))
    )
    if not (pictures or glyphs):
        return []
    middles = Middles(printed_boxes(text, edges, transform))
    bare = [box for box in pictures if not middles.within(box)]
    inked = [box for box in bare if not _is_blank(page, box, transform)]
    return inked + [box for box in glyphs if not middles.within(box)]


def _not_of_seals(glyphs: Sequence[tuple[Box, PathColour]]) -> list[Box]:
    """The boxes of glyphs, but for those in a ring of their own colour, which is not black."""
    rings = [
        (box, colour)
        for box, colour in glyphs
        if box[3] - box[1] > _MAX_HEIGHT and max(colour) > _MAX_BLACK
    ]
    return [
        box
        for box, colour in glyphs
        if not any(ink == colour and lies_in(box, ring) for ring, ink in rings)
    ]


def _may_be_print(box: Box) -> bool:
    return _MIN_HEIGHT <= box[3] - box[1] <= _MAX_HEIGHT


def _is_between(box: Box, rules: Sequence[Horizontal]) -> bool:
    """Whether one of `rules`, from top to bottom, runs over a box and one under it."""
    x0, top, x1, bottom = box
    x = (x0 + x1) / 2
    above = rules[bisect_left(rules, (top - _MAX_ROW,)) : bisect_left(rules, (top,))]
    below = rules[bisect_left(rules, (bottom,)) : bisect_left(rules, (bottom + _MAX_ROW,))]
    return all(any(rule.x0 <= x <= rule.x1 for rule in near) for near in (above, below))


def _is_blank(page: Any, box: Box, transform: PageTransform) -> bool:
    """Whether nothing is seen in a box."""
    left, top, right, bottom = (round(edge * _SCALE) for edge in box)
    wide, high = round(transform.width * _SCALE), round(transform.height * _SCALE)
    part = max(left, 0), max(top, 0), min(right, wide), min(bottom, high)
    if part[0] >= part[2] or part[1] >= part[3]:
        return True
    grey = render_grey(page, wide, high, part)
    return max(grey) - min(grey) < _MIN_CONTRAST
