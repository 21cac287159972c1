"""What lines a path draws: dots in a row, two lines, a line that runs to and fro."""

from itertools import pairwise

from disclosure_stats.pages import _pdfium_calls as calls

_BEZIERTO, _MOVETO = 1, 2  # FPDF_SEGMENT_*
_MIN_TURNS = 4  # of a line that runs to and fro over what it strikes out
_MIN_DOTS = 5  # that follow each other closely, for a dotted line
_SAME_LINE = 0.2  # points between dots of one line
_NEXT_DOT = 4.0  # points from a dot to the next at most


def begins_anew(item: calls.Handle) -> bool:
    """Whether a path of four segments is two lines, or a curve, and no box."""
    second, third = calls.get_segment(item, 1), calls.get_segment(item, 2)
    kinds: tuple[int, int] = calls.get_segment_type(second), calls.get_segment_type(third)
    return kinds[0] == _BEZIERTO or kinds[1] == _MOVETO


def is_no_outline(points: list[tuple[float, float]]) -> bool:
    """Whether straight pieces are one line, or run to and fro, and go around nothing."""
    if len(points) == 2:
        return True
    ways = [bx >= ax for (ax, _), (bx, _) in pairwise(points)]
    rises = [by >= ay for (_, ay), (_, by) in pairwise(points)]
    turns = max(sum(one != other for one, other in pairwise(side)) for side in (ways, rises))
    return turns >= _MIN_TURNS and points[0] != points[-1]


def dotted_lines(dots: list[tuple[float, float]]) -> list[tuple[float, float, float]]:
    """Where dots (position across, place along) follow each other closely: position, start, end."""
    ordered = sorted([(round(position, 1), place) for position, place in dots])
    cuts = [
        index
        for index, (before, dot) in enumerate(pairwise(ordered), start=1)
        if not (dot[0] - before[0] < _SAME_LINE and dot[1] - before[1] <= _NEXT_DOT)
    ]
    return [
        (*ordered[start], ordered[end - 1][1])
        for start, end in pairwise([0, *cuts, len(ordered)])
        if end - start >= _MIN_DOTS
    ]
