"""Characters beyond the edges of what is shown of a page, and numbers that an edge cuts."""

import re

from disclosure_stats.pages.model import Box
from disclosure_stats.pages.text_layer import TextLayer
from disclosure_stats.pages.transform import PageTransform

MIN_INSIDE = 0.9
"""Of a character's box, or a number's: what shows so much of it does not cut it."""

NUMBER = re.compile(r"\d[\d.,，]*")


def beyond_page(layer: TextLayer, transform: PageTransform) -> set[int]:
    """The characters whose middle lies outside what is shown of the page, but for the digits of a
    number that its edge cuts."""
    if not _reaches_beyond(layer, transform):
        return set()
    beyond = {
        index
        for index, (left, top, right, bottom) in enumerate(zip(*layer.edges, strict=True))
        if not transform.left <= (left + right) / 2 <= transform.right
        or not transform.bottom <= (bottom + top) / 2 <= transform.top
    }
    return beyond.difference(cut_by_page(layer, transform))


def cut_by_page(layer: TextLayer, transform: PageTransform) -> list[int]:
    """The digits of numbers through which an edge of the page runs: nobody sees all of them."""
    if not _reaches_beyond(layer, transform):
        return []
    cut: list[int] = []
    for match in NUMBER.finditer(layer.text):
        own = slice(*match.span())
        lefts, tops, rights, bottoms = (side[own] for side in layer.edges)
        box = min(lefts), min(bottoms), max(rights), max(tops)
        shown = transform.left, transform.bottom, transform.right, transform.top
        if 0 < share_inside(box, shown) < MIN_INSIDE:
            cut += [index for index in range(*match.span()) if layer.text[index].isdecimal()]
    return cut


def share_inside(box: Box, area: Box) -> float:
    """How much of a box lies in an area, 0 to 1."""
    wide = min(box[2], area[2]) - max(box[0], area[0])
    high = min(box[3], area[3]) - max(box[1], area[1])
    whole = (box[2] - box[0]) * (box[3] - box[1])
    return max(wide, 0.0) * max(high, 0.0) / whole if whole > 0 else 1.0


def _reaches_beyond(layer: TextLayer, transform: PageTransform) -> bool:
    left, bottom, right, top = layer.extent
    return (
        left < transform.left
        or right > transform.right
        or bottom < transform.bottom
        or top > transform.top
    )
