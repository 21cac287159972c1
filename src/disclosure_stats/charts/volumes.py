"""How many items each place says it posted, year by year."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from disclosure_stats.analysis.dataset import Dataset
from disclosure_stats.analysis.posting_volumes import SOURCE, SUM, TOTAL
from disclosure_stats.charts.frame import ChartFigure, Heading, fixed_ticks, framed
from disclosure_stats.charts.theme import ACCENT, FAINT, SECOND, SMALL
from disclosure_stats.charts.view import View, view
from disclosure_stats.languages import Language

_WIDTH = 9.4
_PANEL_WIDTH, _PANEL_HEIGHT = 1.75, 1.3  # inches
_NO_REPORT: dict[str, Any] = {
    "facecolor": "none",
    "edgecolor": "#c4c4c4",
    "hatch": "////",
    "linewidth": 0,
}


def posting_volumes(
    dataset: Dataset,
    *,
    places: Sequence[str] | None = None,
    years: Sequence[int] | None = None,
    language: Language = "zh",
) -> ChartFigure:
    """A small chart a place, all on one scale: the sum of the items posted by channel, each year.

    The line is broken where the figures are not comparable: a year without a figure, another form,
    another source (form or narrative). A hollow mark gives the total that the report states, where
    it differs from the sum. Up to 60 places.
    """
    return draw(view(dataset, places, years, language, [SUM, TOTAL]))


def numbers(shown: View) -> pd.DataFrame:
    """`place_label`, `year`, `postings_channel_sum`, `postings_total`, `channel_source`, `era`; a
    row each place and year, null without a report or a figure."""
    grid = pd.MultiIndex.from_product([shown.places, shown.years], names=["place_label", "year"])
    columns = ["place_label", "year", SUM, TOTAL, SOURCE, "era", "report_id"]
    return shown.panel[columns].set_index(["place_label", "year"]).reindex(grid).reset_index()


def draw(shown: View) -> ChartFigure:
    """The chart of a view."""
    table = numbers(shown)
    columns = min(5, len(shown.places))
    rows = -(-len(shown.places) // columns)
    heading = Heading(
        shown.say("各地公开信息数量", "Items posted, by place"),
        shown.say(
            "各渠道条数之和，每年一点；同一条信息发在两个渠道计两次。纵轴相同。"
            "表式或数据来源变化处断线。",
            "Sum of the items posted by channel, a point a year; an item in two channels counts "
            "twice. One scale for all. Lines break where form or source change.",
        ),
    )
    named = int(table[SUM].notna().sum())
    note = shown.say(
        f"{named}份报告有分渠道数量；{len(shown.panel) - named}份没有，留空，不作0。",
        f"{named} reports give figures by channel; {len(shown.panel) - named} do not and are left "
        "out, not counted as 0.",
    )
    width = max(5.0, min(_WIDTH, columns * _PANEL_WIDTH + 0.5))
    height = max(2.0, rows * _PANEL_HEIGHT)
    with framed(
        width, height, heading, shown.caption(shown.era_note(), note), legend_lines=1
    ) as figure:
        grid = _panels(figure, rows, columns)
        counts = table[[SUM, TOTAL]].astype("float64").to_numpy()
        highest = float(np.nanmax(counts, initial=1.0))
        for number, place in enumerate(shown.places):
            axes = grid[number // columns, number % columns]
            _panel(axes, table[table["place_label"] == place], shown)
            axes.set_title(place, pad=3)
            # The last panel of a column need not be in the last row.
            last = number + columns >= len(shown.places)
            _scale(axes, highest, shown, labelled=(last, number % columns == 0))
        for axes in list(grid.flat)[len(shown.places) :]:
            axes.set_visible(False)
        figure.row_edges = _row_edges(grid)
        figure.add_legend(_handles(shown))
    return figure


def _panel(axes: Axes, rows: pd.DataFrame, shown: View) -> None:
    for year in rows.loc[rows["report_id"].isna(), "year"]:
        axes.axvspan(year - 0.5, year + 0.5, **_NO_REPORT)
    counted = rows.dropna(subset=[SUM])
    points = list(counted[["year", SUM, "era", SOURCE]].itertuples(index=False, name=None))
    for (year, count, *before), (next_year, next_count, *after) in pairwise(points):
        if next_year == year + 1 and before == after:
            axes.plot([year, next_year], [count, next_count], color=ACCENT, linewidth=1.2)
    axes.plot(counted["year"], counted[SUM], "o", color=ACCENT, markersize=3)
    stated = rows[(rows[TOTAL] != rows[SUM]).fillna(False)]
    axes.plot(
        stated["year"], stated[TOTAL], "s", color=SECOND, markersize=4, fillstyle="none", zorder=3
    )
    for position, _ in shown.era_breaks(
        shown.panel[shown.panel["place_label"].isin(rows["place_label"])]
    ):
        axes.axvline(position, color=FAINT, linewidth=0.7, linestyle=(0, (4, 3)), zorder=0.5)


def _panels(figure: ChartFigure, rows: int, columns: int) -> np.ndarray:
    """The axes, placed by hand: settling the layout of 60 panels takes matplotlib seconds."""
    figure.set_layout_engine("none")
    left, bottom, width, height = figure.room
    inches = figure.get_size_inches()
    return figure.subplots(
        rows,
        columns,
        squeeze=False,
        gridspec_kw={
            "left": left + 0.42 / inches[0],
            "right": left + width - 0.15 / inches[0],
            "bottom": bottom + 0.3 / inches[1],
            "top": bottom + height - 0.25 / inches[1],
            "wspace": 0.1,
            "hspace": 0.45,
        },
    )


def _row_edges(grid: np.ndarray) -> tuple[float, ...]:
    """Between two rows close under the upper one: the titles of the lower need the room."""
    boxes = [axes.get_position() for axes in grid[:, 0]]
    gap = boxes[0].height * 0.45
    tops = [1 - box.y1 - 0.8 * gap for box in boxes]
    return (*tops, 1 - boxes[-1].y0 + 0.2 * gap)


def _scale(axes: Axes, highest: float, shown: View, labelled: tuple[bool, bool]) -> None:
    axes.set_ylim(0, highest * 1.12)
    fixed_ticks(axes.yaxis, 2)
    axes.tick_params(axis="y", labelsize=SMALL, labelleft=labelled[1])
    axes.set_xlim(shown.years[0] - 0.7, shown.years[-1] + 0.7)
    ends = sorted({shown.years[0], shown.years[-1]})
    axes.set_xticks(ends, [str(year) if labelled[0] else "" for year in ends], size=SMALL)


def _handles(shown: View) -> list[Any]:
    dashed: dict[str, Any] = {"color": FAINT, "linestyle": (0, (4, 3)), "linewidth": 0.8}
    return [
        Line2D(
            [],
            [],
            color=ACCENT,
            marker="o",
            markersize=3,
            label=shown.say("各渠道之和", "sum over channels"),
        ),
        Line2D(
            [],
            [],
            color=SECOND,
            marker="s",
            markersize=4,
            fillstyle="none",
            linestyle="",
            label=shown.say("报告所称总数（与和不同时）", "total stated, where it differs"),
        ),
        Line2D([], [], label=shown.say("换表式", "new form"), **dashed),
        Patch(label=shown.say("无报告", "no report"), **_NO_REPORT),
    ]
