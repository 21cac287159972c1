"""The rows of a form as labels to compare with, and which of them a printed label stands for."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from disclosure_stats.forms import Entry, Form
from disclosure_stats.text.labels import label_key, similarity

_MIN_LIKENESS = 0.55  # similarity from which two labels may be the same
# The statistics form has rows that differ in a word, and provinces merge two of them in one
# (信函、传真申请数): what is not nearly the same is a row of its own.
_MIN_LIKENESS_OF_INDICATOR = 0.84
_MIN_LIKENESS_IN_PICTURE = 0.8  # of labels of one length: one character of five is misread
_MIN_BEGINNING_LENGTH = 12  # characters: what is left of a label that its cell cuts off
_MAX_BELOW_BEST = 0.08  # a form row this much less alike than the best one is not what is meant
_COST_PER_LABEL_LEVEL = 0.12  # what each label cell further left than the leaf costs


@dataclass(frozen=True, slots=True)
class FormRow:
    """One row of a form to align to. `part` is its table, `code` empty for a heading, `block` the
    index of its block in part two; `keys` are those of its `labels`, and `parent` is the label of
    the row that it stands under."""

    part: str
    code: str
    labels: tuple[str, ...]
    keys: tuple[str, ...]
    block: int
    parent: str


@cache
def form_rows(form: Form) -> tuple[FormRow, ...]:
    """The rows of parts two and three (or of the statistics form), in print order."""
    rows: list[FormRow] = []
    for index, block in enumerate(form.disclosures):
        heading = Entry("", (block.heading,))
        rows.extend(_form_row("disclosures", entry, index) for entry in (heading, *block.items))
    rows.extend(_form_row("requests", entry) for entry in form.outcomes)
    rows.extend(_form_row("indicators", entry) for entry in form.indicators)
    return tuple(rows)


def _form_row(part: str, entry: Entry, block: int = 0) -> FormRow:
    keys = tuple(map(label_key, entry.labels))
    return FormRow(part, entry.code, entry.labels, keys, block, entry.parent or "")


@cache
def rows_of_part(form: Form, part: str) -> tuple[tuple[int, FormRow], ...]:
    """The rows of a part of the form, each with its position among all of them."""
    return tuple((index, row) for index, row in enumerate(form_rows(form)) if row.part == part)


@cache
def rows_of_one_label(form: Form, index: int) -> tuple[int, ...]:
    """The other rows with numbers that the form prints with a label of the row at `index`."""
    rows = form_rows(form)
    own = {key for key in rows[index].keys if rows[index].code}
    return tuple(i for i, row in enumerate(rows) if i != index and own & {*row.keys} and row.code)


class _KnownLabel(NamedTuple):
    """A label of the form by the position of its row: its key, the key's characters, and from
    which similarity another label may be the same."""

    position: int
    key: str
    characters: frozenset[str]
    least: float


@cache
def _known_labels(form: Form) -> tuple[_KnownLabel, ...]:
    return tuple(
        _KnownLabel(
            index,
            key,
            frozenset(key),
            _MIN_LIKENESS_OF_INDICATOR if row.part == "indicators" else _MIN_LIKENESS,
        )
        for index, row in enumerate(form_rows(form))
        for key in row.keys
    )


@lru_cache(maxsize=4096)
def _candidates(form: Form, key: str, of_picture: bool) -> tuple[tuple[int, float], ...]:
    """Indices of the form rows that a label key may stand for, with the similarity."""
    found: dict[int, float] = {}
    length, characters = len(key), frozenset(key)
    for position, known, known_characters, least in _known_labels(form):
        # A common subsequence has no character that only one of the two has.
        most = min(
            len(known) - len(known_characters - characters),
            length - len(characters - known_characters),
        )
        is_beginning = length >= _MIN_BEGINNING_LENGTH and known.startswith(key)
        if of_picture and length == len(known):
            least = min(least, _MIN_LIKENESS_IN_PICTURE)
        if is_beginning or 2.0 * most / (len(known) + length) >= least:
            score = max(similarity(key, known), least if is_beginning else 0.0)
            if score >= least and score > found.get(position, 0.0):
                found[position] = score
    return tuple(found.items())


@lru_cache(maxsize=4096)  # labels are the same in report after report
def likeness(form: Form, labels: tuple[str, ...], of_picture: bool = False) -> Mapping[int, float]:
    """For each form row that `labels` (leaf first) may stand for, how well, from 0 to 1.

    In labels `of_picture` a character may be misread."""
    scores: dict[int, float] = {}
    for distance, key in enumerate(labels):
        for index, score in _candidates(form, key, of_picture):
            score -= _COST_PER_LABEL_LEVEL * distance
            if score >= _MIN_LIKENESS and score > scores.get(index, 0.0):
                scores[index] = score
    least = max(scores.values(), default=0.0) - _MAX_BELOW_BEST
    return {index: score for index, score in scores.items() if score >= least}


def best_likeness(form: Form, labels: tuple[str, ...]) -> float:
    """How well `labels` stand for the form row that they stand for best; 0 for none."""
    return max(likeness(form, labels).values(), default=0.0)
