"""The text of pages outside the tables, line by line."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from disclosure_stats.pages.model import Character, Page
from disclosure_stats.reading.grid import text_lines
from disclosure_stats.reading.text import fold_ideographs

_PAGE_NUMBER = re.compile(r"[-—–－·\s]*(?:第?\s*\d{1,3}\s*页?(?:[/,，\s]*共?\s*\d{1,3}\s*页?)?)[-—–－·\s]*")
_WIDE = 0.28  # of a character's height: a gap from which Latin words are apart


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text with its page, its box in points and the height of its characters."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float
    text: str
    height: float


def narrative_lines(page: Page, tables: Sequence[tuple[float, float]] = ()) -> list[Line]:
    """The lines of `page` outside `tables` (stretches from top to bottom), page numbers left out.

    Ideographs are folded, punctuation stays as printed; spaces are kept between Latin words only.
    """
    outside: Iterable[Character] = page.characters
    if tables:
        outside = [
            character
            for character in page.characters
            if not any(
                top <= (character.top + character.bottom) / 2 <= bottom for top, bottom in tables
            )
        ]
    lines = []
    for characters in text_lines(list(outside)):
        line = _line(page.number, characters)
        edge = line.top > 0.85 * page.height or line.bottom < 0.1 * page.height
        if not (edge and _PAGE_NUMBER.fullmatch(line.text)):
            lines.append(line)
    return lines


def _line(page: int, characters: list[Character]) -> Line:
    parts = [characters[0].text]
    for before, character in zip(characters, characters[1:], strict=False):
        if (
            before.text.isascii()
            and character.text.isascii()
            and character.x0 - before.x1 > _WIDE * (character.bottom - character.top)
        ):
            parts.append(" ")
        parts.append(character.text)
    heights = sorted(c.bottom - c.top for c in characters)
    return Line(
        page,
        min(c.x0 for c in characters),
        min(c.top for c in characters),
        max(c.x1 for c in characters),
        max(c.bottom for c in characters),
        fold_ideographs("".join(parts)),
        heights[len(heights) // 2],
    )
