"""What the notebooks show besides charts: lists, tables, links, one's own reports."""

import json
import re
import shutil
from pathlib import Path
from zipfile import ZipFile

import pandas as pd
import pytest
from invented_dataset import place_names, write_dataset
from matplotlib.figure import Figure

from disclosure_stats import Dataset, charts, open_dataset
from disclosure_stats.analysis.selection import UnknownNameError
from disclosure_stats.lab import download, ends, pick, read_own_reports, show, sortable
from disclosure_stats.lab.pages import MAX_PAGES
from disclosure_stats.lab.reading import NoReportsError
from disclosure_stats.settings import SETTINGS, read_settings

RAW = Path(__file__).resolve().parents[1] / "data" / "raw"


@pytest.fixture
def dataset(tmp_path: Path) -> Dataset:
    return open_dataset(write_dataset(tmp_path / "tables", 14))


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What a notebook would display."""
    displayed: list[object] = []
    for module in ("pages", "picking"):
        monkeypatch.setattr(f"disclosure_stats.lab.{module}.display", displayed.append)
    return displayed


def test_lists_follow_what_is_clicked_and_typed(dataset: Dataset, shown: list[object]) -> None:
    drawn: list[dict[str, object]] = []
    picked = pick(dataset, lambda _, **chosen: drawn.append(chosen), language="zh")
    assert picked.choices == {"places": None, "years": None, "language": "zh"}
    left, right = picked.lists().children[0].children
    search, places = left.children
    years, said, buttons, _ = right.children
    found, every = buttons.children
    assert drawn == [picked.choices]

    one = place_names(1)[0]
    places.value = (one,)
    years.value = (2019, 2021)
    assert picked.choices == {"places": (one,), "years": (2019, 2020, 2021), "language": "zh"}
    assert drawn[-1] == picked.choices
    assert said.value == "1个地方，2019—2021年"

    search.value = "虚3县"  # by county
    assert set(places.options) == set(place_names(14)[3::7])
    found.click()
    assert set(picked.places) == set(places.options)
    search.value = "LI"  # by pinyin
    assert one in places.options
    every.click()
    years.value = (years.min, years.max)
    assert picked.choices == {"places": None, "years": None, "language": "zh"}

    before = len(drawn)
    places.value = ()
    assert len(drawn) == before  # nothing chosen is no choice
    assert shown == [None] * before


def test_what_is_picked_by_parameters_is_checked_at_once(dataset: Dataset) -> None:
    one = place_names(1)[0]
    assert str(pick(dataset, charts.coverage_grid, one, 2020, "en")) == "1 place, 2020 to 2020"
    with pytest.raises(UnknownNameError, match=one):
        pick(dataset, charts.coverage_grid, one + "府")


@pytest.mark.parametrize(
    ("places", "expected"), [(14, 1), (130, 3), (60 * MAX_PAGES + 1, MAX_PAGES)]
)
def test_charts_of_many_places_come_page_after_page(
    tmp_path: Path,
    shown: list[object],
    capsys: pytest.CaptureFixture[str],
    places: int,
    expected: int,
) -> None:
    dataset = open_dataset(write_dataset(tmp_path, places))
    show(charts.coverage_grid, dataset)
    assert len(shown) == expected
    assert all(isinstance(figure, Figure) for figure in shown)
    assert ("coverage_grid(dataset, page=6)" in capsys.readouterr().out) == (places > 300)
    for by_year in (charts.channel_mix, charts.denial_funnel):
        shown.clear()
        show(by_year, dataset)
        assert len(shown) == 1
    shown.clear()
    show(charts.coverage_grid, dataset, by="county")
    assert len(shown) == 1


def test_a_long_table_is_cut_to_its_ends() -> None:
    table = pd.DataFrame({"place": list("abcdefg"), "growth": [3, 1, None, 7, 5, 2, 6]})
    assert "".join(ends(table, "growth", 2)["place"]) == "dgfb"
    assert "".join(ends(table, "growth", 3)["place"]) == "dgeafb"  # no row twice


def test_a_table_that_can_be_sorted_runs_no_markup_of_strangers() -> None:
    table = pd.DataFrame({"place_label": ["<img src=x onerror=alert(1)>"], "rate": [0.0693]})
    markup = sortable(table, "zh").html
    assert "6.9%" in markup
    assert "地方" in markup
    search = json.dumps("查找：")  # as scripts hold it
    assert search in markup
    assert "&lt;img src=x" in markup
    assert "<img src=x" not in markup
    assert search not in sortable(table, "en").html


def test_links_lead_to_each_file_and_to_all_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    out = tmp_path / "exports" / "01 甲"
    (out / "figures").mkdir(parents=True)
    files = [out / "briefing.xlsx", out / "figures" / "图.png"]
    for path in files:
        path.write_bytes(path.name.encode())
    found = download(files, "zh")
    links = re.findall(r'href="([^"]+)"', found._repr_html_())
    assert links[0] == "exports/01%20%E7%94%B2/all.zip"
    assert links[1] == "exports/01%20%E7%94%B2/briefing.xlsx"
    with ZipFile(out / "all.zip") as archive:
        assert archive.namelist() == ["briefing.xlsx", "figures/图.png"]
        assert archive.read("briefing.xlsx") == b"briefing.xlsx"
    assert "没有可导出的" in download([])._repr_html_()
    assert download(files).files == files  # a second export takes the place of the first


def test_own_reports_are_read_from_a_notebook_and_remembered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "tasks.py").touch()  # as in a checkout
    desk = tmp_path / "my_work"
    own = desk / "报告" / "某县" / "栎心镇"
    own.mkdir(parents=True)
    shutil.copy(next(RAW.rglob("栎心镇_2023.pdf")), own / "2023.pdf")
    (own / "2022.pdf").write_bytes(b"")
    (own / "README.md").touch()
    monkeypatch.chdir(desk)
    read = read_own_reports("报告", language="zh")
    assert read.counts.to_dict()["未能读取"] == 1
    assert list(read.failures["why"]) == ["空文件"]
    assert "2022.pdf" in read._repr_html_()
    assert "md" not in str(read)  # a README is no report that was left out
    assert (tmp_path / SETTINGS).is_file()
    known = read_settings(desk)
    assert known is not None
    assert Path(known.reports) == desk / "报告"
    assert Path(known.tables) == tmp_path / "my_work" / "tables" / "报告"
    assert list(open_dataset().reports["year"].dropna()) == [2023]
    again = read_own_reports(language="en")  # those of last time
    assert list(again.failures["error_code"]) == ["empty_file"]
    for nothing in ("没有这里", desk / "tables"):
        with pytest.raises(NoReportsError):
            read_own_reports(nothing)
    assert read_settings(desk) == known
