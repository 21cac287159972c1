"""The text layer of a page, read through PDFium: words and ruling lines."""

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate, repeat
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium_c

from disclosure_stats.errors import ReadingError
from disclosure_stats.pages import _pdfium_calls as calls
from disclosure_stats.pages import fallback_font
from disclosure_stats.pages.actual_text import without_claims
from disclosure_stats.pages.clips import clipped_digits
from disclosure_stats.pages.drawing import Drawing
from disclosure_stats.pages.drawing_reader import read_drawing
from disclosure_stats.pages.form_fields import FormFields
from disclosure_stats.pages.grey import Dots, render_grey
from disclosure_stats.pages.hands import Hands
from disclosure_stats.pages.layers import may_have_layers
from disclosure_stats.pages.made import year_made
from disclosure_stats.pages.minus_signs import drawn_minus_signs
from disclosure_stats.pages.model import Box, Page, Word
from disclosure_stats.pages.notes import show_notes
from disclosure_stats.pages.number_glyphs import NumberGlyphs
from disclosure_stats.pages.page_edges import cut_by_page
from disclosure_stats.pages.raised import with_marks
from disclosure_stats.pages.repeats import without_repeats
from disclosure_stats.pages.row_headings import without_row_headings
from disclosure_stats.pages.sheets import as_read
from disclosure_stats.pages.strikes import crossed_by_slants, without_struck
from disclosure_stats.pages.text_layer import TextLayer
from disclosure_stats.pages.transform import Edges, PageTransform, turn
from disclosure_stats.pages.unread import unread_share
from disclosure_stats.pages.untold import untold_in_cells
from disclosure_stats.pages.visibility import unseen_text
from disclosure_stats.pages.watermarks import without_watermark
from disclosure_stats.pages.words import PRINTED, characters_in, words_in
from disclosure_stats.text.han import HAN_BLOCKS, UNKNOWN

MAX_PAGES = 2_000
MAX_SIDE = 14_400  # points: 200 inches, the most that PDF 1.x allows

_END_WITHIN = 2_048  # bytes: where a whole file says where its table of objects is
_MIN_HAN = 0.2  # of a page's characters
_EACH_ANGLE = 3  # of how many characters one is asked for its angle, before all are
_MIN_SLANT = 4.0  # degrees
_HAN = re.compile(f"[{HAN_BLOCKS}]+")
# No code point, half of a surrogate pair, for private use, U+FFFD, no character of Unicode.
_UNUSABLE = re.compile("[\0\ud800-\uf8ff\ufdd0-\ufdef\ufffd-\uffff\U000f0000-\U0010ffff]")
# Rules that are typed: a dash alone is none, nor are the slanting ones (╳).
_TYPED_RULES = re.compile("[\u2502-\u2570\u2574-\u257f][\u2500-\u2570\u2574-\u257f]*")
# Letters of other languages amid Chinese text: what the codes of glyphs stand for elsewhere, where
# the font gives them no Unicode.
_FOREIGN = "À-ÖØ-öø-ÿıŁłŒœŠšŸŽžƒˆˇ˘-˝"
_CHINESE = r"[\u3001-\u9fff\uff08\uff09\uff0c]"  # ideographs, and the signs beside them
_MISNAMED = re.compile(
    f"(?<![A-Za-z])(?:(?<={_CHINESE})[{_FOREIGN}]+(?![A-Za-z])|[{_FOREIGN}]+(?={_CHINESE}))"
)


class _File(NamedTuple):
    """What all pages of a file are read with."""

    has_layers: bool
    glyphs: NumberGlyphs


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
            if b"startxref" not in data[-_END_WITHIN:]:
                raise ReadingError("damaged", "the file was cut off: its end is missing")
            raise ReadingError("damaged", "the file is damaged: no PDF reader can open it")
        self._file = _File(may_have_layers(data), NumberGlyphs(self._handle, data))
        self._fields = FormFields(self._handle, data)
        self.page_count = pdfium_c.FPDF_GetPageCount(self._handle)
        if self.page_count < 1 or self.page_count > MAX_PAGES:
            count = self.page_count
            self.close()
            if count < 1:
                raise ReadingError("damaged", "the file is damaged: it has no page")
            raise ReadingError("too_large", f"{count} pages are more than {MAX_PAGES}")

    def __enter__(self) -> "Document":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Release the document."""
        if self._handle:
            self._fields.close()
            pdfium_c.FPDF_CloseDocument(self._handle)
            self._handle = None

    @property
    def year_made(self) -> int | None:
        """The year in which the file was made or last changed, if it says that."""
        return year_made(self._handle)

    def pages(self) -> Iterator[Page]:
        """Each page in order."""
        return map(self.page, range(1, self.page_count + 1))

    def _load(self, number: int) -> Any:
        handle = pdfium_c.FPDF_LoadPage(self._handle, number - 1)
        if not handle:
            raise ReadingError("damaged", f"page {number} is damaged")
        return handle

    def page(self, number: int) -> Page:
        """Page `number`, counted from 1."""
        with fallback_font.measured():
            return self._page(number)

    def _page(self, number: int) -> Page:
        handle = self._load(number)
        try:
            transform = _page_transform(handle)
            if max(transform.width, transform.height) >= MAX_SIDE:
                inches = max(transform.width, transform.height) / 72
                raise ReadingError("too_large", f"page {number} is {inches:.0f} inches long")
            notes = show_notes(handle, transform, self._fields)
            if notes is not None:
                pdfium_c.FPDF_ClosePage(handle)
                handle = None
                handle = self._load(number)
            return _read(number, handle, transform, self._file, notes or [])
        finally:
            if handle:
                pdfium_c.FPDF_ClosePage(handle)

    def grey(self, number: int, around: Box, scale: float) -> tuple[bytes, Dots]:
        """What page `number` shows in and about a box, in grey, `scale` dots to a point; of what is
        set in fonts that neither the file nor the machine has, the digits alone."""
        with fallback_font.measured():
            return self._grey(number, around, scale)

    def _grey(self, number: int, around: Box, scale: float) -> tuple[bytes, Dots]:
        handle = self._load(number)
        try:
            transform = _page_transform(handle)
            wide, high = (math.ceil(side * scale) for side in (transform.width, transform.height))
            x0, top, x1, bottom = (edge * scale for edge in around)
            left, upper = min(max(int(x0), 0), wide - 1), min(max(int(top), 0), high - 1)
            right = min(max(math.ceil(x1), left + 1), wide)
            lower = min(max(math.ceil(bottom), upper + 1), high)
            part = left, upper, right, lower
            return render_grey(handle, wide, high, part), part
        finally:
            pdfium_c.FPDF_ClosePage(handle)


def _page_transform(handle: object) -> PageTransform:
    """How points of PDF user space become points of the page as shown."""
    box = pdfium_c.FS_RECTF()  # what of the page is shown: the crop box within the media box
    if not pdfium_c.FPDF_GetPageBoundingBox(handle, ctypes.byref(box)):
        raise ReadingError("damaged", "a page has no extent")
    rotation = calls.get_rotation(calls.reference_to(handle)) * 90
    return PageTransform(box.left, box.bottom, box.right, box.top, rotation)


def _read(
    number: int, handle: object, transform: PageTransform, file: _File, notes: list[Word]
) -> Page:
    drawing = read_drawing(calls.reference_to(handle), transform)
    layer = TextLayer(number, handle)
    try:
        without_claims(layer, drawing.contents)
        upright, turned = _upright(layer, transform.rotation)
        clipped, cut = clipped_digits(layer)
        unseen = unseen_text(handle, layer, upright, drawing, transform, file.has_layers, clipped)
        hidden = unseen is not None and unseen.is_all
        unprinted: list[Word] = []
        if unseen is not None and not hidden:
            unprinted += unseen.words
            if unseen.objects:
                layer.close()
                unseen.take_off(handle, drawing)
                layer.reload()
                _, cut = clipped_digits(layer)
                upright, turned = _upright(layer, transform.rotation)
            upright = unseen.left_out_of(upright, layer)
        own = without_watermark(upright, layer, drawing)
        if not turned:
            own = without_struck(own, layer, drawing, transform)
        unprinted += _words_gone(upright, own, layer.edges, transform)
        upright = own
        if not turned:
            upright = _with_unknown(upright, crossed_by_slants(upright, layer, drawing, transform))
        unlike = file.glyphs.unlike(handle, layer, (turned - transform.rotation) // 90 % 4)
        cut += cut_by_page(layer, transform)
        upright = _with_unknown(upright, [index for index in cut if upright[index] != " "])
        doubted = [index for index in unlike.digits if upright[index].isdecimal()]
        # A watermark's spaces, which lie on numbers, are no characters of these.
        level = [i for i in unlike.others if not _slants(math.degrees(layer.slope(i)))]
        upright = _with_unknown(upright, level)
        untold = untold_in_cells(handle, drawing, upright, layer.edges, transform)
        noted = [*notes, *(Word(*box, UNKNOWN) for box in untold)]
        if not turned:
            noted += drawn_minus_signs(drawing, layer, transform)
        page = _page(number, layer, upright, turned, drawing, transform, hidden, noted)
        page.doubted = [transform.box_at(layer.edges, index) for index in doubted]
        page.unprinted = unprinted
        page.untold = untold
        return page
    finally:
        layer.close()


def _with_unknown(text: str, indices: Sequence[int]) -> str:
    """`text` with U+FFFD for the characters of `indices`."""
    if not indices:
        return text
    kept = list(text)
    for index in indices:
        kept[index] = UNKNOWN
    return "".join(kept)


def _words_gone(before: str, after: str, edges: Edges, transform: PageTransform) -> list[Word]:
    """The characters, each a word, for which a text has spaces now."""
    if before == after:
        return []
    pairs = enumerate(zip(before, after, strict=True))
    return [
        Word(*transform.box_at(edges, index), one) for index, (one, other) in pairs if one != other
    ]


def _page(
    number: int,
    layer: TextLayer,
    text: str,
    turned: int,
    drawing: Drawing,
    transform: PageTransform,
    hidden: bool,
    noted: list[Word],
) -> Page:
    """The page with `text`, in which a character that is left out is a space, and with the words
    of notes."""
    edges = layer.edges
    text = _TYPED_RULES.sub(lambda match: " " * len(match[0]), text)
    text, unmapped = _with_unicode(layer.text_page, text)
    if not (transform.rotation or turned):
        text = with_marks(layer, text)
    as_words = characters_in if transform.rotation or turned else words_in
    words = as_words(text, edges, transform, Hands(layer, drawing.paints))
    words = without_repeats(words + noted)
    if not (transform.rotation or turned):
        words = without_row_headings(words)
    page = Page(
        number,
        transform.width,
        transform.height,
        words,
        drawing.horizontals,
        drawing.verticals,
        drawing.faint_horizontals,
        drawing.faint_verticals,
        images=drawing.images,
        unmapped=unmapped,
        hidden=hidden,
        unread=unread_share(drawing.pictures, words, transform.width, transform.height),
        outlines=drawing.outlines,
    )
    return as_read(turn(page, turned) if turned else page)


def _upright(layer: TextLayer, rotation: int) -> tuple[str, int]:
    """The characters that stand as most do, and how most stand, in degrees.

    Text at any other angle (a watermark across the page) is left out; what stands at another
    right angle (a label set sideways) is kept.
    """
    text_page, text = layer.text_page, layer.text
    asked = range(0, len(text), _EACH_ANGLE)
    if not rotation and not any(map(calls.get_angle, repeat(text_page), asked)):
        return text, 0
    quarters: Counter[int] = Counter()
    kept = list(text)
    for index, angle in enumerate(map(calls.get_angle, repeat(text_page), range(len(text)))):
        if angle:  # of the stems, which lean where a font without italics is set so
            angle = layer.slope(index)
        degrees = math.degrees(angle) + rotation
        if _slants(degrees):
            kept[index] = " "
        elif PRINTED.match(text[index]):
            quarters[round(degrees / 90) * 90 % 360] += 1
    return "".join(kept), quarters.most_common(1)[0][0] if quarters else 0


def _slants(degrees: float) -> bool:
    """Whether a line runs at no right angle."""
    return abs((degrees + 45) % 90 - 45) >= _MIN_SLANT


def _with_unicode(text_page: Any, text: str) -> tuple[str, int]:
    """The characters with U+FFFD for those whose code is not that of what is printed, and how many
    these are: they keep their place."""
    text = _MISNAMED.sub(lambda match: UNKNOWN * len(match[0]), text)
    text, unmapped = _UNUSABLE.subn(UNKNOWN, text)
    # Most pages have enough in their first part, however much is printed of the rest.
    if not _has_many(_HAN, text, _MIN_HAN * len(text)) and not _has_many(
        _HAN, text, _MIN_HAN * sum(map(len, PRINTED.findall(text)))
    ):
        # No Chinese text: is it foreign, or are the codes not those of what is printed?
        kept = list(text)
        for match in PRINTED.finditer(text):
            for index in range(*match.span()):
                if kept[index] != UNKNOWN and calls.has_map_error(text_page, index):
                    kept[index] = UNKNOWN
                    unmapped += 1
        text = "".join(kept)
    return text, unmapped


def _has_many(pattern: re.Pattern[str], text: str, least: float) -> bool:
    """Whether at least so many characters of `text` are in what `pattern` matches."""
    found = accumulate(match.end() - match.start() for match in pattern.finditer(text))
    return least <= 0 or any(count >= least for count in found)
