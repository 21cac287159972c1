"""Which printed cells a person ought to look at: those of sums that fail, and those in doubt."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from disclosure_stats.checks.sums import check_sums
from disclosure_stats.forms import ERAS, load_form
from disclosure_stats.forms.cells import CELL_TABLES, CellKey, cells_of

Mark = Literal["failed", "doubtful"]
"""`failed`: a term of a sum of the form that does not hold. `doubtful`: the cell could not be read,
or its reading is in doubt."""

_DOUBTS = ("unreadable_cell", "read_by_sums")  # rules of findings on one cell


def marked_cells(
    era: str | None,
    tables: Mapping[str, Iterable[Mapping[str, Any]]],
    findings: Sequence[Mapping[str, Any]],
) -> dict[CellKey, Mark]:
    """The cells of a report to be looked at, by table, row code and column code.

    `tables` are rows of the statutory tables by the table's name, `findings` those of the report. A
    cell of a failed sum whose reading is in doubt (`origin = extraction`) is doubtful.
    """
    cells = list(cells_of(tables))
    marks: dict[CellKey, Mark] = {}
    sums = check_sums(load_form(era), cells) if era in ERAS else []
    doubted = {_place(row) for row in findings if row["origin"] == "extraction"}
    for result in sums:
        if result.outcome == "failed":
            is_doubted = (result.rule, result.table, result.where) in doubted
            for row, column in result.cells:
                key = (result.table, row, column)
                # A cell of two sums is in doubt if one of them is.
                if is_doubted or key not in marks:
                    marks[key] = "doubtful" if is_doubted else "failed"
    for cell in cells:
        if cell.state == "unreadable":
            marks[cell.key] = "doubtful"
    for finding in findings:
        codes = str(finding["where"] or "").split(", ")
        if finding["rule"] in _DOUBTS and finding["table"] in CELL_TABLES and len(codes) == 2:
            marks[finding["table"], codes[0], codes[1]] = "doubtful"
    return marks


def cells_behind(
    era: str | None, rows: Iterable[Mapping[str, Any]], finding: Mapping[str, Any]
) -> tuple[tuple[str, str], ...]:
    """The row and column codes of the cells that a finding on a statutory table rests on: the terms
    of a sum of the form, or the cell that it names; none where it names none. `rows` are those of
    the report in the finding's table."""
    table, where = finding["table"], str(finding["where"] or "")
    results = check_sums(load_form(era), cells_of({table: rows})) if era in ERAS else []
    for result in results:
        if (result.rule, result.where) == (finding["rule"], where):
            return result.cells
    return cells_named(finding)


def cells_named(finding: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """The row and column codes of the cell that a finding names; none where it names none."""
    first, _, second = str(finding["where"] or "").partition(", ")
    return ((first, second),) if second else ()


def _place(row: Mapping[str, Any]) -> tuple[Any, Any, Any]:
    return row["rule"], row["table"], row["where"]
