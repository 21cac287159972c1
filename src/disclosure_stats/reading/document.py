"""A file becomes its reports."""

import contextlib
from collections.abc import Sequence
from dataclasses import replace

from disclosure_stats.checks.corrections import Correction
from disclosure_stats.documents.kinds import Format, check_archive, format_of
from disclosure_stats.errors import ReadingError
from disclosure_stats.forms import load_form
from disclosure_stats.forms.cells import CELL_TABLES
from disclosure_stats.pages.attached import attached_names
from disclosure_stats.pages.guard import check_bytes
from disclosure_stats.pages.model import Page
from disclosure_stats.pages.pdfium import Document
from disclosure_stats.reading.model import ReadReport
from disclosure_stats.reading.proof.print_check import is_printed_as_told
from disclosure_stats.reading.proof.second_look import SecondLook
from disclosure_stats.reading.routing import (
    from_all_pictures,
    from_pictures,
    has_hidden_text,
    may_be_garbled,
    may_hold_tables,
    read_pages,
    with_pictures_read,
)
from disclosure_stats.reading.single_report import SourceFile, reports_of
from disclosure_stats.scans.engine import is_installed

_MANY_FAILED = 4  # sums of a report: its own mistakes are seldom as many
_FEWER = 4  # times fewer sums fail by the pictures, for these to be believed


def read_document(
    data: bytes,
    source_path: str = "",
    corrections: Sequence[Correction] = (),
    second_look: SecondLook = "doubtful",
) -> list[ReadReport]:
    """The reports in a PDF, a web page or a Word file, in print order.

    `data` are the bytes of the file; `source_path` is its path in the input folder, whose folder
    names may tell the county; `corrections` are those of this file's reports; `second_look` says
    which of the numbers that no sum covers are looked at in the print of a PDF. Raises ReadingError
    when there is no report to be read.
    """
    file = SourceFile(data, source_path, corrections)  # a rendering has no other print
    kind = format_of(data) if data else None
    if kind is not None and kind != "pdf":
        return _in_rendering(file, kind)
    check_archive(data)
    check_bytes(data)
    with Document(data) as document:  # open until all is read: its fonts take longest to load
        return _in_pdf(replace(file, second_look=second_look, document=document))


def _in_pdf(file: SourceFile) -> list[ReadReport]:
    """The reports in a PDF that is open."""
    data = file.data
    pages, year_made = read_pages(data, file.document)
    file = replace(file, year_made=year_made)
    # Which reading is believed must not hang on what is corrected in it.
    choose = _with_hidden_text if any(map(has_hidden_text, pages)) else _with_text
    try:
        believed, reports = choose(pages, replace(file, corrections=()))
    except ReadingError as error:
        names = attached_names(data) if error.code == "not_a_report" else []
        if not names:
            raise
        said = f"{error.message}; it has files attached ({', '.join(names)}): save them from it"
        raise ReadingError(error.code, said) from None
    return reports_of(believed, file) if file.corrections else reports


def _in_rendering(file: SourceFile, kind: Format) -> list[ReadReport]:
    """The reports in a web page or a Word file, by its plain rendering."""
    from disclosure_stats.documents.reader import read_rendering

    document = read_rendering(file.data, kind)
    try:
        reports = reports_of([one.page for one in document.pages], file)
    except ReadingError as error:
        if error.code != "not_a_report" or not document.attachments:
            raise
        raise ReadingError("attachment_only", document.names_attachments()) from None
    for report in reports:
        report.identity["pages"] = 1 if kind in ("html", "mht") else None
        report.identity["format"] = kind
    return reports


def _with_text(pages: Sequence[Page], file: SourceFile) -> tuple[Sequence[Page], list[ReadReport]]:
    """The reports by the text, or by the pictures where that has codes of its own: no word of a
    report, or digits with which hardly a sum holds; with the pages that they were read from."""
    try:
        reports = reports_of(pages, file)
    except ReadingError as error:
        if error.code != "not_a_report" or not (
            may_be_garbled(pages) or any(map(may_hold_tables, pages))
        ):
            raise
        pictures = from_all_pictures(file.data, pages)
        return pictures, reports_of(pictures, file)
    if any(map(may_hold_tables, pages)) and not all(map(_prints_all_tables, reports)):
        return _with_pictures(pages, reports, file)
    failed = _sums(reports, "checks_failed")
    if failed < _MANY_FAILED or not is_installed() or all(page.scan for page in pages):
        return pages, reports
    if is_printed_as_told(file.data, pages, reports):
        return pages, reports
    pictures = from_all_pictures(file.data, pages)
    with contextlib.suppress(ReadingError):  # the pictures may be too poor
        by_picture = reports_of(pictures, file)
        fewer = _FEWER * _sums(by_picture, "checks_failed") <= failed
        if fewer and _sums(by_picture, "checks_passed") >= _sums(reports, "checks_passed"):
            return pictures, by_picture
    return pages, reports


def _with_pictures(
    pages: Sequence[Page], reports: list[ReadReport], file: SourceFile
) -> tuple[Sequence[Page], list[ReadReport]]:
    """The reports with the pages read from their pictures that may hold what is missing, if more
    numbers are found so; with the pages that they were read from."""
    pictures = with_pictures_read(file.data, pages)
    with contextlib.suppress(ReadingError):  # the pictures may show something else
        by_picture = reports_of(pictures, file)
        if _numbers(by_picture) > _numbers(reports):
            return pictures, by_picture
    return pages, reports


def _numbers(reports: Sequence[ReadReport]) -> int:
    """How many numbers the statutory tables of the reports hold."""
    return sum(
        row[columns.number] is not None
        for report in reports
        for table, columns in CELL_TABLES.items()
        for row in report.tables[table]
    )


def _prints_all_tables(report: ReadReport) -> bool:
    """Whether each statutory table was found that a report of its form has, with numbers in it."""
    era = report.identity["era"]
    return era is not None and all(
        any(row["cell_state"] in ("printed", "dash") for row in report.tables[table])
        for table in load_form(era).tables
    )


def _with_hidden_text(
    pages: Sequence[Page], file: SourceFile
) -> tuple[Sequence[Page], list[ReadReport]]:
    """The reports by the pictures that people see, or by the hidden text behind them if more of its
    sums hold; with the pages that they were read from."""
    reports: list[ReadReport] = []
    with contextlib.suppress(ReadingError):  # a poor layer may hold no word of a report
        reports = reports_of(pages, file)
    pictures = from_pictures(file.data, pages)
    by_picture = reports_of(pictures, file)
    if _sums(by_picture, "checks_passed") >= _sums(reports, "checks_passed"):
        return pictures, by_picture
    return pages, reports


def _sums(reports: Sequence[ReadReport], outcome: str) -> int:
    return sum(report.identity[outcome] for report in reports)
