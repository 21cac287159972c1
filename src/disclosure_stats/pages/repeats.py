"""Characters that are drawn twice, a fraction of a point apart, to look bold."""

from disclosure_stats.pages.model import Character

_REPEATED_WITHIN = 1.2  # points between the two drawings of a character


def without_repeats(characters: list[Character]) -> list[Character]:
    """`characters` without those drawn a second time at the same place (fake bold)."""
    kept: list[Character] = []
    places: dict[tuple[int, int, str], list[Character]] = {}
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
