"""A stratified random sample of printed cells, to be read by a person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import compute

from disclosure_stats.analysis.contract_tables import QueryableTables
from disclosure_stats.forms.cells import CELL_TABLES
from disclosure_stats.rows import Row
from disclosure_stats.store.schemas import BOX

STRATA: Final = ("era", "format", "route", "table", "proof")
"""What the cells of a stratum have in common; `proof` is `none` for a cell without a number."""
_OF_REPORT: Final = [*STRATA[:3], "report_id", "source_path", "sha256", "place", "year"]
_SHARE_FOR_ALL: Final = 2  # one half of the sample is spread evenly, the other by size


@dataclass(frozen=True, slots=True)
class AuditSample:
    """Cells to be read. `cells` (DataFrame): a row each, with what is known of its report, `table`,
    `row`, `column`, `read` (the number, Float64), `cell_state`, `page` and box. `strata`
    (DataFrame): the columns `STRATA`, `cells` (how many the tables hold) and `sampled`. `rows`: all
    placed rows of the tables that sampled cells are from, by report and table."""

    cells: pd.DataFrame
    strata: pd.DataFrame
    rows: Mapping[tuple[str, str], Sequence[Row]]


def sample_cells(dataset: QueryableTables, size: int, seed: int = 0) -> AuditSample:
    """`size` cells of the statutory tables that stand somewhere on a page, at random.

    Half of them are spread evenly over the strata, so that each has some; the other half goes by
    size. With more strata than `size`, the largest have one each. The same tables and `seed` give
    the same sample. ValueError if `size` is not positive or the tables hold no cells.
    """
    if size < 1:
        raise ValueError("a sample has at least one cell")
    reports = dataset.table("reports", _OF_REPORT, compute.field("duplicate_of").is_null())
    reports = reports.dropna(subset=["report_id"]).reset_index(drop=True)
    population = pd.concat(
        [_placed_cells(dataset, table, reports) for table in CELL_TABLES], ignore_index=True
    )
    if population.empty:
        raise ValueError("the tables hold no cells that stand on a page")
    groups = population.groupby(list(STRATA), observed=True, sort=True)
    number = groups.ngroup().to_numpy()
    strata = groups.size().rename("cells").reset_index()
    strata["sampled"] = allocation(strata["cells"].to_numpy(), size)
    chance = np.random.default_rng(seed)
    chosen = np.concatenate(
        [
            chance.choice(np.flatnonzero(number == stratum), wanted, replace=False)
            for stratum, wanted in enumerate(strata["sampled"])
        ]
    )
    chance.shuffle(chosen)  # who reads shall not know what comes next
    picked = population.iloc[chosen].reset_index(drop=True)
    return _with_what_is_read(dataset, picked, reports, strata)


def allocation(sizes: np.ndarray, wanted: int) -> np.ndarray:
    """How many of `wanted` each stratum of these sizes gets; never more than it has."""
    wanted = min(wanted, int(sizes.sum()))
    given = np.zeros(len(sizes), "int64")
    if wanted < len(sizes):
        given[np.argsort(-sizes, kind="stable")[:wanted]] = 1
        return given
    given[:] = np.minimum(sizes, max(wanted // (_SHARE_FOR_ALL * len(sizes)), 1))
    while (left := wanted - int(given.sum())) > 0:
        room = sizes - given
        share = room * left / room.sum()
        more = np.minimum(np.floor(share).astype("int64"), room)
        if not more.any():  # the last few go to the largest remainders
            more[np.argsort(-share, kind="stable")[:left]] = 1
        given += more
    return given


def _placed_cells(dataset: QueryableTables, table: str, reports: pd.DataFrame) -> pd.DataFrame:
    """The strata of a table's cells, with the number of the report and the cell's position among
    its report's."""
    is_placed = compute.field("x0").is_valid()
    read = dataset.arrow(table, ["report_id", "proof"], is_placed)
    report = compute.index_in(read["report_id"], value_set=pa.array(reports["report_id"]))
    proof = compute.fill_null(compute.cast(read["proof"], pa.string()), "none")
    cells = pd.DataFrame({"report": report.to_pandas(), "proof": proof.to_pandas()})
    cells["position"] = cells.groupby("report").cumcount()
    cells = cells.dropna(subset=["report"]).astype({"report": "int64", "proof": "category"})
    for name in STRATA[:3]:
        codes = reports[name].astype("string").fillna("none").astype("category")
        cells[name] = codes.take(cells["report"].to_numpy()).to_numpy()
    return cells.assign(table=table)


def _with_what_is_read(
    dataset: QueryableTables, picked: pd.DataFrame, reports: pd.DataFrame, strata: pd.DataFrame
) -> AuditSample:
    cells: list[Row] = []
    rows: dict[tuple[str, str], list[Row]] = {}
    ids = reports["report_id"].take(picked["report"].unique()).tolist()
    for table in picked["table"].unique():
        row, column, number = CELL_TABLES[table]
        names = ["report_id", row, column, number, "cell_state", "page", *BOX]
        where = compute.field("report_id").isin(pa.array(ids, pa.string()))
        found = dataset.arrow(table, names, where & compute.field("x0").is_valid())
        for one in found.to_pylist():
            rows.setdefault((one["report_id"], table), []).append(one)
    for one in picked.to_dict("records"):
        report = reports.iloc[one["report"]]
        row, column, number = CELL_TABLES[one["table"]]
        cell = rows[report["report_id"], one["table"]][one["position"]]
        cells.append(
            {name: one[name] for name in STRATA}
            | {name: report[name] for name in _OF_REPORT if name not in STRATA}
            | {"row": cell[row], "column": cell[column], "read": cell[number]}
            | {name: cell[name] for name in ("cell_state", "page", *BOX)}
        )
    frame = pd.DataFrame(cells).astype({"read": "Float64"})
    frame.insert(0, "number", range(1, len(frame) + 1))
    return AuditSample(frame, strata, rows)
