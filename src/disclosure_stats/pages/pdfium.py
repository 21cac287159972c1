"""The text layer of a page, read through PDFium: characters and ruling lines."""

import ctypes
import math
from collections import Counter, deque
from collections.abc import Iterator
from itertools import repeat
from operator import itemgetter, sub

import pypdfium2.raw as pdfium_c

from disclosure_stats.errors import ReadingError
from disclosure_stats.pages import _pdfium_calls as calls
from disclosure_stats.pages.drawing import Drawing, read_drawing
from disclosure_stats.pages.model import Character, Page
from disclosure_stats.pages.transform import PageTransform, turn

MAXIMUM_PAGES = 2_000
MAXIMUM_SIDE = 14_400  # points: 200 inches, the most that PDF 1.x allows
MAXIMUM_CHARACTERS = 200_000  # on one page; a dense page of a report has some 2,000

_LEAST_HAN = 0.2  # of a page's characters
_EACH_ANGLE = 3  # of how many characters one is asked for its angle, before all are
_NOT_PRINTED = frozenset(
    {*range(1, 33), 0xA0, 0x3000, 0xFEFF, *range(0x2000, 0x2010), 0x2028, 0x2029, 0x202F}
)
_REPEATED_WITHIN = 1.2  # points between the two drawings of a character in fake bold


class Document:
    """An open PDF. Pages are read one at a time and nothing of PDFium's stays open behind one.

    `data` are the bytes of the file. Raises ReadingError (`damaged`, `password_required`,
    `too_large`). Use it as a context manager.
    """

    def __init__(self, data: bytes) -> None:
        pdfium_c.FPDF_InitLibrary()
        self._data = data  # PDFium reads from it as long as the document is open
        self._handle = pdfium_c.FPDF_LoadMemDocument64(data, len(data), None)
        if not self._handle:
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
        if self._handle:
            pdfium_c.FPDF_CloseDocument(self._handle)
            self._handle = None

    def pages(self) -> Iterator[Page]:
        """Each page in order."""
        return map(self.page, range(1, self.page_count + 1))

    def page(self, number: int) -> Page:
        """Page `number`, counted from 1."""
        handle = pdfium_c.FPDF_LoadPage(self._handle, number - 1)
        if not handle:
            raise ReadingError("damaged", f"page {number} is damaged")
        text_handle = None
        try:
            transform = _page_transform(handle)
            if max(transform.width, transform.height) >= MAXIMUM_SIDE:
                inches = max(transform.width, transform.height) / 72
                raise ReadingError("too_large", f"page {number} is {inches:.0f} inches long")
            text_handle = pdfium_c.FPDFText_LoadPage(handle)
            if not text_handle:
                raise ReadingError("damaged", f"the text of page {number} is damaged")
            return _read(number, handle, text_handle, transform)
        finally:
            if text_handle:
                pdfium_c.FPDFText_ClosePage(text_handle)
            pdfium_c.FPDF_ClosePage(handle)


def _page_transform(handle: object) -> PageTransform:
    """How points of PDF user space become points of the page as shown."""
    box = (ctypes.c_float * 4)()
    parts = [ctypes.byref(box, 4 * index) for index in range(4)]
    pointer = ctypes.POINTER(ctypes.c_float)
    typed = [ctypes.cast(part, pointer) for part in parts]
    if not pdfium_c.FPDFPage_GetCropBox(handle, *typed) and not pdfium_c.FPDFPage_GetMediaBox(
        handle, *typed
    ):
        box[:] = [0.0, 0.0, 595.0, 842.0]  # A4, where the file names no page box
    left, bottom, right, top = box
    left, right = min(left, right), max(left, right)
    bottom, top = min(bottom, top), max(bottom, top)
    return PageTransform(left, bottom, right, top, pdfium_c.FPDFPage_GetRotation(handle) * 90)


def _read(number: int, handle: object, text_handle: object, transform: PageTransform) -> Page:
    text_page = calls.address_of(text_handle)
    count = pdfium_c.FPDFText_CountChars(text_handle)
    if count > MAXIMUM_CHARACTERS:
        raise ReadingError("too_large", f"page {number} has {count} characters")
    drawing = read_drawing(calls.address_of(handle), transform)
    codes = _codes(text_handle, text_page, count)
    boxes = (ctypes.c_float * (4 * count))()
    start = ctypes.addressof(boxes)
    addresses = range(start, start + 16 * count, 16)
    deque(map(calls.get_loose_box, repeat(text_page), range(count), addresses), maxlen=0)
    kept, turned = _upright(text_page, codes, transform.rotation)
    kept = _visible(text_page, kept, boxes, transform, drawing)
    _tighten_giants(text_page, kept, boxes)
    mapped = _with_unicode(text_page, kept, codes)
    pick = itemgetter(*mapped) if len(mapped) > 1 else lambda column: [column[i] for i in mapped]
    edges = transform.columns(*(pick(boxes[edge::4]) for edge in range(4)))
    # NamedTuple's own constructor is a Python function, once a character.
    characters = list(
        map(tuple.__new__, repeat(Character), zip(*edges, map(chr, pick(codes)), strict=True))
    )
    page = Page(
        number,
        transform.width,
        transform.height,
        _without_repeats(characters),
        drawing.horizontals,
        drawing.verticals,
        drawing.faint_horizontals,
        drawing.faint_verticals,
        images=drawing.images,
        unmapped=len(kept) - len(mapped),
    )
    return turn(page, turned) if turned else page


def _codes(text_handle: object, text_page: int, count: int) -> list[int]:
    """The code point of each character, in one call where each takes one code unit."""
    units = (ctypes.c_ushort * (count + 1))()
    if pdfium_c.FPDFText_GetText(text_handle, 0, count, units) == count + 1:
        codes = units[:count]
        if not any(0xD800 <= code < 0xE000 for code in codes):
            return codes
    return list(map(calls.get_unicode, repeat(text_page), range(count)))


def _upright(text_page: int, codes: list[int], rotation: int) -> tuple[list[int], int]:
    """Indices of the printed characters that stand as most do, and how most stand, in degrees.

    Text at any other angle (a watermark across the page) is left out; what stands at another
    right angle (a label set sideways) is kept.
    """
    printed = [index for index, code in enumerate(codes) if code not in _NOT_PRINTED]
    if not rotation and not any(map(calls.get_angle, repeat(text_page), printed[::_EACH_ANGLE])):
        return printed, 0
    quarters: Counter[int] = Counter()
    kept = []
    for index, angle in zip(printed, map(calls.get_angle, repeat(text_page), printed), strict=True):
        degrees = math.degrees(angle) + rotation
        if abs((degrees + 45) % 90 - 45) < 4:
            kept.append(index)
            quarters[round(degrees / 90) * 90 % 360] += 1
    return kept, quarters.most_common(1)[0][0] if quarters else 0


def _with_unicode(text_page: int, kept: list[int], codes: list[int]) -> list[int]:
    """`kept` without the characters whose code point is none, or not that of what is printed."""
    counts = Counter([codes[index] for index in kept])
    unusable = {code for code in counts if not _has_unicode(code)}
    mapped = [index for index in kept if codes[index] not in unusable] if unusable else kept
    han = sum(count for code, count in counts.items() if 0x2E80 <= code <= 0xFAFF)
    han -= sum(counts[code] for code in unusable if 0x2E80 <= code <= 0xFAFF)
    if han < _LEAST_HAN * len(mapped):
        # No Chinese text: is it foreign, or are the codes not those of what is printed?
        mapped = [index for index in mapped if not calls.has_map_error(text_page, index)]
    return mapped


def _has_unicode(code: int) -> bool:
    """Not a control character, not U+FFFD, no half of a surrogate pair, not for private use."""
    return code != 0xFFFD and not 0xD800 <= code <= 0xF8FF and 32 <= code < 0xF0000


def _visible(
    text_page: int,
    kept: list[int],
    boxes: "ctypes.Array[ctypes.c_float]",
    transform: PageTransform,
    drawing: Drawing,
) -> list[int]:
    """`kept` without the characters that nobody can see on the page.

    A page on which no text can be seen is a scan with a hidden text layer: it keeps its text.
    """
    if not drawing.hidden_texts and not drawing.white_texts:
        return kept
    seen = []
    for index in kept:
        text_object = calls.get_text_object(text_page, index)
        if text_object in drawing.hidden_texts:
            continue
        if text_object in drawing.white_texts:
            left, top, right, bottom = boxes[4 * index : 4 * index + 4]
            x0, y0, x1, y1 = transform.box(left, bottom, right, top)
            if not drawing.is_dark_at((x0 + x1) / 2, (y0 + y1) / 2):
                continue
        seen.append(index)
    return seen or kept


def _tighten_giants(text_page: int, kept: list[int], boxes: "ctypes.Array[ctypes.c_float]") -> None:
    """Gives characters whose box is far larger than most (fonts for vertical lines, whose ascent
    runs along the line) the box of their ink."""
    if not kept:
        return
    spans = list(map(abs, map(sub, boxes[1::4], boxes[3::4])))
    heights = [spans[index] for index in kept]
    sample = sorted(heights[:: len(heights) // 64 + 1])
    limit = 2.5 * sample[len(sample) // 2]
    if max(heights) <= limit:
        return
    edges = (ctypes.c_double * 4)()
    start = ctypes.addressof(edges)
    for index, height in zip(kept, heights, strict=True):
        if height > limit and calls.get_char_box(
            text_page, index, start, start + 8, start + 16, start + 24
        ):
            left, right, bottom, top = edges
            boxes[4 * index : 4 * index + 4] = [left, top, right, bottom]


def _without_repeats(characters: list[Character]) -> list[Character]:
    """`characters` without those drawn a second time at the same place (fake bold)."""
    # Of the pairs a fraction of a point apart, most begin at the same whole point.
    if not characters:
        return characters
    x0s, tops, _, _, texts = zip(*characters, strict=True)
    if len(set(zip(map(int, x0s), map(int, tops), texts, strict=True))) == len(characters):
        return characters
    kept: list[Character] = []
    places: dict[tuple[int, int, str], list[Character]] = {}
    for character in characters:
        column, line = int(character.x0 / 4), int(character.top / 4)
        near = (
            other
            for dx in (0, -1, 1)
            for dy in (0, -1, 1)
            for other in places.get((column + dx, line + dy, character.text), ())
        )
        limit = min(_REPEATED_WITHIN, 0.45 * max(character.x1 - character.x0, 1.0))
        if any(
            abs(other.x0 - character.x0) < limit and abs(other.top - character.top) < limit
            for other in near
        ):
            continue
        places.setdefault((column, line, character.text), []).append(character)
        kept.append(character)
    return kept
