"""Where rows of reports that were read can be had: the tables of an earlier run, or a part."""

import re
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

import pyarrow as pa
import pyarrow.parquet as parquet
from pyarrow import compute

from disclosure_stats.checks.report_ids import file_and_number
from disclosure_stats.store.arrow import arrow_array, arrow_schema, plain_values
from disclosure_stats.store.folder import Folder
from disclosure_stats.store.parts import VERSION_KEY, complete_parts
from disclosure_stats.store.row_stream import SUFFIX, stream_batches, stream_schema
from disclosure_stats.store.schemas import TABLES
from disclosure_stats.store.snapshot import AS_READ, take_snapshot

_YEAR = re.compile(r"/year=(\d+)/")
_ROWS_AT_ONCE = 32_768
_INDEX = ["source_path", "sha256", "report_id", "year", "status", "error_code", "error"]


@dataclass(frozen=True, slots=True)
class StoredReport:
    """A report of a file that was read, as far as a run has to know it, and where its rows are."""

    source: "Source"
    report_id: str | None
    year: int | None
    status: str
    error_code: str | None
    error: str | None


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that was read, and its reports in their order."""

    source_path: str
    sha256: str | None
    reports: tuple[StoredReport, ...]


class Source:
    """Tables in Parquet files that lie together; `files` maps each table to its files, in order."""

    is_part = False

    def __init__(self, folder: Folder, files: dict[str, list[str]]) -> None:
        self._folder = folder
        self.files = files

    @property
    def location(self) -> str:
        """The path or URL of the folder that the files are in."""
        return self._folder.location

    def count(self, table: str) -> int:
        """How many rows a table has."""
        rows = 0
        for name in self.files.get(table, []):
            with self._folder.parquet_file(name) as file:
                rows += file.metadata.num_rows
        return rows

    @property
    def version(self) -> str | None:
        """By what its reports were read; None if it holds no reports."""
        for name in self.files.get("reports", []):
            written = (self._schema(name).metadata or {}).get(VERSION_KEY)
            return None if written is None else written.decode()
        return None

    def _schema(self, name: str) -> pa.Schema:
        with self._folder.parquet_file(name) as file:
            return file.schema_arrow

    def years(self) -> dict[int | None, "Source"]:
        """The tables year by year, where they are folders by year; else all of them under None.

        Within each, rows stand in the order of the plan."""
        found: dict[int | None, dict[str, list[str]]] = {}
        for table, names in self.files.items():
            for name in names:
                found.setdefault(_year(name), {}).setdefault(table, []).append(name)
        return {year: type(self)(self._folder, files) for year, files in found.items()}

    def stored_files(self) -> dict[str, StoredFile]:
        """The files whose rows it holds, by path."""
        stored: dict[str, StoredFile] = {}
        for source in self.years().values():
            for path, sha256, *report in source.rows("reports", _INDEX):
                before = stored[path].reports if path in stored else ()
                reports = (*before, StoredReport(source, *report))
                # The reports of one file may be on several years.
                ordered = tuple(sorted(reports, key=_number)) if before else reports
                stored[path] = StoredFile(path, sha256, ordered)
        return stored

    def batches(
        self, table: str, columns: Sequence[str] | None = None, coded_ids: bool = False
    ) -> Generator[pa.RecordBatch, None, None]:
        """The rows of a table, in groups, with the columns of its schema or those asked for.

        With `coded_ids`, the column `report_id` is a dictionary, as it is in the file: a table has
        many rows of one report."""
        for name in self.files.get(table, []):
            with self._folder.parquet_file(name, ["report_id"] if coded_ids else None) as file:
                yield from _batches(file, name, table, columns)

    def rows(self, table: str, columns: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        """The values of these columns of a table, row by row; null is None."""
        for batch in self.batches(table, columns):
            yield from zip(*(plain_values(batch[name]) for name in columns), strict=True)

    def groups(self, table: str) -> Iterator[tuple[str, int, pa.DictionaryArray]]:
        """Each group of rows of a table: its file, its number there, the reports of its rows."""
        for name in self.files.get(table, []):
            with self._folder.parquet_file(name, ["report_id"]) as file:
                for group in range(file.num_row_groups):
                    ids = file.read_row_group(group, ["report_id"], use_threads=False)
                    yield name, group, ids["report_id"].combine_chunks()

    def group(
        self, table: str, name: str, group: int, columns: Sequence[str] | None = None
    ) -> pa.Table:
        """One group of rows, with those columns of its schema that its file has, or those asked
        for."""
        with self._folder.parquet_file(name) as file:
            there = file.schema_arrow.names
            held = [one for one in arrow_schema(table).names if one in there]
            return file.read_row_group(group, columns or held, use_threads=False)


class Part(Source):
    """What a run has read that did not come to its end yet: tables in files of `row_stream`."""

    is_part = True

    def _schema(self, name: str) -> pa.Schema:
        return stream_schema(self._folder, name)

    def batches(
        self, table: str, columns: Sequence[str] | None = None, coded_ids: bool = False
    ) -> Generator[pa.RecordBatch, None, None]:
        """The rows of a table, in the groups in which they were written; `report_id` is never a
        dictionary."""
        assert not coded_ids
        for name in self.files.get(table, []):
            yield from stream_batches(self._folder, name, columns)


class Rows:
    """The rows of one table of a source, taken by the value of a column.

    Rows with the same value lie together. Values are best taken in the order of the rows: then
    each file is read once, and only one group of rows is in memory.
    """

    def __init__(self, source: Source, table: str, key: str) -> None:
        self._source = source
        self._table = table
        self._where: dict[Any, tuple[int, int]] = {}
        self._few = self._read_if_few()
        self._end = 0
        for batch in self._few if self._few is not None else source.batches(table, [key]):
            self._note(batch[key])
        self._rewind()

    def _note(self, keys: pa.Array) -> None:
        """Note where the rows with each value lie, of the next rows; those with the last value of
        the rows before may go on."""
        runs = compute.run_end_encode(keys)
        begin = before = self._end
        for value, end in zip(runs.values.to_pylist(), runs.run_ends.to_pylist(), strict=True):
            start, count = self._where.get(value, (begin, 0))
            self._where[value] = (start, count + before + end - begin)
            begin = before + end
        self._end = begin

    def _read_if_few(self) -> list[pa.RecordBatch] | None:
        """All rows, if they are no more than are read at once: their file is opened once then."""
        few: list[pa.RecordBatch] = []
        rows = 0
        with closing(self._source.batches(self._table)) as batches:
            for batch in batches:
                few.append(batch)
                rows += batch.num_rows
                if rows > _ROWS_AT_ONCE:
                    return None
        return few

    def _rewind(self) -> None:
        self._batches: Iterator[pa.RecordBatch] = (
            iter(self._few) if self._few is not None else self._source.batches(self._table)
        )
        self._batch: pa.RecordBatch | None = None
        self._batch_start = self._batch_end = 0

    def take(self, value: Any) -> list[pa.RecordBatch]:
        """The rows with this value; none if there are none."""
        start, count = self._where.get(value, (0, 0))
        if count and start < self._batch_start:
            self.close()
            self._rewind()
        taken = []
        while count:
            while start >= self._batch_end:
                self._batch = next(self._batches)
                self._batch_start = self._batch_end
                self._batch_end += self._batch.num_rows
            assert self._batch is not None
            piece = self._batch.slice(start - self._batch_start, count)
            taken.append(piece)
            start, count = start + piece.num_rows, count - piece.num_rows
        if start == self._end:  # nothing waits in memory any more
            self.close()
            self._batch = self._few = None
            self._batch_start = self._batch_end = self._end
        return taken

    def close(self) -> None:
        """Close the file that is being read."""
        if isinstance(self._batches, Generator):
            self._batches.close()


def finished_tables(folder: Folder, home: str = "", prefix: str = "") -> Source:
    """The tables of the last run that came to its end, or those in the subfolder `home`, whose
    names begin with `prefix`; without any files if there are none."""
    if home:
        start = len(home) + 1
        return _tables(folder, {name[start:]: name for name in folder.files(home)}, prefix)
    return _tables(folder, take_snapshot(folder).paths, prefix)


def _tables(folder: Folder, paths: dict[str, str], prefix: str = "") -> Source:
    found: dict[str, list[str]] = {}
    for name, path in sorted(paths.items()):
        stem, suffix, _ = name.partition(".parquet")
        table = stem.removeprefix(prefix)
        if suffix and stem.startswith(prefix) and table in TABLES:
            found.setdefault(table, []).append(path)
    return Source(folder, found)


def as_read_tables(folder: Folder) -> Source:
    """The tables of the last run as they were read, before reports were compared."""
    paths = take_snapshot(folder).paths
    return Source(folder, _tables(folder, paths).files | _tables(folder, paths, AS_READ).files)


def parts(folder: Folder, name: str = "") -> list[Part]:
    """What runs that did not come to their end have read, or the part of this name alone."""
    return [
        Part(folder, {PurePosixPath(file).stem: [file] for file in files if file.endswith(SUFFIX)})
        for files in complete_parts(folder, name).values()
    ]


def _batches(
    file: parquet.ParquetFile, name: str, table: str, columns: Sequence[str] | None
) -> Iterator[pa.RecordBatch]:
    schema = arrow_schema(table)
    wanted = schema.names if columns is None else list(columns)
    there = file.schema_arrow.names
    held = [column for column in wanted if column in there]
    # Each thread that decodes columns keeps memory of its own, and these are small files.
    for batch in file.iter_batches(_ROWS_AT_ONCE, columns=held, use_threads=False):
        if len(held) < len(wanted):  # the year stands in the name of the folder
            batch = batch.append_column(
                "year", arrow_array("int32", [_year(name)] * batch.num_rows)
            )
        yield batch.select(wanted)


def _year(name: str) -> int | None:
    """The year that the name of a file's folder states."""
    stated = _YEAR.search(name)
    return int(stated.group(1)) if stated else None


def _number(report: StoredReport) -> int:
    """The number of a report in its file, which its identifier ends in from the second on."""
    return file_and_number(report.report_id or "")[1]
