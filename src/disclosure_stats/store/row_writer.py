"""Plain rows on their way to a file, group by group."""

from collections.abc import Sequence
from itertools import repeat
from typing import Any

from disclosure_stats.rows import Row
from disclosure_stats.store.arrow import arrow_table
from disclosure_stats.store.row_stream import StreamWriter
from disclosure_stats.store.schemas import TABLES

# Rows wait in memory for their group to be full, or for `flush`.
_ROWS_A_GROUP = 3_000
_TEXTS_A_GROUP = 400  # of sections, whose rows hold whole paragraphs


class RowWriter:
    """Writes rows of one table into a file; memory does not grow with their number."""

    def __init__(self, table: str, file: StreamWriter) -> None:
        self._table = table
        self._file = file
        self._rows_a_group = _TEXTS_A_GROUP if table == "sections" else _ROWS_A_GROUP
        self._names = [column.name for column in TABLES[table].columns]
        self._buffer: list[list[Any]] = [[] for _ in self._names]

    def add(self, rows: Sequence[Row], constants: Row) -> None:
        """Append rows, keyed by column name; `constants` are columns with one value for all."""
        for name, values in zip(self._names, self._buffer, strict=True):
            if name in constants:
                values.extend([constants[name]] * len(rows))
            else:
                values.extend(map(dict.get, rows, repeat(name)))
        if len(self._buffer[0]) >= self._rows_a_group:
            self.flush()

    def flush(self) -> None:
        """Write what waits, as a group of its own."""
        if self._buffer[0]:
            self._file.write_table(arrow_table(self._table, self._buffer))
            self._buffer = [[] for _ in self._names]

    def close(self) -> None:
        """Write what waits, and close the file."""
        self.flush()
        self._file.close()

    def abandon(self) -> None:
        """Close the file as it is: it will be removed."""
        self._file.close()
