"""The tables of a run, put together from the parts and from the tables of an earlier run.

Files are added in the order of the plan, whichever run and process read what, while others are
still read: what an interrupted run and the next one give together is what a single run would have
given.
"""

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import pyarrow as pa

from disclosure_stats.store.arrow import arrow_array
from disclosure_stats.store.code_book import CODES_FILE, codes_csv
from disclosure_stats.store.csv_file import CsvFile
from disclosure_stats.store.datapackage import DATAPACKAGE, datapackage_json
from disclosure_stats.store.final_table import FinalTable
from disclosure_stats.store.folder import Folder, side_by_side
from disclosure_stats.store.parts import VERSION_KEY
from disclosure_stats.store.schemas import TABLES
from disclosure_stats.store.source import Rows, Source, StoredFile

MAX_FILES_IN_ONE_TABLE = 20_000
"""With more files read than these, each table is a folder, by year."""

_SOURCES_OPEN = 32  # neighbours in the plan lie in one part, or in the tables of before, by year


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A report whose rows the tables shall have, and the report of `reports` that it is in its
    file's source; rows of a file that `duplicate_of` names stand under that one only."""

    source: Source
    source_path: str
    report_id: str | None
    year: int | None
    number: int
    row: int
    duplicate_of: str | None


class Assembly:
    """All tables of so many files, in the folder's subfolder `home`, which is made anew."""

    def __init__(
        self, folder: Folder, home: str, files: int, version: str, with_csv: bool = False
    ) -> None:
        folder.remove(home)
        folder.make(home)
        by_year = files > MAX_FILES_IN_ONE_TABLE
        self._tables = [_Table(folder, home, name, by_year, version, with_csv) for name in TABLES]
        self._firsts: dict[str, str] = {}
        self._numbers: dict[int | None, int] = {}
        folder.write_text(f"{home}/{DATAPACKAGE}", datapackage_json())
        folder.write_text(f"{home}/{CODES_FILE}", codes_csv())

    def add(self, files: Sequence[StoredFile]) -> None:
        """Append the rows of these files, the next in the order of the plan."""
        wanted = list(self._wanted(files))
        for table in self._tables:
            table.add(wanted)

    def close(self) -> None:
        """Write what waits, and close all files."""
        side_by_side(table.close for table in self._tables)

    def _wanted(self, files: Sequence[StoredFile]) -> Iterator[_Wanted]:
        for file in files:
            first = self._firsts.setdefault(file.sha256 or file.source_path, file.source_path)
            original = None if first == file.source_path else first
            rows: dict[Source, int] = {}
            for report in file.reports:
                year = report.year
                number = self._numbers[year] = self._numbers.get(year, -1) + 1
                row = rows[report.source] = rows.get(report.source, -1) + 1
                yield _Wanted(
                    report.source, file.source_path, report.report_id, year, number, row, original
                )


class _Table:
    """One table as it is put together, and the sources that its rows are being taken from."""

    def __init__(
        self, folder: Folder, home: str, name: str, by_year: bool, version: str, with_csv: bool
    ) -> None:
        metadata = {VERSION_KEY: version.encode()} if name == "reports" else {}
        self._name = name
        self._final = FinalTable(folder, home, name, by_year, metadata)
        self._csv = CsvFile(folder, f"{home}/{name}.csv", name) if with_csv else None
        self._key = "source_path" if name == "reports" else "report_id"
        self._opened: OrderedDict[Source, Rows] = OrderedDict()

    def add(self, wanted: Iterable[_Wanted]) -> None:
        for one in wanted:
            for batch in self._rows(one):
                self._final.add(batch, one.year, one.number)
                if self._csv is not None:
                    self._csv.add(batch)

    def close(self) -> None:
        for rest in self._opened.values():
            rest.close()
        self._final.close()
        if self._csv is not None:
            self._csv.close()

    def _rows(self, one: _Wanted) -> list[pa.RecordBatch]:
        """The rows that the table shall have of a report."""
        if self._name == "reports":
            row = _row(self._opened_for(one.source).take(one.source_path), one.row)
            return [_with_original(row, one.duplicate_of)]
        if one.duplicate_of is not None or one.report_id is None:
            return []
        return self._opened_for(one.source).take(one.report_id)

    def _opened_for(self, source: Source) -> Rows:
        if source not in self._opened:
            self._opened[source] = Rows(source, self._name, self._key)
            if len(self._opened) > _SOURCES_OPEN:
                self._opened.popitem(last=False)[1].close()
        self._opened.move_to_end(source)
        return self._opened[source]


def _row(batches: Iterable[pa.RecordBatch], number: int) -> pa.RecordBatch:
    """The row of this number, counted over all batches."""
    for batch in batches:
        if number < batch.num_rows:
            return batch.slice(number, 1)
        number -= batch.num_rows
    raise IndexError(number)


def _with_original(report: pa.RecordBatch, duplicate_of: str | None) -> pa.RecordBatch:
    place = report.schema.get_field_index("duplicate_of")
    field = report.schema.field(place)
    return report.set_column(place, field, arrow_array("string", [duplicate_of]))
