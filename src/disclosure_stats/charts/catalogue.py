"""All charts, with the numbers behind them: what a briefing is made of."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final, NamedTuple

import pandas as pd

from disclosure_stats.analysis.posting_volumes import COLUMNS, SUM, TOTAL
from disclosure_stats.charts import (
    activity_lines,
    channels,
    coverage,
    dots,
    dumbbell,
    funnel,
    heat,
    named_problems,
    outcome_base,
    outcomes,
    reuse_map,
    volumes,
)
from disclosure_stats.charts.frame import ChartFigure
from disclosure_stats.charts.natives import NativeBars
from disclosure_stats.charts.view import View


class Chart(NamedTuple):
    """A kind of chart: a name for its files, the panel's columns that it needs, how it is drawn
    from a view, the numbers that it shows, and, where a slide can hold it as a chart of its own,
    its bars; `in_pages` where it has a row or a panel a place, for which a page has so much room.
    """

    name: str
    quantities: Sequence[str]
    draw: Callable[[View], ChartFigure]
    numbers: Callable[[View], pd.DataFrame]
    natives: Callable[[View], list[NativeBars]] | None = None
    in_pages: bool = False


CHARTS: Final = (
    Chart("coverage", (), coverage.draw, coverage.numbers, in_pages=True),
    Chart("posting_volumes", (SUM, TOTAL), volumes.draw, volumes.numbers, in_pages=True),
    Chart(
        "channel_mix_by_year",
        COLUMNS,
        partial(channels.draw, by="year"),
        partial(channels.numbers, by="year"),
        partial(channels.natives, by="year"),
    ),
    Chart(
        "channel_mix_by_place",
        COLUMNS,
        partial(channels.draw, by="place"),
        partial(channels.numbers, by="place"),
        partial(channels.natives, by="place"),
        in_pages=True,
    ),
    Chart(
        "boards_and_website",
        (SUM, "postings_notice_board", "postings_website"),
        dumbbell.draw,
        dumbbell.numbers,
        in_pages=True,
    ),
    Chart(
        "request_outcomes_by_year",
        outcome_base.QUANTITIES,
        partial(outcomes.draw, by="year"),
        partial(outcomes.numbers, by="year"),
        partial(outcomes.natives, by="year"),
    ),
    Chart(
        "request_outcomes_by_place",
        outcome_base.QUANTITIES,
        partial(outcomes.draw, by="place"),
        partial(outcomes.numbers, by="place"),
        partial(outcomes.natives, by="place"),
        in_pages=True,
    ),
    Chart("denial_funnel", outcome_base.QUANTITIES, funnel.draw, funnel.numbers),
    Chart("denial_dots", outcome_base.QUANTITIES, dots.draw, dots.numbers, in_pages=True),
    Chart("posting_heat_map", (SUM,), heat.draw, heat.numbers, in_pages=True),
)
"""The charts of a briefing, in its order; the page of a single place is `charts.place_profile`."""

ASKED_FOR: Final = (
    Chart("named_problems", (), named_problems.draw, named_problems.numbers),
    Chart("activities", (), activity_lines.draw, activity_lines.numbers),
    Chart("reuse", (), reuse_map.draw, reuse_map.numbers, in_pages=True),
)
"""Charts of what the narrative says; in a briefing they have to be asked for."""
