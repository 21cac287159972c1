"""How many items each place says it posted, year by year."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from disclosure_stats.analysis.dataset import Dataset
from disclosure_stats.analysis.posting_volumes import SOURCE, SUM, TOTAL
from disclosure_stats.charts.frame import (
    ChartFigure,
    Heading,
    framed,
    nothing_to_show,
)
from disclosure_stats.charts.small_multiples import (
    NO_REPORT,
    beyond_note,
    comparable_runs,
    draw_panels,
    grid_shape,
    last_figure,
    panel_grid,
    row_edges,
)
from disclosure_stats.charts.theme import ACCENT, BREAK, SECOND
from disclosure_stats.charts.view import Unit, View, view
from disclosure_stats.charts.words import many
from disclosure_stats.languages import Language

_WIDTH = 9.4
_PANEL_WIDTH = 1.75  # inches


def posting_volumes(
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
    """A small chart a place, all on one scale: the sum of the items posted by channel, each year.

    The line is broken where the figures are not comparable: a year without a figure, another form,
    another source (form or narrative). A hollow mark gives the total that the report states, where
    it differs from the sum.

    With `by="county"` a chart a county, over all its places that give figures: their number differs
    by year. Over 60 places take several pages (`page`), by county.
    """
    names = [SUM, TOTAL]
    return draw(view(dataset, places, years, language, names, page, by, counties, prefectures))


def numbers(shown: View) -> pd.DataFrame:
    """`place_label`, `year`, `postings_channel_sum`, `postings_total`, `channel_source`, `era`; a
    row each place and year, null without a report or a figure."""
    columns = ["place_label", "year", SUM, TOTAL, SOURCE, "era", "report_id"]
    table = shown.on_grid(shown.rows()[columns])
    if shown.sample:  # few places state a total: what they state is not their county's
        table[TOTAL] = pd.array([pd.NA] * len(table), "Int64")
    return table


def draw(shown: View) -> ChartFigure:
    """The chart of a view."""
    table = numbers(shown)
    rows, columns, height = grid_shape(shown)
    heading = Heading(
        _title(shown, table),
        shown.say(
            "各地公开信息数量：各渠道条数之和，每年一点；同一条信息发在两个渠道计两次。纵轴相同。"
            "表式或数据来源变化处断线。",
            "Items posted, by place: sum over channels, a point a year; an item in two channels "
            "counts twice. One scale for all. Lines break where form or source change.",
        ),
    )
    named = int(table[SUM].notna().sum())
    without = int(shown.panel[SUM].isna().sum())
    note = shown.say(
        f"{without}份报告没有分渠道数量，留空，不作0。",
        f"{many(without, 'report')} without figures by channel: left out, not counted as 0.",
    )
    width = max(5.0, min(_WIDTH, columns * _PANEL_WIDTH + 0.5))
    notes = shown.caption(
        beyond_note(shown, table, [SUM, TOTAL]),
        shown.era_note(),
        note if without else "",
        shown.added_up_note(),
        shown.doubtful_note(),
    )
    with framed(width, max(2.0, height), heading, notes, legend_lines=1) as figure:
        if not named:
            return nothing_to_show(figure, shown)
        grid = panel_grid(figure, rows, columns)
        draw_panels(grid, shown, table, [SUM, TOTAL], lambda axes, rows: _panel(axes, rows, shown))
        figure.row_edges = row_edges(grid)
        figure.add_legend(_handles(shown, table))
    return figure


def _title(shown: View, table: pd.DataFrame) -> str:
    """How many places' figures rose and fell from the first to the last of their latest comparable
    years."""
    rose, fell = 0, 0
    for _, rows in table.dropna(subset=[SUM]).groupby("place_label", observed=True):
        last = rows.iloc[-1]
        alike = rows[(rows["era"] == last["era"]) & (rows[SOURCE] == last[SOURCE])]
        change = int(alike[SUM].iloc[-1] - alike[SUM].iloc[0])
        rose, fell = rose + (change > 0), fell + (change < 0)
    if not rose + fell:
        return shown.say("各地公开信息数量", "Items posted, by place")
    return shown.say(
        f"最近可比的各年首尾相比，{shown.counted(rose)}的条数增加，{fell}个减少",
        f"From first to last of their latest comparable years, {shown.counted(rose)} posted more, "
        f"{fell} fewer",
    )


def _panel(axes: Axes, rows: pd.DataFrame, shown: View) -> None:
    for part in comparable_runs(rows, SUM, ["era", SOURCE]):
        years, counts = part["year"].to_numpy("float64"), part[SUM].to_numpy("float64")
        axes.plot(years, counts, "-o", color=ACCENT, linewidth=1.2, markersize=3)
    for year, count in rows.dropna(subset=[SUM])[["year", SUM]].tail(1).to_numpy("float64"):
        last_figure(axes, year, count, ACCENT)
    stated = rows[(rows[TOTAL] != rows[SUM]).fillna(False)]
    axes.plot(
        stated["year"], stated[TOTAL], "s", color=SECOND, markersize=4, fillstyle="none", zorder=3
    )
    for position, _ in shown.era_breaks(
        shown.panel[shown.panel["place_label"].isin(rows["place_label"])]
    ):
        axes.axvline(position, **BREAK)


def _handles(shown: View, table: pd.DataFrame) -> list[Any]:
    """Handles for what is in the chart."""
    added_up = shown.say("各渠道之和", "sum over channels")
    stated = shown.say("报告所称总数（与和不同时）", "total stated, where it differs")
    handles = [
        Line2D([], [], color=ACCENT, marker="o", ms=3, label=added_up),
        Line2D([], [], color=SECOND, marker="s", ms=4, fillstyle="none", ls="", label=stated),
        Line2D([], [], label=shown.say("换表式", "new form"), **BREAK),
        Patch(label=shown.no_report, **NO_REPORT),
    ]
    differs = bool((table[TOTAL] != table[SUM]).fillna(False).any())
    shows = (True, differs, bool(shown.era_breaks()), shown.missing > 0)
    return [handle for handle, is_shown in zip(handles, shows, strict=True) if is_shown]
