"""Which characters of a page can be seen on it.

What is painted with nothing, or white on paper, is told by its state. What may lie under a later
fill or picture, outside its clip, or on a layer that is off is told by the page's picture: it can
be seen if the picture is another without it.
"""

import ctypes
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import compress, repeat
from typing import Any

from disclosure_stats.pages import _pdfium_calls as calls
from disclosure_stats.pages.difference import PagePictures
from disclosure_stats.pages.drawing import SHADING, Area, Drawing, Order, TextPaint
from disclosure_stats.pages.hands import draws_its_glyphs
from disclosure_stats.pages.middles import Middles
from disclosure_stats.pages.model import Box, Word, lies_in
from disclosure_stats.pages.text_layer import TextLayer
from disclosure_stats.pages.transform import Edges, PageTransform
from disclosure_stats.pages.words import PRINTED

_MIN_DIFFERENCE = 24  # of 255, in one component at least, for a digit to be sure to be seen
_MIN_SIZE = 1 / 700  # of the longer side of the page: what is set smaller is a speck to the eye
_MIN_INSIDE = 0.9  # of a character's box, for a clip not to touch it
_NUMBER = re.compile(r"\d[\d.,，]*")


class UnseenText:
    """The characters of a page that cannot be seen: of each object (by its address) their left and
    lower edges. `objects` are those of which nothing is seen, `words` all characters; `is_all`
    tells that no text is seen. `boxes` are theirs by index, `printed` all that leave a mark on
    paper."""

    def __init__(
        self,
        layer: TextLayer,
        text: str,
        addresses: Sequence[int | None],
        printed: set[int],
        boxes: Mapping[int, Box],
    ) -> None:
        seen = {addresses[index] for index in printed - boxes.keys()}
        unseen = {addresses[index] for index in boxes}
        self.objects = {address for address in unseen - seen if address is not None}
        self.words = [Word(*box, text[index]) for index, box in boxes.items()]
        self.is_all = bool(printed) and printed <= boxes.keys()
        self._parts = {
            (addresses[index], *_corner(layer.edges, index))
            for index in boxes
            if addresses[index] not in self.objects
        }

    def take_off(self, page: Any, drawing: Drawing) -> None:
        """Takes the objects of which nothing is seen off the open page, whose text is closed.

        It is not enough that they are inactive: PDFium leaves out the second of two equal texts.
        """
        contents = dict(drawing.contents)
        for order, items in drawing.contents:
            for item in items:
                if item.value in self.objects:
                    if order:
                        form = contents[order[:-1]][order[-1]]
                        is_off = calls.remove_from_form(form, item)
                    else:
                        is_off = calls.remove_from_page(calls.reference_to(page), item)
                    if is_off:
                        calls.destroy(item)

    def left_out_of(self, text: str, layer: TextLayer) -> str:
        """`text` of the layer with spaces for the unseen characters of objects that are seen."""
        if not self._parts:
            return text
        kept = list(text)
        for index in range(len(text)):
            address = calls.get_text_object(layer.text_page, index)
            if (address, *_corner(layer.edges, index)) in self._parts:
                kept[index] = " "
        return "".join(kept)


def _corner(edges: Edges, index: int) -> tuple[float, float]:
    return round(edges[0][index], 2), round(edges[3][index], 2)


def unseen_text(
    page: Any,
    layer: TextLayer,
    text: str,
    drawing: Drawing,
    transform: PageTransform,
    has_layers: bool,
) -> UnseenText | None:
    """What of `text`, which is that of `layer` or a part of it, cannot be seen on `page`; null
    where nothing may be unseen."""
    clipped = _clipped_digits(layer) | _faint_digits(layer, drawing)
    clipped |= _like_their_ground(layer, drawing, transform)
    under, covered = _under_areas(_late_areas(drawing), layer, drawing, transform)
    surely = _specks(layer, transform) | _beyond_page(layer, transform)
    may_be_unseen = drawing.hidden_texts or drawing.white_texts or has_layers
    if not (may_be_unseen or clipped or under or surely):
        return None
    addresses = list(map(calls.get_text_object, repeat(layer.text_page), range(len(text))))
    printed = set().union(*[range(*match.span()) for match in PRINTED.finditer(text)])
    edges = layer.edges
    unseen, doubtful = _by_state(addresses, printed, edges, drawing, transform)
    unseen |= surely & printed
    if has_layers:
        doubtful |= printed
    doubtful = ((doubtful | clipped | under) & printed) - unseen
    undrawn = _without_glyphs(addresses, doubtful)
    unseen |= covered & undrawn
    doubtful -= undrawn
    if doubtful:
        pictures = PagePictures(page, transform)
        boxes = _boxes(doubtful, edges, transform)
        unseen |= pictures.without_difference(addresses, doubtful, boxes)
    if not unseen:
        return None
    return UnseenText(layer, text, addresses, printed, _boxes(unseen, edges, transform))


def _boxes(indices: Iterable[int], edges: Edges, transform: PageTransform) -> dict[int, Box]:
    """The boxes of some characters, on the page as shown, by index."""
    return {index: transform.box_at(edges, index) for index in indices}


def _by_state(
    addresses: Sequence[int | None],
    printed: set[int],
    edges: Edges,
    drawing: Drawing,
    transform: PageTransform,
) -> tuple[set[int], set[int]]:
    """The printed characters that are painted with nothing or white on paper, and the white ones
    over something else that may be as white."""
    hidden_texts, white_texts = drawing.hidden_texts, drawing.white_texts
    unseen = {i for i in printed if addresses[i] in hidden_texts} if hidden_texts else set()
    white = [i for i in printed if addresses[i] in white_texts] if white_texts else []
    doubtful: set[int] = set()
    for index, (x0, top, x1, bottom) in _boxes(white, edges, transform).items():
        x, y = (x0 + x1) / 2, (top + bottom) / 2
        if not drawing.is_dark_at(x, y):
            is_over = any(
                area[0] <= x <= area[2] and area[1] <= y <= area[3] for _, area, _ in drawing.areas
            )
            (doubtful if is_over else unseen).add(index)
    return unseen, doubtful


def _late_areas(drawing: Drawing) -> list[Area]:
    """The areas that are painted after some text."""
    first = min(drawing.text_starts, default=None)
    return [area for area in drawing.areas if first is not None and area.order > first]


def _under_areas(
    late: Sequence[Area], layer: TextLayer, drawing: Drawing, transform: PageTransform
) -> tuple[set[int], set[int]]:
    """The characters in areas that are painted after them, and those of these that are under one
    through which nothing shows."""
    found: set[int] = set()
    covered: set[int] = set()
    orders: dict[int | None, Order] = {}
    middles = Middles(_all_boxes(layer.edges, transform) if late else ())
    contents = dict(drawing.contents)
    for area in late:
        inside = middles.within(area.box)
        if inside and not orders:
            orders = {
                item.value: (*order, index)
                for order, items in drawing.contents
                for index, item in enumerate(items)
            }
        under = set()
        for index in inside:
            order = orders.get(calls.get_text_object(layer.text_page, index))
            if order is not None and order < area.order:
                under.add(index)
        found |= under
        if under and _is_opaque(area, contents):
            covered |= under
    return found, covered


def _is_opaque(area: Area, contents: Mapping[Order, Sequence[calls.Handle]]) -> bool:
    """Whether nothing shows through an area: a fill or a shading, neither of which, nor a form
    that it is in, is blended with what lies below."""
    places = [(area.order[:depth], area.order[depth]) for depth in range(len(area.order))]
    *forms, own = [contents[order][index] for order, index in places]
    if area.colour is None and calls.get_type(own) != SHADING:
        return False
    return not any(map(calls.has_transparency, (*forms, own)))


def _all_boxes(edges: Edges, transform: PageTransform) -> Iterator[tuple[Box, int]]:
    """The boxes of all characters on the page as shown, with their indices."""
    lefts, tops, rights, bottoms = edges
    return ((box, n) for n, box in enumerate(transform.boxes(lefts, bottoms, rights, tops)))


def _without_glyphs(addresses: Sequence[int | None], indices: set[int]) -> set[int]:
    """The characters of `indices` whose font neither the file nor PDFium has: what stands in for it
    measures, and need not leave ink."""
    drawn: dict[int | None, bool] = {}
    without = set()
    for index in indices:
        if addresses[index] is None:
            continue
        font = calls.get_font(calls.Handle(addresses[index]))
        if font not in drawn:
            drawn[font] = draws_its_glyphs(font)
        if not drawn[font]:
            without.add(index)
    return without


def _clipped_digits(layer: TextLayer) -> set[int]:
    """The digits that the clip of their text cuts."""
    paths = list(map(calls.get_clip_path, layer.objects.values()))
    counts = list(map(calls.count_clip_paths, paths))
    if max(counts, default=0) <= 0:
        return set()
    pairs = zip(paths, counts, strict=True)
    clips = {
        address: _clip_box(path, count)
        for address, (path, count) in zip(layer.objects, pairs, strict=True)
        if count > 0
    }
    cut = set()
    for index, address in zip(layer.digits, layer.digit_objects, strict=True):
        if address in clips:
            left, top, right, bottom = (side[index] for side in layer.edges)
            share = _share_inside((left, bottom, right, top), clips[address])
            if share < _MIN_INSIDE:
                cut.add(index)
    return cut


def _specks(layer: TextLayer, transform: PageTransform) -> set[int]:
    """The digits that are set too small to be read."""
    least = _MIN_SIZE * max(transform.width, transform.height)
    lefts, tops, rights, bottoms = layer.edges
    return {
        index
        for index in layer.digits
        if tops[index] - bottoms[index] < least and rights[index] - lefts[index] < least
    }


def _reaches_beyond(layer: TextLayer, transform: PageTransform) -> bool:
    left, bottom, right, top = layer.extent
    return (
        left < transform.left
        or right > transform.right
        or bottom < transform.bottom
        or top > transform.top
    )


def _beyond_page(layer: TextLayer, transform: PageTransform) -> set[int]:
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
    for match in _NUMBER.finditer(layer.text):
        own = slice(*match.span())
        lefts, tops, rights, bottoms = (side[own] for side in layer.edges)
        box = min(lefts), min(bottoms), max(rights), max(tops)
        shown = transform.left, transform.bottom, transform.right, transform.top
        if 0 < _share_inside(box, shown) < _MIN_INSIDE:
            cut += [index for index in range(*match.span()) if layer.text[index].isdecimal()]
    return cut


def _faint_digits(layer: TextLayer, drawing: Drawing) -> set[int]:
    """The digits that are painted in a pale colour, with a pattern, or as the soft mask or the
    blending of their text allows."""
    faint = set(compress(layer.objects, map(calls.has_transparency, layer.objects.values())))
    faint |= drawing.faint_texts & layer.objects.keys()
    if not faint:
        return set()
    pairs = zip(layer.digits, layer.digit_objects, strict=True)
    return {index for index, address in pairs if address in faint}


def _like_their_ground(layer: TextLayer, drawing: Drawing, transform: PageTransform) -> set[int]:
    """The digits in fills of about their own colour."""
    fills: dict[tuple[int, int, int], list[Box]] = {}
    for area in drawing.areas:
        if area.colour is not None:
            fills.setdefault(area.colour, []).append(area.box)
    if not fills:
        return set()
    grounds = {
        paint: [box for colour, boxes in fills.items() if _is_like(paint, colour) for box in boxes]
        for paint in set(map(drawing.paints.get, layer.objects))
    }
    if not any(grounds.values()):
        return set()
    found = set()
    for index, address in zip(layer.digits, layer.digit_objects, strict=True):
        paint = drawing.paints.get(address) if address is not None else None
        for ground in grounds.get(paint, ()):
            if lies_in(transform.box_at(layer.edges, index), ground):
                found.add(index)
    return found


def _is_like(paint: TextPaint | None, other: tuple[int, int, int]) -> bool:
    """Whether what fills a text's glyphs is about of another colour."""
    fill = paint[1] if paint else None
    if fill is None:
        return False
    return all(abs(a - b) < _MIN_DIFFERENCE for a, b in zip(fill[:3], other, strict=True))


def _clip_box(path: calls.Handle, count: int) -> Box:
    """What all paths of a clip have in common, as left, bottom, right, top."""
    point = (ctypes.c_float * 2)()
    slots = calls.slots(point)
    left, bottom, right, top = -math.inf, -math.inf, math.inf, math.inf
    for number in range(count):
        xs, ys = [], []
        for index in range(calls.count_clip_segments(path, number)):
            calls.get_segment_point(calls.get_clip_segment(path, number, index), *slots)
            xs.append(point[0])
            ys.append(point[1])
        if xs:
            left, right = max(left, min(xs)), min(right, max(xs))
            bottom, top = max(bottom, min(ys)), min(top, max(ys))
    return left, bottom, right, top


def _share_inside(box: Box, area: Box) -> float:
    wide = min(box[2], area[2]) - max(box[0], area[0])
    high = min(box[3], area[3]) - max(box[1], area[1])
    whole = (box[2] - box[0]) * (box[3] - box[1])
    return max(wide, 0.0) * max(high, 0.0) / whole if whole > 0 else 1.0
