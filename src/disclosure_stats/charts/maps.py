"""A quantity on a map, where the user brings the boundaries."""

from collections.abc import Sequence
from os import PathLike

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize
from matplotlib.patches import Patch, PathPatch
from matplotlib.path import Path as Outline

from disclosure_stats.analysis.dataset import Dataset
from disclosure_stats.analysis.mixes import comparable_year
from disclosure_stats.analysis.panel_words import quantity_name
from disclosure_stats.analysis.place_labels import county_labels
from disclosure_stats.analysis.posting_volumes import SUM
from disclosure_stats.charts.boundaries import (
    Area,
    BoundariesError,
    Ring,
    matched,
    read_boundaries,
)
from disclosure_stats.charts.frame import (
    ChartFigure,
    Heading,
    fixed_ticks,
    framed,
    nothing_to_show,
)
from disclosure_stats.charts.rows import WIDTH
from disclosure_stats.charts.scales import scale_top
from disclosure_stats.charts.share_grid import COLOURS
from disclosure_stats.charts.theme import INK, NO_DATA, SMALL
from disclosure_stats.charts.view import View, view
from disclosure_stats.charts.words import amount, capital, many
from disclosure_stats.languages import Language

_MIN_HEIGHT, _MAX_HEIGHT = 2.5, 8.0  # inches
_MAX_NAMED = 40  # areas: more names would hide the map
_DARK = 0.55  # of the number that is darkest: from there on letters are white
_LEVELS = ("division_code", "place", "county")  # what an area may be called by


def map(  # charts.map is what people look for
    dataset: Dataset,
    boundaries: str | PathLike[str],
    *,
    quantity: str = SUM,
    places: str | Sequence[str] | None = None,
    years: int | Sequence[int] | None = None,
    counties: str | Sequence[str] | None = None,
    prefectures: str | Sequence[str] | None = None,
    language: Language = "zh",
) -> ChartFigure:
    """A map with an area darker for more of `quantity` (a column of the panel), all on one year:
    the latest for which most places have it (choose it by `years`).

    `boundaries` is a GeoJSON file of townships or of counties, in longitude and latitude; its areas
    are matched by statistical code, name of the place, or name of the county, whichever finds most
    (a county's number is the sum over its places with a report). Names that several areas bear are
    not matched. No boundaries come with this package. BoundariesError for a file that is none, or
    that has none of the places.
    """
    names = [quantity]
    shown = view(dataset, places, years, language, names, None, "place", counties, prefectures)
    return draw(shown, read_boundaries(boundaries), quantity)


def numbers(shown: View, areas: Sequence[Area], quantity: str = SUM) -> pd.DataFrame:
    """A row an area, in their order: `area` (what it is called in the reports; null where it is
    none of theirs), `year`, the quantity (null without one) and `reports`."""
    year = comparable_year(shown.panel, [quantity])
    rows = shown.panel[shown.panel["year"] == year].dropna(subset=[quantity])
    labels = county_labels(shown.panel, shown.tables.place_combinations)
    level, found = _matched_level(areas, shown.panel.assign(county_label=labels))
    groups = rows.groupby(level, observed=True)[quantity]
    table = pd.DataFrame({"area": pd.array(found, "string"), "year": year})
    sums = groups.sum()
    sums.index = sums.index.astype("string")
    sizes = groups.size().set_axis(sums.index)
    table[quantity] = sums.reindex(table["area"]).array
    table["reports"] = sizes.reindex(table["area"]).fillna(0).astype("Int64").array
    return table


def _matched_level(areas: Sequence[Area], panel: pd.DataFrame) -> tuple[str, list[str | None]]:
    best: tuple[str, list[str | None]] | None = None
    problem: BoundariesError | None = None
    for level in _LEVELS:
        owner = "county_label" if level == "county" else "place_label"
        owners = panel.dropna(subset=[level]).groupby(level, observed=True)[owner].nunique()
        names = owners.index[owners == 1]  # one that several bear is nobody's
        try:
            found = matched(areas, [str(name) for name in names])
        except BoundariesError as nothing:
            problem = nothing
            continue
        if best is None or _hits(found) > _hits(best[1]):
            best = level, found
    if best is None:
        raise problem or BoundariesError("没有可用的报告。", "There are no reports to show.")
    return best


def _hits(found: Sequence[str | None]) -> int:
    return sum(name is not None for name in found)


def draw(shown: View, areas: Sequence[Area], quantity: str = SUM) -> ChartFigure:
    """The map of a view."""
    table = numbers(shown, areas, quantity)
    name = quantity_name(quantity, shown.language)
    known = table[quantity].dropna()
    corners = np.concatenate([ring for area in areas for ring in area.rings])
    stretch = 1 / np.cos(
        np.radians(corners[:, 1].mean())
    )  # a degree of latitude to one of longitude
    spans = np.ptp(corners, axis=0)
    height = float(np.clip((WIDTH - 1) * spans[1] * stretch / spans[0], _MIN_HEIGHT, _MAX_HEIGHT))
    year = table["year"].iloc[0]
    heading = Heading(
        _title(shown, table, quantity, name),
        shown.say(
            f"{year}年{name}，颜色越深数值越大；灰色为没有这一数字。",
            f"{name}, {year}; darker is more, grey: no such number.".capitalize(),
        ),
    )
    unmatched = int(table["area"].isna().sum())
    note = shown.say(
        f"边界由使用者提供；{len(areas)}块中{unmatched}块没有对应的报告。面积大不等于数量大。",
        f"Boundaries: the user's own; {unmatched} of {many(len(areas), 'area')} have no report. "
        "A large area is no large number.",
    )
    added_up = shown.say(
        "一块有几份报告的，为各份之和，括号内为份数。",
        "Of an area with several reports, their sum, and in brackets how many they are.",
    )
    doubtful = shown.doubtful_note(shown.panel[shown.panel["year"] == year])
    notes = (note, added_up if (table["reports"] > 1).any() else "", doubtful)
    with framed(WIDTH, height + 0.5, heading, shown.caption(*notes), legend_lines=1) as figure:
        if known.empty:
            return nothing_to_show(figure, shown)
        axes = figure.add_subplot()
        darkest = scale_top(known)
        colours = ScalarMappable(Normalize(0, darkest), mpl.colormaps[COLOURS])
        _areas(axes, areas, table[quantity], colours)
        axes.set_aspect(stretch)
        axes.set_axis_off()
        axes.autoscale_view()
        if len(areas) <= _MAX_NAMED:
            _names(axes, areas, table, quantity, darkest)
        bar = figure.colorbar(
            colours,
            ax=axes,
            location="bottom",
            shrink=0.4,
            aspect=25,
            pad=0.03,
            extend="max" if (known > darkest).any() else "neither",
        )
        bar.outline.set_visible(False)
        fixed_ticks(bar.ax.xaxis, 5)
        if len(known) < len(table):
            label = shown.say("没有这一数字", "no such number")
            figure.add_legend([Patch(facecolor=NO_DATA, edgecolor="white", label=label)])
    return figure


def _title(shown: View, table: pd.DataFrame, quantity: str, name: str) -> str:
    known = table.dropna(subset=[quantity])
    if known.empty:
        return name
    rows = sorted(known[["area", quantity]].itertuples(index=False, name=None), key=lambda r: r[1])
    (least, low), (most, high) = rows[0], rows[-1]
    least, most = shown.name_of_county(least), shown.name_of_county(most)
    return shown.say(
        f"{name}：从{least}{amount(low)}到{most}{amount(high)}",
        f"{capital(name)}: from {amount(low)} in {least} to {amount(high)} in {most}",
    )


def _areas(axes: Axes, areas: Sequence[Area], counts: pd.Series, colours: ScalarMappable) -> None:
    for area, count in zip(areas, counts, strict=True):
        outline = Outline.make_compound_path(*(Outline(ring, closed=True) for ring in area.rings))
        colour = NO_DATA if pd.isna(count) else colours.to_rgba(np.array([float(count)]))[0]
        axes.add_patch(PathPatch(outline, facecolor=colour, edgecolor="white", linewidth=0.7))


def _names(
    axes: Axes, areas: Sequence[Area], table: pd.DataFrame, quantity: str, darkest: float
) -> None:
    columns = (table["area"], table[quantity], table["reports"])
    for area, name, count, of in zip(areas, *columns, strict=True):
        if pd.isna(name):
            continue
        x, y = _middle(max(area.rings, key=_size))
        text = name if pd.isna(count) else f"{name}\n{amount(count)}"
        if of > 1:
            text += f" ({of})"
        dark = not pd.isna(count) and count > _DARK * darkest
        colour = "white" if dark else INK
        axes.text(x, y, text, size=SMALL, color=colour, ha="center", va="center")


def _size(ring: Ring) -> float:
    """The area inside a ring, in square degrees (the shoelace formula)."""
    x, y = ring.T
    return abs(float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y))) / 2


def _middle(ring: Ring) -> tuple[float, float]:
    """The centre of the area inside a ring."""
    x, y = ring.T
    cross = x * np.roll(y, -1) - np.roll(x, -1) * y
    if not cross.sum():
        return float(x.mean()), float(y.mean())
    return (
        float(np.sum((x + np.roll(x, -1)) * cross) / (3 * cross.sum())),
        float(np.sum((y + np.roll(y, -1)) * cross) / (3 * cross.sum())),
    )
