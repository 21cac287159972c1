"""What hangs together in the picture of a page: labels, boxes and areas."""

from typing import Any, NamedTuple

import cv2
import numpy as np

from disclosure_stats.scans.paper import Grey


class Components(NamedTuple):
    """Each dot's label (0 where there is no ink), and for each label the box and the area of its
    dots: `left`, `top`, `wide`, `high` and `area`, all 0 for label 0."""

    labels: Any
    left: Any
    top: Any
    wide: Any
    high: Any
    area: Any


def components_of(ink: Grey, connectivity: int = 8) -> Components:
    """The components of `ink`. OpenCV's own statistics ask every dot of the page, paper too, and
    take five times as long as the labels; here they come from the ends of the level strokes."""
    height, width = ink.shape
    count, labels = cv2.connectedComponents(ink, connectivity=connectivity)
    edges = np.zeros((height, width + 1), bool)
    edges[:, :width] = ink
    edges[:, 1:] ^= ink.astype(bool)
    rows, columns = np.divmod(np.flatnonzero(edges.ravel()), width + 1)
    rows, start, end = rows[::2], columns[::2], columns[1::2]
    own = labels[rows, start]
    left, right = np.full(count, width), np.zeros(count, np.intp)
    np.minimum.at(left, own, start)
    np.maximum.at(right, own, end)
    top, bottom = np.zeros((2, count), np.intp)
    bottom[own] = rows + 1  # of a label's strokes the last one stays
    top[own[::-1]] = rows[::-1]
    area = np.bincount(own, end - start, count).astype(np.intp)
    left[0] = 0
    return Components(labels, left, top, right - left, bottom - top, area)
