"""What stands in a run of digits beside one number: what is struck out, a footnote mark, another
number.

All this is told by the picture: the models take a raised or circled digit for one of the number's,
leave spaces out, and read what is struck out.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Literal, NamedTuple

import cv2
import numpy as np

from disclosure_stats.scans.digits import as_number
from disclosure_stats.scans.paper import Grey
from disclosure_stats.scans.recogniser import DASH, Glyph, RecognisedLine, recogniser
from disclosure_stats.scans.runs import Run, crop, tight_within
from disclosure_stats.scans.strike_signs import may_be_struck
from disclosure_stats.scans.strikes import is_free, struck_stretch, thin_columns, underline
from disclosure_stats.text.han import UNKNOWN, is_ideograph
from disclosure_stats.text.marks import holds_marks

_MARKS = str.maketrans("123456789", "¹²³⁴⁵⁶⁷⁸⁹")
_DIGITS = re.compile(r"[0-9]{2,}")
_PALE = 90  # of 255, the darkest of a run: black print is darker
_IN_PIECES = 0.7  # of a run's print is ink: less is bits of strokes, more is out of focus
_PAPER = 245  # of 255: even paper is hardly darker
_TO_PAPER = 0.7  # of the way from a run's darkest to paper: so light a hairline may be
_SURELY = 0.8  # of a probability: an ideograph, and no digit with a line through it
_ZERO = 0.75  # heights: how wide a zero is in the widest fonts
_LITTLE = 0.3  # heights: a line that ends no further within a character does not strike it out
_LESS = 0.12  # heights: so far it may stop short of the end of one
_MIN_RISE = 0.2  # heights from the line of the number to the lower edge of a raised mark
_RAISED = (0.22, 0.8)  # heights that a raised mark is tall
_MAX_MARK = 3  # characters of a mark
_CIRCLE = (0.85, 1.25)  # times as wide as it is tall: no digit is as wide
_MIN_CIRCLE = 0.5  # heights
_IN_CIRCLE = 0.35  # of a circle's height: the digit in it is no lower
_LOW = 0.45  # heights: points, commas and signs
_GAP = 0.45  # heights of white between two digits, and …
_STEP = 0.97  # heights from middle to middle: more parts two numbers
_UNEVEN = 0.15  # of a step: digits that are spread evenly differ less

Kind = Literal["number", "mark", "struck", "doubt"]


_UNREAD = RecognisedLine((Glyph(UNKNOWN, 0.5, 0.0, ()),))


class Piece(NamedTuple):
    """A part of a run of digits: its box, and what it is."""

    run: Run
    kind: Kind


class ReadRuns(NamedTuple):
    """Runs, how each was read, and the boxes of what belongs to no number."""

    runs: list[Run]
    readings: list[RecognisedLine]
    asides: list[Run]


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


def with_numbers_parted(
    runs: Sequence[Run],
    readings: Sequence[RecognisedLine],
    grey: Grey,
    ink: Grey,
    height: float,
) -> ReadRuns:
    """The runs of a page, those read anew that hold more than one number: what is struck out is
    left out, marks are superscripts or circled digits, what may be struck out is U+FFFD."""
    ink = _with_pale_print(ink, grey, runs)
    whole = ReadRuns([], [], [])
    parted: list[Piece] = []
    zero = _width_of_zero(runs, readings)
    for run, reading in zip(runs, readings, strict=True):
        pieces = _pieces(run, reading, ink, height, zero)
        if [piece.kind for piece in pieces] == ["number"]:
            whole.runs.append(run)
            whole.readings.append(reading)
        else:
            parted += pieces
    whole.asides.extend(piece.run for piece in parted if piece.kind != "number")
    doubts = [piece.run for piece in parted if piece.kind == "doubt"]
    whole.runs.extend(doubts)
    whole.readings.extend(_UNREAD for _ in doubts)
    kept = [piece for piece in parted if piece.kind in ("number", "mark")]
    again = recogniser("tiny").read([crop(grey, piece.run) for piece in kept])
    for piece, reading in zip(kept, again, strict=True):
        whole.runs.append(piece.run)
        whole.readings.append(_as_mark(reading) if piece.kind == "mark" else reading)
    return whole


def _width_of_zero(runs: Sequence[Run], readings: Sequence[RecognisedLine]) -> float:
    """How wide the lone zeros of a page are, in their heights: other digits are hardly wider."""
    zeros = [
        (run.x1 - run.x0) / (run.bottom - run.top)
        for run, reading in zip(runs, readings, strict=True)
        if reading.text == "0" and reading.confidence > _SURELY
    ]
    return float(np.median(zeros)) if zeros else _ZERO


def _with_pale_print(ink: Grey, grey: Grey, runs: Sequence[Run]) -> Grey:
    """`ink` with all of the print of pale runs (in colour, or grey): beside black only the darkest
    dots of it are ink, and a line through it is in pieces."""
    whole = ink.copy()
    for run in runs:
        place = slice(run.top, run.bottom), slice(run.x0, run.x1)
        darkest = float(np.percentile(grey[place], 1))
        if darkest > _PALE:
            light = grey[place] < darkest + _TO_PAPER * (_PAPER - darkest)
            is_in_pieces = ink[place].sum() < _IN_PIECES * light.sum()
            whole[place] = light if is_in_pieces else grey[place] < (darkest + _PAPER) / 2
    return whole


def _as_mark(reading: RecognisedLine) -> RecognisedLine:
    """A raised or circled digit as one that is no digit of a number; nothing where it is neither: a
    circle is read as a 0."""
    text = reading.text.translate(_MARKS)
    return RecognisedLine(tuple(Glyph(mark, 0.5, 1.0, ()) for mark in text if holds_marks(mark)))


def _pieces(
    run: Run, reading: RecognisedLine, ink: Grey, height: float, zero: float
) -> list[Piece]:
    """The parts of a run from left to right; one alone where it is a number, or words, and nothing
    else. `ink` is the picture's, `height` that of a character in dots, `zero` the width
    of a zero in its heights."""
    if reading is DASH:
        return [Piece(run, "number")]
    if _holds_words(reading):
        struck = _struck_numbers(run, reading, ink, height)
        return struck or _parted_by_strike(run, ink, height, False, ())
    inside = ink[run.top : run.bottom, run.x0 : run.x1]
    barless = [
        run.x0 + glyph.middle * (run.x1 - run.x0) for glyph in reading.glyphs if glyph.text != "4"
    ]
    below = underline(inside, height)
    inside[below] = 0
    whole = tight_within(ink, run) or run
    parts = _parted_by_strike(whole, ink, height, True, barless)
    if len(parts) == 1 and below.any() and is_free(inside, below):
        # What is struck out as far as the number is long that comes next, which is underlined.
        parts = [
            part
            for side in _parted_by_underline(whole, run.x0, below, ink)
            for part in _parted_by_strike(side, ink, height, True, barless)
        ]
    pieces = [
        piece
        for part in parts
        for piece in ([part] if part.kind != "number" else _numbers_and_mark(part.run, ink))
    ]
    if as_number(reading) is None:
        return pieces
    return [_doubted(piece, ink, height, reading.text, zero) for piece in pieces]


def _parted_by_underline(run: Run, left: int, below: Any, ink: Grey) -> list[Run]:
    """The parts of a run before, above and behind the line `below` it, a mask from the column
    `left` on: what is inserted is underlined, and stands close to what it replaces."""
    ends = left + np.flatnonzero(below.any(axis=0))
    x0, x1 = int(ends[0]), int(ends[-1]) + 1
    least = _LITTLE * (run.bottom - run.top)
    start = run.x0 if x0 - run.x0 < least else x0
    end = run.x1 if run.x1 - x1 < least else x1
    edges = [(run.x0, start), (start, end), (end, run.x1)]
    parts = [tight_within(ink, run._replace(x0=a, x1=b)) for a, b in edges if a < b]
    return [part for part in parts if part is not None] or [run]


def _doubted(piece: Piece, ink: Grey, height: float, text: str, zero: float) -> Piece:
    """A piece; in doubt where it is a number that may be struck out."""
    x0, top, x1, bottom = piece.run
    is_number = piece.kind == "number"
    if is_number and may_be_struck(ink[top:bottom, x0:x1], height, text, zero):
        return Piece(piece.run, "doubt")
    return piece


def _holds_words(reading: RecognisedLine) -> bool:
    return any(is_ideograph(glyph.text) and glyph.probability > _SURELY for glyph in reading.glyphs)


def _struck_numbers(run: Run, reading: RecognisedLine, ink: Grey, height: float) -> list[Piece]:
    """The parts of a line of words of which numbers are struck out; none where none is."""
    width = run.x1 - run.x0
    middles = [0.0, *(glyph.middle for glyph in reading.glyphs), 1.0]
    edges = [(one + other) / 2 for one, other in pairwise(middles)]
    pieces: list[Piece] = []
    start = run.x0
    for match in _DIGITS.finditer("".join(glyph.text[0] for glyph in reading.glyphs)):
        first, last = (run.x0 + round(edges[i] * width) for i in match.span())
        number = tight_within(ink, run._replace(x0=first, x1=last))
        barless = [first + (last - first) / 2] if set(match[0]) > {"4"} else []
        parts = _parted_by_strike(number, ink, height, True, barless) if number else []
        if [part.kind for part in parts] == ["struck"]:
            before = tight_within(ink, run._replace(x0=start, x1=parts[0].run.x0))
            pieces += [Piece(before, "number")] if before else []
            pieces += parts
            start = parts[0].run.x1
    rest = tight_within(ink, run._replace(x0=start)) if pieces else None
    return pieces + ([Piece(rest, "number")] if rest else [])


def _parted_by_strike(
    run: Run, ink: Grey, height: float, is_number: bool, barless: Sequence[float]
) -> list[Piece]:
    """The parts of a run of which one is struck out: a line may end within a character. `barless`
    are the columns of the picture in the midst of what is read as no 4."""
    inside = ink[run.top : run.bottom, run.x0 : run.x1]
    struck = struck_stretch(inside, height, is_number, [x - run.x0 for x in barless])
    if struck is None:
        return [Piece(run, "number")]
    free = thin_columns(inside, min(run.bottom - run.top, 1.3 * height))
    before = _cut(free[::-1], len(free) - struck[0], height)
    behind = _cut(free, struck[1], height)
    start = run.x0 if before is None else run.x1 - before
    end = run.x1 if behind is None else run.x0 + behind
    is_sure = before is not None and behind is not None
    parts: list[tuple[int, int, Kind]] = [
        (run.x0, start, "number"),
        (start, end, "struck" if is_sure else "doubt"),
        (end, run.x1, "number"),
    ]
    pieces = []
    for x0, x1, kind in parts:
        part = tight_within(ink, run._replace(x0=x0, x1=x1)) if x1 > x0 else None
        if part is not None and not free[x0 - run.x0 : x1 - run.x0].all():
            pieces.append(Piece(part, kind))
    return pieces


def _cut(free: Any, end: int, height: float) -> int | None:
    """Where what a line strikes out ends, the line at `end`: between two characters; null where it
    ends in the midst of one, and nobody knows whether that is struck out. `free` are the columns
    without print."""
    back = max(end - round(_LITTLE * height), 0)
    near = np.flatnonzero(free[back : end + round(_LESS * height) + 1])
    if len(near):
        return back + int(near[-1]) + 1
    return len(free) if end + round(_LESS * height) >= len(free) else None


def _numbers_and_mark(run: Run, ink: Grey) -> list[Piece]:
    """The numbers in a run of digits, parted where white is wider than within a number, and the
    mark behind the last."""
    glyphs = _glyphs(run, ink)
    height = max(glyph.height for glyph in glyphs)
    digits, mark = _without_mark(glyphs, height, ink)
    pieces = [
        Piece(_around(number), "number") for number in (_numbers(digits, height) if digits else [])
    ]
    if len(pieces) == 1 and not mark:
        return [Piece(run, "number")]
    return pieces + ([Piece(_around(mark), "mark")] if mark else [])


def _glyphs(run: Run, ink: Grey) -> list[_Glyph]:
    inside = ink[run.top : run.bottom, run.x0 : run.x1]
    filled = np.concatenate([[0], inside.any(axis=0), [0]]).astype(np.int8)
    edges = np.flatnonzero(np.diff(filled))
    glyphs = []
    for x0, x1 in zip(edges[::2], edges[1::2], strict=True):
        rows = np.flatnonzero(inside[:, x0:x1].any(axis=1))
        top, bottom = int(rows[0]), int(rows[-1]) + 1
        glyphs.append(_Glyph(run.x0 + int(x0), run.top + top, run.x0 + int(x1), run.top + bottom))
    return glyphs


def _without_mark(
    glyphs: Sequence[_Glyph], height: float, ink: Grey
) -> tuple[Sequence[_Glyph], Sequence[_Glyph]]:
    """The glyphs of numbers, and those of a mark behind the last of them."""
    tall = [glyph for glyph in glyphs if glyph.height > _LOW * height]
    line = max(_foot(glyph, ink) for glyph in tall)
    count = 0
    for glyph in reversed(glyphs[1:]):
        low, high = _RAISED[0] * height, _RAISED[1] * height
        is_raised = line - glyph.bottom >= _MIN_RISE * height and low <= glyph.height <= high
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
    outside = cv2.dilate((white == white[0, 0]).astype(np.uint8), np.ones((3, 3), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(inside, connectivity=8)
    sides = stats[:, (cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT)]
    is_ring = (sides == (wide, glyph.height)).all(axis=1)
    is_digit = sides[:, 1] >= _IN_CIRCLE * glyph.height
    is_digit[np.unique(labels[outside > 0])] = False
    return bool(is_ring[1:].any() and is_digit[1:].any())


def _numbers(glyphs: Sequence[_Glyph], height: float) -> list[list[_Glyph]]:
    """Digits by the numbers that they make. Whether they are spread evenly is asked of the digits
    alone: a speck among them stands anywhere."""
    numbers = [[glyphs[0]]]
    digits = [glyph for glyph in glyphs if glyph.height > _LOW * height]
    steps = [other.middle - one.middle for one, other in pairwise(digits)]
    is_even = len(steps) > 1 and max(steps) - min(steps) <= _UNEVEN * max(steps)
    for one, other in pairwise(glyphs):
        is_low = min(one.height, other.height) <= _LOW * height
        is_wide = other.x0 - one.x1 > _GAP * height and other.middle - one.middle > _STEP * height
        if is_wide and not is_low and not is_even:
            numbers.append([])
        numbers[-1].append(other)
    return numbers


def _around(glyphs: Sequence[_Glyph]) -> Run:
    return Run(
        min(glyph.x0 for glyph in glyphs),
        min(glyph.top for glyph in glyphs),
        max(glyph.x1 for glyph in glyphs),
        max(glyph.bottom for glyph in glyphs),
    )
