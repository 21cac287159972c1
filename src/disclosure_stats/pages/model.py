"""A page as the rooms to the right see it: words and ruling lines, in points.

Coordinates are those of the page as shown (rotation and crop box applied), origin top left.
"""

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple, Protocol

from disclosure_stats.text.han import UNKNOWN

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom."""


def lies_in(inner: Box, outer: Box) -> bool:
    """Whether the middle of one box lies in another."""
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return outer[0] <= x <= outer[2] and outer[1] <= y <= outer[3]


def turned(box: Box, degrees: int, width: float, height: float) -> Box:
    """A box of a page of this size, on the page turned clockwise by a multiple of 90 degrees."""
    x0, top, x1, bottom = box
    if degrees == 90:
        return height - bottom, x0, height - top, x1
    if degrees == 180:
        return width - x1, height - bottom, width - x0, height - top
    if degrees == 270:
        return top, width - x1, bottom, width - x0
    return box


class Word(NamedTuple):
    """Visible characters that stand together on one line, often just one, with their box.

    `lefts` are the left edges of its characters; none are needed where there is only one. `hand` is
    a number for the font and colour of its digits, alike where these are; 0 where nothing is known.
    """

    x0: float
    top: float
    x1: float
    bottom: float
    text: str
    lefts: Sequence[float] = ()
    hand: int = 0

    def characters(self) -> "list[Word]":
        """Each of the characters as a word of its own."""
        if len(self.text) == 1:
            return [self]
        rights = (*self.lefts[1:], self.x1)
        return [
            Word(left, self.top, right, self.bottom, character, (), self.hand)
            for left, right, character in zip(self.lefts, rights, self.text, strict=True)
        ]


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


MIN_SURE = 0.9  # of a look's probability: with less it speaks neither for a number nor against one
MAX_GUESSED = 0.6  # of a look's probability: less is as good as guessing


class Look(NamedTuple):
    """What a recogniser takes a cell's print for: its text, how likely that is (0 to 1, of the
    least certain character), and what else the print may be, likeliest first."""

    text: str
    probability: float
    others: tuple[str, ...] = ()

    @property
    def is_sure(self) -> bool:
        """Whether it may speak for a number, or against one."""
        return self.probability >= MIN_SURE

    @property
    def is_guess(self) -> bool:
        """Whether another text may be as likely."""
        return self.probability < MAX_GUESSED


class Scan(Protocol):
    """The picture behind a page that was read from one. Cells to look at are given by their boxes
    on the page as held."""

    def shown(self, box: Box) -> Box:
        """The box, which is one of the page as held, on the page as shown."""
        ...

    def first_look(self, box: Box) -> Look | None:
        """How the number in a cell was read; null where no number was."""
        ...

    def second_look(self, boxes: Sequence[Box]) -> list[Look]:
        """Each of the cells looked at again: another rendering, another crop, two models. The
        probability is 0 where they differ; an empty text is an empty cell."""
        ...

    def third_look(self, boxes: Sequence[Box]) -> list[Look]:
        """Each of the cells, in which the first look saw one number, looked at once more: a third
        rendering, cropped about that number, two models."""
        ...

    def unplaced(self, cells: Sequence[Box], has_labels: bool) -> list[Box]:
        """Where on the page as shown numbers stand among `cells`, or a row above or below, that are
        in none of them; all numbers where there are no cells."""
        ...


@dataclass(slots=True, eq=False)
class Page:
    """One page: number (1-based), size, words in the order of the file, ruling lines.

    `horizontals` and `verticals` are lines and edges that are drawn; `faint_horizontals` and
    `faint_verticals` are edges of fills and white lines, which may or may not be borders.
    `turned` is by how many degrees clockwise (0, 90, 180, 270) the text stands on the page as
    shown; such a page is held turned back, and `unturn` takes a box to the page as shown.
    `images` counts pictures, `unmapped` the characters that have no usable Unicode; `hidden` tells
    that the text cannot be seen, but lies behind a picture, `doubted` are places on the page as
    shown of digits that look like others, `unprinted` the characters there (each a word) that are
    in the file and not to be seen on the page, `untold` places there of pictures and shapes in its
    cells that no text tells, where its words have U+FFFD. `unread` is the share of the page that
    pictures without text cover, `outlines` counts filled shapes that may be glyphs. `scan` is there
    where the page was read from its picture. `sheet` is the page as it is, where this one is held
    in another way: what stands in its boxes `pieces` one below the other, from the heights `starts`
    on, as far from the left as from `origins` there, enlarged by `scale`. `extent` are the heights
    that it was cut at, where it is a part of a page. `is_set_here` tells that the file has no pages
    (a web page, a Word file) and this one was set by us: it bears no number, and no running head.
    """

    number: int
    width: float
    height: float
    words: list[Word]
    horizontals: list[Horizontal] = field(default_factory=list)
    verticals: list[Vertical] = field(default_factory=list)
    faint_horizontals: list[Horizontal] = field(default_factory=list)
    faint_verticals: list[Vertical] = field(default_factory=list)
    turned: int = 0
    images: int = 0
    unmapped: int = 0
    hidden: bool = False
    doubted: Sequence[Box] = ()
    unprinted: Sequence[Word] = ()
    untold: Sequence[Box] = ()
    unread: float = 0.0
    outlines: int = 0
    scan: Scan | None = None
    sheet: "Page | None" = None
    pieces: Sequence[Box] = ()
    starts: Sequence[float] = ()
    origins: Sequence[float] = ()
    scale: float = 1.0
    extent: tuple[float, float] = (-math.inf, math.inf)
    is_set_here: bool = False

    @property
    def characters(self) -> int:
        """How many characters with a Unicode can be seen on the page."""
        unknown = sum([word[4].count(UNKNOWN) for word in self.words]) if self.unmapped else 0
        return sum([len(word[4]) for word in self.words]) - unknown

    @property
    def may_lie(self) -> bool:
        """Whether the text may say other digits than the page shows."""
        return self.hidden or bool(self.doubted)

    @property
    def is_held_as_shown(self) -> bool:
        """Whether words and lines stand where the text layer of the file has them."""
        return self.turned == 0 and self.scan is None and self.sheet is None

    def between(self, top: float, bottom: float) -> "Page":
        """What stands on the page from one height to another."""
        return replace(
            self,
            words=[word for word in self.words if top <= (word.top + word.bottom) / 2 < bottom],
            horizontals=[line for line in self.horizontals if top <= line.y < bottom],
            verticals=_clipped(self.verticals, top, bottom),
            faint_horizontals=[line for line in self.faint_horizontals if top <= line.y < bottom],
            faint_verticals=_clipped(self.faint_verticals, top, bottom),
            extent=(top, bottom),
        )

    def unturn(self, x0: float, top: float, x1: float, bottom: float) -> Box:
        """A box of the turned page as a box of the page as shown."""
        if self.scan is not None:
            return self.scan.shown((x0, top, x1, bottom))
        if self.sheet is not None:
            index = max(bisect_right(self.starts, (top + bottom) / 2) - 1, 0)
            left, upper = self.origins[index], self.pieces[index][1]
            down = self.starts[index]
            return self.sheet.unturn(
                x0 / self.scale + left,
                (top - down) / self.scale + upper,
                x1 / self.scale + left,
                (bottom - down) / self.scale + upper,
            )
        return turned((x0, top, x1, bottom), self.turned, self.width, self.height)


def _clipped(lines: Sequence[Vertical], top: float, bottom: float) -> list[Vertical]:
    return [
        Vertical(line.x, max(line.top, top), min(line.bottom, bottom))
        for line in lines
        if line.top < bottom and line.bottom > top
    ]
