"""What does not add up or could not be read, as rows of `findings`, and the report's status."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from disclosure_stats.checks.claims import ClaimCheck
from disclosure_stats.checks.outcome import Outcome
from disclosure_stats.checks.parts import PartsCheck
from disclosure_stats.checks.sums import CheckResult
from disclosure_stats.forms import load_form
from disclosure_stats.reading.model import Row
from disclosure_stats.reading.readers import ReadingOutcome
from disclosure_stats.reading.statutory import Reading
from disclosure_stats.reading.text import label_key, squeeze

_NUMBERS_BEHIND = re.compile(r"[\d.,，/—-]+$")
# Rows that every report prints: without them a reading is not to be trusted.
_CORE_ROWS = frozenset(
    {"received", "carried_in", "granted", "processed_total", "carried_out", "disclosed_total"}
)
_PARTS = {
    "disclosures": "part two (主动公开政府信息情况)",
    "requests": "part three (收到和处理政府信息公开申请情况)",
    "appeals": "part four (行政复议、行政诉讼情况)",
    "indicators": "the statistics form (政府信息公开情况统计表)",
}


def findings_of(
    era: str | None,
    outcome: ReadingOutcome | None,
    unreadable_pages: Sequence[int],
    texts: Sequence[str],
    parts_checks: Sequence[tuple[PartsCheck, int]],
    claims: Sequence[ClaimCheck],
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
        _failed(check, outcome) for check in reading.checks if check.outcome == "failed"
    )
    for table, rows in reading.tables.items():
        findings.extend(
            _unreadable(table, row) for row in rows if row["cell_state"] == "unreadable"
        )
    findings.extend(_claim_differs(claim, outcome) for claim in claims if claim.outcome == "failed")
    findings.extend(_left_out(reading, texts))
    findings.extend(_blank_table(table, rows) for table, rows in _wholly_blank(reading))
    of_form = Counter(check.outcome for check in reading.checks)
    if not of_form["passed"] and not of_form["failed"]:
        findings.append(_nothing_checked())
    serious = any(finding["severity"] != "info" for finding in findings)
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


def _finding(rule: str, severity: str, origin: str, table: str, where: str, **more: object) -> Row:
    row: Row = {
        "rule": rule,
        "severity": severity,
        "origin": origin,
        "table": table,
        "where": where,
        "expected": None,
        "found": None,
        "message": "",
        "page": None,
    }
    row.update(more)
    return row


def _failed(check: CheckResult, outcome: ReadingOutcome) -> Row:
    left, right = _number(check.left), _number(check.right)
    return _finding(
        check.rule,
        "error",
        outcome.origin(check),
        check.table,
        check.where,
        expected=check.right,
        found=check.left,
        page=check.page,
        message=f"{check.table}, {check.where}: {check.left_side} is {left}, "
        f"but {check.right_side} is {right}.",
    )


def _parts_differ(check: PartsCheck, page: int) -> Row:
    whole, parts = check.whole, check.parts
    total = sum(part.count for part in parts)
    is_list = check.rule == "postings_parts"
    if is_list:
        terms = " + ".join(str(part.count) for part in parts)
        message = f"the parts {terms} make {total}, but the whole that they are given for is"
    else:
        message = f"{total} items are more than the total of all channels,"
    return _finding(
        check.rule,
        # One item may be posted in several ways, and bodies count totals differently.
        "warning" if is_list else "info",
        "source" if check.read_whole else "unknown",
        "postings",
        whole.channel if is_list else parts[0].channel,
        expected=float(total if is_list else whole.count),
        found=float(whole.count if is_list else total),
        page=page,
        message=f"postings, {parts[0].channel}: {message} {whole.count}.",
    )


def _claim_differs(claim: ClaimCheck, outcome: ReadingOutcome) -> Row:
    sums = [sum_ for sum_ in outcome.reading.checks if (claim.where, "total") in sum_.cells]
    is_proved = bool(sums) and all(sum_.outcome == "passed" for sum_ in sums)
    stated, printed = _number(claim.stated), _number(claim.printed or 0)
    return _finding(
        claim.rule,
        "warning",
        # A cell that the form's sums prove was read right; so were the digits of a sentence.
        "source" if is_proved else "unknown",
        claim.table,
        claim.where,
        expected=claim.stated,
        found=claim.printed,
        page=claim.page,
        message=f"{claim.table}, {claim.where}: the narrative says {stated}, "
        f"but the table prints {printed}.",
    )


def _number(value: float) -> str:
    return f"{value:g}" if value != int(value) else str(int(value))


def _missing(table: str, has_unread_pages: bool) -> Row:
    # Where pages could not be read, the table may well stand on one of them.
    return _finding(
        "table_missing",
        "warning" if has_unread_pages else "error",
        "extraction" if has_unread_pages else "unknown",
        table,
        "",
        message=f"{_PARTS[table]} was not found in the report.",
    )


def _unreadable_page(number: int) -> Row:
    return _finding(
        "unreadable_pages",
        "warning",
        "extraction",
        "sections",
        f"page {number}",
        page=number,
        message=f"Page {number} has no usable text layer and was not read.",
    )


def _unreadable(table: str, row: Row) -> Row:
    keys = ("item", "measure", "outcome", "applicant", "stage", "result", "indicator", "period")
    where = ", ".join(str(row[key]) for key in keys if key in row)
    return _finding(
        "unreadable_cell",
        "warning",
        "extraction",
        table,
        where,
        page=row["page"],
        message=f"{table}, {where}: the cell could not be read as a number.",
    )


def _wholly_blank(reading: Reading) -> list[tuple[str, list[Row]]]:
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
    return _finding(
        "table_blank",
        "warning" if table in ("requests", "indicators") else "info",
        "unknown",
        table,
        "",
        page=next((row["page"] for row in rows if row["page"]), None),
        message=f"{_PARTS[table]} prints no number at all.",
    )


def _nothing_checked() -> Row:
    return _finding(
        "nothing_checked",
        "info",
        "unknown",
        "reports",
        "",
        message="No sum of the form could be checked, so nothing proves that the report was "
        "read right.",
    )


def _left_out(reading: Reading, texts: Sequence[str]) -> list[Row]:
    """Of each row of parts two and three that was not found: a `warning` where its label stands
    in the report all the same, or where no report leaves it out, else an `info`."""
    expected = _expected_rows(reading)
    if not expected:
        return []
    printed = [label_key(_NUMBERS_BEHIND.sub("", squeeze(text))) for text in texts]
    findings = []
    for table, code, labels in expected:
        keys = [label_key(label) for label in labels]
        if any(_prints(text, key) for text in printed for key in keys):
            findings.append(
                _finding(
                    "row_unread",
                    "warning",
                    "extraction",
                    table,
                    code,
                    message=f"{table}: the label of row {code} was seen, but not its numbers.",
                )
            )
        else:
            findings.append(
                _finding(
                    "row_absent",
                    "warning" if code in _CORE_ROWS else "info",
                    "unknown",
                    table,
                    code,
                    message=f"{table}: the report prints no row {code}.",
                )
            )
    return findings


def _prints(text: str, key: str) -> bool:
    if len(key) < 4:  # 其他 and 总计 are titles of columns too
        return text == key == "规章"
    return text.endswith(key) and len(text) <= len(key) + 12


def _expected_rows(reading: Reading) -> list[tuple[str, str, tuple[str, ...]]]:
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
    rows += [
        ("indicators", indicator.code, indicator.labels)
        for indicator in form.indicators
        if listed and indicator.code in _CORE_ROWS - listed
    ]
    rows += [
        ("requests", outcome.code or "", outcome.labels)
        for outcome in form.outcomes
        if found and outcome.code not in found | set_aside
    ]
    return rows


def _present(reading: Reading, table: str) -> list[Row]:
    return [row for row in reading.tables[table] if row["cell_state"] != "absent"]
