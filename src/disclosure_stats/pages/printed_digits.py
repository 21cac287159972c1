"""Whether a page prints the digits that its text tells, by the picture of a few cells.

The picture is drawn by the codes' glyphs, wherever they stand: it knows nothing of what characters
were taken for, put together or left out.
"""

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from disclosure_stats.pages.digit_shapes import is_like
from disclosure_stats.pages.grey import Dots
from disclosure_stats.pages.model import Box, Word
from disclosure_stats.pages.pdfium import Document

_DOTS = 24.0  # that a line of text is drawn high: a digit takes up two thirds of it
_MAX_SCALE = 6.0  # dots a point
_MAX_DOTS = 4_000_000
_MIN_CONTRAST = 64  # of 255: what differs less from the paper is no ink
_INK = 64  # of 255: the faint edge of a stroke is less
_MIN_ROWS = 8  # dots of a digit's height: in lower ones strokes are too coarse
_IS_INK = bytes(grey > _INK for grey in range(256))
_RULE = 2.5  # points along the edges of a cell that its rules may take up
_AROUND = 1.0  # points about a character that its ink may take up


Print = Literal["same", "other", "unseen"]
"""Whether digits are printed as they are told, others, or none: the file lacks the font."""


class TextOfCell(NamedTuple):
    """A cell of a page, in points as shown, and the characters in it, each as a word."""

    box: Box
    characters: Sequence[Word]


def print_of(document: Document, number: int, cells: Sequence[TextOfCell]) -> Print:
    """How the print of the cells of page `number` (from 1) is to their text: `same` where each
    digit looks like itself, and nothing stands beside the characters."""
    heights = [one.bottom - one.top for cell in cells for one in cell.characters]
    if not heights:
        return "unseen"
    scale = min(_DOTS / max(min(heights), 1.0), _MAX_SCALE)
    lefts, tops, rights, bottoms = zip(*(cell.box for cell in cells), strict=True)
    around = min(lefts), min(tops), max(rights), max(bottoms)
    dots = scale * scale * (around[2] - around[0]) * (around[3] - around[1])
    scale *= min(math.sqrt(_MAX_DOTS / max(dots, 1.0)), 1.0)
    grey, part = document.grey(number, around, scale)
    picture = _Picture(grey, part, scale)
    prints = set(map(picture.print_of, cells))
    return "other" if "other" in prints else "unseen" if "unseen" in prints else "same"


class _Picture:
    """A part of a page in grey, `scale` dots to a point."""

    def __init__(self, grey: bytes, part: Dots, scale: float) -> None:
        self._grey, self._scale = grey, scale
        self._left, self._top, self._right, self._bottom = part

    def print_of(self, cell: TextOfCell) -> Print:
        """How the print of a cell is to its characters."""
        for one in cell.characters:
            if one.text in "0123456789":
                shape = self._shape(one)
                if not shape:
                    return "unseen"
                if len(shape) < _MIN_ROWS or not is_like(tuple(shape), int(one.text)):
                    return "other"
        return "other" if self._has_more(cell) else "same"

    def _shape(self, digit: Word) -> list[bytes]:
        """The ink (0 to 255) in the place of a digit, row by row, from the first to the last."""
        rows = self._rows(self._dots(digit[:4]))
        whole = b"".join(rows)
        darkest, paper = _extremes(whole)
        if paper - darkest < _MIN_CONTRAST:
            return []
        ink = _ink(paper, darkest)
        is_inked = whole.translate(ink).translate(_IS_INK)
        wide = len(rows[0])
        filled = rows[is_inked.find(1) // wide : is_inked.rfind(1) // wide + 1]
        return [row.translate(ink) for row in filled]

    def _has_more(self, cell: TextOfCell) -> bool:
        """Whether there is ink in the cell that is beside its characters."""
        x0, top, x1, bottom = cell.box
        inside = self._dots((x0 + _RULE, top + _RULE, x1 - _RULE, bottom - _RULE))
        rows = self._rows(inside)
        darkest, paper = _extremes(b"".join(rows))
        if paper - darkest < _MIN_CONTRAST:
            return False
        if not cell.characters:
            return True
        lefts, tops, rights, bottoms, *_ = zip(*cell.characters, strict=True)
        around = (min(lefts), min(tops), max(rights), max(bottoms))
        left, upper, right, lower = self._dots(_wider(around))
        first, above = max(left - inside[0], 0), max(upper - inside[1], 0)
        last, below = max(right - inside[0], 0), max(lower - inside[1], 0)
        level = rows[above:below]
        beside = [
            *rows[:above],
            *rows[below:],
            *[row[:first] for row in level],
            *[row[last:] for row in level],
        ]
        return _extremes(b"".join(beside))[0] < paper - _MIN_CONTRAST

    def _dots(self, box: Box) -> Dots:
        x0, top, x1, bottom = (edge * self._scale for edge in box)
        return (
            max(math.floor(x0 + 0.5), self._left),
            max(math.floor(top), self._top),
            min(math.floor(x1 + 0.5), self._right),
            min(math.ceil(bottom), self._bottom),
        )

    def _rows(self, part: Dots) -> list[bytes]:
        """The rows of a part of the picture."""
        left, top, right, bottom = part
        if left >= right:
            return []
        wide = self._right - self._left
        starts = range((top - self._top) * wide, (bottom - self._top) * wide, wide)
        first, end = left - self._left, right - self._left
        return [self._grey[start + first : start + end] for start in starts]


def _extremes(dots: bytes) -> tuple[int, int]:
    """The darkest and the lightest grey; 255 and 255 where there are no dots."""
    paper = dots[:1] or b"\xff"
    others = paper + dots.translate(None, paper)  # few: most dots of a cell are one paper's
    return min(others), max(others)


def _wider(box: Box) -> Box:
    return box[0] - _AROUND, box[1] - _AROUND, box[2] + _AROUND, box[3] + _AROUND


@lru_cache(maxsize=1024)
def _ink(paper: int, darkest: int) -> bytes:
    """How much ink (0 to 255) each grey is, between that of the paper and the darkest."""
    return bytes(min(max((paper - grey) * 255 // (paper - darkest), 0), 255) for grey in range(256))
