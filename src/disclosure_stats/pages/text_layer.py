"""The text layer of one page: its characters, and their boxes in user space."""

import contextlib
import ctypes
import math
import re
from array import array
from collections.abc import Sequence
from functools import cache
from itertools import repeat
from operator import sub
from typing import Any

import pypdfium2.raw as pdfium_c

from disclosure_stats.errors import ReadingError
from disclosure_stats.pages import _pdfium_calls as calls
from disclosure_stats.pages.model import Box
from disclosure_stats.pages.text_objects import TextObjects
from disclosure_stats.pages.transform import Edges

MAX_CHARACTERS = 200_000  # on one page; a dense page of a report has some 2,000
_DIGIT = re.compile("[0-9]")
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_UNIT = 2  # bytes of UTF-16
_AT_ONCE = 512  # characters whose boxes are fetched into one buffer
_NOTHING = "\x01"  # stands where there is no character, and leaves no mark on paper


class TextLayer:
    """The characters of an open page, to be closed before the page is.

    `number` is the page's; `text` is in the order of the file, a character each index; `edges` are
    their boxes, as tall as the font and as wide as the advance; those that would be higher than
    `giant` points, which is far more than most, hold the ink alone. `levels` are the upper and
    lower edges, each pair once, `extent` the box around all; `text_page` stands for PDFium's handle
    in its calls; `digits` are the indices of digits, `digit_objects` the addresses of the text
    objects that they belong to (null for none), `objects` these objects. Raises ReadingError
    (`damaged`, `too_large`).
    """

    def __init__(self, number: int, page: object) -> None:
        self.number, self._page = number, page
        self._handle: Any = None
        self._load()

    def _load(self) -> None:
        self._handle = pdfium_c.FPDFText_LoadPage(self._page)
        if not self._handle:
            raise ReadingError("damaged", f"the text of page {self.number} is damaged")
        count = pdfium_c.FPDFText_CountChars(self._handle)
        if count > MAX_CHARACTERS:
            self.close()
            raise ReadingError("too_large", f"page {self.number} has {count} characters")
        self.text_page = calls.reference_to(self._handle)
        self.text = _text(self.text_page, count)
        lefts, tops, rights, bottoms = _sides(self.text_page, count)
        self.edges: Edges = lefts.tolist(), tops.tolist(), rights.tolist(), bottoms.tolist()
        self.levels = _pairs(tops, bottoms)
        self.giant = self._tighten_giants()
        self.extent: Box = (
            min(self.edges[0], default=0.0),
            min([lower for _, lower in self.levels], default=0.0),
            max(self.edges[2], default=0.0),
            max([upper for upper, _ in self.levels], default=0.0),
        )
        self.digits = [match.start() for match in _DIGIT.finditer(self.text)]
        self.digit_objects = list(map(calls.get_text_object, repeat(self.text_page), self.digits))
        self.objects = TextObjects(self.digit_objects)

    def _tighten_giants(self) -> float:
        """Gives characters whose box is far higher than most (fonts for vertical lines, whose
        ascent runs along the line) the box of their ink; tells from which height on, which is
        infinite where there are none."""
        lefts, tops, rights, bottoms = self.edges
        step = len(tops) // 64 + 1
        sample = sorted(filter(None, map(abs, map(sub, tops[::step], bottoms[::step]))))
        limit = 2.5 * sample[len(sample) // 2] if sample else math.inf
        if not any(abs(upper - lower) > limit for upper, lower in self.levels):
            return math.inf
        high = [
            i
            for i, (top, bottom) in enumerate(zip(tops, bottoms, strict=True))
            if abs(top - bottom) > limit
        ]
        has_ink, inks = calls.answers(ctypes.c_double, 4).of(
            calls.get_char_box, high, self.text_page
        )
        for index, has, *ink in zip(high, has_ink, *inks, strict=True):
            if has:
                lefts[index], rights[index], bottoms[index], tops[index] = ink
        self.levels = list(set(zip(tops, bottoms, strict=True)))
        return limit

    def box(self, index: int) -> Box:
        """A character's left, lower, right and upper edge, in user space."""
        left, top, right, bottom = (side[index] for side in self.edges)
        return left, bottom, right, top

    def setting(self, index: int) -> tuple[float, float]:
        """A character's font size and the height of its line, in points of user space, where text
        is upright. Boxes tell less: in some fonts they are as tall as each glyph."""
        matrix = self._matrix(index)
        x, y = ctypes.c_double(), ctypes.c_double()
        calls.get_char_origin(self.text_page, index, ctypes.byref(x), ctypes.byref(y))
        size = calls.get_font_size(self.text_page, index) * math.hypot(matrix.c, matrix.d)
        return size, y.value

    def slope(self, index: int) -> float:
        """The angle in which a character's line runs, clockwise in radians."""
        matrix = self._matrix(index)
        return -math.atan2(matrix.b, matrix.a)

    def _matrix(self, index: int) -> Any:
        matrix = pdfium_c.FS_MATRIX()
        calls.get_char_matrix(self.text_page, index, ctypes.byref(matrix))
        return matrix

    def reload(self) -> None:
        """Read the page again: PDFium gives the second of two texts at one place only when the
        first is no longer on the page."""
        self.close()
        self._load()

    def close(self) -> None:
        """Release PDFium's text page."""
        if self._handle:
            pdfium_c.FPDFText_ClosePage(self._handle)
            self._handle = None


def _text(text_page: Any, count: int) -> str:
    """All characters of the page, in one call where each takes one code unit."""
    units = bytearray(_UNIT * (count + 1))
    start = ctypes.c_char.from_buffer(units)
    if calls.get_text(text_page, 0, count, ctypes.byref(start)) == count + 1:
        with contextlib.suppress(UnicodeDecodeError):
            text = units.decode("utf-16-le")[:-1]
            if len(text) == count:
                return text
    text = "".join(map(chr, map(calls.get_unicode, repeat(text_page), range(count))))
    return joined_pairs(text)


def _sides(text_page: Any, count: int) -> Sequence["array[float]"]:
    """All left, upper, right and lower edges of the page's characters."""
    written, slots = _written_boxes()
    found = array("f")
    for start in range(0, count, _AT_ONCE):
        some = range(start, min(start + _AT_ONCE, count))
        list(map(calls.get_loose_box, repeat(text_page), some, slots))
        found.frombytes(written[: 4 * found.itemsize * len(some)])
    return [found[side::4] for side in range(4)]


@cache
def _written_boxes() -> tuple[memoryview, list[Any]]:
    """The bytes to which PDFium writes boxes in a process, and a reference to each box."""
    buffer = (ctypes.c_float * (4 * _AT_ONCE))()
    return memoryview(buffer).cast("B"), calls.slots(buffer, 4)


def _pairs(uppers: "array[float]", lowers: "array[float]") -> list[tuple[float, float]]:
    """Each pair of edges once. Two numbers of four bytes are told from others as one of eight:
    most of a page is on few lines."""
    pairs = array("f", bytes(2 * uppers.itemsize * len(uppers)))
    pairs[::2], pairs[1::2] = uppers, lowers
    different = array("f", array("Q", set(array("Q", pairs.tobytes()))).tobytes())
    return list(zip(different[::2], different[1::2], strict=True))


def joined_pairs(text: str) -> str:
    """Characters beyond the basic plane as one, where a font gives the two surrogates of each."""
    return _PAIR.sub(_character_of_pair, text)


def _character_of_pair(pair: re.Match[str]) -> str:
    """The character that two surrogates stand for, and a place that prints nothing for the second:
    its box is that of the first."""
    return pair[0].encode("utf-16-le", "surrogatepass").decode("utf-16-le") + _NOTHING
