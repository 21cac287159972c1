"""What hangs together in the picture of a page: labels, boxes and areas."""

from typing import Any, NamedTuple

import cv2
import numpy as np

from disclosure_stats.scans.paper import Grey


class Strokes(NamedTuple):
    """The level strokes that ink is made of, from top to bottom: in the ink's dots, row after row,
    where each begins, how long it is, and the label of what it belongs to."""

    first: Any
    length: Any
    label: Any


class Components(NamedTuple):
    """Each dot's label (0 where there is no ink), and for each label the box and the area of its
    dots: `left`, `top`, `wide`, `high` and `area`, all 0 for label 0; the strokes of all, and the
    ink."""

    labels: Any
    left: Any
    top: Any
    wide: Any
    high: Any
    area: Any
    strokes: Strokes
    ink: Grey

    def box(self, label: Any) -> tuple[int, int, int, int]:
        """Where a component is: its left edge and its top, how wide and how high it is."""
        x, y, wide, high = self.left[label], self.top[label], self.wide[label], self.high[label]
        return int(x), int(y), int(wide), int(high)

    def dots(self, which: Any) -> tuple[Any, Any]:
        """The dots of the components that `which`, a mask of the labels, tells: their places in the
        ink, row after row, and the label of each."""
        own = which[self.strokes.label]
        first, length, label = (side[own] for side in self.strokes)
        before = np.cumsum(length) - length
        places = np.arange(length.sum()) + np.repeat(first - before, length)
        return places, np.repeat(label, length)

    def without(self, which: Any) -> Grey:
        """The ink without those components."""
        rest = self.ink.copy()
        rest.ravel()[self.dots(which)[0]] = 0
        return rest


def components_of(ink: Grey, connectivity: int = 8) -> Components:
    """The components of `ink`. OpenCV's own statistics ask every dot of the page, paper too, and
    take five times as long as the labels; here they come from the ends of the level strokes."""
    height, width = ink.shape
    count, labels = cv2.connectedComponents(ink, connectivity=connectivity)
    # A column of paper ends the strokes that reach the edge.
    framed = cv2.copyMakeBorder(ink, 0, 0, 1, 1, cv2.BORDER_CONSTANT, value=0)
    ends = np.flatnonzero(framed[:, 1:] != framed[:, :-1])
    rows = ends[::2] // (width + 1)
    start, end = ends[::2] - rows * (width + 1), ends[1::2] - rows * (width + 1)
    first = rows * width + start
    own = labels.ravel()[first]
    left, right = np.full(count, width), np.zeros(count, np.intp)
    np.minimum.at(left, own, start)
    np.maximum.at(right, own, end)
    top, bottom = np.zeros((2, count), np.intp)
    bottom[own] = rows + 1  # of a label's strokes the last one stays
    top[own[::-1]] = rows[::-1]
    area = np.bincount(own, end - start, count).astype(np.intp)
    left[0] = 0
    strokes = Strokes(first, end - start, own)
    return Components(labels, left, top, right - left, bottom - top, area, strokes, ink)
