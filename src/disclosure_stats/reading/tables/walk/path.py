"""The likeliest path through the levels of a report: which stands in which row of the form.

The levels are what is seen, the rows of the form are the states of a hidden walk that goes down
the page (Viterbi). A row is two states, before and after its numbers were seen; before, between
and behind the rows are levels that stand in no row of the form: titles, notes, text, unknown rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import LCSseq

from disclosure_stats.forms import Form
from disclosure_stats.forms.rows import form_rows
from disclosure_stats.reading.tables.walk.levels import Level, plain
from disclosure_stats.text.labels import label_key


@dataclass(frozen=True, slots=True)
class Weights:
    """What counts for a path and against it. All are in characters of label text that agree with
    the form: that is the surest evidence there is, and the others are weighed against it."""

    parent: float = 0.2  # for each character of the label over several rows: it is in many
    foreign: float = -0.5  # for each character that is in no label of the row
    most_foreign: float = -10.0  # in one piece: a note is as foreign as a paragraph
    least_alike: float = 0.8  # share of a piece's characters, in order, that a misprint leaves
    begins: float = 2.0  # for a row that begins where its label does
    begins_within: float = -2.0  # for one that begins elsewhere in it
    begins_unlabelled: float = -9.0  # for one that begins with no label: numbers alone are no row
    begins_again: float = -2.0  # for a label's beginning in mid-row: the next row is like it
    numbers: float = 5.0  # for the numbers of a row: nothing tells it better but its label
    numbers_of_heading: float = -4.0  # for numbers beside a heading: headings have none
    more_numbers: float = -8.0  # for other numbers in one row: they are the next one's
    rest_of_numbers: float = -1.0  # for those that may be second lines of the first
    no_numbers: float = -3.0  # for a row without numbers: few reports leave one blank
    stray_number: float = -1.0  # for each number in no row: other tables have some
    most_stray: float = -3.0  # on one level
    over_rule: float = -4.0  # for a row that goes on over a rule which reaches the numbers
    over_gap: float = -1.5  # for a row that goes on over a gap
    least_gap: float = 1.3  # heights of a character: a gap within rows is narrower
    over_page: float = -1.5  # for a row that goes on over the page: most do not
    left_out: float = -1.5  # for a row that the report does not print
    left_out_often: float = -0.3  # for one that many do not print
    elsewhere: float = -12.0  # for going on at any other row: a table out of order, or once more


WEIGHTS = Weights()

Values = npt.NDArray[np.float64]
_Places = npt.NDArray[np.intp]


class Step(NamedTuple):
    """What a level is on the path: the index of its row of the form, null for none; and whether
    the row begins there."""

    row: int | None
    begins: bool


class Fit(NamedTuple):
    """How a piece of label text agrees with each row of the form, and in which it begins one."""

    scores: Values
    begins: Values


@cache
def _keys(form: Form) -> tuple[tuple[tuple[str, ...], str], ...]:
    """For each row of the form the labels that it is known by, with their numbering, and that of
    the row which it stands under."""
    parts = {
        "disclosures": [
            entry
            for block in form.disclosures
            for entry in ((block.heading,), *(item.labels for item in block.items))
        ],
        "requests": [row.labels for row in form.outcomes],
        "indicators": [row.labels for row in form.indicators],
    }
    parents = {row.code: plain(row.parent or "") for row in form.outcomes}
    labels = [tuple(map(plain, own)) for part in parts.values() for own in part]
    return tuple(
        (own, parents.get(row.code, "") if row.part == "requests" else "")
        for own, row in zip(labels, form_rows(form), strict=True)
    )


@lru_cache(maxsize=4096)
def fit(form: Form, piece: str) -> Fit:
    """How a piece of label text agrees with each row of the form."""
    scores, begins = [], []
    foreign = max(WEIGHTS.foreign * len(piece), WEIGHTS.most_foreign)
    bare = label_key(piece)
    for labels, parent in _keys(form):
        own = max(_alike(piece, label) for label in labels)
        if own <= 0:
            own = WEIGHTS.parent * len(piece) if piece in parent else foreign
        scores.append(own)
        begins.append(own > 0 and any(_begins(label, piece, bare) for label in labels))
    return Fit(np.array(scores), np.array(begins, dtype=float))


def _alike(piece: str, label: str) -> float:
    """The characters of a piece that are a label's, less those that are not; 0 if too few are."""
    if piece in label:
        return float(len(piece))
    if len(piece) > 1.3 * len(label) + 1:
        return 0.0
    common = LCSseq.similarity(piece, label)
    return 2.0 * common - len(piece) if common >= WEIGHTS.least_alike * len(piece) else 0.0


def _begins(label: str, piece: str, bare: str) -> bool:
    start = label[:2]
    return piece.startswith(start) or (len(bare) > 1 and label_key(label).startswith(bare[:3]))


_OUTSIDE = 2  # the third kind of state, beside a row's before (0) and after (1) its numbers
_NEVER = -1e9


class _Walk:
    """The best scores of all states at a level, and how each was come by.

    A state is a number: 3 times how many rows of the form are behind it, its own among them, and
    its kind."""

    def __init__(self, form: Form) -> None:
        self.form = form
        rows = form_rows(form)
        count = len(rows)
        often = {code for one in form.alternatives for code in (one.one, *one.several)}
        often |= form.optional_rows
        has_numbers = np.array([row.code is not None for row in rows])
        is_often = np.array([row.code in often for row in rows])
        costs = np.where(is_often, WEIGHTS.left_out_often, WEIGHTS.left_out) * has_numbers
        self.blank = np.where(has_numbers, WEIGHTS.no_numbers, 0.0)
        self.first = np.where(has_numbers, WEIGHTS.numbers, WEIGHTS.numbers_of_heading)
        self.skipped = np.concatenate(([0.0], np.cumsum(costs)))
        self.states = 3 * np.arange(1, count + 1)  # of rows before their numbers
        self.before, self.after = np.full((2, count), _NEVER)
        self.outside = np.full(count + 1, _NEVER)  # behind so many rows
        self.outside[0] = 0.0
        self.came: list[tuple[_Places, _Places, _Places]] = []

    def _left(self) -> tuple[Values, _Places]:
        """The best score of having left each row, behind so many rows, and the state it is of."""
        scores = self.outside.copy()
        states = np.arange(_OUTSIDE, 3 * len(scores), 3)
        blank = self.before + self.blank
        for kind, left in ((0, blank), (1, self.after)):
            is_better = left > scores[1:]
            scores[1:] = np.where(is_better, left, scores[1:])
            states[1:] = np.where(is_better, self.states + kind, states[1:])
        return scores, states

    def _entered(self, left: Values, states: _Places) -> tuple[Values, _Places]:
        """The best score of coming to each row, those between left out, and the state it is from;
        or of coming to it out of order."""
        gained = (left - self.skipped)[:-1]
        best = np.maximum.accumulate(gained)
        last = np.maximum.accumulate(np.where(gained == best, np.arange(len(best)), 0))
        entered = best + self.skipped[:-1]
        anywhere = int(left.argmax())
        elsewhere = left[anywhere] + WEIGHTS.elsewhere
        is_out_of_order = elsewhere > entered
        return (
            np.where(is_out_of_order, elsewhere, entered),
            np.where(is_out_of_order, states[anywhere], states[last]),
        )

    def step(self, level: Level) -> None:
        """Goes on to the next level."""
        fits = [fit(self.form, piece) for piece in map(plain, (c.text for c in level.labels)) if piece]
        labels = sum((one.scores for one in fits), np.zeros(len(self.before)))
        begins = sum((one.begins for one in fits), np.zeros(len(self.before))) > 0
        left, states = self._left()
        entered, of = self._entered(left, states)
        entered += np.where(
            begins,
            WEIGHTS.begins,
            np.where(labels > 0, WEIGHTS.begins_within, WEIGHTS.begins_unlabelled),
        )
        stay = self._staying(level) + np.where(begins, WEIGHTS.begins_again, 0.0)
        before, after = self.before + stay, self.after + stay
        if level.numbers:
            more = WEIGHTS.rest_of_numbers if level.goes_on else WEIGHTS.more_numbers
            ways = np.stack((entered + self.first, before + self.first, after + more))
            best = ways.argmax(axis=0)
            self.after = ways.max(axis=0) + labels
            self.before = np.full_like(before, _NEVER)
            came_after = np.choose(best, (of, self.states, self.states + 1))
            self.came.append((of, came_after, states))
        else:
            self.before = np.maximum(entered, before) + labels
            self.after = after + labels
            came_before = np.where(before > entered, self.states, of)
            self.came.append((came_before, self.states + 1, states))
        stray = max(WEIGHTS.stray_number * len(level.numbers), WEIGHTS.most_stray)
        self.outside = left + stray

    def _staying(self, level: Level) -> float:
        """What is against a row's going on from the level above."""
        if level.gap is None:
            return WEIGHTS.over_page
        cost = WEIGHTS.over_rule if level.is_ruled_off else 0.0
        return cost + (WEIGHTS.over_gap if level.gap > WEIGHTS.least_gap else 0.0)

    def path(self) -> list[Step]:
        """The best path to the last level."""
        left, states = self._left()
        state = int(states[(left + self.skipped[-1] - self.skipped).argmax()])
        visited = [state]
        for came in reversed(self.came):
            kind, behind = state % 3, state // 3
            state = int(came[kind][behind if kind == _OUTSIDE else behind - 1])
            visited.append(state)
        return [_step(before, after) for before, after in pairwise(reversed(visited))]


def _step(before: int, state: int) -> Step:
    kind, row = state % 3, state // 3 - 1
    if kind == _OUTSIDE:
        return Step(None, False)
    goes_on = before % 3 != _OUTSIDE and before // 3 - 1 == row
    return Step(row, not goes_on)


def best_path(form: Form, levels: Sequence[Level]) -> list[Step]:
    """For each level which row of the form it stands in."""
    walk = _Walk(form)
    for level in levels:
        walk.step(level)
    return walk.path()
