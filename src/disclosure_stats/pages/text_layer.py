"""The text layer of one page: its characters, and their boxes in user space."""

import contextlib
import ctypes
from collections import deque
from itertools import repeat
from typing import Any

import pypdfium2.raw as pdfium_c

from disclosure_stats.errors import ReadingError
from disclosure_stats.pages import _pdfium_calls as calls
from disclosure_stats.pages.transform import Edges

MAXIMUM_CHARACTERS = 200_000  # on one page; a dense page of a report has some 2,000
_BOXES_AT_ONCE = 512  # characters whose boxes are fetched into one buffer


class LooseBoxes:
    """Fetches the boxes of characters, through a buffer that is made once a document."""

    def __init__(self) -> None:
        self._buffer = (ctypes.c_float * (4 * _BOXES_AT_ONCE))()
        self._slots = calls.slots(self._buffer, 4)

    def edges(self, text_page: Any, count: int) -> Edges:
        """The edges of the page's characters: as tall as the font, as wide as the advance."""
        edges: Edges = ([], [], [], [])
        for start in range(0, count, _BOXES_AT_ONCE):
            indices = range(start, min(start + _BOXES_AT_ONCE, count))
            deque(map(calls.get_loose_box, repeat(text_page), indices, self._slots), maxlen=0)
            for side, values in enumerate(edges):
                values += self._buffer[side : 4 * len(indices) : 4]
        return edges


class TextLayer:
    """The characters of an open page, to be closed before the page is.

    `text` is in the order of the file, a character each index; `edges` are their boxes; `text_page`
    stands for PDFium's handle in its calls. Raises ReadingError (`damaged`, `too_large`).
    """

    def __init__(self, number: int, page: object, boxes: LooseBoxes) -> None:
        self._number, self._page, self._boxes = number, page, boxes
        self._handle: Any = None
        self._load()

    def _load(self) -> None:
        self._handle = pdfium_c.FPDFText_LoadPage(self._page)
        if not self._handle:
            raise ReadingError("damaged", f"the text of page {self._number} is damaged")
        count = pdfium_c.FPDFText_CountChars(self._handle)
        if count > MAXIMUM_CHARACTERS:
            self.close()
            raise ReadingError("too_large", f"page {self._number} has {count} characters")
        self.text_page = calls.reference_to(self._handle)
        self.text = _text(self._handle, self.text_page, count)
        self.edges = self._boxes.edges(self.text_page, count)

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


def _text(text_handle: object, text_page: Any, count: int) -> str:
    """All characters of the page, in one call where each takes one code unit."""
    units = (ctypes.c_ushort * (count + 1))()
    if pdfium_c.FPDFText_GetText(text_handle, 0, count, units) == count + 1:
        with contextlib.suppress(UnicodeDecodeError):
            text = bytes(units).decode("utf-16-le")[:-1]
            if len(text) == count:
                return text
    return "".join(map(chr, map(calls.get_unicode, repeat(text_page), range(count))))
