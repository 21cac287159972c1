"""Minus signs that are drawn as short lines before their numbers."""

from collections.abc import Sequence

from disclosure_stats.pages.drawing import Drawing
from disclosure_stats.pages.model import Box, Horizontal, Word
from disclosure_stats.pages.text_layer import TextLayer
from disclosure_stats.pages.text_places import through_text
from disclosure_stats.pages.transform import PageTransform
from disclosure_stats.pages.words import printed_boxes

_LENGTHS = (2.0, 9.0)  # points
_BAND = (0.3, 0.7)  # of a digit's height from above
_MAX_GAP = 0.5  # of a digit's height, from the sign to its number
_ALONE = 1.0  # of a digit's height, before the sign, where neither text nor rule is
_MAX_OVERLAP = 0.5  # points that boxes of characters are wider than their ink


def drawn_minus_signs(drawing: Drawing, layer: TextLayer, transform: PageTransform) -> list[Word]:
    """A hyphen for each short level line before a digit of the layer, at half its height: close to
    it, or alone with it in a ruled cell; in points of the page as shown."""
    shortest, longest = _LENGTHS
    short = [line for line in drawing.horizontals if shortest <= line.x1 - line.x0 <= longest]
    lines = through_text(short, _BAND, layer, transform) if short else []
    if not lines:
        return []
    characters = printed_boxes(layer.text, layer.edges, transform)
    boxes = [(box, layer.text[index]) for box, index in characters]
    signs = (_sign(line, boxes, drawing) for line in lines)
    return [sign for sign in signs if sign is not None]


def _sign(line: Horizontal, boxes: Sequence[tuple[Box, str]], drawing: Drawing) -> Word | None:
    """The hyphen that a line is, if it stands alone before a digit."""
    level = [
        (box, character)
        for box, character in boxes
        if box[1] + _BAND[0] * (box[3] - box[1]) <= line.y <= box[1] + _BAND[1] * (box[3] - box[1])
    ]
    right = min((one for one in level if one[0][0] > line.x1 - _MAX_OVERLAP), default=None)
    if right is None or not right[1].isdecimal():
        return None
    (x0, top, _, bottom), _ = right
    height = bottom - top
    begin: float | None = line.x0 - _ALONE * height
    if x0 - line.x1 > _MAX_GAP * height:
        begin = _left_of_cell(line, x0, drawing)
    if begin is None or line.x1 - line.x0 > height:
        return None
    is_alone = not any(
        begin < edge < line.x1 for box, _ in level for edge in (box[0], box[2] - _MAX_OVERLAP)
    ) and not any(
        begin < other.x1 and other.x0 < x0 and abs(other.y - line.y) < height / 2
        for other in drawing.horizontals
        if other != line
    )
    return Word(line.x0, top, line.x1, bottom, "-") if is_alone else None


def _left_of_cell(line: Horizontal, x0: float, drawing: Drawing) -> float | None:
    """The left edge of the ruled cell in which a line stands and, further right, what begins at
    `x0`; null where there is none."""
    rules = drawing.verticals + drawing.faint_verticals
    edges = [rule.x for rule in rules if rule.top <= line.y <= rule.bottom]
    left = max((x for x in edges if x < line.x0), default=None)
    right = min((x for x in edges if x > line.x1), default=None)
    return left if right is not None and right > x0 else None
