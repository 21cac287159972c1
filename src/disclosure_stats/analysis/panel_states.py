"""The panel with what each of its numbers rests on: how it came about, and where it stands."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pyarrow as pa

from disclosure_stats.analysis import posting_volumes
from disclosure_stats.analysis.activity_counts import activity_columns, counted_activities
from disclosure_stats.analysis.contract_tables import QueryableTables
from disclosure_stats.analysis.panel import panel
from disclosure_stats.analysis.panel_cells import IMPLIED, STATES, PanelCells
from disclosure_stats.analysis.panel_words import panel_words
from disclosure_stats.analysis.quantities import Cells, Quantity, quantities
from disclosure_stats.forms.cells import CELL_TABLES

STATE, SOURCE = "_state", "_source"
"""What the names of the columns beside a quantity end in."""
_LAST = (*posting_volumes.OF_FIGURES, "report_id", "source_path")  # few people read them


def panel_with_states(
    dataset: QueryableTables,
    names: Sequence[str] | None = None,
    channel_source: posting_volumes.ChannelSource = "auto",
) -> pd.DataFrame:
    """The panel, and beside each quantity `<quantity>_state` and `<quantity>_source`.

    The state is one of `panel_words.toml`: `printed`, `computed` (of several printed numbers),
    `implied` (blank, or a sum with blanks, that the report's own sums force), `stated` (in the
    narrative), or why the number is missing (`blank`, `not_asked`, …). The source
    is the table, or `narrative`, with the page of the first cell: `requests, page 2`; it is missing
    where the number is. Arguments and errors as those of `panel.panel`.
    """
    rows = panel(dataset, names, channel_source)
    every = [str(name) for name in rows]
    wanted = [cells for name in every for cells in _cells_of(name)]
    numbers = PanelCells(dataset, pa.array(rows["report_id"], pa.string()), wanted)
    volumes = [name for name in every if name in posting_volumes.COLUMNS]
    figures = _figures(dataset, channel_source) if volumes else pd.DataFrame()
    activities = [name for name in every if name in activity_columns()]
    counted = counted_activities(dataset) if activities else pd.DataFrame()
    if activities:
        counted["source"] = counted["source"].replace({"form": "indicators"})
    columns: dict[str, pd.Series] = {}
    for name in every:
        columns[name] = rows[name]
        if name in quantities():
            state, source = _of_form(quantities()[name], numbers, rows)
        elif name in volumes:
            state, source = _of_figures(name, figures, rows, np.full(len(rows), "not_stated"))
        elif name in activities:
            state, source = _of_figures(name, counted, rows, _why_missing(name, numbers, rows))
        else:
            continue
        columns[name + STATE] = pd.Series(pd.Categorical(state, list(panel_words("states"))))
        columns[name + SOURCE] = pd.Series(source, dtype="string").where(rows[name].notna())
    first = [name for name in panel_words("columns") if name in columns and name not in _LAST]
    last = [name for name in _LAST if name in columns]
    between = [name for name in columns if name not in {*first, *last}]
    return pd.DataFrame({name: columns[name] for name in (*first, *between, *last)})


def _cells_of(name: str) -> list[Cells]:
    """The cells of the forms that a column of the panel is taken from."""
    if name in activity_columns():
        sources = activity_columns()[name].sources(name)
        return [cells for cells in sources if cells.table in CELL_TABLES]
    return list(quantities()[name].sources) if name in quantities() else []


def _of_form(
    quantity: Quantity, numbers: PanelCells, rows: pd.DataFrame
) -> tuple[np.ndarray, np.ndarray]:
    """State and source of a quantity a report: of the first source that is printed in full; where
    none is, the state of the first that the report's form has."""
    eras = rows["era"].astype("object").to_numpy()
    known = rows["era"].notna().to_numpy()
    state = np.where(known, "not_asked", "not_read").astype("object")
    source = np.full(len(rows), None, "object")
    settled = np.zeros(len(rows), bool)
    for cells in quantity.sources:
        of_era = np.isin(eras, cells.eras) & ~settled
        values = numbers.values(cells).sum(axis=0)
        whole = of_era & ~np.isnan(values)
        worst = np.array(STATES, "object")[numbers.states(cells).max(axis=0)]
        as_printed = np.where(worst == "printed", "printed", "computed")
        if len(cells.rows) > 1:
            as_printed[:] = "computed"
        as_printed[worst == IMPLIED] = IMPLIED
        as_printed = np.where(values == np.floor(values), as_printed, "not_whole")
        first_look = of_era & (state == "not_asked")
        state[first_look] = worst[first_look]
        state[whole] = as_printed[whole]
        pages = numbers.pages(cells)
        page = np.where(np.isnan(pages), np.inf, pages).min(axis=0)
        source[whole] = [_where(cells.table, one) for one in page[whole]]
        settled |= whole
    return state, source


def _figures(
    dataset: QueryableTables, channel_source: posting_volumes.ChannelSource
) -> pd.DataFrame:
    """The figures that posting volumes are made of, with the names of the panel."""
    figures = posting_volumes.counted_postings(dataset, channel_source)
    is_total = figures["channel"] == "all"
    names = ("postings_" + figures["channel"].astype("string")).mask(
        is_total, posting_volumes.TOTAL
    )
    # 其他方式 less what the narrative counts of it is no longer what is printed.
    changed = (figures["count"] != figures["printed"]).fillna(False)
    tables = figures["source"].replace({"form": "indicators"})
    figures = figures.assign(quantity=names, changed=changed, source=tables, cell_state="printed")
    sums = figures[~is_total].assign(quantity=posting_volumes.SUM)
    return pd.concat([figures, sums], ignore_index=True)


def _of_figures(
    name: str, figures: pd.DataFrame, rows: pd.DataFrame, missing: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """State and source of a number a report, of the printed figures that make it up; `missing` says
    why there is none."""
    own = figures[figures["quantity"] == name]
    own = own.assign(implied=own["cell_state"] != "printed")
    found = (
        own.groupby("report_id", observed=True)
        .agg(
            figures=("changed", "size"),
            changed=("changed", "any"),
            implied=("implied", "any"),
            sources=("source", lambda values: " and ".join(sorted(set(values)))),
            page=("page", "min"),
        )
        .reindex(rows["report_id"])
    )
    several = ((found["figures"] > 1) | found["changed"].astype("boolean")).fillna(False)
    state = np.where(found["sources"] == "indicators", "printed", "stated").astype("object")
    state[several.to_numpy(bool)] = "computed"
    state[found["implied"].astype("boolean").fillna(False).to_numpy(bool)] = IMPLIED
    is_missing = rows[name].isna().to_numpy()
    state[is_missing] = missing[is_missing]
    page = found["page"].astype("Float64").to_numpy("float64", na_value=np.inf)
    whence = [
        None if pd.isna(source) else _where(source, float(one))
        for source, one in zip(found["sources"].to_numpy("object"), page, strict=True)
    ]
    return state, np.array(whence, "object")


def _why_missing(name: str, numbers: PanelCells, rows: pd.DataFrame) -> np.ndarray:
    sources = activity_columns()[name].sources(name)
    is_stated = any(cells.table not in CELL_TABLES for cells in sources)
    known = rows["era"].notna().to_numpy()
    reason = np.where(known, "not_stated" if is_stated else "not_asked", "not_read")
    reason = reason.astype("object")
    for cells in _cells_of(name):
        printed = np.array(STATES, "object")[numbers.states(cells).max(axis=0)]
        is_asked = np.isin(rows["era"].astype("object").to_numpy(), cells.eras)
        reason[is_asked] = printed[is_asked]
    return reason


def _where(table: str, page: float) -> str:
    return f"{table}, page {page:.0f}" if np.isfinite(page) else table
