"""The text of pages outside the tables, line by line."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from disclosure_stats.pages.model import Character, Page
from disclosure_stats.reading.grid import text_lines
from disclosure_stats.reading.text import fold_ideographs

_PAGE_NUMBER = re.compile(
    r"[-—–－·\s]*(?:第?\s*\d{1,3}\s*页?(?:[/,，\s]*共?\s*\d{1,3}\s*页?)?)[-—–－·\s]*"
)
_ASCII_PAIR = re.compile(r"[\0-\x7f]{2}")
_WIDE = 0.28  # of a character's height: a gap from which Latin words are apart


class Line(NamedTuple):
    """A line of text with its page, its box in points and the height of a character."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float
    text: str
    height: float


def page_lines(page: Page) -> list[Line]:
    """The lines of `page`, page numbers left out.

    Ideographs are folded, punctuation stays as printed; spaces are kept between Latin words only.
    """
    lines = []
    for characters in text_lines(page.characters):
        line = _line(page.number, characters)
        if not is_page_number(page, line.top, line.bottom, line.text):
            lines.append(line)
    return lines


def is_page_number(page: Page, top: float, bottom: float, text: str) -> bool:
    """Whether a line of `page` is the number of the page, at its upper or lower edge."""
    at_edge = top > 0.85 * page.height or bottom < 0.1 * page.height
    return at_edge and _PAGE_NUMBER.fullmatch(text) is not None


def outside(lines: Sequence[Line], stretches: Sequence[tuple[float, float]]) -> list[Line]:
    """Those of `lines` whose middle lies in none of `stretches` (from top to bottom)."""
    return [
        line
        for line in lines
        for middle in ((line.top + line.bottom) / 2,)
        if not any(top <= middle <= bottom for top, bottom in stretches)
    ]


def _line(page: int, characters: list[Character]) -> Line:
    _, tops, _, bottoms, texts = zip(*characters, strict=True)
    text = "".join(texts)
    if _ASCII_PAIR.search(text):
        text = _with_spaces(characters, list(texts))
    middle = characters[len(characters) // 2]
    return Line(
        page,
        characters[0].x0,
        min(tops),
        characters[-1].x1,
        max(bottoms),
        fold_ideographs(text),
        middle.bottom - middle.top,
    )


def _with_spaces(characters: list[Character], texts: list[str]) -> str:
    for index in range(len(texts) - 1, 0, -1):
        if texts[index].isascii() and texts[index - 1].isascii():
            character = characters[index]
            gap = character.x0 - characters[index - 1].x1
            if gap > _WIDE * (character.bottom - character.top):
                texts.insert(index, " ")
    return "".join(texts)
