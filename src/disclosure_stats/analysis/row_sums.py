"""Rows of part three whose 总计 is not printed: some bodies leave that column blank."""

import pandas as pd
import pyarrow as pa
from pyarrow import compute

from disclosure_stats.analysis.contract_tables import QueryableTables

APPLICANTS = (
    "natural_person",
    "company",
    "research",
    "social_organisation",
    "legal_service",
    "other_organisation",
)


def applicants_cells(
    dataset: QueryableTables, report_ids: pa.Array, outcomes: list[str]
) -> pd.DataFrame:
    """The cells that make up a total, for the rows of these reports and outcomes of which all six
    are printed; columns as in the table requests."""
    where = (
        compute.field("report_id").isin(report_ids)
        & compute.field("outcome").isin(outcomes)
        & compute.field("applicant").isin(list(APPLICANTS))
        & compute.field("count").is_valid()
    )
    cells = dataset.table("requests", where=where)
    printed = cells.groupby(["report_id", "outcome"], observed=True)["count"].transform("size")
    return cells[printed == len(APPLICANTS)]
