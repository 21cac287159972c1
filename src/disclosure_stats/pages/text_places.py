"""Where the characters of a page stand: by their middles, their boxes and their heights."""

import math
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable

from disclosure_stats.pages.model import Box, Horizontal
from disclosure_stats.pages.text_layer import TextLayer
from disclosure_stats.pages.transform import PageTransform

_MIN_SHARED = 0.1  # of the smaller character's width and height, that two have in common


class Middles:
    """The middles of boxes with their indices, to be asked which lie in an area."""

    def __init__(self, boxes: Iterable[tuple[Box, int]]) -> None:
        self._ordered = sorted(
            ((top + bottom) / 2, (x0 + x1) / 2, index) for (x0, top, x1, bottom), index in boxes
        )

    def within(self, area: Box) -> list[int]:
        """The indices of those in `area`, its edges included."""
        x0, top, x1, bottom = area
        first = bisect_left(self._ordered, (top,))
        level = self._ordered[first : bisect_right(self._ordered, (bottom, math.inf))]
        return [index for _, x, index in level if x0 <= x <= x1]


class Boxes:
    """The boxes of characters, on the page as shown or in user space, to be asked what lies over
    them."""

    def __init__(self, boxes: Iterable[Box] = ()) -> None:
        self._ordered = sorted((box[1], box) for box in boxes)
        self._highest = max([box[3] - box[1] for _, box in self._ordered], default=0.0)

    def add(self, boxes: Iterable[Box]) -> None:
        """Takes in more of them."""
        for box in boxes:
            insort(self._ordered, (box[1], box))
            self._highest = max(self._highest, box[3] - box[1])

    def lie_under(self, box: Box) -> bool:
        """Whether one of them and `box` have more in common than touching characters have."""
        left, first, right, last = box
        start = bisect_left(self._ordered, (first - self._highest,))
        for _, (x0, y0, x1, y1) in self._ordered[start : bisect_left(self._ordered, (last,))]:
            wide = _MIN_SHARED * min(right - left, x1 - x0)
            high = _MIN_SHARED * min(last - first, y1 - y0)
            if min(x1, right) - max(x0, left) > wide and min(y1, last) - max(y0, first) > high:
                return True
        return False


def through_text(
    lines: list[Horizontal], band: tuple[float, float], layer: TextLayer, transform: PageTransform
) -> list[Horizontal]:
    """Those of `lines` at the height of some text of the layer, between two shares of its height
    from above; all, on a page that is rotated."""
    if transform.rotation:
        return lines
    heights = [*sorted({line[0] for line in lines}), math.inf]
    crossing: set[float] = set()
    for upper, lower in layer.levels:
        top, bottom = transform.top - upper, transform.top - lower
        last = top + band[1] * (bottom - top)
        index = bisect_left(heights, top + band[0] * (bottom - top))
        while heights[index] <= last:
            crossing.add(heights[index])
            index += 1
    return [line for line in lines if line[0] in crossing]
