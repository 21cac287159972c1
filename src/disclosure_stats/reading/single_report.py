"""Pages become reports: the tables, the narrative and the identity of each put together."""

from collections.abc import Sequence
from dataclasses import dataclass

from disclosure_stats.checks.claims import check_claims
from disclosure_stats.checks.corrections import Correction
from disclosure_stats.checks.sums import check_sums
from disclosure_stats.errors import ReadingError
from disclosure_stats.forms import load_form
from disclosure_stats.pages.lines import outside
from disclosure_stats.pages.model import Page
from disclosure_stats.reading.identity.identify import read_identity
from disclosure_stats.reading.model import ReadReport
from disclosure_stats.reading.narrative.postings import read_postings_of
from disclosure_stats.reading.narrative.sections import section_rows, split_sections
from disclosure_stats.reading.proof.apply_corrections import (
    correct_cells,
    correct_identity,
    correct_postings,
)
from disclosure_stats.reading.proof.best_reading import best_reading
from disclosure_stats.reading.proof.findings import findings_of
from disclosure_stats.reading.proof.scanned_numbers import prove
from disclosure_stats.reading.report_starts import ReportPage, likely_eras, reports_in
from disclosure_stats.reading.routing import is_readable, route_of, why_unreadable

_YEARS_OF_2014 = range(2008, 2019)  # reports on these years print the statistics form, or none


@dataclass(frozen=True, slots=True)
class _File:
    """The file that is read: its bytes, its path, and the corrections of its reports."""

    data: bytes
    source_path: str
    corrections: Sequence[Correction]


def _reports_of(pages: Sequence[Page], file: _File) -> list[ReadReport]:
    if not any(is_readable(page) for page in pages):
        raise ReadingError("unreadable_pages", why_unreadable(pages))
    found: list[ReadReport] = []
    for part in reports_in(pages):
        own = [one for one in file.corrections if one.number == len(found) + 1]
        report = _read_report(part, file, own)
        if report is not None:
            found.append(report)
    if not found:
        if not all(is_readable(page) for page in pages):
            raise ReadingError("unreadable_pages", why_unreadable(pages))
        raise ReadingError("not_a_report", "no title and no table of a disclosure report was found")
    return found


def _read_report(
    report_pages: Sequence[ReportPage], file: _File, corrections: Sequence[Correction]
) -> ReadReport | None:
    pages = [report_page.page for report_page in report_pages]
    title = next((report_page.title for report_page in report_pages if report_page.title), None)
    eras = likely_eras(report_pages) or ([] if title is None else ["2021", "2014"])
    by_number = {page.number: page for page in pages}
    outcome = best_reading(eras, by_number, file.data)
    of_pictures = prove(outcome.reading, by_number) if outcome else []
    if outcome is None and title is None:
        return None
    stretches = outcome.reading.stretches if outcome else {}
    era = outcome.reading.era if outcome else None
    lines = [
        line
        for report_page in report_pages
        for line in outside(report_page.lines, stretches.get(report_page.page.number, ()))
    ]
    sections = split_sections(lines, era)
    unreadable = [page.number for page in pages if not is_readable(page)]
    rows_of_sections = section_rows(sections)
    if outcome is None and len(rows_of_sections) < 2 and not unreadable:
        return None
    names, place_finding = read_identity(title, lines, file.source_path)
    of_corrections = correct_identity(names, corrections)
    of_corrections += correct_cells(outcome, corrections)
    if outcome and corrections:
        outcome.reading.checks = check_sums(load_form(outcome.reading.era), outcome.reading.tables)
    postings, channels, parts_checks = read_postings_of(sections, names["year"])
    of_corrections += correct_postings(postings, corrections)
    findings, summary = findings_of(
        era or ("2014" if (names["year"] or 0) in _YEARS_OF_2014 else None),
        outcome,
        unreadable,
        [line.text for report_page in report_pages for line in report_page.lines],
        parts_checks,
        check_claims(
            rows_of_sections,
            outcome.reading.tables if outcome else {},
            names["level"],
            names["year"],
        ),
    )
    report = ReadReport(
        {
            **names,
            "era": era,
            "pages": len(pages),
            "first_page": pages[0].number,
            "last_page": pages[-1].number,
            "route": route_of(pages),
            **summary,
        }
    )
    if summary["status"] == "verified" and any(
        found["severity"] != "info" for found in (*of_pictures, *of_corrections)
    ):
        report.identity["status"] = "flagged"
    if outcome:
        report.tables.update(outcome.reading.tables)
    report.tables["sections"] = rows_of_sections
    report.tables["postings"] = postings
    report.tables["channels"] = channels
    of_place = [place_finding] if place_finding and names["division_code"] is None else []
    report.tables["findings"] = findings + of_pictures + of_corrections + of_place
    if unreadable:
        report.identity["error_code"] = "unreadable_pages"
        report.identity["error"] = why_unreadable(pages)
    return report
