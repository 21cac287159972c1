"""Characters that are drawn twice, a fraction of a point apart, to look bold."""

import math
from itertools import pairwise
from operator import sub

from disclosure_stats.pages.model import Word

_REPEATED_WITHIN = 1.2  # points between the two drawings of a character


def without_repeats(words: list[Word]) -> list[Word]:
    """`words` without those drawn a second time at the same place (fake bold)."""
    if not (_overlap(words) and _may_repeat(words)):
        return words
    kept: list[Word] = []
    places: dict[tuple[int, int, str], list[Word]] = {}
    characters = [character for word in words for character in word.characters()]
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
    return kept if len(kept) < len(characters) else words


def _overlap(words: list[Word]) -> bool:
    """Whether any two words of about one height lie over each other; no more can be said before
    words are taken apart, since one may be drawn again in other pieces."""
    level_before, end = None, -math.inf
    for level, left, right in sorted([(round(word[1]), word[0], word[2]) for word in words]):
        if left < end and level == level_before:
            return True
        level_before, end = level, right - _REPEATED_WITHIN
    return False


def _may_repeat(words: list[Word]) -> bool:
    """Whether a character of a word may begin where one of another or of its own does: digits whose
    boxes are too wide lie over each other too, and begin apart."""
    spans = []
    for x0, top, _, _, _, lefts, _ in words:
        if len(lefts) > 1 and min(map(sub, lefts[1:], lefts)) < _REPEATED_WITHIN:
            return True
        spans.append((top, x0, max(lefts) if lefts else x0))
    spans.sort()
    line: list[tuple[float, float]] = []
    for (above, *_), (top, start, end) in pairwise([(-math.inf, 0.0, 0.0), *spans]):
        if top - above >= _REPEATED_WITHIN:
            if _any_near(line):
                return True
            line = []
        line.append((start, end))
    return _any_near(line)


def _any_near(spans: list[tuple[float, float]]) -> bool:
    """Whether any two spans from left to right lie over or near each other."""
    last = -math.inf
    for start, end in sorted(spans):
        if start < last + _REPEATED_WITHIN:
            return True
        last = max(last, end)
    return False
