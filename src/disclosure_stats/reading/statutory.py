"""One reading of the statutory tables: bands in, rows of the contract's tables out, checked."""

from collections.abc import Sequence
from dataclasses import dataclass

from disclosure_stats.checks.sums import CheckResult, check_sums
from disclosure_stats.forms import load_form
from disclosure_stats.pages.model import Page
from disclosure_stats.reading.align import align
from disclosure_stats.reading.appeals import read_appeals
from disclosure_stats.reading.disclosures import read_disclosures
from disclosure_stats.reading.grid import Band
from disclosure_stats.reading.indicators import read_indicators
from disclosure_stats.reading.model import Row
from disclosure_stats.reading.requests import read_requests
from disclosure_stats.reading.rows import observe
from disclosure_stats.reading.split_rows import join_split_rows

STATUTORY_TABLES = ("disclosures", "requests", "appeals", "indicators")


@dataclass(slots=True)
class Reading:
    """The statutory tables as one reader read them, and how the form's sums came out."""

    era: str
    tables: dict[str, list[Row]]
    checks: list[CheckResult]
    stretches: dict[int, list[tuple[float, float]]]

    def failed(self) -> list[CheckResult]:
        """The sums that do not hold."""
        return [check for check in self.checks if check.outcome == "failed"]

    def missing(self) -> list[str]:
        """The tables of the era of which nothing was found."""
        wanted = ("indicators",) if self.era == "2014" else STATUTORY_TABLES[:3]
        return [table for table in wanted if not self.tables[table]]

    def cells(self, *states: str) -> int:
        """How many cells are in one of `states`."""
        return sum(
            row["cell_state"] in states for rows in self.tables.values() for row in rows
        )

    def is_complete(self) -> bool:
        """Nothing is missing that most reports of the era print, and every sum holds."""
        return not (self.missing() or self.failed() or self.cells("unreadable") or self._gaps())

    def _gaps(self) -> bool:
        absent = {
            row.get("outcome") or row.get("item") or row.get("indicator")
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

    def is_better_than(self, other: "Reading") -> bool:
        """Whether this reading is to be believed rather than `other`.

        One that finds fewer cells is not, even if more of its sums hold: a row that is lost takes
        its sums with it.
        """
        missing, others_missing = len(self.missing()), len(other.missing())
        if missing != others_missing:
            return missing < others_missing
        found, others_found = self.cells("printed", "dash"), other.cells("printed", "dash")
        failed, others_failed = len(self.failed()), len(other.failed())
        if failed == others_failed:
            return found > others_found
        return failed < others_failed and found >= others_found


def read_statutory(era: str, bands: Sequence[Band], pages: dict[int, Page]) -> Reading:
    """The tables that `bands` of `pages` (by number) hold, read by the form of `era`."""
    observed = join_split_rows(era, [observe(band) for band in bands])
    matched = align(era, observed)
    tables: dict[str, list[Row]] = {
        "disclosures": read_disclosures(era, observed, matched, pages),
        "requests": read_requests(era, observed, matched, pages),
        "appeals": [] if era == "2014" else read_appeals(era, observed, pages),
        "indicators": read_indicators(observed, matched, pages) if era == "2014" else [],
    }
    stretches: dict[int, list[tuple[float, float]]] = {}
    if matched:
        for row in observed:
            for page, top, bottom in row.spans:
                stretches.setdefault(page, []).append((top, bottom))
    return Reading(era, tables, check_sums(load_form(era), tables), stretches)
