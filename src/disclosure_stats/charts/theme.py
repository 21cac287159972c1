"""How all charts look: one font, few colours that differ in lightness too, no ornament."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import matplotlib as mpl
import seaborn as sns

from disclosure_stats.charts.fonts import chinese_font

INK: Final = "#222222"
QUIET: Final = "#555555"
"""For notes and scales: less than INK, legible still."""
FAINT: Final = "#8a8a8a"
NO_DATA: Final = "#ececec"
"""Where there is no report: lighter than anything that stands for a number."""
GRID: Final = "#dddddd"
ACCENT: Final = "#0b5394"
"""For the one thing that a chart is about; dark in grey print."""
SECOND: Final = "#d9820f"
"""For what it is compared with; clearly lighter than ACCENT in grey print."""

# Neighbours in a stack differ in lightness, for grey print, and in hue with any kind of colour
# vision (checked by simulated deuteranopia, protanopia and tritanopia in the tests).
STACK: Final = ("#1b4368", "#cf6046", "#8fc0b0", "#f3d27f", "#6f86a6", "#dcd3c0", "#8d8d8d")

STATUS_COLOURS: Final = {
    "verified": "#1f5a7a",
    "unproven": "#8db6cc",
    "flagged": "#e3a13a",
    "partial": "#e9d8a6",
    "failed": "#8c2f39",
    "missing": "#ffffff",
}

BREAK: Final[dict[str, Any]] = {
    "color": FAINT,
    "linewidth": 0.8,
    "linestyle": (0, (4, 3)),
    "zorder": 0.5,
}
"""A line where the form changes."""

POINTS_AN_INCH: Final = 72
BODY: Final = 9.0
SMALL: Final = 7.5
TITLE: Final = 12.5


@contextmanager
def theme() -> Iterator[None]:
    """Draw within: seaborn's style with this project's font, whatever was set before; what was set
    before is set again afterwards."""
    family = chinese_font()
    with mpl.rc_context():
        sns.set_theme(style="ticks", context="paper", rc=_settings(family))
        yield


def _settings(family: str) -> dict[str, object]:
    return {
        # By name: the generic sans-serif would be looked up again at each drawing.
        "font.family": [family],
        "font.size": BODY,
        "axes.titlesize": BODY,
        "axes.labelsize": BODY,
        "xtick.labelsize": SMALL,
        "ytick.labelsize": BODY,
        "legend.fontsize": BODY,
        "legend.frameon": False,
        "legend.borderpad": 0,
        "legend.borderaxespad": 0,
        "legend.handlelength": 1.3,
        "legend.handletextpad": 0.5,
        "legend.columnspacing": 1.4,
        "axes.unicode_minus": False,
        "axes.edgecolor": FAINT,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.labelcolor": INK,
        "axes.titlelocation": "left",
        "text.color": INK,
        "text.parse_math": False,  # a $ in a place's name is a $
        "xtick.color": INK,
        "ytick.color": INK,
        "xtick.major.size": 3,
        "ytick.major.size": 0,
        "grid.color": GRID,
        "hatch.linewidth": 0.6,
        "figure.facecolor": "white",
        "savefig.facecolor": "white",
    }
