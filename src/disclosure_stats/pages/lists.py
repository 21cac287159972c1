"""A table without rules that is set in several lists side by side, each under the same titles."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from disclosure_stats.pages.lines import text_lines
from disclosure_stats.pages.model import Box, Page, Word

_MIN_GUTTER = 3.0  # points between what two lists print
_MIN_ROWS = 3  # lines below the titles, for a table to be set so

Span = tuple[float, float]


def lists_side_by_side(page: Page) -> list[Box]:
    """The box of each list with its titles, from left to right; none where no table is set so."""
    if page.verticals or not _may_have_repeated_titles(page.words):
        return []
    lines = text_lines(page.words)
    for index, titles in enumerate(lines):
        count = _times_repeated([word.text for word in titles])
        if count > 1:
            gutters, rows = _gutters(titles, count, lines[index + 1 :])
            below = lines[index + 1 : index + 1 + rows]
            if rows >= _MIN_ROWS and any(map(_has_label_and_number, below)):
                return _boxes(page, titles, gutters, below[-1])
    return []


def _may_have_repeated_titles(words: Iterable[Word]) -> bool:
    """Whether two texts are there twice each at one height."""
    places = Counter((round(word.top), word.text) for word in words)
    levels = Counter(top for (top, _), count in places.items() if count > 1)
    return max(levels.values(), default=0) > 1


def _times_repeated(texts: Sequence[str]) -> int:
    """How often the same titles, two or more, follow each other; 1 where they do not."""
    count = texts.count(texts[0])
    wide = len(texts) // count
    is_repeated = wide > 1 and list(texts) == list(texts[:wide]) * count
    return count if is_repeated and not any(map(str.isdecimal, "".join(texts))) else 1


def _has_label_and_number(line: Sequence[Word]) -> bool:
    """Whether a line has both, as the rows of lists have: part four repeats titles over numbers."""
    numbers = [word.text.isdecimal() for word in line]
    return any(numbers) and any(one.text[0] >= "\u2e80" for one in line)


def _gutters(
    titles: Sequence[Word], count: int, below: Sequence[Sequence[Word]]
) -> tuple[list[Span], int]:
    """The gaps between the lists, and over how many of the lines below they stay open."""
    wide = len(titles) // count
    open_spans = [
        [((before.x0 + before.x1) / 2, (after.x0 + after.x1) / 2)]
        for before, after in (titles[end - 1 : end + 1] for end in range(wide, len(titles), wide))
    ]
    rows = -1
    for line in (titles, *below):
        narrower = [list(_open_beside(spans, line)) for spans in open_spans]
        if not all(narrower):
            break
        open_spans = narrower
        rows += 1
    return [max(spans, key=lambda span: span[1] - span[0]) for spans in open_spans], rows


def _open_beside(spans: Iterable[Span], line: Sequence[Word]) -> Iterator[Span]:
    """The parts of `spans` in which no word of a line stands, but for those too narrow."""
    for start, end in spans:
        edges = [start]
        for word in sorted(line):
            if word.x1 > start and word.x0 < end:
                edges += [max(word.x0, start), min(word.x1, end)]
        edges.append(end)
        for left, right in zip(edges[::2], edges[1::2], strict=True):
            if right - left >= _MIN_GUTTER:
                yield left, right


def _boxes(
    page: Page, titles: Sequence[Word], gutters: Sequence[Span], last: Sequence[Word]
) -> list[Box]:
    top, bottom = min(word.top for word in titles), max(word.bottom for word in last)
    edges = [0.0, *((start + end) / 2 for start, end in gutters), page.width]
    return [(left, top, right, bottom) for left, right in pairwise(edges)]
