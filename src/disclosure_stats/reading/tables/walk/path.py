"""The likeliest path through the levels of a report: which stands in which row of the form.

The levels are what is seen, the rows of the form are the states of a hidden walk that goes down
the page (Viterbi). A row is two states, before and after its numbers were seen; before, between
and behind the rows are levels that stand in no row of the form: titles, notes, text, unknown rows.
"""

import operator
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, reduce
from itertools import chain
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


class Step(NamedTuple):
    """What a level is on the path: the index of its row of the form, null for none; and whether
    the row begins there."""

    row: int | None
    begins: bool


class Fit(NamedTuple):
    """How a piece of label text agrees with each row of the form: the characters that do, and
    the rows whose own label it is of, and whose label it begins."""

    scores: Values
    own: Sequence[int]
    begun: Sequence[int]


class _Labels(NamedTuple):
    """The labels that the rows of a form are known by, with their numbering: each with the index of
    its row; by their characters the places of those that hold it; and by the labels of the rows
    over them the rows that stand under these."""

    labels: Sequence[tuple[int, str]]
    holding: Mapping[str, Sequence[int]]
    parents: Mapping[str, Sequence[int]]
    longest: int


@cache
def _labels(form: Form) -> _Labels:
    own = [
        entry
        for block in form.disclosures
        for entry in ((block.heading,), *(item.labels for item in block.items))
    ]
    own += [row.labels for row in (*form.outcomes, *form.indicators)]
    labels = [(index, plain(label)) for index, row in enumerate(own) for label in row]
    holding = defaultdict(list)
    for place, (_, label) in enumerate(labels):
        for character in set(label):
            holding[character].append(place)
    over = {row.code: plain(row.parent or "") for row in form.outcomes}
    parents = defaultdict(list)
    for index, row in enumerate(form_rows(form)):
        parents[over.get(row.code, "") if row.part == "requests" else ""].append(index)
    return _Labels(labels, dict(holding), dict(parents), max([len(label) for _, label in labels]))


@lru_cache(maxsize=4096)
def fit(form: Form, piece: str) -> Fit:
    """How a piece of label text agrees with each row of the form."""
    known = _labels(form)
    foreign = _full(form, max(WEIGHTS.foreign * len(piece), WEIGHTS.most_foreign))
    over = [row for parent, rows in known.parents.items() if piece in parent for row in rows]
    own = _own(known, piece)
    if not over and not own:
        return Fit(foreign, (), ())
    scores = foreign.copy()
    scores[over] = WEIGHTS.parent * len(piece)
    scores[list(own)] = list(own.values())
    bare = label_key(piece)
    begun = {row for row, label in known.labels if row in own and _begins(label, piece, bare)}
    return Fit(scores, tuple(own), tuple(begun))


def _own(known: _Labels, piece: str) -> dict[int, float]:
    """The rows whose own labels a piece agrees with, and by how many characters."""
    least = WEIGHTS.least_alike * len(piece)
    holding = [known.holding[one] for one in piece if one in known.holding]
    if len(holding) < least or len(piece) > _longest(known.longest):
        return {}
    own: dict[int, float] = {}
    for place, count in Counter(chain.from_iterable(holding)).items():
        if count >= least:  # no more characters can agree
            row, label = known.labels[place]
            own[row] = max(own.get(row, 0.0), _alike(piece, label))
    return {row: score for row, score in own.items() if score > 0}


def _longest(label: int) -> float:
    """How long a piece of a label of so many characters can be, misprinted."""
    return 1.3 * label + 1


def _alike(piece: str, label: str) -> float:
    """The characters of a piece that are a label's, less those that are not; 0 if too few are."""
    if piece in label:
        return float(len(piece))
    if len(piece) > _longest(len(label)):
        return 0.0
    common = LCSseq.similarity(piece, label)
    return 2.0 * common - len(piece) if common >= WEIGHTS.least_alike * len(piece) else 0.0


def _begins(label: str, piece: str, bare: str) -> bool:
    start = label[:2]
    return piece.startswith(start) or (len(bare) > 1 and label_key(label).startswith(bare[:3]))


# The kinds of states: of a row whose label was seen, before and after its numbers; of a row whose
# numbers were seen, and no label yet; and of no row.
_BEFORE, _AFTER, _UNLABELLED, _OUTSIDE = range(4)
_ENTERED = 4  # in place of a kind: from whatever state that row is best come to
_NEVER = -1e9

_Ways = Sequence[tuple[int, Values]]
"""From which kinds of states one may have come to each row, each with the score; of equally good
ones the first counts."""


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
    none = _full(form, 0.0)
    labels = reduce(operator.add, [one.scores for one in fits]) if fits else none
    own = [row for one in fits for row in one.own]
    if not own:
        return _Seen(labels, _full(form, _NEVER), none, none, is_strange=True)
    begun = [row for one in fits for row in one.begun]
    start, again, waiting = _full(form, _NEVER).copy(), none.copy(), none.copy()
    start[own] = WEIGHTS.begins_within
    start[begun] = WEIGHTS.begins
    again[begun] = WEIGHTS.begins_again
    waiting[own] = _NEVER
    return _Seen(labels, start, again, waiting, is_strange=False)


@cache
def _full(form: Form, score: float) -> Values:
    """The same score for each row of the form; it is not to be changed."""
    scores = np.full(len(form_rows(form)), score)
    scores.setflags(write=False)
    return scores


class _Costs(NamedTuple):
    """What counts for each row of the form that has no numbers, and for the first ones; and, for as
    many rows as are behind, that all of these are left out."""

    blank: Values
    first: Values
    skipped: Values


@cache
def _costs(form: Form) -> _Costs:
    rows = form_rows(form)
    often = {code for one in form.alternatives for code in (one.one, *one.several)}
    often |= form.optional_rows
    has_numbers = np.array([row.code is not None for row in rows])
    is_often = np.array([row.code in often for row in rows])
    costs = np.where(is_often, WEIGHTS.left_out_often, WEIGHTS.left_out) * has_numbers
    return _Costs(
        np.where(has_numbers, WEIGHTS.no_numbers, 0.0),
        np.where(has_numbers, WEIGHTS.numbers, WEIGHTS.numbers_of_heading),
        np.concatenate(([0.0], np.cumsum(costs))),
    )


class _Came(NamedTuple):
    """How the states at a level may have been come by: the best scores of having left so many rows
    behind, from which kinds of states; and from which to those of each kind."""

    left: Values
    leaving: _Ways
    ways: Mapping[int, _Ways]


class _Walk:
    """The best scores of all states at a level. A state is its kind and how many rows of the form
    are behind it, its own among them; of kinds that are not `inside`, no row is in such a state.

    How the best path came by its states is looked for only where it went, once its end is known.
    """

    def __init__(self, form: Form) -> None:
        self.form = form
        self.costs = _costs(form)
        self.outside = np.concatenate(([0.0], _full(form, _NEVER)))  # behind so many rows
        self.inside: dict[int, Values] = {}
        self.came: list[_Came] = []

    def _going_on(self, kind: int, *costs: Values) -> _Ways:
        """The way from states of a kind to ones of the same rows, at costs; if there are such."""
        scores = self.inside.get(kind)
        if scores is None:
            return ()
        for cost in costs:
            scores = scores + cost
        return ((kind, scores),)

    def _left(self) -> tuple[Values, _Ways]:
        """The best score of having left each row, behind so many rows, and from which kinds."""
        leaving = (
            *self._going_on(_UNLABELLED, _full(self.form, WEIGHTS.unlabelled)),
            *self._going_on(_AFTER),
            *self._going_on(_BEFORE, self.costs.blank),
            (_OUTSIDE, self.outside[1:]),
        )
        left = self.outside.copy()
        left[1:] = _best(leaving)
        return left, leaving

    def _entered(self, left: Values) -> Values:
        """The best score of coming to each row, those between left out, or out of order."""
        skipped = self.costs.skipped
        in_order = np.maximum.accumulate((left - skipped)[:-1]) + skipped[:-1]
        entered: Values = np.maximum(in_order, left[left.argmax()] + WEIGHTS.elsewhere)
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
        seen = _seen(self.form, pieces)
        left, leaving = self._left()
        stay = seen.labels + _full(self.form, _staying(level))
        if level.numbers:
            ways = self._with_numbers(level, seen, stay, self._entered(left))
            stray = max(WEIGHTS.stray_number * len(level.numbers), WEIGHTS.most_stray)
            self.outside = left + stray
        elif seen.is_strange:
            ways = {kind: self._going_on(kind, stay) for kind in self.inside}
            self.outside = left
        else:
            ways = self._with_labels(seen, stay, self._entered(left))
            self.outside = left
        self.inside = {kind: _best(ways[kind]) for kind in ways if ways[kind]}
        self.came.append(_Came(left, leaving, ways))

    def _with_labels(self, seen: _Seen, stay: Values, entered: Values) -> Mapping[int, _Ways]:
        """The ways to each kind of states at a level of labels alone."""
        return {
            _BEFORE: (
                (_ENTERED, entered + (seen.start + seen.labels)),
                *self._going_on(_BEFORE, stay, seen.again),
            ),
            _AFTER: (
                *self._going_on(_AFTER, stay, seen.again),
                *self._going_on(_UNLABELLED, stay, seen.start),
            ),
            _UNLABELLED: self._going_on(_UNLABELLED, stay, seen.waiting),
        }

    def _with_numbers(
        self, level: Level, seen: _Seen, stay: Values, entered: Values
    ) -> Mapping[int, _Ways]:
        """The ways to each kind of states at a level with numbers."""
        cost = WEIGHTS.rest_of_numbers if level.goes_on else WEIGHTS.more_numbers
        more = _full(self.form, cost)
        first = self.costs.first + seen.labels
        return {
            _AFTER: (
                (_ENTERED, entered + seen.start + first),
                *self._going_on(_BEFORE, stay, seen.again, self.costs.first),
                *self._going_on(_AFTER, stay, seen.again, more),
                *self._going_on(_UNLABELLED, stay, more, seen.start),
            ),
            _UNLABELLED: (
                *self._going_on(_UNLABELLED, stay, more, seen.waiting),
                (_ENTERED, entered + first + seen.waiting),
            ),
        }

    def path(self) -> list[Step]:
        """The best path to the last level."""
        left, leaving = self._left()
        skipped = self.costs.skipped
        behind = int((left + skipped[-1] - skipped).argmax())
        kind = _likeliest(leaving, behind)
        steps: list[Step] = []
        for came in reversed(self.came):
            row, is_inside = behind - 1, kind != _OUTSIDE
            kind = _likeliest(came.ways[kind], behind) if is_inside else _ENTERED
            if kind == _ENTERED:
                behind = self._behind(came.left, row) if is_inside else behind
                kind = _likeliest(came.leaving, behind)
            goes_on = kind != _OUTSIDE and behind - 1 == row
            steps.append(Step(row, not goes_on) if is_inside else Step(None, False))
        return steps[::-1]


def _staying(level: Level) -> float:
    """What is against a row's going on from the level above."""
    if level.gap is None:
        return WEIGHTS.over_page
    cost = WEIGHTS.over_rule if level.is_ruled_off else 0.0
    return cost + (WEIGHTS.over_gap if level.gap > WEIGHTS.least_gap else 0.0)


def _best(ways: _Ways) -> Values:
    return reduce(np.maximum, [scores for _, scores in ways])


def _likeliest(ways: _Ways, behind: int) -> int:
    """The kind of state that the last of so many rows is best come to from; before the first row
    one is in none."""
    if not behind:
        return _OUTSIDE
    if len(ways) == 1:
        return ways[0][0]
    scores = [scores[behind - 1] for _, scores in ways]
    return ways[scores.index(max(scores))][0]


def best_path(form: Form, levels: Sequence[Level]) -> list[Step]:
    """For each level which row of the form it stands in."""
    walk = _Walk(form)
    for level in levels:
        walk.step(level)
    return walk.path()
