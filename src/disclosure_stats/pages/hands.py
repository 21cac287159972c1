"""By whose hand digits are set: those of one number share font, colour, size and line."""

import ctypes
from itertools import pairwise

from disclosure_stats.pages import _pdfium_calls as calls
from disclosure_stats.pages.text_layer import TextLayer

_MAX_SIZE_STEP = 0.1  # of a digit's height, between two digits of one number
_MAX_LEVEL_STEP = 0.15  # of a digit's height


class Hands:
    """The hand of each digit of a page that is not set as its first digit is (by index), and where
    another number begins although nothing stands between two digits (`breaks`)."""

    def __init__(self, layer: TextLayer) -> None:
        numbers: dict[tuple[int | None, ...], int] = {}
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
                style = (calls.get_font(item).value, *color)
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
    height, own = tops[before] - bottoms[before], tops[index] - bottoms[index]
    return (
        abs(height - own) > _MAX_SIZE_STEP * height
        or abs(bottoms[before] - bottoms[index]) > _MAX_LEVEL_STEP * height
    )
