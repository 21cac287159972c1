"""One table as it will be read: one Parquet file, or a folder of them by year; and CSV.

A store of few reports has a file a table. A store of many has a folder of the same name,

    requests.parquet/year=2023/part-0.parquet, part-1.parquet, …

whose files hold, beside the contract's columns, `report_number`: the number of the report within
its year. It grows from row to row, so that the rows of one report, or of a county's, are found by
the statistics that Parquet keeps of each group of rows.
"""

import pyarrow as pa
import pyarrow.parquet as parquet

from disclosure_stats.store.arrow import arrow_array, arrow_schema
from disclosure_stats.store.folder import Folder

REPORT_NUMBER = "report_number"
_NO_YEAR = "__HIVE_DEFAULT_PARTITION__"
_ROWS_A_GROUP = {"reports": 8_192, "sections": 4_096}  # long rows: a group waits in memory
MAX_ROWS_A_GROUP = 32_768
_SINGLE_FILE_SHARE = 8  # of a table that is read whole: smaller groups, less memory
MAX_GROUPS_A_FILE = 64
_MAX_WAITING = 512  # batches: one of few rows takes kilobytes, however few they are


class FinalTable:
    """Takes a table's rows report by report, in the order in which they will stand."""

    def __init__(
        self, folder: Folder, home: str, table: str, by_year: bool, metadata: dict[bytes, bytes]
    ) -> None:
        self._folder = folder
        self._home = f"{home}/{table}.parquet"
        self._by_year = by_year
        self._schema = table_schema(table, by_year).with_metadata(metadata)
        most = _ROWS_A_GROUP.get(table, MAX_ROWS_A_GROUP)
        self._rows_a_group = most if by_year else most // _SINGLE_FILE_SHARE
        self._files: dict[int | None, _GroupedFiles] = {}

    def add(self, batch: pa.RecordBatch, year: int | None, number: int) -> None:
        """Append rows of one report; `number` counts the reports of its year."""
        if self._by_year:
            numbers = arrow_array("int32", [number] * batch.num_rows)
            batch = batch.append_column(REPORT_NUMBER, numbers).select(self._schema.names)
        self._files_of(year if self._by_year else None).add(batch)

    def add_reports(self, batch: pa.RecordBatch, year: int | None, first: int) -> None:
        """Append rows of as many reports of one year, the first of which has the number `first`:
        the same as one after the other."""
        files = self._files_of(year if self._by_year else None)
        start = 0
        while start < batch.num_rows:
            rows = batch.slice(start, files.room)
            if self._by_year:
                numbers = arrow_array("int32", range(first + start, first + start + rows.num_rows))
                rows = rows.append_column(REPORT_NUMBER, numbers).select(self._schema.names)
            files.add(rows)
            start += rows.num_rows

    def close(self) -> None:
        """Write what waits, and close all files."""
        if not self._files:  # a table without rows has its columns too
            self._files_of(None).open()
        for files in self._files.values():
            files.close()

    def _files_of(self, year: int | None) -> "_GroupedFiles":
        if year not in self._files:
            stem = self._home
            if self._by_year:
                stem = f"{self._home}/year={_NO_YEAR if year is None else year}"
                self._folder.make(stem)
            self._files[year] = _GroupedFiles(self._folder, stem, self._schema, self._rows_a_group)
        return self._files[year]


class _GroupedFiles:
    """One Parquet file, or several of bounded size in a folder, of row groups of like size."""

    def __init__(self, folder: Folder, stem: str, schema: pa.Schema, rows_a_group: int) -> None:
        self._folder = folder
        self._stem = stem
        self._schema = schema
        self._rows_a_group = rows_a_group
        self._waiting: list[pa.RecordBatch] = []
        self._rows = self._groups = 0
        self._writer: parquet.ParquetWriter | None = None

    @property
    def room(self) -> int:
        """How many rows the group that waits still takes."""
        return self._rows_a_group - self._rows

    def add(self, batch: pa.RecordBatch) -> None:
        self._waiting.append(batch)
        self._rows += batch.num_rows
        if self._rows >= self._rows_a_group:
            self._flush()
        elif len(self._waiting) > _MAX_WAITING:
            self._waiting = self._joined().combine_chunks().to_batches()

    def _joined(self) -> pa.Table:
        return pa.Table.from_batches(self._waiting).unify_dictionaries()

    def open(self) -> parquet.ParquetWriter:
        """The file that is being written: where they are many, the next when one is full."""
        many = not self._stem.endswith(".parquet")
        number, groups_within = divmod(self._groups, MAX_GROUPS_A_FILE)
        if self._writer is not None and many and groups_within == 0:
            self._writer.close()
            self._writer = None
        if self._writer is None:
            name = f"{self._stem}/part-{number}.parquet" if many else self._stem
            self._writer = self._folder.parquet_writer(name, self._schema)
        return self._writer

    def _flush(self) -> None:
        if self._waiting:
            self.open().write_table(self._joined(), row_group_size=self._rows)
            self._groups += 1
            self._waiting, self._rows = [], 0

    def close(self) -> None:
        self._flush()
        if self._writer is not None:
            self._writer.close()


def table_schema(table: str, by_year: bool) -> pa.Schema:
    """The schema of the files of a table."""
    schema = arrow_schema(table)
    if not by_year:
        return schema
    fields = [field for field in schema if field.name != "year"]  # the folder's name says it
    return pa.schema([*fields, (REPORT_NUMBER, pa.int32())])
