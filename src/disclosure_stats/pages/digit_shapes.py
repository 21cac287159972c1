"""The shape of a digit: which digits it may be.

A small network (48 fields, 20 hidden units, 10 digits) says how much a shape is like each digit. It
overrules nothing: where a digit looks like another one, the print has to be read. Its weights stand
in `digit_shapes.tsv`, made from fonts and files by `bench/train_digit_shapes.py`.
"""

import ctypes
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files
from itertools import accumulate, pairwise
from operator import itemgetter, mul
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium_c

from disclosure_stats.pages import _pdfium_calls as calls
from disclosure_stats.pages.model import Box

COLUMNS, ROWS = 6, 8  # fields of a digit's shape
_HEIGHT = 16.0  # dots that a digit is drawn high, about
_LEAST_WIDTH = 0.56  # of its height, that its fields cover: a 1 may be a single stroke
_MAX_DOTS = 3_000  # of an object's width: what is longer is no line of a page
_MIN_WIDTH = 0.05  # of its height: a 1 is wider
_MIN_ROWS = 12  # dots of its height: in lower ones strokes are too coarse
_INK = 64  # of 255: the faint edge of a stroke is less
_ALPHA = 3  # byte of a dot's four that tells how much ink there is
_BYTES = 4  # of a dot
_MIN_DOUBT = 2.0  # logarithms of odds: there is 1 of 1,500 shapes of fonts that it has not learnt


@lru_cache(maxsize=4096)
def is_like(glyph: tuple[bytes, ...], digit: int) -> bool:
    """Whether a glyph may be that of a digit: no other is far likelier. `glyph` tells how much ink
    there is in each dot, row by row."""
    shape = fields_of(glyph)
    hidden, outer = _weights()
    units = [max(bias + sum(map(mul, row, shape)), 0.0) for bias, row in hidden]
    scores = [bias + sum(map(mul, row, units)) for bias, row in outer]
    return bool(max(scores) - scores[digit] < _MIN_DOUBT)


_Unit = tuple[float, list[float]]
"""Bias and weights."""


@cache
def _weights() -> tuple[list[_Unit], list[_Unit]]:
    """The hidden units, and one of each digit."""
    text = (files(__package__) / "digit_shapes.tsv").read_text(encoding="utf-8")
    rows = [list(map(float, line.split("\t"))) for line in text.splitlines()]
    units = [(bias, weights) for bias, *weights in rows]
    return units[:-10], units[-10:]


class Ink(NamedTuple):
    """The box of a character's ink, in user space."""

    left: float
    right: float
    bottom: float
    top: float


def glyph_of(
    document: Any,
    page: Any,
    item: calls.Handle,
    ink: Ink,
    quarters: int = 0,
    height: float | None = None,
) -> tuple[bytes, ...]:
    """How much ink there is in each dot of a digit, row by row, which the text object `item` of the
    open page draws alone or with others; nothing where it cannot be told. In user space its line
    is turned against the clock by `quarters` of a circle. It is drawn to the scale of digits that
    are `height` points high; to its own, where none is given."""
    bounds = _bounds(item)
    if bounds is None:
        return ()
    left, bottom, right, top = bounds
    wide, high = ink.right - ink.left, ink.top - ink.bottom
    if quarters % 2:
        wide, high = high, wide
    is_across = left - high <= ink.left < ink.right <= right + high
    is_within = is_across and bottom - high <= ink.bottom < ink.top <= top + high
    if not is_within or wide < _MIN_WIDTH * high:
        return ()  # set within a form of its own, upright no more, or stands for other glyphs
    scale = _HEIGHT / (height or high)
    rows = inked_rows(_rows(document, page, item, bounds, ink, scale, quarters))
    if rows and len(rows) < _MIN_ROWS:  # of a Type 3 font, the box is known and not the ink
        scale *= _HEIGHT / len(rows)
        rows = inked_rows(_rows(document, page, item, bounds, ink, scale, quarters))
    return tuple(rows) if len(rows) >= _MIN_ROWS else ()


def ink_height(document: Any, page: Any, item: calls.Handle, ink: Ink, quarters: int) -> float:
    """How high the ink of a character is, as a share of the box `ink` that it is said to have; the
    rest is as with `glyph_of`."""
    bounds = _bounds(item)
    high = ink.right - ink.left if quarters % 2 else ink.top - ink.bottom
    rows = _rows(document, page, item, bounds, ink, _HEIGHT / high, quarters) if bounds else []
    return len(inked_rows(rows)) / _HEIGHT


def _bounds(item: calls.Handle) -> Box | None:
    """The left, lower, right and upper edge of an object, in user space."""
    (has_bounds,), edges = calls.answers(ctypes.c_float, 4).of(calls.get_bounds, [item])
    left, bottom, right, top = (edge for (edge,) in edges)
    return (left, bottom, right, top) if has_bounds else None


def _rows(
    document: Any,
    page: Any,
    item: calls.Handle,
    bounds: Box,
    ink: Ink,
    scale: float,
    quarters: int,
) -> list[bytes]:
    """What of a text object's ink is in line with `ink`, row by row as it reads, `scale` dots to a
    point; the object has these bounds."""
    left, bottom, right, top = bounds
    if max(right - left, top - bottom) * scale > _MAX_DOTS:
        return []
    bitmap = pdfium_c.FPDFTextObj_GetRenderedBitmap(
        document, page, ctypes.cast(item, pdfium_c.FPDF_PAGEOBJECT), scale
    )
    if not bitmap:
        return []
    try:
        if calls.get_bitmap_format(bitmap) != pdfium_c.FPDFBitmap_BGRA:
            return []
        wide, high = calls.get_bitmap_width(bitmap), calls.get_bitmap_height(bitmap)
        stride = calls.get_bitmap_stride(bitmap)
        dots = ctypes.string_at(calls.get_bitmap_buffer(bitmap), stride * high)
    finally:
        calls.destroy_bitmap(bitmap)
    first, last, upper, lower = 0, wide, 0, high
    if quarters % 2:
        upper = max(round((top - ink.top) * scale), 0)
        lower = min(round((top - ink.bottom) * scale) + 1, high)
    else:
        first = max(round((ink.left - left) * scale), 0)
        last = min(round((ink.right - left) * scale) + 1, wide)
    rows = [
        dots[row * stride + _BYTES * first + _ALPHA : row * stride + _BYTES * last : _BYTES]
        for row in range(upper, lower)
    ]
    for _ in range(quarters % 4):  # back, against the clock
        rows = list(map(bytes, zip(*rows, strict=True)))[::-1]
    return rows


def inked_rows(rows: list[bytes]) -> list[bytes]:
    """`rows` from the first to the last with ink."""
    first, end = 0, len(rows)
    while first < end and max(rows[first], default=0) <= _INK:
        first += 1
    while first < end and max(rows[end - 1], default=0) <= _INK:
        end -= 1
    return rows[first:end]


def fields_of(rows: Sequence[bytes]) -> list[float]:
    """The means (0 to 1) of the fields of what is inked in `rows`, whose first and last have
    ink."""
    across = len(rows[0])
    dots = b"".join(rows)
    first, end = _widest([max(dots[index::across]) > _INK for index in range(across)])
    wide = max(end - first, round(_LEAST_WIDTH * len(rows)))
    first -= (wide - (end - first)) // 2
    uppers = [len(rows) * index // ROWS for index in range(ROWS + 1)]
    lefts = [first + wide * index // COLUMNS for index in range(COLUMNS + 1)]
    widths = [max(right - left, 1) for left, right in pairwise(lefts)]
    edges = itemgetter(*[min(max(left, 0), across) for left in lefts])
    fields = []
    for upper, lower in pairwise(uppers):
        sums = edges([0, *accumulate(map(sum, zip(*rows[upper:lower], strict=True)))])
        fields += [
            (after - before) / 255 / (width * (lower - upper))
            for (before, after), width in zip(pairwise(sums), widths, strict=True)
        ]
    return fields


def _widest(filled: Sequence[bool]) -> tuple[int, int]:
    """Where the longest run of what is filled begins and ends: a digit has no gap from side to
    side, what is beyond one is the edge of its neighbour."""
    runs = [(0, 0)]
    for index, is_filled in enumerate(filled):
        if is_filled:
            first = runs[-1][0] if runs[-1][1] == index else index
            runs.append((first, index + 1))
    return max(runs, key=lambda run: run[1] - run[0])
