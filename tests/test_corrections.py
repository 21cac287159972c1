"""Corrections as data: made where they apply, loud where they do not."""

import csv
import io
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from layouts.layout import Layout, Printed
from layouts.report import default_prose, draw_report
from layouts.truth import consistent_truth

from disclosure_stats import open_dataset
from disclosure_stats.checks.corrections import (
    COLUMNS,
    IDENTITY_COLUMNS,
    CorrectionsError,
    load_corrections,
)
from disclosure_stats.corrections import main as list_corrections
from disclosure_stats.extract import main as extract
from disclosure_stats.forms.cells import CELL_TABLES

WHY = {"reason": "印作此数", "who": "复核员甲", "when": "2026-03-02"}
WRONG = ("requests", "granted", "total")


def written(rows: list[dict[str, Any]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


class Desk:
    """A folder with two reports, one of which has a wrong number, and the command over it."""

    def __init__(self, home: Path) -> None:
        self.home = home
        folder = home / "in"
        folder.mkdir()
        truth = consistent_truth("2021", Random(5))
        self.right = int(truth.values[WRONG])
        wrong = truth.with_values({WRONG: self.right + 6})
        (folder / "wrong.pdf").write_bytes(draw_report(wrong, Layout())[0])
        other = consistent_truth("2021", Random(6), body="柳叶渡镇人民政府")
        (folder / "other.pdf").write_bytes(draw_report(other, Layout())[0])
        self.out = home / "out"
        self.file = home / "corrections.csv"

    def run(self, rows: list[dict[str, Any]] | None, *options: str) -> pd.DataFrame:
        given = []
        if rows is not None:
            self.file.write_bytes(written(rows))
            given = ["--corrections", str(self.file)]
        command = [str(self.home / "in"), "--out", str(self.out), "--workers", "1"]
        assert extract([*command, *given, *options]) == 0
        return open_dataset(self.out).reports.set_index("source_path")

    def row(self, table: str, key: str, as_read: Any, value: Any, name: str = "wrong.pdf") -> dict:
        report_id = open_dataset(self.out).reports.set_index("source_path")["report_id"][name]
        values = {"value_as_read": as_read, "value": value, **WHY}
        return {"report_id": report_id, "table": table, "key": key, **values}

    def cell(self, table: str, one: str, other: str, name: str = "wrong.pdf") -> pd.Series:
        tables = open_dataset(self.out)
        report_id = tables.reports.set_index("source_path")["report_id"][name]
        cells = tables.table(table).set_index("report_id").loc[report_id]
        row, column, _ = CELL_TABLES[table]
        chosen = (cells[row] == one) & (cells[column] == other)
        return cells[chosen].iloc[0]

    def findings(self, *rules: str) -> pd.DataFrame:
        found = open_dataset(self.out).findings
        return found[found["rule"].isin(rules)]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    assert desk.run(None)["status"].to_dict() == {"other.pdf": "verified", "wrong.pdf": "flagged"}
    return desk


def test_a_corrected_number_is_checked_like_any_other(desk: Desk) -> None:
    box = desk.cell(*WRONG)[["page", "x0", "top", "x1", "bottom"]].tolist()
    row = desk.row("requests", "granted, total", desk.right + 6, desk.right)
    reports = desk.run([row])
    assert reports["status"].to_dict() == {"other.pdf": "verified", "wrong.pdf": "verified"}
    cell = desk.cell(*WRONG)
    assert cell["count"] == desk.right
    assert cell[["page", "x0", "top", "x1", "bottom"]].tolist() == box
    (finding,) = desk.findings("corrected", "correction_outdated").to_dict("records")
    assert finding["rule"] == "corrected"
    assert (finding["found"], finding["expected"]) == (desk.right + 6, desk.right)
    assert (finding["severity"], finding["where"]) == ("info", "granted, total")
    assert all(text in finding["message"] for text in WHY.values())


def test_one_that_expects_another_value_is_not_made_and_is_loud(desk: Desk) -> None:
    row = desk.row("requests", "received, total", 99_999, 5, "other.pdf")
    before = desk.cell("requests", "received", "total", "other.pdf")["count"]
    reports = desk.run([row])
    assert desk.cell("requests", "received", "total", "other.pdf")["count"] == before
    assert reports["status"]["other.pdf"] == "flagged"
    (finding,) = desk.findings("correction_outdated").to_dict("records")
    assert (finding["severity"], finding["expected"]) == ("warning", 99_999)


@pytest.mark.parametrize(
    ("table", "key"),
    [("requests", "no_such_row, total"), ("postings", "999"), ("indicators", "staff, year")],
)
def test_a_cell_that_is_not_there_is_loud_too(desk: Desk, table: str, key: str) -> None:
    reports = desk.run([desk.row(table, key, 1, 2, "other.pdf")])
    assert reports["status"]["other.pdf"] == "flagged"
    assert "no such cell" in desk.findings("correction_outdated")["message"].item()


def test_a_number_may_become_null_and_null_a_number(desk: Desk) -> None:
    desk.run([desk.row("requests", "granted, total", desk.right + 6, "")])
    cell = desk.cell(*WRONG)
    assert pd.isna(cell["count"])
    assert cell["cell_state"] == "blank"
    blank = desk.home / "in" / "blank.pdf"
    truth = consistent_truth("2021", Random(5))
    layout = Layout(printed_as={WRONG: Printed("", None, "blank")})
    blank.write_bytes(draw_report(truth, layout)[0])
    desk.run(None)
    assert pd.isna(desk.cell(*WRONG, "blank.pdf")["count"])
    desk.run([desk.row("requests", "granted, total", "", desk.right, "blank.pdf")])
    cell = desk.cell(*WRONG, "blank.pdf")
    assert (cell["count"], cell["cell_state"]) == (desk.right, "printed")


def test_year_place_and_postings_can_be_corrected(desk: Desk) -> None:
    reports = open_dataset(desk.out).reports.set_index("source_path")
    postings = open_dataset(desk.out).postings
    mine = postings[postings["report_id"] == reports["report_id"]["other.pdf"]].iloc[0]
    year = int(reports["year"]["other.pdf"])
    after = desk.run(
        [
            desk.row("reports", "year", year, year - 1, "other.pdf"),
            desk.row("reports", "place", "柳叶渡镇", "柳叶洲镇", "other.pdf"),
            desk.row("postings", str(mine["posting_id"]), int(mine["count"]), 7, "other.pdf"),
        ]
    )
    assert after["year"]["other.pdf"] == year - 1
    assert after["place"]["other.pdf"] == "柳叶洲镇"
    postings = open_dataset(desk.out).postings
    mine = postings[postings["report_id"] == after["report_id"]["other.pdf"]].iloc[0]
    assert mine["count"] == 7
    assert len(desk.findings("corrected")) == 3


def unchanged(desk: Desk, capsys: pytest.CaptureFixture[str]) -> str:
    """What the closing summary says of files that were not read again."""
    return capsys.readouterr().out.partition(":")[0].splitlines()[-1]


def test_only_what_is_corrected_otherwise_is_read_again(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    before = open_dataset(desk.out)
    plain = {name: before.table(name) for name in before.tables}
    row = desk.row("requests", "granted, total", desk.right + 6, desk.right)
    capsys.readouterr()
    desk.run([row])
    assert unchanged(desk, capsys) == "2 files (1 as read before)"
    desk.run([row])
    assert unchanged(desk, capsys) == "2 files (2 as read before)"
    desk.run([{**row, "value": desk.right + 1}])
    assert unchanged(desk, capsys) == "2 files (1 as read before)"
    desk.run(None)
    assert unchanged(desk, capsys) == "2 files (1 as read before)"
    assert not (desk.out / "corrections.csv").exists()
    after = open_dataset(desk.out)
    for name, table in plain.items():
        seconds = [column for column in table if column == "seconds"]
        again = after.table(name).drop(columns=seconds)
        pd.testing.assert_frame_equal(again, table.drop(columns=seconds))


def test_a_file_of_corrections_without_any_changes_nothing(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    desk.run([])
    assert unchanged(desk, capsys) == "2 files (2 as read before)"


def test_the_list_says_what_became_of_each(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    good = desk.row("requests", "granted, total", desk.right + 6, desk.right)
    stale = desk.row("requests", "received, total", 99_999, 5, "other.pdf")
    gone = {**good, "report_id": "r0123456789abcdef"}
    desk.run([good, stale, gone])
    capsys.readouterr()
    assert list_corrections([str(desk.file), str(desk.out)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition(":")[0] for line in lines[:3]] == ["applied", "outdated", "not found"]
    assert lines[3] == "3 corrections: 1 applied, 1 outdated, 1 not found"
    desk.file.write_bytes(written([{**good, "value": 3}]))
    assert list_corrections([str(desk.file), str(desk.out)]) == 1
    assert "not applied" in capsys.readouterr().out
    desk.file.write_bytes(written([good]))
    assert list_corrections([str(desk.file), str(desk.out)]) == 0
    assert list_corrections([str(desk.file), str(desk.home)]) == 2


ROW = {
    "report_id": "r0123456789abcdef",
    "table": "requests",
    "key": "granted, total",
    "value_as_read": "3",
    "value": "4",
    **WHY,
}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"report_id": "xyz"}, "no report_id"),
        ({"table": "sections"}, "no corrections are made in table"),
        ({"key": "granted"}, "no key of requests"),
        ({"table": "reports", "key": "status"}, "no key of reports"),
        ({"table": "postings", "key": "first"}, "no key of postings"),
        ({"value": "four"}, "no number"),
        ({"value": "4.5"}, "no whole number"),
        ({"value": "3"}, "what was read"),
        ({"reason": " "}, "reason is missing"),
        ({"who": ""}, "who is missing"),
        ({"when": "last week"}, "isoformat"),
    ],
)
def test_a_line_that_cannot_be_used_is_named(
    desk: Desk, changes: dict[str, str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.file.write_bytes(written([ROW, {**ROW, "key": "received, total", **changes}]))
    command = [str(desk.home / "in"), "--out", str(desk.out), "--corrections", str(desk.file)]
    with pytest.raises(SystemExit) as left:
        extract(command)
    assert left.value.code == 2
    told = capsys.readouterr().err
    assert "line 3" in told
    assert said in told


@pytest.mark.parametrize("data", [b"", b"a,b\n", b"\xff\xfe", written([ROW, ROW])])
def test_a_file_that_cannot_be_used_is_refused(data: bytes) -> None:
    with pytest.raises(CorrectionsError):
        load_corrections(data)


def test_what_ships_has_no_corrections() -> None:
    shipped = Path(__file__).parents[1] / "data" / "corrections.csv"
    assert load_corrections(shipped.read_bytes()) == ()


texts = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp")), min_size=1, max_size=20
)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(list(CELL_TABLES)),
            st.integers(0, 999),
            st.integers(1000, 2000),
            texts,
            texts,
        ),
        max_size=8,
        unique_by=lambda row: row[1],
    )
)
def test_what_is_written_is_read_back(rows: list[tuple[str, int, int, str, str]]) -> None:
    given = [
        {
            **ROW,
            "table": table,
            "key": f"row{number}, total",
            "value_as_read": number,
            "value": value,
            "reason": reason,
            "who": who,
        }
        for table, number, value, reason, who in rows
    ]
    read = load_corrections(written(given))
    assert [
        (one.table, one.key, one.value_as_read, one.value, one.reason, one.who) for one in read
    ] == [
        (row["table"], (row["key"].partition(",")[0], "total"), row["value_as_read"])
        + (row["value"], row["reason"], row["who"])
        for row in given
    ]


@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
def test_any_file_is_read_or_refused(data: bytes) -> None:
    for start in (b"", ",".join(COLUMNS).encode() + b"\n"):
        with suppress(CorrectionsError):  # and no other
            assert len(load_corrections(start + data)) <= data.count(b"\n") + data.count(b"\r") + 1


def test_identity_columns_are_those_of_reports(desk: Desk) -> None:
    assert set(IDENTITY_COLUMNS) <= set(open_dataset(desk.out).reports)


def test_a_year_corrected_is_that_of_the_narrative_checks(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    truth = consistent_truth("2021", Random(7), body="苇岸镇人民政府")
    prose = default_prose(truth)
    told = f"{truth.year - 1}年收到政府信息公开申请9999件。"
    prose = replace(prose, overview=prose.overview + told)
    (desk.home / "in" / "year.pdf").write_bytes(draw_report(truth, Layout(), prose)[0])
    desk.run(None)
    assert desk.findings("narrative_requests").empty
    desk.run([desk.row("reports", "year", truth.year, truth.year - 1, "year.pdf")])
    assert desk.findings("narrative_requests")["expected"].tolist() == [9999]


def test_the_line_that_is_named_is_that_of_the_file() -> None:
    two_lines = {**ROW, "reason": "印作此数\n见附图"}
    data = written([two_lines]) + b"\r\n" + written([{**ROW, "value": "four"}]).split(b"\r\n")[1]
    with pytest.raises(CorrectionsError, match="line 5:"):
        load_corrections(data)


def test_the_copy_beside_the_tables_is_no_input(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    row = desk.row("requests", "granted, total", desk.right + 6, desk.right)
    desk.run([row])
    desk.file = desk.out / "corrections.csv"
    with pytest.raises(SystemExit):
        desk.run([{**row, "value": desk.right + 1}])
    assert "keep yours elsewhere" in capsys.readouterr().err


def test_force_reads_all_again_whatever_became_of_the_copy(desk: Desk) -> None:
    row = desk.row("requests", "granted, total", desk.right + 6, desk.right)
    desk.run([row])
    (desk.out / "corrections.csv").write_text("changed by hand", encoding="utf-8")
    desk.run([row], "--force")
    assert load_corrections((desk.out / "corrections.csv").read_bytes())


def test_what_a_killed_run_has_corrected_is_not_read_again(
    desk: Desk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [
        desk.row("requests", "granted, total", desk.right + 6, desk.right),
        desk.row("requests", "received, total", 99_999, 5, "other.pdf"),
    ]
    desk.file.write_bytes(written(rows))
    command = [str(desk.home / "in"), "--out", str(desk.out), "--corrections", str(desk.file)]

    def interrupted(folder: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("disclosure_stats.store.handover.put_in_place", interrupted)
        assert extract(command) == 130
    capsys.readouterr()
    desk.run(rows)
    assert unchanged(desk, capsys) == "2 files (2 as read before)"
    assert desk.cell(*WRONG)["count"] == desk.right
    assert len(desk.findings("corrected", "correction_outdated")) == 2


def test_a_sum_that_fails_with_a_corrected_number_is_the_reports_own_doing(desk: Desk) -> None:
    rules = ("row_total", "processed_total")
    assert set(desk.findings(*rules)["origin"]) == {"source"}
    desk.run([desk.row("requests", "granted, total", desk.right + 6, desk.right + 2)])
    assert set(desk.findings(*rules)["origin"]) == {"source"}
