"""The charts of a briefing, each with what is said of it and the numbers behind it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from disclosure_stats.analysis.dataset import Dataset
from disclosure_stats.analysis.lists import as_list
from disclosure_stats.analysis.selection import UnknownNameError
from disclosure_stats.charts import county, profile
from disclosure_stats.charts.catalogue import ASKED_FOR, CHARTS, Chart
from disclosure_stats.charts.frame import ChartFigure
from disclosure_stats.charts.natives import NativeBars
from disclosure_stats.charts.view import View, view
from disclosure_stats.charts.words import words
from disclosure_stats.languages import Language
from disclosure_stats.near import no_such

PROFILE = Chart("place_profile", profile.QUANTITIES, profile.draw, profile.numbers)
COUNTY = Chart("county_profile", county.QUANTITIES, county.draw, county.numbers)
CHART_NAMES = (*(chart.name for chart in (*CHARTS, *ASKED_FOR)), PROFILE.name, COUNTY.name)
MAX_PROFILES = 12
_FOR_NO_FILE = re.compile(r'[<>:"/\\|?*\x00-\x1f]')  # what Windows takes in no file's name
_FOR_NO_SHEET = re.compile(r"[\[\]:*?/\\']")  # what Excel takes in no sheet's
_MAX_SHEET = 31  # characters, of a sheet's name in Excel
_ROOM_FOR_NUMBER = 4  # of them


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A chart for people who do not open notebooks.

    `name` is the stem of its files, `sheet` the name of its sheet, `title` and `subtitle` say what
    it shows and how to read it, `caption` gives sample, source and limits line by line,
    `quantities` the panel's columns that it uses, `data` the numbers that it shows, `natives` its
    bars, where a slide can hold them as a chart of its own.
    """

    name: str
    sheet: str
    title: str
    subtitle: str
    caption: tuple[str, ...]
    quantities: tuple[str, ...]
    figure: ChartFigure
    data: pd.DataFrame
    natives: tuple[NativeBars, ...] = ()


def exhibits(
    dataset: Dataset,
    places: Sequence[str] | None,
    years: Sequence[int] | None,
    language: Language,
    names: Sequence[str] | None,
    made: date | None = None,
) -> list[Exhibit]:
    """The charts of these names (`CHART_NAMES`), in the briefing's order, dated `made`.

    With `names` None they are all charts, and the page of each place where up to 12 places are
    named; pages of counties and charts of the narrative have to
    be asked for. Charts with a row a place take several pages, by
    county, where there are more than 60. Raises SelectionError for an unknown chart, place or year.
    """
    names = None if names is None else as_list(names)
    for name in names or ():
        if name not in CHART_NAMES:
            zh, en = f"没有名为“{name}”的图。", f"There is no chart named {name!r}."
            raise UnknownNameError(*no_such(zh, en, str(name), CHART_NAMES))
    asked = names or ()

    def shown(quantities: Sequence[str]) -> View:
        return replace(view(dataset, places, years, language, quantities), made=made)

    wanted = [chart for chart in CHARTS if names is None or chart.name in asked]
    wanted += [chart for chart in ASKED_FOR if chart.name in asked]
    found = []
    if wanted:
        whole = shown([name for chart in wanted for name in chart.quantities])
        found = [page for chart in wanted for page in _pages(chart, whole)]
    if PROFILE.name in asked or (names is None and 0 < len(places or ()) <= MAX_PROFILES):
        for place in shown([]).places:
            # Years before its first report or after its last are no matter.
            page = view(dataset, [place], None, language, PROFILE.quantities).within(years)
            found.append(_exhibit(PROFILE, replace(page, made=made), place))
    if COUNTY.name in asked:
        whole = shown(COUNTY.quantities)
        for label in sorted(set(whole.county_of().values()) - {""}):
            found.append(_exhibit(COUNTY, county.of_county(whole, label), label))
    names_of_sheets = words("charts", language)
    return _with_own_sheets(found, [names_of_sheets["front"], names_of_sheets["wide"]])


def _with_own_sheets(found: Sequence[Exhibit], others: Sequence[str]) -> list[Exhibit]:
    """The exhibits with a number behind the name of a sheet that another has (a county and its
    government have one name), or one of the `others` of the workbook; Excel ignores case."""
    taken = {name.lower() for name in others}
    told_apart = []
    for exhibit in found:
        sheet, number = exhibit.sheet, 1
        while sheet.lower() in taken:
            number += 1
            sheet = f"{exhibit.sheet[: _MAX_SHEET - _ROOM_FOR_NUMBER]} {number}"
        taken.add(sheet.lower())
        told_apart.append(replace(exhibit, sheet=sheet))
    return told_apart


def _pages(chart: Chart, shown: View) -> list[Exhibit]:
    """The chart, or where it has too many places for one, its pages."""
    if not chart.in_pages or shown.pages == 1:
        return [_exhibit(chart, shown)]
    pages = [_exhibit(chart, shown.on_page(number)) for number in range(1, shown.pages + 1)]
    return [
        replace(page, name=f"{page.name}_{number:02d}", sheet=f"{page.sheet} {number}")
        for number, page in enumerate(pages, start=1)
    ]


def _exhibit(chart: Chart, shown: View, place: str = "") -> Exhibit:
    """The exhibit of a chart, named after its place or county where it is the page of one."""
    figure = chart.draw(shown)
    return Exhibit(
        f"{chart.name}_{_FOR_NO_FILE.sub('_', place)}" if place else chart.name,
        _FOR_NO_SHEET.sub("_", place or shown.words("charts")[chart.name])[:_MAX_SHEET],
        figure.heading.title,
        figure.heading.subtitle,
        figure.caption,
        tuple(chart.quantities),
        figure,
        shown.with_names(chart.numbers(shown)),
        tuple(chart.natives(shown)) if chart.natives else (),
    )
