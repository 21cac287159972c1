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
from disclosure_stats.charts.words import many
from disclosure_stats.languages import Language

# So that the states differ without colour too.
_HATCHES = {
    "verified": "",
    "unproven": "///",
    "flagged": "",
    "partial": "...",
    "failed": "xxxx",
    "missing": "",
}


def coverage_grid(
    dataset: Dataset,
    *,
    places: Sequence[str] | None = None,
    years: Sequence[int] | None = None,
    language: Language = "zh",
    page: int = 1,
) -> ChartFigure:
    """A square a place and year: verified, flagged, partial, failed, or no report.

    Over 60 places take several pages (`page`), by county. A file that failed is
    shown where its place and year are known.
    """
    shown = view(dataset, places, years, language, [], page)
    return draw(shown)


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
    counts = {code: int((table["status"] == code).sum()) for code in shown.words("statuses")}
    heading = Heading(
        _title(shown, counts),
        shown.say(
            "报告覆盖与读取情况，每格一个地方一个年度。已核验：合计全部成立；"
            "有疑点：有合计不符或存疑之处",
            "Coverage and quality: one square a place and year. Verified: all sums of the form "
            "hold; flagged: sums that do not hold or cells in doubt",
        )
        + shown.say(
            "；未经核验：多数数字只有一次读取为据。" if counts["unproven"] else "。",
            "; unproven: most numbers rest on one reading." if counts["unproven"] else ".",
        ),
    )
    height = chart_height(len(shown.places), 0.6)
    with framed(WIDTH, height, heading, shown.caption(), legend_lines=1) as figure:
        axes = figure.add_subplot()
        rows = {place: row for row, place in enumerate(shown.places)}
        for place, year, status in table[["place_label", "year", "status"]].itertuples(index=False):
            axes.add_patch(_square(int(year), rows[place], status))
        row_axis(axes, [shown.name(place) for place in shown.places])
        year_axis(axes, shown.years, WIDTH - 2)
        mark_era_breaks(axes, shown)
        axes.spines["bottom"].set_visible(False)
        figure.add_legend(
            [
                Patch(**_style(status), label=f"{name} {counts[status]:,}")
                for status, name in shown.words("statuses").items()
                if counts[status]
            ]
        )
    return figure


def _title(shown: View, counts: dict[str, int]) -> str:
    names = shown.words("statuses")
    reports = sum(counts.values()) - counts["missing"]
    read = [(names[code], count) for code, count in counts.items() if count and code != "missing"]
    zh = f"{reports:,}份报告：" + "，".join(f"{name}{count:,}份" for name, count in read)
    en = f"{many(reports, 'report')}: " + ", ".join(f"{count:,} {name}" for name, count in read)
    missing = counts["missing"]
    return shown.say(
        zh + (f"；缺{missing:,}份" if missing else ""),
        en + (f"; {missing:,} missing" if missing else ""),
    )


def _square(year: int, row: int, status: str) -> Rectangle:
    return Rectangle((year - 0.44, row - 0.4), 0.88, 0.8, **_style(status))


def _style(status: str) -> dict[str, Any]:
    return {
        "facecolor": STATUS_COLOURS[status],
        "edgecolor": FAINT if _HATCHES[status] or status == "missing" else "white",
        "hatch": _HATCHES[status],
        "linewidth": 0.5,
    }
