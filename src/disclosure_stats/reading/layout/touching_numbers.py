"""Numbers too wide for their cells: they run into one another, and several become one word."""

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from disclosure_stats.pages.model import Word
from disclosure_stats.text.values import APART

_NUMBERS = re.compile(rf"\d[\d,，.{APART}]+")
_OFF_STEP = 0.04  # of a character's height: from digit to digit, steps within a number differ less


def is_of_numbers(text: str) -> bool:
    """Whether `text` is a number of several characters, or numbers that run into one another."""
    return _NUMBERS.fullmatch(text) is not None


def numbers_of(characters: Sequence[Word]) -> list[Word]:
    """The numbers that `characters` make: from the last digit of one to the first of the next, the
    step is another than from digit to digit."""
    steps = [
        (after.x0 - before.x0 if before.text.isdigit() and after.text.isdigit() else None)
        for before, after in pairwise(characters)
    ]
    usual = median([step for step in steps if step is not None] or [0.0])
    most = _OFF_STEP * (characters[0].bottom - characters[0].top)
    cuts = [
        index
        for index, step in enumerate(steps, start=1)
        if step is not None and abs(step - usual) > most
    ]
    return [word_of(characters[a:b]) for a, b in pairwise([0, *cuts, len(characters)])]


def word_of(characters: Sequence[Word]) -> Word:
    """Characters that stand side by side as one word."""
    first, last = characters[0], characters[-1]
    lefts = [character.x0 for character in characters] if len(characters) > 1 else ()
    text = "".join(character.text for character in characters)
    return Word(first.x0, first.top, last.x1, first.bottom, text, lefts, first.hand)
