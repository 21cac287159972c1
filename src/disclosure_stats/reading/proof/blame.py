"""Who is responsible for what does not add up: the report only where its table was read whole, and
no simple misreading explains it."""

from collections.abc import Collection, Iterator, Sequence
from itertools import combinations

from disclosure_stats.checks.outcome import CheckResult
from disclosure_stats.checks.rules import Origin
from disclosure_stats.checks.sums import any_sum_fails
from disclosure_stats.forms import Form
from disclosure_stats.forms.cells import CELL_TABLES, TABLES_OF_COUNTS, PrintedCell
from disclosure_stats.reading.proof.best_reading import ReadingOutcome
from disclosure_stats.reading.tables.form_reading import FormReading


class Blame:
    """Judges the failed checks of one report. `unread_rows` are the tables of rows that were not
    read, though their labels stand in the report."""

    def __init__(self, outcome: ReadingOutcome, unread_rows: Collection[str]) -> None:
        self._outcome = outcome
        self._unread_rows = unread_rows
        self._may_blame: dict[str, bool] = {}

    def of_sum(self, check: CheckResult) -> Origin:
        """Who is responsible for a failed sum of the form."""
        origin = self._outcome.origin(check)
        if origin == "source" and not self._is_earned(check.table):
            return "unknown"
        return origin

    def of_claim(self, claim: CheckResult) -> Origin:
        """Who is responsible for a number of the narrative that the table contradicts. A cell that
        the form's sums prove was read right; so were the digits of a sentence."""
        beside = [
            check
            for check in self._outcome.checks
            if check.table == claim.table and set(claim.cells) & set(check.cells)
        ]
        is_proved = bool(beside) and all(check.outcome == "passed" for check in beside)
        return "source" if is_proved and self._is_whole(claim.table) else "unknown"

    def _is_whole(self, table: str) -> bool:
        return table not in self._unread_rows and _is_whole(self._outcome.judged, table)

    def _is_earned(self, table: str) -> bool:
        if table not in self._may_blame:
            judged = self._outcome.judged
            self._may_blame[table] = self._is_whole(table) and not _may_be_misread(judged, table)
        return self._may_blame[table]


def _is_whole(reading: FormReading, table: str) -> bool:
    """Whether each number of the table stands in a cell that was read, under every title of the
    form."""
    cells = reading.of_table(table)
    rows = {cell.row for cell in cells if cell.state != "absent"}
    return not (
        any(lost.table == table for lost in reading.around.unplaced)
        or table in reading.printed_again
        or any(cell.state == "unreadable" for cell in cells)
        or table in TABLES_OF_COUNTS
        and any(cell.state == "absent" for cell in cells if cell.row in rows)
    )


def _may_be_misread(reading: FormReading, table: str) -> bool:
    """Whether every sum of the table would hold if two of its columns were taken one for the other.
    Rows are told by longer labels, and not so easily mistaken."""
    if table not in TABLES_OF_COUNTS:
        return False
    cells = [cell for cell in reading.of_table(table) if cell.state != "absent"]
    swaps = _swaps(cells, _parts(reading.form, table))
    return any(not any_sum_fails(reading.form, swapped) for swapped in swaps)


def _parts(form: Form, table: str) -> list[set[str]]:
    """The columns that are parts of one total: taken one for the other, they change no sum."""
    along = CELL_TABLES[table].row
    sums = [one for one in form.identities if (one.table, one.along) == (table, along)]
    return [set(one.right) for one in sums]


def _swaps(cells: Sequence[PrintedCell], parts: Sequence[set[str]]) -> Iterator[list[PrintedCell]]:
    """The cells with the numbers of two columns exchanged, of which not both are in one of `parts`:
    for each two columns."""
    columns = list(dict.fromkeys(cell.column for cell in cells))
    numbers = {(cell.row, cell.column): cell.number for cell in cells}
    for one, other in combinations(columns, 2):
        if any({one, other} <= own for own in parts):
            continue
        beside = {one: other, other: one}
        yield [
            cell._replace(number=numbers[key])
            if (key := (cell.row, beside.get(cell.column, ""))) in numbers
            else cell
            for cell in cells
        ]
