"""Whether the glyphs of a page's numbers are those that their codes stand for.

A font may draw other digits than its codes say (their shapes tell), and ink where its codes say
that there is none, or hardly any: a digit or a minus that is called a space, a point called 0.
"""

import ctypes
import math
import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import repeat
from typing import Any, NamedTuple

from disclosure_stats.pages import _pdfium_calls as calls
from disclosure_stats.pages.digit_shapes import Ink, glyph_of, ink_height, is_like
from disclosure_stats.pages.fallback_font import has_ideographs
from disclosure_stats.pages.hands import draws_its_glyphs, font_name
from disclosure_stats.pages.layers import may_say
from disclosure_stats.pages.text_layer import TextLayer

_STEPS = 250  # of a character's height: sizes that differ by less are one
_MAX_NAME = 128  # bytes of a font's name that are looked at
_FILLED = 0  # FPDF_TEXTRENDERMODE_FILL
_MOST_TRIED = 12  # places of a digit, for one that costs little to draw
_SAME_HEIGHT = 0.03  # of a digit's height: a round one is drawn a little higher than others
# Of the font size:
_MIN_DIGIT = 0.35  # the ink of a digit is higher, that of a point or a dash is not
_MAX_LOW = 0.5  # the ink of a point or a dash is lower, that of a digit is not
_MIN_INK = 0.03  # less each way is no ink
_MAX_RAISED = 0.85  # of the height of the digit before, that a superscript is high
_BLANK = re.compile("[ \t\xa0\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff]")
_LOW = re.compile("[.,\xb7\\-\u2010-\u2015\u2212]")
_RAISED = re.compile(r"[\xb2\xb3\xb9\u2070\u2074-\u2079\u2080-\u2089](?<=[0-9].)")


_Font = tuple[object, ...]
_Shape = tuple[int, str, int, int]
"""What the shape of a digit is known by: number of its font, character, size and place of its
ink."""

_Inks = tuple[list[int], list[list[float]]]
"""Whether some characters have a box of ink (not 0), and the left, right, lower and upper edges of
these boxes."""


_Place = tuple[int, tuple[float, float, float, float], float]
"""A character by its index, the left, right, lower and upper edges of its ink, and its font
size."""


class Unlike(NamedTuple):
    """Characters whose glyphs are others, by index: digits that look like other ones, and what is
    surely not what its code says."""

    digits: list[int]
    others: list[int]


class NumberGlyphs:
    """Compares the numbers of an open document, whose file has the bytes `data`, with their glyphs,
    each of each font once."""

    def __init__(self, document: Any, data: bytes) -> None:
        self._document, self._data = document, data
        self._numbers: dict[_Font, int] = {}
        self._is_like: dict[_Shape, bool] = {}
        self._heights: list[float] = []
        self._name = ctypes.create_string_buffer(_MAX_NAME)

    def unlike(self, page: Any, layer: TextLayer, quarters: int) -> Unlike:
        """What on the open page, whose text is turned by `quarters` of a circle against the clock
        in user space, has other glyphs than its codes stand for. Of each font, each digit is looked
        at once for each size of its ink: another digit that is called so differs in that."""
        own = _PageGlyphs(self._document, page, layer, quarters, self._heights)
        inks = _inks_of(layer, layer.digits)
        digits: list[int] = []
        called: dict[int, dict[str, list[int]]] = {}  # by font and character
        for shape, ranks in self._by_shape(layer, quarters, inks).items():
            if shape not in self._is_like:
                may_differ = own.draws_its_digits(ranks[0]) or self._may_call_otherwise
                self._is_like[shape] = not may_differ or own.looks_right(inks, ranks)
            if not self._is_like[shape]:
                font, character, *_ = shape
                indices = map(layer.digits.__getitem__, ranks)
                if own.draws_its_digits(ranks[0]):
                    digits += indices
                else:
                    called.setdefault(font, {}).setdefault(character, []).extend(indices)
        # Where one digit of a font is called otherwise, so is another.
        misnamed = [
            index
            for by_character in called.values()
            if len(by_character) > 1
            for indices in by_character.values()
            for index in indices
        ]
        others = list(own.inked_otherwise())
        if misnamed:
            # Without ideographs there is no picture of the page that could be read instead.
            (digits if has_ideographs() else others).extend(misnamed)
        return Unlike(digits, others)

    @cached_property
    def _may_call_otherwise(self) -> bool:
        """Whether the file may tell another text for the codes by which a font that is nowhere is
        drawn."""
        return may_say(self._data, b"/ToUnicode")

    def _by_shape(self, layer: TextLayer, quarters: int, inks: _Inks) -> dict[_Shape, list[int]]:
        """The digits of `layer`, by their place among these, by what their shapes are known by."""
        fonts = self._fonts_of(layer)
        found: dict[_Shape, list[int]] = {}
        lefts, tops, rights, bottoms = layer.edges
        text, is_level = layer.text, not quarters % 2
        has_ink, edges = inks
        for rank, (index, address, has, left, right, bottom, top) in enumerate(
            zip(layer.digits, layer.digit_objects, has_ink, *edges, strict=True)
        ):
            high = tops[index] - bottoms[index] if is_level else rights[index] - lefts[index]
            if high <= 0 or not has or address is None:
                continue
            if is_level:
                wide, beside = right - left, left - lefts[index]
            else:
                wide, beside = top - bottom, bottom - bottoms[index]
            shape = (
                fonts[address],
                text[index],
                round(_STEPS * wide / high),
                round(_STEPS * beside / high),
            )
            if shape in found:
                found[shape].append(rank)
            else:
                found[shape] = [rank]
        return found

    def _fonts_of(self, layer: TextLayer) -> dict[int, int]:
        """The number of the font of each text object with digits, by its address."""
        fonts = layer.objects.fonts
        numbers = {
            font: self._numbers.setdefault(self._name_of(font, layer.number), len(self._numbers))
            for font in dict.fromkeys(fonts)
        }
        return dict(zip(layer.objects, map(numbers.__getitem__, fonts), strict=True))

    def _name_of(self, font: int | None, page: int) -> _Font:
        """What tells the font at an address from others of the document: programs of one name
        differ in size; one without a name is known on its page alone."""
        handle, size = calls.Handle(font), ctypes.c_size_t()
        length = calls.get_font_name(handle, self._name, _MAX_NAME)
        calls.get_font_data(handle, None, 0, ctypes.byref(size))
        return self._name.raw[:length], size.value, *(() if length > 1 else (font, page))


class _PageGlyphs:
    """The glyphs of one open page; see `NumberGlyphs.unlike` for its arguments."""

    def __init__(
        self, document: Any, page: Any, layer: TextLayer, quarters: int, heights: list[float]
    ) -> None:
        self._document, self._page = document, page
        self._layer, self._quarters = layer, quarters
        self._heights = heights
        self._fonts: dict[int | None, tuple[bool, bool]] = {}

    def looks_right(self, inks: _Inks, ranks: Sequence[int]) -> bool:
        """Whether digits of one shape, by their place among all of the page, whose boxes of ink
        `inks` are, look like what they are called."""
        layer, (lefts, rights, bottoms, tops) = self._layer, inks[1]
        ranks = [
            rank
            for rank in ranks[:_MOST_TRIED]
            if lefts[rank] < rights[rank] and bottoms[rank] < tops[rank]
        ]
        if not ranks:
            return True
        items = [layer.objects[layer.digit_objects[rank]] for rank in ranks]
        is_drawn, is_named = self._drawn_and_named(items[0])
        places = [Ink(lefts[rank], rights[rank], bottoms[rank], tops[rank]) for rank in ranks]
        if not is_drawn:  # digits of another font, which may be so wide that they overlap
            found = zip(ranks, items, places, strict=True)
            return any(self._looks_like(layer.digits[rank], item, ink) for rank, item, ink in found)
        place = _shortest(items)
        index, ink = layer.digits[ranks[place]], places[place]
        if is_named and self._height(ink) < _MIN_DIGIT * layer.setting(index)[0]:
            return False
        return self._looks_like(index, items[place], ink)

    def _looks_like(self, index: int, item: calls.Handle, ink: Ink) -> bool:
        """Whether a digit, which a text object draws with this ink, looks like what it is called,
        or cannot be looked at."""
        mode = calls.get_render_mode(item)
        calls.set_render_mode(item, _FILLED)  # of an outlined digit too, the shape
        height = self._drawn_as_high(ink)
        glyph = glyph_of(self._document, self._page, item, ink, self._quarters, height)
        calls.set_render_mode(item, mode)
        return not glyph or is_like(glyph, int(self._layer.text[index]))

    def draws_its_digits(self, rank: int) -> bool:
        """Whether the font of a digit, by its place among all of the page, draws its glyphs."""
        layer = self._layer
        return self._drawn_and_named(layer.objects[layer.digit_objects[rank]])[0]

    def _drawn_as_high(self, ink: Ink) -> float:
        """The height, in points, to whose scale a digit is drawn: that of another about as high, as
        PDFium keeps the glyphs that it has drawn to one scale."""
        own = self._height(ink)
        for height in self._heights:
            if abs(height - own) <= _SAME_HEIGHT * own:
                return height
        self._heights.append(own)
        return own

    def inked_otherwise(self) -> Iterator[int]:
        """Blanks with ink, points and dashes as high as digits, superscripts of a digit's size."""
        text = self._layer.text
        for pattern, least in ((_BLANK, _MIN_INK), (_LOW, _MAX_LOW)):
            for place in self._places([match.start() for match in pattern.finditer(text)]):
                if self._has_ink(place, least):
                    yield place[0]
        raised = self._places([match.start() for match in _RAISED.finditer(text)])
        before = self._places([index - 1 for index, _, _ in raised])
        sizes = {
            index + 1: self._height(ink) / size
            for index, ink, size in before
            if size > 0 and self._item(index) is not None
        }
        for place in raised:
            size = sizes.get(place[0], 0.0)
            if size and self._has_ink(place, _MAX_RAISED * size):
                yield place[0]

    def _places(self, indices: Sequence[int]) -> list[_Place]:
        """Of some characters, those that have a box of ink."""
        if not indices:
            return []
        has_ink, edges = _inks_of(self._layer, indices)
        inked = [
            (index, ink)
            for index, has, ink in zip(indices, has_ink, zip(*edges, strict=True), strict=True)
            if has and ink[0] < ink[1] and ink[2] < ink[3]
        ]
        sizes = _sizes(self._layer, [index for index, _ in inked])
        return [(index, ink, size) for (index, ink), size in zip(inked, sizes, strict=True)]

    def _has_ink(self, place: _Place, least: float) -> bool:
        """Whether a character's ink is higher than `least` times the font size. The box of the ink
        may be that of a whole font: it is drawn then. A Type 3 font has sizes of its own."""
        index, ink, size = place
        wide, high = ink[1] - ink[0], ink[3] - ink[2]
        if self._quarters % 2:
            wide, high = high, wide
        if high <= least * size or wide <= _MIN_INK * size:
            return False
        item = self._item(index)
        if item is None or self._drawn_and_named(item) != (True, True):
            return False
        inked = ink_height(self._document, self._page, item, Ink(*ink), self._quarters)
        return inked * high > least * size

    def _item(self, index: int) -> calls.Handle | None:
        """The text object that draws a character, if one does."""
        address = calls.get_text_object(self._layer.text_page, index)
        return calls.Handle(address) if address is not None else None

    def _drawn_and_named(self, item: calls.Handle) -> tuple[bool, bool]:
        """Whether the font of a text object draws its glyphs, and whether it has a name."""
        font = calls.get_font(item)
        known = self._fonts.get(font)
        if known is None:
            known = self._fonts[font] = draws_its_glyphs(font), bool(font_name(font))
        return known

    def _height(self, ink: Sequence[float]) -> float:
        """How high ink is, in points."""
        left, right, bottom, top = ink
        return right - left if self._quarters % 2 else top - bottom


def _inks_of(layer: TextLayer, indices: Sequence[int]) -> _Inks:
    """The boxes of the ink of some characters."""
    has_ink, edges = calls.answers(ctypes.c_double, 4).of(
        calls.get_char_box, indices, layer.text_page
    )
    return has_ink, edges


def _sizes(layer: TextLayer, indices: Sequence[int]) -> list[float]:
    """The font sizes of some characters, in points of user space, as `TextLayer.setting` tells
    them."""
    has_matrix, (_, _, across, up, _, _) = calls.answers(ctypes.c_float, 6, is_structure=True).of(
        calls.get_char_matrix, indices, layer.text_page
    )
    sizes = map(calls.get_font_size, repeat(layer.text_page), indices)
    return [
        size * math.hypot(c, d) if has else 0.0
        for size, has, c, d in zip(sizes, has_matrix, across, up, strict=True)
    ]


def _shortest(items: Sequence[calls.Handle]) -> int:
    """The place of the first of the shortest text objects: the longer one is, the more has to be
    drawn for one of its digits."""
    _, (lefts, bottoms, rights, tops) = calls.answers(ctypes.c_float, 4).of(calls.get_bounds, items)
    extents = [
        right - left + top - bottom
        for left, bottom, right, top in zip(lefts, bottoms, rights, tops, strict=True)
    ]
    return extents.index(min(extents))
