"""Whether the glyphs of a page's numbers are those that their codes stand for.

A font may draw other digits than its codes say (their shapes tell), and ink where its codes say
that there is none, or hardly any: a digit or a minus that is called a space, a point called 0.
"""

import ctypes
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from disclosure_stats.pages import _pdfium_calls as calls
from disclosure_stats.pages.digit_shapes import Ink, glyph_of, ink_height, is_like
from disclosure_stats.pages.hands import draws_its_glyphs, font_name
from disclosure_stats.pages.text_layer import TextLayer

_STEPS = 250  # of a character's height: sizes that differ by less are one
_MAX_NAME = 128  # bytes of a font's name that are looked at
_FILLED = 0  # FPDF_TEXTRENDERMODE_FILL
_MOST_TRIED = 6  # places of a digit, for one that costs little to draw
# Of the font size:
_MIN_DIGIT = 0.35  # the ink of a digit is higher, that of a point or a dash is not
_MAX_LOW = 0.5  # the ink of a point or a dash is lower, that of a digit is not
_MIN_INK = 0.03  # less each way is no ink
_MAX_RAISED = 0.85  # of the height of the digit before, that a superscript is high
_BLANK = re.compile("[ \t\xa0\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff]")
_LOW = re.compile("[.,\xb7\\-\u2010-\u2015\u2212]")
_RAISED = re.compile(r"(?<=[0-9])[\xb2\xb3\xb9\u2070\u2074-\u2079\u2080-\u2089]")


class _Place(NamedTuple):
    """A character by its index, the text object that draws it, and the box of its ink."""

    character: int
    item: calls.Handle
    ink: Ink


class Unlike(NamedTuple):
    """Characters whose glyphs are others, by index: digits that look like other ones, and what is
    surely not what its code says."""

    digits: list[int]
    others: list[int]


class NumberGlyphs:
    """Compares the numbers of an open document with their glyphs, each of each font once."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._is_like: dict[tuple[object, ...], bool] = {}
        self._name = ctypes.create_string_buffer(_MAX_NAME)
        self._edges = (ctypes.c_double * 4)()
        self._slots = calls.slots(self._edges)

    def unlike(self, page: Any, layer: TextLayer, quarters: int) -> Unlike:
        """What on the open page, whose text is turned by `quarters` of a circle against the clock
        in user space, has other glyphs than its codes stand for. Of each font, each digit is looked
        at once for each size of its ink: another digit that is called so differs in that."""
        places: dict[tuple[object, ...], list[_Place]] = {}
        for key, place in self._places(layer, quarters):
            places.setdefault(key, []).append(place)
        digits: list[int] = []
        for key, own in places.items():
            if key not in self._is_like:
                self._is_like[key] = self._looks_right(page, layer, own, quarters)
            if not self._is_like[key]:
                digits += [place.character for place in own]
        return Unlike(digits, list(self._inked_otherwise(page, layer, quarters)))

    def _places(
        self, layer: TextLayer, quarters: int
    ) -> Iterator[tuple[tuple[object, ...], _Place]]:
        """Each digit by what it is known: font, character, size and place of its ink."""
        fonts: dict[int | None, tuple[object, ...]] = {}
        of_object: dict[int | None, tuple[object, ...]] = {}
        lefts, tops, rights, bottoms = layer.edges
        edges, slots, text, text_page = self._edges, self._slots, layer.text, layer.text_page
        is_level = not quarters % 2
        for index, item in zip(layer.digits, layer.digit_objects, strict=True):
            name = of_object.get(item.value)
            if name is None:
                font = calls.get_font(item)
                name = fonts.get(font.value)
                if name is None:
                    name = fonts[font.value] = self._name_of(font, layer.number)
                of_object[item.value] = name
            high = tops[index] - bottoms[index] if is_level else rights[index] - lefts[index]
            if high <= 0 or not calls.get_char_box(text_page, index, *slots):
                continue
            left, right, bottom, top = edges
            if is_level:
                wide, beside = right - left, left - lefts[index]
            else:
                wide, beside = top - bottom, bottom - bottoms[index]
            size = round(_STEPS * wide / high), round(_STEPS * beside / high)
            yield (*name, text[index], *size), _Place(index, item, Ink(left, right, bottom, top))

    def _looks_right(
        self, page: Any, layer: TextLayer, places: list[_Place], quarters: int
    ) -> bool:
        place = min(places[:_MOST_TRIED], key=lambda place: _extent(place.item))
        font = calls.get_font(place.item)
        if not draws_its_glyphs(font):
            return True
        if font_name(font) and _height(place.ink, quarters) < _MIN_DIGIT * _size(layer, place):
            return False
        mode = calls.get_render_mode(place.item)
        calls.set_render_mode(place.item, _FILLED)  # of an outlined digit too, the shape
        glyph = glyph_of(self._document, page, place.item, place.ink, quarters)
        calls.set_render_mode(place.item, mode)
        return not glyph or is_like(glyph, int(layer.text[place.character]))

    def _inked_otherwise(self, page: Any, layer: TextLayer, quarters: int) -> Iterator[int]:
        """Blanks with ink, points and dashes as high as digits, superscripts of a digit's size."""
        text = layer.text
        for match in _BLANK.finditer(text):
            if self._has_ink(page, layer, match.start(), quarters, _MIN_INK):
                yield match.start()
        for match in _LOW.finditer(text):
            if self._has_ink(page, layer, match.start(), quarters, _MAX_LOW):
                yield match.start()
        for match in _RAISED.finditer(text):
            before = self._place(layer, match.start() - 1)
            if before is not None and _size(layer, before) > 0:
                least = _MAX_RAISED * _height(before.ink, quarters) / _size(layer, before)
                if self._has_ink(page, layer, match.start(), quarters, least):
                    yield match.start()

    def _place(self, layer: TextLayer, index: int) -> _Place | None:
        """Where a character has its ink; null where it has none."""
        if not calls.get_char_box(layer.text_page, index, *self._slots):
            return None
        left, right, bottom, top = self._edges
        item = calls.get_text_object(layer.text_page, index) if left < right else None
        if item is None or item.value is None or not bottom < top:
            return None
        return _Place(index, item, Ink(left, right, bottom, top))

    def _has_ink(
        self, page: Any, layer: TextLayer, index: int, quarters: int, least: float
    ) -> bool:
        """Whether a character's ink is higher than `least` times the font size. The box of the ink
        may be that of a whole font: it is drawn then. A Type 3 font has sizes of its own."""
        place = self._place(layer, index)
        if place is None:
            return False
        size = _size(layer, place)
        wide = _height(place.ink, quarters + 1)
        if _height(place.ink, quarters) <= least * size or wide <= _MIN_INK * size:
            return False
        font = calls.get_font(place.item)
        if not font_name(font) or not draws_its_glyphs(font):
            return False
        inked = ink_height(self._document, page, place.item, place.ink, quarters)
        return inked * _height(place.ink, quarters) > least * size

    def _name_of(self, font: calls.Handle, page: int) -> tuple[object, ...]:
        """What tells a font of the document from others: programs of one name differ in size; one
        without a name is known on its page alone."""
        length = calls.get_font_name(font, self._name, _MAX_NAME)
        size = ctypes.c_size_t()
        calls.get_font_data(font, None, 0, ctypes.byref(size))
        return self._name.raw[:length], size.value, *(() if length > 1 else (font.value, page))


def _height(ink: Ink, quarters: int) -> float:
    """How high ink is, in points, of text that is turned by `quarters` of a circle."""
    return ink.right - ink.left if quarters % 2 else ink.top - ink.bottom


def _size(layer: TextLayer, place: _Place) -> float:
    return layer.setting(place.character)[0]


def _extent(item: calls.Handle) -> float:
    """How long an object is: the longer, the more has to be drawn for one of its digits."""
    bounds = (ctypes.c_float * 4)()
    calls.get_bounds(item, *calls.slots(bounds))
    return float(bounds[2] - bounds[0] + bounds[3] - bounds[1])
