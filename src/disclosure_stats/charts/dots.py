"""Denial rates with their intervals, place by place."""

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from disclosure_stats.analysis.dataset import Dataset
from disclosure_stats.analysis.measures import SUFFICIENT, denial_rate
from disclosure_stats.analysis.shrinkage import fit_prior, shrunken
from disclosure_stats.charts.frame import ChartFigure, Heading, fixed_ticks, framed
from disclosure_stats.charts.rows import WIDTH, beside_rows, chart_height, row_axis
from disclosure_stats.charts.theme import ACCENT, FAINT, GRID, SECOND
from disclosure_stats.charts.view import View, view
from disclosure_stats.languages import Language


def denial_dots(
    dataset: Dataset,
    *,
    places: Sequence[str] | None = None,
    years: Sequence[int] | None = None,
    language: Language = "zh",
) -> ChartFigure:
    """A row a place, all years together: the share of requests refused with its 95 % interval, and
    the estimate that is drawn towards the mean of all (see `shrinkage`), by which rows are sorted;
    under three places there is no estimate, and the rate sorts.

    Places with n under 30 come after, in grey and unsorted; those without requests are left out.
    Up to 60 places.
    """
    return draw(view(dataset, places, years, language, ["refused", "requests_processed"]))


def numbers(shown: View) -> pd.DataFrame:
    """`place_label`, `k`, `n`, `rate`, `low`, `high`, `reports`, `state`, `estimate`,
    `estimate_low`, `estimate_high`; sorted as in the chart."""
    rates = shrunken(denial_rate(shown.panel, by=["place_label"]))
    ranked = rates[rates["state"] == "sound"].sort_values(["estimate", "rate"], ascending=False)
    few = rates[rates["state"] == "insufficient"]
    rest = rates[~rates["state"].isin(["sound", "insufficient"])]
    return pd.concat([ranked, few, rest], ignore_index=True)


def draw(shown: View) -> ChartFigure:
    """The chart of a view."""
    everything = numbers(shown)
    table = everything.dropna(subset=["rate"])
    prior = fit_prior(table)
    zh, en = ("收缩估计", "the shrunken estimate") if prior else ("比例", "the rate")
    heading = Heading(
        shown.say("各地不予公开率", "Denial rate, by place"),
        shown.say(
            f"不予公开占办理总计的比例及95%区间；按{zh}排序。n小于{SUFFICIENT}的为灰色，不排序。",
            "Share of the requests processed that were refused, with 95 % interval; sorted by "
            f"{en}. Grey, not sorted: n under {SUFFICIENT}.",
        ),
    )
    unused = len(everything) - len(table)
    left_out = shown.say(
        f"{unused}个地方没有办理件数，或数据不全，未列出。",
        f"Not shown: {unused} places without requests, or without data.",
    )
    note = (
        shown.say(
            f"收缩估计：各地比例向总体均值{prior.mean:.1%}靠拢，n越小靠拢越多（贝塔二项模型）。",
            f"Shrunken estimate: rates are drawn towards the mean {prior.mean:.1%}, the more the "
            "smaller n (beta-binomial model).",
        )
        if prior
        else ""
    )
    height = chart_height(max(3, len(table)), 0.5)
    with framed(WIDTH, height, heading, shown.caption(note, left_out), legend_lines=1) as figure:
        axes = figure.add_subplot()
        _intervals(axes, table)
        row_axis(axes, list(table["place_label"]))
        axes.set_xlim(-0.01, 1)
        fixed_ticks(axes.xaxis, 5, "{:.0%}".format)
        axes.grid(axis="x", color=GRID, linewidth=0.6)
        axes.set_axisbelow(True)
        fractions = [f"{k} / {n}" for k, n in zip(table["k"], table["n"], strict=True)]
        beside_rows(axes, fractions, "k / n")
        rate, shrunk, few = _handles(shown)
        figure.add_legend([rate, shrunk, few] if prior else [rate, few])
    return figure


def _intervals(axes: Axes, table: pd.DataFrame) -> None:
    for row, (state, rate, low, high, estimate) in enumerate(
        table[["state", "rate", "low", "high", "estimate"]].itertuples(index=False, name=None)
    ):
        sound = state == "sound"
        colour = ACCENT if sound else FAINT
        axes.hlines(row, low, high, color=colour, linewidth=1.4 if sound else 0.9)
        face = colour if sound else "white"
        axes.scatter(rate, row, s=32, facecolor=face, edgecolor=colour, zorder=3)
        if sound and pd.notna(estimate):
            axes.scatter(
                estimate,
                row,
                s=26,
                marker="D",
                facecolor="white",
                edgecolor=SECOND,
                linewidth=1.3,
                zorder=4,
            )


def _handles(shown: View) -> list[Line2D]:
    return [
        Line2D(
            [],
            [],
            color=ACCENT,
            marker="o",
            markersize=5.5,
            label=shown.say("比例与95%区间", "rate and 95 % interval"),
        ),
        Line2D(
            [],
            [],
            color=SECOND,
            marker="D",
            markersize=5,
            markerfacecolor="white",
            linestyle="",
            label=shown.say("收缩估计", "shrunken estimate"),
        ),
        Line2D(
            [],
            [],
            color=FAINT,
            marker="o",
            markersize=5.5,
            markerfacecolor="white",
            label=f"n < {SUFFICIENT}",
        ),
    ]
