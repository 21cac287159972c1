"""Reports in the layouts that occur: every printed cell read, found where it was drawn."""

import io
import subprocess
import sys
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Literal

import pandas as pd
import pytest
from layouts import (
    CASES,
    Key,
    Layout,
    Printed,
    Prose,
    Truth,
    consistent_truth,
    default_prose,
    draw_report,
    draw_volume,
    provincial_truth,
)
from layouts.flow import Flow
from layouts.layout import Rules
from layouts.paper import PORTRAIT, to_pdf
from PIL import Image
from pypdf import PdfReader, PdfWriter, Transformation
from read_back import (
    KEYS,
    assert_boxes_hold_figures,
    assert_read_as_drawn,
    assert_whole,
    cells_of,
)
from reportlab.pdfgen.canvas import Canvas

from disclosure_stats import ReadingError, Report, open_dataset, read_report, read_reports
from disclosure_stats.checks.report_ids import report_id_of
from disclosure_stats.extract import main
from disclosure_stats.forms import load_form
from disclosure_stats.pages.lines import Line
from disclosure_stats.pages.model import Horizontal, Page, Word
from disclosure_stats.pages.sheets import as_read
from disclosure_stats.reading import routing
from disclosure_stats.reading.narrative.sections import paragraphs

# Each case in all its eras with many counts, and in one of them with next to none.
READ = [(name, era, "busy") for name, case in CASES.items() for era in case.eras]
READ += [(name, Random(name).choice(case.eras), "quiet") for name, case in CASES.items()]


def read_drawn(folder: Path, data: bytes) -> Report:
    path = folder / "report.pdf"
    path.write_bytes(data)
    return read_report(path)


@pytest.mark.parametrize(("name", "era", "figures"), READ)
def test_layout(name: str, era: str, figures: str, tmp_path: Path) -> None:
    case = CASES[name]
    random = Random(f"{name} {era} {figures}")
    truth = case.adapt(consistent_truth(era, random, busy=figures == "busy"))
    data, drawing = draw_report(truth, case.layout)
    report = read_drawn(tmp_path, data)
    assert_whole(report, drawing)
    if era == "2021":
        assert_sections(report, truth, case.layout)


def assert_sections(report: Report, truth: Truth, layout: Layout) -> None:
    """A report so laid out has six sections, with its narrative and nothing else in them."""
    sections = report.sections[:6]
    assert sections["number"].tolist() == [1, 2, 3, 4, 5, 6]
    assert sections["heading"].str.contains("总体情况").tolist() == [True] + [False] * 5
    texts = sections["text"].fillna("").str.replace(r"\s", "", regex=True).tolist()
    prose = default_prose(truth)
    assert prose.overview in texts[0]
    assert prose.problems in texts[4]
    running = (layout.running_foot, "example.gov.cn", "".join(prose.title))
    foreign = [*filter(None, running), "自然人", "结果维持"]
    assert not [text for text in texts if any(words in text for words in foreign)]


@pytest.mark.parametrize("name", ["framed", "cells_apart", "cells_apart_over_pages"])
def test_a_total_that_is_wrong_in_print_costs_no_other_cell(name: str, tmp_path: Path) -> None:
    """The reading whose sums fail may be the better one: it is that of more cells."""
    truth = consistent_truth("2021", Random(7))
    key = ("requests", "processed_total", "total")
    truth = truth.with_values({key: truth.values[key] + 1})
    data, drawing = draw_report(truth, CASES[name].layout)
    report = read_drawn(tmp_path, data)
    assert_read_as_drawn(report, drawing)
    assert set(report.findings["origin"]) == {"source"}


@pytest.mark.parametrize(
    ("widths", "figures"), [((0.05, 0.09, 0.12), "right"), ((0.1, 0.1, 0.1), "centred")]
)
def test_wrapped_labels_on_close_lines_without_rules(
    widths: tuple[float, float, float],
    figures: Literal["left", "centred", "right"],
    tmp_path: Path,
) -> None:
    """No gap tells where a label ends: only the form does."""
    truth = consistent_truth("2021", Random(3))
    layout = Layout(rules="none", label_widths=widths, leading=1.0, figures=figures)
    data, drawing = draw_report(truth, layout)
    assert_whole(read_drawn(tmp_path, data), drawing)


def test_the_gap_of_a_table_without_rules_parts_no_sheet() -> None:
    """Labels on the left of the middle and numbers on its right: one page, not two."""

    def line(x: float, top: float, texts: list[str]) -> list[Word]:
        return [Word(x + 60 * i, top, x + 60 * i + 20, top + 10, t) for i, t in enumerate(texts)]

    tops = [100.0 + 20 * number for number in range(6)]
    labels = [word for top in tops for word in line(60, top, ["予以公开"])]
    titles = [word for top in (40.0, 55.0, 70.0) for word in line(480, top, ["自然人", "总计"])]
    numbers = [word for top in tops[:2] for word in line(482, top, ["3", "5"])]
    page = Page(1, 842, 595, labels + titles + numbers)
    assert as_read(page) is page
    halves = [*line(60, 40, ["结果维", "总计"]), *line(350, 40, ["结果维", "总计"])]
    halves += [*line(60, 52, ["持"]), *line(350, 52, ["持"]), *line(60, 64, ["果"])]
    halves += [*line(60, 76, ["3", "5"]), *line(350, 76, ["4", "4"])]
    page = Page(1, 595, 842, [Word(60, 20, 500, 30, "四、行政复议、行政诉讼情况"), *halves])
    assert as_read(page) is page  # part four is no two lists
    text = [word for top in tops for word in line(480, top, ["公开"])]
    rules = [Horizontal(90, x0, x0 + 300) for x0 in (60, 480)]
    held = as_read(Page(1, 842, 595, labels + text, rules))
    assert {word[0] for word in held.words} == {60.0}  # in line, whatever the margins
    assert sorted(held.unturn(*word[:4]) for word in held.words) == sorted(
        word[:4] for word in labels + text
    )


@pytest.mark.parametrize(
    ("era", "year", "is_told"),
    [("2021", 2017, True), ("2014", 2023, True), ("2019", 2018, True), ("2014", 2019, False)],
)
def test_a_form_that_the_year_does_not_have(
    era: str, year: int, is_told: bool, tmp_path: Path
) -> None:
    """The year or the form may be misread; the form before is printed on for years."""
    truth = consistent_truth(era, Random(5)).changed(year=year)
    report = read_drawn(tmp_path, draw_report(truth, Layout())[0])
    assert (report.era, report.year) == (era, year)
    assert report.status == ("flagged" if is_told else "verified")
    assert ("form_of_another_time" in list(report.findings["rule"])) == is_told


def test_a_single_character_in_a_font_that_is_nowhere(tmp_path: Path) -> None:
    """The drawn reports embed no font, and the process that reads them is lent none: characters
    that are drawn one by one are read even where the machine has no Chinese font, and labels that
    stand apart from their numbers there."""
    truth = consistent_truth("2014", Random(11))
    drawings = {}
    for layout in ("shuffled_characters", "two_lists_without_rules"):
        data, drawing = draw_report(truth, CASES[layout].layout)
        drawings[report_id_of(sha256(data).hexdigest())] = drawing
        (tmp_path / f"{layout}.pdf").write_bytes(data)
    command = [sys.executable, "-m", "disclosure_stats.extract", str(tmp_path)]
    subprocess.run([*command, "--out", str(tmp_path / "tables")], check=True, capture_output=True)
    read = open_dataset(tmp_path / "tables").indicators
    for report_id, drawing in drawings.items():
        indicators = read[read["report_id"] == report_id]
        states = {
            ("indicators", row["indicator"], row["period"]): row["cell_state"]
            for row in indicators.to_dict("records")
            if not row["indicator"].startswith("response_")
        }
        expected = {key: cell.state for key, cell in drawing.expected.items() if key in states}
        assert len(expected) > 40
        assert {key: states[key] for key in expected} == expected
        assert set(indicators["unit"].dropna()) >= {"条", "件", "个", "人"}


def test_pictures_are_drawn_in_a_font_that_is_nowhere(tmp_path: Path) -> None:
    """The first line of the title, all ideographs, shows whatever fonts the machine has."""
    data, _ = draw_report(consistent_truth("2021", Random(5)), Layout())
    (tmp_path / "report.pdf").write_bytes(data)
    code = (
        "import disclosure_stats as ds; ds.read_report('report.pdf').show('requests').save('s.png')"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=tmp_path)
    with Image.open(tmp_path / "s.png") as shown:
        width, height = shown.size
        title = shown.convert("L").crop(
            (int(0.18 * width), int(0.08 * height), int(0.32 * width), int(0.105 * height))
        )
    darkest, lightest = title.getextrema()
    assert darkest < 100 < lightest


def test_form_of_a_province(tmp_path: Path) -> None:
    """Two columns of figures (this year, 历年累计), and labels that the national form lacks: most
    stand in no sum."""
    truth = provincial_truth(Random(8))
    data, drawing = draw_report(truth, Layout(provincial=True, indicator_width=0.5))
    report = read_drawn(tmp_path, data)
    assert_read_as_drawn(report, drawing)
    assert_boxes_hold_figures(report, drawing)
    assert (report.era, report.year, report.status) == ("2014", 2018, "unproven")
    others = report.indicators[report.indicators["indicator"] == "other"]
    assert set(others["label"].str.contains("信函、传真")) == {True, False}
    assert set(others["unit"]) == {"条", "件"}


@pytest.mark.parametrize(
    ("name", "era"), [("unit_in_cell", "2021"), ("procurement_in_wan_yuan", "2019")]
)
def test_unit_and_remark_are_kept_apart(name: str, era: str, tmp_path: Path) -> None:
    truth = consistent_truth(era, Random(4))
    data, drawing = draw_report(truth, CASES[name].layout)
    cells = cells_of(read_drawn(tmp_path, data))
    for key, printed in CASES[name].layout.printed_as.items():
        row = cells[key]
        if printed.unit:
            assert row["unit"] == printed.unit
        assert printed.remark == (None if pd.isna(row["remark"]) else row["remark"])
    assert drawing.expected.keys() <= cells.keys()


def test_a_count_with_a_point_in_it_is_in_doubt(tmp_path: Path) -> None:
    """1.234 may be a thousand and more; amounts of money have points."""
    licences, fees = ("disclosures", "licences", "decisions"), ("disclosures", "fees", "amount")
    printed_as = {licences: Printed("1.234", None, "unreadable"), fees: Printed("1.234", 1.234)}
    truth = consistent_truth("2021", Random(4))
    report = read_drawn(tmp_path, draw_report(truth, Layout(printed_as=printed_as))[0])
    cells = cells_of(report)
    assert cells[licences]["cell_state"] == "unreadable"
    assert cells[fees]["value"] == 1.234


@pytest.mark.parametrize("on_new_pages", [True, False], ids=["new_pages", "same_page"])
@pytest.mark.parametrize(
    "printed",
    [
        (("2014", 2016), ("2014", 2017)),
        (("2019", 2020), ("2021", 2021)),
        (("2021", 2021), ("2021", 2022), ("2019", 2020)),
    ],
)
def test_several_reports_in_one_file(
    printed: tuple[tuple[str, int], ...], on_new_pages: bool, tmp_path: Path
) -> None:
    """Years of one body bound into one file: each is read by the form that it prints, and where
    one ends in mid-page, the next begins."""
    truths = [
        consistent_truth(era, Random(number)).changed(year=year)
        for number, (era, year) in enumerate(printed)
    ]
    data, drawings = draw_volume([(truth, Layout(), None) for truth in truths], on_new_pages)
    path = tmp_path / "volume.pdf"
    path.write_bytes(data)
    reports = read_reports(path)
    assert len(reports) == len(drawings)
    for report, drawing in zip(reports, drawings, strict=True):
        assert_whole(report, drawing)
        assert (report.first_page, report.last_page) == (drawing.first_page, drawing.last_page)
    assert len({report.report_id for report in reports}) == len(reports)


def test_running_titles_of_several_reports_in_one_file(tmp_path: Path) -> None:
    """Each page behind a table bears a title: a new report begins only where it is another."""
    truths = [
        consistent_truth("2021", Random(number)).changed(year=2020 + number) for number in (1, 2)
    ]
    data, drawings = draw_volume([(truth, CASES["running_title"].layout, None) for truth in truths])
    path = tmp_path / "volume.pdf"
    path.write_bytes(data)
    for report, drawing in zip(read_reports(path), drawings, strict=True):
        assert_whole(report, drawing)
        assert (report.first_page, report.last_page) == (drawing.first_page, drawing.last_page)


@pytest.mark.parametrize("on_new_pages", [True, False], ids=["new_pages", "same_page"])
def test_years_of_one_body_under_bare_titles(on_new_pages: bool, tmp_path: Path) -> None:
    """Each title says neither whose report it is nor on which year."""
    parts = []
    for year in (2021, 2022):
        truth = consistent_truth("2021", Random(year)).changed(year=year)
        prose = replace(default_prose(truth), title=["政府信息公开工作年度报告"])
        parts.append((truth, Layout(), prose))
    data, drawings = draw_volume(parts, on_new_pages)
    path = tmp_path / "years.pdf"
    path.write_bytes(data)
    for report, drawing in zip(read_reports(path), drawings, strict=True):
        assert_whole(report, drawing)


@pytest.mark.parametrize("with_tables", [(0, 2), (2,), (0, 1), ()])
def test_reports_without_tables_in_a_volume(with_tables: tuple[int, ...], tmp_path: Path) -> None:
    """The tables of the next are not theirs."""
    bodies = ["杉树坪镇人民政府", "西坳头乡人民政府", "柳荫街道办事处"]
    truths = [consistent_truth("2021", Random(n), body=body) for n, body in enumerate(bodies)]
    without = Layout(left_out_parts=load_form("2021").tables)
    layouts = [Layout() if number in with_tables else without for number in range(3)]
    data, drawings = draw_volume([(*one, None) for one in zip(truths, layouts, strict=True)])
    path = tmp_path / "volume.pdf"
    path.write_bytes(data)
    reports = read_reports(path)
    assert [report.body for report in reports] == bodies
    for number, report in enumerate(reports):
        if number in with_tables:
            assert_whole(report, drawings[number])
        else:
            assert report.requests.empty
            assert report.status == "partial"


@pytest.mark.parametrize("is_signature", [False, True], ids=["cover", "signature"])
def test_covers_and_signatures_on_pages_of_their_own(is_signature: bool, tmp_path: Path) -> None:
    """Both bear a name and a date, the titles name no body: size tells to which report they go."""
    volume = PdfWriter()
    bodies = ["杉树坪镇人民政府", "西坳头乡人民政府"]
    for number, body in enumerate(bodies):
        truth = consistent_truth("2021", Random(number), body=body)
        prose = replace(default_prose(truth), title=["2023年政府信息公开年报"], opening="供查阅。")
        data, _ = draw_report(truth, Layout(), prose)
        own = [data, name_on_a_page(body, 12)] if is_signature else [name_on_a_page(body, 28), data]
        for one in own:
            volume.append(io.BytesIO(one))
    volume.write(tmp_path / "volume.pdf")
    reports = read_reports(tmp_path / "volume.pdf")
    assert [report.body for report in reports] == bodies
    assert reports[1].first_page == reports[0].last_page + 1


def name_on_a_page(body: str, size: float) -> bytes:
    """A page with a body's name and a date, in points: a cover or a signature."""
    flow = Flow(Layout(), "", "")
    flow.sheet.runs.clear()
    for text in (body, "2024年1月"):
        flow.line(text, size, align="centre")
    return to_pdf(flow.sheets)


@pytest.mark.parametrize("on_new_pages", [True, False], ids=["new_pages", "same_page"])
def test_two_versions_of_a_report_in_one_file(on_new_pages: bool, tmp_path: Path) -> None:
    truths = [consistent_truth("2021", Random(number)) for number in (1, 2)]
    data, drawings = draw_volume([(truth, Layout(), None) for truth in truths], on_new_pages)
    path = tmp_path / "versions.pdf"
    path.write_bytes(data)
    for report, drawing in zip(read_reports(path), drawings, strict=True):
        assert_whole(report, drawing)


@pytest.mark.parametrize("on_new_pages", [True, False], ids=["new_pages", "same_page"])
@pytest.mark.parametrize("title", [["{body}2021年政府信息公开年报"], ["2021年政府信息公开年报"]])
def test_a_countys_volume(title: list[str], on_new_pages: bool, tmp_path: Path) -> None:
    """The signature of one report stands over the title of the next, which may name no body."""
    bodies = ["杉树坪镇人民政府", "西坳头乡人民政府", "柳荫街道办事处"]
    parts = []
    for number, body in enumerate(bodies):
        truth = consistent_truth("2021", Random(number), body=body).changed(year=2021)
        lines = [line.replace("{body}", body) for line in title]
        parts.append((truth, Layout(), replace(default_prose(truth), title=lines)))
    data, drawings = draw_volume(parts, on_new_pages)
    path = tmp_path / "volume.pdf"
    path.write_bytes(data)
    for report, drawing in zip(read_reports(path), drawings, strict=True):
        assert_whole(report, drawing)
        assert (report.first_page, report.last_page) == (drawing.first_page, drawing.last_page)


@pytest.mark.parametrize(
    ("era", "caption", "on_new_pages"),
    [
        ("2014", "附表{number} {body}", True),
        ("2014", "填报单位（盖章）：{body}", False),
        ("2014", "填报单位（盖章）：{body}", True),
        ("2019", "{body}附表", True),
        ("2019", "附件{number}：{place}", False),
        ("2021", "附表{number} {body}", False),
        ("2021", "附件{number}：{place}", True),
        ("2021", "{body}附表", False),
    ],
)
def test_a_countys_volume_with_the_tables_in_an_annex(
    era: str, caption: str, on_new_pages: bool, tmp_path: Path
) -> None:
    """Narratives first, then the tables of each body under its name, in another order."""
    bodies = ["杉树坪镇人民政府", "西坳头乡人民政府", "柳荫街道办事处"]
    truths = [consistent_truth(era, Random(n), body=body) for n, body in enumerate(bodies)]
    form = load_form(era)
    narratives = [(truth, Layout(left_out_parts=form.tables), None) for truth in truths]
    annexes = []
    for number, truth in enumerate(reversed(truths), start=1):
        place = truth.body.removesuffix("人民政府").removesuffix("办事处")
        line = caption.format(number=number, body=truth.body, place=place)
        annexes.append((truth, Layout(), Prose([line], opening="", overview="", problems="")))
    data, drawings = draw_volume([*narratives, *annexes], on_new_pages)
    path = tmp_path / "volume.pdf"
    path.write_bytes(data)
    reports = read_reports(path)
    assert [report.body for report in reports] == bodies
    for report, drawing in zip(reports, reversed(drawings[len(bodies) :]), strict=True):
        assert_whole(report, drawing)
        assert report.postings["count"].max() == 86


@pytest.mark.parametrize("era", ["2014", "2021"])
def test_a_table_that_is_printed_twice(era: str, tmp_path: Path) -> None:
    """A second report whose beginning is no title: the numbers of two years under one name."""
    this, last = (consistent_truth(era, Random(number)) for number in (1, 2))
    nameless = replace(default_prose(last), title=["上年情况"], opening="供对照。")
    data, _ = draw_volume([(this, Layout(), None), (last, Layout(), nameless)])
    report = read_drawn(tmp_path, data)
    assert report.status == "flagged"
    assert "table_printed_again" in set(report.findings["rule"])
    table = report.indicators if era == "2014" else report.requests
    assert set(table["proof"].dropna()) == {"once"}, "it may be the other table that is meant"
    twice = replace(nameless, overview=default_prose(this).overview)
    same, _ = draw_volume([(this, Layout(), None), (this, Layout(), twice)])
    assert read_drawn(tmp_path, same).status == "verified"


@pytest.mark.parametrize("rules", ["full", "none"])
def test_last_years_form_before_this_years(rules: Rules, tmp_path: Path) -> None:
    """The line over each form says on which year it is."""
    this = consistent_truth("2014", Random(1))
    last = consistent_truth("2014", Random(2)).changed(year=this.year - 1)
    without = Layout(rules=rules, left_out_parts=frozenset({"indicators"}))
    bare = replace(default_prose(this), title=["附表"], opening="", overview="", problems="")
    forms = [(truth, Layout(rules=rules), bare) for truth in (last, this)]
    data, drawings = draw_volume([(this, without, None), *forms])
    report = read_drawn(tmp_path, data)
    assert_read_as_drawn(report, drawings[2])
    assert report.status == "verified"


@pytest.mark.parametrize("rules", ["dotted", "pictures"])
def test_rules_that_are_no_lines_part_columns(rules: Rules, tmp_path: Path) -> None:
    """By the form alone, one of two numbers in a cell would be taken for the cell's."""
    two = {("requests", "carried_in", "company"): Printed("2   3", None, "unreadable")}
    truth = consistent_truth("2021", Random(1))
    data, drawing = draw_report(truth, Layout(rules=rules, printed_as=two))
    assert_read_as_drawn(read_drawn(tmp_path, data), drawing)


def misprint(truth: Truth, key: Key) -> Truth:
    """The truth with one printed number too high by one."""
    return truth.with_values({key: truth.values[key] + 1})


@pytest.mark.parametrize(
    ("era", "key", "where"),
    [
        ("2021", ("requests", "received", "total"), "received"),
        ("2021", ("requests", "processed_total", "company"), "company"),
        ("2019", ("requests", "refused_internal", "total"), "refused_internal"),
        ("2021", ("appeals", "litigation_direct", "total"), "litigation_direct"),
        ("2014", ("indicators", "requests_received", "year"), "requests_received"),
        ("2014", ("indicators", "litigation_total", "year"), "litigation_total"),
    ],
)
def test_misprinted_total_is_the_reports_own_mistake(
    era: str, key: Key, where: str, tmp_path: Path
) -> None:
    """The number is given as printed, and the sum that it breaks is named."""
    truth = misprint(consistent_truth(era, Random(7)), key)
    data, drawing = draw_report(truth, Layout())
    report = read_drawn(tmp_path, data)
    assert_read_as_drawn(report, drawing)
    assert report.status == "flagged"
    assert report.checks_failed >= 1
    errors = report.findings[report.findings["severity"] == "error"]
    assert len(errors) == report.checks_failed
    assert set(errors["origin"]) == {"source"}
    assert set(errors["table"]) == {key[0]}
    assert where in set(errors["where"])
    assert set(errors["page"]) <= set(drawing.page_sizes)


@pytest.mark.parametrize("text_layer", ["private", "surrogates", "none"])
def test_text_layer_without_unicode_is_not_read(
    text_layer: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Code points of private use, halves of pairs, none: the page looks right and says nothing."""
    monkeypatch.setattr(routing, "is_installed", lambda: False)  # else its picture is read
    truth = consistent_truth("2021", Random(2))
    data, _ = draw_report(truth, Layout(text_layer=text_layer))  # type: ignore[arg-type]
    with pytest.raises(ReadingError) as raised:
        read_drawn(tmp_path, data)
    assert raised.value.code == "unreadable_pages"
    assert "\n" not in raised.value.message


def test_a_lone_surrogate_is_left_out(tmp_path: Path) -> None:
    """One character without a code point costs itself; what is stored can be stored."""
    data, drawing = draw_report(
        consistent_truth("2021", Random(3)), Layout(text_layer="one surrogate")
    )
    report = read_drawn(tmp_path, data)
    assert_read_as_drawn(report, drawing)
    out = tmp_path / "tables"
    assert main([str(tmp_path), "--out", str(out), "--csv"]) == 0
    text = "".join(open_dataset(out).sections["text"])
    assert "作" in text
    assert "工作" not in text


def test_letters_of_other_languages_amid_chinese_text_are_no_characters(tmp_path: Path) -> None:
    """They are what some codes stand for where the font has no Unicode for them: each is one
    character of a label, whichever."""
    truth = consistent_truth("2014", Random(5), busy=True)
    data, drawing = draw_report(truth, Layout(text_layer="foreign letters"))
    report = read_drawn(tmp_path, data)
    assert_read_as_drawn(report, drawing)
    assert not any(letter in text for text in report.sections["text"] for letter in "ÿŒœÂ")


@pytest.mark.parametrize(
    ("era", "part"),
    [
        ("2021", "disclosures"),
        ("2019", "requests"),
        ("2021", "requests"),
        ("2021", "appeals"),
        ("2014", "indicators"),
    ],
)
def test_report_without_a_statutory_table_is_partial(era: str, part: str, tmp_path: Path) -> None:
    truth = consistent_truth(era, Random(3))
    data, drawing = draw_report(truth, Layout(left_out_parts=frozenset({part})))
    report = read_drawn(tmp_path, data)
    assert report.status == "partial"
    assert part in set(report.findings["table"])
    assert (report.body, report.year) == (truth.body, truth.year)
    cells = cells_of(report)
    for key, printed in drawing.expected.items():
        if key[0] == part:
            assert key not in cells or cells[key]["cell_state"] == "absent"
        else:
            assert float(cells[key][KEYS[key[0]][1]]) == printed.value


@pytest.mark.parametrize(
    "heading",
    [
        "{0}．{1}",
        "第{0}部分 {1}",
        "（{0}）{1}",
        "{arabic}.{1}",
        "{arabic}、{1}",
        "{1}",
        "{0}{1}",
        "0{arabic} {1}",
        "【{1}】",
    ],
)
def test_sections_under_headings_of_any_numbering(heading: str, tmp_path: Path) -> None:
    read_sections(Layout(heading=heading), tmp_path)


@pytest.mark.parametrize("mark", ["。", "：", ":"])
@pytest.mark.parametrize("heading", ["{0}、{1}", "（{0}）{1}", "{arabic}.{1}", "第{0}部分：{1}"])
def test_sections_whose_text_follows_on_the_line_of_the_heading(
    heading: str, mark: str, tmp_path: Path
) -> None:
    read_sections(Layout(heading=heading, run_in=mark), tmp_path)


def read_sections(layout: Layout, folder: Path) -> None:
    truth = consistent_truth("2021", Random(5))
    assert_sections(read_drawn(folder, draw_report(truth, layout)[0]), truth, layout)


def test_numbers_that_begin_again_do_not_lose_a_section(tmp_path: Path) -> None:
    data, _ = draw_report(consistent_truth("2021", Random(5)), CASES["numbers_begin_again"].layout)
    sections = read_drawn(tmp_path, data).sections
    assert sections["number"].tolist() == [1, 2, 3, 4, 5, 6]
    assert "主动公开政府信息情况" in sections["heading"].iloc[1]


def test_a_telephone_number_is_no_count(tmp_path: Path) -> None:
    """A figure beyond any count is not stored, and does not end the run: it is unreadable."""
    truth = consistent_truth("2021", Random(4))
    key = ("requests", "received", "total")
    truth = truth.with_values({key: 13_800_138_000, ("disclosures", "rules", "issued"): 10.0**22})
    data, _ = draw_report(truth, Layout())
    report = read_drawn(tmp_path, data)
    cells = cells_of(report)
    for cell, number in ((key, "count"), (("disclosures", "rules", "issued"), "value")):
        assert cells[cell]["cell_state"] == "unreadable"
        assert pd.isna(cells[cell][number])
    assert "unreadable_cell" in set(report.findings["rule"])
    assert report.status == "flagged"
    out = tmp_path / "tables"
    assert main([str(tmp_path), "--out", str(out)]) == 0
    assert set(open_dataset(out).reports["status"]) == {"flagged"}


@pytest.mark.parametrize(
    ("parts", "origin"),
    [
        ("网站公开38条、公众号公开29条", "unknown"),
        ("工作动态38条、通知公告29条", "source"),
        ("文件4条，计划3条，栏目涉及救助等5个领域的信息33条。另外，更新机构信息10条", None),
    ],
    ids=["channels", "classes", "two lists that make it up together"],
)
def test_items_may_be_in_several_channels(parts: str, origin: str | None, tmp_path: Path) -> None:
    truth = consistent_truth("2021", Random(5))
    prose = replace(default_prose(truth), overview=f"全年共公开信息50条，其中{parts}。")
    data, _ = draw_report(truth, Layout(), prose)
    found = read_drawn(tmp_path, data).findings
    told = [["postings_parts", origin, 67]] if origin else []
    assert found[["rule", "origin", "expected"]].values.tolist() == told


def test_findings_of_the_narrative(tmp_path: Path) -> None:
    """Parts that do not make up their whole are a warning, a channel over the total a remark."""
    truth = consistent_truth("2021", Random(5))
    overview = (
        "本年度共主动公开政府信息50条。网站公开信息20条，其中工作动态12条、通知公告5条。"
        "公示栏公开信息80条。公开文件9件，其中政策文件2件等。"
    )
    prose = replace(default_prose(truth), overview=overview)
    data, _ = draw_report(truth, Layout(), prose)
    report = read_drawn(tmp_path, data)
    found = report.findings.set_index("rule")
    assert found.loc["postings_parts", ["severity", "origin", "where"]].tolist() == [
        "warning",
        "source",
        "website",
    ]
    assert found.loc["postings_parts", ["expected", "found"]].tolist() == [17, 20]
    assert found.loc["postings_total", ["severity", "where"]].tolist() == ["info", "notice_board"]
    assert len(found) == 2
    assert report.status == "flagged"


def test_doubts_on_the_narrative_are_findings(tmp_path: Path) -> None:
    truth = consistent_truth("2021", Random(5))
    overview = "通过“甘棠三务网”公开信息213条。公示栏公开信息80条，谋划要点36件。"
    prose = replace(default_prose(truth), overview=overview)
    report = read_drawn(tmp_path, draw_report(truth, Layout(), prose)[0])
    assert report.postings["certainty"].tolist() == ["doubtful", "sure", "doubtful"]
    found = report.findings[["rule", "severity", "origin", "where", "found"]].values.tolist()
    assert found == [
        ["postings_doubtful", "info", "extraction", "website", 213],
        ["postings_doubtful", "info", "extraction", "notice_board", 36],
    ]
    assert "by how a name ends" in report.findings["message"].iloc[0]
    assert report.status == "verified"


def test_a_fault_in_postings_costs_the_postings_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(text: str, year: int | None) -> None:
        raise KeyError(text)

    monkeypatch.setattr("disclosure_stats.reading.narrative.postings.read_narrative", fail)
    truth = consistent_truth("2021", Random(5))
    report = read_drawn(tmp_path, draw_report(truth, Layout())[0])
    assert report.findings[["rule", "where"]].values.tolist() == [["postings_unread", "KeyError"]]
    assert report.status == "flagged"
    assert len(report.postings) == 0
    assert report.requests["count"].notna().sum() == len(report.requests) - 7


def two_pages_on_a_sheet(data: bytes) -> bytes:
    """The pages of a PDF two by two, side by side on wide sheets."""
    writer = PdfWriter()
    pages = PdfReader(io.BytesIO(data)).pages
    for left in range(0, len(pages), 2):
        width, height = pages[left].mediabox.width, pages[left].mediabox.height
        sheet = writer.add_blank_page(2 * width, height)
        for place, page in enumerate(pages[left : left + 2]):
            sheet.merge_transformed_page(page, Transformation().translate(place * width, 0))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(("name", "era"), [("plain", "2014"), ("no_rules", "2021")])
def test_two_pages_on_one_sheet(name: str, era: str, tmp_path: Path) -> None:
    """A booklet's print: each number is found in its half of the sheet."""
    truth = consistent_truth(era, Random(21))
    data, drawing = draw_report(truth, CASES[name].layout)
    report = read_drawn(tmp_path, two_pages_on_a_sheet(data))
    places = {
        key: ((page + 1) // 2, x + (0 if page % 2 else drawing.page_sizes[page][0]), y)
        for key, (page, x, y) in drawing.places.items()
    }
    sheets = {(page + 1) // 2: (1190.0, 842.0) for page in drawing.page_sizes}
    assert_whole(report, replace(drawing, places=places, page_sizes=sheets))


def four_pages_on_a_sheet(data: bytes, scale: float) -> bytes:
    """The pages of a PDF four by four on upright sheets, in the order of reading."""
    writer = PdfWriter()
    pages = PdfReader(io.BytesIO(data)).pages
    for first in range(0, len(pages), 4):
        width, height = (scale * side for side in PORTRAIT)
        sheet = writer.add_blank_page(2 * width, 2 * height)
        for place, page in enumerate(pages[first : first + 4]):
            x, y = place % 2 * width, (1 - place // 2) * height
            sheet.merge_transformed_page(page, Transformation().scale(scale).translate(x, y))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(("era", "scale"), [("2014", 0.4), ("2021", 1.0)])
def test_four_pages_on_one_sheet(era: str, scale: float, tmp_path: Path) -> None:
    """At two fifths of its size, print is too small for measures in points: it is held enlarged."""
    data, drawing = draw_report(consistent_truth(era, Random(25)), Layout(breaks=("penalties",)))
    report = read_drawn(tmp_path, four_pages_on_a_sheet(data, scale))
    width, height = (scale * side for side in PORTRAIT)
    places = {
        key: (
            (page + 3) // 4,
            scale * x + (page - 1) % 2 * width,
            scale * y + (page - 1) % 4 // 2 * height,
        )
        for key, (page, x, y) in drawing.places.items()
    }
    sheets = {(page + 3) // 4: (2 * width, 2 * height) for page in drawing.page_sizes}
    assert_whole(report, replace(drawing, places=places, page_sizes=sheets))


def test_a_wide_page_with_one_table_is_no_sheet_of_two(tmp_path: Path) -> None:
    truth = consistent_truth("2021", Random(22))
    layout = Layout(part_three="landscape", rules="none", label_widths=(0.06, 0.13, 0.31))
    data, drawing = draw_report(truth, layout)
    assert_whole(read_drawn(tmp_path, data), drawing)


def test_numbers_in_a_row_that_is_not_recognised_are_told(tmp_path: Path) -> None:
    """A row whose label is no form's: what it prints is not lost without a word."""
    truth = consistent_truth("2021", Random(23))
    data, _ = draw_report(truth, Layout(wording=(("行政处罚", "其余若干事务"),)))
    report = read_drawn(tmp_path, data)
    lost = report.findings[report.findings["rule"] == "number_unplaced"]
    assert lost["table"].tolist() == ["disclosures"]
    assert set(lost["origin"]) == {"extraction"}
    assert report.status == "flagged"


def cropped(data: bytes, right: float) -> bytes:
    """The pages of a PDF without what stands right of `right`."""
    writer = PdfWriter(clone_from=io.BytesIO(data))
    for page in writer.pages:
        page.cropbox.right = right
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_column_that_the_page_cuts_off_is_not_blank(tmp_path: Path) -> None:
    """A table wider than its page: nobody knows what the last column prints."""
    truth = consistent_truth("2021", Random(24))
    data, _ = draw_report(truth, Layout(blank_total=True))
    report = read_drawn(tmp_path, cropped(data, 510))
    totals = report.requests[report.requests["applicant"] == "total"]
    printed = totals[totals["cell_state"] != "absent"]
    assert len(printed) > 20
    assert set(printed["cell_state"]) == {"unreadable"}
    assert report.status == "flagged"


@pytest.mark.parametrize("shift", [9, 11])
def test_two_numbers_close_below_each_other_in_a_ruled_cell_are_none(
    shift: float, tmp_path: Path
) -> None:
    truth = consistent_truth("2021", Random(3))
    data, drawing = draw_report(truth, Layout())
    key = ("disclosures", "licences", "decisions")
    number, x, y = drawing.places[key]
    width, height = drawing.page_sizes[number]
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(width, height))
    canvas.setFont("Helvetica", 8)
    canvas.drawCentredString(x, height - y - shift, "143")
    canvas.save()
    writer = PdfWriter(clone_from=io.BytesIO(data))
    writer.pages[number - 1].merge_page(PdfReader(target).pages[0])
    out = io.BytesIO()
    writer.write(out)
    report = read_drawn(tmp_path, out.getvalue())
    (cell,) = (row for row in report.disclosures.to_dict("records") if row["item"] == "licences")
    assert (pd.isna(cell["value"]), cell["cell_state"]) == (True, "unreadable")
    assert report.status == "flagged"


def test_rows_of_a_table_of_the_reports_own_are_no_running_text() -> None:
    """A row is as broad as a line that is broken at the right margin, and goes on in no other."""

    def as_paragraphs(*texts: str) -> str:
        places = enumerate(texts)
        return paragraphs([Line(1, 90, 20 * n, 505, 20 * n + 12, text, 12) for n, text in places])

    assert as_paragraphs("政府网站210", "广播30") == "政府网站210\n广播30"
    whole = "全年公开信息" * 6
    assert as_paragraphs(whole, whole) == whole + whole
