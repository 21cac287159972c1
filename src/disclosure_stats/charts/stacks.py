"""Bars that are stacked to 100 %, told apart in grey print too."""

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.patches import Patch

from disclosure_stats.charts.theme import HATCHES, INK, SMALL, STACK

_LEGIBLE = 0.055  # of the bar: a narrower part has no room for its figure


def stacked_bars(axes: Axes, shares: pd.DataFrame, bar_height: float = 0.74) -> None:
    """A bar a row of `shares`, a part a column (0 to 1), with the percentage in parts that have
    room for it; a row of nulls has no bar."""
    left = pd.Series(0.0, index=shares.index)
    positions = range(len(shares))
    for number, name in enumerate(shares):
        widths = shares[name].astype("float64").fillna(0.0)
        axes.barh(
            positions,
            widths,
            bar_height,
            left,
            color=STACK[number],
            hatch=HATCHES[number],
            edgecolor="white",
            linewidth=0.6,
        )
        for position, start, width in zip(positions, left, widths, strict=True):
            if width >= _LEGIBLE:
                _percentage(axes, start + width / 2, position, width, number)
        left = left + widths
    axes.set_xlim(0, 1)
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "25%", "50%", "75%", "100%"])


def stack_handles(names: Sequence[str]) -> list[Patch]:
    """Handles of a legend for the parts of `stacked_bars`, in order."""
    return [
        Patch(facecolor=STACK[number], hatch=HATCHES[number], edgecolor="white", label=name)
        for number, name in enumerate(names)
    ]


def _percentage(axes: Axes, x: float, y: int, share: float, number: int) -> None:
    red, green, blue = to_rgb(STACK[number])
    dark = 0.3 * red + 0.59 * green + 0.11 * blue < 0.55
    behind = (
        {"facecolor": STACK[number], "edgecolor": "none", "pad": 0.8} if HATCHES[number] else None
    )
    axes.text(
        x,
        y,
        f"{share:.0%}",
        size=SMALL,
        ha="center",
        va="center",
        color="white" if dark else INK,
        bbox=behind,
    )
