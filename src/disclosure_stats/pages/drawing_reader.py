"""Goes through the objects of a page, and tells what is drawn."""

import ctypes
from collections.abc import Iterable, Iterator
from itertools import compress, pairwise, repeat
from operator import not_
from typing import Any

from disclosure_stats.pages import _pdfium_calls as calls
from disclosure_stats.pages.drawing import (
    FAINTEST,
    OPAQUE,
    SHADING,
    WHITE,
    Area,
    Drawing,
    Order,
    PathColour,
    Slant,
)
from disclosure_stats.pages.drawn_lines import (
    MAX_RULE_WIDTH,
    MIN_LENGTH,
    THIN,
    Shape,
    add_lines,
    is_thin,
)
from disclosure_stats.pages.matrices import (
    Matrix,
    matrix_of,
    product,
    transformed_box,
    transformed_points,
)
from disclosure_stats.pages.model import Box
from disclosure_stats.pages.strokes import begins_anew, is_no_outline
from disclosure_stats.pages.text_paint import note_paints
from disclosure_stats.pages.transform import PageTransform

_IMAGE, _FORM = 3, 5  # FPDF_PAGEOBJ_*
_BEZIERTO, _MOVETO = 1, 2  # FPDF_SEGMENT_*
_HAIRLINE = 1.0  # points: what a pen this fine adds to a path's bounds does no harm
_TWO_LINES = 4  # segments of a path: two lines, one curve, or most of a box
_DEEPEST = 6  # forms within forms
_MAX_OBJECTS = 100_000
_MAX_SEGMENTS = 40_000
_DARK = 96  # a colour component below which one is, in the print of numbers and in no watermark
_MAX_ASPECT = 1.2  # of a digit's height: its width
_Floats = ctypes.c_float * 6  # a type that none keeps is collected, and made anew


class _Reader:
    """Walks the objects of one page. Its buffers are made once and written to again and again."""

    def __init__(self, transform: PageTransform) -> None:
        self.transform = transform
        self.drawing = Drawing()
        self.shapes: list[Shape] = []
        self.objects = 0
        self.segments = 0
        self._floats = _Floats()
        self._float_slots = calls.slots(self._floats)

    def walk(
        self,
        container: Any,
        is_form: bool,
        matrix: Matrix | None,
        order: Order = (),
        opacity: float = 1.0,
    ) -> None:
        """Goes through the objects of a page, or of a form that is painted with an opacity, 0 to
        1: of a faint one, all texts are."""
        count = (calls.count_form_objects if is_form else calls.count_objects)(container)
        get_object = calls.get_form_object if is_form else calls.get_object
        count = min(count, _MAX_OBJECTS - self.objects)
        self.objects += count
        items = list(map(get_object, repeat(container), range(count)))
        self.drawing.contents.append((order, items))
        # The mode tells texts (nearly all objects) from others, which have none (-1).
        modes = list(map(calls.get_render_mode, items))
        is_text = [mode >= 0 for mode in modes]
        if any(is_text):
            self.drawing.text_starts.append((*order, is_text.index(True)))
            texts = list(compress(items, is_text))
            note_paints(self.drawing, texts, list(compress(modes, is_text)), opacity)
        others = list(compress(range(count), map(not_, is_text)))
        # So do the modes of paths: nothing else has any.
        is_path, paints = calls.answers(ctypes.c_int, 2).of(
            calls.get_draw_mode, [items[index] for index in others]
        )
        fills, strokes = (list(compress(paint, is_path)) for paint in paints)
        self._paths(items, list(compress(others, is_path)), fills, strokes, matrix, order)
        others = list(compress(others, map(not_, is_path)))
        kinds = [calls.get_type(items[index]) for index in others]
        images, shadings, forms = (
            [index for index, kind in zip(others, kinds, strict=True) if kind == wanted]
            for wanted in (_IMAGE, SHADING, _FORM)
        )
        self._images(items, images, matrix, order)
        for index in shadings:
            if calls.get_bounds(items[index], *self._float_slots[:4]):
                box = self._add_area(matrix, (*order, index))
                if is_thin(box):
                    self.shapes.append((box, True, False))
        if len(order) < _DEEPEST:
            for index in forms:
                form = items[index]
                calls.get_matrix(form, self._float_slots[0])
                inner = product(matrix_of(self._floats), matrix)
                self.walk(form, True, inner, (*order, index), opacity * self._opacity(form))

    def _opacity(self, form: calls.Handle) -> float:
        """How little shows through all that a form paints, 0 to 1."""
        (has_colour,), (*_, (opacity,)) = calls.answers(ctypes.c_int, 4).of(
            calls.get_fill_color, [form]
        )
        return opacity / 255 if has_colour else 1.0

    def _paths(
        self,
        objects: list[calls.Handle],
        indices: list[int],
        fills: list[int],
        strokes: list[int],
        matrix: Matrix | None,
        order: Order,
    ) -> None:
        """Notes what each path draws, by how it is filled and whether it is stroked (not 0); one of
        up to five segments is a line or a box."""
        items = [objects[index] for index in indices]
        has_bounds, bounds = calls.answers(ctypes.c_float, 4).of(calls.get_bounds, items)
        counts = map(calls.count_segments, items)
        colors = calls.answers(ctypes.c_int, 4)
        inks = _paints(*colors.of(calls.get_fill_color, list(compress(items, fills))))
        pens = _paints(*colors.of(calls.get_stroke_color, list(compress(items, strokes))))
        drawn = zip(indices, items, counts, fills, strokes, strict=True)
        places = zip(has_bounds, *bounds, self._boxes(matrix, bounds), strict=True)
        for (index, item, count, filled, stroked), place in zip(drawn, places, strict=True):
            has_box, left, bottom, right, top, box = place
            is_seen, colour = next(inks) if filled else (False, None)
            pen = None
            if stroked:
                is_seen, pen = next(pens)
            if not (filled or stroked):
                continue
            wide, high = right - left, top - bottom
            is_area = has_box and wide > THIN and high > THIN
            if is_area and (filled or self._is_broad(item, wide, high)):
                self.drawing.areas.append(Area((*order, index), box, colour))
            if count > 5 or count == _TWO_LINES and not filled and begins_anew(item):
                self.drawing.outlines += filled
                self._outline(box, colour if filled else pen, bool(filled))
                self.segments += count
                if self.segments <= _MAX_SEGMENTS:
                    self._subpaths(item, count, matrix, is_seen, bool(stroked))
            elif has_box:
                if stroked and not is_thin(box):
                    box = self._without_pen(box, item, matrix)
                is_line = is_thin(box)
                zigzag = self._zigzag(item, count, matrix) if stroked and not is_line else ()
                if zigzag:
                    self.drawing.slants.append(Slant(box, self._rise(zigzag[0], zigzag[-1])))
                elif count >= 4 or is_line:
                    self.shapes.append((box, is_seen, stroked))
                elif count == 2 and is_seen:
                    ends = self._points(item, 2, matrix)
                    self.drawing.slants.append(Slant(box, self._rise(*ends)))

    def _outline(self, box: Box, colour: PathColour | None, is_filled: bool) -> None:
        """Notes a path of many points that may be a glyph, by its colour, and by its form if the
        pen alone draws it."""
        is_narrow = box[2] - box[0] <= _MAX_ASPECT * (box[3] - box[1])
        if colour and min(colour) < _DARK and (is_filled or is_narrow):
            self.drawing.glyphs.append((box, colour))

    def _zigzag(
        self, item: calls.Handle, count: int, matrix: Matrix | None
    ) -> list[tuple[float, float]]:
        """The points of a path of four or five, if it is open and each piece of it slants."""
        if count < 4 or not _all_slant(self._points(item, 2, matrix)):  # nearly every path
            return []
        points = self._points(item, count, matrix)
        return points if _all_slant(points) and points[0] != points[-1] else []

    def _boxes(self, matrix: Matrix | None, bounds: list[list[float]]) -> list[Box]:
        """On the page as shown, boxes whose left, lower, right and upper edges in the container's
        space are `bounds`."""
        if matrix is None:
            return self.transform.boxes(*bounds)
        return [
            self.transform.box(*transformed_box(matrix, *edges))
            for edges in zip(*bounds, strict=True)
        ]

    def _is_broad(self, item: calls.Handle, wide: float, high: float) -> bool:
        """Whether a path, whose bounds are so wide and high, has a pen as broad as a line of text
        is high."""
        if min(wide, high) <= MAX_RULE_WIDTH:
            return False
        calls.get_stroke_width(item, self._float_slots[4])
        return self._floats[4] > MAX_RULE_WIDTH

    def _images(
        self, objects: list[calls.Handle], indices: list[int], matrix: Matrix | None, order: Order
    ) -> None:
        """Counts the pictures; one as thin as a rule is drawn as one."""
        self.drawing.images += len(indices)
        for index in indices:
            if calls.get_bounds(objects[index], *self._float_slots[:4]):
                box = self._add_area(matrix, (*order, index))
                self.drawing.pictures.append(box)
                if is_thin(box):
                    self.shapes.append((box, True, False))

    def _add_area(self, matrix: Matrix | None, order: Order) -> Box:
        """Notes that what has the bounds just asked for may hide what was painted before it."""
        left, bottom, right, top = self._floats[:4]
        (box,) = self._boxes(matrix, [[left], [bottom], [right], [top]])
        if right - left > THIN and top - bottom > THIN:
            self.drawing.areas.append(Area(order, box))
        return box

    def _without_pen(self, box: Box, item: calls.Handle, matrix: Matrix | None) -> Box:
        """What a path with these bounds runs along: the bounds hold the whole width of its pen on
        each side."""
        calls.get_stroke_width(item, self._float_slots[4])
        pen = self._floats[4]
        if pen <= _HAIRLINE:
            return box
        calls.get_matrix(item, self._float_slots[0])
        a, b, c, d, _, _ = product(matrix_of(self._floats), matrix)
        across, upwards = pen * (abs(a) + abs(c)), pen * (abs(b) + abs(d))
        if self.transform.rotation in (90, 270):
            across, upwards = upwards, across
        x0, top, x1, bottom = box
        is_line = min(x1 - x0 - 2 * across, bottom - top - 2 * upwards) < MIN_LENGTH
        if is_line and max(across, upwards) > MAX_RULE_WIDTH:
            return box
        return x0 + across, top + upwards, x1 - across, bottom - upwards

    def _subpaths(
        self, item: calls.Handle, count: int, matrix: Matrix | None, seen: bool, stroked: bool
    ) -> None:
        """The straight pieces of a path of many, each subpath of one for itself."""
        segments = list(map(calls.get_segment, repeat(item), range(count)))
        kinds = list(map(calls.get_segment_type, segments))
        starts = [index for index, kind in enumerate(kinds) if kind == _MOVETO]
        pieces = [
            (start, end, is_curved)
            for start, end in pairwise(sorted({0, *starts, count}))
            if not (is_curved := _BEZIERTO in kinds[start:end]) or seen and stroked
        ]
        if not pieces:
            return
        points = self._points(item, count, matrix)
        for start, end, is_curved in pieces:
            if not is_curved and end - start > 1:
                self._add_subpath(points[start:end], seen, stroked)
            elif is_curved and points[start] != points[end - 1]:
                rise = self._rise(points[start], points[end - 1])
                self.drawing.slants.append(Slant(self._box_around(points[start:end]), rise))

    def _points(
        self, item: calls.Handle, count: int, matrix: Matrix | None
    ) -> list[tuple[float, float]]:
        """The points of a path in user space."""
        segments = list(map(calls.get_segment, repeat(item), range(count)))
        calls.get_matrix(item, self._float_slots[0])
        whole = product(matrix_of(self._floats), matrix)
        _, places = calls.answers(ctypes.c_float, 2).of(calls.get_segment_point, segments)
        return transformed_points(whole, *places)

    def _rise(self, start: tuple[float, float], end: tuple[float, float]) -> int:
        """Whether the way between two points of user space rises (1) or falls (-1) to the right on
        the page as shown."""
        (x0, y0, *_), (x1, y1, *_) = (self.transform.box(*point, *point) for point in (start, end))
        across, down = x1 - x0, y1 - y0
        return (across * down < 0) - (across * down > 0)

    def _add_subpath(self, points: list[tuple[float, float]], seen: bool, stroked: bool) -> None:
        box = self._box_around(points)
        if stroked and seen and not is_thin(box) and is_no_outline(points):
            self.drawing.slants.append(Slant(box, self._rise(points[0], points[-1])))
        if is_thin(box) or (len(points) <= 5 and (not stroked or len(points) >= 4)):
            self.shapes.append((box, seen, stroked))
            return
        if stroked:
            for (ax, ay), (bx, by) in pairwise(points):
                piece = self.transform.box(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))
                if is_thin(piece):
                    self.shapes.append((piece, seen, stroked))

    def _box_around(self, points: list[tuple[float, float]]) -> Box:
        xs, ys = [x for x, _ in points], [y for _, y in points]
        return self.transform.box(min(xs), min(ys), max(xs), max(ys))


def read_drawing(page: Any, transform: PageTransform) -> Drawing:
    """What is drawn on a page; `page` stands for PDFium's handle in its calls."""
    reader = _Reader(transform)
    reader.walk(page, False, None)
    add_lines(reader.drawing, reader.shapes)
    return reader.drawing


def _paints(
    has_color: Iterable[int], colors: Iterable[Iterable[int]]
) -> Iterator[tuple[bool, PathColour | None]]:
    """Of each paint, by the colour that it has or not, whether it shows on white, and its colour if
    nothing shows through it."""
    for has, red, green, blue, alpha in zip(has_color, *colors, strict=True):
        is_seen = alpha >= FAINTEST and (red < WHITE or green < WHITE or blue < WHITE)
        yield not has or is_seen, (red, green, blue) if has and alpha >= OPAQUE else None


def _all_slant(points: list[tuple[float, float]]) -> bool:
    """Whether each piece between `points` is neither level nor upright."""
    return all(
        abs(bx - ax) > _HAIRLINE and abs(by - ay) > _HAIRLINE
        for (ax, ay), (bx, by) in pairwise(points)
    )
