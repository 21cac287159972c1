"""Denial rates against the number of requests: what differs by more than chance."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from disclosure_stats.analysis.control_limits import MIN_PLACES, Target, target
from disclosure_stats.analysis.dataset import Dataset
from disclosure_stats.analysis.measures import SUFFICIENT, denial_rate
from disclosure_stats.charts.frame import (
    ChartFigure,
    Heading,
    fixed_ticks,
    framed,
    nothing_to_show,
    shortened,
)
from disclosure_stats.charts.outcome_base import QUANTITIES, left_out_notes
from disclosure_stats.charts.theme import ACCENT, FAINT, GRID, INK, QUIET, SMALL
from disclosure_stats.charts.view import Unit, View, view
from disclosure_stats.languages import Language

_WIDTH, _HEIGHT = 7.6, 4.2  # inches
_LIMITS: Final = {"outside_95": 0.95, "outside_998": 0.998}
_STYLES: Final[dict[str, Any]] = {"outside_95": (0, (4, 3)), "outside_998": "solid"}
_MAX_LABELS = 12
_LABEL_INCHES = 2.5
_LABEL_WIDTH, _LABEL_HEIGHT = 100, 16  # pixels: nearer to each other, labels would touch


def denial_funnel(
    dataset: Dataset,
    *,
    places: str | Sequence[str] | None = None,
    years: int | Sequence[int] | None = None,
    counties: str | Sequence[str] | None = None,
    prefectures: str | Sequence[str] | None = None,
    by: Unit = "place",
    language: Language = "zh",
) -> ChartFigure:
    """A point a place or county, all years together: requests processed (n) and the share refused.

    Around the pooled rate are the limits within which 95 % and 99.8 % of places of that size would
    fall by chance, if all had the pooled rate.

    Any number of places. Named are those outside the 95 % limits with n of 30 or more, the farthest
    first. Where the places spread much wider than chance would have them, the limits are widened
    and the chart says so; under three places with n of 30 or more there are no limits. See
    `analysis.control_limits` for the formulas and their sources.
    """
    return draw(view(dataset, places, years, language, QUANTITIES, None, by, counties, prefectures))


def numbers(shown: View) -> pd.DataFrame:
    """`place_label`, `k`, `n`, `rate`, `low`, `high`, `reports`, `state` (see `measures`),
    `outside_95` and `outside_998` (boolean: beyond these limits; null with n under 30, or where no
    comparison is possible)."""
    table = denial_rate(shown.panel, by=["place_label"])
    aim = target(table)
    sound = table["state"] == "sound"
    rate, n = (table.loc[sound, name].to_numpy("float64") for name in ("rate", "n"))
    for column, coverage in _LIMITS.items():
        table[column] = pd.Series(pd.NA, index=table.index, dtype="boolean")
        if aim is not None:
            low, high = aim.limits(n, coverage)
            table.loc[sound, column] = (rate < low) | (rate > high)
    return table


def draw(shown: View) -> ChartFigure:
    """The chart of a view."""
    table = numbers(shown)
    used = table.dropna(subset=["rate"])
    aim = target(table)
    heading = Heading(_title(shown, used, aim), _subtitle(shown, aim))
    caption = shown.caption(*_notes(shown, used, aim), *left_out_notes(shown))
    with framed(_WIDTH, _HEIGHT, heading, caption, 1) as figure:
        if used.empty:
            return nothing_to_show(figure, shown)
        axes = figure.add_subplot()
        axes.set_ylim(0, _highest(used, aim))
        axes.set_xlim(0, max(float(used["n"].max()) * 1.08, 10))
        axes.grid(axis="y", color=GRID, linewidth=0.6)
        axes.set_axisbelow(True)
        _points(axes, used)
        if aim is not None:
            _limits(axes, aim)
            _name_outside(axes, used, aim, shown)
        axes.set_xlabel(shown.say("办理总计 n（件）", "requests processed, n"))
        fixed_ticks(axes.xaxis, 8)
        fixed_ticks(axes.yaxis, 7, "{:.0%}".format)
        figure.add_legend(_handles(shown, aim))
    return figure


def _title(shown: View, used: pd.DataFrame, aim: Target | None) -> str:
    sound = int((used["state"] == "sound").sum())
    if aim is None:
        return shown.say(
            f"办结{SUFFICIENT}件以上的地方{sound}个，不能比较各地",
            f"No comparison possible: {shown.counted(sound)} with {SUFFICIENT} requests or more",
        )
    outside = int(used["outside_998"].sum())
    outer = int(used["outside_95"].sum())
    if outside:
        return shown.say(
            f"不予公开率：{shown.counted(sound)}中，{outside}个超出99.8%界限",
            f"Denial rate: {outside} of {shown.counted(sound)} outside the 99.8 % limits",
        )
    if outer:
        return shown.say(
            f"不予公开率：{shown.counted(sound)}中，{outer}个超出95%界限，没有超出99.8%的",
            f"Denial rate: {outer} of {shown.counted(sound)} outside the 95 % limits, none outside "
            "99.8 %",
        )
    if aim.overdispersion > 1:
        return shown.say(
            f"不予公开率：{shown.counted(sound)}的差别大于偶然，没有一个格外突出",
            f"Denial rate: {shown.counted(sound)} differ by more than chance, none stands out",
        )
    return shown.say(
        f"不予公开率：{shown.counted(sound)}的差别都可由偶然解释",
        f"Denial rate: chance can explain the differences of all {shown.counted(sound)}",
    )


def _subtitle(shown: View, aim: Target | None) -> str:
    text = shown.say(
        f"每点{shown.counted(1)}：横轴为办理总计（n），纵轴为不予公开所占比例。",
        f"A point is {shown.counted(1)}: requests processed (n) and the share refused. ",
    )
    if aim is None:
        return text
    if aim.overdispersion > 1:
        return text + shown.say(
            "曲线已放宽：曲线之内的差别在各地之间很平常。",
            "Limits are widened: differences within the curves are common among these places.",
        )
    return text + shown.say(
        "曲线之内的差别可由偶然解释。", "Differences within the curves can be due to chance."
    )


def _notes(shown: View, used: pd.DataFrame, aim: Target | None) -> list[str]:
    notes = []
    if aim is None:
        notes.append(
            shown.say(
                f"画界限至少要有{MIN_PLACES}个办结{SUFFICIENT}件以上的地方，且合并比例不为0或1。",
                f"Limits take {MIN_PLACES} places with n of {SUFFICIENT} or more, and a pooled "
                "rate that is neither 0 nor 1.",
            )
        )
    elif aim.overdispersion == 1:
        sound = int((used["state"] == "sound").sum())
        notes.append(
            shown.say(
                f"只凭偶然，{shown.counted(sound)}中约有{0.05 * sound:.1f}个超出95%界限。",
                f"By chance alone, about {0.05 * sound:.1f} of {shown.counted(sound)} would be "
                "outside the 95 % limits.",
            )
        )
    else:
        notes.append(
            shown.say(
                f"各地差别比偶然大得多（离散系数{aim.overdispersion:.1f}），界限已按此放宽："
                "没有计入的因素普遍存在，超出界限的才算突出。",
                f"Places differ much more than by chance (dispersion {aim.overdispersion:.1f}); "
                "the limits are widened by that, so that only places that stand out from this "
                "spread too are outside.",
            )
        )
    if (used["n"] < SUFFICIENT).any():
        notes.append(
            shown.say(
                f"空心点：n小于{SUFFICIENT}，不作比较。",
                f"Hollow points: n under {SUFFICIENT}, not compared.",
            )
        )
    unused = len(shown.places) - len(used)
    if unused:
        notes.append(
            shown.say(
                f"{shown.counted(unused)}没有办理件数或数据不全，未显示。",
                f"Not shown: {shown.counted(unused)} without requests, or without data.",
            )
        )
    return notes


def _highest(used: pd.DataFrame, aim: Target | None) -> float:
    top = float(used["rate"].max())
    return min(1.0, max(0.1, top * 1.2, 3 * aim.rate if aim else 0.0))


def _limits(axes: Axes, aim: Target) -> None:
    sizes = np.geomspace(1, axes.get_xlim()[1], 300)
    axes.axhline(aim.rate, color=INK, linewidth=0.9)
    for column, coverage in _LIMITS.items():
        for rates in aim.limits(sizes, coverage):
            axes.plot(sizes, rates, color=FAINT, linewidth=0.9, linestyle=_STYLES[column])
    # Limits of 0 lie on the axis, which is no limit.
    axes.spines["bottom"].set_zorder(3)


def _points(axes: Axes, used: pd.DataFrame) -> None:
    few = (used["n"] < SUFFICIENT).to_numpy(bool)
    n, rate = used["n"].to_numpy("float64"), used["rate"].to_numpy("float64")
    axes.scatter(
        n[few], rate[few], s=26, facecolor="white", edgecolor=FAINT, zorder=4, clip_on=False
    )
    axes.scatter(n[~few], rate[~few], s=30, color=ACCENT, zorder=5, clip_on=False)


def _name_outside(axes: Axes, used: pd.DataFrame, aim: Target, shown: View) -> None:
    outside = used[used["outside_95"].fillna(False)]
    distance = (outside["rate"] - aim.rate).abs() * outside["n"].astype("Float64") ** 0.5
    far = outside.loc[distance.sort_values(ascending=False).index].head(_MAX_LABELS)
    taken: list[tuple[float, float]] = []
    middle = sum(axes.get_xlim()) / 2
    for label, n, rate in far[["place_label", "n", "rate"]].itertuples(index=False):
        x, y = axes.transData.transform((n, rate))
        if any(abs(x - a) < _LABEL_WIDTH and abs(y - b) < _LABEL_HEIGHT for a, b in taken):
            continue
        taken.append((x, y))
        right = n < middle
        axes.annotate(
            shortened(shown.name(label), SMALL, _LABEL_INCHES),
            (n, rate),
            (6 if right else -6, 0),
            textcoords="offset points",
            size=SMALL,
            color=QUIET,
            ha="left" if right else "right",
            va="center",
        )


def _handles(shown: View, aim: Target | None) -> list[Line2D]:
    points = [
        Line2D([], [], color=ACCENT, marker="o", ms=5.5, ls="", label=f"n ≥ {SUFFICIENT}"),
        Line2D(
            [], [], color=FAINT, marker="o", ms=5, mfc="white", ls="", label=f"n < {SUFFICIENT}"
        ),
    ]
    if aim is None:
        return points
    pooled = shown.say("合并比例", "pooled rate") + f" {aim.rate:.1%}"
    wider = shown.say("（已放宽）", " (widened)") if aim.overdispersion > 1 else ""
    limits = [
        Line2D([], [], color=FAINT, linestyle=_STYLES[column], linewidth=0.9, label=text + wider)
        for column, text in zip(_LIMITS, ("95%", "99.8%"), strict=True)
    ]
    return [Line2D([], [], color=INK, linewidth=0.9, label=pooled), *limits, *points]
