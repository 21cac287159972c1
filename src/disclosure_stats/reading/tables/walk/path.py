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
    unlabelled: float = -9.0  # for one without a label: numbers alone are no row
    begins_again: float = -2.0  # for a label's beginning in mid-row: the next row is like it
    numbers: float = 5.0  # for the numbers of a row: nothing tells it better but its label
    numbers_of_heading: float = -4.0  # for numbers beside a heading: headings have none
    more_numbers: float = -8.0  # for other numbers in one row: they are the next one's
    rest_of_numbers: float = -0.8  # for those that may be second lines of the first
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
    """How a piece of label text agrees with each row of the form: the characters that do, and
    whether (1 or 0) it is of the row's own label, and begins it."""

    scores: Values
    is_own: Values
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
    scores, is_own, begins = [], [], []
    foreign = max(WEIGHTS.foreign * len(piece), WEIGHTS.most_foreign)
    bare = label_key(piece)
    for labels, parent in _keys(form):
        own = max(_alike(piece, label) for label in labels)
        other = WEIGHTS.parent * len(piece) if piece in parent else foreign
        scores.append(own if own > 0 else other)
        is_own.append(own > 0)
        begins.append(own > 0 and any(_begins(label, piece, bare) for label in labels))
    return Fit(np.array(scores), np.array(is_own, dtype=float), np.array(begins, dtype=float))


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


# The kinds of states: of a row whose label was seen, before and after its numbers; of no row; and
# of a row whose numbers were seen, and no label yet.
_BEFORE, _AFTER, _OUTSIDE, _UNLABELLED = range(4)
_KINDS = 4
_NEVER = -1e9


class _Seen(NamedTuple):
    """What the labels of a level say of each row of the form: the characters that agree, what is
    for beginning there by its label, against going on there, and against waiting for the label.
    `is_strange` tells that no row's own label is among them."""

    labels: Values
    start: Values
    again: Values
    waiting: Values
    is_strange: bool


@lru_cache(maxsize=4096)  # labels are the same in report after report
def _seen(form: Form, pieces: Sequence[str]) -> _Seen:
    fits = [fit(form, piece) for piece in pieces]
    none = np.zeros(len(form_rows(form)))
    labels = sum((one.scores for one in fits), none)
    is_own = sum((one.is_own for one in fits), none) > 0
    begins = sum((one.begins for one in fits), none) > 0
    start = np.where(begins, WEIGHTS.begins, WEIGHTS.begins_within)
    return _Seen(
        labels,
        np.where(is_own, start, _NEVER),
        np.where(begins, WEIGHTS.begins_again, 0.0),
        np.where(is_own, _NEVER, 0.0),
        not is_own.any(),
    )


class _Walk:
    """The best scores of all states at a level, and how each was come by.

    A state is a number: `_KINDS` times how many rows of the form are behind it, its own among them,
    and its kind."""

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
        self.states = _KINDS * np.arange(1, count + 1) + np.arange(_KINDS)[:, np.newaxis]
        self.before, self.after, self.unlabelled = np.full((3, count), _NEVER)
        self.outside = np.full(count + 1, _NEVER)  # behind so many rows
        self.outside[0] = 0.0
        self.came: list[tuple[_Places, _Places, _Places, _Places]] = []

    def _left(self) -> tuple[Values, _Places]:
        """The best score of having left each row, behind so many rows, and the state it is of."""
        scores, states = self.outside.copy(), np.empty(len(self.outside), dtype=np.intp)
        states[0], states[1:] = _OUTSIDE, self.states[_OUTSIDE]
        for kind, left in (
            (_BEFORE, self.before + self.blank),
            (_AFTER, self.after),
            (_UNLABELLED, self.unlabelled + WEIGHTS.unlabelled),
        ):
            is_better = left >= scores[1:]
            np.copyto(scores[1:], left, where=is_better)
            np.copyto(states[1:], self.states[kind], where=is_better)
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
        pieces = tuple(filter(None, (plain(cell.text) for cell in level.labels)))
        seen = _seen(self.form, pieces)
        left, states = self._left()
        stay = self._staying(level) + seen.labels
        if level.numbers:
            self._with_numbers(level, seen, stay, *self._entered(left, states), states)
        else:
            self._without_numbers(seen, stay, left, states)
        self.outside = left + max(WEIGHTS.stray_number * len(level.numbers), WEIGHTS.most_stray)

    def _without_numbers(self, seen: _Seen, stay: Values, left: Values, states: _Places) -> None:
        self.before = self.before + stay
        self.after = self.after + stay
        self.unlabelled = self.unlabelled + stay
        from_before, from_after, _, from_unlabelled = self.states
        if not seen.is_strange:
            entered, of = self._entered(left, states)
            self.before += seen.again
            self.after += seen.again
            entered += seen.start + seen.labels
            from_before = np.where(self.before > entered, from_before, of)
            self.before = np.maximum(self.before, entered)
            labelled = self.unlabelled + seen.start
            from_after = np.where(labelled > self.after, from_unlabelled, from_after)
            self.after = np.maximum(self.after, labelled)
            self.unlabelled += seen.waiting
        self.came.append((from_before, from_after, states, from_unlabelled))

    def _with_numbers(
        self,
        level: Level,
        seen: _Seen,
        stay: Values,
        entered: Values,
        of: _Places,
        states: _Places,
    ) -> None:
        more = WEIGHTS.rest_of_numbers if level.goes_on else WEIGHTS.more_numbers
        first = self.first + seen.labels
        best = entered + seen.start + first
        came = of
        unlabelled = self.unlabelled + stay + more
        for kind, score in (
            (_BEFORE, self.before + stay + seen.again + self.first),
            (_AFTER, self.after + stay + seen.again + more),
            (_UNLABELLED, unlabelled + seen.start),
        ):
            came = np.where(score > best, self.states[kind], came)
            best = np.maximum(score, best)
        self.after, self.before = best, np.full(len(best), _NEVER)
        at_numbers = entered + first + seen.waiting
        unlabelled += seen.waiting
        came_unlabelled = np.where(at_numbers > unlabelled, of, self.states[_UNLABELLED])
        self.unlabelled = np.maximum(at_numbers, unlabelled)
        self.came.append((of, came, states, came_unlabelled))

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
            behind, kind = divmod(state, _KINDS)
            state = int(came[kind][behind if kind == _OUTSIDE else behind - 1])
            visited.append(state)
        return [_step(before, after) for before, after in pairwise(reversed(visited))]


def _step(before: int, state: int) -> Step:
    behind, kind = divmod(state, _KINDS)
    if kind == _OUTSIDE:
        return Step(None, False)
    goes_on = before % _KINDS != _OUTSIDE and before // _KINDS == behind
    return Step(behind - 1, not goes_on)


def best_path(form: Form, levels: Sequence[Level]) -> list[Step]:
    """For each level which row of the form it stands in."""
    walk = _Walk(form)
    for level in levels:
        walk.step(level)
    return walk.path()
