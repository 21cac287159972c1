"""The cells that the panel's quantities are made of, of many reports at once."""

from collections.abc import Iterable

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import compute

from disclosure_stats.analysis.contract_tables import QueryableTables
from disclosure_stats.analysis.quantities import Cells
from disclosure_stats.forms import ERAS, load_form
from disclosure_stats.forms.cells import CELL_TABLES

Numbers = np.ndarray[tuple[int], np.dtype[np.float64]]

APPLICANTS = tuple(
    dict.fromkeys(
        entry.code for era in ERAS for entry in load_form(era).applicants if entry.code != "total"
    )
)
"""The kinds of applicants that a row of part three adds up."""
NO_ROW = "not_read"
IMPLIED = "implied"
STATES = ("printed", IMPLIED, "dash", "blank", "absent", NO_ROW, "unreadable")
"""What a cell prints, `cell_state`, that the report's own sums force its number (`implied`), and
that the tables have no row for it; by how little is known of its number, so that the last of
several cells' states is that of their sum."""


def condition(cells: Cells) -> compute.Expression:
    """That a row of the cells' table is one of them."""
    row, column, _ = CELL_TABLES[cells.table]
    return compute.field(row).isin(list(cells.rows)) & (compute.field(column) == cells.column)


class PanelCells:
    """The cells of many reports, each column of a table read once."""

    def __init__(
        self, dataset: QueryableTables, report_ids: pa.Array, wanted: Iterable[Cells]
    ) -> None:
        self._cells: dict[tuple[str, str, str], tuple[Numbers, np.ndarray, Numbers]] = {}
        columns: dict[tuple[str, str], set[str]] = {}
        for cells in wanted:
            columns.setdefault((cells.table, cells.column), set()).update(cells.rows)
        for (table, column), rows in columns.items():
            self._read(dataset, report_ids, Cells((), table, tuple(sorted(rows)), column))

    def _read(self, dataset: QueryableTables, report_ids: pa.Array, cells: Cells) -> None:
        row, _, value = CELL_TABLES[cells.table]
        columns = ["report_id", row, value, "implied", "cell_state", "page"]
        read = dataset.arrow(cells.table, columns, condition(cells))
        number = compute.coalesce(read[value], read["implied"])
        report = compute.index_in(read["report_id"], value_set=report_ids)
        which = compute.index_in(compute.cast(read[row], pa.string()), pa.array(cells.rows))
        known = report.is_valid().to_numpy()
        where = which.to_numpy()[known], report.drop_null().to_numpy()
        shape = len(cells.rows), len(report_ids)
        values, pages = np.full(shape, np.nan), np.full(shape, np.nan)
        states = np.full(shape, STATES.index(NO_ROW), "int8")
        values[where] = compute.cast(number, pa.float64()).to_numpy()[known]
        pages[where] = compute.cast(read["page"], pa.float64()).to_numpy()[known]
        state = compute.cast(read["cell_state"], pa.string())
        state = compute.if_else(read["implied"].is_valid(), IMPLIED, state)
        states[where] = compute.index_in(state, pa.array(STATES)).to_numpy()[known]
        if cells.table == "requests":
            _fill_totals(values, dataset, read, report_ids, cells.rows)
        for name, *found in zip(cells.rows, values, states, pages, strict=True):
            self._cells[cells.table, name, cells.column] = found[0], found[1], found[2]

    def values(self, cells: Cells) -> np.ndarray:
        """Cells × reports: the numbers, NaN where there is none. A cell that prints none has that
        which the report's own sums force (`implied`); a row of part three without its total has the
        sum over applicants, where all are there."""
        return self._stacked(cells, 0)

    def states(self, cells: Cells) -> np.ndarray:
        """Cells × reports: what each prints, as a position in `STATES`."""
        return self._stacked(cells, 1)

    def pages(self, cells: Cells) -> np.ndarray:
        """Cells × reports: the page that each stands on, NaN where it stands on none."""
        return self._stacked(cells, 2)

    def _stacked(self, cells: Cells, which: int) -> np.ndarray:
        keys = ((cells.table, row, cells.column) for row in cells.rows)
        return np.stack([self._cells[key][which] for key in keys])


def _fill_totals(
    totals: np.ndarray,
    dataset: QueryableTables,
    read: pa.Table,
    report_ids: pa.Array,
    outcomes: tuple[str, ...],
) -> None:
    """Puts the sum over applicants into `totals` (outcomes × reports) where a report has the row
    but prints no total."""
    states = compute.cast(read["cell_state"], pa.string())
    blank = compute.and_(compute.is_null(read["count"]), compute.not_equal(states, "absent"))
    without = read["report_id"].filter(blank).unique()
    if not len(without):
        return
    cells = applicants_cells(dataset, without, list(outcomes))
    sums = cells.groupby(["report_id", "outcome"], observed=True)["count"].sum().reset_index()
    rows = pd.Index(outcomes).get_indexer(pd.Index(sums["outcome"].astype("object")))
    columns = pd.Index(report_ids.to_pylist()).get_indexer(
        pd.Index(sums["report_id"].astype("object"))
    )
    counts = sums["count"].to_numpy("float64")
    kept = (columns >= 0) & np.isnan(totals[rows, columns])
    totals[rows[kept], columns[kept]] = counts[kept]


def applicants_cells(
    dataset: QueryableTables, report_ids: pa.Array, outcomes: list[str]
) -> pd.DataFrame:
    """The cells that make up a total, for the rows of these reports and outcomes of which all six
    are printed or implied; columns as in the table requests, `count` filled with `implied`."""
    where = (
        compute.field("report_id").isin(report_ids)
        & compute.field("outcome").isin(outcomes)
        & compute.field("applicant").isin(list(APPLICANTS))
        & (compute.field("count").is_valid() | compute.field("implied").is_valid())
    )
    cells = dataset.table("requests", where=where)
    cells = cells.assign(count=cells["count"].fillna(cells["implied"]))
    printed = cells.groupby(["report_id", "outcome"], observed=True)["count"].transform("size")
    return cells[printed == len(APPLICANTS)]
