"""A page as the rooms to the right see it: characters and ruling lines, in points.

Coordinates are those of the page as shown (rotation and crop box applied), origin top left.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom."""


class Character(NamedTuple):
    """One visible character with its box."""

    x0: float
    top: float
    x1: float
    bottom: float
    text: str


class Horizontal(NamedTuple):
    """A horizontal ruling line from x0 to x1 at height y."""

    y: float
    x0: float
    x1: float


class Vertical(NamedTuple):
    """A vertical ruling line from top to bottom at x."""

    x: float
    top: float
    bottom: float


@dataclass(slots=True)
class Page:
    """One page: number (1-based), size, characters in the order of the file, ruling lines.

    `horizontals` and `verticals` are lines and edges that are drawn; `faint_horizontals` and
    `faint_verticals` are edges of fills and white lines, which may or may not be borders.
    `turned` is by how many degrees clockwise (0, 90, 180, 270) the text stands on the page as
    shown; such a page is held turned back, and `unturn` takes a box to the page as shown.
    `images` counts pictures, `unmapped` the characters that have no usable Unicode.
    """

    number: int
    width: float
    height: float
    characters: list[Character]
    horizontals: list[Horizontal] = field(default_factory=list)
    verticals: list[Vertical] = field(default_factory=list)
    faint_horizontals: list[Horizontal] = field(default_factory=list)
    faint_verticals: list[Vertical] = field(default_factory=list)
    turned: int = 0
    images: int = 0
    unmapped: int = 0

    def unturn(self, x0: float, top: float, x1: float, bottom: float) -> Box:
        """A box of the turned page as a box of the page as shown."""
        if self.turned == 90:
            return self.height - bottom, x0, self.height - top, x1
        if self.turned == 270:
            return top, self.width - x1, bottom, self.width - x0
        if self.turned == 180:
            return self.width - x1, self.height - bottom, self.width - x0, self.height - top
        return x0, top, x1, bottom
