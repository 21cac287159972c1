"""The items of the section on problems and improvements, with their pages."""

from bisect import bisect_right
from collections.abc import Sequence

from disclosure_stats.checks.rules import finding
from disclosure_stats.reading.narrative.sections import Section, paragraphs
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
        if found:
            _place(found, section, text)
        for row in found:
            counts[row["kind"]] += 1
            row["number"] = counts[row["kind"]]  # goes on where two sections speak of them
        rows += found
    return rows


def _place(rows: Sequence[Row], section: Section, text: str) -> None:
    """Put the page of its first character in for the place of each row in the section's text."""
    starts, ink = [], 0  # ink before each line
    for line in section.lines:
        starts.append(ink)
        ink += _ink(line.text)
    for row in rows:
        before = _ink(text[: row.pop("start")])
        row["page"] = section.lines[bisect_right(starts, before) - 1].page


def _ink(text: str) -> int:
    return len("".join(text.split()))
