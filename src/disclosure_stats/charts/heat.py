"""One quantity over places and years."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from disclosure_stats.analysis.dataset import Dataset
from disclosure_stats.analysis.panel_words import quantity_name
from disclosure_stats.analysis.posting_volumes import SUM
from disclosure_stats.analysis.quantities import quantities
from disclosure_stats.charts.frame import (
    ChartFigure,
    Heading,
    fixed_ticks,
    framed,
    mark_era_breaks,
    nothing_to_show,
    year_axis,
)
from disclosure_stats.charts.rows import (
    WIDTH,
    CountyRows,
    chart_height,
    county_row_axis,
    county_rows,
)
from disclosure_stats.charts.scales import scale_top
from disclosure_stats.charts.share_grid import COLOURS, mark_square, square_handles
from disclosure_stats.charts.theme import INK, SMALL
from disclosure_stats.charts.view import Unit, View, view
from disclosure_stats.charts.words import amount, capital
from disclosure_stats.languages import Language

_EDGES, _DIGIT = 0.06, 0.01  # inches beside a number in its square, and a point of a digit's size
_MIN_LETTERS = 4.5  # points
_SECOND_LINE = 0.1  # inches more a row where the number of reports stands below the number


def heat_map(
    dataset: Dataset,
    *,
    quantity: str = SUM,
    places: str | Sequence[str] | None = None,
    years: int | Sequence[int] | None = None,
    counties: str | Sequence[str] | None = None,
    prefectures: str | Sequence[str] | None = None,
    by: Unit = "place",
    language: Language = "zh",
    page: int = 1,
) -> ChartFigure:
    """A square a place and year, darker for more, with the number in it; grey where there is no
    report, dotted where it does not give the number.

    `quantity` is a column of the panel, by default the sum of items over channels.

    With `by="county"` a square a county and year, over all its places that give the number, and
    below it in brackets how many these are: a sum over fewer is no decline. Over 60 places take
    several pages (`page`), by county.
    UnknownNameError for an unknown quantity.
    """
    names = [quantity]
    shown = view(dataset, places, years, language, names, page, by, counties, prefectures)
    return draw(shown, quantity)


def numbers(shown: View, quantity: str = SUM) -> pd.DataFrame:
    """`place_label`, `year`, the quantity, `era`, `status`, of counties also `reports`, how
    many give it (Int64); a row each place and year."""
    keys = ["place_label", "year"]
    table = shown.rows()[[*keys, quantity, "era", "status"]]
    if shown.sample:
        given = shown.panel.groupby(keys, observed=True)[quantity].count().rename("reports")
        table = table.join(given.astype("Int64"), on=keys)
    return shown.on_grid(table)


def draw(shown: View, quantity: str = SUM) -> ChartFigure:
    """The chart of a view."""
    table = numbers(shown, quantity)
    name = quantity_name(quantity, shown.language)
    heading = Heading(
        _title(shown, table.dropna(subset=[quantity]), quantity, name),
        shown.say(
            f"各地各年：{name}，颜色越深数值越大。",
            f"Place and year: {name}, darker is more. ",
        )
        + _across_forms(shown, quantity),
    )
    absent = int(shown.panel[quantity].isna().sum())
    note = shown.say(f"报告中没有这一数字的{absent}份。", f"Reports without this number: {absent}.")
    rows = county_rows(shown)
    height = chart_height(len(rows.labels), 1.1)
    if shown.sample:
        height += len(rows.labels) * _SECOND_LINE
    brackets = shown.say("括号内为报告份数。", "In brackets: the number of reports.")
    added_up = (shown.added_up_note(), brackets) if shown.sample else ()
    caption = shown.caption(note if absent else "", *added_up, shown.doubtful_note())
    with framed(WIDTH, height, heading, caption, legend_lines=1) as figure:
        if table[quantity].isna().all():
            return nothing_to_show(figure, shown)
        axes = figure.add_subplot()
        values = table.pivot(index="place_label", columns="year", values=quantity)
        values = values.astype("float64").rename(index=rows.rows)
        values = values.reindex(range(len(rows.labels)))
        darkest = scale_top(values.to_numpy().ravel())  # where all are 0, 0 is light too
        mesh = axes.imshow(
            np.ma.masked_invalid(values.to_numpy()),
            cmap=COLOURS,
            vmin=0,
            vmax=darkest,
            aspect="auto",
            extent=(shown.years[0] - 0.5, shown.years[-1] + 0.5, len(rows.labels) - 0.5, -0.5),
        )
        empty = table.loc[table[quantity].isna(), ["place_label", "year", "status"]]
        for place, year, status in empty.itertuples(index=False):
            mark_square(axes, rows.rows[place], year, is_report=not pd.isna(status))
        _write(axes, table, quantity, rows, darkest)
        county_row_axis(axes, rows)
        year_axis(axes, shown.years, WIDTH - 2)
        mark_era_breaks(axes, shown)
        bar_height = 0.15 / height  # inches, however many rows there are
        bar = figure.colorbar(
            mesh,
            ax=axes,
            location="bottom",
            fraction=bar_height,
            pad=bar_height,
            shrink=0.5,
            aspect=25,
            anchor=(0, 1),
            extend="max" if (values > darkest).any(axis=None) else "neither",
        )
        bar.outline.set_visible(False)
        fixed_ticks(bar.ax.xaxis, 6)
        dotted = bool(empty["status"].notna().any())
        without = shown.say("报告中无此数字", "number not given") if dotted else None
        figure.add_legend(square_handles(shown, without=without))
    return figure


def _across_forms(shown: View, quantity: str) -> str:
    """Whether numbers on both sides of a dashed line compare, where there is such a line."""
    if not shown.era_breaks():
        return ""
    if quantity in quantities():
        return shown.say("各种表式（虚线两边）算法相同。", "All forms (dashed) count it alike.")
    return shown.say(
        "不同表式之间（虚线两边）不可直接比较。",
        "Across a change of form (dashed) numbers do not compare directly.",
    )


def _title(shown: View, known: pd.DataFrame, quantity: str, name: str) -> str:
    """The least and the most, of the latest form where forms do not compare."""
    if known.empty:
        return shown.say(f"各地各年：{name}", f"Place and year: {name}")
    breaks = [] if quantity in quantities() else shown.era_breaks(known)
    for position, era in breaks[-1:]:
        known = known[known["year"] > position]
        form = shown.words("eras")[era]
        name = shown.say(f"{name}（{form}）", f"{name} ({form})")
    rows = known[["place_label", "year", quantity]].itertuples(index=False, name=None)
    ordered = sorted(rows, key=lambda row: row[-1])
    least, most = ordered[0], ordered[-1]
    texts = [
        shown.say(
            f"{amount(count)}（{place}{year}年）", f"{amount(count)} ({shown.name(place)}, {year})"
        )
        for place, year, count in (least, most)
    ]
    if least[-1] == most[-1]:
        return shown.say(f"{name}：{amount(most[-1])}", f"{capital(name)}: {amount(most[-1])}")
    return shown.say(
        f"{name}：从{texts[0]}到{texts[1]}", f"{capital(name)}: from {texts[0]} to {texts[1]}"
    )


def _write(
    axes: Axes, table: pd.DataFrame, quantity: str, rows: CountyRows, darkest: float
) -> None:
    """The number in each square that has room for it; of counties, of how many reports."""
    known = table.dropna(subset=[quantity])
    room = (WIDTH - 2.2) / table["year"].nunique()
    reports = known["reports"] if "reports" in known else [None] * len(known)
    columns = (known["place_label"], known["year"], known[quantity], reports)
    for place, year, count, of in zip(*columns, strict=True):
        text = amount(count)
        size = min(SMALL, (room - _EDGES) / (len(text) * _DIGIT))
        if size < _MIN_LETTERS:
            continue
        axes.text(
            year,
            rows.rows[place],
            text if of is None else f"{text}\n({of})",
            size=size,
            color="white" if count > 0.55 * darkest else INK,
            ha="center",
            va="center",
        )
