"""Where the characters of a page stand, by their middles."""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from disclosure_stats.pages.model import Box


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
