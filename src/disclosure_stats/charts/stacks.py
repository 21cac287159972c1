"""Bars divided into parts: shares of a whole where it is large enough, else counts."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.patches import Patch

from disclosure_stats.analysis.measures import SUFFICIENT
from disclosure_stats.charts.frame import percent
from disclosure_stats.charts.rows import scale_on_top, word_in_row
from disclosure_stats.charts.theme import INK, SMALL, STACK
from disclosure_stats.charts.view import View

MIN_LEGIBLE: Final = 0.055
"""Of the bar: a narrower part has no room for its percentage."""
_THICKNESS = 0.74  # of a row
_FADED: Final = 0.42  # opacity of what is no share
_LUMA = (0.299, 0.587, 0.114)  # of red, green, blue: how light a colour looks (ITU-R BT.601)
_MAX_DARK = 0.55  # a colour darker than this bears white letters


class Said(NamedTuple):
    """What stands where there is no bar: of nothing, and without data."""

    nothing: str
    missing: str


def requests_said(view: View) -> Said:
    """For bars of requests."""
    return Said(view.say("无申请", "no requests"), view.say("无数据", "no data"))


def items_said(view: View) -> Said:
    """For bars of items posted."""
    missing = view.say("没有分渠道数量", "no figures by channel")
    return Said(view.say("0条", "0 items"), missing)


def stacked_bars(
    axes: Axes,
    counts: pd.DataFrame,
    said: Said,
    positions: Sequence[int] | None = None,
    colours: Sequence[str] = STACK,
) -> None:
    """A bar a row of `counts` (null where there is none), a part a column, at these positions.

    A row of n >= `SUFFICIENT` fills the width and bears percentages. One of fewer is faded, bears
    counts, and fills the width only as far as its n goes into `SUFFICIENT`: a bar of one request
    must not look like a bar of a hundred. A row of n = 0 or without data has a word instead.
    """
    parts = counts.astype("float64").fillna(0.0).to_numpy()
    sizes = counts.astype("float64").sum(axis=1, min_count=1).to_numpy()
    rows = np.asarray(positions if positions is not None else range(len(parts)))
    few = sizes < SUFFICIENT
    widths = parts / np.maximum(sizes, SUFFICIENT)[:, None]
    starts = np.cumsum(widths, axis=1) - widths
    for number, colour in zip(range(parts.shape[1]), colours, strict=False):
        k, width, start = parts[:, number], widths[:, number], starts[:, number]
        for chosen, alpha in ((few, _FADED), (~few, None)):
            drawn = chosen & (width > 0)
            axes.barh(
                rows[drawn],
                width[drawn],
                _THICKNESS,
                start[drawn],
                color=colour,
                alpha=alpha,
                edgecolor="white",
                linewidth=0.6,
            )
        for row in np.flatnonzero(width > 0):
            middle = start[row] + width[row] / 2
            if few[row]:
                _write(axes, middle, rows[row], f"{k[row]:.0f}", INK)
            elif width[row] >= MIN_LEGIBLE:
                _write(axes, middle, rows[row], percent(width[row]), letters_on(colour))
    for row, n in zip(rows, sizes, strict=True):
        if not n > 0:
            word = said.missing if pd.isna(n) else said.nothing
            word_in_row(axes, row, word)
    axes.set_xlim(0, 1)
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "25%", "50%", "75%", "100%"])
    if not (sizes >= SUFFICIENT).any():
        axes.set_xticks([])  # no bar here is a share
    scale_on_top(axes)


def few_note(view: View, unit: str) -> str:
    """How bars of few are to be read."""
    return view.say(
        f"n小于{SUFFICIENT}：浅色，只标数量，整条为{SUFFICIENT}{unit}。",
        f"n under {SUFFICIENT}: faded, counts only, a full bar would be {SUFFICIENT}.",
    )


def stack_handles(names: Sequence[str], colours: Sequence[str] = STACK) -> list[Patch]:
    """Handles of a legend for the parts of `stacked_bars`, in order."""
    return [
        Patch(facecolor=colours[number], edgecolor="white", label=name)
        for number, name in enumerate(names)
    ]


def letters_on(colour: str) -> str:
    """The colour of letters that can be read on a part of this colour."""
    light = sum(weight * part for weight, part in zip(_LUMA, to_rgb(colour), strict=True))
    return "white" if light < _MAX_DARK else INK


def _write(axes: Axes, x: float, y: int, text: str, colour: str) -> None:
    axes.text(x, y, text, size=SMALL, ha="center", va="center", color=colour)
