"""Reports of one body against each other: year by year, and versions of one year."""

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from layouts.layout import Layout
from layouts.report import draw_report
from layouts.truth import Truth, consistent_truth

from disclosure_stats import open_dataset
from disclosure_stats.check import main as check
from disclosure_stats.checks.bodies import order_of_issue
from disclosure_stats.checks.years import YearNumbers, check_years
from disclosure_stats.extract import main as extract

CARRIED_IN, CARRIED_OUT = ("requests", "carried_in", "total"), ("requests", "carried_out", "total")
IN_FORCE, ISSUED, REPEALED = (
    ("disclosures", "normative_documents", measure)
    for measure in ("in_force", "issued", "repealed")
)


def numbers(year: int, tables: Any = None, **cells: float | None) -> YearNumbers:
    """A report's numbers; a cell is given by the name of its constant above."""
    named = {globals()[name.upper()]: (value, 3) for name, value in cells.items()}
    return YearNumbers(year, True, named, tables or {})


def outcomes(*history: YearNumbers) -> list[list[tuple[str, str]]]:
    return [[(c.result.rule, c.result.outcome) for c in own] for own in check_years(history)]


def test_what_one_year_leaves_the_next_begins_with() -> None:
    first = numbers(2021, carried_in=0, carried_out=4)
    assert outcomes(first, numbers(2022, carried_in=4, carried_out=1)) == [
        [],
        [("carried_over", "passed")],
    ]
    (_, (check_,)) = check_years([first, numbers(2022, carried_in=3, carried_out=1)])
    result = check_.result
    assert (result.outcome, result.found, result.expected, result.page) == ("failed", 3, 4, 3)
    assert check_.origin == "source"


def test_a_gap_or_a_null_is_not_assessable_and_another_form_has_no_such_rule() -> None:
    first = numbers(2020, carried_in=0, carried_out=4)
    unknown = [[], [("carried_over", "not_assessable")]]
    assert outcomes(first, numbers(2022, carried_in=3, carried_out=1)) == unknown
    assert outcomes(first, numbers(2021, carried_in=None, carried_out=1)) == unknown
    assert outcomes(numbers(2018), numbers(2019, carried_in=3, carried_out=1)) == [[], []]


@given(*[st.integers(0, 500)] * 4)
def test_documents_in_force_add_up_over_the_years(
    before: int, issued: int, repealed: int, found: int
) -> None:
    last = numbers(2022, in_force=before, issued=0, repealed=0)
    this = numbers(2023, in_force=found, issued=issued, repealed=repealed)
    (_, (only,)) = check_years([last, this])
    assert only.result.rule == "in_force_balance"
    assert only.result.expected == before + issued - repealed
    assert (only.result.outcome == "passed") == (found == before + issued - repealed)


def test_a_table_left_unchanged_is_told_from_one_of_zeros() -> None:
    full, other, empty = {"requests": (77, 30.0)}, {"requests": (78, 30.0)}, {"requests": (0, 0.0)}
    assert outcomes(numbers(2021, full), numbers(2022, full), numbers(2023, other)) == [
        [],
        [("table_repeated", "failed")],
        [("table_repeated", "passed")],
    ]
    assert outcomes(numbers(2021, empty), numbers(2022, empty)) == [[], []]
    assert outcomes(numbers(2020, full), numbers(2022, full)) == [[], []]  # a year between


def posted(counts: list[int | None]) -> list[YearNumbers]:
    key = ("postings", "website", "year")
    return [
        YearNumbers(2015 + place, True, {key: (count, 1)}, {}) for place, count in enumerate(counts)
    ]


def test_a_jump_is_shown_and_a_change_is_not() -> None:
    jumps = outcomes(*posted([100, 120, 95, 4000, 110, 105]))
    assert jumps == [[], [], [], [("jump", "failed")], [], []]
    assert not any(outcomes(*posted([100, 120, 95, 210, 110, 105])))  # doubled
    assert not any(outcomes(*posted([1, 0, 1, 9, 1, 0])))  # few, whatever their ratio
    assert not any(outcomes(*posted([100, 120, 4000, 110])))  # four years tell nothing
    assert not any(outcomes(*posted([100, None, 120, 4000, 110])))


@given(st.lists(st.one_of(st.none(), st.integers(0, 10**9)), max_size=12))
def test_any_numbers_are_survived_and_equal_ones_never_jump(counts: list[int | None]) -> None:
    assert len(check_years(posted(counts))) == len(counts)
    assert not any(check_years(posted([7 for _ in counts])))


def test_the_later_file_is_told_by_its_name() -> None:
    names = ["a/报告2.pdf", "a/报告（更正）.pdf", "a/报告10.pdf", "a/报告.pdf"]
    assert sorted(names, key=order_of_issue) == [
        "a/报告.pdf",
        "a/报告2.pdf",
        "a/报告10.pdf",
        "a/报告（更正）.pdf",
    ]


Extract = Callable[[], pd.DataFrame]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the reports of an invented town lie, in a county of its own."""
    home = tmp_path / "in" / "望蘅市" / "澹溪县" / "石埠桥镇"
    home.mkdir(parents=True)
    return home


def put(folder: Path, name: str, truth: Truth) -> Path:
    path = folder / name
    path.write_bytes(draw_report(truth, Layout())[0])
    return path


def truth_of(year: int, seed: int, **changes: float) -> Truth:
    truth = consistent_truth("2021", Random(seed)).changed(year=year)
    changed = {("requests", code, "total"): number for code, number in changes.items()}
    return truth.with_values(changed)


def findings_of(out: Path, rule: str) -> list[tuple[Any, ...]]:
    tables = open_dataset(out)
    found = tables.findings.merge(tables.reports[["report_id", "source_path"]], on="report_id")
    found = found[found["rule"] == rule]
    found["file"] = found["source_path"].str.split("/").str[-1]
    columns = ["file", "severity", "origin", "table", "where", "expected", "found"]
    rows = found[columns].astype(object).itertuples(index=False)
    return [tuple(None if pd.isna(value) else value for value in row) for row in rows]


def digests(out: Path) -> dict[Path, bytes]:
    return {path: hashlib.sha256(path.read_bytes()).digest() for path in out.rglob("*.*")}


def run(tmp_path: Path, *options: str) -> Path:
    out = tmp_path / "out"
    assert extract([str(tmp_path / "in"), "--out", str(out), "--workers", "1", *options]) == 0
    return out


def balanced(year: int, seed: int, carried_in: float) -> Truth:
    """A report whose carried_in is given, received changed so that all sums still hold."""
    truth = consistent_truth("2021", Random(seed)).changed(year=year)
    values = dict(truth.values)
    key = ("requests", "carried_in", "natural_person")
    added = carried_in - values[CARRIED_IN]
    for column in ("natural_person", "total"):
        values["requests", "carried_in", column] += added
        values["requests", "received", column] -= added
    assert values[key] >= 0
    assert values["requests", "received", "natural_person"] >= 0
    return truth.with_values(values)


def test_reports_in_a_folder_are_compared_when_all_are_read(tmp_path: Path, folder: Path) -> None:
    first = put(folder, "2021.pdf", truth_of(2021, 5))
    carried = consistent_truth("2021", Random(5)).values[CARRIED_OUT]
    put(folder, "2022.pdf", balanced(2022, 6, carried))
    out = run(tmp_path)
    before = open_dataset(out).reports.set_index("source_path")
    assert findings_of(out, "carried_over") == []

    put(folder, "2022.pdf", balanced(2022, 6, carried + 2))
    out = run(tmp_path)
    found = ("2022.pdf", "warning", "source", "requests", "carried_in, total", carried, carried + 2)
    assert findings_of(out, "carried_over") == [found]
    after = open_dataset(out).reports.set_index("source_path")
    later = after.loc[after.index.str.endswith("2022.pdf")].iloc[0]
    assert later["status"] == "flagged"
    old = before.loc[before.index.str.endswith("2022.pdf")].iloc[0]
    assert later["checks_failed"] == old["checks_failed"] + 1
    assert later["checks_passed"] == old["checks_passed"] - 1

    # What was compared once is compared anew when the reports change, from what was read.
    first.unlink()
    out = run(tmp_path)
    assert findings_of(out, "carried_over") == []
    assert open_dataset(out).reports["checks_failed"].tolist() == [0]


def test_a_copy_of_last_years_tables_is_told(tmp_path: Path, folder: Path) -> None:
    put(folder, "2021.pdf", truth_of(2021, 5))
    put(folder, "2022.pdf", truth_of(2022, 5))
    found = findings_of(run(tmp_path), "table_repeated")
    assert {row[0] for row in found} == {"2022.pdf"}
    assert {row[3] for row in found} >= {"disclosures", "requests"}


def test_the_same_by_year(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(folder, "2021.pdf", truth_of(2021, 5))
    put(folder, "2022.pdf", truth_of(2022, 5))
    put(folder, "2022（更正）.pdf", truth_of(2022, 6))
    single = {rule: findings_of(run(tmp_path, "--csv"), rule) for rule in ("revised", "superseded")}
    shutil.rmtree(tmp_path / "out")
    monkeypatch.setattr("disclosure_stats.store.assemble.MAX_FILES_IN_ONE_TABLE", 2)
    out = run(tmp_path, "--csv")
    assert (out / "findings.parquet").is_dir()
    assert {rule: findings_of(out, rule) for rule in single} == single
    csv = pd.read_csv(out / "findings.csv")
    assert len(csv) == len(open_dataset(out).findings)
    assert run(tmp_path, "--csv") == out  # and again, with nothing to be done
    assert {rule: findings_of(out, rule) for rule in single} == single


def test_of_two_versions_the_later_is_current(tmp_path: Path, folder: Path) -> None:
    old, new = truth_of(2022, 5), truth_of(2022, 5, received=991)
    put(folder, "2022.pdf", old)
    put(folder, "2022（更正）.pdf", new)
    out = run(tmp_path)
    assert [row[:2] for row in findings_of(out, "superseded")] == [("2022.pdf", "info")]
    before = old.values["requests", "received", "total"]
    assert findings_of(out, "revised") == [
        ("2022（更正）.pdf", "info", "source", "requests", "received, total", before, 991.0)
    ]
    dataset = open_dataset(out)
    assert len(dataset.reports) == 2
    (row,) = dataset.panel().to_dict("records")
    assert row["source_path"].endswith("2022（更正）.pdf")


def test_places_that_share_a_name_are_not_taken_for_one(tmp_path: Path) -> None:
    home = tmp_path / "in"
    home.mkdir()
    for year in (2021, 2022):
        truth = consistent_truth("2021", Random(5), body="城关镇人民政府").changed(year=year)
        put(home, f"{year}.pdf", truth)
    assert findings_of(run(tmp_path), "table_repeated") == []


def test_the_check_command_says_what_the_tables_say(
    tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(folder, "2021.pdf", truth_of(2021, 5))
    put(folder, "2022.pdf", truth_of(2022, 6, granted=77))
    out = run(tmp_path)
    written = digests(out)
    book = tmp_path / "findings.xlsx"
    capsys.readouterr()
    assert check([str(out), "--xlsx", str(book), "--reports", str(tmp_path / "in")]) == 1
    said = capsys.readouterr().out
    assert "共核对2份报告" in said
    assert "予以公开" in said
    counts = said.split("\n\n")[1].splitlines()
    assert "规则" in counts[0]
    assert len({len(line.encode("gbk")) for line in counts}) == 1  # columns, as a terminal has them
    assert digests(out) == written

    sheet = openpyxl.load_workbook(book).worksheets[0]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    findings = open_dataset(out).findings
    assert sorted(row[6] for row in rows) == sorted(findings["rule"])
    assert {row[11] for row in rows} == set(findings["message"])
    assert any(row[7].startswith("第三部分（收到和处理政府信息公开申请情况），") for row in rows)
    assert len(sheet._images) >= 2
    assert check([str(out), "--language", "en"]) == 1
    assert "2 reports were checked" in capsys.readouterr().out


def test_the_check_command_shows_no_picture_of_another_file(tmp_path: Path, folder: Path) -> None:
    put(folder, "2022.pdf", truth_of(2022, 6, granted=77))
    out = run(tmp_path)
    put(folder, "2022.pdf", truth_of(2022, 7))
    book = tmp_path / "findings.xlsx"
    check([str(out), "--xlsx", str(book), "--reports", str(tmp_path / "in")])
    sheet = openpyxl.load_workbook(book).worksheets[0]
    assert not sheet._images
    assert "原文件不在，或已改变" in {row[12] for row in sheet.iter_rows(values_only=True)}


def test_the_check_command_explains_wrong_usage(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check([str(tmp_path)]) == 2
    assert "holds no tables" in capsys.readouterr().err
    with pytest.raises(SystemExit) as left:
        check([str(tmp_path), "--reports", str(tmp_path)])
    assert left.value.code == 2
    assert "--xlsx" in capsys.readouterr().err


def test_all_that_holds_is_said_in_one_line(
    tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(folder, "2021.pdf", truth_of(2021, 5))
    out = run(tmp_path)
    capsys.readouterr()
    assert check([str(out), "--language", "en"]) == 0
    assert "nothing contradicts itself" in capsys.readouterr().out
