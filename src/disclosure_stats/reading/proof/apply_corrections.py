"""Corrections, applied to what was read: each only where just the value stands that it expects."""

from collections.abc import Sequence

from disclosure_stats.checks.corrections import Correction, Value, shown
from disclosure_stats.checks.rules import finding
from disclosure_stats.forms.cells import CELL_TABLES, CellKey, PrintedCell
from disclosure_stats.reading.proof.best_reading import ReadingOutcome
from disclosure_stats.rows import Row
from disclosure_stats.text.values import CellState


def correct_identity(identity: Row, corrections: Sequence[Correction]) -> tuple[Row, list[Row]]:
    """The columns of `reports` corrected, and findings."""
    findings = []
    for one in corrections:
        if one.table == "reports":
            (column,) = one.key
            findings.append(_told(one, identity))
            if identity[column] == one.value_as_read:
                identity = identity | {column: one.value}
    return identity, findings


def correct_cells(
    outcome: ReadingOutcome, corrections: Sequence[Correction]
) -> tuple[ReadingOutcome, list[Row]]:
    """`outcome` with the cells of the statutory tables corrected, and findings."""
    corrections = [one for one in corrections if one.table in CELL_TABLES]
    if not corrections:
        return outcome, []
    # Where rows that the form does not have share a key, the first is meant.
    printed = {cell.key: cell for cell in reversed(outcome.reading.cells) if cell.state != "absent"}
    changed: dict[CellKey, PrintedCell] = {}
    findings = []
    for one in corrections:
        row, column = one.key
        cell = printed.get((one.table, row, column))
        findings.append(_told(one, cell and {"value": cell.number, "page": cell.page}))
        if cell is not None and cell.number == one.value_as_read:
            state: CellState = "blank" if one.value is None else "printed"
            changed[cell.key] = cell._replace(number=_if_number(one.value), state=state)
    if changed:
        reading = outcome.reading.with_cells(changed.values())
        outcome = outcome.with_reading(reading, frozenset(changed))
    return outcome, findings


def correct_postings(
    postings: Sequence[Row], corrections: Sequence[Correction]
) -> tuple[list[Row], list[Row]]:
    """The postings with their counts corrected, and findings."""
    corrected = {str(posting["posting_id"]): posting for posting in postings}
    findings = []
    for one in corrections:
        if one.table == "postings":
            (number,) = one.key
            posting = corrected.get(number)
            findings.append(
                _told(one, posting and {"value": posting["count"], "page": posting["page"]})
            )
            if posting is not None and posting["count"] == one.value_as_read:
                corrected[number] = posting | {"count": one.value}
    return list(corrected.values()), findings


def _told(correction: Correction, found: Row | None) -> Row:
    """The finding that a correction was made, or why not. `found` is null where there is nothing
    to correct; its `value` is what stands there, or that of the column that is corrected."""
    read = found or {}
    value: Value = read.get("value", read.get(correction.key[0]))
    page: int | None = read.get("page")
    if found is None or value != correction.value_as_read:
        there = "no such cell" if found is None else shown(value)
        return finding(
            "correction_outdated",
            correction.table,
            correction.where,
            expected=_if_number(correction.value_as_read),
            found=_if_number(value),
            page=page,
            message=f"{correction.table}, {correction.where}: a correction expects "
            f"{shown(correction.value_as_read)}, but the report has {there}; it was not made.",
        )
    return finding(
        "corrected",
        correction.table,
        correction.where,
        expected=_if_number(correction.value),
        found=_if_number(value),
        page=page,
        message=correction.said(),
    )


def _if_number(value: Value) -> float | None:
    return None if value is None or isinstance(value, str) else value
