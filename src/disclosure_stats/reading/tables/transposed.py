"""Part three set on its side: an applicant a row, an outcome a column."""

from collections.abc import Iterator, Sequence

from disclosure_stats.forms import Form
from disclosure_stats.forms.rows import form_rows, likeness
from disclosure_stats.reading.layout.columns import cells_in_columns
from disclosure_stats.reading.layout.observed_rows import ObservedRow
from disclosure_stats.reading.tables.printed_cells import printed_cell
from disclosure_stats.reading.tables.table_cells import PlacedTable, TableCells
from disclosure_stats.reading.tables.titled_columns import best_entry
from disclosure_stats.text.labels import label_key

_MIN_OUTCOMES = 8  # titles of columns that are outcomes, for a row to be the one of titles
_MIN_LIKENESS = 0.8  # of a title and an outcome's label


def read_transposed(form: Form, observed: Sequence[ObservedRow]) -> Iterator[PlacedTable]:
    """The tables of part three whose titles are outcomes, and whose rows applicants. Titles and
    labels may stand in any order."""
    for position, row in enumerate(observed):
        outcomes = _outcomes(form, row)
        if len(outcomes) < _MIN_OUTCOMES:
            continue
        intervals = [(row.cells[index].x0, row.cells[index].x1) for index in outcomes]
        table = TableCells()
        applicants: set[str] = set()
        last = position
        for below in observed[position + 1 :]:
            applicant = _applicant(form, below)
            if applicant is None or applicant in applicants or not below.values:
                break
            applicants.add(applicant)
            last += 1
            cells = cells_in_columns(below, intervals)
            table.cells.extend(
                printed_cell("requests", outcome, applicant, cell)
                for outcome, cell in zip(outcomes.values(), cells, strict=True)
            )
        if table.cells:
            yield PlacedTable(range(position, last + 1), table)


def _outcomes(form: Form, row: ObservedRow) -> dict[int, str]:
    """The index of each cell of a row of titles that names an outcome → its code; nothing where two
    cells name one."""
    if row.has_values or len(row.cells) < _MIN_OUTCOMES:
        return {}
    rows = form_rows(form)
    found: dict[int, str] = {}
    for index, cell in enumerate(row.cells):
        likes = likeness(form, (label_key(cell.text),)) if cell.text else {}
        likely = [
            rows[at].code
            for at, like in likes.items()
            if rows[at].part == "requests" and like >= _MIN_LIKENESS
        ]
        if len(likely) == 1:
            found[index] = likely[0]
    return found if len(set(found.values())) == len(found) else {}


def _applicant(form: Form, row: ObservedRow) -> str | None:
    best = best_entry(row.labels[:1], form.applicants)
    return form.applicants[best[0]].code if best else None
