"""One row a place and year: the quantities that can be compared, with what they come from."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import compute

from disclosure_stats.analysis import posting_volumes
from disclosure_stats.analysis.activity_counts import (
    activity_columns,
    activity_counts,
    counted_activities,
)
from disclosure_stats.analysis.contract_tables import QueryableTables
from disclosure_stats.analysis.lists import as_list
from disclosure_stats.analysis.panel_cells import PanelCells, applicants_cells, condition
from disclosure_stats.analysis.place_labels import place_labels
from disclosure_stats.analysis.quantities import Cells, quantities
from disclosure_stats.analysis.selection import UnknownNameError
from disclosure_stats.checks.status import STATUSES
from disclosure_stats.forms.cells import CELL_TABLES
from disclosure_stats.near import no_such

Numbers = np.ndarray[tuple[int], np.dtype[np.float64]]

_REPORT_COLUMNS = [
    "report_id",
    "source_path",
    "place",
    "province",
    "prefecture",
    "county",
    "division_code",
    "year",
    "era",
    "status",
]
_VALUES_OF_EVIDENCE = ["value", "cell_state", "page", "x0", "top", "x1", "bottom"]


def panel(
    dataset: QueryableTables,
    names: str | Sequence[str] | None = None,
    channel_source: posting_volumes.ChannelSource = "auto",
) -> pd.DataFrame:
    """One row a place and year, sorted so; a column a quantity.

    Columns: `place_label` (unique to a place), the place's `place`, `county`, `prefecture`,
    `province` and `division_code`, `year`, `era`, `status`, `report_id`, `source_path`, `reports`
    (how many reports there are on that year; the best read one is used), then the quantities of
    `quantities.toml` and the posting volumes (Int64; null where the report does not print them),
    `channel_source` and `channel_certainty`, and the activities of `activity_counts.toml`
    (Float64). With `names`, these quantities only; UnknownNameError (a KeyError) for an unknown
    one. `channel_source` says whence the posting volumes are taken: the `form` of 2014, the
    `narrative`, or `auto`, channel by channel the form where it has a row for it and else the
    narrative; see `posting_volumes.counted_postings`.
    A cell that is blank or dashed counts with the number that the report's own sums force for it
    (`implied`): 0 beside parts that make up their total alone. A row of part three whose 总计 is
    not printed counts with the sum over its six kinds of applicants, where all six are.
    `panel_with_states` tells which numbers rest on that, `evidence` gives the cells and sentences
    behind each number.
    """
    names = _asked(names)
    rows = place_years(dataset)
    report_ids = pa.array(rows["report_id"], pa.string())
    statutory = [name for name in names if name in quantities()]
    numbers = PanelCells(
        dataset, report_ids, [c for n in statutory for c in quantities()[n].sources]
    )
    eras = rows["era"].astype("object").to_numpy()
    columns = {name: _counts(_quantity(name, numbers, eras)) for name in statutory}
    volumes = [name for name in names if name in posting_volumes.COLUMNS]
    result = rows.assign(**columns)
    if volumes:
        reports = pd.Index(rows["report_id"])
        found = posting_volumes.posting_volumes(dataset, reports, channel_source)
        found = found[[*volumes, *posting_volumes.OF_FIGURES]].set_index(rows.index)
        result = pd.concat([result, found], axis=1)
    activities = [name for name in names if name in activity_columns()]
    if activities:
        counts = activity_counts(dataset, pd.Index(rows["report_id"]), activities)
        result = pd.concat([result, counts.set_index(rows.index)], axis=1)
    return result


def _asked(names: str | Sequence[str] | None) -> list[str]:
    """The quantities asked for, each once, None being all; UnknownNameError, with near matches, for
    a name that is none."""
    known = [*quantities(), *posting_volumes.COLUMNS, *activity_columns()]
    asked = known if names is None else list(dict.fromkeys(as_list(names)))
    for name in asked:
        if name not in known:
            zh, en = f"没有名为“{name}”的数量。", f"There is no quantity {name!r}."
            raise UnknownNameError(*no_such(zh, en, str(name), known))
    return asked


def place_years(dataset: QueryableTables) -> pd.DataFrame:
    """The reports that stand for a place and year, one row each, sorted by place and year: every
    read report with a place and a year; of several on one year, the current version, and of those
    that are not told apart as versions the best read one."""
    wanted = compute.field("duplicate_of").is_null() & (compute.field("status") != "failed")
    reports = dataset.table("reports", _REPORT_COLUMNS, wanted).dropna(subset=["place", "year"])
    reports.insert(0, "place_label", place_labels(reports, dataset.place_combinations))
    quality = pd.Categorical(reports["status"], STATUSES[::-1], ordered=True).codes
    reports["reports"] = (
        reports.groupby(["place_label", "year"], observed=True)["report_id"]
        .transform("size")
        .astype("Int64")
    )
    earlier = dataset.table("findings", ["report_id"], compute.field("rule") == "superseded")
    is_earlier = reports["report_id"].isin(earlier["report_id"])
    ordered = reports.assign(quality=quality, is_earlier=is_earlier).sort_values(
        ["place_label", "year", "is_earlier", "quality", "source_path"],
        ascending=[True, True, True, False, True],
    )
    best = ordered.drop_duplicates(["place_label", "year"]).drop(columns=["quality", "is_earlier"])
    return best.reset_index(drop=True)


def evidence(dataset: QueryableTables, names: str | Sequence[str] | None = None) -> pd.DataFrame:
    """The printed cells and sentences behind the panel's numbers, one row each.

    Columns: `report_id`, `quantity`, `table`, `row` and `column` (of the form; for postings the
    posting's number and its channel), `value` (Float64; of a cell that is not `printed`, the number
    that the report's own sums force), `cell_state`, `page`, the box (`x0`, `top`, `x1`, `bottom`,
    in points; null for the narrative) and `sentence` (narrative only).
    A figure that several of the quantities rest on has a row for each of them.
    """
    names = _asked(names)
    parts = [_cell_evidence(dataset, name) for name in names if name in quantities()]
    channels = {"all": posting_volumes.TOTAL} | {
        channel: f"postings_{channel}" for channel in posting_volumes.POSTING_CHANNELS
    }
    counted = posting_volumes.counted_postings(dataset)
    counted["quantity"] = counted["channel"].map(channels)
    summed = counted[counted["channel"] != "all"].assign(quantity=posting_volumes.SUM)
    counted = pd.concat([counted, summed], ignore_index=True)
    counted = counted[counted["quantity"].isin(names)]
    of_form = counted["source"] == "form"
    parts.append(
        counted.rename(columns={"printed": "value", "channel": "column"}).assign(
            table=counted["source"].map({"form": "indicators", "narrative": "postings"}),
            column=counted["channel"].mask(of_form, "year"),  # as the form's other cells
            value=counted["printed"].astype("Float64"),
            cell_state="printed",
        )
    )
    activities = counted_activities(dataset)
    activities = activities[activities["quantity"].isin(names)]
    table = activities["source"].map({"form": "indicators", "narrative": "activities"})
    parts.append(activities.assign(table=table))
    columns = ["report_id", "quantity", "table", "row", "column", *_VALUES_OF_EVIDENCE, "sentence"]
    printed = [part.dropna(axis=1, how="all") for part in parts if len(part)]
    found = pd.concat(printed) if printed else pd.DataFrame()
    return found.reindex(columns=columns).reset_index(drop=True)


def _cell_evidence(dataset: QueryableTables, name: str) -> pd.DataFrame:
    found = []
    eras = dataset.table("reports", ["report_id", "era"]).drop_duplicates("report_id")
    for cells in quantities()[name].sources:
        row, column, value = CELL_TABLES[cells.table]
        columns = ["report_id", row, column, value, "implied", *_VALUES_OF_EVIDENCE[1:]]
        printed = dataset.table(cells.table, columns, condition(cells)).rename(
            columns={row: "row", column: "column", value: "value"}
        )
        printed["value"] = printed["value"].fillna(printed.pop("implied"))
        if cells.table == "requests":
            printed = pd.concat([printed, _instead_of_totals(dataset, printed, cells)])
        of_era = eras.loc[eras["era"].isin(cells.eras), "report_id"]
        found.append(
            printed[printed["report_id"].isin(of_era)].assign(
                table=cells.table, value=lambda frame: frame["value"].astype("Float64")
            )
        )
    return pd.concat(found).assign(
        quantity=name,
        row=lambda frame: frame["row"].astype("string"),
        column=lambda frame: frame["column"].astype("string"),
    )


def _instead_of_totals(
    dataset: QueryableTables, printed: pd.DataFrame, cells: Cells
) -> pd.DataFrame:
    """The cells of the applicants, for the rows whose total is not printed."""
    blank = printed[printed["value"].isna() & (printed["cell_state"] != "absent")]
    wanted = pa.array(blank["report_id"].unique(), pa.string())
    parts = applicants_cells(dataset, wanted, list(cells.rows)).rename(
        columns={"outcome": "row", "applicant": "column", "count": "value"}
    )
    keys = ["report_id", "row"]
    rows = pd.MultiIndex.from_frame(blank[keys].astype("string"))
    return parts[pd.MultiIndex.from_frame(parts[keys].astype("string")).isin(rows)]


def _quantity(name: str, numbers: PanelCells, eras: np.ndarray) -> Numbers:
    """A number a report: of the first source that belongs to its era and is printed in full."""
    result = np.full(len(eras), np.nan)
    for cells in quantities()[name].sources:
        of_era = np.isin(eras, cells.eras)
        # A sum with a missing part is missing: NaN carries through.
        value = numbers.values(cells).sum(axis=0)
        result = np.where(np.isnan(result) & of_era, value, result)
    return result


def _counts(values: Numbers) -> pd.arrays.IntegerArray:
    """Whole numbers, null where a value is missing or, against the form, is no whole number."""
    missing = np.isnan(values) | (values != np.floor(values))
    return pd.arrays.IntegerArray(np.where(missing, 0, values).astype("int64"), missing)
