"""The charts of a briefing, each with what is said of it and the numbers behind it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from disclosure_stats.analysis.dataset import Dataset
from disclosure_stats.analysis.selection import SelectionError
from disclosure_stats.charts import profile
from disclosure_stats.charts.catalogue import CHARTS, Chart
from disclosure_stats.charts.frame import ChartFigure
from disclosure_stats.charts.view import View, view
from disclosure_stats.languages import Language

PROFILE = Chart("place_profile", profile.QUANTITIES, profile.draw, profile.numbers)
CHART_NAMES = (*(chart.name for chart in CHARTS), PROFILE.name)
MAX_PROFILES = 12


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A chart for people who do not open notebooks.

    `name` is the stem of its files, `title` and `subtitle` say what it shows and how to read it,
    `caption` gives sample, source and limits line by line, `quantities` the panel's columns that it
    uses, `data` the numbers that it shows.
    """

    name: str
    title: str
    subtitle: str
    caption: tuple[str, ...]
    quantities: tuple[str, ...]
    figure: ChartFigure
    data: pd.DataFrame


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
    named. Raises SelectionError for an unknown chart, place or year, or too many places.
    """
    unknown = set(names or ()) - set(CHART_NAMES)
    if unknown:
        raise SelectionError(
            f"没有这些图：{'、'.join(sorted(unknown))}；可选：{'、'.join(CHART_NAMES)}。\n"
            f"No charts named {', '.join(sorted(unknown))}; there are {', '.join(CHART_NAMES)}."
        )
    wanted = [chart for chart in CHARTS if names is None or chart.name in names]
    quantities = [name for chart in wanted for name in chart.quantities]
    found = []
    if wanted:
        shown = replace(view(dataset, places, years, language, quantities), made=made)
        found = [_exhibit(chart, shown, chart.name) for chart in wanted]
    if PROFILE.name in (names or ()) or (names is None and 0 < len(places or ()) <= MAX_PROFILES):
        found += _profiles(dataset, places, years, language, made)
    return found


def _profiles(
    dataset: Dataset,
    places: Sequence[str] | None,
    years: Sequence[int] | None,
    language: Language,
    made: date | None,
) -> list[Exhibit]:
    """A page a place; years before its first report or after its last are no matter."""
    labels = view(dataset, places, years, language, []).places
    pages = [view(dataset, [place], None, language, PROFILE.quantities) for place in labels]
    return [
        _exhibit(PROFILE, replace(page.within(years), made=made), f"{PROFILE.name}_{number:02d}")
        for number, page in enumerate(pages, start=1)
    ]


def _exhibit(chart: Chart, shown: View, name: str) -> Exhibit:
    figure = chart.draw(shown)
    return Exhibit(
        name,
        figure.heading.title,
        figure.heading.subtitle,
        figure.caption,
        tuple(chart.quantities),
        figure,
        chart.numbers(shown),
    )
