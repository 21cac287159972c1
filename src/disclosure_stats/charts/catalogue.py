"""All charts, with the numbers behind them: what a briefing is made of."""

from collections.abc import Callable, Sequence
from functools import partial
from types import ModuleType
from typing import Any, Final, NamedTuple

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


def _chart(
    name: str, quantities: Sequence[str], kind: ModuleType, in_pages: bool = False, **by: str
) -> Chart:
    """The chart of a module; `by` says what its bars are, where it has several kinds."""

    def of_kind(part: str) -> Any:
        function = getattr(kind, part, None)
        return partial(function, **by) if by and function else function

    draw, numbers, natives = map(of_kind, ("draw", "numbers", "natives"))
    return Chart(name, quantities, draw, numbers, natives, in_pages)


_OUTCOMES: Final = outcome_base.QUANTITIES
_BOARDS: Final = (SUM, "postings_notice_board", "postings_website")

CHARTS: Final = (
    _chart("coverage", (), coverage, in_pages=True),
    _chart("posting_volumes", (SUM, TOTAL), volumes, in_pages=True),
    _chart("channel_mix_by_year", COLUMNS, channels, by="year"),
    _chart("channel_mix_by_place", COLUMNS, channels, in_pages=True, by="place"),
    _chart("boards_and_website", _BOARDS, dumbbell, in_pages=True),
    _chart("request_outcomes_by_year", _OUTCOMES, outcomes, by="year"),
    _chart("request_outcomes_by_place", _OUTCOMES, outcomes, in_pages=True, by="place"),
    _chart("denial_funnel", _OUTCOMES, funnel),
    _chart("denial_dots", _OUTCOMES, dots, in_pages=True),
    _chart("posting_heat_map", (SUM,), heat, in_pages=True),
)
"""The charts of a briefing, in its order; the page of a single place is `charts.place_profile`."""

ASKED_FOR: Final = (
    _chart("named_problems", (), named_problems),
    _chart("activities", (), activity_lines),
    _chart("reuse", (), reuse_map, in_pages=True),
)
"""Charts of what the narrative says; in a briefing they have to be asked for."""
