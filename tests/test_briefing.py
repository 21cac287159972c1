"""Briefings: what is in the files, that other programs open them, that they come out the same."""

import csv
import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd
import pdfplumber
import pylopdf_fonts_zh_cn
import pytest
from dataset_writer import DatasetWriter
from invented_dataset import place_names, write_dataset
from pdfminer.pdftypes import resolve1
from PIL import Image
from pptx import Presentation
from pptx.oxml.ns import qn
from pptx.util import Inches

from disclosure_stats import Dataset, __version__, export_briefing, open_dataset
from disclosure_stats.analysis.mixes import OUTCOMES
from disclosure_stats.analysis.selection import SelectionError
from disclosure_stats.briefing.exhibits import exhibits
from disclosure_stats.charts import catalogue
from disclosure_stats.charts.natives import native_bars
from disclosure_stats.charts.view import view

PLACES = place_names(3)
CHARTS = [chart.name for chart in catalogue.CHARTS]  # those that need not be asked for
OFFICE = shutil.which("soffice")


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return open_dataset(write_dataset(tmp_path_factory.mktemp("tables"), 3))


@pytest.fixture(scope="module")
def briefing(dataset: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All charts and a page a place."""
    out = tmp_path_factory.mktemp("briefing")
    export_briefing(dataset, places=PLACES, out=out)
    return out


def test_every_chart_is_there_in_three_formats(briefing: Path) -> None:
    stems = {*CHARTS, *(f"place_profile_{place}" for place in PLACES)}
    for kind in ("svg", "pdf"):
        assert {path.stem for path in briefing.glob(f"figures/*.{kind}")} == stems
    pictures = {path.stem for path in briefing.glob("figures/*.png")}
    assert pictures == stems | {f"{stem}_slide" for stem in stems}
    with Image.open(briefing / "figures" / "denial_dots_slide.png") as picture:
        assert picture.width == 1920
        assert "来源：" in picture.info["Description"]  # for those who cannot see it
    with Image.open(briefing / "figures" / "denial_dots.png") as picture:
        assert picture.info["dpi"] == pytest.approx((300, 300), abs=1)
        assert picture.width > 2000


def test_fonts_are_in_the_files_and_chinese_is_text_in_the_pdf(briefing: Path) -> None:
    with pdfplumber.open(briefing / "figures" / "coverage.pdf") as pdf:
        (page,) = pdf.pages
        assert "报告覆盖与读取情况" in page.extract_text()
        assert all("NotoSansSC" in character["fontname"] for character in page.chars)
        fonts = resolve1(page.page_obj.resources["Font"])
        for font in fonts.values():
            assert "CharProcs" in resolve1(font)  # the outlines themselves
    svg = (briefing / "figures" / "coverage.svg").read_text(encoding="utf-8")
    assert "<text" not in svg  # letters are outlines, whatever fonts the reader has


def test_letters_of_an_svg_can_be_text_that_names_its_font(
    dataset: Dataset, tmp_path: Path
) -> None:
    export_briefing(dataset, out=tmp_path, charts=["coverage"], text="editable")
    svg = (tmp_path / "figures" / "coverage.svg").read_text(encoding="utf-8")
    assert "<text" in svg
    assert "份报告：" in svg
    assert "Noto Sans SC" in svg


def test_slides_have_titles_captions_notes_and_a_chinese_font(briefing: Path) -> None:
    deck = Presentation(str(briefing / "briefing.pptx"))
    first, key, *slides = deck.slides
    assert "数据简报" in first.shapes.title.text_frame.text
    assert "3个地方，2016—2025年度" in first.shapes[1].text_frame.text
    assert key.shapes.title.text_frame.text == "主要数字"
    assert len(slides) >= len(CHARTS) + 3
    for slide in slides:
        assert slide.shapes.title.text_frame.text
        texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
        assert any("来源：" in text for text in texts)
        notes = slide.notes_slide.notes_text_frame.text
        assert "样本：" in notes
        assert "来源：" in notes
        drawn = [shape for shape in slide.shapes if shape.shape_type == 13 or shape.has_chart]
        assert drawn
        for shape in drawn:
            properties = shape._element.xpath(".//p:cNvPr")[0]
            assert properties.get("descr")
        for shape in slide.shapes:  # nothing hangs over the edge
            assert shape.left >= 0
            assert shape.left + shape.width <= deck.slide_width
            assert shape.top + shape.height <= deck.slide_height
        for run in slide.element.iter(qn("a:rPr")):
            assert run.find(qn("a:ea")) is not None


def test_key_figures_are_the_sums_of_the_reports(briefing: Path, dataset: Dataset) -> None:
    (_, key, *_) = Presentation(str(briefing / "briefing.pptx")).slides
    (table,) = [shape.table for shape in key.shapes if shape.has_table]
    rows = {row.cells[0].text: (row.cells[1].text, row.cells[2].text) for row in table.rows}
    panel = dataset.panel()
    assert rows["报告"][0] == f"{len(panel)}份"
    assert rows["新收申请"][0] == f"{panel['requests_received'].sum():,}件"
    of_one_whole = panel.dropna(subset=[*OUTCOMES, "requests_processed"])
    whole = of_one_whole[list(OUTCOMES)].sum(axis=1)
    printed = of_one_whole[whole == of_one_whole["requests_processed"]]
    k, n = printed["refused"].sum(), printed["requests_processed"].sum()
    assert rows["不予公开"][0] == f"{k / n:.1%}"
    assert rows["不予公开"][1].startswith(f"{k:,} / {n:,}件，{len(printed)}份报告；95%区间")
    year = int(next(name for name in rows if "各渠道" in name)[:4])
    items = panel.loc[panel["year"] == year]
    for name, channel in (("政府网站", "website"), ("公示栏", "notice_board")):
        # Of the items of the line above, as in the chart of that year.
        share = items[f"postings_{channel}"].sum() / items["postings_channel_sum"].sum()
        assert rows[f"其中{name}"][0] == f"{share:.1%}"
        given, k = items[f"postings_{channel}"].notna().sum(), items[f"postings_{channel}"].sum()
        assert rows[f"其中{name}"][1].startswith(f"{k:,} / ")
        assert rows[f"其中{name}"][1].endswith(f"份报告中{given}份写明")


def test_bars_are_charts_of_the_slide_with_the_numbers_behind_them(
    briefing: Path, dataset: Dataset
) -> None:
    shown = {e.title: e for e in exhibits(dataset, PLACES, None, "zh", None)}
    native = 0
    for slide in Presentation(str(briefing / "briefing.pptx")).slides:
        frames = [shape for shape in slide.shapes if shape.has_chart]
        if not frames:
            continue
        exhibit = shown[slide.shapes.title.text_frame.text]
        drawn = [bars for bars in exhibit.natives if len(bars.shares)]
        for frame, bars in zip(frames, drawn, strict=True):
            native += 1
            (plot,) = frame.chart.plots
            assert list(plot.categories) == list(bars.shares.index)
            for series in plot.series:
                expected = bars.shares[series.name].astype("float64")
                assert list(series.values) == pytest.approx(
                    [None if pd.isna(v) else v for v in expected]
                )
            assert bars.shares.sum(axis=1).to_numpy() == pytest.approx(1.0)
            assert "来源" in slide.notes_slide.notes_text_frame.text
    assert native >= 4


def test_few_cases_are_words_and_no_native_bar(tmp_path: Path) -> None:
    counts = pd.DataFrame({"a": [40, 1], "b": [10, 0]}, index=["甲镇", "乙镇"])
    shown = view(open_dataset(write_dataset(tmp_path, 1)), None, None, "zh", [])
    bars = native_bars(shown, counts, ("#000000", "#ffffff"), "件")
    assert list(bars.shares.index) == ["甲镇  n=50"]
    assert bars.left_out == "n小于30，不画比例：乙镇 1件。"


def test_notes_add_the_numbers_that_a_slide_leaves_out(briefing: Path) -> None:
    slides = Presentation(str(briefing / "briefing.pptx")).slides
    texts = [slide.notes_slide.notes_text_frame.text for slide in slides]
    assert any("k（件、条）：" in text and "n（件、条）：" in text for text in texts)


def test_slides_take_the_look_of_a_template(dataset: Dataset, tmp_path: Path) -> None:
    own = Presentation()
    own.slide_width, own.slide_height = Inches(10), Inches(5.625)
    own.slides.add_slide(own.slide_layouts[0]).shapes.title.text = "an example to be dropped"
    own.save(str(tmp_path / "own.pptx"))
    charts = ["channel_mix_by_year", "denial_funnel"]
    out = tmp_path / "out"
    export_briefing(dataset, out=out, charts=charts, template=tmp_path / "own.pptx")
    deck = Presentation(str(out / "briefing.pptx"))
    assert (deck.slide_width, deck.slide_height) == (Inches(10), Inches(5.625))
    assert len(deck.slides) == 4
    assert "example" not in deck.slides[0].shapes.title.text_frame.text
    for slide in deck.slides:
        assert all(run.get("typeface") is None for run in slide.element.iter(qn("a:rPr")))
        for shape in slide.shapes:
            assert shape.top + shape.height <= deck.slide_height
            assert shape.left + shape.width <= deck.slide_width


def test_a_county_has_a_page_where_it_is_asked_for(dataset: Dataset, tmp_path: Path) -> None:
    files = export_briefing(dataset, out=tmp_path, charts=["county_profile"], language="en")
    pages = {path.stem for path in files if path.suffix == ".svg"}
    assert pages == {f"county_profile_虚{number}县" for number in range(3)}
    book = openpyxl.load_workbook(tmp_path / "briefing.xlsx")
    assert book.sheetnames[2:] == [f"虚{number}县" for number in range(3)]


def test_what_is_no_template_is_answered_in_a_sentence(dataset: Dataset, tmp_path: Path) -> None:
    (tmp_path / "own.pptx").write_text("no presentation")
    with pytest.raises(SelectionError, match=r"is no \.pptx that can be opened"):
        export_briefing(dataset, out=tmp_path, charts=["coverage"], template=tmp_path / "own.pptx")


def test_the_wide_sheet_has_a_column_a_year(briefing: Path, dataset: Dataset) -> None:
    sheet = openpyxl.load_workbook(briefing / "briefing.xlsx")["地方×年度"]
    rows = [[cell.value for cell in row] for row in sheet.rows]
    head = next(number for number, row in enumerate(rows) if row[0] == "地方")
    assert rows[head][2:] == [str(year) for year in range(2016, 2026)]
    panel = dataset.panel().set_index(["place_label", "year"])
    for place, quantity, *counts in rows[head + 1 :]:
        if quantity != "新收申请":
            continue
        for year, count in zip(range(2016, 2026), counts, strict=True):
            expected = panel["requests_received"].get((place, year))
            assert count == (None if expected is None or pd.isna(expected) else expected)


def test_the_workbook_has_the_numbers_typed_and_formatted(briefing: Path, dataset: Dataset) -> None:
    book = openpyxl.load_workbook(briefing / "briefing.xlsx")
    assert book.sheetnames[0] == "目录"
    links = [cell.hyperlink.location for (cell, *_) in book["目录"].rows if cell.hyperlink]
    assert links == [f"'{name}'!A1" for name in book.sheetnames[2:]]
    shown = {e.sheet: e for e in exhibits(dataset, PLACES, None, "zh", None)}
    assert set(PLACES) < set(book.sheetnames)
    for name in book.sheetnames[2:]:
        sheet, data = book[name], shown[name].data
        top = sheet.auto_filter.ref and int(sheet.auto_filter.ref[1:].partition(":")[0])
        rows = list(sheet.iter_rows(min_row=top + 1, max_col=data.shape[1]))
        assert len(rows) == len(data)
        for cells, values in zip(rows, data.itertuples(index=False), strict=True):
            for cell, value in zip(cells, values, strict=True):
                if pd.isna(value):
                    assert cell.value is None  # missing is an empty cell, not 0
                elif isinstance(value, (int, float)):
                    assert cell.value == pytest.approx(value)
    sheet = book["不予公开率 逐地"]
    head = next(row for row in sheet.rows if row[0].value == "地方")
    formats = {cell.value: sheet.cell(head[0].row + 1, cell.column).number_format for cell in head}
    assert formats["比例"] == "0.0%"
    assert formats["n（件、条）"] == "#,##0"


def test_an_answer_is_an_answer_and_no_number(tmp_path: Path) -> None:
    twelve = open_dataset(write_dataset(tmp_path / "tables", 12))
    export_briefing(twelve, out=tmp_path, charts=["denial_funnel"])
    sheet = openpyxl.load_workbook(tmp_path / "briefing.xlsx")["不予公开率 漏斗图"]
    (head,) = [cell for row in sheet.rows for cell in row if cell.value == "超出95%界限"]
    answers = {row[head.column - 1].value for row in sheet.iter_rows(min_row=head.row + 1)}
    assert {type(answer) for answer in answers} == {bool, type(None)}


def test_sources_lead_back_to_files_and_pages(briefing: Path, dataset: Dataset) -> None:
    with (briefing / "sources.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(dataset.reports)
    known = dataset.reports.set_index("source_path")
    for row in rows:
        assert row["sha256"] == known.loc[row["source_path"], "sha256"]
        assert row["pages"] == "1"


def test_findings_are_listed_as_outstanding(tmp_path: Path) -> None:
    with DatasetWriter(tmp_path / "tables") as writer:
        report = {"report_id": "a", "source_path": "=1+1.pdf", "place": "某镇", "year": 2023}
        writer.add("reports", [{**report, "era": "2021", "status": "flagged"}])
        finding = {"report_id": "a", "rule": "row_total", "severity": "error", "where": "granted"}
        note = {"report_id": "a", "rule": "row_absent", "severity": "info", "where": "rules"}
        writer.add("findings", [finding, note])
    dataset = open_dataset(tmp_path / "tables")
    export_briefing(dataset, out=tmp_path / "out", charts=["coverage"])
    (row,) = csv.DictReader((tmp_path / "out" / "sources.csv").open(encoding="utf-8-sig"))
    assert row["checks_outstanding"] == "row_total (granted)"
    assert row["source_path"] == "'=1+1.pdf"  # no formula to a spreadsheet


def test_a_chart_too_tall_for_a_slide_takes_several(tmp_path: Path) -> None:
    many = open_dataset(write_dataset(tmp_path / "tables", 60))
    wanted = ["coverage", "posting_volumes", "channel_mix_by_year"]
    export_briefing(many, out=tmp_path / "out", charts=wanted)
    _, _, *slides = Presentation(str(tmp_path / "out" / "briefing.pptx")).slides
    titles = [slide.shapes.title.text_frame.text for slide in slides]
    shown = exhibits(many, None, None, "zh", wanted)
    assert titles == [
        *(f"{shown[0].title}（{number}/3）" for number in (1, 2, 3)),
        *(f"{shown[1].title}（{number}/3）" for number in (1, 2, 3)),
        shown[2].title,
    ]
    for slide in slides[:-1]:
        (picture,) = [shape for shape in slide.shapes if shape.shape_type == 13]
        dots_an_inch = picture.image.size[0] / (picture.width / 914400)
        assert dots_an_inch < 300 / 0.7  # letters keep seven tenths of their size


def test_a_briefing_takes_more_places_than_a_page(tmp_path: Path) -> None:
    many = open_dataset(write_dataset(tmp_path / "tables", 61))
    charts = ["coverage", "request_outcomes_by_year"]
    found = exhibits(many, None, None, "zh", charts)
    assert [exhibit.name for exhibit in found] == [
        "coverage_01",
        "coverage_02",
        "request_outcomes_by_year",
    ]
    assert [exhibit.sheet for exhibit in found][:2] == ["报告覆盖 1", "报告覆盖 2"]
    assert sum(exhibit.data["place_label"].nunique() for exhibit in found[:2]) == 61


def test_pages_of_one_name_have_sheets_of_their_own(tmp_path: Path) -> None:
    """A county's government reports under the county's name."""
    with DatasetWriter(tmp_path / "tables") as writer:
        for place in ("虚县", "甲镇"):
            row = {"report_id": place, "source_path": f"{place}.pdf", "place": place}
            row |= {"county": "虚县", "year": 2023, "era": "2021", "status": "verified"}
            writer.add("reports", [row])
    charts = ["place_profile", "county_profile"]
    export_briefing(open_dataset(tmp_path / "tables"), out=tmp_path, charts=charts)
    names = openpyxl.load_workbook(tmp_path / "briefing.xlsx").sheetnames[2:]
    assert sorted(names) == ["甲镇", "虚县", "虚县 2"]


def test_what_is_not_counted_is_listed_and_said(tmp_path: Path) -> None:
    common = {"place": "某镇", "era": "2021", "status": "verified"}
    with DatasetWriter(tmp_path / "tables") as writer:
        for name, row in {
            "new": {**common, "report_id": "new", "year": 2023},
            "old": {**common, "report_id": "old", "year": 2023},
            "=copy": {**common, "report_id": "new", "year": 2023, "duplicate_of": "new.pdf"},
            "damaged": {"report_id": "damaged", "status": "failed", "error_code": "damaged"},
        }.items():
            writer.add("reports", [{"source_path": f"{name}.pdf", **row}])
        writer.add("findings", [{"report_id": "old", "rule": "superseded", "severity": "info"}])
    out = tmp_path / "out"
    export_briefing(
        open_dataset(tmp_path / "tables"), out=out, charts=["coverage"], made=date(2026, 3, 2)
    )
    with (out / "sources.csv").open(encoding="utf-8-sig", newline="") as file:
        used = {row["source_path"]: row["used"] for row in csv.DictReader(file)}
    assert used == {"new.pdf": "yes", "old.pdf": "no", "'=copy.pdf": "no", "damaged.pdf": "no"}
    front, _, exhibit = Presentation(str(out / "briefing.pptx")).slides
    facts = front.shapes[1].text_frame.text
    assert "报告：1份（已核验 1）" in facts
    assert "未计入：未能读取的文件1个；重复、已有新版或不知何地何年的2份" in facts
    assert f"2026-03-02，由 disclosure_stats {__version__} 制作" in facts
    assert "读取。 2026-03-02" in exhibit.notes_slide.notes_text_frame.text


def test_the_same_data_give_the_same_bytes(dataset: Dataset, tmp_path: Path) -> None:
    charts = ["denial_funnel", "channel_mix_by_year"]
    for name in ("one", "two"):
        export_briefing(dataset, out=tmp_path / name, charts=charts, language="en")
    files = sorted(path.relative_to(tmp_path / "one") for path in (tmp_path / "one").rglob("*.*"))
    kinds = [f"{name}{end}" for name in charts for end in (".pdf", ".png", "_slide.png", ".svg")]
    others = ["briefing.pptx", "briefing.xlsx", "sources.csv"]
    assert {path.name for path in files} == {*kinds, *others}
    for path in files:
        one, two = ((tmp_path / name / path).read_bytes() for name in ("one", "two"))
        assert one == two, path


def test_english_briefings_have_no_chinese_but_names(dataset: Dataset, tmp_path: Path) -> None:
    export_briefing(dataset, places=PLACES[:1], out=tmp_path, charts=["denial_dots"], language="en")
    book = openpyxl.load_workbook(tmp_path / "briefing.xlsx")
    texts = [str(cell.value) for sheet in book for row in sheet.rows for cell in row if cell.value]
    chinese = {text for text in texts if any("\u4e00" <= c <= "\u9fff" for c in text)}
    assert any(PLACES[0] in text for text in chinese)
    for text in chinese:
        rest = text.replace(PLACES[0], "")
        assert not any("\u4e00" <= c <= "\u9fff" for c in rest), text


def test_a_failed_export_leaves_an_earlier_one_as_it_was(
    dataset: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export_briefing(dataset, out=tmp_path, charts=["coverage"])
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.*")}

    def full(*arguments: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr("disclosure_stats.briefing.export.write_sources", full)
    with pytest.raises(OSError, match="no space"):
        export_briefing(dataset, out=tmp_path, charts=["coverage"], language="en")
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.*")} == before


def test_an_unknown_chart_is_answered_with_those_there_are(
    dataset: Dataset, tmp_path: Path
) -> None:
    with pytest.raises(SelectionError, match=r"no chart named .coverge.. Near matches: coverage"):
        export_briefing(dataset, out=tmp_path, charts=["coverge"])
    assert list(tmp_path.iterdir()) == []


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    whole = [sys.executable, "-m", "disclosure_stats.briefing", *arguments]
    return subprocess.run(whole, capture_output=True, text=True, check=False)


def test_the_command(dataset: Dataset, tmp_path: Path) -> None:
    tables = str(dataset.folder)
    finished = command(
        tables,
        "--out",
        str(tmp_path),
        "--place",
        PLACES[0],
        "--year",
        "2019-2021",
        "--year",
        "2023",
        "--chart",
        "coverage",
        "--language",
        "en",
    )
    assert finished.returncode == 0, finished.stderr
    assert finished.stdout == f"7 files in {tmp_path}\n"
    with (tmp_path / "sources.csv").open(encoding="utf-8-sig", newline="") as file:
        assert {row["year"] for row in csv.DictReader(file)} <= {"2019", "2020", "2021", "2023"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--place", "没有镇"), "没有“没有镇”的报告"),
        (("--year", "1999"), "2016—2025"),
        (("--year", "soon"), "'soon' is no year and no span of years"),
        (("--chart", "pie"), "没有名为“pie”的图"),
        (("--date", "soon"), "'soon' is no date as 2026-03-02"),
    ],
)
def test_the_command_explains_what_is_wrong(
    monkeypatch: pytest.MonkeyPatch,
    dataset: Dataset,
    tmp_path: Path,
    arguments: tuple[str, ...],
    message: str,
) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    finished = command(str(dataset.folder), "--out", str(tmp_path / "out"), *arguments)
    assert finished.returncode == 2
    assert message in finished.stderr
    assert "Traceback" not in finished.stderr


def test_without_the_extra_the_command_says_what_to_install() -> None:
    blocked = "import sys; sys.modules['matplotlib'] = None; "
    run = "from disclosure_stats.briefing.__main__ import main; sys.exit(main([]))"
    finished = subprocess.run(
        [sys.executable, "-c", blocked + run], capture_output=True, text=True, check=False
    )
    assert finished.returncode == 2
    assert "needs pip install 'disclosure-stats[notebooks]'" in finished.stderr
    assert "Traceback" not in finished.stderr


@pytest.mark.skipif(OFFICE is None, reason="no LibreOffice here to open the files with")
@pytest.mark.parametrize("name", ["briefing.pptx", "briefing.xlsx"])
def test_libreoffice_opens_the_files(briefing: Path, tmp_path: Path, name: str) -> None:
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    convert = [str(OFFICE), profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    fonts = tmp_path / "fonts.conf"  # the machine may have none for Chinese
    fonts.write_text(
        f"<fontconfig><dir>{pylopdf_fonts_zh_cn.sans_path().parent}</dir>"
        f"<cachedir>{tmp_path / 'cache'}</cachedir></fontconfig>"
    )
    subprocess.run(
        [*convert, str(briefing / name)],
        env=os.environ | {"FONTCONFIG_FILE": str(fonts)},
        capture_output=True,
        check=False,
        timeout=180,
    )
    converted = tmp_path / "briefing.pdf"
    if not converted.exists():
        pytest.skip("this LibreOffice has no filter for the file: Impress or Calc is missing")
    with pdfplumber.open(converted) as pdf:
        text = "".join(page.extract_text() for page in pdf.pages)
        assert len(pdf.pages) >= len(CHARTS) + 4
        assert "数据简报" in text
        assert "来源" in text
