"""By whose hand digits are set: those of one number share font, colour, size and line."""

import ctypes
import re
from itertools import pairwise

from disclosure_stats.pages import _pdfium_calls as calls
from disclosure_stats.pages.text_layer import TextLayer

_MAX_SIZE_STEP = 0.1  # of the font size, between two digits of one number
_MAX_LEVEL_STEP = 0.1  # of the font size, between their lines
_MAX_NAME = 128  # bytes of a font's name that are looked at
_PART = re.compile(r"^[A-Z]{6}\+|-\d+$")


class Hands:
    """The hand of each digit of a page that is not set as its first digit is (by index), and where
    another number begins although nothing stands between two digits (`breaks`)."""

    def __init__(self, layer: TextLayer) -> None:
        numbers: dict[tuple[object, ...], int] = {}
        names: dict[int | None, str] = {}
        of_object: dict[int | None, int] = {}
        color = (ctypes.c_uint * 4)()
        slots = calls.slots(color)
        self.of: dict[int, int] = {}
        for index, item in zip(layer.digits, layer.digit_objects, strict=True):
            address = item.value
            hand = of_object.get(address)
            if hand is None:
                color[:] = [0, 0, 0, 0]
                calls.get_fill_color(item, *slots)
                font = calls.get_font(item)
                if font.value not in names:
                    names[font.value] = font_name(font)
                style = (names[font.value], *color)
                hand = of_object[address] = numbers.setdefault(style, len(numbers) + 1)
            self.of[index] = hand
        self.breaks = frozenset(
            index
            for before, index in pairwise(layer.digits)
            if index == before + 1
            and (self.of[before] != self.of[index] or _is_other_size(layer, before, index))
        )


def _is_other_size(layer: TextLayer, before: int, index: int) -> bool:
    _, tops, _, bottoms = layer.edges
    if tops[before] == tops[index] and bottoms[before] == bottoms[index]:
        return False
    (size, level), (own, own_level) = layer.setting(before), layer.setting(index)
    return (
        abs(size - own) > _MAX_SIZE_STEP * size or abs(level - own_level) > _MAX_LEVEL_STEP * size
    )


def font_name(font: calls.Handle) -> str:
    """The name of a font without what tells one part of it from another; a Type 3 font has none."""
    name = ctypes.create_string_buffer(_MAX_NAME)
    calls.get_font_name(font, name, _MAX_NAME)
    return _PART.sub("", name.value.decode("latin-1"))
