"""How label text agrees with the rows of a form, and what counts for a path through them."""

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
from disclosure_stats.reading.tables.walk.line_pieces import plain
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

NEVER = -1e9
"""The score of what cannot be."""

Values = npt.NDArray[np.float64]
"""Scores, mostly one for each row of the form."""


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
    rows = form_rows(form)
    labels = [(index, plain(label)) for index, row in enumerate(rows) for label in row.labels]
    holding = defaultdict(list)
    for place, (_, label) in enumerate(labels):
        for character in set(label):
            holding[character].append(place)
    parents = defaultdict(list)
    for index, row in enumerate(rows):
        parents[plain(row.parent)].append(index)
    return _Labels(labels, dict(holding), dict(parents), max([len(label) for _, label in labels]))


@lru_cache(maxsize=4096)
def fit(form: Form, piece: str) -> Fit:
    """How a piece of label text agrees with each row of the form."""
    known = _labels(form)
    foreign = full(form, max(WEIGHTS.foreign * len(piece), WEIGHTS.most_foreign))
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
    if len(holding) < least or least > known.longest:
        return {}
    own: dict[int, float] = {}
    for place, count in Counter(chain.from_iterable(holding)).items():
        if count >= least:  # no more characters can agree
            row, label = known.labels[place]
            own[row] = max(own.get(row, 0.0), _alike(piece, label))
    return {row: score for row, score in own.items() if score > 0}


def _alike(piece: str, label: str) -> float:
    """The characters of a piece that are a label's, less those that are not; 0 if too few are."""
    if piece in label:
        return float(len(piece))
    common = LCSseq.similarity(piece, label)
    return 2.0 * common - len(piece) if common >= WEIGHTS.least_alike * len(piece) else 0.0


def _begins(label: str, piece: str, bare: str) -> bool:
    start = label[:2]
    return piece.startswith(start) or (len(bare) > 1 and label_key(label).startswith(bare[:3]))


class Seen(NamedTuple):
    """What the labels of a level say of each row of the form: the characters that agree, what is
    for beginning there by its label, against going on there, and against waiting for the label.
    `is_strange` tells that no row's own label is among them."""

    labels: Values
    start: Values
    again: Values
    waiting: Values
    is_strange: bool


@lru_cache(maxsize=4096)  # labels are the same in report after report
def seen_of(form: Form, pieces: Sequence[str]) -> Seen:
    """What the pieces of label text on a level say of each row of the form."""
    fits = [fit(form, piece) for piece in pieces]
    none = full(form, 0.0)
    labels = reduce(operator.add, [one.scores for one in fits]) if fits else none
    own = [row for one in fits for row in one.own]
    if not own:
        return Seen(labels, full(form, NEVER), none, none, is_strange=True)
    begun = [row for one in fits for row in one.begun]
    start, again, waiting = full(form, NEVER).copy(), none.copy(), none.copy()
    start[own] = WEIGHTS.begins_within
    start[begun] = WEIGHTS.begins
    again[begun] = WEIGHTS.begins_again
    waiting[own] = NEVER
    return Seen(labels, start, again, waiting, is_strange=False)


@cache
def full(form: Form, score: float) -> Values:
    """The same score for each row of the form; it is not to be changed."""
    scores = np.full(len(form_rows(form)), score)
    scores.setflags(write=False)
    return scores
