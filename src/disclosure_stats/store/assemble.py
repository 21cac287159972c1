"""The tables of a run, put together from the parts and from the tables of an earlier run.

They stand in the order of the plan, whichever run and process read what: what an interrupted run
and the next one give together is what a single run would have given.
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
from disclosure_stats.store.folder import Folder
from disclosure_stats.store.parts import VERSION_KEY
from disclosure_stats.store.schemas import TABLES
from disclosure_stats.store.source import Rows, Source, StoredFile

MAX_REPORTS_IN_ONE_FILE = 20_000
"""With more reports than these, each table is a folder, by year."""

_SOURCES_OPEN = 32  # neighbours in the plan lie in one part, or in the tables of before, by year


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Rows that a table shall have: those with this key in their source, or one row of them."""

    source: Source
    key: str
    year: int | None
    number: int
    row: int | None = None
    duplicate_of: str | None = None


def assemble(
    folder: Folder, home: str, files: Sequence[StoredFile], version: str, with_csv: bool
) -> None:
    """Write all tables of these files, in this order, into the folder's subfolder `home`."""
    folder.remove(home)
    folder.make(home)
    by_year = sum(len(file.reports) for file in files) > MAX_REPORTS_IN_ONE_FILE
    for table in TABLES:
        metadata = {VERSION_KEY: version.encode()} if table == "reports" else {}
        final = FinalTable(folder, home, table, by_year, metadata)
        csv = CsvFile(folder, f"{home}/{table}.csv", table) if with_csv else None
        for wanted, batch in _taken(table, files):
            final.add(batch, wanted.year, wanted.number)
            if csv is not None:
                csv.add(batch)
        final.close()
        if csv is not None:
            csv.close()
    folder.write_text(f"{home}/{DATAPACKAGE}", datapackage_json())
    folder.write_text(f"{home}/{CODES_FILE}", codes_csv())


def _wanted(table: str, files: Sequence[StoredFile]) -> Iterator[_Wanted]:
    """What a table shall hold: files with the same bytes stand once, but in `reports`."""
    firsts: dict[str, StoredFile] = {}
    numbers: dict[int | None, int] = {}
    for file in files:
        first = firsts.setdefault(file.sha256, file) if file.sha256 else file
        original = None if first is file else first.source_path
        rows: dict[Source, int] = {}
        for report in file.reports:
            source, year = report.source, report.year
            number = numbers[year] = numbers.get(year, -1) + 1
            row = rows[source] = rows.get(source, -1) + 1
            if table == "reports":
                yield _Wanted(source, file.source_path, year, number, row, original)
            elif original is None and report.report_id is not None:
                yield _Wanted(source, report.report_id, year, number)


def _taken(table: str, files: Sequence[StoredFile]) -> Iterator[tuple[_Wanted, pa.RecordBatch]]:
    """The rows that a table shall have, as they are found in their sources."""
    key = "source_path" if table == "reports" else "report_id"
    opened: OrderedDict[Source, Rows] = OrderedDict()
    for one in _wanted(table, files):
        if one.source not in opened:
            opened[one.source] = Rows(one.source, table, key)
            if len(opened) > _SOURCES_OPEN:
                opened.popitem(last=False)[1].close()
        opened.move_to_end(one.source)
        rows = opened[one.source].take(one.key)
        if one.row is None:
            yield from ((one, batch) for batch in rows)
        else:
            yield one, _with_original(_row(rows, one.row), one.duplicate_of)
    for rest in opened.values():
        rest.close()


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
