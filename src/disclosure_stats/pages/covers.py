"""Characters over which something was painted later."""

from collections.abc import Iterator, Mapping, Sequence

from disclosure_stats.pages import _pdfium_calls as calls
from disclosure_stats.pages.drawing import SHADING, Area, Drawing, Order
from disclosure_stats.pages.model import Box
from disclosure_stats.pages.text_layer import TextLayer
from disclosure_stats.pages.text_places import Middles
from disclosure_stats.pages.transform import Edges, PageTransform


def under_areas(
    layer: TextLayer, drawing: Drawing, transform: PageTransform
) -> tuple[set[int], set[int]]:
    """The characters in areas that are painted after them, and those of these that are under one
    through which nothing shows."""
    late = _late_areas(drawing)
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


def _late_areas(drawing: Drawing) -> list[Area]:
    """The areas that are painted after some text."""
    first = min(drawing.text_starts, default=None)
    return [area for area in drawing.areas if first is not None and area.order > first]
