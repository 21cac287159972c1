"""Ruling lines in the picture of a page."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import cv2
import numpy as np

from disclosure_stats.pages.model import Horizontal, Vertical
from disclosure_stats.scans.components import components_of
from disclosure_stats.scans.lost_ruling_lines import DotBox, lost_pieces
from disclosure_stats.scans.paper import Grey, median_and_spread, traces_of

_HORIZONTAL = 101  # dots that a rule is followed over: more than the stroke of any 一
_VERTICAL = 45
_SOLID = 0.84  # of a stretch that must be ink: rules have gaps in poor scans
_THICK = 12  # dots
_THICKEST = 20  # dots: a double rule, its strokes together
_FINE = 10  # dots: hairlines; a line of small grey print is thicker
_EVEN = 0.97  # of the length of a rule so thick: a line of bold text has gaps between characters
_FREE = 130  # dots: a vertical as long as that need not meet a horizontal rule
_SHORT = 300  # dots: strokes of characters one under the other are not as long
_DRAWN = 0.65  # of a short vertical is ink
_STROKES = 0.26  # of the dots on both sides of it, together, may be ink
_WIDE = 400  # dots: a level rule as long as that need not meet an upright one
_MEET = 8  # dots
_BEYOND = 40  # dots, less than a column: so far specks may lead a level rule on past its table
_STRETCH = 25  # dots
_PRINT = 0.2  # of a square of that side is ink: characters, even if their strokes lie apart
_FAINT = 12  # of 255: how much darker than the paper a hairline is at least
_DOTTED = 4  # times that dark: so little of a rule may be left, in dots
_CRUMB = 4  # dots across, at most: where a grey rule is ink here and none there
_NEAR_END = 6  # dots from the rule across
_MIN_PIECE = 20  # dots from one rule across to the next, for both ends and a middle
_BROKEN = 0.3  # times as dark at its ends as in its middle: a stroke of a character
_BROKEN_IN_TEXT = 0.65  # where text is beside it
_TEXT_BESIDE = 0.1  # of the dots on both sides of it, together, is ink: text
_BESIDE = 6  # dots beside a rule
_PAPER = 0.15  # of the dots beside a rule that may be ink
_TOUCHED = 0.4  # where text touches it


@dataclass(frozen=True, slots=True)
class RulingLines:
    """The rules in dots, and the picture of them (1 where there is one)."""

    horizontals: list[Horizontal]
    verticals: list[Vertical]
    drawn: Grey


def find_ruling_lines(grey: Grey, ink: Grey) -> RulingLines:
    """The ruling lines of a straight page, whose ink is `ink`; hairlines may be fainter than it."""
    side, turned = cv2.transpose(ink), cv2.transpose(grey)
    level, horizontals = _level(ink, ink, _HORIZONTAL)
    # Low rows between thick rules leave little paper beside an upright one.
    free = side & (1 - cv2.dilate(cv2.transpose(level), np.ones((3, 3), np.uint8)))
    across, found = _level(side, free, _VERTICAL)
    found = [box for box in found if _is_drawn(side, free, box)]
    # A rule may be ink here and a hairline there, and goes on where others cross it.
    rest = ink & (1 - cv2.dilate(level | cv2.transpose(across), np.ones((3, 3), np.uint8)))
    tall, wide = _without_crumbs(rest)
    dense = cv2.blur(rest * 255, (_STRETCH, _STRETCH)) > int(_PRINT * 255)
    strokes = _hairlines(grey, tall | dense) | level
    # Of small grey print only traces tell that no paper is beside its strokes.
    faint, more = _level(strokes, traces_of(grey), _HORIZONTAL, _FINE)
    level, horizontals = level | faint, horizontals + _new(more, horizontals)
    strokes = _hairlines(turned, cv2.transpose(wide | dense)) | across
    faint, more = _level(strokes, free, 2 * _VERTICAL, _FINE)
    across |= faint
    found += [box for box in _new(more, found) if _is_drawn(strokes, free, box)]
    verticals = _of_rows(found, horizontals)
    horizontals = _of_tables(horizontals, verticals)
    verticals = _unbroken(verticals, horizontals, turned, free)
    verticals = [_ended(box, horizontals) for box in verticals]
    horizontals = [_ended(box, verticals) for box in horizontals]
    lost_upright = lost_pieces(turned, verticals, horizontals)
    lost_level = lost_pieces(grey, horizontals, verticals)
    for x0, top, x1, bottom in lost_level:
        level[top:bottom, x0:x1] = 1
    for top, x0, bottom, x1 in lost_upright:
        across[x0:x1, top:bottom] = 1
    horizontals, verticals = horizontals + lost_level, verticals + lost_upright
    drawn = np.zeros_like(ink)
    for x0, top, x1, bottom in horizontals:
        drawn[top:bottom, x0:x1] |= level[top:bottom, x0:x1]
    for top, x0, bottom, x1 in verticals:
        drawn[top:bottom, x0:x1] |= across.T[top:bottom, x0:x1]
    return RulingLines(
        [Horizontal((top + bottom) / 2, x0, x1) for x0, top, x1, bottom in horizontals],
        [Vertical((x0 + x1) / 2, top, bottom) for top, x0, bottom, x1 in verticals],
        drawn,
    )


def _without_crumbs(ink: Grey) -> tuple[Grey, Grey]:
    """`ink`, the rules taken off, without what is as low, and without what is as narrow as a
    hairline."""
    found = components_of(ink)
    return found.without(found.high <= _CRUMB), found.without(found.wide <= _CRUMB)


def _hairlines(grey: Grey, print_: Grey) -> Any:
    """Level lines too light for ink: a mean over a stretch tells them from the paper's grain; none
    next to `print_`."""
    darker = cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, np.ones((9, 1), np.uint8))
    few = np.ascontiguousarray(darker[::4])  # rows tell as much about the grain as all of them
    usual, spread = median_and_spread(cv2.blur(few, (_STRETCH, 1))[:, ::4])
    least = usual + max(_FAINT, 6 * spread)
    # Dark strokes count no more than hairlines do, or each would seem longer than it is.
    mean = cv2.blur(cv2.min(darker, int(min(_DOTTED * least, 255))), (_STRETCH, 1))
    faint = (mean > int(least)).view(np.uint8)
    return faint & (1 - cv2.dilate(print_, np.ones((7, 7), np.uint8)))


def _level(
    strokes: Grey, ink: Grey, length: int, thickest: int = _THICKEST
) -> tuple[Any, list[DotBox]]:
    """Where `strokes` make level rules, and their boxes (x0, top, x1, bottom)."""
    thick = cv2.dilate(strokes, np.ones((3, 1), np.uint8))
    solid = _solid(thick, length)
    # On a page that is nearly empty, contours are found ten times as fast as components.
    contours, _ = cv2.findContours(solid, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    places = [cv2.boundingRect(contour) for contour in contours]
    boxes = [
        (x, y, x + wide, y + high)
        for x, y, wide, high in places
        if wide >= length and cv2.countNonZero(solid[y : y + high, x : x + wide]) <= thickest * wide
    ]
    return solid, [box for box in boxes if _stands_free(ink, box) and _is_even(strokes, box)]


def _solid(thick: Grey, length: int) -> Any:
    """Where level strokes are so long, and nearly without gaps. Each row is asked for itself: most
    have too little ink, or no stretch that is dense, and are left out."""
    solid = np.zeros_like(thick)
    inked = cv2.reduce(thick, 1, cv2.REDUCE_SUM, dtype=cv2.CV_32S).ravel()
    rows = np.flatnonzero(inked >= _SOLID * length)
    if not len(rows):
        return solid
    mean = cv2.blur(thick[rows] * 255, (length, 1), borderType=cv2.BORDER_CONSTANT)
    is_dense = mean >= math.ceil(_SOLID * 255)
    has_dense = is_dense.any(axis=1)
    rows = rows[has_dense]
    if not len(rows):
        return solid
    part = cv2.dilate(is_dense[has_dense].view(np.uint8), np.ones((1, length), np.uint8))
    part = cv2.morphologyEx(part & thick[rows], cv2.MORPH_CLOSE, np.ones((1, 15), np.uint8))
    # Only what is long stays: bits of characters that lie in a rule's way do not.
    solid[rows] = cv2.morphologyEx(part, cv2.MORPH_OPEN, np.ones((1, length // 2), np.uint8))
    return solid


def _new(boxes: list[DotBox], known: list[DotBox]) -> list[DotBox]:
    """Those of `boxes` that lie in none of the `known`."""
    return [
        box
        for box in boxes
        if not any(
            x0 - _MEET <= box[0]
            and top - _MEET <= box[1]
            and box[2] <= x1 + _MEET
            and box[3] <= bottom + _MEET
            for x0, top, x1, bottom in known
        )
    ]


def _is_even(strokes: Grey, box: DotBox) -> bool:
    """Whether a rule, if it is thick, is about as thick everywhere."""
    x0, top, x1, bottom = box
    thickness = strokes[top:bottom, x0:x1].sum(axis=0)
    usual = float(thickness.mean())
    return usual <= _THICK or float((thickness >= 0.5 * usual).mean()) >= _EVEN


def _stands_free(ink: Grey, box: DotBox) -> bool:
    """Whether there is paper along one side: a row of strokes in a line of text has ink on both,
    a rule has text touching it on one."""
    x0, top, x1, bottom = box
    x0, x1 = x0 + _MEET, x1 - _MEET  # where it meets others there is ink on both sides
    above = ink[max(top - _BESIDE, 0) : max(top - 1, 0), x0:x1]
    below = ink[bottom + 1 : bottom + _BESIDE, x0:x1]
    shares = sorted(float(side.mean()) if side.size else 0.0 for side in (above, below))
    return shares[0] < _PAPER and shares[1] < _TOUCHED


def _is_drawn(ink: Grey, free: Grey, box: DotBox) -> bool:
    """Whether a stroke, if it is short, is one line with paper beside it; `free` is `ink` without
    the rules across."""
    x0, top, x1, bottom = box
    if x1 - x0 >= _SHORT:
        return True
    along = slice(x0 + _MEET, x1 - _MEET)
    line = ink[top:bottom, along].max(axis=0)
    return bool(line.mean() >= _DRAWN and _beside(free, box) <= _STROKES)


def _beside(free: Grey, box: DotBox) -> float:
    """The shares of the dots on both sides of a stroke that are ink, together."""
    x0, top, x1, bottom = box
    along = slice(x0 + _MEET, x1 - _MEET)
    above, below = free[max(top - _BESIDE, 0) : top, along], free[bottom : bottom + _BESIDE, along]
    return sum(float(side.mean()) if side.size else 0.0 for side in (above, below))


def _of_tables(horizontals: list[DotBox], verticals: list[DotBox]) -> list[DotBox]:
    """`horizontals` without short ones that meet no vertical, nor continue one that does: strokes
    of bold characters on one level."""
    kept = [box for box in horizontals if box[2] - box[0] >= _WIDE or _meets(box, verticals)]
    levels = {(top + bottom) // 2 for _, top, _, bottom in kept}
    near = {level + apart for level in levels for apart in range(-_MEET, _MEET + 1)}
    return [box for box in horizontals if (box[1] + box[3]) // 2 in near]


def _ended(box: DotBox, verticals: list[DotBox]) -> DotBox:
    """A rule without what lies beyond the outermost rules across that it meets: specks, strokes of
    characters."""
    x0, top, x1, bottom = box
    met = [other for other in verticals if _meets(box, [other])]
    left = min((other[1] for other in met), default=x0)
    right = max((other[3] for other in met), default=x1)
    return (
        left if x0 < left < x0 + _BEYOND else x0,
        top,
        right if x1 - _BEYOND < right < x1 else x1,
        bottom,
    )


def _meets(box: DotBox, across: list[DotBox]) -> bool:
    """Whether a stroke meets any of those across it, whose boxes are named the other way round (the
    page turned over its diagonal)."""
    x0, top, x1, bottom = box
    return any(
        x0 - _MEET <= right
        and left <= x1 + _MEET
        and upper - _MEET <= bottom
        and top <= lower + _MEET
        for upper, left, lower, right in across
    )


def _of_rows(found: list[DotBox], horizontals: list[DotBox]) -> list[DotBox]:
    """The upright strokes that are rules: long ones, those that lead from one level rule to
    another, and those that leave one where other rows have an upright rule, or that reach as far
    as one does. Strokes of characters may meet a level rule too."""
    kept = [box for box in found if box[2] - box[0] >= _FREE or _spans(box, horizontals)]
    near = range(-_MEET, _MEET + 1)
    places = {(box[1] + box[3]) // 2 + apart for box in kept for apart in near}
    kept = [
        box
        for box in found
        if box in kept or (box[1] + box[3]) // 2 in places and _meets(box, horizontals)
    ]
    reaches = {(box[0] + apart, box[2] + other) for box in kept for apart in near for other in near}
    return [box for box in found if box in kept or (box[0], box[2]) in reaches]


def _unbroken(
    found: list[DotBox], horizontals: list[DotBox], turned: Grey, free: Grey
) -> list[DotBox]:
    """The upright strokes `found` that go on from level rule to level rule. Strokes of characters
    may stand above each other and lead through many rows, but between them and the rules that
    part the rows is paper. The strokes of one column are asked together."""
    darkness = {box: _at_ends(box, horizontals, turned) for box in found}
    kept = []
    for box in found:
        middle = (box[1] + box[3]) / 2
        column = [other for other in found if abs((other[1] + other[3]) / 2 - middle) <= _MEET]
        pieces = [share for other in column for share in darkness[other]]
        usual = float(np.median(pieces)) if pieces else 1.0
        is_in_text = usual < _BROKEN_IN_TEXT and _beside(free, box) >= _TEXT_BESIDE
        if usual >= _BROKEN and not is_in_text:
            kept.append(box)
    return kept


def _at_ends(box: DotBox, horizontals: list[DotBox], turned: Grey) -> list[float]:
    """How dark an upright stroke is where it comes to level rules, for each piece of it between
    two: the lightest dot, in parts of what the lightest in between is."""
    top, x0, bottom, x1 = box
    dark = 255 - turned[max(x0 - 1, 0) : x1 + 1].min(axis=0).astype(float)
    met = [rule for rule in horizontals if _meets(rule, [box])]
    ends = [(b, c) for (_, b), (c, _) in pairwise(_joined((rule[1], rule[3]) for rule in met))]
    pieces = [dark[b + 1 : c - 1] for b, c in ends if c - b - 2 >= _MIN_PIECE]
    return [
        float(
            min(piece[:_NEAR_END].min(), piece[-_NEAR_END:].min())
            / max(piece[_NEAR_END:-_NEAR_END].min(), 1.0)
        )
        for piece in pieces
    ]


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """`spans` from top to bottom, those that nearly touch as one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start - joined[-1][1] < _BESIDE:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _spans(box: DotBox, horizontals: list[DotBox]) -> bool:
    """Whether level rules are at both ends of an upright stroke."""
    top, left, bottom, right = box
    ends = [(top, left, top + 1, right), (bottom - 1, left, bottom, right)]
    return all(_meets(end, horizontals) for end in ends)
