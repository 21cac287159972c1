"""Whether a page prints the digits that its text tells, by the picture of a few cells.

The picture is drawn by the codes' glyphs, wherever they stand: it knows nothing of what characters
were taken for, put together or left out.
"""

import math
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from disclosure_stats.pages.digit_shapes import inked_rows, is_like
from disclosure_stats.pages.grey import Dots
from disclosure_stats.pages.model import Box, Word
from disclosure_stats.pages.pdfium import Document

_DOTS = 24.0  # that a line of text is drawn high: a digit takes up two thirds of it
_MAX_SCALE = 6.0  # dots a point
_MAX_DOTS = 4_000_000
_MIN_CONTRAST = 64  # of 255: what differs less from the paper is no ink
_MIN_ROWS = 8  # dots of a digit's height: in lower ones strokes are too coarse
_RULE = 2.5  # points along the edges of a cell that its rules may take up
_AROUND = 1.0  # points about a character that its ink may take up


class TextOfCell(NamedTuple):
    """A cell of a page, in points as shown, and the characters in it, each as a word."""

    box: Box
    characters: Sequence[Word]


def is_printed(document: Document, number: int, cells: Sequence[TextOfCell]) -> bool:
    """Whether page `number` (from 1) prints the cells as their text has them: each digit looks like
    itself, and nothing stands beside the characters. Not where no cell has a character."""
    heights = [one.bottom - one.top for cell in cells for one in cell.characters]
    if not heights:
        return False
    scale = min(_DOTS / max(min(heights), 1.0), _MAX_SCALE)
    lefts, tops, rights, bottoms = zip(*(cell.box for cell in cells), strict=True)
    around = min(lefts), min(tops), max(rights), max(bottoms)
    dots = scale * scale * (around[2] - around[0]) * (around[3] - around[1])
    scale *= min(math.sqrt(_MAX_DOTS / max(dots, 1.0)), 1.0)
    grey, part = document.grey(number, around, scale)
    picture = _Picture(grey, part, scale)
    return all(map(picture.prints, cells))


class _Picture:
    """A part of a page in grey, `scale` dots to a point."""

    def __init__(self, grey: bytes, part: Dots, scale: float) -> None:
        self._grey, self._scale = grey, scale
        self._left, self._top, self._right, self._bottom = part

    def prints(self, cell: TextOfCell) -> bool:
        """Whether a cell is printed as its characters have it."""
        for one in cell.characters:
            if one.text in "0123456789":
                shape = self._shape(one)
                if len(shape) < _MIN_ROWS or not is_like(tuple(shape), int(one.text)):
                    return False
        return not self._has_more(cell)

    def _shape(self, digit: Word) -> list[bytes]:
        """The ink (0 to 255) in the place of a digit, row by row, from the first to the last."""
        rows = list(self._rows(self._dots(digit[:4])))
        whole = b"".join(rows)
        darkest, paper = _darkest_and_lightest(whole)
        if paper - darkest < _MIN_CONTRAST:
            return []
        ink = _ink(paper, darkest)
        return inked_rows([row.translate(ink) for row in rows])

    def _has_more(self, cell: TextOfCell) -> bool:
        """Whether there is ink in the cell that is beside its characters."""
        x0, top, x1, bottom = cell.box
        inside = self._dots((x0 + _RULE, top + _RULE, x1 - _RULE, bottom - _RULE))
        rows = list(self._rows(inside))
        whole = b"".join(rows)
        darkest, paper = _darkest_and_lightest(whole)
        if paper - darkest < _MIN_CONTRAST:
            return False
        if not cell.characters:
            return True
        lefts, tops, rights, bottoms, *_ = zip(*cell.characters, strict=True)
        around = (min(lefts), min(tops), max(rights), max(bottoms))
        left, upper, right, lower = self._dots(_wider(around))
        first, above = left - inside[0], upper - inside[1]
        last, below = right - inside[0], lower - inside[1]
        level = rows[max(above, 0) : max(below, 0)]
        beside = [
            *rows[: max(above, 0)],
            *rows[max(below, 0) :],
            *[row[: max(first, 0)] for row in level],
            *[row[max(last, 0) :] for row in level],
        ]
        no_ink = bytes(range(paper - _MIN_CONTRAST, 256))
        return bool(b"".join(beside).translate(None, no_ink))

    def _dots(self, box: Box) -> Dots:
        x0, top, x1, bottom = (edge * self._scale for edge in box)
        return (
            max(math.floor(x0 + 0.5), self._left),
            max(math.floor(top), self._top),
            min(math.floor(x1 + 0.5), self._right),
            min(math.ceil(bottom), self._bottom),
        )

    def _rows(self, part: Dots) -> Iterator[bytes]:
        """The rows of a part of the picture."""
        left, top, right, bottom = part
        wide = self._right - self._left
        if left < right:
            for row in range(top - self._top, bottom - self._top):
                yield self._grey[row * wide + left - self._left : row * wide + right - self._left]


def _wider(box: Box) -> Box:
    return box[0] - _AROUND, box[1] - _AROUND, box[2] + _AROUND, box[3] + _AROUND


def _darkest_and_lightest(dots: bytes) -> tuple[int, int]:
    """The least and the most of some greys (0 where there are none). Most are as the first is: that
    of paper."""
    first = dots[:1]
    others = set(dots.translate(None, first))
    return min(others.union(first), default=0), max(others.union(first), default=0)


@lru_cache(maxsize=1024)
def _ink(paper: int, darkest: int) -> bytes:
    """How much ink (0 to 255) each grey is, between that of the paper and the darkest."""
    return bytes(min(max((paper - grey) * 255 // (paper - darkest), 0), 255) for grey in range(256))
