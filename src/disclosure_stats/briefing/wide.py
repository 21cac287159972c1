"""The numbers as people lay them out by hand: a row a place and quantity, a column a year."""

from typing import Final

import pandas as pd

from disclosure_stats.analysis.panel_words import quantity_name
from disclosure_stats.briefing.key_figures import QUANTITIES
from disclosure_stats.charts.view import View

WIDE_QUANTITIES: Final = (*QUANTITIES, "granted", "reconsiderations", "lawsuits")
"""The panel's columns in it."""


def wide_table(shown: View) -> pd.DataFrame:
    """`place_label`, `quantity` (in the reader's language) and a column a year (Int64; null where
    there is no report or it does not give the number)."""
    long = shown.panel.melt(["place_label", "year"], list(WIDE_QUANTITIES), "quantity", "count")
    wide = long.pivot(index=["place_label", "quantity"], columns="year", values="count")
    rows = pd.MultiIndex.from_product([shown.places, WIDE_QUANTITIES], names=wide.index.names)
    wide = wide.reindex(index=rows, columns=list(shown.years)).astype("Int64").reset_index()
    wide["quantity"] = [quantity_name(name, shown.language) for name in wide["quantity"]]
    return shown.with_names(wide.rename(columns=str).rename_axis(columns=None))
