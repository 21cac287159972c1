"""Whose each row of a long table is: place, county and year of its report, joined on."""

import pandas as pd
from pyarrow import compute

from disclosure_stats.analysis.contract_tables import QueryableTables
from disclosure_stats.analysis.panel import place_years
from disclosure_stats.analysis.place_labels import place_labels

IN_PANEL = "in_panel"
REPORT_COLUMNS = (
    "place_label",
    "place",
    "county",
    "prefecture",
    "province",
    "division_code",
    "level",
    "year",
    "era",
    "status",
    IN_PANEL,
)
"""What is joined on. `place_label` is unique to a place, as in the panel; `in_panel` (boolean) is
true for the report that stands for its place and year: of several versions the current one. Sums
over rows that are not `in_panel` count a year twice."""


def joined(dataset: QueryableTables, rows: pd.DataFrame) -> pd.DataFrame:
    """`rows` of a table that has `report_id`, with the `REPORT_COLUMNS` of their reports before."""
    own = [name for name in REPORT_COLUMNS if name not in ("place_label", IN_PANEL)]
    reports = dataset.table(
        "reports", ["report_id", *own], compute.field("duplicate_of").is_null()
    ).dropna(subset=["report_id"])
    standing = place_years(dataset)["report_id"]
    reports = reports.assign(
        place_label=place_labels(reports, dataset.place_combinations),
        **{IN_PANEL: reports["report_id"].isin(standing).astype("boolean")},
    )
    found = rows.merge(reports, on="report_id", how="left", validate="many_to_one")
    return found[["report_id", *REPORT_COLUMNS, *(c for c in rows if c != "report_id")]]
