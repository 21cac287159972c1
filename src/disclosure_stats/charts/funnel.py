"""Denial rates against the number of requests: what differs by more than chance."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from scipy import stats

from disclosure_stats.analysis.dataset import Dataset
from disclosure_stats.analysis.measures import SUFFICIENT, denial_rate
from disclosure_stats.charts.frame import ChartFigure, Heading, fixed_ticks, framed
from disclosure_stats.charts.theme import ACCENT, FAINT, INK, SMALL
from disclosure_stats.charts.view import View, view
from disclosure_stats.languages import Language

_WIDTH, _HEIGHT = 7.6, 4.2
_LIMITS = (0.95, 0.998)
_MAX_LABELS = 12


def denial_funnel(
    dataset: Dataset,
    *,
    places: Sequence[str] | None = None,
    years: Sequence[int] | None = None,
    language: Language = "zh",
) -> ChartFigure:
    """A point a place, all years together: requests processed (n) and the share refused, with the
    pooled rate and the limits within which 95 % and 99.8 % of places of that size would fall by
    chance, if all had the pooled rate.

    Any number of places. Named are those outside the outer limits, the farthest first. Source:
    D. J. Spiegelhalter, Funnel plots for comparing institutional performance, Statistics in
    Medicine 24 (2005), 1185-1202; interpolated exact binomial limits, as in its appendix A.1.1.
    """
    names = ["refused", "requests_processed"]
    return draw(view(dataset, places, years, language, names, maximum_places=None))


def numbers(shown: View) -> pd.DataFrame:
    """`place_label`, `k`, `n`, `rate`, `low`, `high`, `reports`, `state` (see `measures`),
    `outside` (boolean: beyond the 99.8 % limits; null where n is 0 or missing)."""
    table = denial_rate(shown.panel, by=["place_label"])
    used = table["rate"].notna()
    table["outside"] = pd.Series(pd.NA, index=table.index, dtype="boolean")
    if used.any():
        low, high = _limits(table.loc[used, "n"].to_numpy("int64"), _pooled(table), _LIMITS[1])
        k = table.loc[used, "k"].to_numpy("int64")
        table.loc[used, "outside"] = (k < low) | (k > high)
    return table


def draw(shown: View) -> ChartFigure:
    """The chart of a view."""
    table = numbers(shown)
    used = table.dropna(subset=["rate"])
    heading = Heading(
        shown.say("不予公开率与办理件数", "Denial rate and number of requests"),
        shown.say(
            "每点一个地方：横轴为办理总计（n），纵轴为不予公开所占比例。曲线之内的差别可由偶然解释。",
            "One point a place: requests processed (n) and the share refused. Differences within "
            "the curves can be due to chance.",
        ),
    )
    unused = len(shown.places) - len(used)
    note = shown.say(
        f"n小于{SUFFICIENT}为空心点，不作比较；{unused}个地方没有办理件数或数据不全，未显示。",
        f"Hollow points: n under {SUFFICIENT}, not compared; {unused} places without requests, or "
        "without data, are not shown.",
    )
    with framed(_WIDTH, _HEIGHT, heading, shown.caption(note), legend_lines=1) as figure:
        axes = figure.add_subplot()
        if len(used):
            _funnel(axes, used)
        axes.set_xlabel(shown.say("办理总计 n（件）", "requests processed, n"))
        fixed_ticks(axes.xaxis, 8)
        fixed_ticks(axes.yaxis, 7, "{:.0%}".format)
        figure.add_legend(_handles(shown, used))
    return figure


def _funnel(axes: Axes, used: pd.DataFrame) -> None:
    n = used["n"].to_numpy("int64")
    pooled = _pooled(used)
    sizes = np.unique(np.geomspace(1, max(n.max() * 1.08, 10), 300).astype("int64"))
    axes.axhline(pooled, color=INK, linewidth=0.9)
    for coverage, style in zip(_LIMITS, ((0, (4, 3)), "solid"), strict=True):
        low, high = _limits(sizes, pooled, coverage)
        for counts in (low, high):
            axes.plot(sizes, counts / sizes, color=FAINT, linewidth=0.9, linestyle=style)
    few = (used["n"] < SUFFICIENT).to_numpy(bool)
    rate = used["rate"].to_numpy("float64")
    axes.scatter(n[few], rate[few], s=26, facecolor="white", edgecolor=FAINT, zorder=3)
    axes.scatter(n[~few], rate[~few], s=30, color=ACCENT, zorder=3)
    axes.set_xlim(0, sizes.max())
    axes.set_ylim(-0.02, min(1.02, max(0.1, pooled * 3, rate.max() * 1.25)))
    _name_outside(axes, used, pooled)


def _name_outside(axes: Axes, used: pd.DataFrame, pooled: float) -> None:
    outside = used[used["outside"].fillna(False) & (used["n"] >= SUFFICIENT)]
    distance = (outside["rate"] - pooled).abs() * outside["n"].astype("Float64") ** 0.5
    far = outside.loc[distance.sort_values(ascending=False).index].head(_MAX_LABELS)
    taken: list[tuple[float, float]] = []
    for label, n, rate in far[["place_label", "n", "rate"]].itertuples(index=False):
        at = axes.transData.transform((n, rate))
        if all(abs(at[0] - x) > 90 or abs(at[1] - y) > 16 for x, y in taken):
            taken.append((at[0], at[1]))
            axes.annotate(label, (n, rate), (5, 4), textcoords="offset points", size=SMALL)


def _pooled(table: pd.DataFrame) -> float:
    used = table[table["rate"].notna()]
    return float(used["k"].sum() / used["n"].sum())


def _limits(sizes: np.ndarray, rate: float, coverage: float) -> tuple[np.ndarray, np.ndarray]:
    """Lower and upper count that bound `coverage` of a binomial distribution, for each size;
    interpolated between whole counts, so that the curves have no teeth."""
    tail = (1 - coverage) / 2
    low, high = (_quantile(probability, sizes, rate) for probability in (tail, 1 - tail))
    return np.maximum(low, 0), np.minimum(high, sizes)


def _quantile(probability: float, sizes: np.ndarray, rate: float) -> np.ndarray:
    count = stats.binom.ppf(probability, sizes, rate)
    reached = stats.binom.cdf(count, sizes, rate)
    before = stats.binom.cdf(count - 1, sizes, rate)
    return np.asarray(count - (reached - probability) / np.maximum(reached - before, 1e-12))


def _handles(shown: View, used: pd.DataFrame) -> list[Line2D]:
    pooled = f" {_pooled(used):.1%}" if len(used) else ""
    return [
        Line2D(
            [], [], color=INK, linewidth=0.9, label=shown.say("合并比例", "pooled rate") + pooled
        ),
        Line2D([], [], color=FAINT, linestyle=(0, (4, 3)), linewidth=0.9, label="95%"),
        Line2D([], [], color=FAINT, linewidth=0.9, label="99.8%"),
        Line2D(
            [],
            [],
            color=ACCENT,
            marker="o",
            markersize=5.5,
            linestyle="",
            label=f"n ≥ {SUFFICIENT}",
        ),
        Line2D(
            [],
            [],
            color=FAINT,
            marker="o",
            markersize=5,
            markerfacecolor="white",
            linestyle="",
            label=f"n < {SUFFICIENT}",
        ),
    ]
