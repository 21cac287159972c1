"""What does not add up or could not be read, as rows of `findings`, and the report's status."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from disclosure_stats.checks.outcome import CheckResult, Outcome
from disclosure_stats.checks.posting_sums import PartsCheck
from disclosure_stats.checks.rules import Origin, Severity, finding, finding_of
from disclosure_stats.forms import load_form
from disclosure_stats.reading.proof.best_reading import ReadingOutcome
from disclosure_stats.reading.tables.form_reading import FormReading
from disclosure_stats.reading.tables.unplaced import Unplaced
from disclosure_stats.rows import Row
from disclosure_stats.text.folding import squeeze
from disclosure_stats.text.labels import label_key
from disclosure_stats.text.values import UNITS

_NUMBERS_BEHIND = re.compile(r"[\d.,，/+−–—-]+$")
_UNIT_BEHIND = re.compile(f"(?:{'|'.join(UNITS)})$")
# Rows that every report prints: without them a reading is not to be trusted.
_CORE_ROWS = frozenset(
    {"received", "carried_in", "granted", "processed_total", "carried_out", "disclosed_total"}
)


def findings_of(
    era: str | None,
    outcome: ReadingOutcome | None,
    unreadable_pages: Sequence[int],
    texts: Sequence[str],
    parts_checks: Sequence[tuple[PartsCheck, int]],
    claims: Sequence[CheckResult],
) -> tuple[list[Row], Row]:
    """Rows of `findings`, and the columns `status`, `checks_passed`, `checks_failed` and
    `checks_not_assessable` of `reports`.

    `texts` are the lines of the whole report, tables included, as printed; `parts_checks` are the
    checks of the narrative, each with the page of its whole, `claims` those against the tables.
    """
    findings = [_unreadable_page(number) for number in unreadable_pages]
    findings.extend(
        _parts_differ(check, page) for check, page in parts_checks if check.outcome == "failed"
    )
    counts = Counter(check.outcome for check, _ in parts_checks)
    counts.update(claim.outcome for claim in claims)
    if outcome is None:
        wanted = ["indicators"] if era == "2014" else ["disclosures", "requests", "appeals"]
        findings.extend(_missing(table, bool(unreadable_pages)) for table in wanted)
        return findings, _summary("partial", counts)
    reading = outcome.reading
    findings.extend(_missing(table, bool(unreadable_pages)) for table in reading.missing())
    findings.extend(
        finding_of(check, outcome.origin(check))
        for check in reading.checks
        if check.outcome == "failed"
    )
    for table, rows in reading.tables.items():
        findings.extend(
            _unreadable(table, row) for row in rows if row["cell_state"] == "unreadable"
        )
    findings.extend(_unplaced(lost) for lost in reading.unplaced)
    findings.extend(
        finding_of(claim, _claim_origin(claim, reading.checks))
        for claim in claims
        if claim.outcome == "failed"
    )
    findings.extend(_left_out(reading, texts))
    findings.extend(_blank_table(table, rows) for table, rows in _wholly_blank(reading))
    findings.extend(
        finding("table_printed_again", table, page=page)
        for table, page in reading.printed_again.items()
    )
    of_form = Counter(check.outcome for check in reading.checks)
    if not of_form["passed"] and not of_form["failed"]:
        findings.append(finding("nothing_checked", "reports"))
    serious = any(row["severity"] != "info" for row in findings)
    if reading.missing() or unreadable_pages:
        status = "partial"
    else:
        status = "flagged" if serious else "verified"
    return findings, _summary(status, counts + of_form)


def _summary(status: str, counts: Mapping[Outcome, int]) -> Row:
    return {
        "status": status,
        "checks_passed": counts.get("passed", 0),
        "checks_failed": counts.get("failed", 0),
        "checks_not_assessable": counts.get("not_assessable", 0),
    }


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


def _claim_origin(claim: CheckResult, sums: Sequence[CheckResult]) -> Origin:
    """A cell that the form's sums prove was read right; so were the digits of a sentence."""
    beside = [sum_ for sum_ in sums if set(claim.cells) & set(sum_.cells)]
    is_proved = bool(beside) and all(sum_.outcome == "passed" for sum_ in beside)
    return "source" if is_proved else "unknown"


def _missing(table: str, has_unread_pages: bool) -> Row:
    # Where pages could not be read, the table may well stand on one of them.
    if has_unread_pages:
        return finding("table_missing", table, origin="extraction", severity="warning")
    return finding("table_missing", table)


def _unreadable_page(number: int) -> Row:
    return finding("unreadable_pages", "sections", f"page {number}", "extraction", page=number)


def _unreadable(table: str, row: Row) -> Row:
    keys = ("item", "measure", "outcome", "applicant", "stage", "result", "indicator", "period")
    where = ", ".join(str(row[key]) for key in keys if key in row)
    return finding("unreadable_cell", table, where, "extraction", page=row["page"])


def _unplaced(lost: Unplaced) -> Row:
    return finding("number_unplaced", lost.table, origin="extraction", page=lost.page)


def _wholly_blank(reading: FormReading) -> list[tuple[str, list[Row]]]:
    """The tables of which cells were found, and not one prints anything."""
    return [
        (table, rows)
        for table, rows in reading.tables.items()
        if rows
        and {row["cell_state"] for row in rows} <= {"blank", "absent"}
        and table not in reading.missing()
    ]


def _blank_table(table: str, rows: Sequence[Row]) -> Row:
    # Part four is often left blank where there was no case; a form whose numbers are all gone is
    # likelier to have lost its font.
    return finding(
        "table_blank",
        table,
        severity="warning" if table in ("requests", "indicators") else None,
        page=next((row["page"] for row in rows if row["page"]), None),
    )


def _left_out(reading: FormReading, texts: Sequence[str]) -> list[Row]:
    """Of each row of parts two and three that was not found: a `warning` where its label stands
    in the report all the same, or where no report leaves it out, else an `info`."""
    expected = _expected_rows(reading)
    if not expected:
        return []
    labels_printed = [_NUMBERS_BEHIND.sub("", squeeze(text)) for text in texts]
    labels_printed += [
        _NUMBERS_BEHIND.sub("", _UNIT_BEHIND.sub("", text)) for text in labels_printed
    ]
    printed = [label_key(text) for text in dict.fromkeys(labels_printed)]
    # The end of a label is no indicator that the form does not have.
    others = [row["label"] for row in reading.tables["indicators"] if row["indicator"] == "other"]
    halves = [key for key in map(label_key, filter(None, others)) if key]
    findings = []
    for table, code, labels in expected:
        keys = [label_key(label) for label in labels]
        # The statistics form has labels that end like another one (信函、传真申请数).
        is_printed = _is_label if table == "indicators" else _ends_with_label
        is_halved = any(key.endswith(half) for half in halves for key in keys)
        if is_halved or any(is_printed(text, key) for text in printed for key in keys):
            findings.append(finding("row_unread", table, code, "extraction"))
        elif table != "indicators" or code in _CORE_ROWS:  # provinces left many of them out
            is_core = table == "appeals" or code in _CORE_ROWS
            severity: Severity | None = "warning" if is_core else None
            findings.append(finding("row_absent", table, code, severity=severity))
    return findings


def _is_label(text: str, key: str) -> bool:
    return text == key


def _ends_with_label(text: str, key: str) -> bool:
    if len(key) < 4:  # 其他 and 总计 are titles of columns too
        return text == key == "规章"
    return text.endswith(key) and len(text) <= len(key) + 12


def _expected_rows(reading: FormReading) -> list[tuple[str, str, tuple[str, ...]]]:
    """Table, code and labels of the form's rows that were not found, alternatives set aside."""
    form = load_form(reading.era)
    items = [item for block in form.disclosures for item in block.items]
    found = {row["item"] for row in _present(reading, "disclosures")}
    rows = [
        ("disclosures", item.code or "", item.labels)
        for item in items
        if found and item.code not in found
    ]
    found = {row["outcome"] for row in _present(reading, "requests")}
    alternatives = {"other_uncorrected", "other_unpaid", "other_other"}
    set_aside = {"other"} if alternatives & found else alternatives if "other" in found else set()
    listed = {row["indicator"] for row in _present(reading, "indicators")}
    # Two rows of the form have one label (其他情形数): where one was found, it is that one's.
    taken = {label for row in form.indicators if row.code in listed for label in row.labels}
    rows += [
        ("indicators", indicator.code, indicator.labels)
        for indicator in form.indicators
        if listed and indicator.code and indicator.code not in listed
        if not taken & set(indicator.labels)
    ]
    rows += [
        ("requests", outcome.code or "", outcome.labels)
        for outcome in form.outcomes
        if found and outcome.code not in found | set_aside
    ]
    stages = {row["stage"] for row in _present(reading, "appeals")}
    rows += [
        ("appeals", stage.code or "", stage.labels)
        for stage in form.stages
        if stages and stage.code not in stages
    ]
    return rows


def _present(reading: FormReading, table: str) -> list[Row]:
    return [row for row in reading.tables[table] if row["cell_state"] != "absent"]
