"""Observed rows matched to the rows of a form, in order, as a sequence alignment over labels."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence

from disclosure_stats.forms import Form
from disclosure_stats.forms.rows import FormRow, form_rows, likeness
from disclosure_stats.reading.layout.observed_rows import ObservedRow
from disclosure_stats.text.labels import similarity

_MIN_LIKENESS_OUT_OF_ORDER = 0.86  # similarity from which a row may be matched out of order
_MIN_LIKENESS_OF_MISPRINT = (
    0.75  # similarity of a label between the right neighbours with what belongs there
)


_Chain = tuple[int, int, "_Chain"] | None
"""The last match of a chain of matches (the index of a form's row and that of an observed one), and
the chain before it."""


def align(form: Form, observed: Sequence[ObservedRow]) -> dict[int, int]:
    """Form row index → observed row index, for the rows that were found.

    The matches of greatest total likeness that keep both orders; then what is left is matched
    out of order where the label leaves no doubt (a 总计 row misplaced, a province's own order).
    """
    rows = form_rows(form)
    likes = [likeness(form, row.labels, row.page.scan is not None) for row in observed]
    # The best chains so far, each better than those that end at form rows before its own.
    ends = [-1]
    best: list[tuple[float, _Chain]] = [(0.0, None)]
    for index, row in enumerate(observed):
        updates = []
        for form_index, like in likes[index].items():
            weight = _weight(rows[form_index], row, like)
            if weight > 0:
                before, chain = best[bisect_left(ends, form_index) - 1]
                updates.append((form_index, before + weight, (form_index, index, chain)))
        for form_index, score, longer in updates:
            start = bisect_left(ends, form_index)
            stop = bisect_right(ends, form_index)
            if best[stop - 1][0] < score:
                while stop < len(ends) and best[stop][0] < score:
                    stop += 1
                ends[start:stop] = [form_index]
                best[start:stop] = [(score, longer)]
    matched: dict[int, int] = {}
    chain = best[-1][1]
    while chain is not None:
        form_index, index, chain = chain
        matched[form_index] = index
    _match_leftovers(rows, observed, likes, matched)
    _match_misprints(rows, observed, matched)
    return matched


def _weight(form_row: FormRow, row: ObservedRow, like: float) -> float:
    weight = like - 0.5
    if form_row.code:
        if not row.has_values:
            # A row of blank cells is possible; a heading that resembles a row is likelier.
            is_row = row.values or row.unit or _ends_with_words(form_row, row)
            weight -= 0.2 if is_row else 0.5
    elif row.has_values:
        weight -= 0.3
    return weight


def _ends_with_words(form_row: FormRow, row: ObservedRow) -> bool:
    """Whether rules part a row into a label of part two and a cell that prints words."""
    is_parted = form_row.part == "disclosures" and row.ruled and len(row.cells) == 2
    return is_parted and len(row.labels) > 1 and row.labels[1] in form_row.keys


def _match_leftovers(
    rows: Sequence[FormRow],
    observed: Sequence[ObservedRow],
    likes: Sequence[Mapping[int, float]],
    matched: dict[int, int],
) -> None:
    taken = set(matched.values())
    for index, row in enumerate(observed):
        if index in taken or not row.has_values:
            continue
        free = [
            (like, form_index)
            for form_index, like in likes[index].items()
            if like >= _MIN_LIKENESS_OUT_OF_ORDER
            and form_index not in matched
            and rows[form_index].code
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
        len(label) == len(key) and similarity(label, key) >= _MIN_LIKENESS_OF_MISPRINT
        for label in row.labels[:1]
        for key in keys
    )
