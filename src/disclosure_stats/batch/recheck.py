"""The checks once more, over tables that were written: of each report, and across reports."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from disclosure_stats.batch.compare import Note, compare_reports
from disclosure_stats.checks.claims import check_claims
from disclosure_stats.checks.outcome import CheckResult
from disclosure_stats.checks.rules import finding_of, rules
from disclosure_stats.checks.sums import check_sums
from disclosure_stats.forms import ERAS, load_form
from disclosure_stats.forms.cells import CELL_TABLES, cells_of
from disclosure_stats.forms.titles import Titles, titles_of
from disclosure_stats.pages.model import Box
from disclosure_stats.rows import Row
from disclosure_stats.store.folder import Folder
from disclosure_stats.store.snapshot import check_contract, check_unchanged, take_snapshot
from disclosure_stats.store.source import Rows, as_read_tables

_IDENTITY = ["report_id", "source_path", "sha256", "place", "county", "level", "year", "era"]
_IDENTITY += ["status"]
# What only a reading can tell is taken as it was written.
_AS_WRITTEN = ("reading", "identity", "corrections")
_POSTINGS = ("postings_parts", "postings_total", "postings_doubtful", "postings_other")


class CheckedCell(NamedTuple):
    """A printed cell that a finding rests on: its codes, its number, its page and box (in points of
    the page as shown; null where it stands on none)."""

    row: str
    column: str
    number: float | None
    page: int | None
    box: Box | None


@dataclass(slots=True)
class CheckedFinding:
    """A row of `findings`, the printed cells that it rests on in the order in which the rule names
    them, and where their titles stand."""

    row: Row
    cells: list[CheckedCell] = field(default_factory=list)
    titles: Titles | None = None


@dataclass(slots=True)
class CheckedReport:
    """One report: columns of `reports`, how many checks of each rule came out how, and what it is
    that does not add up."""

    identity: Row
    outcomes: Counter[tuple[str, str]]
    findings: list[CheckedFinding]


def recheck(location: str) -> Iterator[CheckedReport]:
    """Check the reports of the tables in a folder, one after the other, in their order.

    The form's sums, the narrative's claims and the comparisons across years are made anew; whose
    doing a failed sum is, and what could not be read, is taken from the tables. Files that could
    not be read and further copies of a file are left out. Raises OSError if there are no tables,
    and if another run replaces them meanwhile.
    """
    folder = Folder(location)
    check_contract(folder)
    snapshot = take_snapshot(folder)
    source = as_read_tables(folder)
    if "reports" not in source.files:
        raise FileNotFoundError(f"{location} holds no tables: run disclosure_stats.extract first")
    notes = compare_reports(source)
    names = (*CELL_TABLES, "sections", "findings")
    tables = {name: Rows(source, name, "report_id") for name in names}
    number = 0
    for batch in source.batches("reports", [*_IDENTITY, "duplicate_of"]):
        for identity in batch.to_pylist():
            note = notes.get(number, Note())
            number += 1
            if identity["status"] != "failed" and identity.pop("duplicate_of") is None:
                report_id = identity["report_id"]
                own = {
                    name: [row for piece in rows.take(report_id) for row in piece.to_pylist()]
                    for name, rows in tables.items()
                }
                yield _checked(identity, own, note)
    check_unchanged(folder, snapshot)


def _checked(identity: Row, tables: dict[str, list[Row]], note: Note) -> CheckedReport:
    written = tables.pop("findings")
    origins = {(row["rule"], row["table"], row["where"]): row["origin"] for row in written}
    cells = list(cells_of(tables))
    results: list[CheckResult] = []
    if identity["era"] in ERAS:
        results += check_sums(load_form(identity["era"]), cells)
    results += check_claims(tables["sections"], cells, identity["level"], identity["year"])
    failed = [
        (result, origins.get((result.rule, result.table, result.where), "unknown"))
        for result in results
        if result.outcome == "failed"
    ]
    failed += [(check.result, check.origin) for check in note.failed]
    findings = [
        _with_cells(finding_of(result, origin), result.cells, identity["era"], tables)
        for result, origin in failed
    ]
    kept = [row for row in written if _is_kept(row["rule"])]
    findings += [
        _with_cells(row, [_cell_named(row)], identity["era"], tables)
        for row in (*kept, *note.revisions)
    ]
    outcomes: Counter[tuple[str, str]] = Counter((r.rule, r.outcome) for r in results)
    outcomes.update(note.outcomes)
    return CheckedReport(identity, outcomes, findings)


def _is_kept(rule: str) -> bool:
    return rule not in rules() or rules()[rule].scope in _AS_WRITTEN or rule in _POSTINGS


def _cell_named(row: Row) -> tuple[str, str]:
    """The codes of the cell that a finding names; of no cell where it names none."""
    first, _, second = str(row["where"] or "").partition(", ")
    return first, second


def _with_cells(
    finding: Row, keys: Sequence[tuple[str, str]], era: str | None, tables: dict[str, list[Row]]
) -> CheckedFinding:
    table = finding["table"]
    if table not in CELL_TABLES:
        return CheckedFinding(finding)
    one, other, number = CELL_TABLES[table]
    rows = {(row[one], row[other]): row for row in tables[table]}
    cells = [
        CheckedCell(*key, rows[key][number], rows[key]["page"], _box(rows[key]))
        for key in keys
        if key in rows and rows[key]["cell_state"] != "absent"
    ]
    titles = titles_of(era, table, tables[table], cells[0].row) if cells else None
    return CheckedFinding(finding, cells, titles)


def _box(row: Row) -> Box | None:
    if row["page"] is None or row["x0"] is None:
        return None
    return row["x0"], row["top"], row["x1"], row["bottom"]
