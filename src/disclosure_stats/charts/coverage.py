"""Which reports there are, and how well they could be read."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
from matplotlib.patches import Patch, Rectangle

from disclosure_stats.analysis.dataset import Dataset
from disclosure_stats.charts.frame import ChartFigure, Heading, framed, mark_era_breaks, year_axis
from disclosure_stats.charts.rows import WIDTH, chart_height, row_axis
from disclosure_stats.charts.theme import FAINT, STATUS_COLOURS
from disclosure_stats.charts.view import View, view
from disclosure_stats.languages import Language

# So that the states differ without colour too.
_HATCHES = {
    "verified": "",
    "unproven": "",
    "flagged": "",
    "partial": "...",
    "failed": "xxxx",
    "missing": "////",
}


def coverage_grid(
    dataset: Dataset,
    *,
    places: Sequence[str] | None = None,
    years: Sequence[int] | None = None,
    language: Language = "zh",
) -> ChartFigure:
    """A square a place and year: verified, flagged, partial, failed, or no report.

    Up to 60 places. A file that failed is shown where its place and year are known.
    """
    return draw(view(dataset, places, years, language, []))


def numbers(shown: View) -> pd.DataFrame:
    """`place_label`, `year`, `status` (`missing` where there is no report), `source_path`."""
    grid = pd.MultiIndex.from_product([shown.places, shown.years], names=["place_label", "year"])
    read = shown.panel.set_index(["place_label", "year"])[["status", "source_path"]]
    table = read.astype({"status": "string"}).reindex(grid)
    failed = shown.failed.set_index(["place_label", "year"])
    table = table.combine_first(failed.reindex(grid).dropna(how="all")).reindex(grid)
    return table.fillna({"status": "missing"}).reset_index()


def draw(shown: View) -> ChartFigure:
    """The chart of a view."""
    table = numbers(shown)
    counts = table["status"].value_counts()
    heading = Heading(
        shown.say("报告覆盖与读取情况", "Coverage and quality of the reports"),
        shown.say(
            "每格一个地方一个年度。“已核验”：表内合计全部成立；“有疑点”：已读取，但有合计不符或存疑之处。",
            "One square a place and year. Verified: all sums of the form hold; flagged: read, with "
            "sums that do not hold or cells in doubt.",
        ),
    )
    height = chart_height(len(shown.places), 0.6)
    with framed(WIDTH, height, heading, shown.caption(), legend_lines=1) as figure:
        axes = figure.add_subplot()
        rows = {place: row for row, place in enumerate(shown.places)}
        for place, year, status in table[["place_label", "year", "status"]].itertuples(index=False):
            axes.add_patch(_square(int(year), rows[place], status))
        row_axis(axes, shown.places)
        year_axis(axes, shown.years, WIDTH - 2)
        mark_era_breaks(axes, shown)
        axes.spines["bottom"].set_visible(False)
        figure.add_legend(
            [
                Patch(**_style(status), label=f"{name} {counts.get(status, 0)}")
                for status, name in shown.words("statuses").items()
            ]
        )
    return figure


def _square(year: int, row: int, status: str) -> Rectangle:
    return Rectangle((year - 0.44, row - 0.4), 0.88, 0.8, **_style(status))


def _style(status: str) -> dict[str, Any]:
    edge = FAINT if status == "missing" else "white"
    return {
        "facecolor": STATUS_COLOURS[status],
        "edgecolor": FAINT if _HATCHES[status] else edge,
        "hatch": _HATCHES[status],
        "linewidth": 0.5,
    }
