"""Where print in a picture is struck out: a thin line runs through the middle of its characters."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import cv2
import numpy as np

from disclosure_stats.scans.paper import Grey, percentile

_BAND = (0.28, 0.76)  # of a run's height from above, where the middle of a line strikes it out
_ABOVE_BAR = 0.57  # of it: the bar of a 4 is lower, and
_HALF_DIGIT = 0.2  # heights on both sides of a digit's middle that a line crosses with it
_BEYOND_BAR = 0.25  # heights that it reaches beyond what it crosses at most
_OF_DIGIT = 0.66  # heights: as long a line may strike out one digit, if paper is at both its ends
_OF_NUMBER = 1.0  # heights: longer than any stroke of a digit
_FEW = 15  # of a hundred columns of print: specks and the ends of lines
_OF_WORDS = 4.0  # heights: longer than the strokes of ideographs that touch in bold print
_MAX_THICKNESS = 0.24  # heights
_CROSSED = 0.45  # heights above and below the line: there stands what it strikes out
_ALONE = 0.2  # of its columns hold the line alone
_BELOW = 0.75  # of a run's height from above, where an underline runs
_OF_UNDERLINE = 0.72  # heights: longer than the bar below a 2
_MIN_UNDERLINE = 0.4  # heights: that of one digit
_HALF_INK = 0.5  # of a row of an underline is ink
_CLOSE = 4  # dots from an underline to the paper above it
_SPECKS = 0.1  # of a row of paper may be ink
_SPECK = 2  # dots
_CLEAR = 0.8  # of an underline has paper above it
_HAIRLINE_ALONE = 0.4  # of its columns, where it is one dot thick
_END = 0.06  # heights: of the line alone, beyond a lone digit
_TALL = 24  # dots: in lower print bowls that touch make one row of ink from end to end, and
_MIN_FULL = 2  # so many only lines do
_SLOPES = tuple(step / 25 for step in range(-14, 15) if step)  # dots down for each to the right
_LEANING = 1.2  # heights, for a line that leans, and
_LEANING_BEYOND = (
    0.1  # heights that it goes beyond print: strokes of two digits may make such a line
)


class Stretch(NamedTuple):
    """From which to which column a line runs through print, and whether it is sure to strike it
    out: one that does not go beyond the print may be bowls and bars of bold digits that touch."""

    x0: int
    x1: int
    is_sure: bool


def struck_stretch(
    inside: Grey, height: float, is_number: bool, barless: Sequence[float]
) -> Stretch | None:
    """Where print is struck out within a run, whose ink `inside` is; null where none is. `height`
    is that of a character in dots. Words are not taken for struck by so short a line as a number
    is, nor by one that leans. `barless` are the columns in the midst of the characters that are
    read as no 4: the bar of a 4 is a level line too."""
    height = min(inside.shape[0], 1.3 * height)
    least = (_OF_DIGIT if is_number else _OF_WORDS) * height
    # A strike joins what it strikes.
    widest = _widest(inside) if inside.shape[1] >= least else 0
    if widest < least:
        return None
    found = _longest_strike(inside, height, least, barless)
    if found is None and is_number and widest >= _LEANING * height:
        sheared = [_sheared(inside, slope) for slope in _SLOPES]
        leaning = [
            _longest_strike(one, height, _LEANING * height, barless, _LEANING_BEYOND)
            for one in sheared
        ]
        found = max(filter(None, leaning), key=lambda line: line.x1 - line.x0, default=None)
    return found


def underline(inside: Grey, height: float) -> Any:
    """Where in a run there is a line below print, as a mask; what is inserted is underlined. A line
    no longer than a digit is free of print, and below all of it."""
    tall, _ = inside.shape
    height = min(tall, 1.3 * height)
    found = np.zeros(inside.shape, bool)
    first = int(_BELOW * tall)
    for below, x0, x1 in _stretches(inside[first:], _MIN_UNDERLINE * height):
        row = first + below
        if _is_below_all(inside, row, x0, x1):
            found[row, x0:x1] = True
        elif x1 - x0 >= _OF_UNDERLINE * height:
            above = inside[max(row - round(_CROSSED * height) // 2, 0) : row, x0:x1]
            clear = (~above.astype(bool)).any(axis=0).mean()
            found[row, x0:x1] = clear >= _CLEAR
    has_print = bool((inside.astype(bool) & ~found).any())  # of nothing else it is below
    return found if has_print else np.zeros_like(found)


def _is_below_all(inside: Grey, row: int, x0: int, x1: int) -> bool:
    """Whether a line has paper above it, and beside it no print reaches down to it."""
    line = np.zeros(inside.shape, bool)
    line[row, x0:x1] = True
    while row > 0 and inside[row - 1, x0:x1].mean() > _HALF_INK:
        row -= 1
        line[row, x0:x1] = True
    beside = inside[row:, :x0].sum() + inside[row:, x1:].sum()
    return beside <= _SPECK and is_free(inside, line) and not _hangs_on_print(inside, line)


def _hangs_on_print(inside: Grey, line: Any) -> bool:
    """Whether print goes on from an end of a line: so it does from the foot of a 5 or a 0, which
    turns up."""
    columns = np.flatnonzero(line.any(axis=0))
    x0, x1 = max(int(columns[0]) - 1, 0), int(columns[-1]) + 2
    near = np.zeros(line.shape, bool)
    near[:, x0 : x0 + 3] = near[:, max(x1 - 3, 0) : x1] = True
    around = cv2.dilate(line.astype(np.uint8), np.ones((3, 3), np.uint8)).astype(bool)
    return bool((inside.astype(bool) & around & near & ~line).any())


def is_free(inside: Grey, below: Any) -> bool:
    """Whether there is paper between the print of a run and the line `below` it, a mask: the foot
    of a 2 is no such line."""
    first, columns = int(below.any(axis=1).argmax()), below.any(axis=0)
    near = inside[max(first - _CLOSE, 0) : first, columns]
    return bool((near.mean(axis=1) <= _SPECKS).any())


def thin_columns(inside: Grey, height: float) -> Any:
    """Which columns of a run hold no print, or a line or two through its middle alone."""
    tall, _ = inside.shape
    band = slice(int(_BAND[0] * tall), int(_BAND[1] * tall) + 2)
    count = inside.sum(axis=0)
    is_line = (count <= 2 * max(_MAX_THICKNESS * height, 3.0)) & (inside[band].sum(axis=0) == count)
    return (count == 0) | is_line


def _widest(inside: Grey) -> int:
    """Over how many columns ink hangs together."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(inside, connectivity=8)
    return int(stats[1:, cv2.CC_STAT_WIDTH].max(initial=0))


def _sheared(inside: Grey, slope: float) -> Grey:
    """The run with lines of that slope level; paper where nothing was."""
    tall, wide = inside.shape
    matrix = np.array([[1, 0, 0], [-slope, 1, slope * wide / 2]], np.float32)
    sheared: Grey = cv2.warpAffine(inside, matrix, (wide, tall), flags=cv2.INTER_NEAREST)
    return sheared


def _longest_strike(
    inside: Grey, height: float, least: float, barless: Sequence[float], beyond: float = 0.0
) -> Stretch | None:
    """The longest level line through the middle of a run that strikes out print, and
    that is at least so long, and reaches so many heights `beyond` print."""
    tall, _ = inside.shape
    best: Stretch | None = None
    first = int(_BAND[0] * tall)
    for row, x0, x1 in _stretches(inside[first : int(_BAND[1] * tall) + 1], least):
        if best is None or x1 - x0 > best.x1 - best.x0:
            strike = _Strike(inside, first + row, x0, x1, height)
            if strike.is_one(barless, beyond):
                best = Stretch(x0, x1, strike.goes_beyond())
    return best


class _Strike:
    """A level stretch of ink along one row of a run, which may be a line through its print."""

    def __init__(self, inside: Grey, row: int, x0: int, x1: int, height: float) -> None:
        self._inside, self._row, self._ends, self._height = inside, row, (x0, x1), height
        self._thin = max(_MAX_THICKNESS * height, 3.0)
        self._up = _reach(inside[: row + 1, x0:x1][::-1])
        self._down = _reach(inside[row:, x0:x1])
        self._thick = self._up + self._down - 1
        self._alone = (self._thick > 0) & (self._thick <= self._thin)
        full: Grey = inside[:, x0:x1].min(axis=1, keepdims=True)
        # Rows of this line: the bowls of an 8 make one above its waist, and one below.
        self._full = int((_reach(full[: row + 1][::-1]) + _reach(full[row:]) - 1)[0])

    def is_one(self, barless: Sequence[float], beyond: float) -> bool:
        """Whether it is thin where no print crosses it, and print stands above and below it. One no
        longer than a digit is wide goes beyond the print on both sides; one across 4s alone does so
        farther than their bars, if it is as low as these, or leans."""
        length = self._ends[1] - self._ends[0]
        if self._alone.mean() < _ALONE:
            return False
        middle = self._middle()
        if not _BAND[0] <= middle <= _BAND[1]:
            return False
        if not self._is_crossed() or not self._is_solid():
            return False
        x0, x1 = self._ends
        half = _HALF_DIGIT * self._height
        is_of_bars = not any(x0 + half <= column <= x1 - half for column in barless)
        may_be_bars = is_of_bars and (middle > _ABOVE_BAR or beyond > 0)
        if may_be_bars and not self._goes_beyond_bars():
            return False
        if beyond and not self.goes_beyond(beyond):
            return False
        return length >= _OF_NUMBER * self._height or self.goes_beyond()

    def _is_solid(self) -> bool:
        """Whether more than one row is ink from end to end; of a hairline one is, much of it stands
        alone, and both its ends: a 9 that touches the bar of a 4 ends in print."""
        is_hairline = (
            self._full == 1 and self._alone.mean() >= _HAIRLINE_ALONE and self.goes_beyond()
        )
        return is_hairline or self._full >= (1 if self._height >= _TALL else _MIN_FULL)

    def _middle(self) -> float:
        """How far down its middle is, of the height of the print that it crosses: specks above and
        below that are no print."""
        ink = self._inside[:, slice(*self._ends)]
        ink = ink[:, ink.any(axis=0)]
        top = percentile(ink.argmax(axis=0), _FEW)
        bottom = len(ink) - percentile(ink[::-1].argmax(axis=0), _FEW)
        line = self._row + float(np.median((self._down - self._up)[self._alone])) / 2
        return (line + 0.5 - top) / max(bottom - top, 1.0)

    def _is_crossed(self) -> bool:
        far, near = round(_CROSSED * self._height), round(self._thin)
        columns = self._inside[:, slice(*self._ends)]
        above = columns[max(self._row - far, 0) : max(self._row - near, 0)]
        below = columns[self._row + near + 1 : self._row + far + 1]
        return bool(above.any() and below.any())

    def _goes_beyond_bars(self) -> bool:
        """Whether it goes farther than bars of 4s, its ends as thin as the rest of it: at the end
        of a bar may be the side of the digit that comes next."""
        end = max(round(_BEYOND_BAR * self._height), 1)
        ends = np.concatenate([self._thick[:end], self._thick[-end:]])
        usual = float(np.median(self._thick[self._alone]))
        return self.goes_beyond(_BEYOND_BAR) and bool((ends <= usual + 1).all())

    def goes_beyond(self, far: float = _END) -> bool:
        """Whether so many heights of it at both its ends are beyond print."""
        end = max(round(far * self._height), 1)
        return bool(self._alone[:end].all() and self._alone[-end:].all())


def _reach(ink: Grey) -> Any:
    """How far down the ink of each column reaches without a break, in dots."""
    is_ink = ink.astype(bool)
    return np.where(is_ink.all(axis=0), len(ink), is_ink.argmin(axis=0))


def _stretches(rows: Grey, least: float) -> Iterator[tuple[int, int, int]]:
    """Where rows are ink over so many columns at least: the row, and from which column to which,
    row by row."""
    framed = np.zeros((rows.shape[0], rows.shape[1] + 2), np.int8)
    framed[:, 1:-1] = rows
    edges = framed[:, 1:] - framed[:, :-1]
    at, starts = np.nonzero(edges > 0)
    ends = np.nonzero(edges < 0)[1]
    for index in np.flatnonzero(ends - starts >= least):
        yield int(at[index]), int(starts[index]), int(ends[index])
