"""The contract's tables as attributes, for one report and for a whole folder alike."""

from abc import ABC, abstractmethod
from collections.abc import Sequence

import pandas as pd
import pyarrow as pa
from pyarrow import compute


class ContractTables(ABC):
    """Gives each table of the contract but `reports` as an attribute: a DataFrame with the
    contract's columns and dtypes, one observation a row, missing values as `pd.NA`."""

    @abstractmethod
    def table(self, name: str) -> pd.DataFrame:
        """The table of this name."""

    @property
    def disclosures(self) -> pd.DataFrame:
        """Part two: documents issued, decisions made, fees; one row an item and measure."""
        return self.table("disclosures")

    @property
    def requests(self) -> pd.DataFrame:
        """Part three: requests for information, one row an outcome and kind of applicant."""
        return self.table("requests")

    @property
    def appeals(self) -> pd.DataFrame:
        """Part four: reconsideration and litigation, one row a stage and result."""
        return self.table("appeals")

    @property
    def indicators(self) -> pd.DataFrame:
        """The statistics form of era 2014, one row an indicator and period."""
        return self.table("indicators")

    @property
    def postings(self) -> pd.DataFrame:
        """Counts of items posted, as the narrative gives them."""
        return self.table("postings")

    @property
    def channels(self) -> pd.DataFrame:
        """The channels that the report names, counted or not."""
        return self.table("channels")

    @property
    def statements(self) -> pd.DataFrame:
        """What section five says: problems and improvements, one row an item."""
        return self.table("statements")

    @property
    def activities(self) -> pd.DataFrame:
        """What the narrative counts beside postings: meetings, trainings, staff, money."""
        return self.table("activities")

    @property
    def sections(self) -> pd.DataFrame:
        """The narrative, one row a section."""
        return self.table("sections")

    @property
    def findings(self) -> pd.DataFrame:
        """What does not add up, and what could not be read."""
        return self.table("findings")


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

    @property
    def reports(self) -> pd.DataFrame:
        """One row a report, and one for each file that could not be read."""
        return self.table("reports")
