"""The text of a cell: two numbers that stand in it are kept apart, one that is wrapped is not."""

import re
from collections.abc import Sequence
from itertools import pairwise

from disclosure_stats.pages.model import Word
from disclosure_stats.text.values import APART

_DIGITS_MEET = re.compile(r"\d[,，.]?\d")
_MAX_GAP = 0.28  # of a digit's height: within a number that is not spread, gaps are narrower
_MIN_STEP = 0.3  # of a digit's height: two that stand closer are printed over each other
_MAX_GAP_OF_WORDS = 0.12  # of a digit's height: between pieces of a number whose digits touch
_MAX_SPREAD = 1.0  # of a digit's height: three digits as far apart may be one number
_MAX_MARGIN = 0.35  # of the gap: a number that fills its cell stands no further from its edges
_MAX_STEP_DIFFERENCE = 0.15  # of a step: digits that are spread evenly differ less
_MIN_SAME_SIZE = 0.85  # of the larger digit's height
_MAX_BASELINE_STEP = 0.25  # of a digit's height
_MIN_ROOM = 1.7  # digits: a cell with less room beside a number has none for another digit
_MAX_PADDING = 1.75  # of a digit's height: with less room, a shorter second line is a rest

_MAX_SHADOW = 0.25  # of a digit's height, from a number to its shadow

Line = Sequence[Word]


def text_of(lines: Sequence[Line], x0: float, x1: float) -> str:
    """The words of a cell between `x0` and `x1`, line by line, as one string without spaces;
    between two numbers stands `APART`."""
    words = [word for line in lines for word in line]
    text = "".join([word[4] for word in words])
    if not _DIGITS_MEET.search(text):
        return text
    if not any(_both_digits(a, b) for a, b in pairwise(words)):
        return text  # all within words
    parts = [words[0].text]
    for above, line in pairwise([[], *lines]):
        for before, word in pairwise([*above[-1:], *line]):
            if _is_shadow(before, word):
                continue
            if _both_digits(before, word):
                is_one = (
                    _is_wrapped(_run_with(before, above), _run_with(word, line), x1 - x0)
                    if word is line[0]
                    else _is_by_one_hand(before, word) and _is_close(before, word, line, (x0, x1))
                )
                if not is_one:
                    parts.append(APART)
            parts.append(word.text)
    return "".join(parts)


def are_stacked(lines: Sequence[Line]) -> bool:
    """Whether numbers stand one below the other in one size, as those of two rows do; what lies
    beside a number, or is set smaller, is none of another row."""
    numbers = [word for line in lines for word in line[:1] if word.text[0].isdecimal()]
    return any(are_alike(one, other) for one, other in pairwise(numbers))


def are_beside(lines: Sequence[Line]) -> bool:
    """Whether two numbers stand on one line in one size."""
    numbers = [[word for word in line if word.text[0].isdecimal()] for line in lines]
    return any(are_alike(one, other) for line in numbers for one, other in pairwise(line))


def are_alike(one: Word, other: Word) -> bool:
    """Whether two words are set in one size."""
    small, large = sorted((_height(one), _height(other)))
    return small >= _MIN_SAME_SIZE * large


def _both_digits(before: Word, word: Word) -> bool:
    return before[4][-1].isdecimal() and word[4][0].isdecimal()


def _is_shadow(before: Word, word: Word) -> bool:
    """Whether a word is the one before it printed again, a part of a character away."""
    if before[4] != word[4]:
        return False
    farthest = _MAX_SHADOW * _height(before)
    return abs(word.x0 - before.x0) <= farthest and abs(word.top - before.top) <= farthest


def _run_with(word: Word, line: Line) -> list[Word]:
    """The words around `word`, one of `line`, that hold digits, or a point between them, and touch
    no other word."""
    runs = [[line[0]]]
    for before, one in pairwise(line):
        if _both_digits(before, one) or _is_point_beside_digit(before, one):
            runs[-1].append(one)
        else:
            runs.append([one])
    return next(run for run in runs if any(one is word for one in run))


def _is_point_beside_digit(before: Word, word: Word) -> bool:
    texts = before[4], word[4]
    return "." in texts and any(text.isdecimal() for text in texts)


def _height(word: Word) -> float:
    return word.bottom - word.top


def _is_by_one_hand(one: Word, other: Word) -> bool:
    """Whether two words agree in size, baseline, font and colour."""
    _, top, _, bottom, _, _, hand = one
    _, other_top, _, other_bottom, _, _, other_hand = other
    height, other_height = bottom - top, other_bottom - other_top
    large = max(height, other_height)
    return (
        min(height, other_height) >= _MIN_SAME_SIZE * large
        and abs(bottom - other_bottom) <= _MAX_BASELINE_STEP * large
        and (hand == other_hand or not hand or not other_hand)
    )


def _is_close(before: Word, word: Word, line: Line, cell: tuple[float, float]) -> bool:
    """Whether the gap between two words of `line` is one within a number: narrow, or as wide as all
    others of digits that are spread evenly over their cell."""
    height = _height(word)
    gap = word[0] - before[2]
    most = _MAX_GAP if len(before[4]) == len(word[4]) == 1 else _MAX_GAP_OF_WORDS
    if gap <= most * height:
        # Boxes may be wider than the step from digit to digit, where a font is not embedded.
        return word[0] - before[0] >= _MIN_STEP * height
    run = _run_with(word, line)
    if any(len(one.text) > 1 for one in run):
        return False
    steps = [after.x0 - one.x0 for one, after in pairwise(run)]
    # A point is narrower than a digit.
    even = (
        [after.x0 - one.x1 for one, after in pairwise(run)]
        if any(one.text == "." for one in run)
        else steps
    )
    if max(even) - min(even) > _MAX_STEP_DIFFERENCE * max(steps):
        return False
    margin = max(run[0].x0 - cell[0], cell[1] - run[-1].x1)
    is_spread = len(run) > 2 and gap <= _MAX_SPREAD * height
    return is_spread or margin <= _MAX_MARGIN * gap


def _is_wrapped(above: Sequence[Word], below: Sequence[Word], width: float) -> bool:
    """Whether two lines of digits are one number: the first has no room for another digit, or next
    to none, and the second is shorter."""
    first, second = above[-1].x1 - above[0].x0, below[-1].x1 - below[0].x0
    digits = sum(len(word.text) for word in above)
    room = width - first
    if not _is_by_one_hand_but_lower(above[-1], below[0]) or second > 1.1 * first:
        return False
    if room < _MIN_ROOM * first / digits:
        return True
    return second < 0.9 * first and room < _MAX_PADDING * _height(above[-1])


def _is_by_one_hand_but_lower(one: Word, other: Word) -> bool:
    return _is_by_one_hand(one, other._replace(top=one.bottom - _height(other), bottom=one.bottom))
