"""Which reports there are, and how well they could be read."""

from collections.abc import Sequence
from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib.patches import Patch, Rectangle

from disclosure_stats.analysis.dataset import Dataset
from disclosure_stats.charts.frame import ChartFigure, Heading, framed, mark_era_breaks, year_axis
from disclosure_stats.charts.rows import (
    WIDTH,
    chart_height,
    county_row_axis,
    county_rows,
    row_axis,
)
from disclosure_stats.charts.share_grid import COLOURS
from disclosure_stats.charts.theme import FAINT, INK, NO_DATA, SMALL, STATUS_COLOURS
from disclosure_stats.charts.view import Unit, View, view
from disclosure_stats.charts.words import many
from disclosure_stats.languages import Language

_DARK = 0.6  # of a county's places: from there on white letters are read better

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
    places: str | Sequence[str] | None = None,
    years: int | Sequence[int] | None = None,
    counties: str | Sequence[str] | None = None,
    prefectures: str | Sequence[str] | None = None,
    by: Unit = "place",
    language: Language = "zh",
    page: int = 1,
) -> ChartFigure:
    """A square a place and year: verified, flagged, partial, failed, or no report.

    With `by="county"` a square a county and year, darker for more of its places with a report, with
    how many of how many. Over 60 places take several pages (`page`), by county. A file that failed
    is shown where its place and year are known.
    """
    return draw(view(dataset, places, years, language, [], page, by, counties, prefectures))


def numbers(shown: View) -> pd.DataFrame:
    """Of places: `place_label`, `year`, `status` (`missing` where there is no report) and
    `source_path`. Of counties: `place_label` (the county), `year`, `with_report` and `places` (how
    many of its places have one that could be read, and how many there are)."""
    if shown.sample:
        return _of_counties(shown)
    read = shown.panel[["place_label", "year", "status", "source_path"]]
    known = pd.concat([read, shown.failed]).astype({"status": "string"})
    return shown.on_grid(known).fillna({"status": "missing"})


def _of_counties(shown: View) -> pd.DataFrame:
    places = pd.Series((shown.sample or shown).county_of()).value_counts()
    read = shown.panel.groupby(["place_label", "year"], observed=True).size().rename("with_report")
    table = shown.on_grid(read.reset_index()).fillna({"with_report": 0})
    table = table.astype({"with_report": "Int64"})
    return table.assign(places=table["place_label"].map(places).astype("Int64"))


def draw(shown: View) -> ChartFigure:
    """The chart of a view."""
    return _draw_counties(shown) if shown.sample else _draw_places(shown)


def _draw_counties(shown: View) -> ChartFigure:
    table = numbers(shown)
    have, whole = int(table["with_report"].sum()), int(table["places"].sum())
    heading = Heading(
        shown.say(
            f"{len(shown.places)}个县区：各地各年{whole:,}份报告中，有{have:,}份",
            f"{many(len(shown.places), 'county', 'counties')}: {have:,} of {whole:,} reports",
        ),
        shown.say(
            "各县区各年：有可读报告的地方数／该县区有过报告的地方数，颜色越深越全。",
            "County and year: places with a report that could be read, of its places that have any "
            "in these years; darker is more complete.",
        ),
    )
    shades = mpl.colormaps[COLOURS]
    with framed(WIDTH, chart_height(len(shown.places), 0.6), heading, shown.caption()) as figure:
        axes = figure.add_subplot()
        rows = {place: row for row, place in enumerate(shown.places)}
        for place, year, some, every in table.itertuples(index=False):
            share = some / every
            square = Rectangle((year - 0.44, rows[place] - 0.4), 0.88, 0.8)
            square.set(facecolor=shades(0.9 * share) if some else NO_DATA, edgecolor="white")
            axes.add_patch(square)
            colour = "white" if share > _DARK else INK
            middle = {"ha": "center", "va": "center"}
            axes.text(year, rows[place], f"{some}/{every}", middle, size=SMALL, color=colour)
        row_axis(axes, [shown.name(place) for place in shown.places])
        year_axis(axes, shown.years, WIDTH - 2)
        axes.spines["bottom"].set_visible(False)
    return figure


def _draw_places(shown: View) -> ChartFigure:
    table = numbers(shown)
    counts = {code: int((table["status"] == code).sum()) for code in shown.words("statuses")}
    heading = Heading(
        _title(shown, counts),
        shown.say(
            "报告覆盖与读取情况，每格一个地方一个年度。已核验：合计全部成立；"
            "有疑点：有合计不符或存疑之处",
            "Coverage and quality: one square a place and year. Verified: all totals of the form "
            "add up; flagged: some do not, or cells are in doubt",
        )
        + shown.say(
            "；未经核验：多数数字只有一次读取为据。" if counts["unproven"] else "。",
            "; unproven: most numbers rest on one reading." if counts["unproven"] else ".",
        ),
    )
    rows = county_rows(shown)
    height = chart_height(len(rows.labels), 0.6)
    with framed(WIDTH, height, heading, shown.caption(), legend_lines=1) as figure:
        axes = figure.add_subplot()
        for place, year, status in table[["place_label", "year", "status"]].itertuples(index=False):
            axes.add_patch(_square(int(year), rows.rows[place], status))
        county_row_axis(axes, rows)
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
