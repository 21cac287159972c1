"""A grid of shares: rows and columns of squares, darker for more, with k of n in each."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch, Rectangle

from disclosure_stats.charts.theme import FAINT, INK, NO_DATA, SMALL
from disclosure_stats.charts.view import View

COLOURS: Final = "Blues"
"""From light to dark all the way, with and without colour vision."""
_DARK = 0.68  # from this share on, white letters stand out more than dark ones
_HATCH: Final = "..."


def draw_shares(axes: Axes, k: pd.DataFrame, n: pd.DataFrame, room: float) -> None:
    """Squares for the shares k of n (rows × columns), `room` inches wide each; what has no n stays
    as it is."""
    sizes = n.to_numpy("float64", na_value=np.nan)
    cases = k.to_numpy("float64", na_value=np.nan)
    shares = np.divide(cases, sizes, out=np.full(sizes.shape, np.nan), where=sizes > 0)
    axes.imshow(
        np.ma.masked_invalid(shares),
        cmap=COLOURS,
        vmin=0,
        vmax=1,
        aspect="auto",
        extent=(-0.5, sizes.shape[1] - 0.5, sizes.shape[0] - 0.5, -0.5),
    )
    for (row, column), share in np.ndenumerate(shares):
        if np.isnan(share):
            continue
        fraction = f"{cases[row, column]:.0f}/{sizes[row, column]:.0f}"
        if room >= len(fraction) * 0.075 + 0.05:
            colour = "white" if share > _DARK else INK
            axes.text(column, row, fraction, size=SMALL, color=colour, ha="center", va="center")
    axes.tick_params(axis="both", length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)


def column_axis(axes: Axes, labels: Sequence[str]) -> None:
    """A label a column, under the squares."""
    axes.set_xticks(range(len(labels)), list(labels), size=SMALL)
    axes.set_xlim(-0.5, len(labels) - 0.5)


def mark_square(axes: Axes, row: int, column: int, *, is_report: bool) -> None:
    """A square without a share: dotted where there is a report, grey where there is none."""
    style: dict[str, Any] = {"facecolor": "white", "edgecolor": "#c4c4c4", "hatch": _HATCH}
    if not is_report:
        style = {"facecolor": NO_DATA, "edgecolor": "white"}
    axes.add_patch(Rectangle((column - 0.5, row - 0.5), 1, 1, linewidth=0.4, **style))


def square_handles(shown: View, *, without: str | None) -> list[Patch]:
    """What squares without a share mean: `without` in words for the dotted, no report for grey."""
    handles = []
    if shown.missing:
        handles.append(Patch(facecolor=NO_DATA, edgecolor="white", label=shown.no_report))
    if without is not None:
        handles.append(
            Patch(facecolor="white", edgecolor=FAINT, hatch=_HATCH, linewidth=0.5, label=without)
        )
    return handles
