"""Cells that print a word where the form asks for a number: never blank, never passed over."""

from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from layouts import CASES, Key, Printed, consistent_truth, draw_report

from disclosure_stats.batch.plan import plan_files
from disclosure_stats.batch.read_file import process_file
from disclosure_stats.rows import Row

ANNEX = Printed("见附件", None, "unreadable")
ONE_WORD: list[tuple[str, str, Key]] = [
    ("plain", "2021", ("requests", "granted", "company")),
    ("plain", "2021", ("requests", "processed_total", "total")),
    ("plain", "2021", ("disclosures", "normative_documents", "in_force")),
    ("plain", "2021", ("appeals", "reconsideration", "corrected")),
    ("plain", "2021", ("appeals", "litigation_after_reconsideration", "total")),
    ("plain", "2014", ("indicators", "meetings", "year")),
    ("plain", "2014", ("indicators", "dedicated_funds", "year")),
    ("plain", "2019", ("disclosures", "procurement", "projects")),
    ("no_rules", "2021", ("requests", "granted", "company")),
    ("no_rules", "2021", ("requests", "refused_state_secret", "total")),
    ("no_rules", "2021", ("disclosures", "rules", "repealed")),
    ("no_rules", "2014", ("indicators", "staff_part_time", "year")),
    ("stages_as_rows", "2021", ("appeals", "litigation_direct", "upheld")),
    ("framed", "2014", ("indicators", "complaints", "year")),
]


def read(
    folder: Path, case: str, era: str, printed: dict[Key, Printed], **changes: Any
) -> tuple[str, Row]:
    """The status of a drawn report, with changes of its layout, and its tables."""
    layout = replace(CASES[case].layout, printed_as=printed, **changes)
    data, _ = draw_report(consistent_truth(era, Random(5)), layout)
    (folder / "report.pdf").write_bytes(data)
    (planned,) = plan_files([folder / "report.pdf"])
    result = process_file(planned)
    assert result is not None
    return result.reports[0]["status"], result.tables[0]


def cells_of(tables: Row) -> dict[Key, Row]:
    names = {
        "disclosures": ("item", "measure"),
        "requests": ("outcome", "applicant"),
        "appeals": ("stage", "result"),
        "indicators": ("indicator", "period"),
    }
    return {
        (table, row[one], row[other]): row
        for table, (one, other) in names.items()
        for row in tables[table]
    }


@pytest.mark.parametrize(("case", "era", "key"), ONE_WORD)
def test_a_word_makes_its_cell_unreadable_and_no_other(
    tmp_path: Path, case: str, era: str, key: Key
) -> None:
    _, before = read(tmp_path, case, era, {})
    status, after = read(tmp_path, case, era, {key: ANNEX})
    assert status == "flagged"
    cells = cells_of(after)
    assert cells[key]["cell_state"] == "unreadable"
    others = {name: row for name, row in cells_of(before).items() if name != key}
    for name, row in others.items():
        for column in ("value", "count", "cell_state"):
            assert cells[name].get(column) == row.get(column), name


def test_the_last_row_of_a_table_without_rules_may_be_a_word(tmp_path: Path) -> None:
    key = ("disclosures", "fees", "amount")
    status, tables = read(tmp_path, "no_rules", "2021", {key: Printed("免费", None, "unreadable")})
    told = {(row["rule"], row["where"]) for row in tables["findings"]}
    assert status == "flagged"
    assert ("row_unread", "fees") in told


def test_words_in_most_cells_of_a_row_do_not_shift_the_rest(tmp_path: Path) -> None:
    keys = [("appeals", "reconsideration", result) for result in ("upheld", "other", "total")]
    _, before = read(tmp_path, "no_rules", "2021", {})
    _, after = read(tmp_path, "no_rules", "2021", dict.fromkeys(keys, ANNEX))
    expected = cells_of(before)
    for key, row in cells_of(after).items():
        if key[0] == "appeals":
            assert row["count"] in (None, expected[key]["count"]), key


def test_a_word_may_stand_beside_a_label_over_two_lines(tmp_path: Path) -> None:
    key = ("disclosures", "penalties", "decisions")
    _, tables = read(tmp_path, "plain", "2021", {key: ANNEX}, item_width=0.07)
    assert cells_of(tables)[key]["cell_state"] == "unreadable"
