"""What reports count beside postings, across forms: a small chart an activity."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from disclosure_stats.analysis.activity_counts import (
    ActivityQuantity,
    activity_quantities,
    counted_activities,
)
from disclosure_stats.analysis.dataset import Dataset
from disclosure_stats.analysis.panel import place_years
from disclosure_stats.charts.frame import (
    ChartFigure,
    Heading,
    fixed_ticks,
    framed,
    nothing_to_show,
)
from disclosure_stats.charts.small_multiples import panel_grid
from disclosure_stats.charts.theme import ACCENT, BREAK, FAINT, GRID, SECOND, SMALL
from disclosure_stats.charts.view import View, view
from disclosure_stats.languages import Language

_COLUMNS = 4
_WIDTH, _HEIGHT = 9.4, 1.55  # inches, of the chart and of a row of panels
_BETWEEN = 0.26  # of a panel's width: each has a scale of its own beside it
_FEW = 5  # reports: the mean of fewer is drawn hollow
_OF_SOURCE = {"form": ACCENT, "narrative": SECOND}


def activities(
    dataset: Dataset,
    *,
    places: Sequence[str] | None = None,
    years: Sequence[int] | None = None,
    language: Language = "zh",
) -> ChartFigure:
    """A small chart an activity: the mean of the reports that give a number, each year, by the form
    of 2014 and by the narrative since.

    The line breaks where the form ends and the narrative begins to count another thing (staff,
    reading points), and where a year has no number.
    """
    return draw(view(dataset, places, years, language, []))


def numbers(shown: View) -> pd.DataFrame:
    """`activity`, `year`, `source` (`form`, `narrative`), `mean` (Float64), `reports` (Int64: those
    that give a number), `of` (Int64: all of the year)."""
    counted = counted_activities(shown.tables.select(years=list(shown.years)))
    per_report = counted.groupby(["report_id", "row", "source"], as_index=False)["value"].sum()
    standing = place_years(shown.tables)[["report_id", "place_label", "year"]]
    standing = standing[standing["place_label"].isin(shown.places)]
    standing = standing[standing["year"].isin(list(shown.years))]
    joined = per_report.merge(standing, on="report_id")
    found = joined.groupby(["row", "year", "source"], as_index=False)["value"].agg(
        mean="mean", reports="size"
    )
    found["of"] = found["year"].map(standing.groupby("year").size())
    columns = {"reports": "Int64", "of": "Int64", "mean": "Float64"}
    named: pd.DataFrame = found.rename(columns={"row": "activity"}).astype(columns)
    return named


def draw(shown: View) -> ChartFigure:
    """The chart of a view."""
    table = numbers(shown)
    codes = [code for code in activity_quantities() if code in set(table["activity"])]
    rows = max(1, -(-len(codes) // _COLUMNS))
    heading = Heading(
        _title(shown, table),
        shown.say(
            "给出数量的报告每份平均数，每年一点。2014年表取自统计表，此后取自报告文字；口径不同处断线。各图纵轴不同。",
            "Mean of the reports that give a number, a point a year: by the form of 2014, and by "
            "the narrative since. Lines break where they count different things. Scales differ.",
        ),
    )
    notes = shown.caption(
        shown.say(
            "没有写数量的报告不计入，也不作0；右上角为最近一年的平均数和报告份数。",
            "Reports without a number are left out, not counted as 0; at the upper right stand "
            "the mean of the latest year and the number of reports.",
        ),
        shown.say(
            f"空心点：写明数量的报告不足{_FEW}份。",
            f"Hollow: under {_FEW} reports give a number.",
        )
        if (table["reports"] < _FEW).any()
        else "",
        shown.era_note(),
    )
    with framed(_WIDTH, rows * _HEIGHT + 0.2, heading, notes, legend_lines=1) as figure:
        if not codes:
            return nothing_to_show(figure, shown)
        grid = panel_grid(figure, rows, _COLUMNS, between=_BETWEEN)
        for axes, code in zip(grid.flat, codes, strict=False):
            _panel(axes, table[table["activity"] == code], shown, code)
        for axes in list(grid.flat)[len(codes) :]:
            axes.set_visible(False)
        sources = shown.words("sources")
        present = [source for source in _OF_SOURCE if source in set(table["source"])]
        figure.add_legend([_handle(sources[source], _OF_SOURCE[source]) for source in present])
    return figure


def _handle(label: str, colour: str) -> Line2D:
    return Line2D([], [], color=colour, marker="o", markersize=3, label=label)


def _panel(axes: Axes, table: pd.DataFrame, shown: View, code: str) -> None:
    quantity = activity_quantities()[code]
    axes.set_title(shown.say(_with_unit(quantity), quantity.en), pad=3)
    table = table.sort_values(["year", "source"])
    if quantity.is_same:
        _line(axes, table, FAINT)  # joins what form and narrative count alike
    for source, colour in _OF_SOURCE.items():
        own = table[table["source"] == source]
        _line(axes, own, colour)
        for few, fill in ((False, colour), (True, "white")):
            part = own[(own["reports"] < _FEW) == few]
            axes.plot(
                part["year"], part["mean"], "o", color=colour, mfc=fill, ms=3.5, clip_on=False
            )
    for position, _ in shown.era_breaks():
        axes.axvline(position, **BREAK)
    last = table.iloc[-1]
    highest = float(table["mean"].max())
    axes.set_ylim(0, max(highest, 0.1) * 1.3)
    fixed_ticks(axes.yaxis, 2, "{:,.3g}".format)
    axes.grid(axis="y", color=GRID, linewidth=0.6)
    axes.tick_params(axis="y", labelsize=SMALL)
    axes.spines["left"].set_visible(False)
    axes.set_xlim(shown.years[0] - 0.7, shown.years[-1] + 0.7)
    ends = sorted({shown.years[0], shown.years[-1]})
    axes.set_xticks(ends, list(map(str, ends)), size=SMALL)
    of_year = (
        ""
        if last["year"] == shown.years[-1]
        else shown.say(f"{last['year']}年 ", f"{last['year']}: ")
    )
    axes.annotate(
        f"{of_year}{float(last['mean']):,.3g} ({last['reports']})",
        (1, 1),
        xycoords="axes fraction",
        size=SMALL,
        color=_OF_SOURCE[last["source"]],
        ha="right",
        va="top",
    )


def _with_unit(quantity: ActivityQuantity) -> str:
    says_unit = quantity.zh.endswith((quantity.unit, "）"))
    return quantity.zh if says_unit else f"{quantity.zh}（{quantity.unit}）"


def _line(axes: Axes, table: pd.DataFrame, colour: str) -> None:
    """Lines between years that follow on each other."""
    years = table["year"].to_numpy("int64")
    means = table["mean"].to_numpy("float64")
    for first in np.flatnonzero(np.diff(years) == 1):
        axes.plot(years[first : first + 2], means[first : first + 2], color=colour, linewidth=1.1)


def _title(shown: View, table: pd.DataFrame) -> str:
    of_narrative = table[table["source"] == "narrative"]
    if of_narrative.empty:
        return shown.say("会议、培训、人员与经费", "Meetings, trainings, staff and money")
    totals = of_narrative.groupby("activity")["reports"].sum()
    code = str(totals.idxmax())
    quantity = activity_quantities()[code]
    return shown.say(
        f"2014年表之外，报告文字写明最多的是{quantity.zh}：{totals[code]}份报告",
        f"Beside the form of 2014, narratives count {quantity.en} most often: "
        f"{totals[code]} reports",
    )
