"""The statutory tables as one way of reading gives them, with the sums that judge it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property

from disclosure_stats.checks.outcome import CheckResult
from disclosure_stats.checks.sums import judge_sums
from disclosure_stats.forms import Form
from disclosure_stats.forms.cells import CellKey, PrintedCell
from disclosure_stats.reading.tables.surroundings import Surroundings

_OTHER_INDICATOR = ("indicators", "other")


@dataclass(frozen=True)
class FormReading:
    """The cells of the statutory tables as one way of reading gives them.

    `cells` are table by table in the form's order. `printed_again` tells which tables stand once
    more with other numbers, and on which page, `around` what stands around the cells as they were
    read.
    """

    form: Form
    cells: tuple[PrintedCell, ...]
    printed_again: Mapping[str, int]
    around: Surroundings

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

    def of_table(self, table: str) -> Sequence[PrintedCell]:
        """The cells of one table."""
        return self._by_table.get(table, ())

    @cached_property
    def _by_table(self) -> Mapping[str, Sequence[PrintedCell]]:
        tables: dict[str, list[PrintedCell]] = {}
        for cell in self.cells:
            if cell.table in tables:
                tables[cell.table].append(cell)
            else:
                tables[cell.table] = [cell]
        return tables

    def failed(self) -> list[CheckResult]:
        """The sums that do not hold."""
        return self._with_outcome("failed")

    def _with_outcome(self, outcome: str) -> list[CheckResult]:
        return [check for check in self.checks if check.outcome == outcome]

    def resting_on(self, *outcomes: str) -> set[CellKey]:
        """The cells on which sums rest that came out so."""
        return {
            (check.table, row, column)
            for check in self.checks
            if check.outcome in outcomes
            for row, column in check.cells
        }

    def present_rows(self, table: str) -> Set[str]:
        """The codes of the rows of a table that the report prints."""
        return self._present_rows.get(table, frozenset())

    @cached_property
    def _present_rows(self) -> Mapping[str, Set[str]]:
        return {
            table: {cell[1] for cell in cells if cell[4] != "absent"}
            for table, cells in self._by_table.items()
        }

    def missing(self) -> Sequence[str]:
        """The tables of the form of which nothing was found."""
        return [table for table in self.form.tables if not self.present_rows(table)]

    def count(self, state: str) -> int:
        """How many cells are in a state."""
        return self._states[state]

    @cached_property
    def _states(self) -> Counter[str]:
        return Counter([cell.state for cell in self.cells])

    def is_whole(self) -> bool:
        """Nothing is missing that most reports of the era print."""
        if self.missing() or self.count("unreadable") or self._gaps():
            return False
        return not self.around.unplaced

    def _gaps(self) -> set[str]:
        """The rows that most reports print, and this reading lacks."""
        printed: set[str] = set().union(*self._present_rows.values())
        absent = {cell[1] for cell in self.cells} - printed
        return absent - self.form.optional_rows - self.form.set_aside(printed)

    def _found(self) -> int:
        """How many cells of the form's own rows print something; half a label makes a row of an
        indicator that the form does not have."""
        return sum(
            cell.state in ("printed", "dash") and cell[:2] != _OTHER_INDICATOR
            for cell in self.cells
        )

    def is_better_than(self, other: "FormReading") -> bool:
        """Whether this reading is to be believed rather than `other`.

        One that finds fewer cells is not, even if fewer of its sums fail: a row that is lost takes
        its sums with it. Where more fail, it is if it finds more cells, and more sums hold besides
        than fail: a report may contradict itself.
        """
        missing, others_missing = len(self.missing()), len(other.missing())
        if missing != others_missing:
            return missing < others_missing
        found, others_found = self._found(), other._found()
        failing = len(self.failed()) - len(other.failed())
        if failing < 0:
            return found >= others_found
        if failing > 0:
            holding = len(self._with_outcome("passed")) - len(other._with_outcome("passed"))
            return found > others_found and holding > failing
        return found > others_found or found == others_found and self._lost() < other._lost()

    def _lost(self) -> int:
        """How many numbers stand in no cell."""
        return sum(one.numbers for one in self.around.unplaced)
