"""The digits of a page as another engine has them: pdfminer, without anything else of a page."""

import io
import logging
from collections.abc import Sequence
from typing import Any, NamedTuple

from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfexceptions import PDFException
from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.utils import Matrix, translate_matrix

from disclosure_stats.pages.content_stream import TextInterpreter

logger = logging.getLogger(__name__)

_MIDDLE = 0.35  # of the font size, from the line that a digit stands on up to its middle


class SeenDigit(NamedTuple):
    """A digit and the point in its middle, in points of the page as shown."""

    x: float
    y: float
    text: str


def second_digits(data: bytes, numbers: Sequence[int]) -> dict[int, list[SeenDigit]]:
    """The digits on the pages `numbers` (from 1) of the PDF `data`; of pages that are rotated,
    none; nothing where pdfminer cannot read the file."""
    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it warns of each font, line after line
    found: dict[int, list[SeenDigit]] = {}
    try:
        document = PDFDocument(PDFParser(io.BytesIO(data)))
        resources = PDFResourceManager()
        for number, page in enumerate(PDFPage.create_pages(document), 1):
            if number in numbers and not page.rotate:
                device = _Digits(resources, page)
                TextInterpreter(resources, device).process_page(page)
                found[number] = device.digits
            if number >= max(numbers):
                break
    except (PDFException, ValueError, KeyError, TypeError) as problem:
        logger.debug("pdfminer cannot read the file: %s", problem)
        return {}
    return found


class _Glyph(NamedTuple):
    """The digit that a character of a font is, or nothing, and its width in the font's unit."""

    digit: str
    width: float


class _Glyphs(dict[int, _Glyph]):
    """The characters of a font by their number, each looked up once."""

    def __init__(self, font: PDFFont) -> None:
        self._font = font

    def __missing__(self, cid: int) -> _Glyph:
        try:
            text = self._font.to_unichr(cid)
        except PDFUnicodeNotDefined:
            text = ""
        self[cid] = _Glyph(text if text.isdecimal() else "", self._font.char_width(cid))
        return self[cid]


class _Digits(PDFTextDevice):
    """Takes down the digits of a page."""

    def __init__(self, resources: PDFResourceManager, page: PDFPage) -> None:
        super().__init__(resources)
        self.digits: list[SeenDigit] = []
        self._glyphs: dict[PDFFont, _Glyphs] = {}
        # pdfminer counts from the corner of the media box, readers from that of what is shown.
        self._left = page.cropbox[0] - page.mediabox[0]
        self._top = page.cropbox[3] - page.mediabox[1]

    def render_char(
        self,
        matrix: Matrix,
        font: PDFFont,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: Any,
        graphicstate: Any,
    ) -> float:
        """Takes down a character that is a digit; gives how far it is to the next one."""
        if font not in self._glyphs:
            self._glyphs[font] = _Glyphs(font)
        digit, width = self._glyphs[font][cid]
        across = float(width * fontsize * scaling)
        if digit:
            middle = translate_matrix(matrix, (across / 2, rise + _MIDDLE * fontsize))
            x, y = middle[4:]
            self.digits.append(SeenDigit(x - self._left, self._top - y, digit))
        return across
