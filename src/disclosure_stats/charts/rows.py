"""What charts with a row a place have in common: the axis of names, and figures beside the rows."""

from collections.abc import Collection, Iterable, Sequence
from itertools import groupby
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from disclosure_stats.charts.frame import ChartFigure, shortened
from disclosure_stats.charts.theme import ACCENT, BODY, GRID, INK, QUIET, SMALL
from disclosure_stats.charts.view import View

WIDTH: Final = 7.6  # inches
_MAX_LABEL = 3.2  # inches
_TALL, _LOW = 0.29, 0.205  # inches a row; from 25 rows on, the low one
_MANY = 25


class Rows(NamedTuple):
    """Names from the top down, `apart` of them in a lower group under a row for its heading."""

    names: tuple[str, ...]
    apart: int = 0

    @property
    def heading(self) -> int | None:
        """The row of the lower group's heading, if there is such a group."""
        return len(self.names) - self.apart if self.apart else None

    @property
    def upper(self) -> int:
        """How many rows are above the lower group."""
        return len(self.names) - self.apart

    @property
    def positions(self) -> list[int]:
        """The row of each name."""
        return [row + (row >= self.upper) for row in range(len(self.names))]

    @property
    def labels(self) -> list[str]:
        """What stands at each row, nothing at that of the heading."""
        names = list(self.names)
        return [*names[: self.upper], *([""] if self.apart else []), *names[self.upper :]]


def in_two_groups(names: Iterable[str], lower: Collection[str]) -> Rows:
    """The names in their order, those of `lower` after the others."""
    ordered = list(names)
    first = [name for name in ordered if name not in lower]
    last = [name for name in ordered if name in lower]
    return Rows((*first, *last), len(last))


class CountyRows(NamedTuple):
    """The rows of a chart with a row a place, under a row for the heading of each county."""

    labels: tuple[str, ...]
    """What stands at each row."""
    rows: dict[str, int]
    """The row of each place, by its label."""
    headings: tuple[int, ...]


def county_rows(shown: View) -> CountyRows:
    """The places in their order, under headings where they are of several counties and those of
    each stand together; else without."""
    counties = shown.county_of()
    runs = [county for county, _ in groupby(counties.values())]
    with_headings = not shown.sample and 1 < len(runs) == len(set(runs))
    labels: list[str] = []
    rows: dict[str, int] = {}
    headings: list[int] = []
    for county, places in groupby(counties, counties.__getitem__):
        if with_headings:
            headings.append(len(labels))
            unknown = shown.say("县区不详", "county unknown")
            labels.append(shown.name_of_county(county) if county else unknown)
        for place in places:
            rows[place] = len(labels)
            labels.append(shown.name(place))
    return CountyRows(tuple(labels), rows, tuple(headings))


def county_row_axis(axes: Axes, rows: CountyRows) -> None:
    """A row a place from the top down, and headings that can be told from them."""
    row_axis(axes, rows.labels)
    for row in rows.headings:
        axes.get_yticklabels()[row].set_color(ACCENT)


def row_height(rows: int) -> float:
    """Inches a row: lower where there are many."""
    return _LOW if rows > _MANY else _TALL


def chart_height(rows: int, besides: float) -> float:
    """Inches for a chart of so many rows, with `besides` for axis and legend."""
    return rows * row_height(rows) + besides


def row_axis(axes: Axes, labels: Sequence[str]) -> None:
    """A row a label, from the top down; the middle is left out of labels that would leave the chart
    no room."""
    size = SMALL if len(labels) > _MANY else BODY
    names = [shortened(label, size, _MAX_LABEL) for label in labels]
    axes.set_yticks(range(len(labels)), names, size=size)
    axes.set_ylim(len(labels) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    if isinstance(axes.figure, ChartFigure):
        axes.figure.row_axes = axes


def scale_on_top(axes: Axes) -> None:
    """The scale above the rows it is for: of a long chart one reads the upper rows first, and a
    lower group may have no scale."""
    axes.xaxis.tick_top()
    axes.tick_params(axis="x", length=0, colors=QUIET)
    axes.spines["bottom"].set_visible(False)
    # The last figure ends with the scale: beside it begins the header of what is beside the rows.
    for label in axes.get_xticklabels()[-1:]:
        label.set_horizontalalignment("right")


def fitted_scale(axes: Axes, shares: Sequence[float], rows: int) -> None:
    """A scale of shares on top, from 0 to a round figure beyond the largest of `shares`, with lines
    down the first `rows` rows; none at all without shares."""
    known = [float(share) for share in shares if not pd.isna(share)]
    if not known:
        axes.set_xticks([])
        scale_on_top(axes)
        return
    steps = MaxNLocator(5, steps=[1, 2, 2.5, 5, 10])
    ticks = np.asarray(steps.tick_values(0, max(max(known), 0.05)))
    ticks = ticks[ticks <= 1 + 1e-9]
    axes.set_xlim(0, ticks[-1])
    decimals = 0 if all(abs(tick * 100 - round(tick * 100)) < 1e-9 for tick in ticks) else 1
    axes.set_xticks(ticks, ["0", *(f"{tick:.{decimals}%}" for tick in ticks[1:])])
    axes.vlines(ticks, -0.5, rows - 0.5, color=GRID, linewidth=0.6, zorder=0.5)
    scale_on_top(axes)


def word_in_row(axes: Axes, row: float, text: str) -> None:
    """A remark in the place of marks, at the left end of a row."""
    axes.annotate(
        text,
        (0.008, row),
        xycoords=("axes fraction", "data"),
        size=SMALL,
        color=QUIET,
        va="center",
        ha="left",
    )


def group_heading(axes: Axes, rows: Rows, text: str) -> None:
    """Writes the lower group's heading into its row, if there is such a group."""
    if rows.heading is not None:
        word_in_row(axes, rows.heading + 0.12, text)


def beside_rows(
    axes: Axes, texts: Sequence[str], header: str, positions: Sequence[int] | None = None
) -> None:
    """A text at the right of each row, under a header."""
    style: dict[str, Any] = {"size": SMALL, "color": INK, "va": "center", "annotation_clip": False}
    for row, text in zip(positions or range(len(texts)), texts, strict=True):
        axes.annotate(
            text, (1, row), (6, 0), ("axes fraction", "data"), "offset points", ha="left", **style
        )
    style |= {"va": "bottom", "color": QUIET}
    axes.annotate(header, (1, 1), (6, 3), "axes fraction", "offset points", ha="left", **style)


def size_and_reports(sizes: Iterable[Any], reports: Iterable[Any]) -> list[str]:
    """For each row its n, and in brackets the number of reports; a dash without data."""
    return [
        "—" if pd.isna(size) else f"{size:,} ({count})"
        for size, count in zip(sizes, reports, strict=True)
    ]
