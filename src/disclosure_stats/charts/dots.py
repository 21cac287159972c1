"""Denial rates with their intervals, place by place."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from disclosure_stats.analysis.dataset import Dataset
from disclosure_stats.analysis.measures import SUFFICIENT, all_overlap, denial_rate
from disclosure_stats.analysis.shrinkage import fit_prior, shrunken
from disclosure_stats.charts.frame import ChartFigure, Heading, framed, nothing_to_show, percent
from disclosure_stats.charts.outcome_base import QUANTITIES, left_out_notes
from disclosure_stats.charts.rows import (
    WIDTH,
    beside_rows,
    chart_height,
    fitted_scale,
    group_heading,
    in_two_groups,
    row_axis,
)
from disclosure_stats.charts.theme import ACCENT, FAINT, SECOND
from disclosure_stats.charts.view import Unit, View, view
from disclosure_stats.languages import Language

_MAX_CIRCLES: Final = SUFFICIENT - 1
_CIRCLE = 0.024  # of the width: what a circle of the lower group takes


def denial_dots(
    dataset: Dataset,
    *,
    places: str | Sequence[str] | None = None,
    years: int | Sequence[int] | None = None,
    counties: str | Sequence[str] | None = None,
    prefectures: str | Sequence[str] | None = None,
    by: Unit = "place",
    language: Language = "zh",
    page: int = 1,
) -> ChartFigure:
    """A row a place or county, all years together: the share of requests refused, with its 95 %
    interval.

    Where the intervals differ, rows are sorted by the estimate that is drawn towards the mean of
    all (see `shrinkage`; under three places by the rate). Where all of them overlap, places cannot
    be told apart: the title says so, and rows keep the order of names. Places with n under 30 come
    after, with a circle a request, the refused ones filled; those without requests are left out.

    Over 60 places take several pages (`page`), by county.
    """
    return draw(view(dataset, places, years, language, QUANTITIES, page, by, counties, prefectures))


def numbers(shown: View) -> pd.DataFrame:
    """`place_label`, `k`, `n`, `rate`, `low`, `high`, `reports`, `state`, `estimate`,
    `estimate_low`, `estimate_high`; sorted as in the chart."""
    rates = shrunken(denial_rate(shown.panel, by=["place_label"]))
    rates = rates.set_index("place_label").reindex(list(shown.places)).reset_index()
    sound = rates[rates["state"] == "sound"]
    if not all_overlap(sound):
        sound = sound.sort_values(["estimate", "rate"], ascending=False)
    few = rates[rates["state"] == "insufficient"]
    rest = rates[~rates["state"].isin(["sound", "insufficient"])]
    return pd.concat([sound, few, rest], ignore_index=True)


def draw(shown: View) -> ChartFigure:
    """The chart of a view."""
    everything = numbers(shown)
    table = everything.dropna(subset=["rate"])
    sound, few = (table[table["state"] == state] for state in ("sound", "insufficient"))
    ranked = len(sound) > 1 and not all_overlap(sound)
    rows = in_two_groups(table["place_label"], set(few["place_label"]))
    heading = Heading(_title(shown, sound, ranked), _subtitle(shown, ranked, table))
    notes = _notes(shown, table, ranked, len(everything) - len(table)) + left_out_notes(shown)
    height = chart_height(max(3, len(rows.labels)), 0.3)
    with framed(WIDTH, height, heading, shown.caption(*notes), legend_lines=1) as figure:
        if table.empty:
            return nothing_to_show(figure, shown)
        axes = figure.add_subplot()
        row_axis(axes, [shown.name(label) for label in rows.labels])
        fitted_scale(axes, [*sound["high"]], len(sound))
        _intervals(axes, sound, ranked)
        for row, k, n in zip(rows.positions[rows.upper :], few["k"], few["n"], strict=True):
            _circles(axes, row, int(k), int(n))
        text = shown.say(
            f"n小于{SUFFICIENT}，不算比例：一圈一件，实心为不予公开",
            f"n under {SUFFICIENT}, no rate: a circle a request, filled where refused",
        )
        group_heading(axes, rows, text)
        fractions = [f"{k:,} / {n:,}" for k, n in zip(table["k"], table["n"], strict=True)]
        beside_rows(axes, fractions, "k / n", rows.positions)
        if len(sound):
            figure.add_legend(_handles(shown, ranked and bool(sound["estimate"].notna().all())))
    return figure


def _title(shown: View, sound: pd.DataFrame, ranked: bool) -> str:
    if sound.empty:
        return shown.say(
            f"没有办结{SUFFICIENT}件以上的地方，不能比较",
            f"No place with {SUFFICIENT} requests or more: no comparison possible",
        )
    rates = [percent(rate) for rate in sound["rate"]]
    names = [shown.name(label) for label in sound["place_label"]]
    if len(sound) == 1:
        return shown.say(
            f"不予公开率：{names[0]}{rates[0]}", f"Denial rate: {rates[0]} in {names[0]}"
        )
    if not ranked:
        return shown.say(
            f"不予公开率：{shown.counted(len(sound))}的区间都相互重叠，分不出高低",
            f"Denial rate: the intervals of all {shown.counted(len(sound))} overlap, they cannot "
            "be told apart",
        )
    return shown.say(
        f"不予公开率：从{names[-1]}{rates[-1]}到{names[0]}{rates[0]}",
        f"Denial rate: from {rates[-1]} in {names[-1]} to {rates[0]} in {names[0]}",
    )


def _subtitle(shown: View, ranked: bool, table: pd.DataFrame) -> str:
    order = shown.say("不作排序", "not ranked")
    if ranked:
        shrunk = table["estimate"].notna().any()
        zh, en = ("校正比例", "the adjusted rate") if shrunk else ("比例", "the rate")
        order = shown.say(f"按{zh}排序", f"sorted by {en}")
    return shown.say(
        f"不予公开占办理总计的比例及95%区间，各年合计；{order}。",
        "Share of the requests processed that were refused, with 95 % interval, all years "
        f"together; {order}.",
    )


def _notes(shown: View, table: pd.DataFrame, ranked: bool, unused: int) -> list[str]:
    notes = []
    prior = fit_prior(table) if ranked else None
    if prior:
        notes.append(
            shown.say(
                f"校正比例：各地比例向总体均值{prior.mean:.1%}靠拢，n越小靠拢越多（贝塔二项模型）。",
                f"Adjusted rate: rates are drawn towards the mean {prior.mean:.1%}, the more "
                "the smaller n (beta-binomial model).",
            )
        )
    if unused:
        notes.append(
            shown.say(
                f"{shown.counted(unused)}没有办理件数，或数据不全，未列出。",
                f"Not shown: {shown.counted(unused)} without requests, or without data.",
            )
        )
    return notes


def _intervals(axes: Axes, sound: pd.DataFrame, ranked: bool) -> None:
    columns = sound[["rate", "low", "high", "estimate"]].astype("float64")
    for row, (rate, low, high, estimate) in enumerate(columns.itertuples(index=False, name=None)):
        axes.hlines(row, low, high, color=ACCENT, linewidth=1.4)
        axes.scatter(rate, row, s=32, color=ACCENT, zorder=3, clip_on=False)
        if ranked and pd.notna(estimate):
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


def _circles(axes: Axes, row: int, k: int, n: int) -> None:
    """A circle a request, `k` of them filled; the scale above does not apply to them."""
    numbers = np.arange(min(n, _MAX_CIRCLES))
    axes.scatter(
        _CIRCLE * (numbers + 0.5),
        np.full(len(numbers), row),
        s=24,
        transform=axes.get_yaxis_transform(),  # x in parts of the width
        facecolor=np.where(numbers < k, FAINT, "white"),
        edgecolor=FAINT,
        linewidth=0.9,
        clip_on=False,
    )


def _handles(shown: View, with_estimates: bool) -> list[Line2D]:
    label = shown.say("比例与95%区间", "rate and 95 % interval")
    handles = [Line2D([], [], color=ACCENT, marker="o", ms=5.5, label=label)]
    if with_estimates:
        label = shown.say("校正比例", "adjusted rate")
        handles.append(
            Line2D([], [], color=SECOND, marker="D", ms=5, mfc="white", ls="", label=label)
        )
    return handles
