"""Number cells looked at again, in another rendering, with another crop, by another model."""

from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile
from typing import Any, NamedTuple

import cv2
import numpy as np

from disclosure_stats.pages.model import Box, Look
from disclosure_stats.scans.digits import as_number
from disclosure_stats.scans.paper import Grey, above_grain, even_grey, render
from disclosure_stats.scans.recogniser import DASH, RecognisedLine, recogniser
from disclosure_stats.scans.runs import (
    Run,
    crop,
    find_runs,
    is_flat,
    is_slash,
    with_faint_strokes,
    without_specks,
)
from disclosure_stats.text.han import is_ideograph

FINER, FINEST = 1.5, 2.0  # times the resolution of the first look
_PAPER_ABOUT = 40.0  # points about all cells: enough to tell how light the page's paper is
_SMOOTH = 1.2  # dots: the grain of the paper is finer
_EDGE_OF_PLACE = 0.12  # heights of paper about a number
MARGIN = 5  # dots around the ink of a run, in a finer rendering
_EDGE = 2  # dots from the edge of a cell: print that comes so near is cut off by it
_RULE = 0.4  # heights from the edge of a cell that a thick rule may reach
_ROOMY = 1.7  # heights of a side that is longer than any stroke of a digit
_FULL = 0.6  # of a cell's side is ink where it is a rule
_PAPER = 245  # of 255: how light even paper is
_ROOM = 1.75  # heights: a cell with less beside a number has no room for another digit
_CLEARED = 3  # dots above and below print that is set aside
_WHOLE = 0.6  # of the print's width that is found again at least
_BRACKETS = "()（）"
_DARKEST, _LIGHTEST = 120, 225  # between these lies what parts ink from paper


def look_again(
    data: bytes,
    number: int,
    matrix: Any,
    scale: float,
    cells: Sequence[tuple[Box, float, float]],
    asides: Sequence[Box] = (),
) -> list[Look]:
    """The cells (box on the straight page, height of a character and width of the print in it as
    the first look saw them, in points) of page `number` of the PDF `data`, without the print in
    the boxes `asides`; `matrix` leads from dots of the first look's picture, `scale` to a point, to
    those of the straight."""
    if not cells:
        return []
    boxes = [box for box, _, _ in cells]
    grey, finer, whole = _rendered(data, number, FINER, matrix, scale, boxes)
    seen = []
    for box, height, width in cells:
        cell, ink = cell_picture(grey, whole, finer, box, height)
        _clear(cell, ink, finer, box, asides)
        runs = runs_in_cell(cell, ink, height * finer)
        look = look_without_reading(runs, height * finer, ink)
        if look is None and is_cut_short(runs, width * finer, height * finer):
            look = Look("", 0.0)
        seen.append(SeenCell(cell, runs, height * finer, look))
    return looks_at(seen)


class SeenCell(NamedTuple):
    """A cell's picture, its lines of print, a character's height in dots, and the cell's look where
    that takes no reading."""

    picture: Grey
    runs: list[Run]
    height: float
    look: Look | None


def looks_at(cells: Sequence[SeenCell]) -> list[Look]:
    """The look of each cell, those that have none yet read by both models."""
    lines = [
        crop(cell.picture, run, MARGIN) for cell in cells if not cell.look for run in cell.runs
    ]
    readings = _read_by_both(lines)
    return [
        look
        or look_of_lines(
            [next(readings) for _ in runs], _may_be_wrapped(runs, picture.shape[1], height)
        )
        for picture, runs, height, look in cells
    ]


def _read_by_both(lines: Sequence[Grey]) -> Iterator[tuple[RecognisedLine, RecognisedLine]]:
    large, small = (recogniser(model).read(lines) for model in ("small", "tiny"))
    return zip(large, small, strict=True)


def look_at_places(
    data: bytes, number: int, matrix: Any, scale: float, places: Sequence[Box]
) -> list[Look]:
    """The numbers whose ink the first look saw at `places` of the straight page: whatever is faint
    or rough about them, what is ink is not asked again. `matrix` and `scale` are as above."""
    if not places:
        return []
    even, finer, whole = _rendered(data, number, FINEST, matrix, scale, places)
    grey = cv2.GaussianBlur(even, (0, 0), _SMOOTH)
    lines = []
    for place in places:
        x0, top, x1, bottom = (value * finer for value in place)
        edge = _EDGE_OF_PLACE * (bottom - top)
        shift = np.array([[1, 0, edge - x0], [0, 1, edge - top], [0, 0, 1.0]])
        size = max(round(x1 - x0 + 2 * edge), 8), max(round(bottom - top + 2 * edge), 8)
        lines.append(cv2.warpPerspective(grey, shift @ whole, size, borderValue=255))
    return [look_of_lines([reading], may_be_one=True) for reading in _read_by_both(lines)]


class _Rendered(NamedTuple):
    """A part of a page rendered finer: even grey, dots a point, and the matrix that takes a dot of
    it to a dot of the straight page."""

    grey: Grey
    scale: float
    matrix: Any


def _rendered(
    data: bytes, number: int, finer: float, matrix: Any, scale: float, boxes: Sequence[Box]
) -> _Rendered:
    """What is about `boxes` of the straight page, with enough paper to tell how light it is;
    `matrix` and `scale` are those of the first look."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    (x0, top), (x1, bottom) = (min(lefts), min(tops)), (max(rights), max(bottoms))
    corners = scale * np.array([[(x0, top), (x1, top), (x1, bottom), (x0, bottom)]])
    place = cv2.perspectiveTransform(corners, np.linalg.inv(matrix))[0] / scale
    (x0, top), (x1, bottom) = place.min(axis=0) - _PAPER_ABOUT, place.max(axis=0) + _PAPER_ABOUT
    picture, own, (left, upper) = render(data, number, finer, (x0, top, x1, bottom))
    enlarge = np.diag([own / scale, own / scale, 1.0])
    shift = np.array([[1, 0, left * own], [0, 1, upper * own], [0, 0, 1.0]])
    return _Rendered(even_grey(picture), own, enlarge @ matrix @ np.linalg.inv(enlarge) @ shift)


def _may_be_wrapped(runs: Sequence[Run], wide: int, height: float) -> bool:
    """Whether lines of digits in a cell so many dots wide are one number that did not fit: none but
    the last has room for another digit, and none is longer than the one above it."""
    return all(
        wide - (above.x1 - above.x0) < _ROOM * height
        and run.x1 - run.x0 <= 1.1 * (above.x1 - above.x0)
        for above, run in pairwise(runs)
    )


def is_cut_short(runs: Sequence[Run], width: float, height: float) -> bool:
    """Whether of several digits some are too faint to be found this time."""
    found = max(run.x1 for run in runs) - min(run.x0 for run in runs)
    return width > height and found < _WHOLE * width


def look_without_reading(runs: Sequence[Run], height: float, ink: Grey) -> Look | None:
    """The look of a cell that is empty, has a dash or a slash alone, or two runs on one line: the
    rule between two cells was lost then, and their numbers must not be taken for one."""
    if not runs:
        return Look("", 1.0)
    if len(runs) == 1 and (is_flat(runs[0], height) or is_slash(ink, runs[0], height)):
        return Look(DASH.text, 1.0)
    if any(run.top < above.bottom for above, run in pairwise(runs)):
        return Look("", 0.0)
    return None


def look_of_lines(parts: Sequence[tuple[RecognisedLine, RecognisedLine]], may_be_one: bool) -> Look:
    """A cell's lines, each read by both models, as one look; its probability is 0 where the models
    differ in a number, or in what has none. They may differ in the unit behind a number. Nothing is
    made of two numbers that are not one (`may_be_one`)."""
    if not may_be_one and sum(number_of(large) is not None for large, _ in parts) > 1:
        return Look("", 0.0)
    lines = [(_number(large, small), _number(small, large)) for large, small in parts]
    text, other = ("".join(line[side].text for line in lines) for side in (0, 1))
    amounts = [tuple(map(_amount, line)) for line in lines]
    alike = all(large.text == small.text for large, small in amounts)
    sure = min(min(large.confidence, small.confidence) for large, small in amounts)
    others = [candidate for candidate, _ in lines[0][0].candidates()] if len(lines) == 1 else []
    return Look(text, sure if alike else 0.0, tuple(others if alike else [other, *others]))


def _number(reading: RecognisedLine, other: RecognisedLine) -> RecognisedLine:
    """The number of a line, where it may be letters that look like the number which the `other`
    model reads in it; else the line."""
    number = number_of(reading)
    if number is None and (read := number_of(other)) is not None:
        letters = as_number(reading, may_be_letters=True)
        number = letters if letters is not None and letters.text == read.text else None
    return number or reading


def _amount(reading: RecognisedLine) -> RecognisedLine:
    """The number that a line begins with, if words follow it; else the whole line."""
    digits = list(takewhile(lambda glyph: glyph.text in "0123456789.,", reading.glyphs))
    behind = reading.glyphs[len(digits) :]
    if digits and all(is_ideograph(glyph.text) for glyph in behind):
        return RecognisedLine(tuple(digits))
    return reading


def number_of(reading: RecognisedLine) -> RecognisedLine | None:
    """The number of a line. A bracket beside a lone 0 is a side of it that has come off."""
    rest = RecognisedLine(tuple(glyph for glyph in reading.glyphs if glyph.text not in _BRACKETS))
    zero = as_number(rest)
    return zero if zero is not None and zero.text == "0" else as_number(reading)


def cell_picture(
    grey: Grey, matrix: Any, scale: float, box: Box, height: float
) -> tuple[Grey, Grey]:
    """A cell (its box and the height of a character in points), straightened by `matrix`, `scale`
    dots to a point, and where in it there is ink."""
    x0, top, x1, bottom = (value * scale for value in box)
    around = int(height * scale)  # of a cell as tight as its print, little is paper
    shift = np.array([[1, 0, around - x0], [0, 1, around - top], [0, 0, 1.0]])
    wide, high = max(int(x1 - x0), 8), max(int(bottom - top), 8)
    window: Grey = cv2.warpPerspective(
        grey,
        shift @ matrix,
        (wide + 2 * around, high + 2 * around),
        flags=cv2.INTER_CUBIC,
        borderValue=255,
    )
    cell = np.ascontiguousarray(window[around : around + high, around : around + wide])
    return cell, _ink(cell, above_grain(window))


def _clear(cell: Grey, ink: Grey, scale: float, box: Box, asides: Sequence[Box]) -> None:
    """Makes paper of the print in a cell's picture that stands in one of the boxes `asides`."""
    for x0, top, x1, bottom in asides:
        if x0 < box[2] and x1 > box[0] and top < box[3] and bottom > box[1]:
            left, right = (max(round((x - box[0]) * scale), 1) for x in (x0, x1))
            upper, lower = (max(round((y - box[1]) * scale), _CLEARED) for y in (top, bottom))
            rows = slice(upper - _CLEARED, lower + _CLEARED)
            cell[rows, left - 1 : right + 1] = _PAPER
            ink[rows, left - 1 : right + 1] = 0


def runs_in_cell(cell: Grey, ink: Grey, height: float) -> list[Run]:
    """The lines of print in a cell, from top to bottom; `height` is a character's in dots."""
    text = without_specks(ink, height)
    no_rules = np.zeros_like(text)
    runs = find_runs(_off_the_edge(_peeled(text, height)), no_rules, height)
    runs = with_faint_strokes(runs, cell, no_rules, height)
    # The edge may cut through the print of the row above or below, or of a label that runs over.
    whole = [run for run in runs if _is_within(run, cell)] or runs
    return sorted(whole, key=lambda run: (run.top, run.x0))


def _is_within(run: Run, cell: Grey) -> bool:
    height, width = cell.shape
    return (
        run.x0 > _EDGE
        and run.top > _EDGE
        and run.x1 < width - _EDGE
        and run.bottom < height - _EDGE
    )


def _ink(cell: Grey, lightest: float) -> Grey:
    """Where there is ink in one cell: half as dark as its darkest, however faint the print is;
    `lightest` is no grain of the paper."""
    half = (int(cell.min()) + _PAPER) // 2
    return (cell < max(min(half, lightest, _LIGHTEST), _DARKEST)).astype(np.uint8)


def _peeled(ink: Grey, height: float) -> Grey:
    """`ink` without the rules that are so thick that they reach into the cell."""
    reach = round(_RULE * height)
    rest = ink.copy()
    for side in (rest, rest[::-1], rest.T, rest.T[::-1]):
        if side.shape[1] < _ROOMY * height:
            continue  # a stroke of a digit is as long as the side
        full = np.flatnonzero(side[:reach].mean(axis=1) > _FULL)
        if len(full):
            side[: full[-1] + 2] = 0
    return rest


def _off_the_edge(ink: Grey) -> Grey:
    """`ink` without the rests of rules along the cell's edge."""
    height, width = ink.shape
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink)
    rest = ink.copy()
    for index in range(1, count):
        x, y, wide, high, _ = stats[index]
        flat = high <= 4 and wide > 0.5 * width or wide <= 4 and high > 0.7 * height
        touches = x == 0 or y == 0 or x + wide == width or y + high == height
        if touches and (flat or min(wide, high) <= 3):
            rest[labels == index] = 0
    return rest
