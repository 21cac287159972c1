"""Part three: requests, by outcome and applicant."""

from collections.abc import Mapping, Sequence

from disclosure_stats.forms import Form
from disclosure_stats.forms.cells import PrintedCell
from disclosure_stats.pages.model import Page
from disclosure_stats.reading.layout.columns import Interval, cells_in_columns, usual_columns
from disclosure_stats.reading.layout.observed_rows import ObservedRow
from disclosure_stats.reading.tables.pieces import Piece
from disclosure_stats.reading.tables.printed_cells import printed_cell, unread_cell
from disclosure_stats.reading.tables.table_cells import TableCells
from disclosure_stats.reading.tables.titled_columns import Placing, columns_under

_HEADER_ROWS = 5
MIN_ROWS = 3
"""Rows of part three, for it to be there: one label alone may stand elsewhere."""


def read_requests(form: Form, piece: Piece) -> TableCells:
    """The cells of part three that a piece of the report prints; nothing when it has fewer than
    `MIN_ROWS` rows of it."""
    found = {form_row.code: row for form_row, row in piece.rows("requests")}
    if len(found) < MIN_ROWS:
        return TableCells()
    columns = _columns_by_page(form, piece, list(found.values()))
    table = TableCells()
    for outcome, row in found.items():
        table.add(_row_cells(form, outcome, row, columns.get(row.page)))
    return table


def _row_cells(
    form: Form,
    outcome: str,
    row: ObservedRow,
    columns: tuple[list[Interval], Placing] | None,
) -> TableCells:
    codes = [applicant.code for applicant in form.applicants]
    if columns is None:  # nobody knows which number is whose
        unread = [unread_cell("requests", outcome, code, row) for code in codes if row.has_values]
        return TableCells(unread)
    intervals, placing = columns
    in_columns = cells_in_columns(row, intervals)
    cells: list[PrintedCell] = []
    for index, code in enumerate(codes):
        place = placing.places[index]
        if place is not None:
            cells.append(printed_cell("requests", outcome, code, in_columns[place]))
        elif index in placing.unsure | placing.misnamed:
            is_misnamed = index in placing.misnamed
            cells.append(unread_cell("requests", outcome, code, row, may_be_others=is_misnamed))
    return TableCells(cells, placing.foreign(in_columns))


def _columns_by_page(
    form: Form, piece: Piece, rows: Sequence[ObservedRow]
) -> Mapping[Page, tuple[list[Interval], Placing]]:
    """For each page with rows of part three, its columns, and which of the form they are."""
    columns: dict[Page, tuple[list[Interval], Placing]] = {}
    pages = list(dict.fromkeys(row.page for row in rows))
    for page in pages:
        of_page = [row for row in rows if row.page is page]
        header = piece.header_of(of_page[0], _HEADER_ROWS)
        intervals = usual_columns(of_page, len(form.applicants)) or usual_columns(of_page, 1)
        printed, placed = columns_under(
            header, intervals, form.applicants, piece.year, page.scan is not None
        )
        is_continued = bool(columns) and not any(column.titles for column in printed)
        if is_continued:  # as on the page before, if there are as many columns
            before, placing = next(reversed(columns.values()))
            if len(before) == len(intervals):
                columns[page] = intervals, placing
                continue
        if placed is not None:
            columns[page] = intervals, placed
    for page in pages:
        # A page whose own rules tell nothing has the columns of another page of the same width.
        if page not in columns:
            alike = (other for other in columns if abs(other.width - page.width) < 1)
            if (other := next(alike, None)) is not None:
                columns[page] = columns[other]
    return columns
