"""Workbooks of findings: for one place, for a county, one for each; with all terms of a sum."""

from pathlib import Path

import openpyxl
import pytest
from dataset_writer import DatasetWriter

from disclosure_stats import Dataset, open_dataset
from disclosure_stats.check import main as check
from disclosure_stats.extract import main as extract
from disclosure_stats.lab import findings_workbooks

RAW = Path(__file__).resolve().parents[1] / "data" / "raw" / "望蘅市"
FAILS = {  # sample reports of invented places that contradict themselves
    "栎川县": ("栎心镇/栎心镇_2020.pdf", "橡碗镇/橡碗镇_2023.pdf"),
    "鹤砚区": ("砚秋街道/砚秋街道_2022.pdf", "砚秋街道/砚秋街道_2024.pdf"),
}


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("given")
    for county, files in FAILS.items():
        for file in files:
            target = home / "望蘅市" / county / file
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes((RAW / county / file).read_bytes())
    return home


@pytest.fixture(scope="module")
def tables(given: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("tables")
    extract([str(given), "--out", str(out), "--workers", "1"])
    return out


def rows_of(path: Path) -> list[dict[str, object]]:
    heads, *rows = openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in rows]


def test_a_workbook_a_place_that_has_findings(
    tables: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check([str(tables), "--xlsx", str(tmp_path / "f.xlsx"), "--split", "place"]) == 1
    names = ["f_栎川县_栎心镇.xlsx", "f_栎川县_橡碗镇.xlsx", "f_鹤砚区_砚秋街道.xlsx"]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(names)
    said = capsys.readouterr().out
    for name in names:
        rows = rows_of(tmp_path / name)
        assert {row["机关所在地"] for row in rows} == {name.split("_")[2].removesuffix(".xlsx")}
        assert f"{name}：写入{len(rows)}条" in said


def test_one_county_or_place_alone(tables: Path, tmp_path: Path) -> None:
    path = tmp_path / "f.xlsx"
    assert check([str(tables), "--xlsx", str(path), "--county", "栎川县"]) == 1
    assert {row["机关所在地"] for row in rows_of(path)} == {"栎心镇", "橡碗镇"}
    assert check([str(tables), "--xlsx", str(path), "--place", "橡碗镇"]) == 1
    assert {row["机关所在地"] for row in rows_of(path)} == {"橡碗镇"}
    assert check([str(tables), "--xlsx", str(path), "--split", "county", "--place", "橡碗镇"]) == 1
    assert [file.name for file in tmp_path.glob("f_*")] == ["f_栎川县.xlsx"]


def test_an_unknown_place_is_answered_with_near_ones(
    tables: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check([str(tables), "--place", "栎心乡"]) == 2
    assert "栎心镇" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        check([str(tables), "--split", "place"])


def test_a_folder_of_reports_that_is_not_there_is_said(
    tables: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--xlsx", str(tmp_path / "f.xlsx"), "--reports", str(tmp_path / "none")]
    with pytest.raises(SystemExit):
        check([str(tables), *options])
    assert "there is no folder or file" in capsys.readouterr().err


def test_all_terms_of_a_sum_are_listed_and_shown(tables: Path, given: Path, tmp_path: Path) -> None:
    path = tmp_path / "f.xlsx"
    check([str(tables), "--xlsx", str(path), "--reports", str(given)])
    rows = rows_of(path)
    (total,) = (
        row for row in rows if row["规则"] == "processed_total" and row["机关所在地"] == "栎心镇"
    )
    parts = str(total["各项数字"]).split("\n")
    assert parts[0] == "（七）总计  24"
    assert sum(int(part.split()[-1]) for part in parts[1:]) == total["应与之相符"] == 25
    assert len(parts) == 20
    (appeals,) = (row for row in rows if row["规则"] == "appeals_total")
    assert str(appeals["各项数字"]).split("\n")[1:] == [
        "结果维持  2",
        "结果纠正  0",
        "其他结果  2",
        "尚未审结  2",
    ]
    sheet = openpyxl.load_workbook(path).worksheets[0]
    pictured = sum(row["各项数字"] not in (None, "") for row in rows)
    assert len(sheet._images) >= pictured >= 5
    heights = {image.anchor._from.row: image.height for image in sheet._images}
    assert max(heights.values()) > 4 * min(heights.values())  # a column of twenty, and one row
    heads = [cell.value for cell in sheet[1]]
    assert sheet.cell(2, heads.index("报告所印") + 1).number_format == "#,##0"  # no 24. in Excel


def test_rows_that_a_report_leaves_out_are_no_work(tables: Path, tmp_path: Path) -> None:
    check([str(tables), "--xlsx", str(tmp_path / "f.xlsx")])
    found = {row["规则"] for row in rows_of(tmp_path / "f.xlsx")}
    assert "row_absent" not in found
    assert found <= set(open_dataset(tables).findings["rule"])


def test_a_selection_has_workbooks_of_its_own_reports_alone(tmp_path: Path) -> None:
    places = [("虚市", "甲县", "城关镇"), ("虚市", "乙县", "城关镇"), ("幻市", "乙县", "城关镇")]
    places.append(("虚市", "甲县", 'a/b:c*"<>|?\\镇\n'))
    with DatasetWriter(tmp_path) as writer:
        for number, (prefecture, county, place) in enumerate(places):
            ids = {"report_id": f"r{number}", "source_path": f"{number}.pdf", "sha256": ""}
            row = {"prefecture": prefecture, "county": county, "place": place, "year": 2023}
            writer.add("reports", [ids | row | {"status": "flagged", "route": "text"}])
            found = {"rule": "postings_doubtful", "severity": "info", "origin": "unknown"}
            found |= {"table": "postings", "where": "website", "found": 3.0}
            writer.add("findings", [found], report_id=f"r{number}")
    dataset = open_dataset(tmp_path)

    def names(selected: Dataset) -> set[str]:
        files = findings_workbooks(selected, tmp_path / "out", tmp_path, "zh")
        assert all(len(rows_of(path)) == 1 for path in files)
        return {path.stem.removeprefix("findings_") for path in files}

    assert names(dataset.select("甲县城关镇")) == {"甲县_城关镇"}
    assert names(dataset.select(prefectures="幻市")) == {"乙县_城关镇"}
    assert names(dataset) == {
        "甲县_城关镇",
        "虚市_乙县_城关镇",
        "幻市_乙县_城关镇",
        "甲县_a_b_c_______镇_",
    }
