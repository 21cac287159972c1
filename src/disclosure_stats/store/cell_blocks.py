"""The cells of a statutory table as matrices, some thousand reports at a time.

The tables of a country's reports have a hundred million rows: as Python rows they take minutes.
numpy, which the processes that read and lead do without, is loaded by what goes through whole
tables alone.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from disclosure_stats.checks.sums_of_many import Bools, CellMatrices, Floats, Ints
from disclosure_stats.forms.cells import CELL_TABLES
from disclosure_stats.store.source import Source

ROWS_A_BLOCK = 200_000
_EMPTY = ("blank", "dash")


@dataclass(slots=True)
class CellRows:
    """Rows of a table as arrays: the place of the report, the positions of both codes, the number
    (NaN for null), whether the cell is absent, whether it is blank or a dash, the page (0 for
    null), and the position of the unit among those of the block."""

    places: Ints
    rows: Ints
    columns: Ints
    numbers: Floats
    absent: Bools
    empty: Bools
    pages: NDArray[np.int16]
    units: Ints

    def part(self, wanted: Any) -> "CellRows":
        """The rows that an index of numpy stands for."""
        return CellRows(*(getattr(self, one.name)[wanted] for one in fields(self)))

    @staticmethod
    def joined(pieces: Sequence["CellRows"]) -> "CellRows":
        """The rows of all pieces, one after the other."""
        names = [one.name for one in fields(CellRows)]
        return CellRows(
            *(np.concatenate([getattr(piece, name) for piece in pieces]) for name in names)
        )


@dataclass(frozen=True, slots=True)
class CellBlock:
    """The cells of some reports in one table: `places` says which reports they are, `cells` are
    their matrices, of cells with the same codes the first; `pages` is 0 where a cell stands on
    none. `of_rows` are the rows themselves, and `starts` where those of each report begin. Of the
    units only those of indicators are looked at; no check asks for others.
    """

    places: Ints
    cells: CellMatrices
    pages: NDArray[np.int16]
    of_rows: CellRows
    starts: Ints
    units: Sequence[str | None]


@dataclass(slots=True)
class _Codes:
    """Codes as positions, in the order in which they are met."""

    positions: dict[str | None, int] = field(default_factory=dict)

    def of(self, column: pa.DictionaryArray) -> Ints:
        codes = column.dictionary.to_pylist()
        table = [self.positions.setdefault(code, len(self.positions)) for code in codes]
        indices = column.indices
        if indices.null_count:
            table.append(self.positions.setdefault(None, len(self.positions)))
            indices = indices.fill_null(len(codes))
        found: Ints = np.asarray(table, np.int64)[indices.to_numpy()]
        return found


@dataclass(slots=True)
class _BlockCodes:
    rows: _Codes = field(default_factory=_Codes)
    columns: _Codes = field(default_factory=_Codes)
    units: _Codes = field(default_factory=_Codes)


def cell_blocks(source: Source, table: str, places: Mapping[str, int]) -> Iterator[CellBlock]:
    """The cells of a table, of the reports that have a place, in the order of the table. All cells
    of a report stand in one block."""
    names = CELL_TABLES[table]
    read = ["report_id", *names, "cell_state", "page", *(["unit"] if table == "indicators" else [])]
    codes = _BlockCodes()
    waiting: list[CellRows] = []
    count = 0
    for batch in source.batches(table, read, coded_ids=True):
        own = CellRows(
            places_of(batch["report_id"], places),
            codes.rows.of(batch[names.row]),
            codes.columns.of(batch[names.column]),
            floats(batch[names.number]),
            marked(batch["cell_state"], ("absent",)),
            marked(batch["cell_state"], _EMPTY),
            filled(batch["page"], 0),
            codes.units.of(batch["unit"]) if "unit" in read else np.zeros(batch.num_rows, np.int64),
        )
        waiting.append(own)
        count += batch.num_rows
        if count >= ROWS_A_BLOCK:
            together = CellRows.joined(waiting)
            # The last report may go on in the rows that follow.
            end = int(np.max(np.flatnonzero(together.places != together.places[-1]), initial=-1))
            waiting = [together.part(slice(end + 1, None))]
            count -= end + 1
            yield from _blocks(table, together.part(slice(end + 1)), codes)
    if count:
        yield from _blocks(table, CellRows.joined(waiting), codes)


def _blocks(table: str, own: CellRows, codes: "_BlockCodes") -> Iterator[CellBlock]:
    if not own.places.size or own.places.min() < 0:
        own = own.part(own.places >= 0)
    if not own.places.size:
        return
    is_first = np.r_[True, own.places[1:] != own.places[:-1]]
    starts = np.flatnonzero(is_first)
    rows, columns = dict(codes.rows.positions), dict(codes.columns.positions)
    shape = (len(starts), len(rows), len(columns))
    cells = ((np.cumsum(is_first) - 1) * shape[1] + own.rows) * shape[2] + own.columns
    # Backwards, so that of cells with the same codes the first comes last and stays.
    order = np.flatnonzero(~own.absent)[::-1]
    cells = cells[order]
    matrices = CellMatrices(
        table,
        rows,
        columns,
        np.full(shape, np.nan),
        np.zeros(shape, np.bool_),
        np.zeros(shape, np.bool_),
    )
    pages = np.zeros(shape, np.int16)
    matrices.numbers.reshape(-1)[cells] = own.numbers[order]
    matrices.held.reshape(-1)[cells] = True
    matrices.empty.reshape(-1)[cells] = own.empty[order]
    pages.reshape(-1)[cells] = own.pages[order]
    yield CellBlock(own.places[starts], matrices, pages, own, starts, [*codes.units.positions])


def places_of(report_ids: pa.DictionaryArray, places: Mapping[str, int]) -> Ints:
    """For each row the place of its report; -1 for one that has none. Rows of one report lie
    together, so that few are looked up."""
    indices = report_ids.indices.to_numpy()
    starts = np.flatnonzero(np.r_[True, indices[1:] != indices[:-1]])
    names = report_ids.dictionary.take(pa.array(indices[starts])).to_pylist()
    found = np.fromiter((places.get(name, -1) for name in names), np.int64, len(names))
    return np.repeat(found, np.diff(np.r_[starts, len(indices)]))


def floats(column: pa.Array) -> Floats:
    """Numbers as float64, NaN for null."""
    numbers: Floats = column.to_numpy(zero_copy_only=False).astype(np.float64)
    return numbers


def filled(column: pa.Array, otherwise: Any) -> NDArray[Any]:
    """The values of a column of a fixed width, with a value in place of null."""
    whole = column.fill_null(otherwise) if column.null_count else column
    values: NDArray[Any] = whole.to_numpy()
    return values


def marked(column: pa.DictionaryArray, codes: Sequence[str]) -> Bools:
    """Whether the code of each row is one of these."""
    known = column.dictionary.to_pylist()
    table = np.array([code in codes for code in known] + [False])
    found: Bools = table[filled(column.indices, len(known))]
    return found
