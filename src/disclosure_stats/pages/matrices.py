"""Transformations of points, as PDF writes them: six numbers."""

import ctypes
from collections.abc import Iterable

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


def transformed_points(
    matrix: Matrix, xs: Iterable[float], ys: Iterable[float]
) -> list[tuple[float, float]]:
    """The points to which `matrix` takes others."""
    a, b, c, d, e, f = matrix
    return [(a * x + c * y + e, b * x + d * y + f) for x, y in zip(xs, ys, strict=True)]


def transformed_box(matrix: Matrix, x0: float, y0: float, x1: float, y1: float) -> Box:
    """The box around what `matrix` makes of a box: left, bottom, right, top."""
    xs, ys = zip(*transformed_points(matrix, (x0, x0, x1, x1), (y0, y1, y0, y1)), strict=True)
    return min(xs), min(ys), max(xs), max(ys)
