"""The text objects that some characters of a page belong to, and what they are set with."""

import ctypes
from collections.abc import Iterable
from functools import cached_property

from disclosure_stats.pages import _pdfium_calls as calls

Colour = tuple[int, int, int, int]
"""Red, green, blue and opacity, 0 to 255."""


class TextObjects(dict[int, calls.Handle]):
    """The text objects at some addresses (null for none), each once, alive while their page is.

    `fonts` and `colours` have a value for each, in their order, and are asked for when they are
    needed first.
    """

    def __init__(self, addresses: Iterable[int | None]) -> None:
        different = dict.fromkeys(addresses)
        super().__init__((each, calls.Handle(each)) for each in different if each is not None)

    @cached_property
    def fonts(self) -> list[int | None]:
        """The addresses of the fonts."""
        return list(map(calls.get_font, self.values()))

    @cached_property
    def colours(self) -> list[Colour | None]:
        """The colours of what fills the glyphs; null for a pattern."""
        has_colour, components = calls.answers(ctypes.c_int, 4).of(
            calls.get_fill_color, list(self.values())
        )
        colours: Iterable[Colour] = zip(*components, strict=True)
        return [colour if has else None for has, colour in zip(has_colour, colours, strict=True)]
