"""What is drawn on a page: ruling lines, fills, pictures, and text that cannot be seen."""

import ctypes
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import repeat

from disclosure_stats.pages import _pdfium_calls as calls
from disclosure_stats.pages.model import Box, Horizontal, Vertical
from disclosure_stats.pages.transform import PageTransform

_TEXT, _PATH, _IMAGE, _FORM = 1, 2, 3, 5  # FPDF_PAGEOBJ_*
_LINETO, _BEZIERTO, _MOVETO = 0, 1, 2  # FPDF_SEGMENT_*
_THIN = 2.5  # points: a filled box this thin is a line
_SHORTEST = 2.0  # points: what is shorter both ways is a dot
_DEEPEST = 6  # forms within forms
_MOST_OBJECTS = 100_000
_MOST_SEGMENTS = 40_000
_HIDDEN_MODES = (3, 7)  # text rendering modes that paint nothing
_WHITE = 250  # a colour component from which paper and paint look alike

Matrix = tuple[float, float, float, float, float, float]
Color = tuple[int, int, int, int]


@dataclass(slots=True)
class Drawing:
    """Lines in points of the page as shown; text objects by address, alive while the page is."""

    horizontals: list[Horizontal] = field(default_factory=list)
    verticals: list[Vertical] = field(default_factory=list)
    faint_horizontals: list[Horizontal] = field(default_factory=list)
    faint_verticals: list[Vertical] = field(default_factory=list)
    dark_fills: list[Box] = field(default_factory=list)
    hidden_texts: set[int] = field(default_factory=set)
    white_texts: set[int] = field(default_factory=set)
    images: int = 0

    def is_dark_at(self, x: float, y: float) -> bool:
        """Whether a fill that white text would show on lies under the point."""
        return bool(self.images) or any(
            x0 <= x <= x1 and top <= y <= bottom for x0, top, x1, bottom in self.dark_fills
        )


class _Reader:
    """Walks the objects of one page. What PDFium tells of them is asked for all at once, into
    buffers, so that the loops run in C."""

    def __init__(self, transform: PageTransform) -> None:
        self.transform = transform
        self.drawing = Drawing()
        self.objects = 0
        self.segments = 0
        self._floats = (ctypes.c_float * 6)()
        floats = ctypes.addressof(self._floats)
        self._float_at = [floats + 4 * index for index in range(6)]

    def walk(self, container: int, is_form: bool, matrix: Matrix | None, depth: int) -> None:
        count = (calls.count_form_objects if is_form else calls.count_objects)(container)
        count = min(count, _MOST_OBJECTS - self.objects)
        self.objects += count
        get_object = calls.get_form_object if is_form else calls.get_object
        items = list(map(get_object, repeat(container), range(count)))
        kinds = list(map(calls.get_type, items))
        self._texts([item for item, kind in zip(items, kinds, strict=True) if kind == _TEXT])
        self._paths(
            [item for item, kind in zip(items, kinds, strict=True) if kind == _PATH], matrix
        )
        self.drawing.images += kinds.count(_IMAGE)
        if depth < _DEEPEST and _FORM in kinds:
            for item, kind in zip(items, kinds, strict=True):
                if kind == _FORM:
                    calls.get_matrix(item, self._float_at[0])
                    inner = _product(_matrix(self._floats), matrix)
                    self.walk(item, True, inner, depth + 1)

    def _texts(self, items: list[int]) -> None:
        """Notes texts that may not be seen: painted with nothing, or in white."""
        modes = list(map(calls.get_render_mode, items))
        colors = _colors(calls.get_fill_color, items)
        if not any(modes) and None not in colors and not any(map(_is_pale, colors)):
            return
        for item, mode, color in zip(items, modes, colors, strict=True):
            if mode in _HIDDEN_MODES:
                self.drawing.hidden_texts.add(item)
            elif color is not None and mode not in (1, 5):
                if color[3] < 8:
                    self.drawing.hidden_texts.add(item)
                elif min(color[:3]) >= _WHITE:
                    self.drawing.white_texts.add(item)

    def _paths(self, items: list[int], matrix: Matrix | None) -> None:
        count = len(items)
        modes = (ctypes.c_int * (2 * count))()
        start = ctypes.addressof(modes)
        known = map(
            calls.get_draw_mode,
            items,
            range(start, start + 8 * count, 8),
            range(start + 4, start + 8 * count, 8),
        )
        painted = [
            (item, stroked != 0)
            for item, is_known, filled, stroked in zip(
                items, list(known), modes[::2], modes[1::2], strict=True
            )
            if is_known and (filled or stroked)
        ]
        items = [item for item, _ in painted]
        fills = _colors(calls.get_fill_color, [item for item, stroked in painted if not stroked])
        strokes = _colors(calls.get_stroke_color, [item for item, stroked in painted if stroked])
        colors = {True: iter(strokes), False: iter(fills)}
        boxes = self._bounds(items, matrix)
        counts = map(calls.count_segments, items)
        for (item, stroked), box, segments in zip(painted, boxes, counts, strict=True):
            color = next(colors[stroked])
            seen = color is None or (color[3] >= 8 and min(color[:3]) < _WHITE)
            if segments <= 5:
                if box is not None and (segments in (4, 5) or _is_thin(box)):
                    self._add_box(box, seen, stroked)
                continue
            self.segments += segments
            if self.segments <= _MOST_SEGMENTS:
                self._subpaths(item, segments, matrix, seen, stroked)

    def _bounds(self, items: list[int], matrix: Matrix | None) -> list[Box | None]:
        """The boxes of objects on the page as shown; null where PDFium knows none."""
        count = len(items)
        edges = (ctypes.c_float * (4 * count))()
        start = ctypes.addressof(edges)
        at = [range(start + 4 * edge, start + 16 * count, 16) for edge in range(4)]
        # FPDFPageObj_GetBounds gives left, bottom, right, top in the container's space.
        known = list(map(calls.get_bounds, items, *at))
        lefts, bottoms, rights, tops = (edges[edge::4] for edge in range(4))
        if matrix is not None:
            moved = [
                _transformed(matrix, *box) for box in zip(lefts, bottoms, rights, tops, strict=True)
            ]
            lefts, bottoms, rights, tops = (
                map(list, zip(*moved, strict=True)) if moved else ([],) * 4
            )
        shown = zip(*self.transform.columns(lefts, tops, rights, bottoms), strict=True)
        return [box if is_known else None for box, is_known in zip(shown, known, strict=True)]

    def _subpaths(
        self, item: int, count: int, matrix: Matrix | None, seen: bool, stroked: bool
    ) -> None:
        """The straight pieces of a path of many, each subpath of one for itself."""
        calls.get_matrix(item, self._float_at[0])
        whole = _product(_matrix(self._floats), matrix)
        points: list[tuple[float, float]] = []
        curved = False
        for index in range(count + 1):
            segment = calls.get_segment(item, index) if index < count else None
            kind = calls.get_segment_type(segment) if segment else _MOVETO
            if kind == _MOVETO:
                if len(points) > 1 and not curved:
                    self._add_subpath(points, seen, stroked)
                points, curved = [], False
            elif kind == _BEZIERTO:
                curved = True
            if segment:
                calls.get_segment_point(segment, self._float_at[0], self._float_at[1])
                points.append(_point(whole, self._floats[0], self._floats[1]))

    def _add_subpath(self, points: list[tuple[float, float]], seen: bool, stroked: bool) -> None:
        xs, ys = [x for x, _ in points], [y for _, y in points]
        box = self.transform.box(min(xs), min(ys), max(xs), max(ys))
        if _is_thin(box) or (len(points) <= 5 and (not stroked or len(points) >= 4)):
            self._add_box(box, seen, stroked)
            return
        if stroked:
            for (ax, ay), (bx, by) in zip(points, points[1:], strict=False):
                piece = self.transform.box(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))
                if _is_thin(piece):
                    self._add_box(piece, seen, stroked)

    def _add_box(self, box: Box, seen: bool, stroked: bool) -> None:
        x0, top, x1, bottom = box
        width, height = x1 - x0, bottom - top
        drawing = self.drawing
        if width < _SHORTEST and height < _SHORTEST:
            return
        if _is_thin(box):
            if width >= height:
                line = Horizontal((top + bottom) / 2, x0, x1)
                (drawing.horizontals if seen else drawing.faint_horizontals).append(line)
            else:
                edge = Vertical((x0 + x1) / 2, top, bottom)
                (drawing.verticals if seen else drawing.faint_verticals).append(edge)
            return
        if seen and not stroked:
            drawing.dark_fills.append(box)
        plain = seen and stroked
        horizontals = drawing.horizontals if plain else drawing.faint_horizontals
        verticals = drawing.verticals if plain else drawing.faint_verticals
        horizontals += (Horizontal(top, x0, x1), Horizontal(bottom, x0, x1))
        verticals += (Vertical(x0, top, bottom), Vertical(x1, top, bottom))


def read_drawing(page: int, transform: PageTransform) -> Drawing:
    """What is drawn on the page whose PDFium handle has the address `page`."""
    reader = _Reader(transform)
    reader.walk(page, False, None, 0)
    return reader.drawing


def _colors(get_color: Callable[..., int], items: list[int]) -> list[Color | None]:
    """The colour of each object: red, green, blue, alpha; null where it has none of its own."""
    count = len(items)
    parts = (ctypes.c_int * (4 * count))()
    start = ctypes.addressof(parts)
    at = [range(start + 4 * part, start + 16 * count, 16) for part in range(4)]
    known = list(map(get_color, items, *at))
    colors = zip(parts[0::4], parts[1::4], parts[2::4], parts[3::4], strict=True)
    return [color if is_known else None for color, is_known in zip(colors, known, strict=True)]


def _is_pale(color: Color | None) -> bool:
    return color is None or color[0] >= _WHITE or color[3] < 8


def _is_thin(box: Box) -> bool:
    return min(box[2] - box[0], box[3] - box[1]) <= _THIN


def _matrix(values: "ctypes.Array[ctypes.c_float]") -> Matrix:
    a, b, c, d, e, f = values
    return a, b, c, d, e, f


def _product(inner: Matrix, outer: Matrix | None) -> Matrix:
    if outer is None:
        return inner
    a, b, c, d, e, f = inner
    oa, ob, oc, od, oe, of = outer
    return (
        a * oa + b * oc,
        a * ob + b * od,
        c * oa + d * oc,
        c * ob + d * od,
        e * oa + f * oc + oe,
        e * ob + f * od + of,
    )


def _point(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _transformed(matrix: Matrix, x0: float, y0: float, x1: float, y1: float) -> Box:
    corners = [_point(matrix, x, y) for x in (x0, x1) for y in (y0, y1)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)
