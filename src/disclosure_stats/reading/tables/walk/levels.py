"""The levels of a page: what stands at one height, with the rules and gaps between."""

import math
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
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

_UNITS = frozenset(UNITS)
_MAX_GAP = 0.6  # of a character's height: within a piece of text, gaps are narrower
_MAX_GAP_OF_DIGITS = 0.28  # of a digit's height: within a number
_MAX_GAP_OF_NUMBERING = 2.0  # of a character's height: between a label and its numbering
_MAX_GAP_OF_IDEOGRAPHS = 0.15  # of a character's height: no border stands in a gap so narrow
_MAX_NUMBERS_OF_FOOT = 3  # the page's between two dashes: more are a row of small numbers
_MIN_LEAVES = 3  # numbered labels that begin at one edge, for labels to begin there
_SAME_EDGE = 2.0  # points
_INNERMOST = re.compile(r"^\d{1,2}[.．、)）](?!\d)")
_ONLY_NUMBERING = re.compile(r"[(（]?(?:[一二三四五六七八九十]{1,2}|\d{1,2})[)）、.．]")
_LED = re.compile(r"(?P<label>.*?)(?:[:：…]|[.·・_]{2})[:：….·・_]*+(?P<value>[\d/—-][^:：…]*)")
_MAX_REST_STEP = 2.2  # of a digit's height: from a number's first line to its next


@dataclass(slots=True, eq=False)
class Level:
    """What stands at one height of a page: pieces of label text, units, and numbers behind them,
    or aside of them: those of the rows.

    `rules` are those of its page; `is_ruled_off` tells that one which reaches the numbers parts the
    level from the one above,
    `gap` is the distance between the two in heights of a character (null on a new page), `goes_on`
    that its numbers may be second lines of those above, or stand beside them, and `is_led` that its
    number stands wherever its label ends.
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
    is_led: bool = False

    @property
    def cells(self) -> list[Cell]:
        """All that stands in it, from left to right."""
        cells = [*self.labels, *self.aside, *self.units, *self.numbers]
        return sorted(cells, key=attrgetter("x0"))


def levels_of(page: Page, has_units: bool, are_led: bool = False) -> list[Level]:
    """The levels of `page` from top to bottom, the number of the page left out; `has_units` tells
    that the form has a column of units, `are_led` that numbers stand wherever their labels end."""
    lines = text_lines(page.words)
    leaf = _edge_of_leaves(lines)
    uprights = sorted(uprights_of(page))  # so that borders ascend
    levels = []
    for line in lines:
        parts = _led_apart(line) if are_led else [line]
        level = _level(page, line, parts, uprights, leaf, has_units)
        level.is_led = parts[-1] is not line
        levels.append(level)
    for edge in (0, -1):
        if levels and _is_page_number(levels[edge]):
            del levels[edge]
    rules = merged_horizontals([*page.horizontals, *page.faint_horizontals])
    for level in levels:
        level.rules = rules
    if has_units:
        _set_aside(levels)
    _relate(levels, _heights_of_rules(levels, rules))
    return levels


@lru_cache(maxsize=16)  # each table on a page asks
def uprights_of(page: Page) -> list[Vertical]:
    """The upright rules and edges of `page`, pieces of one as one."""
    return merged_verticals([*page.verticals, *page.faint_verticals])


def _edge_of_leaves(lines: Sequence[Sequence[Word]]) -> float | None:
    """Where the innermost labels, numbered 1. 2. 3., begin; null where few are."""
    starts = Counter(
        [
            round(word.x0)
            for line in lines
            for index, word in enumerate(line)
            if word.text[0].isdecimal()
            and _INNERMOST.match("".join([one.text for one in line[index : index + 3]]))
        ]
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
    parts: Sequence[Sequence[Word]],
    uprights: Sequence[Vertical],
    leaf: float | None,
    has_units: bool,
) -> Level:
    top, bottom = min([word.top for word in line]), max([word.bottom for word in line])
    middle = (top + bottom) / 2
    borders = [x for x, upper, lower in uprights if upper <= middle <= lower]
    labels: list[Cell] = []
    units: list[Cell] = []
    numbers: list[Cell] = []
    aside: list[Cell] = []
    for run in [run for part in parts for run in _runs(part, borders, leaf)]:
        cell = _cell(page, run)
        if has_units and squeeze(cell.text) in _UNITS:
            units.append(cell)
        elif _is_of_numbers(cell.text):
            numbers.append(cell)
        else:
            labels.append(cell)
    if labels and numbers:  # what stands left of the labels numbers the rows
        start = min([cell.x1 for cell in labels]) - 1
        aside = [cell for cell in numbers if cell.x0 < start]
        numbers = [cell for cell in numbers if cell.x0 >= start]
    return Level(page, top, bottom, line, labels, units, numbers, aside)


def _set_aside(levels: Sequence[Level]) -> None:
    """Puts aside the numbers of rows beside which no line of the label stands, too."""
    edge = max((cell.x1 for level in levels for cell in level.aside), default=-math.inf)
    for level in levels:
        if not level.labels:
            level.aside += [cell for cell in level.numbers if cell.x1 <= edge + _SAME_EDGE]
            level.numbers = [cell for cell in level.numbers if cell.x1 > edge + _SAME_EDGE]


def _cell(page: Page, run: list[Word]) -> Cell:
    if len(run) > 1:
        return cell_of(page, run)
    x0, top, x1, bottom, *_ = run[0]
    return Cell(x0, top, x1, bottom, page, run)


@lru_cache(maxsize=4096)
def _is_of_numbers(text: str) -> bool:
    """Whether a piece of text is a number, several, or a dash, and does not number a label."""
    text = squeeze(text)
    is_of_numbers = looks_like_value(text) or holds_numbers(text)
    return is_of_numbers and not _ONLY_NUMBERING.fullmatch(text)


def _runs(line: Sequence[Word], borders: Sequence[float], leaf: float | None) -> list[list[Word]]:
    """The words of a line as runs that no gap parts, none of `borders` (from left to right), and
    not the edge `leaf` of the innermost labels; numbering that stands apart is put to the label
    behind it."""
    words = _cut(line, borders, leaf) if borders or leaf is not None else line
    runs = [[words[0]]]
    for word in words[1:]:
        if _parts(runs[-1], word, borders, leaf):
            runs.append([word])
        else:
            runs[-1].append(word)
    return runs


def labels_with_led_numbers(page: Page) -> list[str]:
    """The labels of the lines of `page` that are a label and a number which it leads to."""
    parts = map(_led_apart, text_lines(page.words))
    return ["".join([word.text for word in label]) for label, *value in parts if value]


def _led_apart(line: Sequence[Word]) -> list[Sequence[Word]]:
    """The words of a line that is a label and a number behind a colon or dots, without a gap, as in
    a list, without what leads to it: those of the label and those of the number; else the line as
    it is."""
    led = _LED.fullmatch("".join([word.text for word in line]))
    if led is None or not looks_like_value(led["value"]):
        return [line]
    characters = [one for word in line for one in word.characters()]
    upto = characters[: led.start("value") + 1]
    if any(b.x0 - a.x1 > _MAX_GAP * (b.bottom - b.top) for a, b in pairwise(upto)):
        return [line]  # columns of text, or of a table
    label, value = characters[: led.end("label")], characters[led.start("value") :]
    return [label, value] if label else [value]


def _cut(line: Sequence[Word], borders: Sequence[float], leaf: float | None) -> list[Word]:
    """The words of a line, in place of numbers that cross a border their characters, and of text
    that crosses the edge of the innermost labels."""
    words: list[Word] = []
    for word in line:
        if len(word[4]) > 1:
            start, end = word[0] + 1, word[2] - 1
            crosses_border = _first_behind(borders, start) < end
            crosses_leaf = leaf is not None and start < leaf < end
            if crosses_border or crosses_leaf:
                is_cut = crosses_border if is_of_numbers(word[4]) else crosses_leaf
                words += word.characters() if is_cut else [word]
                continue
        words.append(word)
    return words


def _first_behind(places: Sequence[float], start: float) -> float:
    """The first of `places`, which ascend, that is greater than `start`; infinity for none."""
    index = bisect_right(places, start)
    return places[index] if index < len(places) else math.inf


def _parts(run: Sequence[Word], word: Word, borders: Sequence[float], leaf: float | None) -> bool:
    """Whether a word is parted from the run of words before it."""
    before = run[-1]
    gap, height = word[0] - before[2], word[3] - word[1]
    was_digit, is_digit = before[4][-1].isdecimal(), word[4][0].isdecimal()
    if gap <= _MAX_GAP_OF_IDEOGRAPHS * height and not was_digit and not is_digit:
        return False
    height = max(before[3] - before[1], height)
    is_apart = gap > _MAX_GAP_OF_IDEOGRAPHS * height
    if borders and (is_apart or was_digit or is_digit):
        x0, x1 = (before[0] + before[2]) / 2, (word[0] + word[2]) / 2
        if _first_behind(borders, x0) <= x1:
            return True
    if was_digit and is_digit:
        return gap > _MAX_GAP_OF_DIGITS * height
    if leaf is not None and abs(word[0] - leaf) < _SAME_EDGE and before[0] < leaf - _SAME_EDGE:
        return is_apart or is_digit and not _is_numbering(run)
    if gap <= _MAX_GAP * height:
        return False
    return gap > _MAX_GAP_OF_NUMBERING * height or not _is_numbering(run)


def _is_numbering(run: Sequence[Word]) -> bool:
    return _ONLY_NUMBERING.fullmatch(squeeze("".join([word.text for word in run]))) is not None


def _heights_of_rules(levels: Sequence[Level], rules: Sequence[Horizontal]) -> list[float]:
    """The heights of the rules and edges that reach the rightmost column of numbers."""
    ends = [(level.numbers[-1].x0 + level.numbers[-1].x1) / 2 for level in levels if level.numbers]
    if not ends:
        return []
    right = median(ends)
    return sorted(y for y, x0, x1 in rules if x0 <= right <= x1)


def _relate(levels: Sequence[Level], rules: Sequence[float]) -> None:
    """Says of each level what parts it from the one above; `rules` are heights that ascend."""
    for above, level in pairwise(levels):
        upper, lower = (above.top + above.bottom) / 2, (level.top + level.bottom) / 2
        level.is_ruled_off = _first_behind(rules, upper) <= lower
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
