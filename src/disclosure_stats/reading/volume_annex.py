"""A county's volume whose tables stand apart: first the narratives of all its townships, then an
annex with the tables of each, under its name; and reports without tables before one with them."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from disclosure_stats.pages.lines import Line
from disclosure_stats.reading.identity.names import parse_body
from disclosure_stats.reading.narrative.sections import section_rows, split_sections
from disclosure_stats.reading.report_starts import ReportPage, cut_page
from disclosure_stats.text.folding import squeeze
from disclosure_stats.text.lazy_pattern import lazy_pattern

_ANNEX = lazy_pattern(
    r"^(?:(?:填报|报告|编制)单位(?:\([^()]{1,6}\))?:|附?[件表录]?(?:[\d一二三四五六七八九十]{1,3}[-.—:、]?)*)"
)
_BEHIND = lazy_pattern(r"[^,。;]{0,30}")  # what a caption says beside the body's name


class _Start(NamedTuple):
    """Where something of a body begins: its narrative, or its tables."""

    page: int  # index
    line: int
    body: str


def reports_with_annex(part: Sequence[ReportPage]) -> list[list[ReportPage]]:
    """The reports in `part`: each narrative with the tables that the annex has under its name, in
    the order of the narratives; without such an annex, each with the tables that follow it."""
    narratives = list(_narratives(part))
    bodies = list(dict.fromkeys(start.body for start in narratives))
    if len(bodies) < 2:
        return [list(part)]
    annexes = list(_annexes(part, narratives[-1], {body: _place_in(body) for body in bodies}))
    if len({start.body for start in annexes}) < 2:
        return _cut_at_narratives(part, narratives)
    reports: dict[str, list[ReportPage]] = {body: [] for body in bodies}
    for owner, piece in _pieces(part, [*narratives[1:], *annexes], bodies[0]):
        reports[owner].append(piece)
    return list(reports.values())


def _cut_at_narratives(
    part: Sequence[ReportPage], narratives: Sequence[_Start]
) -> list[list[ReportPage]]:
    """The reports in `part`, of which all but the last print no table: a new one begins where a
    title names another place, and sections stand before it."""
    starts = [narratives[0]]
    for start in narratives[1:]:
        if _place_in(start.body) != _place_in(starts[-1].body):
            between = _lines_between(part, starts[-1], start)
            if len(section_rows(split_sections(between, None))) > 1:
                starts.append(start)
    pieces = _pieces(part, starts[1:], starts[0].body)
    return [[piece for _, piece in own] for _, own in groupby(pieces, key=itemgetter(0))]


def _lines_between(part: Sequence[ReportPage], begin: _Start, end: _Start) -> list[Line]:
    return [
        line
        for index in range(begin.page, end.page + 1)
        for number, line in enumerate(part[index].lines)
        if begin[:2] <= (index, number) < end[:2]
    ]


def _narratives(part: Sequence[ReportPage]) -> Iterator[_Start]:
    """The titles that name a body, up to the page where the tables begin, if there are any."""
    begin = next((index for index, page in enumerate(part) if page.has_table), len(part) - 1)
    for index, report_page in enumerate(part[: begin + 1]):
        for title in report_page.headlines:
            if title.body is not None:
                yield _Start(index, title.line, title.body)


def _place_in(body: str) -> str:
    """The name of a body's place; the whole name where it tells none."""
    names = parse_body(body)
    return names.place if names and names.place else body


def _annexes(
    part: Sequence[ReportPage], last: _Start, places: Mapping[str, str]
) -> Iterator[_Start]:
    """The captions behind the start of the last narrative that name a body and its tables; `places`
    are those of the bodies."""
    for index in range(last.page, len(part)):
        for number, line in enumerate(part[index].lines):
            if (index, number) > (last.page, last.line + 1):
                body = _named_alone(line, places)
                if body is not None:
                    yield _Start(index, number, body)


def _named_alone(line: Line, places: Mapping[str, str]) -> str | None:
    """The one of the bodies whose name, or the name of its place, is what the line begins with."""
    text = _ANNEX.sub("", squeeze(line.text))
    named = [body for body, place in places.items() if _begins_with(text, body, place)]
    return named[0] if len(named) == 1 else None


def _begins_with(text: str, body: str, place: str) -> bool:
    above, found, behind = text.partition(place)
    is_name = bool(found) and body[: body.index(place)].endswith(above)
    return is_name and _BEHIND.fullmatch(behind) is not None


def _pieces(
    part: Sequence[ReportPage], starts: Sequence[_Start], first: str
) -> Iterator[tuple[str, ReportPage]]:
    """The pages cut where something of another body begins, each piece with whose it is; what
    stands before the first of `starts` is that of `first`."""
    owner = first
    for index, report_page in enumerate(part):
        rest = report_page
        for start in starts:
            if start.page == index and start.body != owner:
                above, rest = cut_page(rest, report_page.lines[start.line].top)
                if above.lines:
                    yield owner, above
                owner = start.body
        yield owner, rest
