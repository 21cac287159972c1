"""What is drawn on a page: ruling lines, fills, pictures, and text that cannot be seen."""

from dataclasses import dataclass, field
from typing import NamedTuple

from disclosure_stats.pages import _pdfium_calls as calls
from disclosure_stats.pages.model import Box, Horizontal, Vertical, lies_in

SHADING = 4  # FPDF_PAGEOBJ_*
FAINTEST = 8  # of 255: paint more transparent than this is not seen
OPAQUE = 250  # of 255: nothing is seen through such paint
WHITE = 250  # a colour component from which paper and paint look alike

Order = tuple[int, ...]
"""When an object is painted: its place on the page, or that of its form and its place in there."""

PathColour = tuple[int, int, int]
"""Red, green and blue, 0 to 255."""

Colour = tuple[int, int, int, int]
"""Red, green, blue and opacity, 0 to 255."""

TextPaint = tuple[int, Colour | None]
"""The rendering mode of a text, and the colour of what fills its glyphs; null for a pattern."""


class Slant(NamedTuple):
    """The box of a line that is neither level nor upright, curved, or runs to and fro, and whether
    it rises (1) or falls (-1) to the right; 0 where it ends at the height that it began at."""

    box: Box
    rises: int


class Area(NamedTuple):
    """A fill or a picture: when it is painted, where, and its colour (red, green, blue) if nothing
    shows through it."""

    order: Order
    box: Box
    colour: PathColour | None = None


@dataclass(slots=True)
class Drawing:
    """Lines in points of the page as shown; text objects by address, alive while the page is: how
    all are painted, those that are painted with nothing, in white, or so that they may not be seen
    (`faint_texts`), and those in pale paint, with its colour.

    `slants` are lines that are neither level nor upright, curved, or run to and fro, `bars` the
    boxes of level ones that are too thick for rules.
    `areas` are fills and pictures that may hide what was painted before them, with when they are
    painted; `contents` all objects of the page, and of each form on it, `text_starts` when the
    first text of each of these is painted. `outlines` counts the filled shapes with many points, as
    glyphs are, and `glyphs` are the boxes and colours of these and of outlined ones that are dark.
    """

    horizontals: list[Horizontal] = field(default_factory=list)
    verticals: list[Vertical] = field(default_factory=list)
    faint_horizontals: list[Horizontal] = field(default_factory=list)
    faint_verticals: list[Vertical] = field(default_factory=list)
    slants: list[Slant] = field(default_factory=list)
    bars: list[Box] = field(default_factory=list)
    dark_fills: list[Box] = field(default_factory=list)
    paints: dict[int, TextPaint] = field(default_factory=dict)
    hidden_texts: set[int] = field(default_factory=set)
    white_texts: set[int] = field(default_factory=set)
    faint_texts: set[int] = field(default_factory=set)
    pale_texts: dict[int, Colour] = field(default_factory=dict)
    areas: list[Area] = field(default_factory=list)
    contents: list[tuple[Order, list[calls.Handle]]] = field(default_factory=list)
    text_starts: list[Order] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    glyphs: list[tuple[Box, PathColour]] = field(default_factory=list)
    outlines: int = 0
    images: int = 0

    def is_dark_under(self, box: Box) -> bool:
        """Whether a fill that white text would show on lies under the middle of a box."""
        return any(lies_in(box, fill) for fill in self.dark_fills)
