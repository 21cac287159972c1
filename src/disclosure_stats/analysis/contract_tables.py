"""The contract's tables as attributes, for one report and for a whole folder alike."""

from abc import ABC, abstractmethod
from collections.abc import Sequence

import pandas as pd
import pyarrow as pa
from pyarrow import compute

from disclosure_stats.store.schemas import TABLES


class _Table:
    """The table that is called as the attribute is; its description stands in the schemas."""

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name
        self.__doc__ = f"{TABLES[name].description}."

    def __get__(self, tables: "ContractTables | None", owner: type) -> pd.DataFrame:
        if tables is None:  # asked of the class, for its description
            return self  # type: ignore[return-value]
        return tables.table(self._name)


class ContractTables(ABC):
    """Gives each table of the contract but `reports` as an attribute: a DataFrame with the
    contract's columns and dtypes, one observation a row, missing values as `pd.NA`."""

    @abstractmethod
    def table(self, name: str) -> pd.DataFrame:
        """The table of this name."""

    disclosures = _Table()
    requests = _Table()
    appeals = _Table()
    indicators = _Table()
    postings = _Table()
    channels = _Table()
    statements = _Table()
    activities = _Table()
    sections = _Table()
    findings = _Table()


class QueryableTables(ContractTables):
    """The contract's tables of many reports, `reports` among them, of which a part can be had."""

    @abstractmethod
    def table(
        self,
        name: str,
        columns: Sequence[str] | None = None,
        where: compute.Expression | None = None,
    ) -> pd.DataFrame:
        """The table of this name; with `columns` these only, with `where` the rows for which it is
        true."""

    @abstractmethod
    def arrow(
        self,
        name: str,
        columns: Sequence[str] | None = None,
        where: compute.Expression | None = None,
    ) -> pa.Table:
        """The same as an Arrow table: for sums over more rows than a DataFrame should hold."""

    @abstractmethod
    def select(
        self,
        places: str | Sequence[str] | None = None,
        years: int | Sequence[int] | None = None,
        *,
        counties: str | Sequence[str] | None = None,
        prefectures: str | Sequence[str] | None = None,
    ) -> "QueryableTables":
        """The same tables, of the reports on these places, years, counties, prefectures alone."""

    @property
    @abstractmethod
    def place_combinations(self) -> pd.DataFrame:
        """Each `place` with the divisions above it (`province`, `prefecture`, `county`) that the
        folder's reports name, once, whatever was selected: what tells places of one name apart."""

    reports = _Table()
