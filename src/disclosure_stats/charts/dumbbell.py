"""Notice boards against the website, place by place."""

from collections.abc import Sequence

import pandas as pd
from matplotlib.lines import Line2D

from disclosure_stats.analysis.dataset import Dataset
from disclosure_stats.analysis.posting_volumes import ERAS_WITHOUT_BOARDS, SUM
from disclosure_stats.charts.frame import ChartFigure, Heading, framed
from disclosure_stats.charts.rows import (
    WIDTH,
    beside_rows,
    chart_height,
    row_axis,
    size_and_reports,
)
from disclosure_stats.charts.theme import ACCENT, FAINT, GRID, SECOND
from disclosure_stats.charts.view import View, view
from disclosure_stats.languages import Language

_BOARD, _WEBSITE = "postings_notice_board", "postings_website"


def boards_and_website(
    dataset: Dataset,
    *,
    places: Sequence[str] | None = None,
    years: Sequence[int] | None = None,
    language: Language = "zh",
) -> ChartFigure:
    """A row a place: the share of notice boards and that of the website, joined by a line.

    Of the sum over channels, over the reports that give a figure for both. Sorted by the share of
    notice boards; places without such a report stand at the end, without marks. Up to 60 places.
    """
    return draw(view(dataset, places, years, language, [_BOARD, _WEBSITE, SUM]))


def numbers(shown: View) -> pd.DataFrame:
    """`place_label`, `notice_board`, `website` (Int64), `n` (sum over channels), `reports`,
    `notice_board_share`, `website_share` (Float64); sorted as in the chart."""
    both = shown.panel.dropna(subset=[_BOARD, _WEBSITE])
    groups = both.groupby("place_label", observed=True)
    table = groups[[_BOARD, _WEBSITE, SUM]].sum().join(groups.size().rename("reports"))
    table = table.set_axis(["notice_board", "website", "n", "reports"], axis=1).astype("Int64")
    size = table["n"].astype("Float64").where(table["n"] > 0)
    for channel in ("notice_board", "website"):
        table[f"{channel}_share"] = table[channel] / size
    table = table.reindex(pd.Index(shown.places, name="place_label"))
    table = table.sort_values("notice_board_share", ascending=False, kind="stable")
    return table.fillna({"reports": 0}).reset_index()


def draw(shown: View) -> ChartFigure:
    """The chart of a view."""
    table = numbers(shown)
    heading = Heading(
        shown.say("公示栏与政府网站", "Notice boards and website"),
        shown.say(
            "两者各占各渠道条数之和的比例，只计两项都有数量的报告；n为各渠道之和。",
            "Share of each in the sum over channels, over the reports with a figure for both; n is "
            "that sum.",
        ),
    )
    used = int(table["reports"].sum())
    left_out = len(shown.panel) - used
    _, forms = shown.on_forms(ERAS_WITHOUT_BOARDS)
    note = shown.say(
        f"两项都有数量的报告{used}份；其余{left_out}份未计入（{forms}没有公示栏一项）。",
        f"{used} reports have figures for both; the other {left_out} are left out "
        f"(the {forms} does not ask for notice boards).",
    )
    height = chart_height(len(table), 0.5)
    with framed(WIDTH, height, heading, shown.caption(note), legend_lines=1) as figure:
        axes = figure.add_subplot()
        rows = range(len(table))
        board = table["notice_board_share"].astype("float64")
        website = table["website_share"].astype("float64")
        axes.hlines(rows, board, website, color=FAINT, linewidth=1.6, zorder=1)
        axes.scatter(board, rows, s=36, color=ACCENT, zorder=2)
        axes.scatter(
            website, rows, s=36, facecolor="white", edgecolor=SECOND, linewidth=1.6, zorder=2
        )
        row_axis(axes, list(table["place_label"]))
        axes.set_xlim(0, 1)
        axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "25%", "50%", "75%", "100%"])
        axes.grid(axis="x", color=GRID, linewidth=0.6)
        axes.set_axisbelow(True)
        counts = size_and_reports(shown, table["n"], table["reports"])
        beside_rows(axes, counts, shown.say("n (报告数)", "n (reports)"))
        channels = shown.words("channels")
        figure.add_legend(
            [
                Line2D(
                    [], [], color=ACCENT, marker="o", linestyle="", label=channels["notice_board"]
                ),
                Line2D(
                    [],
                    [],
                    color=SECOND,
                    marker="o",
                    markerfacecolor="white",
                    markeredgewidth=1.6,
                    linestyle="",
                    label=channels["website"],
                ),
            ]
        )
    return figure
