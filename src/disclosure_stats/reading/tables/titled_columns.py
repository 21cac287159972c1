"""Which printed column is which of the form's, told by the titles over it, in whatever order."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from disclosure_stats.forms import Entry
from disclosure_stats.reading.layout.cell import Cell
from disclosure_stats.reading.layout.columns import Interval
from disclosure_stats.reading.layout.observed_rows import ObservedRow
from disclosure_stats.reading.tables.years import is_on_last_year, is_on_year, names_no_year
from disclosure_stats.text.folding import squeeze
from disclosure_stats.text.labels import label_key, similarity

_MIN_LIKENESS = 0.6  # similarity from which a title is one of the form's
_MIN_LIKENESS_IN_PLACE = 0.3  # of a misread title that stands where the form has it
_EDGE = 3.0  # points that a title may stand out of its column: rules are drawn with a pen
_OF_TOTALS = re.compile("合计|总计|共计|总数|小计|全年")
# Titles of columns that the form does not have, among those that it has.
_EXPLAINED = re.compile("[(（][^()（）]*[)）]")  # 处理决定数量（指本年办件量）
_FOREIGN = re.compile("小计|其中|电子|占比|比例|比重|备注|说明|序号|行次|单位|增减|同比")


class PrintedColumn(NamedTuple):
    """A printed column: where it stands, and the texts over it, the nearest first."""

    x0: float
    x1: float
    titles: tuple[str, ...]


class Placing(NamedTuple):
    """For each column of a form the index of the printed column that it is: null where the report
    prints none. `unsure` are the columns of the form that several printed ones may be;
    `misnamed` those in whose place one stands with a title that is none of the form's."""

    places: tuple[int | None, ...]
    unsure: frozenset[int] = frozenset()
    misnamed: frozenset[int] = frozenset()

    def foreign(self, cells: Sequence[Cell]) -> list[Cell]:
        """Those of a row's cells, one a column, that stand where the form has no column."""
        return [cell for index, cell in enumerate(cells) if index not in self.places]


def printed_columns(
    intervals: Sequence[Interval], header: Sequence[ObservedRow], entries: tuple[Entry, ...]
) -> list[PrintedColumn]:
    """The columns that stand at `intervals`, with the titles of the rows over them, which are given
    from top to bottom; `entries` are the form's columns."""
    middles = [(x0 + x1) / 2 for x0, x1 in intervals]
    titles = []
    for row in reversed(header):
        printed = [cell for cell in row.cells if cell.text]
        for cell in printed:
            text = squeeze(cell.text)
            is_alone = len(printed) == 1
            if text and not (
                _is_over_labels(cell, intervals, middles)
                or (is_alone and _is_no_title(cell.text, entries))
            ):
                titles.append((cell.x0 - _EDGE, cell.x1 + _EDGE, (cell.x0 + cell.x1) / 2, text))
    columns = []
    for (x0, x1), middle in zip(intervals, middles, strict=True):
        over = [
            text
            for left, right, centre, text in titles
            if left <= middle <= right or x0 <= centre <= x1
        ]
        columns.append(PrintedColumn(x0, x1, tuple(over)))
    return columns


def _is_over_labels(cell: Cell, intervals: Sequence[Interval], middles: Sequence[float]) -> bool:
    """Whether a text stands over the labels and several columns, and is no title of one."""
    if not intervals or cell.x0 >= intervals[0][0] - _EDGE:
        return False
    return sum([cell.x0 <= middle <= cell.x1 for middle in middles]) > 1


def _is_no_title(text: str, entries: tuple[Entry, ...]) -> bool:
    """Whether a text that stands alone on its line is like no title of columns."""
    return (
        is_on_year([text], None) is None
        and names_no_year(text)
        and best_entry((text,), entries) is None
    )


def columns_under(
    header: Sequence[ObservedRow],
    intervals: Sequence[Interval],
    entries: tuple[Entry, ...],
    year: int | None = None,
    may_be_misread: bool = False,
) -> tuple[list[PrintedColumn], Placing | None]:
    """The columns under rows of titles, and which of them are the form's `entries`.

    Without rules a title may stand beside its column, over the next one: there the order of the
    titles tells, if there are as many columns as the form has.
    """
    columns = printed_columns(intervals, header, entries)
    is_loose = bool(header) and not any(row.ruled for row in header)
    if is_loose and len(columns) == len(entries) and _stand_in_order(header, entries):
        return columns, Placing(tuple(range(len(entries))))
    titles = tuple([column.titles for column in columns])
    is_year_named = any("20" in text for texts in titles for text in texts)
    year = year if is_year_named else None
    return columns, _placing(titles, entries, year, may_be_misread, is_loose)


def _stand_in_order(header: Sequence[ObservedRow], entries: tuple[Entry, ...]) -> bool:
    """Whether the titles in each row stand in the form's order, and all are the form's."""
    for row in header:
        texts = [squeeze(cell.text) for cell in row.cells if cell.text]
        if any(_FOREIGN.search(text) or is_on_year([text], None) is not None for text in texts):
            return False
        found = [best_entry((text,), entries) for text in texts]
        named = [one[0] for one in found if one is not None]
        if named != sorted(named):
            return False
    return True


@lru_cache(maxsize=256)  # titles are the same in report after report
def _placing(
    titles: tuple[tuple[str, ...], ...],
    entries: tuple[Entry, ...],
    year: int | None,
    may_be_misread: bool,
    is_loose: bool,
) -> Placing | None:
    """Which of the printed columns under `titles` are the form's `entries`; null where that cannot
    be told.

    Columns of another year than `year` are none, nor are those with titles that the form does not
    have. Where a title of the form stands over several columns, the one of their total is meant; so
    it is where the form has one column alone and the report prints its parts and their total.
    Titles that are not printed, or `may_be_misread`, are passed over where the others stand in the
    form's order. Of titles without rules (`is_loose`) nobody knows over how many columns one stands
    that have titles of their own.
    """
    own = [
        index
        for index, texts in enumerate(titles)
        if is_on_year(texts, year) is not False and not is_of_last_year(texts, entries)
    ] or list(range(len(titles)))  # all bear one year: it may be misprinted
    if len(own) == len(entries) and all(
        _may_be(titles[index], entry, entries, may_be_misread)
        for index, entry in zip(own, entries, strict=True)
    ):
        return Placing(tuple(own))
    found: dict[int, list[tuple[int, int]]] = {}
    for index in own:
        best = best_entry(titles[index], entries)
        if best is not None:
            found.setdefault(best[0], []).append((index, best[1]))
    if not found:
        totals = [index for index in own if titles[index] and _OF_TOTALS.search(titles[index][0])]
        return Placing((totals[0],)) if len(entries) == len(totals) == 1 else None
    places = {
        entry: _only_one(candidates, titles, year, entries[entry])
        for entry, candidates in found.items()
    }
    for index in set(range(len(titles))).difference(own):
        best = best_entry(titles[index], entries)
        if best is not None:  # printed under its title, and perhaps on another year
            places.setdefault(best[0], None)
    free = [
        index
        for index in own
        if index not in places.values()
        and not (titles[index] and _FOREIGN.search(titles[index][0]))
        and best_entry(titles[index], entries) is None
    ]
    for entry, place in places.items() if is_loose else ():
        if place is not None and not is_on_year(titles[place], year):
            beside = [titles[one] for one in (place - 1, place + 1) if one in free]
            if _may_be_over(beside, titles[place], dict(found[entry])[place]):
                places[entry] = None
    return Placing(
        tuple(places.get(entry) for entry in range(len(entries))),
        frozenset(entry for entry, place in places.items() if place is None),
        _misnamed(len(entries), places, free),
    )


def _may_be_over(beside: Sequence[Sequence[str]], titles: Sequence[str], level: int) -> bool:
    """Whether the title at a level over a column may be over one beside it too, of whose titles
    none is at that height: not where the column is the total of both."""
    if not level or _OF_TOTALS.search(titles[0]):
        return False
    return any(len(others) <= level for others in beside)


def _misnamed(count: int, places: Mapping[int, int | None], free: Sequence[int]) -> frozenset[int]:
    """The columns of a form, of `count`, that were not found while in their place, between those
    beside them, one of the `free` printed ones stands, whose title is none of the form's."""
    found = {entry: place for entry, place in places.items() if place is not None}
    misnamed: set[int] = set()
    for entry in set(range(count)).difference(places):
        before = max([place for one, place in found.items() if one < entry], default=-1)
        behind = min(
            [place for one, place in found.items() if one > entry], default=count + len(free)
        )
        if any(before < index < behind for index in free):
            misnamed.add(entry)
    return frozenset(misnamed)


def is_of_last_year(texts: tuple[str, ...], entries: tuple[Entry, ...]) -> bool:
    """Whether a title speaks of the year before (上年制发件数), and the form's that it is most like
    does not."""
    if not texts or not is_on_last_year(texts[0]):
        return False
    best = best_entry(texts[:1], entries)
    return best is not None and not any(map(is_on_last_year, entries[best[0]].labels))


@lru_cache(maxsize=1024)
def best_entry(texts: tuple[str, ...], entries: tuple[Entry, ...]) -> tuple[int, int] | None:
    """The entry that titles, the nearest first, name best, and how far up they name it; null where
    they name none."""
    best: tuple[float, int, int] | None = None
    for level, key in _title_keys(texts):
        for index, entry in enumerate(entries):
            likeness = _likeness(key, entry)
            if likeness >= _MIN_LIKENESS and (best is None or likeness > best[0]):
                best = likeness, index, level
        if best is not None and best[0] == 1.0:
            break
    return best and best[1:]


@lru_cache(maxsize=4096)
def _likeness(key: str, entry: Entry) -> float:
    return max(similarity(key, label_key(label)) for label in entry.labels)


def _title_keys(texts: Sequence[str]) -> list[tuple[int, str]]:
    """The keys of titles, each alone, with and without what it explains in brackets, and then with
    those above it put before: a title that is wrapped may stand in several rows. With each how far
    up it begins."""
    keys = [label_key(text) for text in texts]
    bare = [label_key(_EXPLAINED.sub("", text)) for text in texts]
    found = [
        (level, key) for level in range(len(keys)) for key in {keys[level], bare[level]} if key
    ]
    for level in range(len(keys)):
        joined = keys[level]
        for above in keys[level + 1 :]:
            joined = above + joined
            found.append((level, joined))
    return found


def _may_be(
    texts: Sequence[str], entry: Entry, entries: Sequence[Entry], may_be_misread: bool
) -> bool:
    """Whether titles may be those of `entry`, at whose place they stand: they name no other one
    better, or there are none, or they are misread."""
    keys = [key for _, key in _title_keys(texts)]
    if not keys:
        return True
    likeness = max(_likeness(key, entry) for key in keys)
    if likeness == 1.0:
        return True
    if _FOREIGN.search(texts[0]) and likeness < _MIN_LIKENESS:
        return False
    best = max(_likeness(key, other) for key in keys for other in entries)
    if best >= _MIN_LIKENESS:
        return likeness == best
    return may_be_misread or likeness >= _MIN_LIKENESS_IN_PLACE


def _only_one(
    found: Sequence[tuple[int, int]],
    titles: Sequence[Sequence[str]],
    year: int | None,
    entry: Entry,
) -> int | None:
    """The one of several columns under a title of the form that holds its number; null where none
    or several may be it."""
    ways = (
        found,
        [one for one in found if is_on_year(titles[one[0]], year)],
        [one for one in found if one[1] == 0],
        [
            one
            for one in found
            if one[1] == 0 and _likeness(label_key(titles[one[0]][0]), entry) == 1
        ],
        [one for one in found if titles[one[0]] and _OF_TOTALS.search(titles[one[0]][0])],
    )
    return next((way[0][0] for way in ways if len(way) == 1), None)
