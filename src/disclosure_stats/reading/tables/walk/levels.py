"""The levels of a page: what stands at one height, with the rules and gaps between."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from operator import attrgetter
from statistics import median

from disclosure_stats.pages.lines import is_page_number, text_lines
from disclosure_stats.pages.model import Horizontal, Page, Vertical, Word
from disclosure_stats.reading.layout.cell import Cell, cell_of
from disclosure_stats.reading.layout.one_number import are_alike
from disclosure_stats.reading.layout.regions import merged_horizontals, merged_verticals
from disclosure_stats.reading.tables.walk.line_pieces import (
    SAME_EDGE,
    edge_of_leaves,
    first_behind,
    is_numbering,
    led_apart,
    runs_of,
)
from disclosure_stats.text.folding import squeeze
from disclosure_stats.text.values import UNITS, holds_numbers, looks_like_value

_UNITS = frozenset(UNITS)
_MAX_NUMBERS_OF_FOOT = 3  # the page's between two dashes: more are a row of small numbers
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
    leaf = edge_of_leaves(lines)
    uprights = sorted(uprights_of(page))  # so that borders ascend
    levels = []
    for line in lines:
        parts = led_apart(line) if are_led else [line]
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
    for run in [run for part in parts for run in runs_of(part, borders, leaf)]:
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
            level.aside += [cell for cell in level.numbers if cell.x1 <= edge + SAME_EDGE]
            level.numbers = [cell for cell in level.numbers if cell.x1 > edge + SAME_EDGE]


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
    return is_of_numbers and not is_numbering(text)


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
        level.is_ruled_off = first_behind(rules, upper) <= lower
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
