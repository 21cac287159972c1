"""The statutory tables as one way of reading gives them, with the sums that judge it."""

from dataclasses import dataclass

from disclosure_stats.checks.outcome import CheckResult
from disclosure_stats.reading.tables.unplaced import Unplaced
from disclosure_stats.rows import Row

STATUTORY_TABLES = ("disclosures", "requests", "appeals", "indicators")


@dataclass(slots=True)
class FormReading:
    """The statutory tables as one reader read them, and how the form's sums came out."""

    era: str
    tables: dict[str, list[Row]]
    checks: list[CheckResult]
    stretches: dict[int, list[tuple[float, float]]]
    unplaced: list[Unplaced]
    printed_again: dict[str, int]
    """The tables that are printed once more with other numbers, and on which page."""

    def failed(self) -> list[CheckResult]:
        """The sums that do not hold."""
        return [check for check in self.checks if check.outcome == "failed"]

    def missing(self) -> list[str]:
        """The tables of the era of which nothing was found."""
        wanted = ("indicators",) if self.era == "2014" else STATUTORY_TABLES[:3]
        return [
            table
            for table in wanted
            if all(row["cell_state"] == "absent" for row in self.tables[table])
        ]

    def cells(self, *states: str) -> int:
        """How many cells are in one of `states`."""
        return sum(row["cell_state"] in states for rows in self.tables.values() for row in rows)

    def is_complete(self) -> bool:
        """Nothing is missing that most reports of the era print, and every sum holds."""
        return not (
            self.missing()
            or self.failed()
            or self.cells("unreadable")
            or self._gaps()
            or self.unplaced
        )

    def _gaps(self) -> bool:
        absent = {
            row.get("outcome") or row.get("item") or row.get("indicator") or row.get("stage")
            for rows in self.tables.values()
            for row in rows
            if row["cell_state"] == "absent"
        }
        absent.discard("rules")  # a township makes no 规章, and many leave the row out
        if self.era == "2021":
            absent.discard("other")
            three = {"other_uncorrected", "other_unpaid", "other_other"}
            if three <= absent and self._has("other"):
                absent -= three
        return bool(absent)

    def _has(self, outcome: str) -> bool:
        return any(
            row["outcome"] == outcome and row["cell_state"] != "absent"
            for row in self.tables["requests"]
        )

    def _found(self) -> int:
        """How many cells of the form's own rows print something; half a label makes a row of an
        indicator that the form does not have."""
        return sum(
            row["cell_state"] in ("printed", "dash") and row.get("indicator") != "other"
            for rows in self.tables.values()
            for row in rows
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
        if failed == others_failed:
            lost, others_lost = (
                sum(u.numbers for u in self.unplaced),
                sum(u.numbers for u in other.unplaced),
            )
            return found > others_found or found == others_found and lost < others_lost
        return failed < others_failed and found >= others_found
