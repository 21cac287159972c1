"""The shapes of a page's digits: a font may draw others than those that its codes stand for.

A small network (48 fields, 20 hidden units, 10 digits) says how much a shape is like each digit. It
overrules nothing: where a digit looks like another one, the print has to be read. Its weights stand
in `digit_shapes.tsv`, made from fonts and files by `bench/train_digit_shapes.py`.
"""

import ctypes
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from operator import mul
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium_c

from disclosure_stats.pages import _pdfium_calls as calls
from disclosure_stats.pages.hands import draws_its_glyphs
from disclosure_stats.pages.text_layer import TextLayer

COLUMNS, ROWS = 6, 8  # fields of a digit's shape
_HEIGHT = 16.0  # dots that a digit is drawn high
_LEAST_WIDTH = 0.56  # of its height, that its fields cover: a 1 may be a single stroke
_MAX_DOTS = 3_000  # of an object's width: what is longer is no line of a page
_MIN_WIDTH = 0.05  # of its height: a 1 is wider
_MIN_ROWS = 12  # dots of its height: in lower ones strokes are too coarse
_INK = 64  # of 255: the faint edge of a stroke is less
_ALPHA = 3  # byte of a dot's four that tells how much ink there is
_BYTES = 4  # of a dot


_MIN_DOUBT = 2.0  # logarithms of odds: there is 1 of 1,500 shapes of fonts that it has not learnt
_STEPS = 250  # of a character's height: sizes that differ by less are one
_MAX_NAME = 128  # bytes of a font's name that are looked at


class DigitShapes:
    """Compares the digits of an open document with their shapes, each of each font once."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._known: set[tuple[object, ...]] = set()
        self._name = ctypes.create_string_buffer(_MAX_NAME)
        self._ink = (ctypes.c_double * 4)()
        self._slots = calls.slots(self._ink)

    def unlike(self, page: Any, layer: TextLayer) -> list[int]:
        """Digits on the open page, by index, that look like others: of each font, each digit is
        asked once for each size of its ink, as another digit that is called so differs in that."""
        fonts: dict[int | None, int | None] = {}
        names: dict[int | None, tuple[object, ...]] = {}
        unlike = []
        lefts, tops, _, bottoms = layer.edges
        ink, slots, known, text = self._ink, self._slots, self._known, layer.text
        for index, item in zip(layer.digits, layer.digit_objects, strict=True):
            address = item.value
            if address not in fonts:
                font = fonts[address] = calls.get_font(item).value
                if font not in names:
                    names[font] = self._name_of(font)
            high = tops[index] - bottoms[index]
            if high <= 0 or not calls.get_char_box(layer.text_page, index, *slots):
                continue
            wide, left = ink[1] - ink[0], ink[0] - lefts[index]
            size = round(_STEPS * wide / high), round(_STEPS * left / high)
            key = *names[fonts[address]], text[index], *size
            if key in known:
                continue
            known.add(key)
            if not self._is_like(page, item, fonts[address], text[index]):
                unlike.append(index)
        return unlike

    def _is_like(self, page: Any, item: calls.Handle, font: int | None, digit: str) -> bool:
        if not draws_its_glyphs(calls.Handle(font)):
            return True
        glyph = glyph_of(self._document, page, item, Ink(*self._ink))
        return not glyph or is_like(glyph, int(digit))

    def _name_of(self, font: int | None) -> tuple[object, ...]:
        """What tells a font of the document from others: programs of one name differ in size."""
        handle = calls.Handle(font)
        length = calls.get_font_name(handle, self._name, _MAX_NAME)
        size = ctypes.c_size_t()
        calls.get_font_data(handle, None, 0, ctypes.byref(size))
        return self._name.raw[:length], size.value, None if length > 1 else font


@lru_cache(maxsize=4096)
def is_like(glyph: tuple[bytes, ...], digit: int) -> bool:
    """Whether a glyph may be that of a digit: no other is far likelier. `glyph` tells how much ink
    there is in each dot, row by row."""
    shape = fields_of(glyph)
    hidden, outer = _weights()
    units = [max(bias + sum(map(mul, row, shape)), 0.0) for bias, *row in hidden]
    scores = [bias + sum(map(mul, row, units)) for bias, *row in outer]
    return bool(max(scores) - scores[digit] < _MIN_DOUBT)


@cache
def _weights() -> tuple[list[list[float]], list[list[float]]]:
    """Bias and weights of each hidden unit, and of each digit."""
    text = (files(__package__) / "digit_shapes.tsv").read_text(encoding="utf-8")
    rows = [list(map(float, line.split("\t"))) for line in text.splitlines()]
    return rows[:-10], rows[-10:]


class Ink(NamedTuple):
    """The box of a character's ink, in user space."""

    left: float
    right: float
    bottom: float
    top: float


def glyph_of(document: Any, page: Any, item: calls.Handle, ink: Ink) -> tuple[bytes, ...]:
    """How much ink there is in each dot of a digit, row by row, which the text object `item` of the
    open page draws alone or with others; nothing where it cannot be told."""
    bounds = (ctypes.c_float * 4)()
    if not calls.get_bounds(item, *calls.slots(bounds)):
        return ()
    left, bottom, right, top = bounds
    high = ink.top - ink.bottom
    is_across = left - high <= ink.left < ink.right <= right + high
    is_within = is_across and bottom - high <= ink.bottom < ink.top <= top + high
    if not is_within or ink.right - ink.left < _MIN_WIDTH * high:
        return ()  # set within a form of its own, upright no more, or stands for other glyphs
    scale = _HEIGHT / high
    rows = _inked(_rows(document, page, item, scale, (ink.left - left, ink.right - left)))
    if rows and len(rows) < _MIN_ROWS:  # of a Type 3 font, the box is known and not the ink
        scale *= _HEIGHT / len(rows)
        rows = _inked(_rows(document, page, item, scale, (ink.left - left, ink.right - left)))
    return tuple(rows) if len(rows) >= _MIN_ROWS else ()


def _rows(
    document: Any, page: Any, item: calls.Handle, scale: float, across: tuple[float, float]
) -> list[bytes]:
    """The ink of a text object, `scale` dots to a point, row by row from one of its points to
    another."""
    bounds = (ctypes.c_float * 4)()
    calls.get_bounds(item, *calls.slots(bounds))
    if (bounds[2] - bounds[0]) * scale > _MAX_DOTS:
        return []
    bitmap = pdfium_c.FPDFTextObj_GetRenderedBitmap(
        document, page, ctypes.cast(item, pdfium_c.FPDF_PAGEOBJECT), scale
    )
    if not bitmap:
        return []
    try:
        if pdfium_c.FPDFBitmap_GetFormat(bitmap) != pdfium_c.FPDFBitmap_BGRA:
            return []
        wide = pdfium_c.FPDFBitmap_GetWidth(bitmap)
        high, stride = pdfium_c.FPDFBitmap_GetHeight(bitmap), pdfium_c.FPDFBitmap_GetStride(bitmap)
        dots = ctypes.string_at(pdfium_c.FPDFBitmap_GetBuffer(bitmap), stride * high)
    finally:
        pdfium_c.FPDFBitmap_Destroy(bitmap)
    first, last = max(round(across[0] * scale), 0), min(round(across[1] * scale) + 1, wide)
    return [
        dots[row * stride + _BYTES * first + _ALPHA : row * stride + _BYTES * last : _BYTES]
        for row in range(high)
    ]


def _inked(rows: list[bytes]) -> list[bytes]:
    """`rows` from the first to the last with ink."""
    inked = [index for index, row in enumerate(rows) if max(row, default=0) > _INK]
    return rows[inked[0] : inked[-1] + 1] if inked else []


def fields_of(rows: Sequence[bytes]) -> list[float]:
    """The means (0 to 1) of the fields of what is inked in `rows`, whose first and last have
    ink."""
    columns = list(map(max, zip(*rows, strict=True)))
    filled = [index for index, most in enumerate(columns) if most > _INK]
    first, end = filled[0], filled[-1] + 1
    wide = max(end - first, round(_LEAST_WIDTH * len(rows)))
    first -= (wide - (end - first)) // 2
    uppers = [len(rows) * index // ROWS for index in range(ROWS + 1)]
    lefts = [first + wide * index // COLUMNS for index in range(COLUMNS + 1)]
    fields = []
    for upper, lower in pairwise(uppers):
        sums = list(map(sum, zip(*rows[upper:lower], strict=True)))
        for left, right in pairwise(lefts):
            area = max(right - left, 1) * (lower - upper)
            fields.append(sum(sums[max(left, 0) : max(right, 0)]) / 255 / area)
    return fields
