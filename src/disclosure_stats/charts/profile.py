"""One place on one page: what its reports say, year by year."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import pandas as pd
from matplotlib.axes import Axes

from disclosure_stats.analysis import mixes
from disclosure_stats.analysis.dataset import Dataset
from disclosure_stats.analysis.posting_volumes import COLUMNS, SUM
from disclosure_stats.charts.frame import (
    ChartFigure,
    Heading,
    fixed_ticks,
    framed,
    label_ends,
    mark_era_breaks,
    year_axis,
)
from disclosure_stats.charts.outcomes import first_year_of_outcomes
from disclosure_stats.charts.rows import WIDTH, beside_rows, row_axis
from disclosure_stats.charts.small_multiples import comparable_runs, mark_without_report
from disclosure_stats.charts.stacks import few_note, requests_said, stack_handles, stacked_bars
from disclosure_stats.charts.theme import ACCENT, GRID, INK, QUIET, SECOND, SMALL
from disclosure_stats.charts.view import TooManyPlacesError, View, view
from disclosure_stats.charts.words import many
from disclosure_stats.languages import Language

QUANTITIES: Final = (
    *COLUMNS,
    *mixes.OUTCOMES,
    "requests_received",
    "requests_processed",
    "requests_carried_forward",
    "reconsiderations",
    "lawsuits",
    "normative_documents_issued",
)
"""The panel's columns on the page."""
_LINES: Final = {
    "notice_board": (ACCENT, "o", "solid"),
    "website": (SECOND, "s", "solid"),
    "wechat": (INK, "^", (0, (5, 2))),
}
_HEIGHT = 7.4  # inches


def place_profile(
    dataset: Dataset,
    place: str,
    *,
    years: int | Sequence[int] | None = None,
    language: Language = "zh",
) -> ChartFigure:
    """Items by channel, requests received and their outcomes, over the years of one place.

    TooManyPlacesError for a name that several places bear: name the county before it.
    """
    shown = view(dataset, [place], years, language, QUANTITIES)
    if len(shown.places) > 1:
        names = "、".join(shown.places)
        raise TooManyPlacesError(
            f"名为“{place}”的地方不止一个，请写明是哪个：{names}。",
            f"Several places are called {place!r}; name one of them: {names}.",
        )
    return draw(shown)


def numbers(shown: View) -> pd.DataFrame:
    """`place_label`, `year`, `era`, `status`, the quantities of the page, `channel_source`; a row
    each year, null without a report."""
    columns = ["place_label", "year", "era", "status", *QUANTITIES, "channel_source"]
    return shown.on_grid(shown.panel[columns])


def draw(shown: View) -> ChartFigure:
    """The page of a view of one place."""
    table = numbers(shown)
    (place,) = shown.places
    heading = Heading(
        _title(shown, table),
        shown.say(
            f"{place}历年政府信息公开工作年度报告所载：分渠道条数、新收申请、办理结果。",
            "As its annual reports say: items by channel, requests received, outcomes.",
        ),
    )
    note = shown.say(
        "灰色：该年没有报告；没有点的年份，报告没有写条数，或表与文字矛盾。"
        "无数据：没有报告，或分项不全、与总计不符。",
        "Grey: no report on that year. A year without a mark: its report gives no number "
        "of items, or its table and text contradict each other. No data: no "
        "report, or outcomes missing or not adding up.",
    )
    notes = (shown.era_note(), note, few_note(shown, "件"), shown.doubtful_note())
    with framed(WIDTH, _HEIGHT, heading, shown.caption(*notes)) as figure:
        panels = figure.subplots(3, 1, height_ratios=[1.15, 0.7, 1.25])
        _items(panels[0], table, shown)
        _requests(panels[1], table, shown)
        _outcomes(panels[2], shown)
        figure.row_axes = None  # its rows are those of one panel alone
    _part_panels(figure, list(panels))
    return figure


def _part_panels(figure: ChartFigure, panels: Sequence[Axes]) -> None:
    """Lets a slide cut the page between its panels."""
    parts = figure.transFigure.inverted()
    boxes = [box.transformed(parts) for axes in panels if (box := axes.get_tightbbox())]
    cuts = [1 - (over.y0 + under.y1) / 2 for over, under in pairwise(boxes)]
    upper, lower = figure.bare
    figure.row_edges = (upper, *cuts, lower)


def _title(shown: View, table: pd.DataFrame) -> str:
    """The place, and what its latest report gives."""
    (place,) = shown.places
    if table["status"].isna().all():
        return shown.name(place)
    last = table.dropna(subset=["status"]).iloc[-1]
    items, requests = last[SUM], last["requests_received"]
    zh, en = [], []
    if pd.notna(items):
        zh.append(f"各渠道合计{items:,}条")
        en.append(f"{many(items, 'item')} over all channels")
    if pd.notna(requests):
        zh.append(f"新收申请{requests:,}件")
        en.append(f"{many(requests, 'request')} received")
    if not zh:
        return shown.name(place)
    return shown.say(
        f"{place}：{last['year']}年{'，'.join(zh)}",
        f"{shown.name(place)}: {', '.join(en)} in {last['year']}",
    )


def _items(axes: Axes, table: pd.DataFrame, shown: View) -> None:
    names = shown.words("channels")
    axes.set_title(shown.say("分渠道条数", "Items by channel"))
    ends: list[tuple[float, float, str, str]] = []
    if table[[f"postings_{channel}" for channel in _LINES]].isna().all(axis=None):
        return _nothing(axes, shown)
    for channel, (colour, marker, style) in _LINES.items():
        name = f"postings_{channel}"
        for part in comparable_runs(table, name, ["era"]):
            axes.plot(
                part["year"].to_numpy("float64"),
                part[name].to_numpy("float64"),
                color=colour,
                marker=marker,
                markersize=4,
                linestyle=style,
                linewidth=1.3,
            )
        for year, count in table.dropna(subset=[name])[["year", name]].tail(1).to_numpy("float64"):
            of_year = (
                "" if year == shown.years[-1] else shown.say(f"（{year:.0f}年）", f" in {year:.0f}")
            )
            ends.append((year, count, f"{names[channel]} {count:,.0f}{of_year}", colour))
    axes.set_ylim(0, max(1.0, axes.get_ylim()[1]))
    fixed_ticks(axes.yaxis, 5)
    axes.grid(axis="y", color=GRID, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.spines["left"].set_visible(False)
    _years(axes, table, shown)
    label_ends(axes, ends)


def _requests(axes: Axes, table: pd.DataFrame, shown: View) -> None:
    axes.set_title(shown.say("新收申请（件）", "Requests received"))
    received = table.dropna(subset=["requests_received"])
    if received.empty:
        return _nothing(axes, shown)
    bars = axes.bar(
        received["year"], received["requests_received"].astype("float64"), 0.6, color=ACCENT
    )
    axes.bar_label(
        bars, [f"{count:,}" for count in received["requests_received"]], size=SMALL, padding=1
    )
    axes.margins(y=0.2)
    axes.set_ylim(0, max(1.0, axes.get_ylim()[1]))  # with nothing but zeros, from 0 to 1
    axes.yaxis.set_visible(False)  # the figures stand on the bars
    axes.spines["left"].set_visible(False)
    _years(axes, table, shown)


def _nothing(axes: Axes, shown: View) -> None:
    """A sentence in place of an empty panel."""
    axes.set_axis_off()
    text = shown.say("报告中没有这些数字。", "Its reports do not give these figures.")
    axes.text(0, 0.85, text, color=QUIET, va="top", transform=axes.transAxes)


def _years(axes: Axes, table: pd.DataFrame, shown: View) -> None:
    mark_without_report(axes, table.loc[table["status"].isna(), "year"])
    mark_era_breaks(axes, shown, named=False)
    year_axis(axes, shown.years, WIDTH - 1)


def _outcomes(axes: Axes, shown: View) -> None:
    axes.set_title(shown.say("办理结果", "Outcomes"), pad=32)
    mix = mixes.outcome_mix(shown.panel, ["year"])
    rows = [year for year in shown.years if year >= first_year_of_outcomes(shown)]
    if mix.empty:
        return _nothing(axes, shown)
    counts = mix.pivot(index="year", columns="outcome", values="k")
    counts = counts.reindex(index=rows, columns=list(mixes.OUTCOMES))
    stacked_bars(axes, counts, requests_said(shown))
    row_axis(axes, [str(year) for year in rows])
    sizes = mix.drop_duplicates("year").set_index("year")["n"].reindex(rows)
    beside_rows(axes, ["—" if pd.isna(n) else f"{n:,}" for n in sizes], "n")
    names = shown.words("outcomes")
    axes.legend(
        handles=stack_handles([names[outcome] for outcome in mixes.OUTCOMES]),
        loc="lower left",
        bbox_to_anchor=(0, 1),
        ncols=len(mixes.OUTCOMES),
        borderaxespad=1.6,
        columnspacing=1.0,
        fontsize=SMALL,
    )
