"""What was read from a drawn report against what was drawn."""

from typing import Any

import pandas as pd
import pytest
from layouts import Drawing, Key

from disclosure_stats import Report
from disclosure_stats.forms.cells import CELL_TABLES

# Of each table: the columns that tell its cells apart, and the column of the number.
KEYS = {table: ((key.row, key.column), key.number) for table, key in CELL_TABLES.items()}


def cells_of(report: Report) -> dict[Key, dict[str, Any]]:
    """Every cell of the report by (table, row code, column code).

    Rows that have no code of their own are told apart by their label, and those of the response
    block, whose codes the contract leaves open, by their order.
    """
    cells: dict[Key, dict[str, Any]] = {}
    for table, (columns, _) in KEYS.items():
        responses = iter("12345678")
        for row in getattr(report, table).to_dict("records"):
            code, column = (str(row[name]) for name in columns)
            if code == "other" and table == "indicators":
                code = f"other:{row['label'].lstrip('1234567890.、')}"
            elif code.startswith("response_"):
                code = f"response_{next(responses)}"
            assert (table, code, column) not in cells, "a cell is there twice"
            cells[table, code, column] = row
    return cells


def assert_read_as_drawn(report: Report, drawing: Drawing) -> None:
    """Every value and state as printed, every drawn figure inside its box, nothing besides."""
    cells = cells_of(report)
    wrong: list[tuple[object, ...]] = []
    for key, printed in drawing.expected.items():
        row = cells.pop(key, None)
        if row is None:
            wrong.append((key, "has no row"))
            continue
        number = row[KEYS[key[0]][1]]
        value = None if pd.isna(number) else float(number)
        if (value, row["cell_state"]) != (printed.value, printed.state):
            wrong.append((key, printed.text, value, row["cell_state"]))
    if wrong:
        pytest.fail(f"{len(wrong)} of {len(drawing.expected)} cells are wrong: {wrong[:4]}")
    invented = [key for key, row in cells.items() if row["cell_state"] != "absent"]
    assert not invented


def assert_boxes_hold_figures(report: Report, drawing: Drawing) -> None:
    """Each box lies on its page and holds the middle of the figure that was drawn."""
    cells = cells_of(report)
    wrong: list[tuple[object, ...]] = []
    for key, (page, x, y) in drawing.places.items():
        row = cells[key]
        width, height = drawing.page_sizes[page]
        x0, top, x1, bottom = (float(row[name]) for name in ("x0", "top", "x1", "bottom"))
        on_page = -1 <= x0 < x1 <= width + 1 and -1 <= top < bottom <= height + 1
        if row["page"] != page or not on_page or not (x0 <= x <= x1 and top <= y <= bottom):
            wrong.append((key, (page, x, y), (row["page"], x0, top, x1, bottom)))
    if wrong:
        pytest.fail(f"{len(wrong)} of {len(drawing.places)} boxes are wrong: {wrong[:4]}")


def assert_whole(report: Report, drawing: Drawing) -> None:
    """All that is asked of a report whose sums hold."""
    assert_read_as_drawn(report, drawing)
    assert_boxes_hold_figures(report, drawing)
    truth = drawing.truth
    assert (report.era, report.year, report.body) == (truth.era, truth.year, truth.body)
    errors = report.findings[report.findings["severity"] != "info"]
    if _prints_nothing(drawing):
        # Nothing on the page can prove such a reading, so it is not called verified.
        assert errors["rule"].tolist() == ["table_blank"]
        assert (report.status, report.checks_failed) == ("flagged", 0)
        return
    assert errors.empty, errors["message"].tolist()
    assert (report.status, report.checks_failed) == ("verified", 0)


def _prints_nothing(drawing: Drawing) -> bool:
    """Whether the form of requests, or that of indicators, was drawn with all cells blank."""
    return all(
        printed.state == "blank"
        for (table, _, _), printed in drawing.expected.items()
        if table in ("requests", "indicators")
    )
