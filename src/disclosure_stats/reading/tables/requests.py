"""Part three: requests, by outcome and applicant."""

from collections.abc import Sequence

from disclosure_stats.forms import Entry, Form
from disclosure_stats.forms.cells import PrintedCell
from disclosure_stats.forms.rows import form_rows
from disclosure_stats.pages.model import Page
from disclosure_stats.reading.layout.columns import Interval, cells_in_columns, usual_columns
from disclosure_stats.reading.layout.observed_rows import ObservedRow
from disclosure_stats.reading.tables.form_columns import titled_columns
from disclosure_stats.reading.tables.printed_cells import count_cell
from disclosure_stats.text.labels import label_key

_HEADER_ROWS = 5
_MIN_ROWS = 3


def read_requests(
    form: Form, observed: Sequence[ObservedRow], matched: dict[int, int]
) -> list[PrintedCell]:
    """The rows of `requests`: every outcome and applicant of the form, absent where not printed.

    `matched` maps form rows to observed rows, as `align` gives it. Nothing when fewer than three
    rows of part three were found: one label alone may stand elsewhere.
    """
    found = {
        row.code: observed[matched[index]]
        for index, row in enumerate(form_rows(form))
        if row.part == "requests" and index in matched
    }
    if len(found) < _MIN_ROWS:
        return []
    columns = _columns_by_page(form, observed, list(found.values()))
    result: list[PrintedCell] = []
    for outcome in form.outcomes:
        row = found.get(outcome.code)
        cells = cells_in_columns(row, columns[row.page]) if row and columns.get(row.page) else None
        for index, applicant in enumerate(form.applicants):
            cell = cells[index] if cells else None
            result.append(count_cell("requests", outcome.code or "", applicant.code or "", cell))
    return result


def _columns_by_page(
    form: Form, observed: Sequence[ObservedRow], rows: Sequence[ObservedRow]
) -> dict[Page, list[Interval]]:
    """For each page with rows of part three, the columns of the seven applicants."""
    applicants = form.applicants
    first = min(observed.index(row) for row in rows)
    header = [row for row in observed[max(0, first - _HEADER_ROWS) : first] if not row.has_values]
    columns: dict[Page, list[Interval]] = {}
    pages = list(dict.fromkeys(row.page for row in rows))
    for page in pages:
        of_page = [row for row in rows if row.page is page]
        usual = usual_columns(of_page, len(applicants))
        usual = usual or _with_blank_total(of_page, header, applicants)
        if len(usual) > len(applicants):
            usual = titled_columns(usual, header, applicants)
        if usual:
            columns[page] = usual
    for page in pages:
        # A page whose own rules tell nothing has the columns of another page of the same width.
        if page not in columns:
            alike = (other for other in columns if abs(other.width - page.width) < 1)
            if (other := next(alike, None)) is not None:
                columns[page] = columns[other]
    return columns


def _with_blank_total(
    rows: Sequence[ObservedRow], header: Sequence[ObservedRow], applicants: Sequence[Entry]
) -> list[Interval]:
    """The columns where the last one, whose title stands right of all numbers, is left blank and
    no rule shows its cells; nothing where that is not so."""
    columns = usual_columns(rows, len(applicants) - 1)
    titles = {label_key(label) for label in applicants[-1].labels}
    if len(columns) != len(applicants) - 1 or not any(
        label_key(cell.text) in titles and (cell.x0 + cell.x1) / 2 > columns[-1][1]
        for row in header
        for cell in row.cells
    ):
        return []
    start, end = columns[-1]
    return [*columns, (end, 2 * end - start)]
