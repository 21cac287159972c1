"""One place on one page: what its reports say, year by year."""

from collections.abc import Sequence
from typing import Final

import pandas as pd
from matplotlib.axes import Axes

from disclosure_stats.analysis import mixes
from disclosure_stats.analysis.dataset import Dataset
from disclosure_stats.analysis.measures import SUFFICIENT
from disclosure_stats.analysis.posting_volumes import COLUMNS
from disclosure_stats.charts.frame import (
    ChartFigure,
    Heading,
    fixed_ticks,
    framed,
    mark_era_breaks,
    year_axis,
)
from disclosure_stats.charts.outcomes import few_marked, first_year_of_outcomes
from disclosure_stats.charts.rows import WIDTH, beside_rows, row_axis
from disclosure_stats.charts.stacks import stack_handles, stacked_bars
from disclosure_stats.charts.theme import ACCENT, INK, SECOND, SMALL
from disclosure_stats.charts.view import View, view
from disclosure_stats.languages import Language

QUANTITIES: Final = (
    *COLUMNS,
    *mixes.OUTCOMES,
    "requests_received",
    "requests_processed",
    "requests_carried_out",
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
_HEIGHT = 7.4


def place_profile(
    dataset: Dataset,
    place: str,
    *,
    years: Sequence[int] | None = None,
    language: Language = "zh",
) -> ChartFigure:
    """Items by channel, requests received and their outcomes, over the years of one place."""
    return draw(view(dataset, [place], years, language, QUANTITIES, maximum_places=1))


def numbers(shown: View) -> pd.DataFrame:
    """`place_label`, `year`, `era`, `status`, the quantities of the page, `channel_source`; a row
    each year, null without a report."""
    columns = ["year", "era", "status", *QUANTITIES, "channel_source"]
    table = shown.panel[columns].set_index("year").reindex(pd.Index(shown.years, name="year"))
    return table.reset_index().assign(place_label=shown.places[0])[["place_label", *columns]]


def draw(shown: View) -> ChartFigure:
    """The page of a view of one place."""
    table = numbers(shown)
    (place,) = shown.places
    heading = Heading(
        place,
        shown.say(
            "历年政府信息公开工作年度报告所载：分渠道条数、新收申请、办理结果。",
            "As its annual reports say: items by channel, requests received, outcomes.",
        ),
    )
    note = shown.say(
        f"斜线：该年没有报告；没有点的年份，报告中没有这一数字。*：n小于{SUFFICIENT}。"
        "—：没有报告，或分项与总计不符。",
        "Hatched: no report on that year. A year without a mark: not in its report. *: n under "
        f"{SUFFICIENT}. —: no report, or outcomes that do not add up.",
    )
    with framed(WIDTH, _HEIGHT, heading, shown.caption(shown.era_note(), note)) as figure:
        panels = figure.subplots(3, 1, height_ratios=[1.15, 0.7, 1.25])
        _items(panels[0], table, shown)
        _requests(panels[1], table, shown)
        _outcomes(panels[2], shown)
        figure.row_axes = None  # the page stays whole: its rows are those of one panel alone
        figure.align_ylabels(list(panels))
    return figure


def _items(axes: Axes, table: pd.DataFrame, shown: View) -> None:
    names = shown.words("channels")
    axes.set_title(shown.say("分渠道条数", "Items by channel"))
    for channel, (colour, marker, style) in _LINES.items():
        counts = table[f"postings_{channel}"].astype("float64")
        # A year without a number breaks the line; so does a change of form.
        for _, part in counts.groupby(table["era"].astype("string").fillna("")):
            axes.plot(
                table.loc[part.index, "year"],
                part,
                color=colour,
                marker=marker,
                markersize=4,
                linestyle=style,
                linewidth=1.3,
                label=names[channel],
            )
    handles, labels = axes.get_legend_handles_labels()
    unique = dict(zip(labels, handles, strict=True))
    axes.legend(
        list(unique.values()), list(unique), loc="lower right", bbox_to_anchor=(1, 1), ncols=3
    )
    axes.set_ylim(0, max(1.0, axes.get_ylim()[1]))
    fixed_ticks(axes.yaxis, 5)
    _years(axes, table, shown)


def _requests(axes: Axes, table: pd.DataFrame, shown: View) -> None:
    axes.set_title(shown.say("新收申请（件）", "Requests received"))
    received = table.dropna(subset=["requests_received"])
    bars = axes.bar(
        received["year"], received["requests_received"].astype("float64"), 0.6, color=ACCENT
    )
    axes.bar_label(
        bars, [str(count) for count in received["requests_received"]], size=SMALL, padding=1
    )
    axes.margins(y=0.2)
    axes.set_ylim(0, max(1.0, axes.get_ylim()[1]))  # with nothing but zeros, from 0 to 1
    fixed_ticks(axes.yaxis, 3)
    _years(axes, table, shown)


def _years(axes: Axes, table: pd.DataFrame, shown: View) -> None:
    for year in table.loc[table["status"].isna(), "year"]:
        axes.axvspan(
            year - 0.5, year + 0.5, facecolor="none", edgecolor="#c4c4c4", hatch="////", linewidth=0
        )
    mark_era_breaks(axes, shown, named=False)
    year_axis(axes, shown.years, WIDTH - 1)


def _outcomes(axes: Axes, shown: View) -> None:
    axes.set_title(shown.say("办理结果", "Outcomes"), pad=20)
    mix = mixes.outcome_mix(shown.panel, ["year"])
    rows = [year for year in shown.years if year >= first_year_of_outcomes(shown)]
    shares = mix.pivot(index="year", columns="outcome", values="share")
    stacked_bars(axes, shares.reindex(index=rows, columns=list(mixes.OUTCOMES)))
    row_axis(axes, [str(year) for year in rows])
    sizes = mix.drop_duplicates("year").set_index("year")["n"].reindex(rows)
    beside_rows(axes, ["—" if pd.isna(n) else few_marked(n) for n in sizes], "n")
    names = shown.words("outcomes")
    axes.legend(
        handles=stack_handles([names[outcome] for outcome in mixes.OUTCOMES]),
        loc="lower left",
        bbox_to_anchor=(0, 1),
        ncols=len(mixes.OUTCOMES),
        borderaxespad=0.2,
        handlelength=1.2,
        columnspacing=1.0,
        fontsize=SMALL,
    )
