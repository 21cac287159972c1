"""Text of a watermark: pale or huge, and with other text under it or over it somewhere on its page.

It may stand as the report's text does and be as small, and its tiles lie in the cells of tables.
The text of a report lies over no other: what is pale or huge of it (a title, a note) has its own
place.
"""

import math
from itertools import repeat

from disclosure_stats.pages import _pdfium_calls as calls
from disclosure_stats.pages.drawing import Drawing
from disclosure_stats.pages.text_layer import TextLayer
from disclosure_stats.pages.text_places import Boxes
from disclosure_stats.pages.words import PRINTED

_MIN_OVER = 3  # characters that lie over others: boxes that are too wide touch their neighbours'
_MIN_INK_HEIGHT = 0.7  # of the height of a character's box: what the ink of one in a large size has
_HUGE = (-1,)  # stands for a paint


def without_watermark(text: str, layer: TextLayer, drawing: Drawing) -> str:
    """`text`, which is that of `layer` or a part of it, with spaces for all that is huge, or set in
    a pale paint, of which some lies over other text."""
    if not drawing.pale_texts and layer.giant == math.inf:
        return text
    addresses = list(map(calls.get_text_object, repeat(layer.text_page), range(len(text))))
    marks: dict[tuple[int, ...], list[int]] = {}
    others: list[int] = []
    for match in PRINTED.finditer(text):
        for index in range(*match.span()):
            pale = drawing.pale_texts.get(addresses[index] or 0)
            paint: tuple[int, ...] | None = _HUGE if _is_huge(layer, index) else pale
            (others if paint is None else marks.setdefault(paint, [])).append(index)
    ground = Boxes(map(layer.box, others))
    gone: set[int] = set()
    for paint, indices in marks.items():
        over = sum(map(ground.lie_under, map(layer.box, indices)))
        if over >= (1 if paint == _HUGE else _MIN_OVER):  # what is huge has the box of its ink
            gone.update(indices)
    if not gone:
        return text
    return "".join(" " if index in gone else character for index, character in enumerate(text))


def _is_huge(layer: TextLayer, index: int) -> bool:
    left, bottom, right, top = layer.box(index)
    return max(right - left, top - bottom) > _MIN_INK_HEIGHT * layer.giant
