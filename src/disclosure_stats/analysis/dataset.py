"""A folder of tables that the extract command wrote, opened as DataFrames."""

from collections.abc import Sequence
from functools import cached_property
from os import PathLike
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as compute
import pyarrow.dataset as arrow_dataset

from disclosure_stats.analysis import panel
from disclosure_stats.analysis.cards import html_card, text_card
from disclosure_stats.analysis.contract_tables import QueryableTables
from disclosure_stats.analysis.frames import from_arrow
from disclosure_stats.store.schemas import TABLES


def open_dataset(folder: str | PathLike[str]) -> "Dataset":
    """The tables in `folder`, as `python -m disclosure_stats.extract … --out folder` wrote them.

    Nothing is read yet. Raises FileNotFoundError if there are no tables in the folder.
    """
    dataset = Dataset(Path(folder))
    if "reports" not in dataset.tables:
        raise FileNotFoundError(
            f"no tables in {folder}: first run python -m disclosure_stats.extract INPUT "
            f"--out {folder}"
        )
    return dataset


class Dataset(QueryableTables):
    """The contract's tables of many reports, each read when it is first asked for and then kept.

    `dataset.reports` has a row for each file; the other tables join to it by `report_id`.
    `dataset.select(places=[…], years=[…])` is the same for some places and years only.
    """

    def __init__(self, folder: Path, chosen: compute.Expression | None = None) -> None:
        self.folder = folder
        self._chosen = chosen
        self._read: dict[str, pd.DataFrame] = {}

    @cached_property
    def tables(self) -> tuple[str, ...]:
        """The names of the tables that the folder holds."""
        return tuple(name for name in TABLES if self._path(name).exists())

    def select(
        self, places: Sequence[str] | None = None, years: Sequence[int] | None = None
    ) -> "Dataset":
        """The reports on these places (values of `place`) and years alone; None stands for all."""
        chosen = self._chosen
        for name, values in (("place", places), ("year", years)):
            if values is not None:
                wanted = compute.field(name).isin(list(values))
                chosen = wanted if chosen is None else chosen & wanted
        return Dataset(self.folder, chosen)

    def table(
        self,
        name: str,
        columns: Sequence[str] | None = None,
        where: compute.Expression | None = None,
    ) -> pd.DataFrame:
        """The table of this name with the contract's columns and dtypes; LookupError if the
        folder does not hold it.

        With `columns`, these only; with `where`, the rows for which it is true. A whole table is
        kept for the next time.
        """
        if name not in self.tables:
            raise LookupError(f"no table {name!r} in {self.folder}: {', '.join(self.tables)}")
        if columns is not None or where is not None:
            return from_arrow(name, self.arrow(name, columns, where))
        if name not in self._read:
            self._read[name] = from_arrow(name, self.arrow(name))
        return self._read[name]

    def arrow(
        self,
        name: str,
        columns: Sequence[str] | None = None,
        where: compute.Expression | None = None,
    ) -> pa.Table:
        """The same rows as an Arrow table: for sums over more rows than a DataFrame should hold."""
        wanted = self._condition(name)
        if where is not None:
            wanted = where if wanted is None else wanted & where
        data = arrow_dataset.dataset(self._path(name), format="parquet", partitioning="hive")
        return data.to_table(columns=None if columns is None else list(columns), filter=wanted)

    def _condition(self, name: str) -> compute.Expression | None:
        """What a row of the table has to fulfil to belong to the reports that were selected."""
        if name == "reports" or self._chosen is None:
            return self._chosen
        return compute.field("report_id").isin(self._report_ids)

    @cached_property
    def _report_ids(self) -> pa.Array:
        return self.arrow("reports", ["report_id"])["report_id"].drop_null().combine_chunks()

    def panel(self, names: Sequence[str] | None = None) -> pd.DataFrame:
        """One row a place and year, a column a quantity that can be compared; see
        `disclosure_stats.analysis.panel.panel`."""
        return panel.panel(self, names)

    def evidence(self, names: Sequence[str] | None = None) -> pd.DataFrame:
        """The printed cells and sentences behind the panel's numbers, with page and box; see
        `disclosure_stats.analysis.panel.evidence`."""
        return panel.evidence(self, names)

    def __repr__(self) -> str:
        return text_card(f"Dataset in {self.folder}", self._facts())

    def _repr_html_(self) -> str:
        return html_card(f"Dataset in {self.folder}", self._facts())

    def _facts(self) -> dict[str, str]:
        reports = self.reports
        years = reports["year"].dropna()
        status = (f"{count} {name}" for name, count in reports["status"].value_counts().items())
        rows = (f"{name} {self.arrow(name, []).num_rows}" for name in self.tables)
        return {
            "bodies": str(reports["body"].nunique()),
            "years": f"{years.min()} to {years.max()}" if len(years) else "none",
            "reports": ", ".join(status),
            "rows": ", ".join(rows),
        }

    def _path(self, name: str) -> Path:
        """The file of a table; where a table is kept in parts, its folder has the same name."""
        return self.folder / f"{name}.parquet"
