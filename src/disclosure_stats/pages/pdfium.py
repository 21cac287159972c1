"""The text layer of a page, read through PDFium: words and ruling lines."""

import contextlib
import ctypes
import math
import re
from bisect import bisect_left, bisect_right
from collections import Counter, deque
from collections.abc import Iterator
from itertools import repeat
from operator import sub
from typing import Any

import pypdfium2.raw as pdfium_c

from disclosure_stats.errors import ReadingError
from disclosure_stats.pages import _pdfium_calls as calls
from disclosure_stats.pages import fallback_font
from disclosure_stats.pages.drawing import Drawing, read_drawing
from disclosure_stats.pages.model import Page
from disclosure_stats.pages.repeats import without_repeats
from disclosure_stats.pages.sheets import as_read
from disclosure_stats.pages.transform import Edges, PageTransform, turn
from disclosure_stats.pages.words import PRINTED, characters_in, words_in

MAXIMUM_PAGES = 2_000
MAXIMUM_SIDE = 14_400  # points: 200 inches, the most that PDF 1.x allows
MAXIMUM_CHARACTERS = 200_000  # on one page; a dense page of a report has some 2,000

_LEAST_HAN = 0.2  # of a page's characters
_EACH_ANGLE = 3  # of how many characters one is asked for its angle, before all are
_HAN = re.compile("[\u2e80-\ufaff]+")
# No code point, half of a surrogate pair, for private use, U+FFFD.
_UNUSABLE = re.compile("[\0\ud800-\uf8ff\ufffd\U000f0000-\U0010ffff]")
_WRITTEN_NOTES = (pdfium_c.FPDF_ANNOT_FREETEXT, pdfium_c.FPDF_ANNOT_WIDGET)
_LEAST_INK = 0.7  # of the height of a character's box: what the ink of one in a large size has
_BOXES_AT_ONCE = 512  # characters whose boxes are fetched into one buffer


class _LooseBoxes:
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


class Document:
    """An open PDF. Pages are read one at a time and nothing of PDFium's stays open behind one.

    `data` are the bytes of the file. Raises ReadingError (`damaged`, `password_required`,
    `too_large`). Use it as a context manager.
    """

    def __init__(self, data: bytes) -> None:
        pdfium_c.FPDF_InitLibrary()
        fallback_font.install(id(self))
        self._boxes = _LooseBoxes()
        self._data = data  # PDFium reads from it as long as the document is open
        self._handle = pdfium_c.FPDF_LoadMemDocument64(data, len(data), None)
        if not self._handle:
            fallback_font.uninstall(id(self))
            if pdfium_c.FPDF_GetLastError() == pdfium_c.FPDF_ERR_PASSWORD:
                raise ReadingError("password_required", "the file opens only with a password")
            raise ReadingError("damaged", "the file is damaged: no PDF reader can open it")
        self.page_count = pdfium_c.FPDF_GetPageCount(self._handle)
        if self.page_count < 1 or self.page_count > MAXIMUM_PAGES:
            count = self.page_count
            self.close()
            if count < 1:
                raise ReadingError("damaged", "the file is damaged: it has no page")
            raise ReadingError("too_large", f"{count} pages are more than {MAXIMUM_PAGES}")

    def __enter__(self) -> "Document":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Release the document."""
        fallback_font.uninstall(id(self))
        if self._handle:
            pdfium_c.FPDF_CloseDocument(self._handle)
            self._handle = None

    def pages(self) -> Iterator[Page]:
        """Each page in order."""
        return map(self.page, range(1, self.page_count + 1))

    def _load(self, number: int) -> Any:
        """PDFium's handle of a page, with what is written in its form fields as text of its own."""
        handle = pdfium_c.FPDF_LoadPage(self._handle, number - 1)
        if handle and _has_written_notes(handle):
            pdfium_c.FPDFPage_Flatten(handle, pdfium_c.FLAT_NORMALDISPLAY)
            pdfium_c.FPDF_ClosePage(handle)
            handle = pdfium_c.FPDF_LoadPage(self._handle, number - 1)
        if not handle:
            raise ReadingError("damaged", f"page {number} is damaged")
        return handle

    def page(self, number: int) -> Page:
        """Page `number`, counted from 1."""
        handle = self._load(number)
        text_handle = None
        try:
            transform = _page_transform(handle)
            if max(transform.width, transform.height) >= MAXIMUM_SIDE:
                inches = max(transform.width, transform.height) / 72
                raise ReadingError("too_large", f"page {number} is {inches:.0f} inches long")
            text_handle = pdfium_c.FPDFText_LoadPage(handle)
            if not text_handle:
                raise ReadingError("damaged", f"the text of page {number} is damaged")
            return _read(number, handle, text_handle, transform, self._boxes)
        finally:
            if text_handle:
                pdfium_c.FPDFText_ClosePage(text_handle)
            pdfium_c.FPDF_ClosePage(handle)


def _has_written_notes(page: Any) -> bool:
    """Whether numbers may stand in form fields, or in text that was put on the finished page."""
    for index in range(pdfium_c.FPDFPage_GetAnnotCount(page)):
        note = pdfium_c.FPDFPage_GetAnnot(page, index)
        kind = pdfium_c.FPDFAnnot_GetSubtype(note)
        pdfium_c.FPDFPage_CloseAnnot(note)
        if kind in _WRITTEN_NOTES:
            return True
    return False


def _page_transform(handle: object) -> PageTransform:
    """How points of PDF user space become points of the page as shown."""
    box = (ctypes.c_float * 4)()
    page, edges = calls.reference_to(handle), calls.slots(box)
    if not calls.get_crop_box(page, *edges) and not calls.get_media_box(page, *edges):
        box[:] = [0.0, 0.0, 595.0, 842.0]  # A4, where the file names no page box
    left, bottom, right, top = box
    left, right = min(left, right), max(left, right)
    bottom, top = min(bottom, top), max(bottom, top)
    return PageTransform(left, bottom, right, top, pdfium_c.FPDFPage_GetRotation(handle) * 90)


def _read(
    number: int,
    handle: object,
    text_handle: object,
    transform: PageTransform,
    boxes: _LooseBoxes,
) -> Page:
    count = pdfium_c.FPDFText_CountChars(text_handle)
    if count > MAXIMUM_CHARACTERS:
        raise ReadingError("too_large", f"page {number} has {count} characters")
    text_page = calls.reference_to(text_handle)
    drawing = read_drawing(calls.reference_to(handle), transform)
    edges = boxes.edges(text_page, count)
    # From here on a character that is left out becomes a space.
    upright, turned = _upright(text_page, _text(text_handle, text_page, count), transform.rotation)
    seen = _visible(text_page, upright, edges, transform, drawing)
    hidden = PRINTED.search(seen) is None and PRINTED.search(upright) is not None
    text = upright if hidden else seen
    limit = _tighten_giants(text_page, text, edges)
    if limit < math.inf:
        text = _without_overprint(text, edges, limit)
    text, unmapped = _with_unicode(text_page, text)
    if transform.rotation or turned:
        words = characters_in(text, edges, transform)
    else:
        words = words_in(text, edges, transform)
    page = Page(
        number,
        transform.width,
        transform.height,
        without_repeats(words),
        drawing.horizontals,
        drawing.verticals,
        drawing.faint_horizontals,
        drawing.faint_verticals,
        images=drawing.images,
        unmapped=unmapped,
        hidden=hidden,
    )
    return as_read(turn(page, turned) if turned else page)


def _text(text_handle: object, text_page: Any, count: int) -> str:
    """All characters of the page, in one call where each takes one code unit."""
    units = (ctypes.c_ushort * (count + 1))()
    if pdfium_c.FPDFText_GetText(text_handle, 0, count, units) == count + 1:
        with contextlib.suppress(UnicodeDecodeError):
            text = bytes(units).decode("utf-16-le")[:-1]
            if len(text) == count:
                return text
    return "".join(map(chr, map(calls.get_unicode, repeat(text_page), range(count))))


def _upright(text_page: Any, text: str, rotation: int) -> tuple[str, int]:
    """The characters that stand as most do, and how most stand, in degrees.

    Text at any other angle (a watermark across the page) is left out; what stands at another
    right angle (a label set sideways) is kept.
    """
    asked = range(0, len(text), _EACH_ANGLE)
    if not rotation and not any(map(calls.get_angle, repeat(text_page), asked)):
        return text, 0
    quarters: Counter[int] = Counter()
    kept = list(text)
    for index, angle in enumerate(map(calls.get_angle, repeat(text_page), range(len(text)))):
        degrees = math.degrees(angle) + rotation
        if abs((degrees + 45) % 90 - 45) >= 4:
            kept[index] = " "
        elif PRINTED.match(text[index]):
            quarters[round(degrees / 90) * 90 % 360] += 1
    return "".join(kept), quarters.most_common(1)[0][0] if quarters else 0


def _with_unicode(text_page: Any, text: str) -> tuple[str, int]:
    """The characters whose code is that of what is printed, and how many others there are."""
    text, unmapped = _UNUSABLE.subn(" ", text)
    if _length(_HAN, text) < _LEAST_HAN * _length(PRINTED, text):
        # No Chinese text: is it foreign, or are the codes not those of what is printed?
        kept = list(text)
        for match in PRINTED.finditer(text):
            for index in range(*match.span()):
                if calls.has_map_error(text_page, index):
                    kept[index] = " "
                    unmapped += 1
        text = "".join(kept)
    return text, unmapped


def _length(pattern: re.Pattern[str], text: str) -> int:
    return sum(map(len, pattern.findall(text)))


def _visible(
    text_page: Any, text: str, edges: Edges, transform: PageTransform, drawing: Drawing
) -> str:
    """`text` without the characters that nobody can see on the page.

    None is left on a scan with a hidden text layer.
    """
    if not drawing.hidden_texts and not drawing.white_texts:
        return text
    lefts, tops, rights, bottoms = edges
    seen = list(text)
    for index in range(len(text)):
        text_object = calls.get_text_object(text_page, index).value
        if text_object in drawing.hidden_texts:
            seen[index] = " "
        elif text_object in drawing.white_texts:
            x0, y0, x1, y1 = transform.box(lefts[index], bottoms[index], rights[index], tops[index])
            if not drawing.is_dark_at((x0 + x1) / 2, (y0 + y1) / 2):
                seen[index] = " "
    return "".join(seen)


def _tighten_giants(text_page: Any, text: str, edges: Edges) -> float:
    """Gives characters whose box is far larger than most (fonts for vertical lines, whose ascent
    runs along the line) the box of their ink; from which height a box is one of these is told."""
    lefts, tops, rights, bottoms = edges
    heights = list(map(abs, map(sub, tops, bottoms)))
    sample = sorted(filter(None, heights[:: len(heights) // 64 + 1]))
    limit = 2.5 * sample[len(sample) // 2] if sample else math.inf
    if max(heights, default=0.0) <= limit:
        return math.inf
    ink = (ctypes.c_double * 4)()
    ink_edges = calls.slots(ink)
    for index, height in enumerate(heights):
        if height > limit and calls.get_char_box(text_page, index, *ink_edges):
            lefts[index], rights[index], bottoms[index], tops[index] = ink
    return limit


def _without_overprint(text: str, edges: Edges, limit: float) -> str:
    """`text` without a watermark that stands upright or sideways: characters higher or wider than
    `limit` that lie within a line of other text, or level with two lines of it."""
    lefts, tops, rights, bottoms = edges
    giants, places = [], []
    for match in PRINTED.finditer(text):
        for index in range(*match.span()):
            left, top, right, bottom = (side[index] for side in edges)
            if max(right - left, top - bottom) > _LEAST_INK * limit:
                giants.append(index)
            else:
                places.append(((top + bottom) / 2, (left + right) / 2))
    places.sort()
    kept = list(text)
    for index in giants:
        first = bisect_left(places, (bottoms[index], 0.0))
        level = places[first : bisect_right(places, (tops[index], 0.0))]
        across = [x for _, x in level]
        if level and (
            level[-1][0] - level[0][0] > limit / 5
            or min(across) < rights[index]
            and max(across) > lefts[index]
        ):
            kept[index] = " "
    return "".join(kept)
