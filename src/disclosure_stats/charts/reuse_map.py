"""What part of its sentences a report has in common with others, over places and years."""

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd

from disclosure_stats.analysis import measures
from disclosure_stats.analysis.dataset import Dataset
from disclosure_stats.charts.frame import ChartFigure, Heading, framed, nothing_to_show, percent
from disclosure_stats.charts.rows import WIDTH, chart_height, row_axis
from disclosure_stats.charts.share_grid import (
    column_axis,
    draw_shares,
    mark_square,
    square_handles,
)
from disclosure_stats.charts.view import View, view
from disclosure_stats.languages import Language

By = Literal["body", "county", "all"]
_LABELS = 2.0  # inches left of the squares


def reuse(
    dataset: Dataset,
    *,
    by: By = "body",
    places: Sequence[str] | None = None,
    years: Sequence[int] | None = None,
    language: Language = "zh",
    page: int = 1,
) -> ChartFigure:
    """A square a place and year: how many of the report's sentences (k of n) stand word for word in
    the same body's report of the year before, or in those of other bodies of the `county` or of
    `all`; darker for a larger share.

    Over 60 places take several pages (`page`), by county.
    """
    return draw(view(dataset, places, years, language, [], page), by, dataset)


def numbers(shown: View, by: By = "body", dataset: Dataset | None = None) -> pd.DataFrame:
    """`place_label`, `year`, `k`, `n`, `rate`, `low`, `high`, `state`; compared with all reports of
    the dataset, by default with those of the chosen places."""
    found = measures.reuse(dataset or shown.tables, by)
    kept = found["place_label"].isin(shown.places) & found["year"].isin(list(shown.years))
    return found[kept].reset_index(drop=True)


def draw(shown: View, by: By = "body", dataset: Dataset | None = None) -> ChartFigure:
    """The chart of a view."""
    table = numbers(shown, by, dataset)
    others = {
        "body": shown.say("同一单位上年报告", "the same body's report of the year before"),
        "county": shown.say(
            "同县区其他单位当年报告", "other bodies' reports of the county and year"
        ),
        "all": shown.say("其他单位当年报告", "other bodies' reports of the year"),
    }[by]
    heading = Heading(
        _title(shown, table, others),
        shown.say(
            f"每份报告有多少句与{others}逐字相同（k/n）。数字和地名不计；短句和法定用语除外。",
            f"Sentences that stand word for word in {others} (k/n). Digits and names of places are "
            "masked; short and statutory sentences are left out.",
        ),
    )
    height = chart_height(len(shown.places), 0.5)
    with framed(WIDTH, height, heading, shown.caption(), legend_lines=1) as figure:
        if table["n"].isna().all():
            return nothing_to_show(figure, shown)
        axes = figure.add_subplot()
        k, n = (
            table.pivot(index="place_label", columns="year", values=name).reindex(
                list(shown.places), columns=list(shown.years)
            )
            for name in ("k", "n")
        )
        draw_shares(axes, k, n, (WIDTH - _LABELS) / len(shown.years))
        reports = set(zip(table["place_label"], table["year"], strict=True))
        for row, column in np.argwhere(n.isna().to_numpy(bool)):
            at = (shown.places[row], shown.years[column])
            mark_square(axes, int(row), int(column), is_report=at in reports)
        row_axis(axes, [shown.name(place) for place in shown.places])
        column_axis(axes, [str(year) for year in shown.years])
        alone = bool(table["n"].isna().any())
        without = shown.say("没有可比的报告", "no report to compare with") if alone else None
        figure.add_legend(square_handles(shown, without=without))
    return figure


def _title(shown: View, table: pd.DataFrame, others: str) -> str:
    known = table.dropna(subset=["n"])
    if known.empty:
        return shown.say("报告中沿用的句子", "Sentences used again")
    k, n = int(known["k"].sum()), int(known["n"].sum())
    return shown.say(
        f"{percent(k / n)}的句子与{others}逐字相同（{k:,}/{n:,}）",
        f"{percent(k / n)} of sentences stand in {others} ({k:,} of {n:,})",
    )
