"""The likeliest path through the levels of a report: which stands in which row of the form.

The levels are what is seen, the rows of the form are the states of a hidden walk that goes down
the page (Viterbi). A row is two states, before and after its numbers were seen; before, between
and behind the rows are levels that stand in no row of the form: titles, notes, text, unknown rows.
"""

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np

from disclosure_stats.forms import Form
from disclosure_stats.forms.rows import form_rows
from disclosure_stats.reading.tables.walk.agreement import NEVER, WEIGHTS, Values, seen_of
from disclosure_stats.reading.tables.walk.levels import Level
from disclosure_stats.reading.tables.walk.line_pieces import plain

# The kinds of states: of a row whose numbers were seen, and no label yet; of one whose label was
# seen, after and before its numbers; and of no row.
_UNLABELLED, _AFTER, _BEFORE, _OUTSIDE = range(4)
_ENTERED = _OUTSIDE  # of the ways into a row: from whatever state that row is best come to


class Step(NamedTuple):
    """What a level is on the path: the index of its row of the form, null for none; and whether
    the row begins there."""

    row: int | None
    begins: bool


class _Costs(NamedTuple):
    """What counts for each row of the form (the first column is before all of them): for leaving it
    in a state of each kind, and for its first numbers; and, for as many rows as are behind, that
    all of these are left out."""

    leaving: Values
    first: Values
    skipped: Values


@cache
def _costs(form: Form) -> _Costs:
    rows = form_rows(form)
    often = {code for one in form.alternatives for code in (one.one, *one.several)}
    often |= form.optional_rows
    has_numbers = np.array([False, *(bool(row.code) for row in rows)])
    is_often = np.array([False, *(row.code in often for row in rows)])
    left_out = np.where(is_often, WEIGHTS.left_out_often, WEIGHTS.left_out)
    leaving = np.zeros((4, len(has_numbers)))
    leaving[_UNLABELLED] = WEIGHTS.unlabelled
    leaving[_BEFORE] = np.where(has_numbers, WEIGHTS.no_numbers, 0.0)
    return _Costs(
        leaving,
        np.where(has_numbers, WEIGHTS.numbers, WEIGHTS.numbers_of_heading),
        np.cumsum(left_out * has_numbers),
    )


class _Seen(NamedTuple):
    """What a level shows, as far as it counts: the pieces of its labels, what is against a row's
    going on from the level above, and what is against its having more numbers (null for none)."""

    pieces: tuple[str, ...]
    staying: float
    more: float | None


@lru_cache(maxsize=1024)  # labels are the same in report after report
def _ways(form: Form, level: _Seen) -> Values:
    """What counts at a level for coming from a state of each kind, or into the row, to one of each
    kind but that of no row: by these kinds and the rows of the form."""
    costs = _costs(form)
    labels, start, again, waiting, _ = seen_of(form, level.pieces)
    stay = labels + level.staying
    on = stay + again
    ways = np.full((4, 3, len(costs.skipped)), NEVER)
    rows = ways[:, :, 1:]
    if level.more is None:
        rows[_ENTERED, _BEFORE] = start + labels
        rows[_BEFORE, _BEFORE] = rows[_AFTER, _AFTER] = on
        rows[_UNLABELLED, _AFTER] = stay + start
        rows[_UNLABELLED, _UNLABELLED] = stay + waiting
    else:
        first = costs.first[1:] + labels
        rows[_ENTERED, _AFTER] = start + first
        rows[_ENTERED, _UNLABELLED] = first + waiting
        more = stay + level.more
        rows[_BEFORE, _AFTER] = on + costs.first[1:]
        rows[_AFTER, _AFTER] = on + level.more
        rows[_UNLABELLED, _AFTER] = more + start
        rows[_UNLABELLED, _UNLABELLED] = more + waiting
    return ways


class _Came(NamedTuple):
    """How the states at a level may have been come by: the scores of having left so many rows
    behind, from states of each kind, and the best of them; and those of coming to each state, null
    where rows can but go on."""

    leaving: Values
    left: Values
    coming: Values | None


class _Walk:
    """The best scores of all states at a level, by kind and how many rows of the form are behind, a
    state's own among them.

    How the best path came by its states is looked for only where it went, once its end is known.
    """

    def __init__(self, form: Form) -> None:
        self.form = form
        self.costs = _costs(form)
        self.scores = np.full(self.costs.leaving.shape, NEVER)
        self.scores[_OUTSIDE, 0] = 0.0
        self.came: list[_Came] = []

    def _entered(self, left: Values) -> Values:
        """The best score of coming to each row, those between left out, or out of order."""
        skipped = self.costs.skipped
        entered = np.empty_like(left)
        entered[0] = NEVER
        in_order = np.maximum.accumulate((left - skipped)[:-1]) + skipped[:-1]
        np.maximum(in_order, left[left.argmax()] + WEIGHTS.elsewhere, out=entered[1:])
        return entered

    def _behind(self, left: Values, row: int) -> int:
        """How many rows were behind where a row is best come to from."""
        skipped = self.costs.skipped
        gained = (left - skipped)[row::-1]
        nearest = int(gained.argmax())
        anywhere = int(left.argmax())
        is_out_of_order = left[anywhere] + WEIGHTS.elsewhere > gained[nearest] + skipped[row]
        return anywhere if is_out_of_order else row - nearest

    def step(self, level: Level) -> None:
        """Goes on to the next level."""
        pieces = tuple([piece for cell in level.labels if (piece := plain(cell.text))])
        seen = seen_of(self.form, pieces)
        leaving = self.scores + self.costs.leaving
        left = np.maximum.reduce(leaving)
        scores = np.empty_like(leaving)
        coming = None
        if seen.is_strange and not level.numbers:  # most text stands in one report alone
            stay = seen.labels + _staying(level)
            scores[:, 0] = NEVER
            np.add(self.scores[:, 1:], stay, out=scores[:, 1:])
        else:
            more = _more_numbers(level) if level.numbers else None
            ways = _ways(self.form, _Seen(pieces, _staying(level), more))
            self.scores[_ENTERED] = self._entered(left)
            coming = self.scores[:, np.newaxis] + ways
            np.maximum.reduce(coming, out=scores[:_OUTSIDE])
        stray = max(WEIGHTS.stray_number * len(level.numbers), WEIGHTS.most_stray)
        scores[_OUTSIDE] = left + stray
        self.scores = scores
        self.came.append(_Came(leaving, left, coming))

    def path(self) -> list[Step]:
        """The best path to the last level."""
        skipped = self.costs.skipped
        leaving = self.scores + self.costs.leaving
        left = np.maximum.reduce(leaving)
        behind = int((left + skipped[-1] - skipped).argmax())
        kind = int(leaving[:, behind].argmax())
        steps: list[Step] = []
        for came in reversed(self.came):
            row, is_inside = behind - 1, kind != _OUTSIDE
            if is_inside and came.coming is not None:
                kind = _last_best(came.coming[:, kind, behind])
            if kind == _ENTERED:
                behind = self._behind(came.left, row) if is_inside else behind
                kind = int(came.leaving[:, behind].argmax())
            goes_on = kind != _OUTSIDE and behind - 1 == row
            steps.append(Step(row, not goes_on) if is_inside else Step(None, False))
        return steps[::-1]


def _staying(level: Level) -> float:
    """What is against a row's going on from the level above."""
    if level.gap is None:
        return WEIGHTS.over_page
    cost = WEIGHTS.over_rule if level.is_ruled_off else 0.0
    return cost + (WEIGHTS.over_gap if level.gap > WEIGHTS.least_gap else 0.0)


def _more_numbers(level: Level) -> float:
    """What is against a row's having the numbers of a level, where it has others."""
    return WEIGHTS.rest_of_numbers if level.goes_on else WEIGHTS.more_numbers


def _last_best(scores: Values) -> int:
    """The last of the greatest scores: it is likelier that a row begins than that it goes on."""
    return len(scores) - 1 - int(scores[::-1].argmax())


def best_path(form: Form, levels: Sequence[Level]) -> list[Step]:
    """For each level which row of the form it stands in."""
    walk = _Walk(form)
    for level in levels:
        walk.step(level)
    return walk.path()
