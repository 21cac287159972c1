"""What reports count beside postings, by the form of 2014 or by the narrative, one number each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import pandas as pd
from pyarrow import compute

from disclosure_stats.analysis.contract_tables import QueryableTables
from disclosure_stats.analysis.quantities import Cells
from disclosure_stats.data_file import load_data
from disclosure_stats.forms import ERAS, load_form
from disclosure_stats.languages import Language

_WAN = 10_000  # yuan in 万元
_YUAN = "元"
_OF_FORM = next(era for era in ERAS if load_form(era).indicators)
_COLUMNS_OF_NARRATIVE = ["report_id", "activity", "value", "unit", "sentence", "page"]
_COLUMNS_OF_FORM = ["report_id", "indicator", "value", "implied", "unit", "cell_state"]
_COLUMNS_OF_FORM += ["page", "x0", "top", "x1", "bottom"]


@dataclass(frozen=True, slots=True)
class ActivityQuantity:
    """An activity of the panel: its names, its unit, what is counted, and whether the form of 2014
    and the narrative count the same."""

    code: str
    zh: str
    en: str
    unit: str
    note: str
    is_same: bool

    @property
    def columns(self) -> tuple[str, ...]:
        """Its columns of the panel: one, or one for the narrative and one for the form."""
        return (self.code,) if self.is_same else (self.code, f"{self.code}_{_OF_FORM}")

    def sources(self, column: str) -> tuple[Cells, ...]:
        """Where the numbers of one of its columns stand: the form's cell, then the rows of
        `activities`, which any form's narrative may give."""
        form = Cells((_OF_FORM,), "indicators", (self.code,), "year")
        narrative = Cells(tuple(ERAS), "activities", (self.code,), "year")
        if not load_form(_OF_FORM).has_cell("indicators", self.code, "year"):
            return (narrative,)
        if self.is_same:
            return form, narrative
        return (narrative,) if column == self.code else (form,)

    def name_of(self, column: str, language: Language) -> str:
        """What one of its columns is called."""
        own = self.zh if language == "zh" else self.en
        if column == self.code:
            return own
        return f"{own}（{_OF_FORM}年表）" if language == "zh" else f"{own} (form of {_OF_FORM})"


@cache
def activity_quantities() -> Mapping[str, ActivityQuantity]:
    """The activities of `activity_counts.toml` by code, in its order."""
    data = load_data(__package__, "activity_counts.toml")
    return {code: ActivityQuantity(code, **entry) for code, entry in data.items()}


@cache
def activity_columns() -> Mapping[str, ActivityQuantity]:
    """The panel's columns on activities, in its order, each with its activity."""
    return {column: one for one in activity_quantities().values() for column in one.columns}


def activity_counts(
    dataset: QueryableTables, report_ids: pd.Index, names: Sequence[str]
) -> pd.DataFrame:
    """For each report of `report_ids` the columns `names` (Float64): null where the report gives no
    number. Money is in 万元."""
    counted = counted_activities(dataset)
    wide = counted.pivot_table(index="report_id", columns="quantity", values="value", aggfunc="sum")
    return wide.reindex(index=report_ids, columns=list(names)).astype("Float64")


def counted_activities(dataset: QueryableTables) -> pd.DataFrame:
    """The numbers that the panel takes, one row a printed number: `report_id`, `quantity` (the
    panel's column), `value` (Float64, money in 万元), `source` (`form` or `narrative`), and where
    it stands (`row`, `column`, `cell_state`, `page`, `x0`, …, `sentence`); `changed`: it is printed
    in 元. One whose `cell_state` is not `printed` is what the form's own sums force (`implied`).

    Of the narrative: the year's own and sure numbers. Those of one sentence add up (召开专题会3次、
    推进会2次 are five meetings); where sentences give different sums, none is taken. Where the
    form prints the same quantity, the form's.
    """
    form = _of_the_form(dataset)
    narrative = _of_the_narrative(dataset)
    keys = ["report_id", "quantity"]
    printed = pd.MultiIndex.from_frame(form[keys])
    further = narrative[~pd.MultiIndex.from_frame(narrative[keys]).isin(printed)]
    return pd.concat([form, further], ignore_index=True)


def _of_the_form(dataset: QueryableTables) -> pd.DataFrame:
    codes = list(activity_quantities())
    where = compute.field("indicator").isin(codes) & (compute.field("period") == "year")
    cells = dataset.table("indicators", _COLUMNS_OF_FORM, where)
    cells["value"] = cells["value"].fillna(cells.pop("implied"))
    cells = cells.dropna(subset=["value"])
    code = cells.pop("indicator").astype("string")
    unit = cells.pop("unit").astype("string")
    own = {one.code: one.columns[-1] for one in activity_quantities().values()}
    # The form asks for 万元; a report may print another unit.
    return cells.assign(
        report_id=cells["report_id"].astype("string"),
        quantity=code.map(own).astype("string"),
        value=cells["value"].mask(unit == _YUAN, cells["value"] / _WAN),
        changed=(unit == _YUAN).fillna(False),
        source="form",
        row=code,
        column="year",
    )


def _of_the_narrative(dataset: QueryableTables) -> pd.DataFrame:
    where = (compute.field("period") == "year") & (compute.field("certainty") == "sure")
    found = dataset.table("activities", _COLUMNS_OF_NARRATIVE, where)
    code = found["activity"].astype("string")
    of_money = found["unit"].astype("string").str.contains(_YUAN).fillna(False)
    found = found.drop(columns=["activity", "unit"]).assign(
        report_id=found["report_id"].astype("string"),
        quantity=code,
        value=found["value"].mask(of_money, found["value"] / _WAN),
        changed=of_money,
        source="narrative",
        cell_state="printed",
        row=code,
        column="year",
    )
    keys = ["report_id", "quantity"]
    sums = found.groupby([*keys, "sentence"], sort=False)["value"].sum().reset_index()
    different = sums.groupby(keys)["value"].transform("nunique")
    first = sums[different == 1].drop_duplicates(keys)
    taken = pd.MultiIndex.from_frame(first[[*keys, "sentence"]])
    return found[pd.MultiIndex.from_frame(found[[*keys, "sentence"]]).isin(taken)]
