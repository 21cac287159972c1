"""The items of the section on problems and improvements, with their pages."""

from collections.abc import Sequence

from disclosure_stats.checks.rules import finding
from disclosure_stats.reading.narrative.sections import Pages, Section, ink, paragraphs
from disclosure_stats.rows import Row
from disclosure_stats.statements.rows import statement_rows

_ON_PROBLEMS = 5  # the part of the form in force since 2019


def read_statements_of(sections: Sequence[Section]) -> tuple[list[Row], list[Row]]:
    """The rows of `statements` and of `findings` on them.

    A fault in the reader of statements costs the statements of the report, and a finding says so.
    """
    try:
        return _read(sections), []
    except Exception as fault:  # whatever it is: the statutory tables are the greater good
        unread = finding("statements_unread", "statements", type(fault).__name__, "extraction")
        return [], [unread]


def _read(sections: Sequence[Section]) -> list[Row]:
    rows: list[Row] = []
    counts = {"problem": 0, "improvement": 0}
    for section in sections:
        if section.part != _ON_PROBLEMS or not section.lines:
            continue
        text = paragraphs(section.lines)
        found = statement_rows(text, section.heading)
        pages = Pages((line.text, line.page) for line in section.lines)
        for row in found:
            row["page"] = pages.at(ink(text[: row.pop("start")]))
            counts[row["kind"]] += 1
            row["number"] = counts[row["kind"]]  # goes on where two sections speak of them
        rows += found
    return rows
