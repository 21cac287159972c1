"""Characters that are drawn twice, a fraction of a point apart, to look bold."""

import math
from collections.abc import Iterable, Iterator
from itertools import pairwise
from operator import itemgetter

from disclosure_stats.pages.model import Word

_REPEATED_WITHIN = 1.2  # points between the two drawings of a character
_LEFT, _TOP = itemgetter(0), itemgetter(1)  # of a word


def without_repeats(words: list[Word]) -> list[Word]:
    """`words` without those drawn a second time at the same place (fake bold)."""
    for pile in _piles(words):
        characters = _characters_of(pile)
        if len(_drawn_once(characters)) < len(characters):
            return _drawn_once(_characters_of(words))
    return words


def _characters_of(words: Iterable[Word]) -> list[Word]:
    """Each character a word: one may be drawn again in other pieces."""
    return [character for word in words for character in word.characters()]


def _drawn_once(characters: Iterable[Word]) -> list[Word]:
    kept: list[Word] = []
    places: dict[tuple[int, int, str], list[Word]] = {}
    for character in characters:
        column, line = int(character.x0 / 4), int(character.top / 4)
        near = (
            other
            for dx in (0, -1, 1)
            for dy in (0, -1, 1)
            for other in places.get((column + dx, line + dy, character.text), ())
        )
        limit = min(_REPEATED_WITHIN, 0.45 * max(character.x1 - character.x0, 1.0))
        if any(
            abs(other.x0 - character.x0) < limit and abs(other.top - character.top) < limit
            for other in near
        ):
            continue
        places.setdefault((column, line, character.text), []).append(character)
        kept.append(character)
    return kept


def _piles(words: Iterable[Word]) -> Iterator[list[Word]]:
    """Words of about one height that lie over each other. Where signs are set close, the boxes of
    some do, and nothing is drawn twice."""
    for line in _levels(words):
        line.sort(key=_LEFT)
        pile: list[Word] = []
        end = -math.inf
        for word in line:
            if word[0] < end:
                pile.append(word)
                end = max(end, word[2] - _REPEATED_WITHIN)
            else:
                if len(pile) > 1:
                    yield pile
                pile, end = [word], word[2] - _REPEATED_WITHIN
        if len(pile) > 1:
            yield pile


def _levels(words: Iterable[Word]) -> Iterator[list[Word]]:
    """`words` by about their height."""
    ordered = sorted(words, key=_TOP)
    steps = enumerate(pairwise(ordered), start=1)
    starts = [i for i, (above, word) in steps if word[1] - above[1] > _REPEATED_WITHIN]
    for start, end in pairwise([0, *starts, len(ordered)]):
        yield ordered[start:end]
