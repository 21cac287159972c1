"""Numbers that stand among the cells of a table and in none of them: a row was lost there."""

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate
from operator import itemgetter
from statistics import median
from typing import NamedTuple

from disclosure_stats.forms.cells import PrintedCell
from disclosure_stats.pages.lines import text_runs
from disclosure_stats.pages.model import Page, Word
from disclosure_stats.reading.layout.cell import Cell
from disclosure_stats.reading.layout.observed_rows import ObservedRow
from disclosure_stats.reading.layout.regions import ruled_regions
from disclosure_stats.text.values import SIGNS, parse_value

_DIGITS_BEHIND = re.compile(r"(?<=\D)\d+$")
_MAY_BE_NUMBER = re.compile(rf"[\d{re.escape(''.join(sorted(SIGNS)))}]|.*\d$", re.DOTALL).match
_COLUMNS_BESIDE = 1.5  # where labels stand, and a number does if the columns were mistaken
_COUNTED_IN_COLUMNS = ("requests", "appeals")
_EDGE = 2.0  # points that a number may stand out of its column, or of its cell


class Unplaced(NamedTuple):
    """How many numbers of a page stand in a table, but in none of its cells."""

    table: str
    page: int
    numbers: int


def unplaced_numbers(
    cells: Iterable[PrintedCell],
    foreign: Iterable[tuple[str, Cell]],
    observed: Sequence[ObservedRow],
) -> list[Unplaced]:
    """The numbers between the outermost cells of each table on each page that no cell holds, nor
    one of the `foreign` cells, each with its table, that the form does not have. Part two has rows
    of its own kind alone: it reaches as far as the rules around it.

    Pages that were read from a picture are left to the proof of their cells.
    """
    pages = {row.page.number: row.page for row in observed if row.page.scan is None}
    placed: dict[tuple[str, int], list[_Place]] = {}
    for cell in cells:
        if cell.box is not None and cell.page in pages:
            place = (*cell.box, cell.state == "blank")
            placed.setdefault((cell.table, cell.page), []).append(place)
    for table, own in foreign:
        if (table, own.page.number) in placed:
            place = (*own.page.unturn(*own.box), False)
            placed[table, own.page.number].append(place)
    joined = [span for row in observed for span in row.spans[1:]]
    numbers = {number: _numbers(pages[number], joined) for _, number in placed}
    found = []
    for (table, number), places in placed.items():
        if table == "disclosures" and pages[number].is_held_as_shown:
            places = [*places, *_corners(pages[number], table, placed)]
        beside = _COLUMNS_BESIDE if table in _COUNTED_IN_COLUMNS else 0.0
        lost = sum(
            _outside(pages[number], own, there, beside)
            for own, there in _by_piece(pages[number], places, numbers[number])
        )
        if lost:
            found.append(Unplaced(table, number, lost))
    return found


def _corners(
    page: Page, table: str, placed: Mapping[tuple[str, int], Sequence["_Place"]]
) -> Iterator["_Place"]:
    """Places of no height at the ends of the ruled regions of a page that hold cells of `table`
    alone."""
    for region in ruled_regions(page):
        inside = {
            (name, x0, x1)
            for (name, number), places in placed.items()
            if number == page.number
            for x0, top, x1, bottom, _ in places
            if region.top <= (top + bottom) / 2 <= region.bottom
        }
        if {name for name, _, _ in inside} == {table}:
            _, x0, x1 = min(inside, key=itemgetter(1))
            yield x0, region.top, x1, region.top, False
            yield x0, region.bottom, x1, region.bottom, False


_Place = tuple[float, float, float, float, bool]
"""Where a cell stands on the page as shown (x0, top, x1, bottom), and whether it was taken for
blank."""


class _Number(NamedTuple):
    """A number of a page with its middle on the page as shown; `whole` is the word that it is, null
    where it is the end of one."""

    x: float
    y: float
    whole: Word | None


def _numbers(page: Page, joined: Sequence[tuple[int, float, float]]) -> list[_Number]:
    """The words of `page` that are numbers or end in one, but in the second halves of rows."""
    spans = sorted({(top, bottom) for number, top, bottom in joined if number == page.number})
    numbers = _all_numbers(page)
    if spans:
        ends = list(accumulate((bottom for _, bottom in spans), max))
        numbers = [
            one
            for one in numbers
            if not (index := bisect_right(spans, (one[0], math.inf))) or ends[index - 1] < one[0]
        ]
    return [number for _, number in numbers]


@lru_cache(maxsize=16)  # a page is asked once for each way in which it is read
def _all_numbers(page: Page) -> list[tuple[float, _Number]]:
    """The words of `page` that are numbers or end in one, each with its height on the page as
    held."""
    is_turned = not page.is_held_as_shown
    found = []
    for word in page.words:
        if not _MAY_BE_NUMBER(word[4]):  # most words
            continue
        number = _number_at_end(word)
        if number is None:
            continue
        x0, top, x1, bottom = page.unturn(*number[:4]) if is_turned else number[:4]
        whole = word if number is word else None
        middle = (word[1] + word[3]) / 2
        found.append((middle, _Number((x0 + x1) / 2, (top + bottom) / 2, whole)))
    return found


def _by_piece(
    page: Page, places: Sequence[_Place], numbers: Sequence[_Number]
) -> Iterator[tuple[Sequence[_Place], Sequence[_Number]]]:
    """Cells and numbers of each of the pages on a sheet that has cells; of any other page, all."""
    if page.sheet is None:
        yield places, numbers
        return
    for x0, y0, x1, y1 in (page.sheet.unturn(*piece) for piece in page.pieces):
        own = [place for place in places if x0 <= place[0] < x1 and y0 <= place[1] < y1]
        if own:
            yield own, [n for n in numbers if x0 <= n.x < x1 and y0 <= n.y < y1]


def _outside(
    page: Page, places: Sequence[_Place], numbers: Sequence[_Number], beside: float
) -> int:
    """How many of `numbers` stand among `places`, or as many columns to their left as `beside`
    says, but in the cell of none, or in one that was taken for blank."""
    lefts, tops, rights, bottoms, _ = zip(*places, strict=True)
    column = median([x1 - x0 for x0, _, x1, _, _ in places]) if beside else 0.0
    left, right = min(lefts) - _EDGE - beside * column, max(rights) + _EDGE
    top, bottom = min(tops), max(bottoms)
    filled = _Places([place for place in places if not place[4]])
    lost = [
        number
        for number in numbers
        if left <= number[0] <= right
        and top <= number[1] <= bottom
        and not filled.hold(number[0], number[1], _EDGE)
    ]
    if not lost:
        return 0
    blank = _Places([place for place in places if place[4]])
    in_blanks = [number for number in lost if blank.hold(number.x, number.y, 0.0)]
    loose = [n.whole for n in lost if n.whole is not None and n not in in_blanks]
    return len(in_blanks) + len(_standing_alone(page, loose))


class _Places:
    """The boxes of cells, to be asked which points lie in them."""

    def __init__(self, places: Sequence[_Place]) -> None:
        lines: dict[tuple[float, float], list[tuple[float, float]]] = {}
        for x0, top, x1, bottom, _ in places:
            lines.setdefault((top, bottom), []).append((x0, x1))
        self._tops = sorted(lines)
        self._edges = [tuple(zip(*sorted(lines[line]), strict=True)) for line in self._tops]
        self._tallest = max((bottom - top for top, bottom in self._tops), default=0.0)

    def hold(self, x: float, y: float, edge: float) -> bool:
        """Whether the point lies in a cell, or no farther than `edge` from it."""
        first = bisect_left(self._tops, (y - self._tallest - edge, 0.0))
        for index in range(bisect_right(self._tops, (y + edge, math.inf)) - 1, first - 1, -1):
            if y <= self._tops[index][1] + edge:
                lefts, rights = self._edges[index]
                column = bisect_right(lefts, x + edge) - 1
                if column >= 0 and x <= rights[column] + edge:
                    return True
        return False


def _number_at_end(word: Word) -> Word | None:
    """`word` if it is a number, or the digits at its end, as a word of their own."""
    if parse_value(word[4]).state == "printed":
        return word
    digits = _DIGITS_BEHIND.search(word[4])
    if digits is None:
        return None
    characters = word.characters()[digits.start() :]
    return characters[-1]._replace(x0=characters[0].x0)


def _standing_alone(page: Page, words: Sequence[Word]) -> list[Word]:
    """Those of `words` that are no part of a label, a date or a sentence."""
    if not words:
        return []
    runs = text_runs(page.words)
    texts = {id(word): "".join(part[4] for part in run) for run in runs for word in run}
    return [word for word in words if parse_value(texts[id(word)]).state == "printed"]
