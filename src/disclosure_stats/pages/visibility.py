"""Which characters of a page can be seen on it.

What is painted with nothing, or white on paper, is told by its state. What may lie under a later
fill or picture, outside its clip, or on a layer that is off is told by the page's picture: it can
be seen if the picture is another without it.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import compress, repeat
from typing import Any

from disclosure_stats.pages import _pdfium_calls as calls
from disclosure_stats.pages.covers import under_areas
from disclosure_stats.pages.difference import PagePictures
from disclosure_stats.pages.drawing import Drawing, TextPaint
from disclosure_stats.pages.hands import draws_its_glyphs
from disclosure_stats.pages.model import Box, Word, lies_in
from disclosure_stats.pages.page_edges import beyond_page
from disclosure_stats.pages.text_layer import TextLayer
from disclosure_stats.pages.transform import Edges, PageTransform
from disclosure_stats.pages.words import PRINTED

_MIN_DIFFERENCE = 24  # of 255, in one component at least, for a digit to be sure to be seen
_MIN_SIZE = 1 / 700  # of the longer side of the page: what is set smaller is a speck to the eye


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
    clipped: set[int],
) -> UnseenText | None:
    """What of `text`, which is that of `layer` or a part of it, cannot be seen on `page`, whose
    digits `clipped` may lie outside their clip; null where nothing may be unseen."""
    clipped = clipped | _faint_digits(layer, drawing)
    clipped |= _like_their_ground(layer, drawing, transform)
    under, covered = under_areas(layer, drawing, transform)
    surely = _specks(layer, transform) | beyond_page(layer, transform)
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
    for index, box in _boxes(white, edges, transform).items():
        if not drawing.is_dark_under(box):
            is_over = any(lies_in(box, area.box) for area in drawing.areas)
            (doubtful if is_over else unseen).add(index)
    return unseen, doubtful


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


def _specks(layer: TextLayer, transform: PageTransform) -> set[int]:
    """The digits that are set too small to be read."""
    least = _MIN_SIZE * max(transform.width, transform.height)
    lefts, tops, rights, bottoms = layer.edges
    return {
        index
        for index in layer.digits
        if tops[index] - bottoms[index] < least and rights[index] - lefts[index] < least
    }


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
