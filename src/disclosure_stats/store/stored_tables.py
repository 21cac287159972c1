"""The tables of a folder as Arrow datasets: what is not asked for is not read."""

from functools import cached_property

import pyarrow as pa
import pyarrow.dataset as arrow_dataset

from disclosure_stats.store.final_table import table_schema
from disclosure_stats.store.folder import Folder
from disclosure_stats.store.schemas import TABLES


class StoredTables:
    """The tables that the command wrote into a folder, as files or as folders by year."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._opened: dict[str, arrow_dataset.Dataset] = {}

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The tables that are there."""
        return tuple(
            name
            for name in TABLES
            if self._folder.is_file(f"{name}.parquet") or self._folder.is_folder(f"{name}.parquet")
        )

    @cached_property
    def by_year(self) -> bool:
        """Whether tables are folders by year, and hold `year` and `report_number`."""
        return self._folder.is_folder("reports.parquet")

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
                self._folder.path(f"{name}.parquet"),
                schema=schema,
                format="parquet",
                filesystem=self._folder.filesystem,
                partitioning=partitioning,
            )
        return self._opened[name]
