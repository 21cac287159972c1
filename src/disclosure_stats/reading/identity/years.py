"""Which year a report reports on, and what speaks against that."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

from disclosure_stats.checks.rules import finding
from disclosure_stats.reading.identity.titles import YEAR, Title, parse_year
from disclosure_stats.rows import Row
from disclosure_stats.text.han import HAN
from disclosure_stats.text.lazy_pattern import lazy_pattern

FIRST_YEAR = 2008
"""The first year that was reported on; a clock that says an earlier one was never set."""

_PERIOD = re.compile(
    rf"({YEAR})(?:年(?:0?1(?:月(?:0?1日)?)?|一月一日)|[./-]0?1[./-]0?1)(?:起|开始)?[，,]?"
    rf"(?:到|至|—|–|－|-|~|～)+(?:({YEAR})[年./-]|同年|当年)?"
    "(?:12月(?:31日|份)?|十二月三十一日|12[./-]31)"
)
_YEAR_REPORT = re.compile(rf"({YEAR})年度?(?:本{HAN}{{1,4}})?(?:政府|政务)信息公开")
_ANNOUNCED_YEAR = re.compile(
    rf"现(?:将|就|公布|发布)[^。]{{0,30}}?({YEAR})年度?(?:政府信息|政务信息|信息|政务)公开"
)
_FORM_YEAR = lazy_pattern(rf"[(（]({YEAR})年度?[)）]")
_TOLD_OF = lazy_pattern(
    rf"(?<![比较与同])({YEAR})年(?!\d{{1,2}}月|度?(?:政府|政务)?信息公开|度?政务公开)"
)
_DATED = lazy_pattern(rf"({YEAR})年(\d{{1,2}})月")
_EARLY = 6  # the last month in which a report on the year before is likely to be issued
_MIN_TOLD = 2  # times that a text tells of another year than its title, to speak against that
_DATED_EARLY = lazy_pattern(rf"({YEAR})年0?[1-6]月")  # a report is due in the month after its year
_PATH_YEAR = re.compile(r"(?<!\d)(20[0-3]\d)(?!\d)")

Witness = tuple[str, int]
"""What states a year, in a word, and the year."""


def read_year(
    title: Title | None, text: str, source_path: str, year_made: int | None
) -> tuple[int | None, list[Row]]:
    """The year reported on, from the surest witness that can be right, and the finding on those
    that say another.

    `year_made` is the year in which the file was made, if it says that. No report is on a year
    after that, or after today.
    """
    witnesses = list(_witnesses(title, text, source_path))
    stated = [witness for witness in witnesses if witness[0] != "path"]
    if not stated and (narrated := _narrated(text)):
        witnesses.insert(0, ("narrative", narrated))
    if title and title.year and _is_of_year_before(title.year, text):
        stated.append(("narrative", title.year - 1))
    made = None if year_made is None or year_made < FIRST_YEAR else year_made
    possible = [year for _, year in witnesses if FIRST_YEAR <= year <= date.today().year]
    in_time = [year for year in possible if made is None or year <= made]
    # Where no year is early enough, it may be the clock that is wrong.
    year = next(iter(in_time or possible), None)
    doubts = [f"the {name} says {other}" for name, other in stated]
    if all(other == year for _, other in stated) and (in_time or not possible):
        return year, []
    if made is not None and not in_time:
        doubts.append(f"the file was made in {made}")
    message = f"{', '.join(doubts).capitalize()}; the year is taken to be {year or 'unknown'}."
    return year, [finding("year_contradicted", "reports", "year", message=message)]


def _witnesses(title: Title | None, text: str, source_path: str) -> Iterator[Witness]:
    """The surest first."""
    if title and title.year:
        yield "title", title.year
    for match in _PERIOD.finditer(text):
        if match[2] is None or match[1] == match[2]:
            yield "period", parse_year(match[1])
            break
    if announced := _ANNOUNCED_YEAR.search(text):
        yield "opening", parse_year(announced[1])
    years = Counter(parse_year(match[1]) for match in _YEAR_REPORT.finditer(text))
    if title and years[title.year or 0]:
        years.clear()  # the text names other years' reports too, and so does one on another year
    if years:
        yield "text", max(years, key=lambda year: (years[year], year))
    if not (title and title.year) and (form_year := _FORM_YEAR.search(text)):
        yield "form", parse_year(form_year[1])
    on_path = _PATH_YEAR.findall(source_path)
    if on_path:
        yield "path", int(on_path[-1])


def _narrated(text: str) -> int | None:
    """The year that the text speaks of most, if it is dated early in the year after."""
    told = Counter(parse_year(match[1]) for match in _TOLD_OF.finditer(text)).most_common(2)
    dates = {parse_year(match[1]) - 1 for match in _DATED_EARLY.finditer(text)}
    is_clear = len(told) == 1 or len(told) == 2 and told[0][1] > told[1][1]
    return told[0][0] if is_clear and told[0][0] in dates else None


def _is_of_year_before(year: int, text: str) -> bool:
    """Whether a text that is titled with a year tells of the one before and not of that, and ends
    with a date of its first half: a report by its year of issue."""
    dates = _DATED.findall(text)
    if not dates or parse_year(dates[-1][0]) != year or int(dates[-1][1]) > _EARLY:
        return False
    told = Counter(parse_year(match[1]) for match in _TOLD_OF.finditer(text))
    return told[year] == 0 and told[year - 1] >= _MIN_TOLD
