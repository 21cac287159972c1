"""The likeliest path through the levels of a report: which stands in which row of the form.

The levels are what is seen, the rows of the form are the states of a hidden walk that goes down
the page (Viterbi). A row is two states, before and after its numbers were seen; before, between
and behind the rows are levels that stand in no row of the form: titles, notes, text, unknown rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple

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


class Step(NamedTuple):
    """What a level is on the path: the index of its row of the form, null for none; and whether
    the row begins there."""

    row: int | None
    begins: bool


class _Fit(NamedTuple):
    """How a piece of label text agrees with each row of the form, and in which it begins one."""

    scores: tuple[float, ...]
    begins: tuple[bool, ...]


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
def fit(form: Form, piece: str) -> _Fit:
    """How a piece of label text agrees with each row of the form."""
    scores, begins = [], []
    foreign = max(WEIGHTS.foreign * len(piece), WEIGHTS.most_foreign)
    bare = label_key(piece)
    for labels, parent in _keys(form):
        own = max(_alike(piece, label) for label in labels)
        if own <= 0:
            own = WEIGHTS.parent * len(piece) if piece in parent else foreign
        scores.append(own)
        begins.append(
            own > 0 and any(map(_begins, labels, [piece] * len(labels), [bare] * len(labels)))
        )
    return _Fit(tuple(scores), tuple(begins))


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


@dataclass(slots=True)
class _Emissions:
    """What the labels of a level say for each row, what its numbers do, and for no row at all."""

    scores: list[float]
    begins: list[bool]
    outside: float


def _emissions(form: Form, level: Level) -> _Emissions:
    fits = [fit(form, piece) for piece in map(plain, (c.text for c in level.labels)) if piece]
    count = len(form_rows(form))
    scores = [sum(one.scores[row] for one in fits) for row in range(count)]
    begins = [any(one.begins[row] for one in fits) for row in range(count)]
    stray = max(WEIGHTS.stray_number * len(level.numbers), WEIGHTS.most_stray)
    return _Emissions(scores, begins, stray)


_OUTSIDE = 2  # the third kind of state, beside a row's before (0) and after (1) its numbers


class _Walk:
    """The best scores of all states at a level, and how each was come by."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.rows = form_rows(form)
        count = len(self.rows)
        often = {code for one in form.alternatives for code in (one.one, *one.several)}
        often |= form.optional_rows
        costs = [
            0.0
            if not row.code
            else WEIGHTS.left_out_often
            if row.code in often
            else WEIGHTS.left_out
            for row in self.rows
        ]
        self.skipped = [0.0, *accumulate(costs)]
        none = float("-inf")
        self.within = [[none] * count, [none] * count]  # before and after the numbers
        self.outside = [0.0, *[none] * count]  # behind so many rows
        self.came: list[list[list[int]]] = []

    def _left(self) -> tuple[list[float], list[int]]:
        """The best score of having left each row, behind so many rows, and the state it is of."""
        scores, states = list(self.outside), [_OUTSIDE + 3 * n for n in range(len(self.outside))]
        before, after = self.within
        for row, form_row in enumerate(self.rows):
            blank = before[row] + (WEIGHTS.no_numbers if form_row.code else 0.0)
            for kind, score in ((0, blank), (1, after[row])):
                if score > scores[row + 1]:
                    scores[row + 1], states[row + 1] = score, kind + 3 * (row + 1)
        return scores, states

    def step(self, level: Level) -> None:
        """Goes on to the next level."""
        seen = _emissions(self.form, level)
        left, states = self._left()
        anywhere = max(range(len(left)), key=left.__getitem__)
        count = len(self.rows)
        new = [[float("-inf")] * count, [float("-inf")] * count]
        came = [[-1] * count, [-1] * count, list(states)]
        best, best_state = float("-inf"), -1
        stay = self._staying(level)
        has_numbers = bool(level.numbers)
        for row, form_row in enumerate(self.rows):
            if left[row] - self.skipped[row] > best:
                best, best_state = left[row] - self.skipped[row], states[row]
            enter, of = best + self.skipped[row], best_state
            if left[anywhere] + WEIGHTS.elsewhere > enter:
                enter, of = left[anywhere] + WEIGHTS.elsewhere, states[anywhere]
            label = seen.scores[row]
            enter += (
                WEIGHTS.begins
                if seen.begins[row]
                else WEIGHTS.begins_within
                if label > 0
                else WEIGHTS.begins_unlabelled
            )
            again = stay + (WEIGHTS.begins_again if seen.begins[row] else 0.0)
            before, after = self.within[0][row] + again, self.within[1][row] + again
            if not has_numbers:
                ways = ((0, enter, of), (0, before, 3 * row + 3), (1, after, 3 * row + 4))
            else:
                first = WEIGHTS.numbers if form_row.code else WEIGHTS.numbers_of_heading
                more = WEIGHTS.rest_of_numbers if level.goes_on else WEIGHTS.more_numbers
                ways = (
                    (1, enter + first, of),
                    (1, before + first, 3 * row + 3),
                    (1, after + more, 3 * row + 4),
                )
            for kind, score, state in ways:
                if score + label > new[kind][row]:
                    new[kind][row], came[kind][row] = score + label, state
        self.within = new
        self.outside = [score + seen.outside for score in left]
        self.came.append(came)

    def _staying(self, level: Level) -> float:
        """What is against a row's going on from the level above."""
        if level.gap is None:
            return WEIGHTS.over_page
        cost = WEIGHTS.over_rule if level.is_ruled_off else 0.0
        return cost + (WEIGHTS.over_gap if level.gap > WEIGHTS.least_gap else 0.0)

    def path(self) -> list[Step]:
        """The best path to the last level."""
        left, states = self._left()
        ends = [score + self.skipped[-1] - self.skipped[n] for n, score in enumerate(left)]
        state = states[max(range(len(ends)), key=ends.__getitem__)]
        visited: list[int] = []
        for came in reversed(self.came):
            visited.append(state)
            kind, behind = state % 3, state // 3
            state = came[kind][behind if kind == _OUTSIDE else behind - 1]
        visited.reverse()
        return self._steps([state, *visited])

    def _steps(self, states: Sequence[int]) -> list[Step]:
        steps = []
        for before, state in pairwise(states):
            kind, row = state % 3, state // 3 - 1
            if kind == _OUTSIDE:
                steps.append(Step(None, False))
            else:
                goes_on = before % 3 != _OUTSIDE and before // 3 - 1 == row
                steps.append(Step(row, not goes_on))
        return steps


def best_path(form: Form, levels: Sequence[Level]) -> list[Step]:
    """For each level which row of the form it stands in."""
    walk = _Walk(form)
    for level in levels:
        walk.step(level)
    return walk.path()
