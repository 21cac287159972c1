"""Transformations of points, as PDF writes them: six numbers."""

import ctypes

from disclosure_stats.pages.model import Box

Matrix = tuple[float, float, float, float, float, float]


def matrix_of(values: "ctypes.Array[ctypes.c_float]") -> Matrix:
    """The six numbers that PDFium has put into a buffer."""
    a, b, c, d, e, f = values
    return a, b, c, d, e, f


def product(inner: Matrix, outer: Matrix | None) -> Matrix:
    """What transforms as `inner`, and then as `outer` if there is one."""
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


def transformed_point(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """The point to which `matrix` takes another."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def transformed_box(matrix: Matrix, x0: float, y0: float, x1: float, y1: float) -> Box:
    """The box around what `matrix` makes of a box: left, bottom, right, top."""
    corners = [transformed_point(matrix, x, y) for x in (x0, x1) for y in (y0, y1)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)
