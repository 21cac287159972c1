"""Numbers that stand among the cells of a table and in none of them: a row was lost there."""

import math
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate, groupby
from operator import itemgetter, sub
from statistics import median
from typing import NamedTuple

from disclosure_stats.forms.cells import TABLES_OF_COUNTS, PrintedCell
from disclosure_stats.pages.lines import text_runs
from disclosure_stats.pages.model import Page, Word
from disclosure_stats.reading.layout.cell import Cell
from disclosure_stats.reading.layout.observed_rows import ObservedRow
from disclosure_stats.reading.layout.regions import ruled_regions
from disclosure_stats.text.values import SIGNS, parse_value

_DIGITS_BEHIND = re.compile(r"(?<=\D)\d+$")
_COLUMNS_BESIDE = 1.5  # where labels stand, and a number does if the columns were mistaken
_OF_ONE_KIND = ("disclosures", "requests")  # all rows within their rules are the table's
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
    of its own kind alone: it reaches as far as the rules around it; so does part three downwards.

    Pages that were read from a picture are left to the proof of their cells.
    """
    pages = {row.page.number: row.page for row in observed if row.page.scan is None}
    placed: dict[tuple[str, int], _Places] = {}
    for cell in cells:
        table, page_number, box = cell.table, cell.page, cell.box
        if box is not None and page_number in pages:
            places = placed.get((table, page_number))
            if places is None:
                places = placed[table, page_number] = _Places([], [])
            x0, top, x1, bottom = box
            (places.blank if cell.state == "blank" else places.filled).append((top, bottom, x0, x1))
    for table, own in foreign:
        if (table, own.page.number) in placed:
            x0, top, x1, bottom = own.page.unturn(*own.box)
            placed[table, own.page.number].filled.append((top, bottom, x0, x1))
    joined = [span for row in observed for span in row.spans[1:]]
    numbers = {number: _numbers(pages[number], joined) for number in {key[1] for key in placed}}
    found = []
    for (table, number), places in placed.items():
        page = pages[number]
        if table in _OF_ONE_KIND and page.is_held_as_shown:
            on_page = {name: own for (name, of_page), own in placed.items() if of_page == number}
            places = _Places([*places.filled, *_corners(page, table, on_page)], places.blank)
        beside = _COLUMNS_BESIDE if table in TABLES_OF_COUNTS else 0.0
        lost = sum(
            [
                _outside(page, own, there, beside)
                for own, there in _by_piece(page, places, numbers[number])
            ]
        )
        if lost:
            found.append(Unplaced(table, number, lost))
    return found


_Place = tuple[float, float, float, float]
"""Where a cell stands on the page as shown: top, bottom, x0, x1."""


class _Places(NamedTuple):
    """Where the cells of a table stand on a page: those that hold something, and those that were
    taken for blank."""

    filled: list[_Place]
    blank: list[_Place]


def _corners(page: Page, table: str, placed: Mapping[str, _Places]) -> Iterator[_Place]:
    """Places of no height at the ends of the ruled regions of a page that hold cells of `table`
    alone; `placed` are the cells of each table on the page."""
    regions = ruled_regions(page)
    places = [(name, place) for name, both in placed.items() for own in both for place in own]
    for region in regions:
        first, last = region.top, region.bottom
        inside = [one for one in places if first <= (one[1][0] + one[1][1]) / 2 <= last]
        if {name for name, _ in inside} == {table}:
            x0, x1 = min([(x0, x1) for _, (_, _, x0, x1) in inside])
            if table == "disclosures":  # over part three, numbers may number its columns
                yield first, first, x0, x1
            yield last, last, x0, x1


_Number = tuple[float, float, float, Word | None]
"""A number of a page: its middle on the page as shown (x, y), its height on the page as held, and
the word that it is, null where it is the end of one."""


def _numbers(page: Page, joined: Sequence[tuple[int, float, float]]) -> Sequence[_Number]:
    """The words of `page` that are numbers or end in one, but in the second halves of rows."""
    numbers = _all_numbers(page)
    spans = sorted({(top, bottom) for number, top, bottom in joined if number == page.number})
    if not spans:
        return numbers
    ends = list(accumulate((bottom for _, bottom in spans), max))
    return [
        one
        for one in numbers
        if not (index := bisect_right(spans, (one[2], math.inf))) or ends[index - 1] < one[2]
    ]


@lru_cache(maxsize=16)  # a page is asked once for each way in which it is read
def _all_numbers(page: Page) -> Sequence[_Number]:
    """The words of `page` that are numbers or end in one."""
    is_turned = not page.is_held_as_shown
    found: list[_Number] = []
    for word in page.words:
        number_from = _number_from(word[4])
        if number_from is None:
            continue  # most words
        x0, top, x1, bottom, _, starts, _ = word
        height = (top + bottom) / 2
        whole: Word | None = word
        if number_from:
            x0, whole = starts[number_from], None
        if is_turned:
            x0, top, x1, bottom = page.unturn(x0, top, x1, bottom)
        found.append(((x0 + x1) / 2, (top + bottom) / 2, height, whole))
    return found


@lru_cache(maxsize=4096)
def _number_from(text: str) -> int | None:
    """At which of its characters the number begins that a text is or ends in; null for none."""
    if not (text[-1].isdecimal() or text[0].isdecimal() or text[0] in SIGNS):
        return None
    if parse_value(text).state == "printed":
        return 0
    digits = _DIGITS_BEHIND.search(text)
    return digits and digits.start()


def _by_piece(
    page: Page, places: _Places, numbers: Sequence[_Number]
) -> Iterator[tuple[_Places, Sequence[_Number]]]:
    """Cells and numbers of each of the pages on a sheet that has cells; of any other page, all."""
    if page.sheet is None:
        yield places, numbers
        return
    for x0, y0, x1, y1 in (page.sheet.unturn(*piece) for piece in page.pieces):
        own = _Places(
            *([one for one in some if x0 <= one[2] < x1 and y0 <= one[0] < y1] for some in places)
        )
        if own.filled or own.blank:
            yield own, [n for n in numbers if x0 <= n[0] < x1 and y0 <= n[1] < y1]


def _outside(page: Page, places: _Places, numbers: Sequence[_Number], beside: float) -> int:
    """How many of `numbers` stand among `places`, or as many columns to their left as `beside`
    says, but in the cell of none, or in one that was taken for blank."""
    tops, bottoms, lefts, rights = zip(*places.filled, *places.blank, strict=True)
    column = median(map(sub, rights, lefts)) if beside else 0.0
    left, right = min(lefts) - _EDGE - beside * column, max(rights) + _EDGE
    top, bottom = min(tops), max(bottoms)
    among = [one for one in numbers if left <= one[0] <= right and top <= one[1] <= bottom]
    lost = _in_none(places.filled, among, _EDGE)
    if not lost:
        return 0
    in_no_cell = _in_none(places.blank, lost, 0.0)
    loose = [whole for _, _, _, whole in in_no_cell if whole is not None]
    return len(lost) - len(in_no_cell) + len(_standing_alone(page, loose))


def _in_none(
    places: Sequence[_Place], numbers: Sequence[_Number], edge: float
) -> Sequence[_Number]:
    """Those of `numbers` whose middle lies in none of `places`, nor within `edge` of one."""
    lines: list[tuple[float, float, Sequence[float], Sequence[float]]] = []
    for (top, bottom), row in groupby(sorted(places), itemgetter(0, 1)):
        _, _, x0s, x1s = zip(*row, strict=True)
        lines.append((top, bottom, x0s, x1s))
    outside = []
    level = math.nan
    for number in numbers:
        x, y, _, _ = number
        if y != level:  # most numbers stand on a line with the one before
            level = y
            near = [
                (lefts, rights)
                for top, bottom, lefts, rights in lines
                if top <= y + edge and y <= bottom + edge
            ]
        for lefts, rights in near:
            column = bisect_right(lefts, x + edge)
            if column and x <= rights[column - 1] + edge:
                break
        else:
            outside.append(number)
    return outside


def _standing_alone(page: Page, words: Sequence[Word]) -> list[Word]:
    """Those of `words` that are no part of a label, a date or a sentence."""
    if not words:
        return []
    runs = text_runs(page.words)
    texts = {id(word): "".join(part[4] for part in run) for run in runs for word in run}
    return [word for word in words if parse_value(texts[id(word)]).state == "printed"]
