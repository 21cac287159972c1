"""Finished tables of rows that a test makes up, as the extract command leaves them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as parquet

from disclosure_stats.rows import Row
from disclosure_stats.store.arrow import arrow_table
from disclosure_stats.store.code_book import CODES_FILE, codes_csv
from disclosure_stats.store.datapackage import DATAPACKAGE, datapackage_json
from disclosure_stats.store.schemas import TABLES

ROWS_A_GROUP = 3_000


class DatasetWriter:
    """Writes all of the contract's tables into a folder, a file a table, when its context ends."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._rows: dict[str, list[Row]] = {name: [] for name in TABLES}

    def add(self, table: str, rows: Sequence[Row], **constants: Any) -> None:
        """Append rows, keyed by column name; `constants` are columns with one value for all."""
        self._rows[table] += [row | constants for row in rows]

    def __enter__(self) -> "DatasetWriter":
        return self

    def __exit__(self, *_: object) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        for name, rows in self._rows.items():
            columns = [[row.get(column.name) for row in rows] for column in TABLES[name].columns]
            target = self._folder / f"{name}.parquet"
            parquet.write_table(arrow_table(name, columns), target, row_group_size=ROWS_A_GROUP)
        (self._folder / DATAPACKAGE).write_text(datapackage_json(), encoding="utf-8")
        (self._folder / CODES_FILE).write_text(codes_csv(), encoding="utf-8")
