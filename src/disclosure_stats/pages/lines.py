"""The text of pages outside the tables, line by line."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from disclosure_stats.pages.model import Page, Word
from disclosure_stats.pages.words import WIDE
from disclosure_stats.text.folding import fold_ideographs

_PAGE_NUMBER = re.compile(
    r"[-—–－·\s]*(?:第?\s*\d{1,3}\s*页?(?:[/,，\s]*共?\s*\d{1,3}\s*页?)?)[-—–－·\s]*"
)
_MAX_GAP = 0.6  # heights of a word, within a run


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
    for words in text_lines(page.words):
        line = _line(page.number, words)
        if not is_page_number(page, line.top, line.bottom, line.text):
            lines.append(line)
    return lines


def is_page_number(page: Page, top: float, bottom: float, text: str) -> bool:
    """Whether a line of `page` is the number of the page, at its upper or lower edge."""
    at_edge = top > 0.85 * page.height or bottom < 0.1 * page.height
    return at_edge and not page.is_set_here and _PAGE_NUMBER.fullmatch(text) is not None


def outside(lines: Sequence[Line], stretches: Sequence[tuple[float, float]]) -> list[Line]:
    """Those of `lines` whose middle lies in none of `stretches` (from top to bottom)."""
    together: list[tuple[float, float]] = []
    for top, bottom in sorted(stretches):
        if together and top <= together[-1][1]:
            above, lowest = together[-1]
            together[-1] = above, max(bottom, lowest)
        else:
            together.append((top, bottom))
    left = list(lines)
    for top, bottom in together:
        left = [line for line in left if not top <= (line.top + line.bottom) / 2 <= bottom]
    return left


def _line(page: int, words: list[Word]) -> Line:
    if len(words) == 1:
        x0, top, x1, bottom, text = words[0][:5]
        return Line(page, x0, top, x1, bottom, fold_ideographs(text), bottom - top)
    tops, bottoms = [word[1] for word in words], [word[3] for word in words]
    middle = words[len(words) // 2]
    return Line(
        page,
        words[0].x0,
        min(tops),
        words[-1].x1,
        max(bottoms),
        fold_ideographs(_with_spaces(words)),
        middle.bottom - middle.top,
    )


def _with_spaces(words: list[Word]) -> str:
    pieces = [words[0].text]
    for before, word in pairwise(words):
        if (
            word[0] - before[2] > WIDE * (word[3] - word[1])
            and before[4][-1].isascii()
            and word[4][0].isascii()
        ):
            pieces.append(" ")
        pieces.append(word[4])
    return "".join(pieces)


_SAME_TEXT_LINE = 0.55  # of a character's height


def text_lines(words: Sequence[Word]) -> list[list[Word]]:
    """`words` as lines from top to bottom, each from left to right."""
    if len(words) < 2:
        return [list(words)] if words else []
    sums = [word[1] + word[3] for word in words]  # each twice its middle
    most = _SAME_TEXT_LINE * (words[0].bottom - words[0].top)
    if max(sums) - sums[0] < most and sums[0] - min(sums) < most:  # half of what parts lines
        return [sorted(words)]
    lines: list[list[Word]] = []
    line: list[Word] = []
    level, middle, tallest = -1e9, -1e9, 0.0
    for index in sorted(range(len(sums)), key=sums.__getitem__):
        word = words[index]
        height = word[3] - word[1]
        if sums[index] == level:  # as the line's words before: their mean stays
            line.append(word)
        else:
            centre = sums[index] / 2
            if centre - middle > _SAME_TEXT_LINE * (height if height > tallest else tallest):
                line = [word]
                lines.append(line)
                level, middle, tallest = sums[index], centre, height
                continue
            line.append(word)
            # The mean, so that one word set higher does not part a line from itself.
            middle += (centre - middle) / len(line)
            level = 2 * middle
        if height > tallest:
            tallest = height
    for line in lines:
        line.sort()  # by x0
    return lines


def text_runs(words: Sequence[Word]) -> list[list[Word]]:
    """Words that stand close together on one line, as runs from left to right."""
    found: list[list[Word]] = []
    for line in text_lines(words):
        current = [line[0]]
        for word in line[1:]:
            height = word.bottom - word.top
            if word.x0 - current[-1].x1 > _MAX_GAP * height:
                found.append(current)
                current = [word]
            else:
                current.append(word)
        found.append(current)
    return found
