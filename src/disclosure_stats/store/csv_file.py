"""A table as a CSV file, written group by group."""

import pyarrow as pa

from disclosure_stats.store.csv_text import BOM, csv_lines
from disclosure_stats.store.folder import Folder
from disclosure_stats.store.schemas import TABLES


class CsvFile:
    """Takes Arrow batches and writes their rows as UTF-8 with BOM."""

    def __init__(self, folder: Folder, name: str, table: str) -> None:
        self._stream = folder.filesystem.open_output_stream(folder.path(name))
        self._write(BOM)
        self._write("".join(csv_lines([[column.name] for column in TABLES[table].columns])))

    def add(self, batch: pa.RecordBatch) -> None:
        """Append the rows of a batch."""
        self._write("".join(csv_lines([column.to_pylist() for column in batch.columns])))

    def close(self) -> None:
        """Close the file."""
        self._stream.close()

    def _write(self, text: str) -> None:
        self._stream.write(text.encode())
