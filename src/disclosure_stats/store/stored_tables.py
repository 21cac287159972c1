"""The tables of a folder as Arrow datasets: what is not asked for is not read."""

from functools import cached_property

import pyarrow as pa
import pyarrow.dataset as arrow_dataset

from disclosure_stats.store.final_table import table_schema
from disclosure_stats.store.folder import Folder
from disclosure_stats.store.schemas import TABLES
from disclosure_stats.store.snapshot import check_contract, check_unchanged, take_snapshot


class StoredTables:
    """The tables that the command wrote into a folder, as files or as folders by year."""

    def __init__(self, folder: Folder) -> None:
        check_contract(folder)
        self._folder = folder
        self._snapshot = take_snapshot(folder)
        self._opened: dict[str, arrow_dataset.Dataset] = {}

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The tables that are there."""
        return tuple(name for name in TABLES if self._files(name))

    @cached_property
    def by_year(self) -> bool:
        """Whether tables are folders by year, and hold `year` and `report_number`."""
        return any("/year=" in path for path in self._files("reports"))

    def _files(self, table: str) -> list[str]:
        home = f"{table}.parquet"
        paths = self._snapshot.paths.items()
        return sorted(path for name, path in paths if name.partition("/")[0] == home)

    def read(
        self, name: str, columns: list[str], condition: arrow_dataset.Expression | None
    ) -> pa.Table:
        """Rows of a table that is there. Raises OSError if the tables were written anew since they
        were opened: those of two runs would be mixed."""
        try:
            rows = self.dataset(name).to_table(columns=columns, filter=condition)
        except FileNotFoundError:  # it was moved to its place meanwhile
            now = take_snapshot(self._folder)
            check_unchanged(self._folder, self._snapshot)
            self._snapshot, self._opened = now, {}
            rows = self.dataset(name).to_table(columns=columns, filter=condition)
        check_unchanged(self._folder, self._snapshot)
        return rows

    def dataset(self, name: str) -> arrow_dataset.Dataset:
        """A table that is there."""
        if name not in self._opened:
            schema = table_schema(name, self.by_year)
            partitioning = None
            if self.by_year:
                year = pa.schema([("year", pa.int32())])
                schema = pa.unify_schemas([schema, year])
                partitioning = arrow_dataset.partitioning(year, flavor="hive")
            self._opened[name] = arrow_dataset.dataset(
                [self._folder.path(path) for path in self._files(name)],
                schema=schema,
                format="parquet",
                filesystem=self._folder.filesystem,
                partitioning=partitioning,
            )
        return self._opened[name]
