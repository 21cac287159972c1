"""One county on one page: its townships together, year by year, then each of them."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from disclosure_stats.analysis import measures, mixes
from disclosure_stats.analysis.dataset import Dataset
from disclosure_stats.analysis.measures import SUFFICIENT
from disclosure_stats.analysis.place_labels import county_labels
from disclosure_stats.analysis.posting_volumes import COLUMNS, SOURCE, SUM
from disclosure_stats.analysis.selection import UnknownNameError
from disclosure_stats.charts.channels import draw_bars, part_names
from disclosure_stats.charts.channels import numbers as mix_by_year
from disclosure_stats.charts.frame import ChartFigure, Heading, framed, nothing_to_show
from disclosure_stats.charts.rows import Rows, size_and_reports
from disclosure_stats.charts.small_multiples import (
    beyond_note,
    comparable_runs,
    draw_panels,
    grid_shape,
    last_figure,
    panel_grid,
    row_edges,
)
from disclosure_stats.charts.stacks import few_note, items_said, stack_handles
from disclosure_stats.charts.theme import ACCENT, SECOND, SMALL, STACK
from disclosure_stats.charts.view import MAX_PLACES, TooManyPlacesError, View, view
from disclosure_stats.charts.words import many
from disclosure_stats.languages import Language
from disclosure_stats.near import no_such

QUANTITIES: Final = (*COLUMNS, "requests_received")
"""The panel's columns on the page."""
_WIDTH = 9.4  # inches
_ROW, _HEAD = 0.27, 0.95  # inches: a year of the upper part, and its titles
_MIN_APART = 0.25  # of the highest point: nearer to each other, two figures would touch
_LINES: Final[dict[str, tuple[str, str, Any]]] = {
    "postings_notice_board": (ACCENT, "o", "solid"),
    "postings_website": (SECOND, "s", "solid"),
}


def county_profile(
    dataset: Dataset,
    county: str,
    *,
    years: int | Sequence[int] | None = None,
    language: Language = "zh",
) -> ChartFigure:
    """The townships of a county (as in `reports.county`) together, year by year: the items of
    their narratives by channel, and the requests received; below, a small chart a place with the
    items on notice boards and the website.

    UnknownNameError for a county on which there is no report, TooManyPlacesError for one with more
    than 60 places, and for a name that several counties bear: name the prefecture before it.
    """
    return draw(of_county(view(dataset, None, years, language, QUANTITIES), county))


def of_county(shown: View, county: str) -> View:
    """The part of a view that is about one county."""
    labels = county_labels(shown.panel, shown.tables.place_combinations)
    is_meant = ((labels == county) | (shown.panel["county"] == county)).fillna(False)
    meant = labels[is_meant].unique()
    if not len(meant):
        zh, en = f"没有“{county}”的报告。", f"There is no report on {county!r}."
        raise UnknownNameError(*no_such(zh, en, county, sorted(labels.dropna().unique())))
    if len(meant) > 1:
        names = "、".join(meant)
        raise TooManyPlacesError(
            f"名为“{county}”的县区不止一个，请写明是哪个：{names}。",
            f"Several counties are called {county!r}; name one of them: {names}.",
        )
    rows = shown.panel[is_meant]
    places = tuple(place for place in shown.places if (rows["place_label"] == place).any())
    if len(places) > MAX_PLACES:
        raise TooManyPlacesError(
            f"{county}有{len(places)}个地方，一页最多{MAX_PLACES}个。",
            f"{county} has {len(places)} places; a page shows up to {MAX_PLACES}.",
        )
    years = [year for year in shown.years if rows["year"].min() <= year <= rows["year"].max()]
    return replace(shown, panel=rows.reset_index(drop=True), places=places, years=tuple(years))


def numbers(shown: View) -> pd.DataFrame:
    """`place_label`, `year`, `notice_board`, `website`, `postings_channel_sum`,
    `requests_received`, `channel_source`; a row each place and year, null without a report."""
    columns = ["place_label", "year", *_LINES, SUM, "requests_received", SOURCE, "report_id"]
    table = shown.on_grid(shown.panel[columns])
    return table.rename(columns={name: name.removeprefix("postings_") for name in _LINES})


def draw(shown: View) -> ChartFigure:
    """The page of a view of one county."""
    table = numbers(shown)
    (county,) = set(shown.county_of().values())
    rows, columns, below = grid_shape(shown)
    above = _HEAD + _ROW * len(shown.years)
    names = [name.removeprefix("postings_") for name in _LINES]
    notes = shown.caption(
        shown.say(
            "上图：报告文字所述条数的渠道构成（n为各渠道之和）和新收申请，该县有报告的各地合计；"
            "各年报告份数不同。下图：各地公示栏、政府网站条数，纵轴相同；灰色为没有报告，数据来源变化处断线。",
            "Above: items of the narratives by channel (n: sum over channels) and requests "
            "received, all places with a report together; their number differs by year. Below: "
            "items on notice boards and the website, one scale for all; grey: no report; "
            "lines break where the source changes.",
        ),
        beyond_note(shown, table, names),
        few_note(shown, shown.say("条", "")) if (_of_text(shown)["n"] < SUFFICIENT).any() else "",
        shown.doubtful_note(),
    )
    heading = Heading(
        _title(shown, county),
        shown.say(
            f"{county}各地政府信息公开工作年度报告所载。",
            "As the annual reports of its townships say.",
        ),
    )
    with framed(_WIDTH, above + below + 0.3, heading, notes, legend_lines=1) as figure:
        if shown.panel[list(QUANTITIES)].isna().all(axis=None):
            return nothing_to_show(figure, shown)
        grid = panel_grid(figure, rows, columns, above)
        _together(figure, shown, above - _HEAD)
        draw_panels(grid, shown, table, names, _place)
        figure.row_axes = None
        figure.row_edges = row_edges(grid)
        figure.add_legend(_handles(shown))
    return figure


def _title(shown: View, county: str) -> str:
    year = mixes.comparable_year(shown.panel, [SUM])
    of_year = shown.panel[shown.panel["year"] == year].dropna(subset=[SUM])
    places = many(len(shown.places), "place")
    called = shown.name_of_county(county)
    if of_year.empty:
        return shown.say(f"{county}：{len(shown.places)}个地方", f"{called}: {places}")
    items = int(of_year[SUM].sum())
    return shown.say(
        f"{county}：{len(shown.places)}个地方，{year}年各渠道合计{items:,}条（{len(of_year)}份报告）",
        f"{called}: {places}, {many(items, 'item')} over all channels in {year} "
        f"({many(len(of_year), 'report')})",
    )


def _of_text(shown: View) -> pd.DataFrame:
    """The items by channel of the narratives, by year."""
    mix = mix_by_year(shown)
    return mix[mix[SOURCE] == "narrative"].set_index("year")


def _together(figure: ChartFigure, shown: View, height: float) -> None:
    """The upper part: a row a year, the items by channel, beside them the requests."""
    left, bottom, width, room = figure.room
    inches = figure.get_size_inches()[1]
    y = bottom + room - (0.55 + height) / inches
    years = tuple(map(str, shown.years))
    axes = figure.add_axes((left + 0.045, y, width * 0.56, height / inches))
    words = items_said(shown)._replace(
        missing=shown.say("没有可比的分渠道数量", "no comparable figures by channel")
    )
    draw_bars(axes, shown, _of_text(shown), Rows(years), "narrative", words)
    axes.set_title(shown.say("渠道构成", "Items by channel"), pad=18)
    beside = figure.add_axes((left + width * 0.76, y, width * 0.2, height / inches), sharey=axes)
    received = measures.total(shown.panel, "requests_received", "year").set_index("year")
    received = received.reindex(list(shown.years))
    counts = received["total"].astype("float64").fillna(0.0)
    bars = beside.barh(range(len(years)), counts, 0.74, color=ACCENT)
    texts = size_and_reports(received["total"], received["counted"])
    beside.bar_label(bars, texts, size=SMALL, padding=3)
    beside.set_title(
        shown.say("新收申请（件，括号内为报告数）", "Requests received (reports)"), pad=18
    )
    beside.tick_params(axis="y", labelleft=False, length=0)
    beside.set_xticks([])
    for side in ("left", "bottom"):
        beside.spines[side].set_visible(False)
    beside.margins(x=0.35)


def _place(axes: Axes, rows: pd.DataFrame) -> None:
    ends: list[tuple[float, int, str]] = []
    for column, (colour, marker, style) in _LINES.items():
        name = column.removeprefix("postings_")
        for part in comparable_runs(rows, name, [SOURCE]):
            years, counts = part["year"].to_numpy("float64"), part[name].to_numpy("float64")
            axes.plot(years, counts, color=colour, marker=marker, ms=2.5, ls=style)
            last = (float(counts[-1]), int(years[-1]), colour)
            ends = [*(end for end in ends if end[-1] != colour), last]
    highest = max((count for count, *_ in ends), default=0.0)
    latest = max((year for _, year, _ in ends), default=0)
    for count, year, colour in ends:
        # Of two figures that would touch, the larger is shown.
        if count == highest or highest - count > _MIN_APART * axes.dataLim.y1:
            last_figure(axes, year, count, colour, year < latest)


def _handles(shown: View) -> list[Artist]:
    names = shown.words("channels")
    parts = stack_handles(part_names(shown, "narrative"), STACK)
    lines = [
        Line2D(
            [],
            [],
            color=colour,
            marker=marker,
            ms=4,
            ls=style,
            label=names[column.removeprefix("postings_")] + shown.say("（下图）", " (below)"),
        )
        for column, (colour, marker, style) in _LINES.items()
    ]
    return [*parts, *lines]
