"""The statutory tables as one way of reading gives them, with the sums that judge it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from disclosure_stats.checks.outcome import CheckResult
from disclosure_stats.checks.sums import judge_sums
from disclosure_stats.forms import Form
from disclosure_stats.forms.cells import CellKey, PrintedCell
from disclosure_stats.reading.tables.unplaced import Unplaced

_OTHER_INDICATOR = ("indicators", "other")


@dataclass(frozen=True)
class FormReading:
    """The cells of the statutory tables as one way of reading gives them.

    `cells` are table by table in the form's order. `stretches` are the heights (top, bottom) that
    the tables take up on each page, in points. `unplaced` tells of numbers in no cell,
    `printed_again` which tables stand once more with other numbers, and on which page.
    """

    form: Form
    cells: tuple[PrintedCell, ...]
    stretches: Mapping[int, list[tuple[float, float]]]
    unplaced: tuple[Unplaced, ...]
    printed_again: Mapping[str, int]

    @property
    def checks(self) -> list[CheckResult]:
        """How each sum of the form came out."""
        return self._judged[0]

    @property
    def implied_zeros(self) -> frozenset[CellKey]:
        """The cells that print nothing and that the sums force to be 0."""
        return self._judged[1]

    @cached_property
    def _judged(self) -> tuple[list[CheckResult], frozenset[CellKey]]:
        return judge_sums(self.form, self.cells)

    @cached_property
    def numbers(self) -> dict[CellKey, float | None]:
        """The number of each cell that the report prints."""
        return {cell.key: cell.number for cell in self.cells if cell.state != "absent"}

    def with_cells(self, changed: Iterable[PrintedCell]) -> "FormReading":
        """This reading with the `changed` cells in place of those of the same key and box."""
        changes = {(cell.key, cell.box): cell for cell in changed}
        cells = tuple(changes.get((cell.key, cell.box), cell) for cell in self.cells)
        return replace(self, cells=cells)

    def of_table(self, table: str) -> list[PrintedCell]:
        """The cells of one table."""
        return [cell for cell in self.cells if cell.table == table]

    def failed(self) -> list[CheckResult]:
        """The sums that do not hold."""
        return [check for check in self.checks if check.outcome == "failed"]

    def resting_on(self, *outcomes: str) -> set[CellKey]:
        """The cells on which sums rest that came out so."""
        return {
            (check.table, *cell)
            for check in self.checks
            if check.outcome in outcomes
            for cell in check.cells
        }

    def present_rows(self, table: str) -> set[str]:
        """The codes of the rows of a table that the report prints."""
        return {cell.row for cell in self.cells if cell.table == table and cell.state != "absent"}

    def missing(self) -> list[str]:
        """The tables of the form of which nothing was found."""
        present = {cell.table for cell in self.cells if cell.state != "absent"}
        return [table for table in self.form.tables if table not in present]

    def count(self, *states: str) -> int:
        """How many cells are in one of `states`."""
        return sum([self._states[state] for state in states])

    @cached_property
    def _states(self) -> Counter[str]:
        return Counter([cell.state for cell in self.cells])

    def is_whole(self) -> bool:
        """Nothing is missing that most reports of the era print."""
        return not (self.missing() or self.count("unreadable") or self.unplaced or self._gaps())

    def is_complete(self) -> bool:
        """Nothing is missing, and every sum holds."""
        return self.is_whole() and not self.failed()

    def _gaps(self) -> set[str]:
        """The rows that most reports print, and this reading lacks."""
        printed = {cell.row for cell in self.cells if cell.state != "absent"}
        absent = {cell.row for cell in self.cells} - printed
        gaps = absent - self.form.optional_rows
        for one, several in self.form.alternatives:
            gaps.discard(one)
            if one not in absent and gaps.issuperset(several):
                gaps.difference_update(several)
        return gaps

    def _found(self) -> int:
        """How many cells of the form's own rows print something; half a label makes a row of an
        indicator that the form does not have."""
        return sum(
            cell.state in ("printed", "dash") and cell[:2] != _OTHER_INDICATOR
            for cell in self.cells
        )

    def is_better_than(self, other: "FormReading") -> bool:
        """Whether this reading is to be believed rather than `other`.

        One that finds fewer cells is not, even if more of its sums hold: a row that is lost takes
        its sums with it.
        """
        missing, others_missing = len(self.missing()), len(other.missing())
        if missing != others_missing:
            return missing < others_missing
        found, others_found = self._found(), other._found()
        failed, others_failed = len(self.failed()), len(other.failed())
        if failed != others_failed:
            return failed < others_failed and found >= others_found
        lost = sum(one.numbers for one in self.unplaced)
        others_lost = sum(one.numbers for one in other.unplaced)
        return found > others_found or found == others_found and lost < others_lost
