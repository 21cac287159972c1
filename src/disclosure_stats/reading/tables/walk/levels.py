"""The levels of a page: what stands at one height, with the rules and gaps between."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from operator import attrgetter, itemgetter
from statistics import median

from disclosure_stats.pages.lines import is_page_number, text_lines
from disclosure_stats.pages.model import Horizontal, Page, Vertical, Word
from disclosure_stats.reading.layout.cell import Cell, cell_of
from disclosure_stats.reading.layout.one_number import are_alike
from disclosure_stats.reading.layout.regions import merged_horizontals, merged_verticals
from disclosure_stats.reading.layout.touching_numbers import is_of_numbers
from disclosure_stats.text.folding import squeeze
from disclosure_stats.text.values import UNITS, holds_numbers, looks_like_value

_MAX_GAP = 0.6  # of a character's height: within a piece of text, gaps are narrower
_MAX_GAP_OF_DIGITS = 0.28  # of a digit's height: within a number
_MAX_GAP_OF_NUMBERING = 2.0  # of a character's height: between a label and its numbering
_MAX_GAP_OF_IDEOGRAPHS = 0.15  # of a character's height: no border stands in a gap so narrow
_MAX_NUMBERS_OF_FOOT = 3  # the page's between two dashes: more are a row of small numbers
_MIN_LEAVES = 3  # numbered labels that begin at one edge, for labels to begin there
_SAME_EDGE = 2.0  # points
_INNERMOST = re.compile(r"^\d{1,2}[.．、)）](?!\d)")
_ONLY_NUMBERING = re.compile(r"[(（]?(?:[一二三四五六七八九十]{1,2}|\d{1,2})[)）、.．]")
_MAX_REST_STEP = 2.2  # of a digit's height: from a number's first line to its next


@dataclass(slots=True, eq=False)
class Level:
    """What stands at one height of a page: pieces of label text, units, and numbers behind them,
    or aside of them: those of the rows.

    `rules` are those of its page; `is_ruled_off` tells that one which reaches the numbers parts the
    level from the one above,
    `gap` is the distance between the two in heights of a character (null on a new page), and
    `goes_on` that its numbers may be second lines of those above, or stand beside them.
    """

    page: Page
    top: float
    bottom: float
    words: list[Word]
    labels: list[Cell] = field(default_factory=list)
    units: list[Cell] = field(default_factory=list)
    numbers: list[Cell] = field(default_factory=list)
    aside: list[Cell] = field(default_factory=list)
    rules: Sequence[Horizontal] = ()
    is_ruled_off: bool = False
    gap: float | None = None
    goes_on: bool = False

    @property
    def cells(self) -> list[Cell]:
        """All that stands in it, from left to right."""
        cells = [*self.labels, *self.aside, *self.units, *self.numbers]
        return sorted(cells, key=attrgetter("x0"))


def levels_of(page: Page, has_units: bool) -> list[Level]:
    """The levels of `page` from top to bottom, the number of the page left out; `has_units` tells
    that the form has a column of units."""
    verticals = merged_verticals([*page.verticals, *page.faint_verticals])
    lines = [line for line in text_lines(page.words) if line]
    leaf = _edge_of_leaves(lines)
    levels = [_level(page, line, verticals, leaf, has_units) for line in lines]
    for edge in (0, -1):
        if levels and _is_page_number(levels[edge]):
            del levels[edge]
    rules = merged_horizontals([*page.horizontals, *page.faint_horizontals])
    for level in levels:
        level.rules = rules
    _relate(levels, _heights_of_rules(levels, rules))
    return levels


def _edge_of_leaves(lines: Sequence[Sequence[Word]]) -> float | None:
    """Where the innermost labels, numbered 1. 2. 3., begin; null where few are."""
    starts = Counter(
        round(word.x0)
        for line in lines
        for index, word in enumerate(line)
        if _INNERMOST.match("".join(one.text for one in line[index : index + 3]))
    )
    edge, count = max(starts.items(), key=itemgetter(1), default=(0, 0))
    return float(edge) if count >= _MIN_LEAVES else None


def _is_page_number(level: Level) -> bool:
    text = "".join(word.text for word in level.words)
    is_short = len(level.numbers) <= _MAX_NUMBERS_OF_FOOT
    return is_short and is_page_number(level.page, level.top, level.bottom, text)


def _level(
    page: Page,
    line: list[Word],
    verticals: Sequence[Vertical],
    leaf: float | None,
    has_units: bool,
) -> Level:
    tops, bottoms = [word.top for word in line], [word.bottom for word in line]
    level = Level(page, min(tops), max(bottoms), line)
    middle = (level.top + level.bottom) / 2
    borders = [x for x, top, bottom in verticals if top <= middle <= bottom]
    for run in _runs(line, borders, leaf):
        cell = cell_of(page, run)
        text = squeeze(cell.text)
        if has_units and text in UNITS:
            level.units.append(cell)
        elif (looks_like_value(text) or holds_numbers(text)) and (
            not _ONLY_NUMBERING.fullmatch(text)
        ):
            level.numbers.append(cell)
        else:
            level.labels.append(cell)
    if level.labels:  # what stands left of the labels numbers the rows
        start = min(cell.x1 for cell in level.labels)
        level.aside = [cell for cell in level.numbers if cell.x0 < start - 1]
        level.numbers = [cell for cell in level.numbers if cell.x0 >= start - 1]
    return level


def _runs(line: Sequence[Word], borders: Sequence[float], leaf: float | None) -> list[list[Word]]:
    """The words of a line as runs that no gap parts, none of `borders`, and not the edge `leaf` of
    the innermost labels; numbering that stands apart is put to the label behind it."""
    runs: list[list[Word]] = []
    for word in _cut(line, borders, leaf):
        if runs and not _parts(runs[-1], word, borders, leaf):
            runs[-1].append(word)
        else:
            runs.append([word])
    return runs


def _cut(line: Sequence[Word], borders: Sequence[float], leaf: float | None) -> Iterator[Word]:
    """The words of a line, in place of numbers that cross a border their characters, and of text
    that crosses the edge of the innermost labels."""
    leaves = () if leaf is None else (leaf,)
    for word in line:
        if len(word.text) == 1:
            yield word
            continue
        edges = borders if is_of_numbers(word.text) else leaves
        is_cut = any(word.x0 + 1 < x < word.x1 - 1 for x in edges)
        yield from word.characters() if is_cut else [word]


def _parts(run: Sequence[Word], word: Word, borders: Sequence[float], leaf: float | None) -> bool:
    before = run[-1]
    gap, height = word.x0 - before.x1, max(before.bottom - before.top, word.bottom - word.top)
    x0, x1 = (before.x0 + before.x1) / 2, (word.x0 + word.x1) / 2
    are_digits = before.text[-1].isdecimal(), word.text[0].isdecimal()
    is_apart = gap > _MAX_GAP_OF_IDEOGRAPHS * height
    if (is_apart or any(are_digits)) and any(x0 < border <= x1 for border in borders):
        return True
    if all(are_digits):
        return gap > _MAX_GAP_OF_DIGITS * height
    text = squeeze("".join(part.text for part in run))
    if leaf is not None and abs(word.x0 - leaf) < _SAME_EDGE and before.x0 < leaf - _SAME_EDGE:
        return is_apart or are_digits[1] and not _ONLY_NUMBERING.fullmatch(text)
    if gap <= _MAX_GAP * height:
        return False
    return gap > _MAX_GAP_OF_NUMBERING * height or not _ONLY_NUMBERING.fullmatch(text)


def _heights_of_rules(levels: Sequence[Level], rules: Sequence[Horizontal]) -> list[float]:
    """The heights of the rules and edges that reach the rightmost column of numbers."""
    ends = [(level.numbers[-1].x0 + level.numbers[-1].x1) / 2 for level in levels if level.numbers]
    if not ends:
        return []
    right = median(ends)
    return sorted(y for y, x0, x1 in rules if x0 <= right <= x1)


def _relate(levels: Sequence[Level], rules: Sequence[float]) -> None:
    """Says of each level what parts it from the one above."""
    for above, level in pairwise(levels):
        upper, lower = (above.top + above.bottom) / 2, (level.top + level.bottom) / 2
        level.is_ruled_off = any(upper < y <= lower for y in rules)
        level.gap = (level.top - above.bottom) / (level.bottom - level.top)
    numbered = [level for level in levels if level.numbers]
    for index, level in enumerate(numbered[1:], start=1):
        level.goes_on = _goes_on(level, numbered[max(0, index - 2) : index])


def _goes_on(level: Level, before: Sequence[Level]) -> bool:
    """Whether the numbers of `level` are set in the size of those no more than a line's step away,
    and each stands under one that is as wide or wider, or beside all of them."""
    farthest = _MAX_REST_STEP * (level.numbers[0].bottom - level.numbers[0].top)
    near = [
        cell
        for one in before
        for cell in one.numbers
        if level.numbers[0].top - cell.top <= farthest
    ]
    return bool(near) and all(
        are_alike(other.words[-1], cell.words[0])
        and (
            other.x1 <= cell.x0
            or cell.x1 <= other.x0
            or len(other.text) > 1
            and other.text[0].isdecimal()
            and other.x1 - other.x0 >= cell.x1 - cell.x0 - 1
        )
        for cell in level.numbers
        for other in near
    )


_PUNCTUATION = re.compile(r"[\W_]+")


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """A piece of a label as it is compared: folded, with its numbering, without punctuation."""
    return _PUNCTUATION.sub("", squeeze(text))
