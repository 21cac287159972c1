"""Two pages side by side on one sheet, as booklets are scanned: set one under the other."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from disclosure_stats.pages.model import Box, Horizontal
from disclosure_stats.scans.paper import Grey

_BROAD = 1.15  # times its height a sheet with two pages is wide
_MIDDLE = (0.42, 0.58)  # of the width: where the gutter is
_GUTTER = 0.02  # of the width is free of ink
_MIN_RULES = 5  # that lead across: a table
_FAINT = 5  # of 255: how much darker than the paper such a rule is at least
_MIN_INK = 0.002  # of a half's dots: an empty half is no page
_ALIKE = 8  # dots: tables as wide as each other differ less, and stand one under the other


class Fold(NamedTuple):
    """Where the right page begins, and where it was put: dots from the left, dots from the top."""

    left: int
    top: int

    def on_sheet(self, box: Box) -> Box:
        """A box of the pages one under the other as one of the sheet."""
        x0, top, x1, bottom = box
        if top + bottom < 2 * self.top:
            return box
        return x0 + self.left, top - self.top, x1 + self.left, bottom - self.top


def find_fold(grey: Grey, ink: Grey) -> Fold | None:
    """The fold of a straight sheet, whose ink is `ink`, that bears two pages; null for a single
    page, or where rules lead across, be they hairlines."""
    height, width = ink.shape
    if width < _BROAD * height:
        return None
    first, last = (round(share * width) for share in _MIDDLE)
    # A speck is no ink: the scanner's dust lies in gutters too.
    empty = np.flatnonzero(ink[:, first:last].sum(axis=0) <= 2)
    if len(empty) == 0:
        return None
    stretches = np.split(empty, np.flatnonzero(np.diff(empty) > 1) + 1)
    widest = max(stretches, key=len)
    left = first + int(widest[len(widest) // 2])
    if (
        len(widest) < _GUTTER * width
        or min(ink[:, :left].mean(), ink[:, left:].mean()) < _MIN_INK
        or _rules_across(grey[:, first + widest[0] : first + widest[-1] + 1]) >= _MIN_RULES
    ):
        return None
    return Fold(left, height)


def with_tables_aligned(fold: Fold, horizontals: Sequence[Horizontal]) -> Fold:
    """The fold moved to where the tables of both pages, if they are equally wide, stand one under
    the other: a table that goes on without its titles has the columns of the page before.
    `horizontals` are the level rules of the unfolded pages."""
    above = [line for line in horizontals if line.y < fold.top]
    below = [line for line in horizontals if line.y >= fold.top]
    if not above or not below:
        return fold
    left = min(line.x0 for line in below) - min(line.x0 for line in above)
    right = max(line.x1 for line in below) - max(line.x1 for line in above)
    if abs(left - right) > _ALIKE or abs(left) <= _ALIKE:
        return fold
    return fold._replace(left=fold.left + round(left))


def _rules_across(gutter: Grey) -> int:
    """How many level rules there are in a gutter, from side to side."""
    rows = gutter.mean(axis=1)
    paper = np.median(rows)
    grain = max(_FAINT, 6 * float(np.median(np.abs(rows - paper))))
    return int(np.count_nonzero(np.diff(np.concatenate([[0], rows < paper - grain])) > 0))


def unfolded(grey: Grey, fold: Fold) -> Grey:
    """The sheet's right page under its left one, on white."""
    height, width = grey.shape
    stacked = np.full((2 * height, max(fold.left, width - fold.left)), 255, np.uint8)
    stacked[:height, : fold.left] = grey[:, : fold.left]
    stacked[height:, : width - fold.left] = grey[:, fold.left :]
    return stacked
