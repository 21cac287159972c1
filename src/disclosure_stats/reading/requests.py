"""Part three: requests, by outcome and applicant."""

from collections.abc import Sequence

from disclosure_stats.forms import load_form
from disclosure_stats.pages.model import Page
from disclosure_stats.reading.align import form_rows
from disclosure_stats.reading.cells import count_row
from disclosure_stats.reading.columns import (
    Interval,
    cells_in_columns,
    titled_columns,
    usual_columns,
)
from disclosure_stats.reading.model import Row
from disclosure_stats.reading.rows import ObservedRow

_HEADER_ROWS = 5
_LEAST_ROWS = 3


def read_requests(
    era: str, observed: Sequence[ObservedRow], matched: dict[int, int], pages: dict[int, Page]
) -> list[Row]:
    """The rows of `requests`: every outcome and applicant of the form, absent where not printed.

    `matched` maps form rows to observed rows, as `align` gives it. Nothing when fewer than three
    rows of part three were found: one label alone may stand elsewhere.
    """
    form = load_form(era)
    found = {
        row.code: observed[matched[index]]
        for index, row in enumerate(form_rows(era))
        if row.part == "requests" and index in matched
    }
    if len(found) < _LEAST_ROWS:
        return []
    columns = _columns_by_page(era, observed, list(found.values()), pages)
    result: list[Row] = []
    for outcome in form.outcomes:
        row = found.get(outcome.code)
        cells = cells_in_columns(row, columns[row.page]) if row and columns.get(row.page) else None
        for index, applicant in enumerate(form.applicants):
            result.append(
                {
                    "outcome": outcome.code,
                    "applicant": applicant.code,
                    **count_row(cells[index] if cells else None, pages),
                }
            )
    return result


def _columns_by_page(
    era: str,
    observed: Sequence[ObservedRow],
    rows: Sequence[ObservedRow],
    pages: dict[int, Page],
) -> dict[int, list[Interval]]:
    """For each page with rows of part three, the columns of the seven applicants."""
    applicants = load_form(era).applicants
    first = min(observed.index(row) for row in rows)
    header = [row for row in observed[max(0, first - _HEADER_ROWS) : first] if not row.has_values]
    columns: dict[int, list[Interval]] = {}
    for number in sorted({row.page for row in rows}):
        usual = usual_columns([row for row in rows if row.page == number], len(applicants))
        if len(usual) > len(applicants):
            usual = titled_columns(usual, header, applicants)
        if usual:
            columns[number] = usual
    for number in {row.page for row in rows} - set(columns):
        # A page whose own rules tell nothing has the columns of another page of the same width.
        for other, intervals in columns.items():
            if abs(pages[other].width - pages[number].width) < 1:
                columns[number] = intervals
                break
    return columns
