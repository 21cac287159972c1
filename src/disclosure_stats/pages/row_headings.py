"""The numbers of a sheet's rows, or of a text's lines, that are printed at the left of a page."""

from collections.abc import Sequence
from itertools import pairwise

from disclosure_stats.pages.model import Word

_MIN_ROWS = 4  # fewer may count on by chance
_MAX_OVERLAP = 0.5  # points that boxes of characters are wider than their ink


def without_row_headings(words: list[Word]) -> list[Word]:
    """`words` of an upright page without those left of all others if these count on, one by one."""
    numbers = [word for word in words if word[4].isdecimal()]
    if len(numbers) < _MIN_ROWS:
        return words
    edge = min((word[0] for word in words if not word[4].isdecimal()), default=0.0)
    headings = [word for word in numbers if word[2] <= edge + _MAX_OVERLAP]
    if len(headings) < _MIN_ROWS or not _count_on(headings):
        return words
    own = set(map(id, headings))
    return [word for word in words if id(word) not in own]


def _count_on(numbers: Sequence[Word]) -> bool:
    """Whether numbers, from top to bottom, are each one more than the one before."""
    values = [int(word[4]) for word in sorted(numbers, key=lambda word: word[1])]
    return all(after == before + 1 for before, after in pairwise(values))
