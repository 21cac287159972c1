"""A file becomes its reports."""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from disclosure_stats.checks.claims import check_claims
from disclosure_stats.checks.corrections import Correction
from disclosure_stats.checks.sums import check_sums
from disclosure_stats.errors import ReadingError
from disclosure_stats.forms import load_form
from disclosure_stats.pages.guard import check_bytes
from disclosure_stats.pages.model import Page
from disclosure_stats.reading.correct import (
    correct_cells,
    correct_identity,
    correct_postings,
)
from disclosure_stats.reading.findings import findings_of
from disclosure_stats.reading.identity import read_identity
from disclosure_stats.reading.lines import outside
from disclosure_stats.reading.model import ReadReport
from disclosure_stats.reading.narrative import read_postings_of
from disclosure_stats.reading.parts import Sheet, likely_eras, parts_of
from disclosure_stats.reading.proof import prove
from disclosure_stats.reading.readers import best_reading
from disclosure_stats.reading.routing import (
    from_all_pictures,
    from_pictures,
    has_hidden_text,
    is_readable,
    may_be_garbled,
    read_pages,
    route_of,
    why_unreadable,
)
from disclosure_stats.reading.sections import section_rows, split_sections
from disclosure_stats.scans.engine import is_installed

_MANY_FAILED = 8  # sums of a report: its own mistakes are seldom as many
_FEWER = 4  # times fewer sums fail by the pictures, for these to be believed
_YEARS_OF_2014 = range(2008, 2019)  # reports on these years print the statistics form, or none


@dataclass(frozen=True, slots=True)
class _File:
    """The file that is read: its bytes, its path, and the corrections of its reports."""

    data: bytes
    source_path: str
    corrections: Sequence[Correction]


def read_document(
    data: bytes, source_path: str = "", corrections: Sequence[Correction] = ()
) -> list[ReadReport]:
    """The reports in a PDF, in print order.

    `data` are the bytes of the file; `source_path` is its path in the input folder, whose folder
    names may tell the county; `corrections` are those of this file's reports. Raises ReadingError
    when there is no report to be read.
    """
    check_bytes(data)
    pages = read_pages(data)
    file = _File(data, source_path, corrections)
    # Which reading is believed must not hang on what is corrected in it.
    choose = _with_hidden_text if any(map(has_hidden_text, pages)) else _with_text
    believed, reports = choose(pages, replace(file, corrections=()))
    return _reports_of(believed, file) if corrections else reports


def _with_text(pages: Sequence[Page], file: _File) -> tuple[Sequence[Page], list[ReadReport]]:
    """The reports by the text, or by the pictures where that has codes of its own: no word of a
    report, or digits with which hardly a sum holds; with the pages that they were read from."""
    try:
        reports = _reports_of(pages, file)
    except ReadingError as error:
        if error.code != "not_a_report" or not may_be_garbled(pages):
            raise
        pictures = from_all_pictures(file.data, pages)
        return pictures, _reports_of(pictures, file)
    failed = _sums(reports, "checks_failed")
    if failed < _MANY_FAILED or not is_installed() or all(page.scan for page in pages):
        return pages, reports
    pictures = from_all_pictures(file.data, pages)
    with contextlib.suppress(ReadingError):  # the pictures may be too poor
        by_picture = _reports_of(pictures, file)
        fewer = _FEWER * _sums(by_picture, "checks_failed") <= failed
        if fewer and _sums(by_picture, "checks_passed") >= _sums(reports, "checks_passed"):
            return pictures, by_picture
    return pages, reports


def _with_hidden_text(
    pages: Sequence[Page], file: _File
) -> tuple[Sequence[Page], list[ReadReport]]:
    """The reports by the hidden text if their sums prove it, else by the pictures before it; with
    the pages that they were read from."""
    reports: list[ReadReport] = []
    with contextlib.suppress(ReadingError):  # a poor layer may hold no word of a report
        reports = _reports_of(pages, file)
    if reports and all(map(_is_proved, reports)):
        return pages, reports
    pictures = from_pictures(file.data, pages)
    by_picture = _reports_of(pictures, file)
    if _sums(by_picture, "checks_passed") >= _sums(reports, "checks_passed"):
        return pictures, by_picture
    return pages, reports


def _sums(reports: Sequence[ReadReport], outcome: str) -> int:
    return sum(report.identity[outcome] for report in reports)


def _is_proved(report: ReadReport) -> bool:
    return bool(report.identity["status"] == "verified")


def _reports_of(pages: Sequence[Page], file: _File) -> list[ReadReport]:
    if not any(is_readable(page) for page in pages):
        raise ReadingError("unreadable_pages", why_unreadable(pages))
    found: list[ReadReport] = []
    for part in parts_of(pages):
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
    sheets: Sequence[Sheet], file: _File, corrections: Sequence[Correction]
) -> ReadReport | None:
    pages = [sheet.page for sheet in sheets]
    title = next((sheet.title for sheet in sheets if sheet.title), None)
    eras = likely_eras(sheets) or ([] if title is None else ["2021", "2014"])
    by_number = {page.number: page for page in pages}
    outcome = best_reading(eras, by_number, file.data)
    of_pictures = prove(outcome.reading, by_number) if outcome else []
    if outcome is None and title is None:
        return None
    stretches = outcome.reading.stretches if outcome else {}
    era = outcome.reading.era if outcome else None
    lines = [
        line
        for sheet in sheets
        for line in outside(sheet.lines, stretches.get(sheet.page.number, ()))
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
    indicators = outcome.reading.tables["indicators"] if outcome else ()
    narrative = read_postings_of(sections, names["year"], indicators)
    of_corrections += correct_postings(narrative.postings, corrections)
    findings, summary = findings_of(
        era or ("2014" if (names["year"] or 0) in _YEARS_OF_2014 else None),
        outcome,
        unreadable,
        [line.text for sheet in sheets for line in sheet.lines],
        narrative.parts_checks,
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
        found["severity"] != "info"
        for found in (*of_pictures, *of_corrections, *narrative.findings)
    ):
        report.identity["status"] = "flagged"
    if outcome:
        report.tables.update(outcome.reading.tables)
    report.tables["sections"] = rows_of_sections
    report.tables["postings"] = narrative.postings
    report.tables["channels"] = narrative.channels
    of_place = [place_finding] if place_finding and names["division_code"] is None else []
    report.tables["findings"] = [
        *findings,
        *narrative.findings,
        *of_pictures,
        *of_corrections,
        *of_place,
    ]
    if unreadable:
        report.identity["error_code"] = "unreadable_pages"
        report.identity["error"] = why_unreadable(pages)
    return report
