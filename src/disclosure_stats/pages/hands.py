"""By whose hand digits are set: those of one number share font, paint, size and line."""

import ctypes
import re
from collections.abc import Mapping
from itertools import pairwise, repeat

from disclosure_stats.pages import _pdfium_calls as calls
from disclosure_stats.pages.drawing import TextPaint
from disclosure_stats.pages.text_layer import TextLayer
from disclosure_stats.pages.text_objects import TextObjects

_MAX_SIZE_STEP = 0.1  # of the font size, between two digits of one number
_MAX_LEVEL_STEP = 0.1  # of the font size, between their lines
_MAX_NAME = 128  # bytes of a font's name that are looked at
_STANDARD = re.compile("Helvetica|Arial|Times|Courier|Symbol|Dingbats", re.IGNORECASE)
_Name = ctypes.c_char * _MAX_NAME
_PART = re.compile(r"^[A-Z]{6}\+|-\d+$")


class Hands:
    """The hand of each digit of a page that is not set as its first digit is (by index), and where
    another number begins although nothing stands between two digits (`breaks`). `paints` are those
    of text objects by their addresses."""

    def __init__(self, layer: TextLayer, paints: Mapping[int, TextPaint]) -> None:
        of_object = _hands(layer.objects, paints)
        hands = list(map(of_object.get, layer.digit_objects, repeat(0)))
        self.of = dict(zip(layer.digits, hands, strict=True))
        _, tops, _, bottoms = layer.edges
        pairs = pairwise(zip(layer.digits, hands, strict=True))
        self.breaks = frozenset(
            [
                index
                for (before, own), (index, other) in pairs
                if index == before + 1
                and (
                    own != other
                    or (tops[before] != tops[index] or bottoms[before] != bottoms[index])
                    and _is_other_size(layer, before, index)
                )
            ]
        )


def _hands(objects: TextObjects, paints: Mapping[int, TextPaint]) -> dict[int | None, int]:
    """A number for font, colour and way of painting of each text object, by its address."""
    names = {font: font_name(font) for font in set(objects.fonts)}
    hands = list(zip(map(names.get, objects.fonts), map(paints.get, objects), strict=True))
    numbers = {hand: number for number, hand in enumerate(dict.fromkeys(hands), start=1)}
    return dict(zip(objects, map(numbers.__getitem__, hands), strict=True))


def _is_other_size(layer: TextLayer, before: int, index: int) -> bool:
    (size, level), (own, own_level) = layer.setting(before), layer.setting(index)
    return (
        abs(size - own) > _MAX_SIZE_STEP * size or abs(level - own_level) > _MAX_LEVEL_STEP * size
    )


def font_name(font: int | None) -> str:
    """The name of the font at an address, without what tells one part of it from another; a Type 3
    font has none."""
    name = _Name()
    calls.get_font_name(calls.Handle(font), name, _MAX_NAME)
    return _PART.sub("", name.value.decode("latin-1"))


def draws_its_glyphs(font: int | None) -> bool:
    """Whether the file or PDFium has the glyphs of the font at an address: else what stands in for
    it measures, and leaves no ink but that of digits."""
    return (
        bool(calls.get_is_embedded(calls.Handle(font)))
        or _STANDARD.search(font_name(font)) is not None
    )
