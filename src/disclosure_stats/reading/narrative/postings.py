"""The postings, channels and activities of a report, with their pages."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from disclosure_stats.activities.reader import read_activities
from disclosure_stats.activities.rows import activity_rows
from disclosure_stats.checks.other_ways import check_other_ways
from disclosure_stats.checks.posting_sums import PartsCheck, check_parts
from disclosure_stats.checks.rules import finding
from disclosure_stats.postings.doubts import Doubt
from disclosure_stats.postings.narrative import read_narrative
from disclosure_stats.postings.rows import channel_rows, posting_rows
from disclosure_stats.reading.narrative.sections import Pages, Section, ink, paragraphs
from disclosure_stats.rows import Row
from disclosure_stats.text.marks import without_marks_behind_numbers

MAX_CHARACTERS = 100_000  # a county's long narrative has some 10,000
_NOT_ON_POSTINGS = frozenset({3, 4, 5})  # requests, appeals, problems and plans


@dataclass(frozen=True, slots=True)
class PostingsOfReport:
    """The rows of `postings`, `channels`, `activities` and of `findings` on them, and the checks of
    parts against their whole, each with the page of the whole."""

    postings: list[Row] = field(default_factory=list)
    channels: list[Row] = field(default_factory=list)
    findings: list[Row] = field(default_factory=list)
    parts_checks: list[tuple[PartsCheck, int]] = field(default_factory=list)
    activities: list[Row] = field(default_factory=list)


def read_postings_of(
    sections: Sequence[Section], year: int | None, indicators: Sequence[Row]
) -> PostingsOfReport:
    """What the sections that may speak of postings say of them; `indicators` are the rows of the
    report's statistics form.

    A fault in the reader of postings costs the postings of the report, and a finding says so; the
    tables of the form do not hang on it.
    """
    try:
        found = _read(sections, year)
        found.findings.extend(check_other_ways(found.postings, indicators))
        return found
    except Exception as fault:  # whatever it is: the statutory tables are the greater good
        unread = finding("postings_unread", "postings", type(fault).__name__, "extraction")
        return PostingsOfReport(findings=[unread])


def _read(sections: Sequence[Section], year: int | None) -> PostingsOfReport:
    texts: list[str] = []
    printed: list[tuple[str, int]] = []  # the text of each line, and its page
    for section in sections:
        if section.part in _NOT_ON_POSTINGS:
            continue
        if section.heading:
            texts.append(section.heading)
            printed.append((section.heading, section.page))
        lines = [
            line
            if (text := without_marks_behind_numbers(line.text)) == line.text
            else line._replace(text=text)
            for line in section.lines
        ]
        if lines:
            texts.append(paragraphs(lines))
        printed += [(line.text, line.page) for line in lines]
    narrative = read_narrative("\n".join(texts)[:MAX_CHARACTERS], year)
    pages = Pages(printed)

    def page_at(place: int) -> int:
        """The page of a character of the narrative's text."""
        return pages.at(ink(narrative.text[:place]))

    postings = posting_rows(narrative)
    for row, posting in zip(postings, narrative.postings, strict=True):
        row["page"] = page_at(posting.start)
    channels = channel_rows(narrative)
    for row in channels:
        row["page"] = page_at(row.pop("start"))
    doubts = [_doubtful(doubt, page_at(doubt.start)) for doubt in narrative.doubts]
    checks = [(check, page_at(check.whole.start)) for check in check_parts(narrative)]
    activities = activity_rows(read_activities(narrative, year))
    for row in activities:
        row["page"] = page_at(row.pop("start"))
    return PostingsOfReport(postings, channels, doubts, checks, activities)


def _doubtful(doubt: Doubt, page: int) -> Row:
    where = "no_posting" if doubt.posting is None else doubt.posting.channel
    row = finding(
        "postings_doubtful", "postings", where, "extraction", found=doubt.value, page=page
    )
    row["message"] = f"{row['message'].removesuffix('.')}: {doubt.why}."
    return row
