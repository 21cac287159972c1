"""Many small charts on one scale: their places on the figure, their axes, where a slide may cut."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from disclosure_stats.charts.frame import ChartFigure, fixed_ticks, shortened, write_beside
from disclosure_stats.charts.scales import scale_top
from disclosure_stats.charts.theme import BODY, GRID, INK, NO_DATA, SMALL
from disclosure_stats.charts.view import View

MAX_COLUMNS: Final = 5
NO_REPORT: Final[dict[str, Any]] = {"facecolor": NO_DATA, "linewidth": 0, "zorder": 0.4}
"""How a year without a report is shown."""
_BEYOND: Final[dict[str, Any]] = {"color": INK, "marker": "^", "markersize": 4, "linestyle": ""}
_HEIGHT = 1.3  # inches a row of panels
_TITLE_LINE = 0.14  # inches more a row where titles take two lines
_LAST_FIGURE = 0.2  # of the years' span: room for the figure beside the last point


def grid_shape(view: View) -> tuple[int, int, float]:
    """Rows and columns for a panel a place, and the inches that they take."""
    columns = min(MAX_COLUMNS, max(1, len(view.places)))
    rows = -(-len(view.places) // columns)
    two_lines = view.language == "en"
    return rows, columns, rows * (_HEIGHT + two_lines * _TITLE_LINE)


def panel_grid(
    figure: ChartFigure, rows: int, columns: int, above: float = 0.0, between: float = 0.1
) -> np.ndarray:
    """The axes, `above` inches below the top of the figure's room, `between` of a panel's width
    apart; placed by hand: settling the layout of 60 panels takes matplotlib seconds."""
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
            "top": bottom + height - (0.25 + above) / inches[1],
            "wspace": between,
            "hspace": 0.45,
        },
    )


def row_edges(grid: np.ndarray) -> tuple[float, ...]:
    """Between two rows close under the upper one: the titles of the lower need the room."""
    boxes = [axes.get_position() for axes in grid[:, 0]]
    gap = boxes[0].height * 0.45
    tops = [1 - box.y1 - 0.8 * gap for box in boxes]
    return (*tops, 1 - boxes[-1].y0 + 0.2 * gap)


def draw_panels(
    grid: np.ndarray,
    view: View,
    table: pd.DataFrame,
    quantities: Sequence[str],
    draw: Callable[[Axes, pd.DataFrame], None],
) -> None:
    """A panel a place, with what `draw` makes of its rows in `table` (a row each place and year,
    `report_id` null without a report); all on one scale for the `quantities`. What is beyond it
    (see `scale_top`) is not given to `draw`, but marked at the upper edge with its number."""
    highest = _highest(table, quantities)
    beyond = table[list(quantities)].gt(highest).fillna(False).astype(bool)
    numbers = table[list(quantities)].where(beyond).max(axis=1)
    table = table.assign(**{name: table[name].mask(beyond[name]) for name in quantities})
    columns = grid.shape[1]
    for number, place in enumerate(view.places):
        axes = grid[number // columns, number % columns]
        rows = table[table["place_label"] == place]
        mark_without_report(axes, rows.loc[rows["report_id"].isna(), "year"])
        draw(axes, rows)
        _mark_beyond(axes, rows["year"], numbers[rows.index], highest)
        _title(axes, view, place)
        # The last panel of a column need not be in the last row.
        is_lowest = number + columns >= len(view.places)
        _scale(axes, highest, view.years, is_lowest, is_first=number % columns == 0)
    for axes in list(grid.flat)[len(view.places) :]:
        axes.set_visible(False)


def beyond_note(view: View, table: pd.DataFrame, quantities: Sequence[str]) -> str:
    """What the marks of what is beyond the scale stand for, if anything is."""
    if not table[list(quantities)].gt(_highest(table, quantities)).fillna(False).any(axis=None):
        return ""
    return view.say(
        "三角：超出纵轴的数，写在旁边。", "Triangles: beyond the scale, with the number beside."
    )


def _highest(table: pd.DataFrame, quantities: Sequence[str]) -> float:
    return scale_top(table[list(quantities)].astype("float64").to_numpy().ravel())


def _mark_beyond(axes: Axes, years: pd.Series, numbers: pd.Series, highest: float) -> None:
    known = numbers.dropna()
    for year, number in zip(years[known.index], known, strict=True):
        axes.plot(year, highest * 1.05, clip_on=False, **_BEYOND)
        write_beside(axes, (year, highest * 1.05), f"{number:,.0f}", INK, 4)


def mark_without_report(axes: Axes, years: Iterable[int]) -> None:
    """Shows that there is no report on these years."""
    for year in years:
        axes.axvspan(year - 0.5, year + 0.5, **NO_REPORT)


def _title(axes: Axes, view: View, place: str) -> None:
    """The place's name, as much as the panel has room for; in English its Chinese in a second
    line."""
    called = view.name(place)
    lines = [called.removesuffix(f" {place}"), place] if called != place else [place]
    inches = axes.get_window_extent().width / axes.figure.dpi
    text = "\n".join(shortened(line, BODY, inches) for line in lines)
    axes.set_title(text, pad=3, linespacing=1.1)


def comparable_runs(
    rows: pd.DataFrame, quantity: str, keys: Sequence[str]
) -> Iterator[pd.DataFrame]:
    """The rows (with `year`, sorted) that one line may join: years that follow on each other, all
    with the quantity and with the same `keys`, such as form or source."""
    known = rows.dropna(subset=[quantity])
    kinds = known[list(keys)].astype("string").fillna("")
    first = 0
    for end in range(1, len(known) + 1):
        if end == len(known) or (
            known["year"].iloc[end] != known["year"].iloc[end - 1] + 1
            or tuple(kinds.iloc[end]) != tuple(kinds.iloc[end - 1])
        ):
            yield known.iloc[first:end]
            first = end


def last_figure(axes: Axes, year: float, count: float, colour: str, is_above: bool = False) -> None:
    """The number beside the last point of a line, or above it where other lines go on."""
    text = f"{count:,.0f}"
    if not is_above:
        return write_beside(axes, (year, count), text, colour, 4)
    axes.annotate(
        text,
        (year, count),
        (0, 3),
        textcoords="offset points",
        size=SMALL,
        color=colour,
        ha="center",
        va="bottom",
    )


def _scale(
    axes: Axes, highest: float, years: Sequence[int], is_lowest: bool, is_first: bool
) -> None:
    """The same scale for each panel, with figures at the first of a row and years under the last of
    a column."""
    axes.set_ylim(0, highest * 1.12)
    fixed_ticks(axes.yaxis, 2)
    axes.grid(axis="y", color=GRID, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", labelsize=SMALL, labelleft=is_first)
    span = years[-1] - years[0] + 1
    axes.set_xlim(years[0] - 0.7, years[-1] + 0.7 + _LAST_FIGURE * span)
    ends = sorted({years[0], years[-1]})
    axes.set_xticks(ends, [str(year) if is_lowest else "" for year in ends], size=SMALL)
