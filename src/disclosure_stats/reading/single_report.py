"""Pages become reports: the tables, the narrative and the identity of each put together."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from disclosure_stats.checks.claims import check_claims
from disclosure_stats.checks.corrections import Correction
from disclosure_stats.checks.outcome import CheckResult
from disclosure_stats.checks.posting_sums import PartsCheck
from disclosure_stats.checks.status import status_of
from disclosure_stats.errors import ReadingError
from disclosure_stats.forms import ERAS, Form, form_of_year, load_form
from disclosure_stats.forms.cells import CELL_TABLES, PrintedCell
from disclosure_stats.pages.lines import Line, outside
from disclosure_stats.pages.model import Page
from disclosure_stats.pages.pdfium import Document
from disclosure_stats.reading.identity.identify import read_identity
from disclosure_stats.reading.identity.titles import Title
from disclosure_stats.reading.model import ReadReport
from disclosure_stats.reading.narrative.postings import read_postings_of
from disclosure_stats.reading.narrative.sections import section_rows, split_sections
from disclosure_stats.reading.narrative.statements import read_statements_of
from disclosure_stats.reading.proof.apply_corrections import (
    correct_cells,
    correct_identity,
    correct_postings,
)
from disclosure_stats.reading.proof.best_reading import ReadingOutcome, best_reading
from disclosure_stats.reading.proof.blame import Blame
from disclosure_stats.reading.proof.findings import (
    columns_left_out,
    findings_of_form,
    findings_of_narrative,
    findings_of_pages,
    findings_of_tables,
    rows_left_out,
)
from disclosure_stats.reading.proof.proof_of_cells import CellProof, is_proved, proofs_of_cells
from disclosure_stats.reading.proof.scanned_numbers import prove
from disclosure_stats.reading.proof.second_look import SecondLook, look_at_numbers
from disclosure_stats.reading.report_starts import ReportPage, likely_forms, reports_in
from disclosure_stats.reading.routing import is_readable, route_of, why_unreadable
from disclosure_stats.reading.tables.form_reading import FormReading
from disclosure_stats.reading.volume_annex import reports_with_annex
from disclosure_stats.rows import Row

_MIN_EMPTY = 8  # cells of a table that prints no number


@dataclass(frozen=True, slots=True)
class SourceFile:
    """The file that is read: its bytes, its path, the corrections of its reports, which of its
    numbers are looked at in print, the year in which it was made, if it says that, and the open
    document, if it is a PDF."""

    data: bytes
    source_path: str
    corrections: Sequence[Correction]
    second_look: SecondLook = "none"
    year_made: int | None = None
    document: Document | None = None


def reports_of(pages: Sequence[Page], file: SourceFile) -> list[ReadReport]:
    """The reports on the pages of a file, in print order; ReadingError where there is none."""
    if not any(is_readable(page) for page in pages):
        raise ReadingError("unreadable_pages", why_unreadable(pages))
    found: list[ReadReport] = []
    parts = [report for part in reports_in(pages) for report in reports_with_annex(part)]
    for report_pages in parts:
        own = [one for one in file.corrections if one.number == len(found) + 1]
        report = _read_report(report_pages, replace(file, corrections=own))
        if report is not None:
            found.append(report)
    if not found:
        if not all(is_readable(page) for page in pages):
            raise ReadingError("unreadable_pages", why_unreadable(pages))
        raise ReadingError("not_a_report", "no title and no table of a disclosure report was found")
    return found


@dataclass(frozen=True, slots=True)
class _Tables:
    """The statutory tables of a report, proved and corrected: what each of their cells rests on,
    what is found wrong in them, and who is responsible for it. All empty where there are none.
    `beside` are the lines of the report outside of them; `are_named` tells that its pages print
    words of a form."""

    beside: Sequence[Line]
    are_named: bool
    outcome: ReadingOutcome | None = None
    proofs: Sequence[CellProof] = ()
    findings: Sequence[Row] = ()
    blame: Blame | None = None

    @property
    def form(self) -> Form | None:
        return self.outcome.reading.form if self.outcome else None

    @property
    def cells(self) -> Sequence[PrintedCell]:
        return self.outcome.reading.cells if self.outcome else ()

    @property
    def checks(self) -> Sequence[CheckResult]:
        return self.outcome.checks if self.outcome else ()

    def missing(self, year: int | None) -> Sequence[str]:
        """The statutory tables that were not found, of those that a report on `year` prints."""
        if self.outcome:
            return self.outcome.reading.missing()
        form = (form_of_year(year) if year else None) or load_form(ERAS[-1])
        is_due = year is None or year >= form.required_from
        return form.tables if is_due or self.are_named else ()

    def rows(self) -> dict[str, list[Row]]:
        """The rows of each output table that is made of cells."""
        rows: dict[str, list[Row]] = {table: [] for table in CELL_TABLES}
        for cell, (proof, implied) in zip(self.cells, self.proofs, strict=True):
            rows[cell.table].append(cell.as_row(proof, implied))
        return rows


def _read_report(report_pages: Sequence[ReportPage], file: SourceFile) -> ReadReport | None:
    """The report on these pages; null where they hold none."""
    pages = [report_page.page for report_page in report_pages]
    title = next((page.title for page in report_pages if page.title), None)
    tables = _read_tables(report_pages, title, file)
    if tables.outcome is None and title is None:
        return None
    lines = tables.beside
    sections = split_sections(lines, tables.form)
    unreadable = [page.number for page in pages if not is_readable(page)]
    rows_of_sections = section_rows(sections)
    if tables.outcome is None and len(rows_of_sections) < 2 and not unreadable:
        return None
    identity, of_identity = _identity(title, lines, file)
    rows = tables.rows()
    narrative = read_postings_of(sections, identity["year"], rows["indicators"])
    statements, of_statements = read_statements_of(sections)
    postings, of_postings = correct_postings(narrative.postings, file.corrections)
    claims = check_claims(rows_of_sections, tables.cells, identity["level"], identity["year"])
    missing = tables.missing(identity["year"])
    findings = [
        *findings_of_pages(missing, unreadable, [page.number for page in pages if page.doubted]),
        *findings_of_form(tables.form, identity["year"]),
        *findings_of_narrative(narrative.parts_checks, claims, tables.blame),
        *narrative.findings,
        *of_statements,
        *tables.findings,
        *of_postings,
        *of_identity,
    ]
    is_partial = bool(missing or unreadable)
    of_parts = [check for check, _ in narrative.parts_checks]
    return ReadReport(
        {
            **identity,
            "era": tables.form.era if tables.form else None,
            "format": "pdf",
            "pages": len(pages),
            "first_page": pages[0].number,
            "last_page": pages[-1].number,
            "route": route_of(pages),
            "status": status_of(findings, is_partial, is_proved(tables.cells, tables.proofs)),
            **_counts([*tables.checks, *claims, *of_parts]),
            "error_code": "unreadable_pages" if unreadable else None,
            "error": why_unreadable(pages) if unreadable else None,
        },
        {
            **rows,
            "sections": rows_of_sections,
            "postings": postings,
            "channels": narrative.channels,
            "statements": statements,
            "activities": narrative.activities,
            "findings": findings,
        },
        is_seen_in_print=tables.outcome is not None and tables.outcome.is_seen_in_print,
    )


def _counts(checks: Sequence[CheckResult | PartsCheck]) -> Row:
    """How many checks came out how."""
    counts = Counter(check.outcome for check in checks)
    return {
        "checks_passed": counts["passed"],
        "checks_failed": counts["failed"],
        "checks_not_assessable": counts["not_assessable"],
    }


def _read_tables(
    report_pages: Sequence[ReportPage], title: Title | None, file: SourceFile
) -> _Tables:
    forms = likely_forms(report_pages, title.year if title else None)
    are_named = bool(forms)
    if not forms and title is not None:  # the landmarks may be what is not to be read
        forms = [load_form(ERAS[-1]), load_form(ERAS[0])]
    pages = [report_page.page for report_page in report_pages]
    year = title.year if title else None
    outcome = best_reading(forms, pages, year, file.data, file.document)
    if outcome is None or _is_of_sentences(outcome.reading):
        return _Tables(_lines_outside(report_pages, None), are_named)
    proved, of_pictures, seen_twice = prove(outcome.reading, pages)
    proved, seen_in_print = look_at_numbers(proved, pages, file.data, file.second_look)
    seen_twice |= seen_in_print
    if proved is not outcome.reading:
        outcome = outcome.with_reading(proved)
    outcome, of_corrections = correct_cells(outcome, file.corrections)
    lines = [line for report_page in report_pages for line in report_page.lines]
    beside = _lines_outside(report_pages, outcome)
    left_out = rows_left_out(outcome.reading, lines, beside)
    left_out += columns_left_out(outcome.reading, lines, beside)
    unread = {found["table"] for found in left_out if found["rule"] == "row_unread"}
    blame = Blame(outcome, unread)
    findings = findings_of_tables(outcome, left_out, blame)
    proofs = proofs_of_cells(outcome, seen_twice)
    told = [*findings, *of_pictures, *of_corrections]
    return _Tables(beside, are_named, outcome, proofs, told, blame)


def _is_of_sentences(reading: FormReading) -> bool:
    """Whether no table was read but sentences that look like rows of one, which hold no number."""
    empty = reading.count("blank") + reading.count("dash")
    return empty < _MIN_EMPTY and empty + reading.count("absent") == len(reading.cells)


def _lines_outside(
    report_pages: Sequence[ReportPage], outcome: ReadingOutcome | None
) -> list[Line]:
    """The lines of the report that stand outside the statutory tables."""
    stretches = outcome.reading.around.stretches if outcome else {}
    return [
        line
        for report_page in report_pages
        for line in outside(report_page.lines, stretches.get(report_page.page.number, ()))
    ]


def _identity(
    title: Title | None, lines: Sequence[Line], file: SourceFile
) -> tuple[Row, list[Row]]:
    """Whose report it is and on which year, corrected, and findings."""
    names, doubts = read_identity(title, lines, file.source_path, file.year_made)
    identity, findings = correct_identity(names, file.corrections)
    still_open = [one for one in doubts if names[one["where"]] == identity[one["where"]]]
    return identity, [*findings, *still_open]
