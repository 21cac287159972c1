"""Signs that a number may be struck out, where no line through it can be told from its digits.

A strike that is as long as a lone digit, drawn by hand, or run on into the number that follows, is
hidden by print. What gives it away is ink where no digit has any: such a number is not believed.
"""

from itertools import pairwise
from typing import Any, NamedTuple

import cv2
import numpy as np

from disclosure_stats.scans.paper import Grey, percentile

_OF_DIGIT = 0.6  # heights that print is tall at least
_FEW = 15  # of a hundred columns of print: specks and the ends of lines
_BARE = 1  # columns of print that a line from side to side leaves without ink, if none has a bowl
_MIN_WIDE = 0.5  # heights: a 1 is narrower, and
_WIDER = 0.07  # heights: than the page's zeros, as a line makes a digit whose bowl has a flat side
_MIDDLE = (0.38, 0.66)  # of the height of print from above: there a line strikes it out
_ABOVE_BAR = 0.56  # of it, where a 4 is read: its bar is lower
_HALF = (0.44, 0.54)  # of it: between the bowls
_THIN = 0.24  # heights: a line is no thicker, and
_LEANING = 0.34  # heights if it leans
_TIP = 0.13  # heights: so far no digit but a 4 reaches out on both sides, and
_LONG_TIP = 0.3  # heights on one, where a speck may touch
_TIPS = (0.25, 0.75)  # of the height of print: where tips of a level line are
_LONE_TIP = (0.4, 0.62)  # of it
_APART = 0.3  # of it between the tips of a line that leans
_LINK = 0.12  # heights: digits that touch do so over less, and
_LONG_LINK = 0.18  # heights: those with bowls that bulge
_LINKS = (0.38, 0.6)  # of the height of print: where a line leads on to the next digit
_ABOVE_LINK = 0.52  # of it, where a 4 is read
_LEVEL = 1.0  # dots that the middle of such a line goes up or down
_OF_TWO = 0.95  # heights: wider than a digit


def may_be_struck(inside: Grey, height: float, text: str, zero: float) -> bool:
    """Whether in a run of digits, whose ink `inside` is and which was read as `text`, there is ink
    that belongs to no digit; `height` is that of a character in dots, and `zero` the width of the
    page's zeros, in their heights."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(inside, connectivity=8)
    tall = min(stats[1:, cv2.CC_STAT_HEIGHT].max(initial=0), 1.3 * height)
    for index in range(1, count):
        x, y, wide, high, _ = stats[index]
        if high >= _OF_DIGIT * tall:
            part = (labels[y : y + high, x : x + wide] == index).astype(np.uint8)
            whole = _Print(part, tall, text, zero)
            if whole.has_tips() or whole.is_linked() or any(map(_Print.is_crossed, whole.digits())):
                return True
    return False


class _Tips(NamedTuple):
    """How many columns at the left and at the right hold a thin line alone, and how far down it is,
    of the height of print."""

    left: int
    right: int
    of_left: float
    of_right: float


class _Print:
    """Ink that hangs together, of one digit or more."""

    def __init__(self, ink: Grey, tall: float, text: str, zero: float) -> None:
        self._ink, self._tall, self._text, self._zero = ink, tall, text, zero
        self._has_bar = "4" in text
        self._has_bowls = bool(set(text) & set("05689"))
        self._wide = ink.shape[1]
        first, last = ink.argmax(axis=0), len(ink) - ink[::-1].argmax(axis=0)
        self._thick = last - first
        self._is_whole = ink.sum(axis=0) == self._thick
        self._top = percentile(first, _FEW)
        self._high = max(percentile(last, 100 - _FEW) - self._top, 1.0)
        self._middles = self._down((first + last) / 2)

    def _down(self, row: Any) -> Any:
        return (row - self._top) / self._high

    def is_crossed(self) -> bool:
        """Whether a line leads from side to side where no digit has one."""
        least = self._zero + _WIDER if self._has_bowls else _MIN_WIDE
        if self._wide < least * self._tall:
            return False
        low = _ABOVE_BAR if self._has_bar else _MIDDLE[1]
        bare = 0 if self._has_bowls else _BARE
        rows = np.flatnonzero(self._ink.sum(axis=1) >= self._wide - bare)
        if not self._has_bowls:
            # The flag of a bold 1 reaches down into the middle, but its own middle is higher.
            lines = np.split(rows, np.flatnonzero(np.diff(rows) > 1) + 1) if len(rows) else []
            rows = np.array([line.mean() for line in lines])
        at = self._down(rows + 0.5)
        at = at[(at >= _MIDDLE[0]) & (at <= low)]
        if len(at) != 1 or not self._has_bowls:
            return len(at) > 0
        return bool(_HALF[0] <= at[0] <= _HALF[1])

    def has_tips(self) -> bool:
        """Whether a line reaches out on both sides, or so far on one that no digit does."""
        tips = self._tips(_LEANING)
        if min(tips.left, tips.right) >= max(_TIP * self._tall, 2):
            ends = sorted(tips[2:])
            low = _ABOVE_BAR if self._has_bar else _TIPS[1]
            leans = ends[1] - ends[0] >= _APART and ends[0] < 0.5 < ends[1]
            if leans or (_TIPS[0] <= ends[0] and ends[1] <= low):
                return True
        if self._has_bar or self._wide < _MIN_WIDE * self._tall:
            return False
        tips = self._tips(_THIN)
        far = max(_LONG_TIP * self._tall, 3)
        lone = [(tips.left, tips.of_left), (tips.right, tips.of_right)]
        return any(long >= far and _LONE_TIP[0] <= at <= _LONE_TIP[1] for long, at in lone)

    def _tips(self, thin: float) -> _Tips:
        is_line = self._is_line(thin)
        if is_line.all():
            return _Tips(0, 0, 0.0, 0.0)
        left, right = int(is_line.argmin()), int(is_line[::-1].argmin())
        ends = self._middles[:left], self._middles[self._wide - right :]
        return _Tips(left, right, *(float(np.median(end)) if len(end) else 0.0 for end in ends))

    def _is_line(self, thin: float) -> Any:
        return self._is_whole & (self._thick <= max(thin * self._tall, 3))

    def is_linked(self) -> bool:
        """Whether a level line leads from one digit to the next, through the middle of both."""
        least = max((_LONG_LINK if self._has_bowls else _LINK) * self._tall, 3)
        return any(
            end - start >= least and np.ptp(self._middles[start:end]) * self._high <= _LEVEL
            for start, end in self._links()
        )

    def digits(self) -> "list[_Print]":
        """What is left where digits are parted that a line, or too much ink, holds together."""
        edges = [0, *((start + end) // 2 for start, end in self._links()), self._wide]
        parts = [self._ink[:, left:right] for left, right in pairwise(edges)]
        return [
            _Print(part, self._tall, self._text, self._zero)
            for part in parts
            if part.any(axis=0).all()
        ]

    def _links(self) -> list[tuple[int, int]]:
        """From which to which column a thin line alone, through the middle, joins two digits."""
        if len(self._text) == 1 or self._wide < _OF_TWO * self._tall:
            return []
        low = _ABOVE_LINK if self._has_bar else _LINKS[1]
        edges = np.diff(np.concatenate([[0], self._is_line(_THIN), [0]]).astype(np.int8))
        return [
            (int(start), int(end))
            for start, end in zip(np.flatnonzero(edges > 0), np.flatnonzero(edges < 0), strict=True)
            if start > 0
            and end < self._wide
            and _LINKS[0] <= float(np.median(self._middles[start:end])) <= low
        ]
