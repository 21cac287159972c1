"""Text of a watermark: pale, and with other text under it or over it somewhere on its page.

It may stand as the report's text does and be as small, and its tiles lie in the cells of tables.
The text of a report lies over no other: what is pale of it (a title, a note) has its own place.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import repeat

from disclosure_stats.pages import _pdfium_calls as calls
from disclosure_stats.pages.drawing import Drawing
from disclosure_stats.pages.model import Box
from disclosure_stats.pages.text_layer import TextLayer
from disclosure_stats.pages.words import PRINTED

_MIN_SHARED = 0.1  # of a character's width and height, that another covers of it
_MIN_OVER = 3  # characters that lie over others: boxes that are too wide touch their neighbours'


def without_watermark(text: str, layer: TextLayer, drawing: Drawing) -> str:
    """`text`, which is that of `layer` or a part of it, with spaces for all that is set in a pale
    paint of which some lies over text of another paint."""
    if not drawing.pale_texts:
        return text
    addresses = list(map(calls.get_text_object, repeat(layer.text_page), range(len(text))))
    pale: dict[tuple[int, ...], list[int]] = {}
    others: list[int] = []
    for match in PRINTED.finditer(text):
        for index in range(*match.span()):
            paint = drawing.pale_texts.get(addresses[index] or 0)
            (others if paint is None else pale.setdefault(paint, [])).append(index)
    ground = _Boxes(_boxes(layer, others))
    gone = {
        index
        for indices in pale.values()
        if sum(map(ground.lie_over, _boxes(layer, indices))) >= _MIN_OVER
        for index in indices
    }
    if not gone:
        return text
    return "".join(" " if index in gone else character for index, character in enumerate(text))


def _boxes(layer: TextLayer, indices: Iterable[int]) -> list[Box]:
    """The left, lower, right and upper edges of characters, in user space."""
    lefts, tops, rights, bottoms = layer.edges
    return [(lefts[i], bottoms[i], rights[i], tops[i]) for i in indices]


class _Boxes:
    """Boxes in user space, to be asked what lies over them."""

    def __init__(self, boxes: Sequence[Box]) -> None:
        self._boxes = sorted(boxes, key=lambda box: box[1])
        self._bottoms = [box[1] for box in self._boxes]
        self._highest = max((box[3] - box[1] for box in boxes), default=0.0)

    def lie_over(self, box: Box) -> bool:
        """Whether one of them and `box` have more in common than touching characters have."""
        left, bottom, right, top = box
        first = bisect_left(self._bottoms, bottom - self._highest)
        wide, high = _MIN_SHARED * (right - left), _MIN_SHARED * (top - bottom)
        for x0, y0, x1, y1 in self._boxes[first : bisect_left(self._bottoms, top)]:
            if min(x1, right) - max(x0, left) > wide and min(y1, top) - max(y0, bottom) > high:
                return True
        return False
