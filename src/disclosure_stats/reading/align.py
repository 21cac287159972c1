"""Observed rows matched to the rows of a form, in order, as a sequence alignment over labels."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from disclosure_stats.forms import load_form
from disclosure_stats.reading.rows import ObservedRow
from disclosure_stats.reading.text import label_key, similarity

_LEAST = 0.55  # similarity from which two labels may be the same
# The statistics form has rows that differ in a word, and provinces merge two of them in one
# (信函、传真申请数): what is not nearly the same is a row of its own.
_LEAST_INDICATOR = 0.84
_LEAST_OF_PICTURE = 0.8  # of labels of one length: one character of five is misread
_LEAST_BEGINNING = 12  # characters: what is left of a label that its cell cuts off
_CERTAIN = 0.86  # similarity from which a row may be matched out of order
_NEAR_BEST = 0.08  # a form row this much less alike than the best one is not what is meant
_LEAST_MISPRINT = 0.75  # similarity of a label between the right neighbours with what belongs there
_FARTHER = 0.12  # what each label cell further left than the leaf costs


@dataclass(frozen=True, slots=True)
class FormRow:
    """One row of a form to align to. `part` is its table, `code` null for a heading, `block` the
    index of its block in part two."""

    part: str
    code: str | None
    keys: tuple[str, ...]
    block: int = 0


@cache
def form_rows(era: str) -> tuple[FormRow, ...]:
    """The rows of parts two and three (or of the statistics form) of an era, in print order."""
    form = load_form(era)
    rows: list[FormRow] = []
    for index, block in enumerate(form.disclosures):
        rows.append(FormRow("disclosures", None, (label_key(block.heading),), index))
        rows.extend(
            FormRow("disclosures", item.code, _keys(item.labels), index) for item in block.items
        )
    rows.extend(FormRow("requests", row.code, _keys(row.labels)) for row in form.outcomes)
    rows.extend(FormRow("indicators", row.code, _keys(row.labels)) for row in form.indicators)
    return tuple(rows)


def _keys(labels: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(label_key(label) for label in labels)


class _KnownLabel(NamedTuple):
    """A label of the form by the position of its row: its key, the key's characters, and from
    which similarity another label may be the same."""

    position: int
    key: str
    characters: frozenset[str]
    least: float


@cache
def _known_labels(era: str) -> tuple[_KnownLabel, ...]:
    return tuple(
        _KnownLabel(
            index, key, frozenset(key), _LEAST_INDICATOR if row.part == "indicators" else _LEAST
        )
        for index, row in enumerate(form_rows(era))
        for key in row.keys
    )


@lru_cache(maxsize=4096)
def _candidates(era: str, key: str, of_picture: bool) -> tuple[tuple[int, float], ...]:
    """Indices of the form rows that a label key may stand for, with the similarity."""
    found: dict[int, float] = {}
    length, characters = len(key), frozenset(key)
    for position, known, known_characters, least in _known_labels(era):
        # A common subsequence has no character that only one of the two has.
        most = min(
            len(known) - len(known_characters - characters),
            length - len(characters - known_characters),
        )
        is_beginning = length >= _LEAST_BEGINNING and known.startswith(key)
        if of_picture and length == len(known):
            least = min(least, _LEAST_OF_PICTURE)
        if is_beginning or 2.0 * most / (len(known) + length) >= least:
            score = max(similarity(key, known), least if is_beginning else 0.0)
            if score >= least and score > found.get(position, 0.0):
                found[position] = score
    return tuple(found.items())


def likeness(era: str, labels: Sequence[str], of_picture: bool = False) -> dict[int, float]:
    """For each form row that `labels` (leaf first) may stand for, how well, from 0 to 1.

    In labels `of_picture` a character may be misread."""
    scores: dict[int, float] = {}
    for distance, key in enumerate(labels):
        for index, score in _candidates(era, key, of_picture):
            score -= _FARTHER * distance
            if score >= _LEAST and score > scores.get(index, 0.0):
                scores[index] = score
    least = max(scores.values(), default=0.0) - _NEAR_BEST
    return {index: score for index, score in scores.items() if score >= least}


def best_likeness(era: str, labels: Sequence[str]) -> float:
    """How well `labels` stand for the form row that they stand for best; 0 for none."""
    return max(likeness(era, labels).values(), default=0.0)


class _Link(NamedTuple):
    """The last match of a chain of matches, and the chain before it."""

    form_index: int
    observed_index: int
    before: "_Link | None"


def align(
    era: str, observed: Sequence[ObservedRow], pictures: Container[int] = ()
) -> dict[int, int]:
    """Form row index → observed row index, for the rows that were found; `pictures` are the pages
    that were read from one.

    The matches of greatest total likeness that keep both orders; then what is left is matched
    out of order where the label leaves no doubt (a 总计 row misplaced, a province's own order).
    """
    rows = form_rows(era)
    likes = [likeness(era, row.labels, row.page in pictures) for row in observed]
    # best[j] is the best chain that uses form rows before j
    best: list[tuple[float, _Link | None]] = [(0.0, None)] * (len(rows) + 1)
    for index, row in enumerate(observed):
        updates = []
        for form_index, like in likes[index].items():
            weight = _weight(rows[form_index], row, like)
            if weight > 0:
                before, chain = best[form_index]
                updates.append((form_index, before + weight, _Link(form_index, index, chain)))
        for form_index, score, longer in updates:
            position = form_index + 1
            while position <= len(rows) and best[position][0] < score:
                best[position] = (score, longer)
                position += 1
    matched: dict[int, int] = {}
    link = best[-1][1]
    while link is not None:
        matched[link.form_index] = link.observed_index
        link = link.before
    _match_leftovers(rows, observed, likes, matched)
    _match_misprints(rows, observed, matched)
    return matched


def _weight(form_row: FormRow, row: ObservedRow, like: float) -> float:
    weight = like - 0.5
    if form_row.code:
        if not row.has_values:
            # A row of blank cells is possible; a heading that resembles a row is likelier.
            weight -= 0.2 if row.values or row.unit else 0.5
    elif row.has_values:
        weight -= 0.3
    return weight


def _match_leftovers(
    rows: Sequence[FormRow],
    observed: Sequence[ObservedRow],
    likes: Sequence[dict[int, float]],
    matched: dict[int, int],
) -> None:
    taken = set(matched.values())
    for index, row in enumerate(observed):
        if index in taken or not row.has_values:
            continue
        free = [
            (like, form_index)
            for form_index, like in likes[index].items()
            if like >= _CERTAIN and form_index not in matched and rows[form_index].code
        ]
        # Two rows of the form with one label (其他情形数) cannot be told apart out of order.
        if len(free) == 1:
            matched[free[0][1]] = index
            taken.add(index)


def _match_misprints(
    rows: Sequence[FormRow], observed: Sequence[ObservedRow], matched: dict[int, int]
) -> None:
    """Matches a row of the form to the one row between its two neighbours, if that has a label of
    the same length in which one character or two are other ones."""
    taken = set(matched.values())
    for index in range(1, len(rows) - 1):
        if index in matched or not rows[index].code:
            continue
        before, behind = matched.get(index - 1), matched.get(index + 1)
        if before is None or behind is None:
            continue
        between = [
            position
            for position in range(before + 1, behind)
            if position not in taken and observed[position].has_values
        ]
        if len(between) == 1 and _is_misprint(observed[between[0]], rows[index].keys):
            matched[index] = between[0]
            taken.add(between[0])


def _is_misprint(row: ObservedRow, keys: tuple[str, ...]) -> bool:
    return any(
        len(label) == len(key) and similarity(label, key) >= _LEAST_MISPRINT
        for label in row.labels[:1]
        for key in keys
    )
