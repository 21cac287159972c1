"""A folder of tables that the extract command wrote, opened as DataFrames."""

from functools import cached_property
from os import PathLike
from pathlib import Path

import pandas as pd
import pyarrow.dataset as arrow_dataset

from disclosure_stats.analysis.cards import html_card, text_card
from disclosure_stats.analysis.contract_tables import ContractTables
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


class Dataset(ContractTables):
    """The contract's tables of many reports, each read when it is first asked for and then kept.

    `dataset.reports` has a row for each file; the other tables join to it by `report_id`.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._read: dict[str, pd.DataFrame] = {}

    @cached_property
    def tables(self) -> tuple[str, ...]:
        """The names of the tables that the folder holds."""
        return tuple(name for name in TABLES if self._path(name).exists())

    def table(self, name: str) -> pd.DataFrame:
        """The table of this name with the contract's columns and dtypes; LookupError if the
        folder does not hold it."""
        if name not in self.tables:
            raise LookupError(f"no table {name!r} in {self.folder}: {', '.join(self.tables)}")
        if name not in self._read:
            read = arrow_dataset.dataset(self._path(name), format="parquet", partitioning="hive")
            self._read[name] = from_arrow(name, read.to_table())
        return self._read[name]

    @property
    def reports(self) -> pd.DataFrame:
        """One row a report, and one for each file that could not be read."""
        return self.table("reports")

    def __repr__(self) -> str:
        return text_card(f"Dataset in {self.folder}", self._facts())

    def _repr_html_(self) -> str:
        return html_card(f"Dataset in {self.folder}", self._facts())

    def _facts(self) -> dict[str, str]:
        reports = self.reports
        years = reports["year"].dropna()
        status = (f"{count} {name}" for name, count in reports["status"].value_counts().items())
        rows = (
            f"{name} {arrow_dataset.dataset(self._path(name), format='parquet').count_rows()}"
            for name in self.tables
        )
        return {
            "bodies": str(reports["body"].nunique()),
            "years": f"{years.min()} to {years.max()}" if len(years) else "none",
            "reports": ", ".join(status),
            "rows": ", ".join(rows),
        }

    def _path(self, name: str) -> Path:
        """The file of a table; where a table is kept in parts, its folder has the same name."""
        return self.folder / f"{name}.parquet"
