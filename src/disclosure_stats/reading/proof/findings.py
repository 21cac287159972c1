"""What does not add up or could not be read, as rows of `findings`."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from itertools import groupby

from disclosure_stats.checks.outcome import CheckResult
from disclosure_stats.checks.posting_sums import PartsCheck
from disclosure_stats.checks.rules import Severity, finding, finding_of
from disclosure_stats.forms import ERAS, Form, form_of_year
from disclosure_stats.pages.lines import Line
from disclosure_stats.reading.proof.best_reading import ReadingOutcome
from disclosure_stats.reading.proof.blame import Blame
from disclosure_stats.reading.tables.form_reading import FormReading
from disclosure_stats.rows import Row
from disclosure_stats.text.folding import squeeze
from disclosure_stats.text.han import UNKNOWN
from disclosure_stats.text.labels import label_key
from disclosure_stats.text.values import UNITS, parse_value

_NEVER_BLANK = ("requests", "indicators")
_NUMBERS_BEHIND = re.compile(r"[\d.,，/+−–—-]+$")
_UNIT_BEHIND = re.compile(f"(?:{'|'.join(UNITS)})$")
_MAX_WORD = 6  # characters in place of a number
_WORDS_BEHIND = re.compile(rf"(?:{'|'.join(UNITS)})\D{{0,{_MAX_WORD}}}")  # a unit, and a word
_MIN_LABEL = 4  # characters: 其他, 规章 and 总计 begin other lines too
_MIN_NUMBERS = 4  # one below the other, with nothing beside them: a column
# Rows that every report prints: without them a reading is not to be trusted.
_CORE_ROWS = frozenset(
    {"received", "carried_in", "granted", "processed_total", "carried_out", "disclosed_total"}
)


def findings_of_tables(outcome: ReadingOutcome, left_out: Sequence[Row], blame: Blame) -> list[Row]:
    """What does not add up in the statutory tables of a report, and what could not be read there;
    `left_out` are the findings on rows that were not found."""
    reading = outcome.reading
    findings = [
        finding_of(check, blame.of_sum(check))
        for check in outcome.checks
        if check.outcome == "failed"
    ]
    if reading.count("unreadable"):
        findings += [
            finding("unreadable_cell", cell.table, cell.where, "extraction", page=cell.page)
            for cell in reading.cells
            if cell.state == "unreadable"
        ]
    findings += [
        finding("number_unplaced", lost.table, origin="extraction", page=lost.page)
        for lost in reading.around.unplaced
    ]
    findings += left_out
    findings += _blank_tables(reading)
    findings += [
        finding("table_printed_again", table, page=page)
        for table, page in reading.printed_again.items()
    ]
    if not any(check.outcome in ("passed", "failed") for check in outcome.checks):
        findings.append(finding("nothing_checked", "reports"))
    return findings


def findings_of_narrative(
    parts_checks: Sequence[tuple[PartsCheck, int]],
    claims: Sequence[CheckResult],
    blame: Blame | None,
) -> list[Row]:
    """What does not add up in the narrative: parts and wholes, each with the page of its whole,
    and claims against the tables, if there are any."""
    findings = [
        _parts_differ(check, page) for check, page in parts_checks if check.outcome == "failed"
    ]
    findings += [
        finding_of(claim, blame.of_claim(claim) if blame else "unknown")
        for claim in claims
        if claim.outcome == "failed"
    ]
    return findings


def findings_of_form(form: Form | None, year: int | None) -> list[Row]:
    """That a report on `year` cannot well be on `form`: it came later, or has long been replaced.

    The form before the one in use is still met years later, and no finding.
    """
    in_use = form_of_year(year) if year else None
    if form is None or in_use is None:
        return []
    newest = ERAS.index(in_use.era)
    if newest - 1 <= ERAS.index(form.era) <= newest:
        return []
    expected, found = int(in_use.era), int(form.era)
    return [finding("form_of_another_time", "reports", "era", expected=expected, found=found)]


def findings_of_pages(
    missing: Sequence[str], unreadable_pages: Sequence[int], doubted_pages: Sequence[int]
) -> list[Row]:
    """Which pages could not be read, on which digits look like others than the text says, and which
    statutory tables were not found."""
    findings = [
        finding(rule, "sections", f"page {number}", "extraction", page=number)
        for rule, pages in (
            ("unreadable_pages", unreadable_pages),
            ("digits_doubted", doubted_pages),
        )
        for number in pages
    ]
    return findings + [_missing(table, bool(unreadable_pages)) for table in missing]


def _parts_differ(check: PartsCheck, page: int) -> Row:
    whole, parts = check.whole, check.parts
    total = sum(part.count for part in parts)
    terms = " + ".join(str(part.count) for part in parts)
    is_list = check.rule == "postings_parts"
    return finding(
        check.rule,
        "postings",
        whole.channel if is_list else parts[0].channel,
        "source" if check.read_whole else "unknown",
        expected=float(total if is_list else whole.count),
        found=float(whole.count if is_list else total),
        page=page,
        message=f"postings, {parts[0].channel}: the parts {terms} make {total}, but the whole that "
        f"they are given for is {whole.count}."
        if is_list
        else None,
    )


def _missing(table: str, has_unread_pages: bool) -> Row:
    # Where pages could not be read, the table may well stand on one of them.
    if has_unread_pages:
        return finding("table_missing", table, origin="extraction", severity="warning")
    return finding("table_missing", table)


def _blank_tables(reading: FormReading) -> list[Row]:
    """The tables of which cells were found, and not one prints anything. Part four is often left
    blank where there was no case; a form whose numbers are all gone is likelier to have lost its
    font."""
    missing = reading.missing()
    findings = []
    for table in reading.form.tables:
        cells = reading.of_table(table)
        if table not in missing and all(cell.state in ("blank", "absent") for cell in cells):
            page = next((cell.page for cell in cells if cell.page), None)
            severity: Severity | None = "warning" if table in _NEVER_BLANK else None
            findings.append(finding("table_blank", table, severity=severity, page=page))
    return findings


def rows_left_out(
    reading: FormReading, lines: Sequence[Line], beside: Collection[Line]
) -> list[Row]:
    """Findings on the rows of the form that were not found: a `warning` where the label stands in
    the report all the same, or where no report leaves the row out, else an `info`. `lines` are
    those of the whole report, `beside` those of them outside its tables."""
    expected = _expected_rows(reading)
    if not expected:
        return []
    # Cells too: in some a label stands upright.
    cells = [cell.text for row in reading.around.observed for cell in row.cells]
    printed = _printed_labels([*(line.text for line in lines), *cells])
    are_beside = set(map(id, beside))
    rows = [label_key(line.text) for line in lines if id(line) not in are_beside]
    # The end of a label is no indicator that the form does not have.
    others = [
        (cell.label, cell.page)
        for cell in reading.of_table("indicators")
        if cell.row == "other" and cell.label
    ]
    halves = [key for label, _ in others if (key := label_key(label))]
    # One whose label is not wholly known may well be a row of the form.
    findings = [
        finding("row_unread", "indicators", label, "extraction", page=page)
        for label, page in others
        if UNKNOWN in label
    ]
    for table, code, labels in expected:
        keys = [label_key(label) for label in labels]
        if _is_printed(table, keys, printed, halves) or any(
            any(_is_begun(table, row, key) for row in rows)
            # A table without rules ends with the last row of which a number was read.
            or any(_is_begun(table, text, key) and _is_row(text, key) for text in printed)
            for key in keys
        ):
            findings.append(finding("row_unread", table, code, "extraction"))
        elif table != "indicators" or code in _CORE_ROWS:  # provinces left many of them out
            is_core = table == "appeals" or code in _CORE_ROWS
            severity: Severity | None = "warning" if is_core else None
            findings.append(finding("row_absent", table, code, severity=severity))
    return findings


def columns_left_out(
    reading: FormReading, lines: Sequence[Line], beside: Sequence[Line]
) -> list[Row]:
    """Findings on columns that stand apart from their tables, the page ended before them: where
    part two was read without one, and among all `lines` are numbers below its title, or part three,
    and among those `beside` the tables are many numbers, one below the other."""
    found: list[tuple[str, int]] = []
    if titles := _titles_of_absent(reading):
        columns = _columns_of_numbers(lines)
        found += [("disclosures", page) for above, page, _ in columns if above.endswith(titles)]
    if _absent_columns(reading, "requests"):
        columns = _columns_of_numbers(beside)
        found += [("requests", page) for _, page, count in columns if count >= _MIN_NUMBERS]
    return [
        finding("number_unplaced", table, origin="extraction", page=page)
        for table, page in dict.fromkeys(found)
    ]


def _absent_columns(reading: FormReading, table: str) -> set[str]:
    """The columns of a table that is read in which no row has a cell."""
    columns = defaultdict(set)
    for cell in reading.of_table(table):
        columns[cell.column].add(cell.state)
    absent = {column for column, states in columns.items() if states == {"absent"}}
    return absent if len(absent) < len(columns) else set()


def _titles_of_absent(reading: FormReading) -> tuple[str, ...]:
    """The keys of the titles of columns in which no row of part two has a cell."""
    absent = _absent_columns(reading, "disclosures")
    measures = [measure for block in reading.form.disclosures for measure in block.measures]
    labels = [label for one in measures if one.code in absent for label in one.labels]
    return tuple(map(label_key, labels))


def _columns_of_numbers(lines: Sequence[Line]) -> Iterator[tuple[str, int, int]]:
    """Of lines in a row that are a number each: the key of what stands above them on their page,
    the page, and how many they are."""
    above, page = "", 0
    for (own_page, is_number), run in groupby(
        lines, lambda line: (line.page, parse_value(line.text).state == "printed")
    ):
        texts = [line.text for line in run]
        if is_number:
            yield above if page == own_page else "", own_page, len(texts)
        else:
            above, page = label_key("".join(texts)), own_page


def _is_begun(table: str, text: str, key: str) -> bool:
    """Whether a row of a table begins with a label, behind which it prints no number: of the
    statistics form, whose labels begin like one another, one with its unit."""
    if table == "indicators":
        return text.startswith(key) and bool(_WORDS_BEHIND.fullmatch(text, len(key)))
    return table == "disclosures" and text.startswith(key)


def _is_row(text: str, key: str) -> bool:
    """Whether a line that begins with a label is that of a row with a word for its number."""
    return len(key) >= _MIN_LABEL and len(text) <= len(key) + _MAX_WORD


def _printed_labels(texts: Sequence[str]) -> list[str]:
    """The keys of lines of text, without numbers and units at their ends."""
    labels = [_NUMBERS_BEHIND.sub("", squeeze(text)) for text in texts]
    labels += [_NUMBERS_BEHIND.sub("", _UNIT_BEHIND.sub("", label)) for label in labels]
    return [label_key(text) for text in dict.fromkeys(labels)]


def _is_printed(
    table: str, keys: Sequence[str], printed: Sequence[str], halves: Sequence[str]
) -> bool:
    """Whether a row's label stands in the report, or the end of it as an indicator of its own."""
    if any(key.endswith(half) for half in halves for key in keys):
        return True
    # The statistics form has labels that end like another one (信函、传真申请数).
    is_printed = _is_label if table == "indicators" else _ends_with_label
    return any(is_printed(text, key) for text in printed for key in keys)


def _is_label(text: str, key: str) -> bool:
    return text == key


def _ends_with_label(text: str, key: str) -> bool:
    if len(key) < _MIN_LABEL:
        return text == key == "规章"
    return text.endswith(key) and len(text) <= len(key) + 12


def _expected_rows(reading: FormReading) -> list[tuple[str, str, tuple[str, ...]]]:
    """Table, code and labels of the form's rows that were not found, alternatives set aside."""
    form = reading.form
    expected = []
    for table, grids in form.grids.items():
        entries = [row for grid in grids for row in grid.rows]
        found = reading.present_rows(table)
        if not found:
            continue
        not_sought = found | form.set_aside(found)
        sought = [entry for entry in entries if entry.code and entry.code not in not_sought]
        if sought and table == "indicators":
            # Two rows of the form have one label (其他情形数): where one was found, it is its own.
            own = [entry for entry in entries if entry.code in found]
            taken = {label for entry in own for label in entry.labels}
            sought = [entry for entry in sought if taken.isdisjoint(entry.labels)]
        expected += [(table, entry.code, entry.labels) for entry in sought]
    return expected
