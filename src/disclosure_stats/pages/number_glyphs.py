"""Whether the glyphs of a page's numbers are those that their codes stand for.

A font may draw other digits than its codes say (their shapes tell), and ink where its codes say
that there is none, or hardly any: a digit or a minus that is called a space, a point called 0.
"""

import ctypes
import re
from collections.abc import Iterator, Sequence
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


_Font = tuple[object, ...]
_Shape = tuple[_Font, str, tuple[int, int]]
"""What the shape of a digit is known by: font, character, size and place of its ink."""


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
        self._is_like: dict[_Shape, bool] = {}
        self._name = ctypes.create_string_buffer(_MAX_NAME)

    def unlike(self, page: Any, layer: TextLayer, quarters: int) -> Unlike:
        """What on the open page, whose text is turned by `quarters` of a circle against the clock
        in user space, has other glyphs than its codes stand for. Of each font, each digit is looked
        at once for each size of its ink: another digit that is called so differs in that."""
        digits: list[int] = []
        for shape, own in self._by_shape(layer, quarters).items():
            if shape not in self._is_like:
                self._is_like[shape] = self._looks_right(page, layer, own, quarters)
            if not self._is_like[shape]:
                digits += own
        return Unlike(digits, list(self._inked_otherwise(page, layer, quarters)))

    def _by_shape(self, layer: TextLayer, quarters: int) -> dict[_Shape, list[int]]:
        """The digits by what their shapes are known by."""
        fonts = self._fonts_of(layer)
        found: dict[_Shape, list[int]] = {}
        lefts, tops, rights, bottoms = layer.edges
        text, is_level = layer.text, not quarters % 2
        has_ink, inks = calls.answers(ctypes.c_double, 4).of(
            calls.get_char_box, layer.digits, layer.text_page
        )
        for index, address, has, left, right, bottom, top in zip(
            layer.digits, layer.digit_objects, has_ink, *inks, strict=True
        ):
            high = tops[index] - bottoms[index] if is_level else rights[index] - lefts[index]
            if high <= 0 or not has or address is None:
                continue
            if is_level:
                wide, beside = right - left, left - lefts[index]
            else:
                wide, beside = top - bottom, bottom - bottoms[index]
            size = round(_STEPS * wide / high), round(_STEPS * beside / high)
            found.setdefault((fonts[address], text[index], size), []).append(index)
        return found

    def _fonts_of(self, layer: TextLayer) -> dict[int, _Font]:
        """What tells the font of each text object with digits from others, by its address."""
        names: dict[int | None, _Font] = {}
        of_object = {}
        for address, item in layer.objects.items():
            font = calls.get_font(item)
            if font.value not in names:
                names[font.value] = self._name_of(font, layer.number)
            of_object[address] = names[font.value]
        return of_object

    def _looks_right(
        self, page: Any, layer: TextLayer, digits: Sequence[int], quarters: int
    ) -> bool:
        places = _places_of(layer, digits[:_MOST_TRIED])
        if not places:
            return True
        place = min(places, key=lambda place: _extent(place.item))
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
        for place in _inked_places(layer, _BLANK):
            if self._has_ink(page, layer, place, quarters, _MIN_INK):
                yield place.character
        for place in _inked_places(layer, _LOW):
            if self._has_ink(page, layer, place, quarters, _MAX_LOW):
                yield place.character
        raised = _inked_places(layer, _RAISED)
        before = _places_of(layer, [place.character - 1 for place in raised])
        sizes = {place.character + 1: _relative_height(layer, place, quarters) for place in before}
        for place in raised:
            size = sizes.get(place.character, 0.0)
            if size and self._has_ink(page, layer, place, quarters, _MAX_RAISED * size):
                yield place.character

    def _has_ink(
        self, page: Any, layer: TextLayer, place: _Place, quarters: int, least: float
    ) -> bool:
        """Whether a character's ink is higher than `least` times the font size. The box of the ink
        may be that of a whole font: it is drawn then. A Type 3 font has sizes of its own."""
        size = _size(layer, place)
        wide = _height(place.ink, quarters + 1)
        if _height(place.ink, quarters) <= least * size or wide <= _MIN_INK * size:
            return False
        font = calls.get_font(place.item)
        if not font_name(font) or not draws_its_glyphs(font):
            return False
        inked = ink_height(self._document, page, place.item, place.ink, quarters)
        return inked * _height(place.ink, quarters) > least * size

    def _name_of(self, font: calls.Handle, page: int) -> _Font:
        """What tells a font of the document from others: programs of one name differ in size; one
        without a name is known on its page alone."""
        length = calls.get_font_name(font, self._name, _MAX_NAME)
        size = ctypes.c_size_t()
        calls.get_font_data(font, None, 0, ctypes.byref(size))
        return self._name.raw[:length], size.value, *(() if length > 1 else (font.value, page))


def _inked_places(layer: TextLayer, pattern: re.Pattern[str]) -> list[_Place]:
    """The characters of a page that match `pattern` and have a box of ink."""
    return _places_of(layer, [match.start() for match in pattern.finditer(layer.text)])


def _places_of(layer: TextLayer, indices: Sequence[int]) -> list[_Place]:
    """Of some characters, those that have a box of ink."""
    places = []
    has_ink, edges = calls.answers(ctypes.c_double, 4).of(
        calls.get_char_box, indices, layer.text_page
    )
    for index, has, left, right, bottom, top in zip(indices, has_ink, *edges, strict=True):
        if has and left < right and bottom < top:
            item = calls.get_text_object(layer.text_page, index)
            if item.value is not None:
                places.append(_Place(index, item, Ink(left, right, bottom, top)))
    return places


def _relative_height(layer: TextLayer, place: _Place, quarters: int) -> float:
    """How high a character's ink is, as a share of its font size; 0 where that is not known."""
    size = _size(layer, place)
    return _height(place.ink, quarters) / size if size > 0 else 0.0


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
