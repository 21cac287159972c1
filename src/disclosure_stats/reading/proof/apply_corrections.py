"""Corrections, applied to what was read: each only where just the value stands that it expects."""

from collections.abc import Sequence

from disclosure_stats.checks.corrections import CELL_TABLES, Correction, Value, shown
from disclosure_stats.checks.rules import finding
from disclosure_stats.forms.cells import KEYS
from disclosure_stats.reading.proof.best_reading import ReadingOutcome
from disclosure_stats.rows import Row


def correct_identity(identity: Row, corrections: Sequence[Correction]) -> list[Row]:
    """Correct columns of `reports`, in place; gives findings."""
    return [_corrected(identity, one.key[0], one) for one in corrections if one.table == "reports"]


def correct_cells(outcome: ReadingOutcome | None, corrections: Sequence[Correction]) -> list[Row]:
    """Correct cells of the statutory tables, in place, and note them; gives findings."""
    tables = outcome.reading.tables if outcome else {}
    findings = []
    for one in corrections:
        if one.table in CELL_TABLES:
            row_column, column_column, number = KEYS[one.table]
            rows = [
                row
                for row in tables.get(one.table, ())
                if (row[row_column], row[column_column]) == one.key
                and row["cell_state"] != "absent"
            ]
            findings.append(_corrected(rows[0] if rows else None, number, one))
            if outcome and rows and findings[-1]["rule"] == "corrected":
                outcome.corrected.add((one.table, rows[0][row_column], rows[0][column_column]))
                rows[0]["cell_state"] = "blank" if one.value is None else "printed"
    return findings


def correct_postings(postings: Sequence[Row], corrections: Sequence[Correction]) -> list[Row]:
    """Correct the counts of postings, in place; gives findings."""
    by_number = {str(posting["posting_id"]): posting for posting in postings}
    return [
        _corrected(by_number.get(one.key[0]), "count", one)
        for one in corrections
        if one.table == "postings"
    ]


def _corrected(row: Row | None, column: str, correction: Correction) -> Row:
    """Put the value in, and give the finding that says so, or why not."""
    found: Value = None if row is None else row[column]
    page = None if row is None else row.get("page")
    if row is None or found != correction.value_as_read:
        there = "no such cell" if row is None else shown(found)
        return finding(
            "correction_outdated",
            correction.table,
            correction.where,
            expected=_if_number(correction.value_as_read),
            found=_if_number(found),
            page=page,
            message=f"{correction.table}, {correction.where}: a correction expects "
            f"{shown(correction.value_as_read)}, but the report has {there}; it was not made.",
        )
    row[column] = correction.value
    return finding(
        "corrected",
        correction.table,
        correction.where,
        expected=_if_number(correction.value),
        found=_if_number(found),
        page=page,
        message=correction.said(),
    )


def _if_number(value: Value) -> float | None:
    return None if value is None or isinstance(value, str) else float(value)
