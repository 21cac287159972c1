"""What charts with a row a place have in common: the axis of names, and figures beside the rows."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

import pandas as pd
from matplotlib.axes import Axes

from disclosure_stats.charts.frame import ChartFigure
from disclosure_stats.charts.theme import BODY, INK, SMALL
from disclosure_stats.charts.view import View

WIDTH: Final = 7.6  # inches
_TALL, _LOW = 0.29, 0.205  # inches a row; from 25 rows on, the low one
_MANY = 25


def row_height(rows: int) -> float:
    """Inches a row: lower where there are many."""
    return _LOW if rows > _MANY else _TALL


def chart_height(rows: int, besides: float = 0.9) -> float:
    """Inches for a chart of so many rows, with `besides` for axis and legend."""
    return rows * row_height(rows) + besides


def row_axis(axes: Axes, labels: Sequence[str]) -> None:
    """A row a label, from the top down."""
    size = SMALL if len(labels) > _MANY else BODY
    axes.set_yticks(range(len(labels)), labels, size=size)
    axes.set_ylim(len(labels) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    if isinstance(axes.figure, ChartFigure):
        axes.figure.row_axes = axes


def beside_rows(axes: Axes, texts: Sequence[str], header: str) -> None:
    """A text at the right of each row, under a header."""
    style: dict[str, Any] = {"size": SMALL, "color": INK, "va": "center", "annotation_clip": False}
    for row, text in enumerate(texts):
        axes.annotate(
            text, (1, row), (6, 0), ("axes fraction", "data"), "offset points", ha="left", **style
        )
    style["va"] = "bottom"
    axes.annotate(header, (1, 1), (6, 3), "axes fraction", "offset points", ha="left", **style)


def size_and_reports(view: View, sizes: Iterable[Any], reports: Iterable[Any]) -> list[str]:
    """For each row its n, and in brackets the number of reports; or that there are no data."""
    return [
        view.say("无数据", "no data") if pd.isna(size) else f"{size:,} ({count})"
        for size, count in zip(sizes, reports, strict=True)
    ]
