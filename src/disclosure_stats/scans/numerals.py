"""What stands in a run of digits beside one number: what is struck out, a footnote mark, the tick
of who checked it, another number.

All this is told by the picture: the models take a raised or circled digit for one of the number's,
leave spaces out, and read what is struck out.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Literal, NamedTuple

import numpy as np

from disclosure_stats.scans.digit_groups import GAP, around, has_raised_end, numbers_and_mark
from disclosure_stats.scans.paper import Grey, percentile
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
_OF_DIGIT = 0.4  # heights: what is lower is no digit
_ZERO = 0.75  # heights: how wide a zero is in the widest fonts
_LITTLE = 0.3  # heights: a line that ends no further within a character does not strike it out
_LESS = 0.12  # heights: so far it may stop short of the end of one

_TICKS = frozenset("√✓✔")

Kind = Literal["number", "mark", "struck", "doubt", "tick"]


UNREAD = RecognisedLine((Glyph(UNKNOWN, 0.5, 0.0, ()),))


class Piece(NamedTuple):
    """A part of a run of digits: its box, and what it is."""

    run: Run
    kind: Kind


class ReadRuns(NamedTuple):
    """Runs, how each was read, and the boxes of what belongs to no number."""

    runs: list[Run]
    readings: list[RecognisedLine]
    asides: list[Run]


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
    whole.readings.extend(UNREAD for _ in doubts)
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
        darkest = percentile(grey[place].ravel(), 1)
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
    if (ticked := _without_tick(run, reading, ink)) is not None:
        tick, number, digits = ticked
        return [Piece(tick, "tick"), *_pieces(number, digits, ink, height, zero)]
    inside = ink[run.top : run.bottom, run.x0 : run.x1]
    places = [(run.x0 + glyph.middle * (run.x1 - run.x0), glyph.text) for glyph in reading.glyphs]
    barless = [x for x, text in places if text != "4"]
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
    if _may_be_number(reading):
        texts = _texts([piece.run for piece in pieces], places)
        pieces = [
            _doubted(piece, ink, height, text, zero)
            for piece, text in zip(pieces, texts, strict=True)
        ]
    return _with_doubts_whole(pieces, height)


def _texts(parts: Sequence[Run], places: Sequence[tuple[float, str]]) -> list[str]:
    """What each of the parts of a run was read as; `places` are the columns in the midst of
    characters, with these. A model tells them roughly: each is of the part that is nearest."""
    texts = [""] * len(parts)
    for x, character in places:
        away = [max(part.x0 - x, x - part.x1) for part in parts]
        texts[away.index(min(away))] += character
    return texts


def _with_doubts_whole(pieces: Sequence[Piece], height: float) -> list[Piece]:
    """`pieces`, digits so close to some in doubt that they may be of one number in doubt with them:
    7 is not what 796 says, be the rest of it in doubt or not."""
    whole = list(pieces[:1])
    for piece in pieces[1:]:
        last = whole[-1]
        is_close = piece.run.x0 - last.run.x1 < GAP * height
        if is_close and {piece.kind, last.kind} in ({"number", "doubt"}, {"doubt"}):
            whole[-1] = Piece(around([last.run, piece.run]), "doubt")
        else:
            whole.append(piece)
    return whole


def _without_tick(
    run: Run, reading: RecognisedLine, ink: Grey
) -> tuple[Run, Run, RecognisedLine] | None:
    """Where a tick stands at one end of a run, where the rest of it is, and how that was read; null
    where there is no tick, or no paper between the two."""
    ticks = [glyph.text in _TICKS and glyph.probability > _SURELY for glyph in reading.glyphs]
    if sum(ticks) != 1 or not (ticks[0] or ticks[-1]) or len(ticks) == 1:
        return None
    width = run.x1 - run.x0
    near = [
        glyph.middle * width for glyph in (reading.glyphs[:2] if ticks[0] else reading.glyphs[-2:])
    ]
    white = np.flatnonzero(~ink[run.top : run.bottom, run.x0 : run.x1].any(axis=0))
    white = white[(white > near[0]) & (white < near[1])]
    if not len(white):
        return None
    cut = run.x0 + int(white[0])
    sides = [tight_within(ink, run._replace(x1=cut)), tight_within(ink, run._replace(x0=cut))]
    if not ticks[0]:
        sides.reverse()
    tick, rest = sides
    assert tick is not None
    assert rest is not None  # there is ink at both ends of a run
    digits = [
        glyph._replace(middle=(run.x0 + glyph.middle * width - rest.x0) / (rest.x1 - rest.x0))
        for glyph, is_tick in zip(reading.glyphs, ticks, strict=True)
        if not is_tick
    ]
    return tick, rest, RecognisedLine(tuple(digits))


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
    """A piece, which was read as `text`; in doubt where it is a number that may be struck out, or
    end in a mark."""
    x0, top, x1, bottom = piece.run
    inside = ink[top:bottom, x0:x1]
    if piece.kind != "number" or bottom - top < _OF_DIGIT * height:
        return piece
    ends_in_mark = len(text) > 1 and text[-1].isdecimal() and has_raised_end(inside)
    if ends_in_mark or may_be_struck(inside, height, text, zero):
        return Piece(piece.run, "doubt")
    return piece


def _may_be_number(reading: RecognisedLine) -> bool:
    """Whether digits are read, and no words: what strikes one of them out is read as a letter."""
    return any(glyph.text.isdecimal() for glyph in reading.glyphs) and not any(
        is_ideograph(glyph.text) for glyph in reading.glyphs
    )


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
    before = _cut(free[::-1], len(free) - struck.x0, height)
    behind = _cut(free, struck.x1, height)
    start = run.x0 if before is None else run.x1 - before
    end = run.x1 if behind is None else run.x0 + behind
    is_sure = struck.is_sure and before is not None and behind is not None
    parts: list[tuple[int, int, Kind]] = [
        (run.x0, start, "number"),
        (start, end, "struck" if is_sure else "doubt"),
        (end, run.x1, "number"),
    ]
    pieces = []
    for x0, x1, kind in parts:
        part = tight_within(ink, run._replace(x0=x0, x1=x1)) if x1 > x0 else None
        if part is not None and not free[x0 - run.x0 : x1 - run.x0].all():
            is_end = part.bottom - part.top < _OF_DIGIT * height  # of the line, beyond the print
            pieces.append(Piece(part, "struck" if is_end else kind))
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
    """The numbers in a run of digits, and the mark behind the last."""
    numbers, mark = numbers_and_mark(run, ink)
    pieces = [Piece(number, "number") for number in numbers]
    return pieces + ([Piece(mark, "mark")] if mark else [])
