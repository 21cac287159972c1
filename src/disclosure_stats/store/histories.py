"""What the rules across years need of tables of any size, in little memory.

The tables are read once, group of rows by group of rows. Of each report some 800 bytes are kept:
the cells that are compared, and a fingerprint of each table.
"""

from array import array
from collections.abc import Container, Iterator, Mapping, Sequence
from functools import cache
from hashlib import blake2b
from math import inf, isinf, isnan, nan
from typing import Any, NamedTuple, Protocol

import pyarrow as pa
from pyarrow import compute

from disclosure_stats.checks.bodies import BodyKey, Issuer, body_key, is_one_body, order_of_issue
from disclosure_stats.checks.status import STATUSES
from disclosure_stats.checks.years import Key, YearNumbers, compared_cells, lasting_codes
from disclosure_stats.forms.cells import CELL_TABLES, CellTable
from disclosure_stats.store.arrow import arrow_array, plain_values
from disclosure_stats.store.schemas import Kind
from disclosure_stats.store.source import Source

# The tables whose numbers are compared: postings too, channel by channel.
_COMPARED = CELL_TABLES | {"postings": CellTable("channel", "period", "count")}
_ABSENT = -inf  # no such cell; a null number is a NaN
MILLIONTHS = 1e6
"""Numbers are counted in these for fingerprints."""
_WRAP = 2**64


class Histories:
    """The reports of each body in order, with the numbers that are compared.

    Reports that were not read, that name no year or no place, or whose body is not certain, are in
    none; nor is a body of which there is one report, nor one that is not `wanted`.
    """

    def __init__(self, source: Source, wanted: Container[BodyKey] | None = None) -> None:
        self._source = source
        self._is_whole = wanted is None
        self._bodies = bodies_of(source, wanted)
        self._position: dict[str, int] = {}
        self.proved: list[bool] = []
        if self._bodies:
            self._load()

    def bodies(self) -> Iterator[list[list[tuple[int, YearNumbers]]]]:
        """For each body its years in order, for each year its reports, the current one last: the
        row in `reports`, and the numbers."""
        for years in self._bodies:
            yield [
                [(row, year_numbers(self, self._place[row], year)) for row in rows]
                for year, rows in years
            ]

    def _load(self) -> None:
        self._place: dict[int, int] = {}
        members = {row for years in self._bodies for _, rows in years for row in rows}
        rows = self._source.rows("reports", ["report_id", "status", "route"])
        for row, (report_id, status, route) in enumerate(rows):
            if row in members:
                self._place[row] = self._position[report_id] = len(self.proved)
                self.proved.append(is_proved(status, route))
        count = len(self.proved)
        self.numbers = {key: array("d", [_ABSENT]) * count for key in compared_cells()}
        self.pages = {key: array("h", [0]) * count for key in compared_cells()}
        self.prints = {table: array("Q", [0]) * count for table in lasting_codes()}
        self.sums = {table: array("d", [nan]) * count for table in lasting_codes()}
        for table in _COMPARED:
            self._load_table(table)

    def _load_table(self, table: str) -> None:
        row_column, column_column, number = _COMPARED[table]
        keys = [key for key in compared_cells() if key[0] == table]
        columns = ["report_id", row_column, column_column, number, "page"]
        if table == "postings":
            columns += ["parent_id", "category", "scope"]
        else:
            columns.append("cell_state")
        for batch in self._batches(table, columns):
            self._take_cells(table, keys, batch)
            if table in self.prints:
                self._take_prints(table, batch)

    def _batches(self, table: str, columns: list[str]) -> Iterator[pa.RecordBatch]:
        """The rows of a table in groups: those groups that have rows of the reports."""
        if self._is_whole:
            yield from self._source.batches(table, columns)
            return
        for name, group, ids in self._source.groups(table):
            if any(one in self._position for one in ids.dictionary.to_pylist()):
                rows = self._source.group(table, name, group, columns)
                yield from rows.combine_chunks().to_batches()

    def _take_cells(self, table: str, keys: Sequence[Key], batch: pa.RecordBatch) -> None:
        row_column, column_column, number = _COMPARED[table]
        wanted = compute.and_(
            _looked_up(batch[row_column], {key[1]: True for key in keys}, "boolean", False),
            _looked_up(batch[column_column], {key[2]: True for key in keys}, "boolean", False),
        )
        if table == "postings":
            # The number for a channel as a whole: no part, no category, of the body itself.
            own = _looked_up(batch["scope"], {"self": True}, "boolean", False)
            whole = compute.and_(batch["parent_id"].is_null(), batch["category"].is_null())
            wanted = compute.and_(wanted, compute.and_(own, whole))
        else:
            absent = _looked_up(batch["cell_state"], {"absent": True}, "boolean", False)
            wanted = compute.and_(wanted, compute.invert(absent))
        found = batch.filter(wanted)
        columns = ("report_id", row_column, column_column, number, "page")
        for report_id, row, column, value, page in zip(
            *(plain_values(found[name]) for name in columns), strict=True
        ):
            place = self._position.get(report_id)
            values = self.numbers.get((table, row, column))
            if place is not None and values is not None and isinf(values[place]):
                values[place] = nan if value is None else value
                self.pages[table, row, column][place] = page or 0

    def _take_prints(self, table: str, batch: pa.RecordBatch) -> None:
        """Add to the fingerprints: of each number its product with two odd numbers, which stand for
        its row and its column. Two tables that differ have the same one in 264 of 2^64 cases."""
        row_column, column_column, number = _COMPARED[table]
        lasting = lasting_codes()[table]
        numbers = _filled(batch[number].cast(pa.float64()), "float64", 0.0)
        counted = compute.multiply(numbers, _scalar("float64", MILLIONTHS))
        counted = terms = compute.round(counted).cast(pa.int64(), safe=False)
        for column in (row_column, column_column):
            codes = batch[column].dictionary.to_pylist()
            odd = {code: 0 if code in lasting else odd_number(code) for code in codes}
            terms = compute.multiply(terms, _looked_up(batch[column], odd, "int64", 0))
            new = {code: int(code not in lasting) for code in codes}
            counted = compute.multiply(counted, _looked_up(batch[column], new, "int64", 0))
        # Rows of one report lie together: its sums are those at its end less those at its start.
        runs = compute.run_end_encode(batch["report_id"])
        ends = runs.run_ends.to_pylist()
        sums = [compute.cumulative_sum(each) for each in (terms, counted)]
        prints_to, counts_to = ([0, *(each[end - 1].as_py() for end in ends)] for each in sums)
        for index, report_id in enumerate(runs.values.to_pylist()):
            place = self._position.get(report_id)
            if place is not None:
                print_ = prints_to[index + 1] - prints_to[index]
                sum_ = (counts_to[index + 1] - counts_to[index]) / MILLIONTHS
                before = self.sums[table][place]
                self.prints[table][place] = (self.prints[table][place] + print_) % _WRAP
                self.sums[table][place] = sum_ + (0 if isnan(before) else before)


class _Columns(Protocol):
    """What the rules across years have to know of reports, one value a report in each column: minus
    infinity for a cell that is not there, NaN for one that is null, and page 0 for none."""

    proved: Any
    numbers: Any
    pages: Any
    prints: Any
    sums: Any


def year_numbers(columns: _Columns, place: int, year: int) -> YearNumbers:
    """The numbers of the report at a place of columns as those of `Histories`."""
    return YearNumbers(
        year,
        bool(columns.proved[place]),
        {
            key: (
                None if isnan(values[place]) else float(values[place]),
                int(columns.pages[key][place]) or None,
            )
            for key, values in columns.numbers.items()
            if not isinf(values[place])
        },
        {
            table: (int(prints[place]), float(columns.sums[table][place]))
            for table, prints in columns.prints.items()
            if not isnan(columns.sums[table][place])
        },
    )


def is_proved(status: str, route: str | None) -> bool:
    """Whether the sums of a report hold, and its numbers are those of its text."""
    return status == "verified" and route == "text"


class Member(NamedTuple):
    """A report that is compared with those of its body: its row in `reports`, and its year."""

    row: int
    key: BodyKey
    year: int
    source_path: str
    report_id: str

    @property
    def named(self) -> tuple[str, str]:
        """What tells the report from all others, of whatever run."""
        return self.source_path, self.report_id


def members(source: Source) -> Iterator[Member]:
    """The reports that may be compared with others: those that were read, that are no further
    copies, and that name a place and a year."""
    columns = [*Issuer._fields, "report_id", "year", "status", "duplicate_of"]
    rows = source.rows("reports", columns)
    for row, (*own, report_id, year, status, duplicate_of) in enumerate(rows):
        issuer = Issuer(*own)
        if status != "failed" and duplicate_of is None and issuer.place and year is not None:
            yield Member(row, body_key(issuer), year, issuer.source_path, report_id)


def bodies_of(
    source: Source, wanted: Container[BodyKey] | None = None
) -> list[list[tuple[int, list[int]]]]:
    """The bodies of which there are several reports: years in order, with the rows of each in
    `reports`, the current one last. Only those that are `wanted`, if that is given."""
    by_key: dict[BodyKey, dict[int, list[int]]] = {}
    for member in members(source):
        if wanted is None or member.key in wanted:
            by_key.setdefault(member.key, {}).setdefault(member.year, []).append(member.row)
    bodies = [
        sorted(years.items())
        for key, years in by_key.items()
        if sum(map(len, years.values())) > 1 and is_one_body(key)
    ]
    _sort_versions(source, [rows for years in bodies for _, rows in years if len(rows) > 1])
    return bodies


def _sort_versions(source: Source, groups: list[list[int]]) -> None:
    """Put the rows of each group, reports of one body on one year, in the order of their issue."""
    wanted = {row for rows in groups for row in rows}
    if not wanted:
        return  # a pass over all paths is spared
    columns = ["source_path", "format", "status"]
    rows_of = enumerate(source.rows("reports", columns))
    of_rows = {row: values for row, values in rows_of if row in wanted}
    for rows in groups:
        formats = {of_rows[row][1] for row in rows}
        order = {row: _order(of_rows[row], len(formats) > 1) for row in rows}
        rows.sort(key=order.__getitem__)


def _order(
    report: tuple[Any, ...], has_formats: bool
) -> tuple[bool, int, list[tuple[int, str]], str]:
    """A sort key for the reports of one body on one year: the last is the current one. The same
    report in several formats is told apart by how well each was read, before their names are."""
    path, _, status = report
    is_revised, numbers, name = order_of_issue(path)
    return is_revised, -STATUSES.index(status) if has_formats else 0, numbers, name


def _looked_up(
    column: pa.DictionaryArray, meanings: Mapping[str, object], kind: Kind, otherwise: object
) -> pa.Array:
    """For each row what its code means; `otherwise` for other codes, and for null."""
    values = [meanings.get(code, otherwise) for code in column.dictionary.to_pylist()]
    return _filled(arrow_array(kind, values).take(column.indices), kind, otherwise)


def _filled(column: pa.Array, kind: Kind, otherwise: object) -> pa.Array:
    return compute.fill_null(column, _scalar(kind, otherwise))


def _scalar(kind: Kind, value: object) -> pa.Scalar:
    """A value for Arrow to compute with: `pyarrow.scalar` would import pandas."""
    return arrow_array(kind, [value])[0]


@cache
def odd_number(code: str) -> int:
    """What stands for a code in fingerprints of tables, within the range of int64."""
    digest = blake2b(code.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little", signed=True) | 1
