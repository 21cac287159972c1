"""A file becomes its reports."""

from collections.abc import Sequence

from disclosure_stats.errors import ReadingError
from disclosure_stats.forms import ERAS, load_form
from disclosure_stats.pages.guard import check_bytes
from disclosure_stats.pages.model import Page
from disclosure_stats.pages.pdfium import Document
from disclosure_stats.reading.findings import findings_of
from disclosure_stats.reading.identity import Title, find_title, read_identity
from disclosure_stats.reading.lines import narrative_lines
from disclosure_stats.reading.model import ReadReport
from disclosure_stats.reading.readers import best_reading
from disclosure_stats.reading.sections import read_sections
from disclosure_stats.reading.text import squeeze


def read_document(data: bytes, source_path: str = "") -> list[ReadReport]:
    """The reports in a PDF, in print order.

    `data` are the bytes of the file; `source_path` is its path in the input folder, whose folder
    names may tell the county. Raises ReadingError when there is no report to be read.
    """
    check_bytes(data)
    with Document(data) as document:
        pages = list(document.pages())
    readable = [page for page in pages if is_readable(page)]
    if not readable:
        raise ReadingError("unreadable_pages", _why_unreadable(pages))
    reports = [_read_report(part, title, data, source_path) for part, title in _parts(pages)]
    found = [report for report in reports if report is not None]
    if not found:
        if len(readable) < len(pages):
            raise ReadingError("unreadable_pages", _why_unreadable(pages))
        raise ReadingError("not_a_report", "no title and no table of a disclosure report was found")
    return found


def is_readable(page: Page) -> bool:
    """Whether the page's text layer can be used: characters, most of them with a Unicode."""
    count = len(page.characters)
    if count == 0:
        return page.images == 0 and page.unmapped == 0
    if count < 30 and page.images:
        return False  # a page number over a picture of the page
    return page.unmapped <= 0.2 * (count + page.unmapped)


def _why_unreadable(pages: Sequence[Page]) -> str:
    bad = [page for page in pages if not is_readable(page)]
    numbers = ", ".join(str(page.number) for page in bad[:8]) + (", …" if len(bad) > 8 else "")
    if any(page.unmapped for page in bad):
        return f"the text layer has no usable Unicode on page {numbers}"
    if not bad:
        return "the pages are empty"
    return f"page {numbers} is a picture without a text layer: reading it needs OCR"


def _parts(pages: Sequence[Page]) -> list[tuple[list[Page], Title | None]]:
    """The pages of each report: a new one begins where a title follows a statutory table."""
    parts: list[tuple[list[Page], Title | None]] = []
    has_table = False
    for page in pages:
        title = find_title(narrative_lines(page)) if page.characters else None
        current_title = parts[-1][1] if parts else None
        if not parts or has_table and title and (title.body or title.year):
            parts.append(([page], title))
            has_table = False
        else:
            if current_title is None and title is not None:
                parts[-1] = (parts[-1][0], title)
            parts[-1][0].append(page)
        has_table = has_table or _era_votes(page) is not None
    return parts


def _text(page: Page) -> str:
    return squeeze("".join([character[4] for character in page.characters]))


def _era_votes(page: Page) -> dict[str, int] | None:
    text = _text(page)
    votes = {era: sum(mark in text for mark in load_form(era).landmarks) for era in ERAS}
    return votes if any(votes.values()) else None


def _eras(pages: Sequence[Page]) -> list[str]:
    """The eras whose landmarks the pages print, likeliest first."""
    totals = dict.fromkeys(ERAS, 0)
    for page in pages:
        for era, votes in (_era_votes(page) or {}).items():
            totals[era] += votes
    return sorted((era for era in ERAS if totals[era]), key=lambda era: -totals[era])


def _read_report(
    pages: list[Page], title: Title | None, data: bytes, source_path: str
) -> ReadReport | None:
    by_number = {page.number: page for page in pages}
    eras = _eras(pages) or ([] if title is None else ["2021", "2014"])
    outcome = best_reading(eras, by_number, data)
    if outcome is None and title is None:
        return None
    stretches = outcome.reading.stretches if outcome else {}
    era = outcome.reading.era if outcome else None
    lines = [
        line for page in pages for line in narrative_lines(page, stretches.get(page.number, ()))
    ]
    sections = read_sections(lines, era)
    if outcome is None and len(sections) < 2:
        return None
    names = read_identity(title, lines, era, source_path)
    unreadable = [page.number for page in pages if not is_readable(page)]
    report = ReadReport(
        {
            "body": names.body,
            "place": names.place,
            "level": names.level,
            "province": names.province,
            "prefecture": names.prefecture,
            "county": names.county,
            "division_code": None,
            "year": names.year,
            "era": era,
            "pages": len(pages),
            "first_page": pages[0].number,
            "last_page": pages[-1].number,
            "route": "text",
        }
    )
    if outcome:
        report.tables.update(outcome.reading.tables)
    report.tables["sections"] = sections
    findings, summary = findings_of(era, outcome, unreadable)
    report.tables["findings"] = findings
    report.identity.update(summary)
    if unreadable:
        report.identity["error_code"] = "unreadable_pages"
        report.identity["error"] = _why_unreadable(pages)
    return report
