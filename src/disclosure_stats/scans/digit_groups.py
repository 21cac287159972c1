"""The digits of a run by the numbers that they make, and the footnote mark behind the last."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import cv2
import numpy as np

from disclosure_stats.scans.paper import Grey
from disclosure_stats.scans.runs import Run

_MIN_RISE = 0.2  # heights from the line of the number to the lower edge of a raised mark
_RAISED = (0.22, 0.8)  # heights that a raised mark is tall
_HALF = 0.4  # heights: a mark raised so far may be as tall as a digit, if it is circled
_END_RISE = 0.3  # of the height of print from its line to what ends a run, and
_OF_END = 0.45  # of it that this is wide and tall; of what begins so far
_ABOVE = 0.1  # of it above the digits, less:
_OF_SMALL_END = 0.2
_MAX_MARK = 3  # characters of a mark
_CIRCLE = (0.85, 1.25)  # times as wide as it is tall: no digit is as wide
_MIN_CIRCLE = 0.5  # heights
_OUTSIDE_CIRCLE = 0.4  # of a quarter of its box is outside a circle
_IN_CIRCLE = 0.35  # of a circle's height: the digit in it is no lower
_LOW = 0.45  # heights: points, commas and signs
GAP = 0.45  # heights of white between two digits, and …
_STEP = 0.97  # heights from middle to middle: more parts two numbers
_STROKES = 0.35  # of the narrower one's columns: strokes that share more are of one character
_UNEVEN = 0.15  # of a step: digits that are spread evenly differ less


class _Glyph(NamedTuple):
    """The box of what stands between two columns of white."""

    x0: int
    top: int
    x1: int
    bottom: int

    @property
    def height(self) -> int:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        return (self.x0 + self.x1) / 2


def numbers_and_mark(run: Run, ink: Grey) -> tuple[list[Run], Run | None]:
    """The numbers in a run of digits, parted where white is wider than within a number, and the
    mark behind the last; `ink` is the picture's."""
    glyphs = _glyphs(run, ink)
    height = max(glyph.height for glyph in glyphs)
    digits, mark = _without_mark(glyphs, height, ink)
    numbers = [around(number) for number in (_numbers(digits, height) if digits else [])]
    if len(numbers) == 1 and not mark:
        return [run], None
    return numbers, around(mark) if mark else None


def has_raised_end(inside: Grey) -> bool:
    """Whether the last columns of digits end above their line: a mark that touches them. They are
    more than those of a 7, or begin above the digits too."""
    tall, wide = inside.shape
    lowest = tall - inside[::-1].argmax(axis=0)
    stops = ~inside.any(axis=0) | (lowest > (1 - _END_RISE) * tall)
    count = int(stops[::-1].argmax()) if stops.any() else 0
    end, before = inside[:, wide - count :].any(axis=1), inside[:, : wide - count].any(axis=1)
    begins_above = int(before.argmax()) - int(end.argmax()) >= _ABOVE * tall
    least = (_OF_SMALL_END if begins_above else _OF_END) * tall
    return bool(min(count, end.sum()) >= least)


def _glyphs(run: Run, ink: Grey) -> list[_Glyph]:
    """What stands in a run from left to right, parted by white or by hanging together nowhere: a
    raised circle may reach over the edge of the digit before it."""
    inside = ink[run.top : run.bottom, run.x0 : run.x1]
    _, _, stats, _ = cv2.connectedComponentsWithStats(inside, connectivity=8)
    spans: list[tuple[int, int, int, int]] = []
    for x, y, wide, high, _ in sorted(stats[1:].tolist()):
        part = (x, y, x + wide, y + high)
        if spans and _overlap(spans[-1], part) > _STROKES * min(wide, spans[-1][2] - spans[-1][0]):
            x0, top, x1, bottom = spans[-1]
            spans[-1] = (x0, min(top, y), max(x1, part[2]), max(bottom, part[3]))
        else:
            spans.append(part)
    return [
        _Glyph(run.x0 + x0, run.top + top, run.x0 + x1, run.top + bottom)
        for x0, top, x1, bottom in spans
    ]


def _overlap(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> int:
    """How many columns two boxes share."""
    return min(one[2], other[2]) - max(one[0], other[0])


def _without_mark(
    glyphs: Sequence[_Glyph], height: float, ink: Grey
) -> tuple[Sequence[_Glyph], Sequence[_Glyph]]:
    """The glyphs of numbers, and those of a mark behind the last of them."""
    tall = [glyph for glyph in glyphs if glyph.height > _LOW * height]
    line = max(_foot(glyph, ink) for glyph in tall)
    count = 0
    for glyph in reversed(glyphs[1:]):
        rise = line - glyph.bottom
        low, high = _RAISED[0] * height, (1 if rise >= _HALF * height else _RAISED[1]) * height
        is_raised = rise >= _MIN_RISE * height and low <= glyph.height <= high
        if not (is_raised or _is_circled(glyph, height, ink)):
            break
        count += 1
    if not 0 < count <= _MAX_MARK:
        return glyphs, ()
    return glyphs[:-count], glyphs[-count:]


def _foot(glyph: _Glyph, ink: Grey) -> int:
    """Where a glyph ends below, without what is left of an underline."""
    rows: Any = ink[glyph.top : glyph.bottom, glyph.x0 : glyph.x1].any(axis=1)
    half = len(rows) // 2
    white = np.flatnonzero(~rows[half:])
    return glyph.top + half + int(white[0]) if len(white) else glyph.bottom


def _is_circled(glyph: _Glyph, height: float, ink: Grey) -> bool:
    """Whether a glyph is as wide as a circle, and something stands in its midst that it closes in
    and that hangs together with it nowhere; beside two digits that touch, white is open."""
    wide = glyph.x1 - glyph.x0
    if glyph.height < _MIN_CIRCLE * height:
        return False
    if not _CIRCLE[0] * glyph.height <= wide <= _CIRCLE[1] * glyph.height:
        return False
    inside = np.pad(ink[glyph.top : glyph.bottom, glyph.x0 : glyph.x1], 2)
    closed = cv2.morphologyEx(inside, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    _, white = cv2.connectedComponents(1 - closed, connectivity=4)
    outside = (white == white[0, 0]).astype(np.uint8)
    if not _is_round(outside[2:-2, 2:-2]):
        return False
    outside = cv2.dilate(outside, np.ones((3, 3), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(inside, connectivity=8)
    sides = stats[:, (cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT)]
    is_ring = (sides == (wide, glyph.height)).all(axis=1)
    is_digit = sides[:, 1] >= _IN_CIRCLE * glyph.height
    is_digit[np.unique(labels[outside > 0])] = False
    return bool(is_ring[1:].any() and is_digit[1:].any())


def _is_round(outside: Any) -> bool:
    """Whether what is not `outside` fills all four quarters of its box as a circle does; a digit
    with a raised circle that touches it leaves one of them empty."""
    quarters = [part for half in np.array_split(outside, 2) for part in np.array_split(half, 2, 1)]
    return all(part.mean() <= _OUTSIDE_CIRCLE for part in quarters)


def _numbers(glyphs: Sequence[_Glyph], height: float) -> list[list[_Glyph]]:
    """Digits by the numbers that they make. Whether they are spread evenly is asked of the digits
    alone: a speck among them stands anywhere."""
    numbers = [[glyphs[0]]]
    digits = [glyph for glyph in glyphs if glyph.height > _LOW * height]
    steps = [other.middle - one.middle for one, other in pairwise(digits)]
    is_even = len(steps) > 1 and max(steps) - min(steps) <= _UNEVEN * max(steps)
    for one, other in pairwise(glyphs):
        is_low = min(one.height, other.height) <= _LOW * height
        is_wide = other.x0 - one.x1 > GAP * height and other.middle - one.middle > _STEP * height
        if is_wide and not is_low and not is_even:
            numbers.append([])
        numbers[-1].append(other)
    return numbers


def around(glyphs: Sequence[_Glyph | Run]) -> Run:
    """The box about all of some."""
    return Run(
        min(glyph.x0 for glyph in glyphs),
        min(glyph.top for glyph in glyphs),
        max(glyph.x1 for glyph in glyphs),
        max(glyph.bottom for glyph in glyphs),
    )
