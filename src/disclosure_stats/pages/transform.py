"""From PDF user space to the page as shown, and from a sideways page to an upright one."""

from dataclasses import dataclass, replace

from disclosure_stats.pages.model import Box, Horizontal, Page, Vertical, Word, turned

Edges = tuple[list[float], list[float], list[float], list[float]]
"""Of many boxes all left, top, right and bottom edges; in user space, y runs upwards."""


@dataclass(frozen=True, slots=True)
class PageTransform:
    """The crop box in user space (y upwards) and the page's rotation, clockwise in degrees."""

    left: float
    bottom: float
    right: float
    top: float
    rotation: int

    @property
    def width(self) -> float:
        """Width of the page as shown, in points."""
        across = self.rotation in (90, 270)
        return self.top - self.bottom if across else self.right - self.left

    @property
    def height(self) -> float:
        """Height of the page as shown, in points."""
        across = self.rotation in (90, 270)
        return self.right - self.left if across else self.top - self.bottom

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """A box of user space (x0 ≤ x1, y0 ≤ y1) as x0, top, x1, bottom of the page as shown."""
        if self.rotation == 0:
            return x0 - self.left, self.top - y1, x1 - self.left, self.top - y0
        if self.rotation == 90:
            return y0 - self.bottom, x0 - self.left, y1 - self.bottom, x1 - self.left
        if self.rotation == 180:
            return self.right - x1, y0 - self.bottom, self.right - x0, y1 - self.bottom
        return self.top - y1, self.right - x1, self.top - y0, self.right - x0

    def box_at(self, edges: Edges, index: int) -> Box:
        """What `box` makes of the box of a character, given the `edges` of those of all."""
        lefts, tops, rights, bottoms = edges
        return self.box(lefts[index], bottoms[index], rights[index], tops[index])

    def boxes(
        self, x0s: list[float], y0s: list[float], x1s: list[float], y1s: list[float]
    ) -> list[Box]:
        """What `box` makes of many boxes, by their edges."""
        if self.rotation:
            return list(map(self.box, x0s, y0s, x1s, y1s))
        left, top = self.left, self.top
        return [
            (x0 - left, top - y1, x1 - left, top - y0)
            for x0, y0, x1, y1 in zip(x0s, y0s, x1s, y1s, strict=True)
        ]


def turn(page: Page, degrees: int) -> Page:
    """`page`, whose text stands `degrees` clockwise, turned back so that its text is upright."""

    def back(x0: float, top: float, x1: float, bottom: float) -> Box:
        return turned((x0, top, x1, bottom), 360 - degrees, page.width, page.height)

    def lines(
        horizontals: list[Horizontal], verticals: list[Vertical]
    ) -> tuple[list[Horizontal], list[Vertical]]:
        boxes = [back(x0, y, x1, y) for y, x0, x1 in horizontals]
        boxes += [back(x, top, x, bottom) for x, top, bottom in verticals]
        return (
            [Horizontal(top, x0, x1) for x0, top, x1, bottom in boxes if x1 - x0 > bottom - top],
            [Vertical(x0, top, bottom) for x0, top, x1, bottom in boxes if x1 - x0 <= bottom - top],
        )

    horizontals, verticals = lines(page.horizontals, page.verticals)
    faint_horizontals, faint_verticals = lines(page.faint_horizontals, page.faint_verticals)
    sides = page.width, page.height
    width, height = sides[::-1] if degrees in (90, 270) else sides
    return replace(
        page,
        width=width,
        height=height,
        words=[Word(*back(*one[:4]), one.text, (), one.hand) for one in page.words],
        horizontals=horizontals,
        verticals=verticals,
        faint_horizontals=faint_horizontals,
        faint_verticals=faint_verticals,
        turned=degrees,
    )
