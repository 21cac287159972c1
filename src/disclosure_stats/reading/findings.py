"""What does not add up or could not be read, as rows of `findings`, and the report's status."""

from collections import Counter
from collections.abc import Sequence

from disclosure_stats.checks.sums import CheckResult
from disclosure_stats.forms import load_form
from disclosure_stats.reading.model import Row
from disclosure_stats.reading.readers import ReadingOutcome

_PARTS = {
    "disclosures": "part two (主动公开政府信息情况)",
    "requests": "part three (收到和处理政府信息公开申请情况)",
    "appeals": "part four (行政复议、行政诉讼情况)",
    "indicators": "the statistics form (政府信息公开情况统计表)",
}


def findings_of(
    era: str | None, outcome: ReadingOutcome | None, unreadable_pages: Sequence[int]
) -> tuple[list[Row], Row]:
    """Rows of `findings`, and the columns `status`, `checks_passed`, `checks_failed` and
    `checks_not_assessable` of `reports`."""
    findings = [_unreadable_page(number) for number in unreadable_pages]
    if outcome is None:
        wanted = ["indicators"] if era == "2014" else ["disclosures", "requests", "appeals"]
        findings.extend(_missing(table) for table in wanted)
        return findings, _summary("partial", Counter())
    reading = outcome.reading
    findings.extend(_missing(table) for table in reading.missing())
    findings.extend(
        _failed(check, outcome) for check in reading.checks if check.outcome == "failed"
    )
    for table, rows in reading.tables.items():
        findings.extend(_unreadable(table, row) for row in rows if row["cell_state"] == "unreadable")
    findings.extend(_left_out(reading.tables["requests"], reading.era))
    counts = Counter(check.outcome for check in reading.checks)
    serious = any(finding["severity"] != "info" for finding in findings)
    if reading.missing() or unreadable_pages:
        status = "partial"
    else:
        status = "flagged" if serious else "verified"
    return findings, _summary(status, counts)


def _summary(status: str, counts: "Counter[str]") -> Row:
    return {
        "status": status,
        "checks_passed": counts["passed"],
        "checks_failed": counts["failed"],
        "checks_not_assessable": counts["not_assessable"],
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


def _number(value: float) -> str:
    return f"{value:g}" if value != int(value) else str(int(value))


def _missing(table: str) -> Row:
    return _finding(
        "table_missing",
        "error",
        "unknown",
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


def _left_out(rows: list[Row], era: str) -> list[Row]:
    """An `info` for each row of part three that the report does not print."""
    if not rows:
        return []
    printed = {row["outcome"] for row in rows if row["cell_state"] != "absent"}
    expected = [entry.code for entry in load_form(era).outcomes]
    alternatives = {"other_uncorrected", "other_unpaid", "other_other"}
    if alternatives & printed:
        expected.remove("other")
    elif "other" in printed:
        expected = [code for code in expected if code not in alternatives]
    return [
        _finding(
            "row_absent",
            "info",
            "unknown",
            "requests",
            str(code),
            message=f"requests: the report prints no row {code}.",
        )
        for code in expected
        if code not in printed
    ]
