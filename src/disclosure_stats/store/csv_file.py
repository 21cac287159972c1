"""A table as a CSV file, written group by group."""

import pyarrow as pa
from pyarrow import compute

from disclosure_stats.store.arrow import plain_values
from disclosure_stats.store.csv_text import BOM, csv_text
from disclosure_stats.store.folder import Folder
from disclosure_stats.store.schemas import BOX, TABLES

_DIGITS_OF_BOX = 1  # a tenth of a point is finer than any print


class CsvFile:
    """Takes Arrow batches and writes their rows as UTF-8 with BOM."""

    def __init__(self, folder: Folder, name: str, table: str) -> None:
        self._stream = folder.filesystem.open_output_stream(folder.path(name))
        self._write(BOM)
        self._write(csv_text([[column.name] for column in TABLES[table].columns]))

    def add(self, batch: pa.RecordBatch) -> None:
        """Append the rows of a batch; boxes are rounded to a tenth of a point."""
        columns = [
            compute.round(compute.cast(column, pa.float64()), _DIGITS_OF_BOX)
            if name in BOX
            else column
            for name, column in zip(batch.schema.names, batch.columns, strict=True)
        ]
        self._write(csv_text([plain_values(column) for column in columns]))

    def close(self) -> None:
        """Close the file."""
        self._stream.close()

    def _write(self, text: str) -> None:
        self._stream.write(text.encode())
