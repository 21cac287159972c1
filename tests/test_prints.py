"""The print behind the numbers of a place and year, as a notebook shows it."""

import base64
import re
import shutil
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from disclosure_stats import Dataset, open_dataset, printed_numbers
from disclosure_stats.analysis.selection import UnknownNameError

RAW = Path(__file__).resolve().parents[1] / "data" / "raw"
GUANDAOKOU = next(RAW.rglob("官道口镇_2023.pdf"))


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reports")
    shutil.copy(GUANDAOKOU, folder / "官道口镇_2023.pdf")
    return folder


@pytest.fixture(scope="module")
def dataset(reports: Path, tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    out = tmp_path_factory.mktemp("tables")
    command = [sys.executable, "-m", "disclosure_stats.extract", str(reports), "--out", str(out)]
    subprocess.run(command, check=True, capture_output=True)
    return open_dataset(out)


def test_each_number_stands_beside_its_print(dataset: Dataset, reports: Path) -> None:
    shown = printed_numbers(dataset, "官道口镇", 2023, reports)
    html = shown._repr_html_()
    rows = re.findall(r"<tr>(?!<th)(.*?)</tr>", html)
    assert len(rows) == len(shown.table) > 30
    pictures = re.findall(r'alt="([^"]*)".*?base64,([^"]+)"', html)
    assert len(pictures) == (shown.table["table"] != "postings").sum()
    assert {value for value, _ in pictures} == {"0"}  # what parts two to four print
    first = Image.open(BytesIO(base64.b64decode(pictures[0][1])))
    assert first.convert("L").getextrema()[0] < 100  # there is ink
    assert "一、本年新收政府信息公开申请数量 / 总计" in html
    assert "460" in html
    assert "我镇全年在政务公开栏公开信息460条" in html


def test_some_quantities_in_english(dataset: Dataset, reports: Path) -> None:
    shown = printed_numbers(
        dataset, "官道口镇", 2023, reports, names=["postings_website", "granted"], language="en"
    )
    assert set(shown.table["quantity"]) == {"postings_website", "granted"}
    html = shown._repr_html_()
    assert "items posted, website" in html
    assert "narrative" in html
    assert "postings_website" in repr(shown)


def test_channels_of_the_old_form_stand_beside_their_cells(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    shutil.copy(next(RAW.rglob("栎心镇_2017.pdf")), folder)
    out = str(tmp_path / "tables")
    command = [sys.executable, "-m", "disclosure_stats.extract", str(folder), "--out", out]
    subprocess.run(command, check=True, capture_output=True)
    shown = printed_numbers(open_dataset(out), "栎心镇", 2017, folder)
    html = shown._repr_html_()
    assert "政府网站公开政府信息数 / 本年<" in html
    table = shown.table.set_index("quantity")
    assert table.loc["postings_website", "table"] == "indicators"
    of_text = shown.table["sentence"].notna()
    assert shown.table.loc[of_text, "quantity"].tolist() == ["postings_notice_board"]
    assert html.count("data:image/png") == (~of_text).sum()
    assert str(shown.table.loc[of_text, "sentence"].iloc[0]) in html


def test_a_large_number_is_shown_to_its_last_digit(dataset: Dataset, reports: Path) -> None:
    shown = printed_numbers(dataset, "官道口镇", 2023, reports, names=["postings_website"])
    for value, written in ((12345678, "12345678"), (5949.088667, "5949.088667")):
        shown.table["value"] = value
        assert f">{written}</td>" in shown._repr_html_()


def test_a_report_that_changed_since_is_not_shown_for_the_numbers(
    dataset: Dataset, reports: Path, tmp_path: Path
) -> None:
    other = next(RAW.rglob("栎心镇_2023.pdf"))
    shutil.copy(other, tmp_path / "官道口镇_2023.pdf")
    with pytest.raises(ValueError, match="has changed since its numbers were read"):
        printed_numbers(dataset, "官道口镇", 2023, tmp_path)
    with pytest.raises(FileNotFoundError, match="没有找到原件"):
        printed_numbers(dataset, "官道口镇", 2023, tmp_path / "elsewhere")
    with pytest.raises(UnknownNameError, match="官道口镇"):
        printed_numbers(dataset, "官道口乡", 2023, reports)
