"""Cells of web pages and Word files whose numbers nobody can tell are null, and told."""

from dataclasses import replace
from pathlib import Path

import pytest
from layouts import Key
from layouts.tables import Cell, Table
from markup import (
    Made,
    article,
    docx,
    page,
    plain,
    rows_of,
    run,
    table_html,
    word_body,
    word_paragraph,
    word_table,
)
from read_back import cells_of
from read_documents import assert_whole, read


@pytest.mark.parametrize("words", ["见附件", "不适用", "……", "三十二", "12☐", "12户", "1～9"])
def test_words_for_numbers_are_told(words: str, tmp_path: Path) -> None:
    made = Made("2021")

    def inner(cell: Cell) -> str:
        is_of_rules = cell.key is not None and cell.key[:2] == ("disclosures", "rules")
        return words if is_of_rules else plain(cell)

    report = read(page(article(made, lambda table: table_html(table, inner))), tmp_path)
    assert report.status == "flagged"
    assert report.disclosures.set_index("item").loc["rules", "value"].isna().all()


@pytest.mark.parametrize("item", ["rules", "penalties"])
def test_groups_of_digits_apart_are_told(item: str, tmp_path: Path) -> None:
    """Nobody knows whether they are one number; the first of them alone is none."""
    made = Made("2021")

    def inner(cell: Cell) -> str:
        is_of_item = cell.key is not None and cell.key[:2] == ("disclosures", item)
        return "3 882" if is_of_item else plain(cell)

    report = read(page(article(made, lambda table: table_html(table, inner))), tmp_path)
    assert report.status == "flagged"
    assert set(report.disclosures.set_index("item").loc[[item], "cell_state"]) == {"unreadable"}


@pytest.mark.parametrize(
    ("label", "other"), [("规章", "规则"), ("行政许可", "行政审批"), ("行政事业性收费", "收费")]
)
def test_numbers_in_rows_of_another_name_are_told(label: str, other: str, tmp_path: Path) -> None:
    made = Made("2021")

    def inner(cell: Cell) -> str:
        return other if cell.text == label else plain(cell)

    report = read(page(article(made, lambda table: table_html(table, inner))), tmp_path)
    errors = report.findings[report.findings["severity"] != "info"]
    assert errors["rule"].tolist() == ["number_unplaced"]


@pytest.mark.parametrize("count", ["本年处理决定数量", "办理量"])
def test_upright_names_of_items_over_their_numbers(count: str, tmp_path: Path) -> None:
    """They are read where the row says what it counts, else told: never are they absent."""
    made = Made("2021")
    items = {"licences": "行政许可", "penalties": "行政处罚", "coercive_measures": "行政强制"}
    keys = [("disclosures", item, "decisions") for item in items]
    numbers = "".join(f"<td>{made.truth.values[key]}</td>" for key in keys)
    names = "".join(f"<td>{'<br>'.join(name)}</td>" for name in items.values())
    beside = f"<table border=1><tr><td>项目</td>{names}</tr><tr><td>{count}</td>{numbers}</tr>"

    def in_two(table: Table) -> str:
        is_part_two = any(cell.key == keys[0] for cell in table.cells)
        if not is_part_two:
            return table_html(table)
        own = [row for row, cells in enumerate(rows_of(table)) if 4 <= row <= 10]
        kept = [cell for cell in table.cells if cell.row not in own]
        return table_html(replace(table, cells=kept)) + beside + "</table>"

    report = read(page(article(made, in_two)), tmp_path)
    if count == "办理量":
        assert (report.findings["rule"] == "row_unread").sum() == len(items)
        assert report.status == "flagged"
    else:
        assert_whole(report, made)


@pytest.mark.parametrize(
    ("era", "kept", "gone"),
    [
        ("2021", ("requests", "granted", "company"), ("requests", "granted", "research")),
        ("2021", ("requests", "granted", "company"), ("requests", "partly_granted", "company")),
        (
            "2021",
            ("appeals", "reconsideration", "upheld"),
            ("appeals", "reconsideration", "corrected"),
        ),
        (
            "2021",
            ("disclosures", "rules", "issued"),
            ("disclosures", "normative_documents", "issued"),
        ),
        (
            "2019",
            ("disclosures", "fees", "items_last_year"),
            ("disclosures", "fees", "items_change"),
        ),
    ],
)
def test_a_number_over_two_cells_is_that_of_neither_unless_sums_tell(
    era: str, kept: Key, gone: Key, tmp_path: Path
) -> None:
    made = Made(era)
    tables = [piece for piece in made.pieces if isinstance(piece, Table)]
    (table,) = (one for one in tables if any(cell.key == kept for cell in one.cells))
    first, second = (next(c for c in table.cells if c.key == key) for key in (kept, gone))
    rows = second.row - first.row + 1
    columns = second.column + second.columns - first.column
    table.cells[:] = [
        replace(cell, rows=rows, columns=columns) if cell is first else cell
        for cell in table.cells
        if cell is not second
    ]
    report = read(page(article(made)), tmp_path)
    assert report.status == "flagged"
    both = [cells_of(report)[key] for key in (kept, gone)]
    assert all(cell["cell_state"] == "unreadable" or cell["proof"] == "sums" for cell in both)


def test_a_nought_over_all_cells_of_a_row_is_that_of_each(tmp_path: Path) -> None:
    made = Made("2021", busy=False)
    table = next(p for p in made.pieces if isinstance(p, Table) and len(p.cells) > 100)
    values = {key: value for key, value in made.truth.values.items() if key[0] == "requests"}
    row = next(r for _, r, _ in values if not any(v for k, v in values.items() if k[1] == r))
    first, *others = (cell for cell in table.cells if cell.key and cell.key[1] == row)
    table.cells[:] = [
        replace(cell, columns=len(others) + 1) if cell is first else cell
        for cell in table.cells
        if cell not in others
    ]
    report = read(page(article(made)), tmp_path)
    assert report.status == "verified"
    assert report.requests.set_index("outcome").loc[row, "count"].tolist() == [0] * 7


def test_a_column_with_a_title_of_its_own_is_in_doubt(tmp_path: Path) -> None:
    made = Made("2021")

    def inner(cell: Cell) -> str:
        return plain(cell).replace("现行有效件数", "备查")

    report = read(page(article(made, lambda table: table_html(table, inner))), tmp_path)
    states = report.disclosures.set_index(["item", "measure"])["cell_state"]
    assert report.status == "flagged"
    assert set(states[:, "in_force"]) == {"unreadable"}
    assert set(states[:, "repealed"]) == {"printed"}


def test_numbers_in_a_row_below_part_three_are_told(tmp_path: Path) -> None:
    row = "<tr><td colspan=3>本级自查事项</td>" + "<td>3</td>" * 7 + "</tr></table>"

    def with_row(table: Table) -> str:
        markup = table_html(table)
        is_part_three = any(cell.key and cell.key[0] == "requests" for cell in table.cells)
        return markup.replace("</table>", row) if is_part_three else markup

    report = read(page(article(Made("2021"), with_row)), tmp_path)
    errors = report.findings[report.findings["severity"] != "info"]
    assert set(errors["rule"]) == {"number_unplaced"}


def test_sum_that_does_not_hold_is_the_source_s(tmp_path: Path) -> None:
    made = Made()
    key = ("requests", "granted", "total")

    def inner(cell: Cell) -> str:
        return "99999" if cell.key == key else plain(cell)

    for data, name in (
        (page(article(made, lambda table: table_html(table, inner))).encode(), "report.html"),
        (
            docx(word_body(made, lambda t: word_table(t, lambda c: word_paragraph(run(inner(c)))))),
            "a",
        ),
    ):
        findings = read(data, tmp_path, name).findings
        assert set(findings[findings["rule"] == "row_total"]["origin"]) == {"source"}
