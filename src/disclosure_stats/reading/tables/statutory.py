"""Observed rows become the statutory tables: matched to a form, row by row, column by title."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from disclosure_stats.forms import Form
from disclosure_stats.forms.cells import CellKey, PrintedCell
from disclosure_stats.forms.rows import form_rows
from disclosure_stats.reading.layout.cell import Cell
from disclosure_stats.reading.layout.observed_rows import ObservedRow
from disclosure_stats.reading.layout.panels import as_one_list
from disclosure_stats.reading.tables.appeals import read_appeals
from disclosure_stats.reading.tables.disclosures import read_disclosures
from disclosure_stats.reading.tables.form_reading import FormReading
from disclosure_stats.reading.tables.indicators import read_indicators
from disclosure_stats.reading.tables.items_as_titles import read_items_as_titles
from disclosure_stats.reading.tables.pieces import Piece, captions_over, pieces_of
from disclosure_stats.reading.tables.requests import read_requests
from disclosure_stats.reading.tables.split_rows import join_split_rows
from disclosure_stats.reading.tables.surroundings import Surroundings
from disclosure_stats.reading.tables.table_cells import PlacedTable, TableCells
from disclosure_stats.reading.tables.transposed import read_transposed
from disclosure_stats.reading.tables.years import is_on_year

_MIN_AGAIN = 0.5  # of the cells of a table, for it to be printed once more with other numbers


class _Printed(NamedTuple):
    """A table, or a part of one, as it stands at one place: whether its caption says that it is on
    the report's year (null where it does not say), the position of its first row, and its cells."""

    is_of_year: bool | None
    position: int
    table: TableCells


def read_statutory(form: Form, rows: Sequence[ObservedRow], year: int | None = None) -> FormReading:
    """The statutory tables that observed rows, in print order, hold by a form; `year` is the one
    that the report is on, if that is known."""
    observed = join_split_rows(form, as_one_list(rows))
    pieces = pieces_of(form, observed, year)
    cells: list[PrintedCell] = []
    foreign: list[tuple[str, Cell]] = []
    printed_again: dict[str, int] = {}
    parts = _parts_of_rows(form, pieces)
    tables = _tables_of_pieces(form, pieces)
    tables["appeals"] = _placed(read_appeals(form, observed) if form.stages else (), observed, year)
    on_their_side = {"disclosures": list(read_items_as_titles(form, observed, year))}
    if form.outcomes and not tables["requests"]:
        on_their_side["requests"] = list(read_transposed(form, observed))
    for table, turned in on_their_side.items():
        tables[table] += _placed(turned, observed, year)
        for one in turned:
            parts |= dict.fromkeys(one.positions, table)
    for table in form.tables:
        own = _of_this_year(tables[table])
        found, again = _put_together(own)
        cells += _completed(form, table, found)
        foreign += [(table, cell) for one in own for cell in one.table.foreign]
        if again is not None:
            printed_again[table] = again
    around = Surroundings(form, observed, parts, cells, foreign)
    return FormReading(form, tuple(cells), printed_again, around)


def _tables_of_pieces(form: Form, pieces: Sequence[Piece]) -> dict[str, list[_Printed]]:
    """The tables whose rows are matched to the form's, piece by piece."""
    readers: dict[str, Callable[[Form, Piece], TableCells]] = {
        "disclosures": read_disclosures,
        "requests": read_requests,
        "indicators": read_indicators,
    }
    found: dict[str, list[_Printed]] = {}
    for table, reader in readers.items():
        found[table] = []
        for piece in pieces:
            read = reader(form, piece)
            if read.cells:
                found[table].append(_Printed(piece.is_of_year(table), piece.start, read))
    return found


def _placed(
    tables: Iterable[PlacedTable], observed: Sequence[ObservedRow], year: int | None
) -> list[_Printed]:
    """Tables with what the captions over their first rows say of the year."""
    return [
        _Printed(is_on_year(captions_over(observed, rows[0]), year), rows[0], table)
        for rows, table in tables
    ]


def _of_this_year(printed: Sequence[_Printed]) -> list[_Printed]:
    """The tables without those of another year, those that say that they are of this one first. All
    of them, where all are said to be of another: a caption may be misprinted."""
    own = [one for one in printed if one.is_of_year is not False] or list(printed)
    return sorted(own, key=lambda one: one.is_of_year is not True)


def _put_together(printed: Sequence[_Printed]) -> tuple[list[PrintedCell], int | None]:
    """The cells of a table that stands at several places, and the page where it stands once more
    with other numbers, if it does. What the first place lacks is taken from the next."""
    if not printed:
        return [], None
    cells = list(printed[0].table.cells)
    if len(printed) == 1:
        return cells, None
    first = {cell.key: cell for cell in reversed(cells)}
    again: int | None = None
    for one in printed[1:]:
        both = [cell for cell in one.table.cells if cell.key in first and cell.number is not None]
        differing = [cell for cell in both if first[cell.key].number != cell.number]
        if differing and len(both) >= _MIN_AGAIN * len(first):
            again = again or differing[0].page
        else:
            new = [cell for cell in one.table.cells if cell.key not in first]
            cells += new
            first.update((cell.key, cell) for cell in new)
    return cells, again


def _completed(form: Form, table: str, cells: Sequence[PrintedCell]) -> list[PrintedCell]:
    """The cells of a table in the form's order, those absent that it does not print; of the
    statistics form what is printed in print order before. Nothing where nothing is printed."""
    if not cells:
        return []
    if table == "indicators":
        rows = {cell.row for cell in cells}
        absent = [cell for cell in _absent_cells(form, table).values() if cell.row not in rows]
        return [*cells, *absent]
    printed = {cell.key: cell for cell in reversed(cells)}
    return [printed.get(key, cell) for key, cell in _absent_cells(form, table).items()]


@cache
def _absent_cells(form: Form, table: str) -> Mapping[CellKey, PrintedCell]:
    """Every cell of a table of the form, absent."""
    if table == "indicators":
        keys = [(row.code, "year", row.unit) for row in form.indicators if row.code]
    else:
        keys = [
            (row.code, column.code, column.unit)
            for rows, columns in form.grids[table]
            for row in rows
            for column in columns
        ]
    cells = [
        PrintedCell(table, row, column, None, "absent", unit=unit) for row, column, unit in keys
    ]
    return {cell.key: cell for cell in cells}


def _parts_of_rows(form: Form, pieces: Sequence[Piece]) -> dict[int, str]:
    """The position of each observed row that is one of the form's → the table that it stands in."""
    rows = form_rows(form)
    return {
        position: rows[index].part for piece in pieces for index, position in piece.matched.items()
    }
