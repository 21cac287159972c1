"""A chart's bars as data for a program that draws them itself, so that they stay editable."""

from typing import NamedTuple

import pandas as pd

from disclosure_stats.analysis.measures import SUFFICIENT
from disclosure_stats.charts.view import View


class NativeBars(NamedTuple):
    """Bars divided to 100 %, from the top down: a row of `shares` a bar, called by its name and n
    (0 to 1; null where a part has no figure), a column a part, in the colours of `colours`; `title`
    says what they are and `left_out` what has no bar, in counts."""

    title: str
    shares: pd.DataFrame
    colours: tuple[str, ...]
    left_out: str


def native_bars(
    view: View, counts: pd.DataFrame, colours: tuple[str, ...], unit: str, title: str = ""
) -> NativeBars:
    """The rows of `counts` (a row a bar, a column a part, by their names) that have n of
    `SUFFICIENT` or more as shares; the others in words: a native bar would show one case as 100 %.
    """
    parts = counts.astype("float64")
    sizes = parts.sum(axis=1, min_count=1)
    enough = sizes >= SUFFICIENT
    few = [f"{name} {size:.0f}{unit}" for name, size in sizes[sizes < SUFFICIENT].items()]
    left_out = view.say(
        f"n小于{SUFFICIENT}，不画比例：{'、'.join(few)}。",
        f"No shares with n under {SUFFICIENT}: {', '.join(few)}.",
    )
    shares = parts[enough].div(sizes[enough], axis=0).dropna(axis=1, how="all")
    shares.index = [f"{name}  n={sizes[name]:,.0f}" for name in shares.index]
    kept = tuple(colours[list(parts).index(name)] for name in shares)
    return NativeBars(title, shares, kept, left_out if few else "")
