"""Characters that are drawn twice, a fraction of a point apart, to look bold."""

import math

from disclosure_stats.pages.model import Word

_REPEATED_WITHIN = 1.2  # points between the two drawings of a character


def without_repeats(words: list[Word]) -> list[Word]:
    """`words` without those drawn a second time at the same place (fake bold)."""
    if not _overlap(words):
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
