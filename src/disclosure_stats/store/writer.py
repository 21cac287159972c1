"""Tables appear whole or not at all: written aside in the output folder, then moved into place."""

import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import pyarrow.parquet as parquet

from disclosure_stats.store.arrow import arrow_schema, arrow_table
from disclosure_stats.store.csv_text import BOM, csv_lines
from disclosure_stats.store.datapackage import datapackage_json
from disclosure_stats.store.schemas import TABLES

Row = dict[str, Any]

_ASIDE = ".writing-"
_ROWS_A_GROUP = 2500
_TEXTS_A_GROUP = 250


class DatasetWriter:
    """Writes the contract's tables into a folder.

    Rows are buffered column by column and go out in groups, so memory does not grow with the
    number of reports. Nothing in `folder` changes before `close`; leaving the context with an
    exception leaves the earlier tables as they were. Raises OSError when the folder cannot be
    written to.
    """

    def __init__(self, folder: Path, with_csv: bool = False) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for left_behind in folder.glob(f"{_ASIDE}*"):  # by a run that was killed
            shutil.rmtree(left_behind, ignore_errors=True)
        self._folder = folder
        self._aside = Path(tempfile.mkdtemp(prefix=_ASIDE, dir=folder))
        self._tables = {name: _TableWriter(name, self._aside, with_csv) for name in TABLES}

    def __enter__(self) -> "DatasetWriter":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        try:
            if kind is None:
                self.close()
        finally:
            for table in self._tables.values():
                table.abandon()
            shutil.rmtree(self._aside, ignore_errors=True)

    def add(self, table: str, rows: Sequence[Row], **constants: Any) -> None:
        """Append rows, keyed by column name; `constants` are columns with one value for all."""
        if rows:
            self._tables[table].add(rows, constants)

    def close(self) -> None:
        """Finish every table and move them all into place."""
        for table in self._tables.values():
            table.finish()
        (self._aside / "datapackage.json").write_text(datapackage_json(), encoding="utf-8")
        for path in sorted(self._aside.iterdir()):
            with path.open("rb") as file:
                os.fsync(file.fileno())
        for path in sorted(self._aside.iterdir()):
            os.replace(path, self._folder / path.name)


class _TableWriter:
    """One table: a buffer of columns, a Parquet file, and a CSV file where one is asked for."""

    def __init__(self, table: str, aside: Path, with_csv: bool) -> None:
        self._table = table
        self._rows_a_group = _TEXTS_A_GROUP if table == "sections" else _ROWS_A_GROUP
        self._names = [column.name for column in TABLES[table].columns]
        self._buffer: list[list[Any]] = [[] for _ in self._names]
        self._parquet = parquet.ParquetWriter(
            aside / f"{table}.parquet", arrow_schema(table), compression="zstd"
        )
        self._csv = None
        if with_csv:
            self._csv = (aside / f"{table}.csv").open("w", encoding="utf-8", newline="")
            self._csv.write(BOM)
            self._csv.writelines(csv_lines([[name] for name in self._names]))

    def add(self, rows: Sequence[Row], constants: Row) -> None:
        for name, values in zip(self._names, self._buffer, strict=True):
            if name in constants:
                values.extend([constants[name]] * len(rows))
            else:
                values.extend([row.get(name) for row in rows])
        if len(self._buffer[0]) >= self._rows_a_group:
            self._flush()

    def _flush(self) -> None:
        if not self._buffer[0]:
            return
        self._parquet.write_table(arrow_table(self._table, self._buffer))
        if self._csv is not None:
            self._csv.writelines(csv_lines(self._buffer))
        self._buffer = [[] for _ in self._names]

    def finish(self) -> None:
        self._flush()
        self.abandon()

    def abandon(self) -> None:
        """Close the files; to be called once more does no harm."""
        self._parquet.close()
        if self._csv is not None:
            self._csv.close()
