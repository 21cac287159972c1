"""Tables from rows that are at hand, in one go; a run over files uses parts instead."""

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from disclosure_stats.rows import Row
from disclosure_stats.store.arrow import arrow_schema
from disclosure_stats.store.code_book import CODES_FILE, codes_csv
from disclosure_stats.store.datapackage import DATAPACKAGE, datapackage_json
from disclosure_stats.store.folder import Folder
from disclosure_stats.store.handover import finish_handover, put_in_place
from disclosure_stats.store.parts import UNFINISHED
from disclosure_stats.store.row_writer import RowWriter
from disclosure_stats.store.schemas import TABLES
from disclosure_stats.store.snapshot import ASIDE


class DatasetWriter:
    """Writes the contract's tables into a folder, a file a table.

    Nothing that was in the folder changes before the context ends; if it ends with an exception,
    nothing changes at all. Raises OSError when the folder cannot be written to.
    """

    def __init__(self, location: str | Path) -> None:
        self._folder = Folder(location)
        finish_handover(self._folder)
        self._folder.make(ASIDE)
        self._tables = {
            name: RowWriter(
                name, self._folder.parquet_writer(f"{ASIDE}/{name}.parquet", arrow_schema(name))
            )
            for name in TABLES
        }

    def add(self, table: str, rows: Sequence[Row], **constants: Any) -> None:
        """Append rows, keyed by column name; `constants` are columns with one value for all."""
        self._tables[table].add(rows, constants)

    def __enter__(self) -> "DatasetWriter":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        for table in self._tables.values():
            table.abandon() if kind else table.close()
        if kind is None:
            self._folder.write_text(f"{ASIDE}/{DATAPACKAGE}", datapackage_json())
            self._folder.write_text(f"{ASIDE}/{CODES_FILE}", codes_csv())
            put_in_place(self._folder)
        self._folder.remove(UNFINISHED)
