"""The checks once more, over tables that were written: of each report, and across reports."""

from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from disclosure_stats.batch.compare import Note
from disclosure_stats.checks.claims import check_claims
from disclosure_stats.checks.marks import cells_named
from disclosure_stats.checks.outcome import CheckResult
from disclosure_stats.checks.rules import finding_of, is_kept
from disclosure_stats.checks.sums import check_sums
from disclosure_stats.forms import ERAS, load_form
from disclosure_stats.forms.cells import CELL_TABLES, cells_of
from disclosure_stats.forms.titles import Titles, titles_of
from disclosure_stats.pages.model import Box
from disclosure_stats.rows import Row
from disclosure_stats.store.arrow import plain_rows
from disclosure_stats.store.picked_rows import PickedRows
from disclosure_stats.store.source import Source

_IDENTITY = ["report_id", "source_path", "sha256", "place", "county", "level", "year", "era"]
_IDENTITY += ["status"]


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


def recheck(
    source: Source, notes: Mapping[int, Note], wanted: Container[int]
) -> Iterator[tuple[int, CheckedReport]]:
    """Check the reports in these rows of `reports`, one after the other, in their order.

    The form's sums and the narrative's claims are made anew; `notes` are what comparing says of
    them. Whose doing a failed sum is, and what could not be read, is taken from the tables.
    """
    identities: dict[int, Row] = {}
    number = 0
    for batch in source.batches("reports", _IDENTITY):
        for place in range(batch.num_rows):
            if number in wanted:
                identities[number] = plain_rows(batch.slice(place, 1))[0]
            number += 1
    report_ids = {identity["report_id"] for identity in identities.values()}
    names = (*CELL_TABLES, "sections", "findings")
    tables = {name: PickedRows(source, name, report_ids) for name in names}
    for row, identity in identities.items():
        own = {name: rows.take(identity["report_id"]) for name, rows in tables.items()}
        yield row, _checked(identity, own, notes.get(row, Note()))


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
    kept = [row for row in written if is_kept(row["rule"])]
    findings += [
        _with_cells(row, cells_named(row), identity["era"], tables)
        for row in (*kept, *note.revisions)
    ]
    outcomes: Counter[tuple[str, str]] = Counter((r.rule, r.outcome) for r in results)
    outcomes.update(note.outcomes)
    return CheckedReport(identity, outcomes, findings)


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
