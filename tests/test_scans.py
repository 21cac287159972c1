"""Pictures of reports: made in the test, read through the public doors, against what was drawn."""

import io
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random

import numpy as np
import pandas as pd
import pytest
from layouts import Layout, Printed, consistent_truth, draw_report
from layouts.layout import Rules
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader

import disclosure_stats
from disclosure_stats import ReadingError, read_report
from disclosure_stats.reading import routing
from disclosure_stats.scans.engine import NEEDED, is_installed

if not is_installed():
    pytest.skip("the extra `ocr` is not installed", allow_module_level=True)

import cv2
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ContentStream, NameObject, NumberObject
from read_back import KEYS, cells_of
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from scans import spoil

from disclosure_stats.checks.corrections import Correction
from disclosure_stats.pages.model import Look
from disclosure_stats.pages.pdfium import Document
from disclosure_stats.reading.document import read_document
from disclosure_stats.scans.digits import as_number
from disclosure_stats.scans.fold import Fold, find_fold
from disclosure_stats.scans.lost_ruling_lines import lost_pieces
from disclosure_stats.scans.numerals import with_numbers_parted
from disclosure_stats.scans.page import read_scan
from disclosure_stats.scans.paper import even_grey, faint_ink_of, ink_of, without_blocks
from disclosure_stats.scans.print_look import look_at_words
from disclosure_stats.scans.recogniser import Glyph, RecognisedLine
from disclosure_stats.scans.ruling_lines import find_ruling_lines
from disclosure_stats.scans.runs import (
    Run,
    find_runs,
    is_slash,
    with_faint_strokes,
    without_rests,
    without_specks,
)
from disclosure_stats.scans.scanned_page import ScannedPage
from disclosure_stats.scans.second_look import (
    is_cut_short,
    look_without_reading,
    number_of,
)
from disclosure_stats.scans.strike_signs import may_be_struck
from disclosure_stats.scans.strikes import struck_stretch, underline
from disclosure_stats.scans.upright import skew, straightening


@pytest.fixture(scope="module")
def drawn() -> tuple[bytes, dict]:
    """A report as a PDF with a text layer, and what it prints, by cell."""
    data, drawing = draw_report(consistent_truth("2021", Random(11)), Layout())
    return data, drawing.expected


def read(tmp_path: Path, data: bytes) -> disclosure_stats.Report:
    path = tmp_path / "scan.pdf"
    path.write_bytes(data)
    return read_report(path)


def compare(report: disclosure_stats.Report, expected: dict) -> tuple[int, list, list]:
    """How many cells are right, which are null, and which are wrong."""
    cells = cells_of(report)
    right, null, wrong = 0, [], []
    for key, printed in expected.items():
        number = cells[key][KEYS[key[0]][1]] if key in cells else None
        value = None if number is None or pd.isna(number) else float(number)
        if value == printed.value:
            right += 1
        else:
            (null if value is None else wrong).append((key, printed.value, value))
    return right, null, wrong


SCANS: dict[str, tuple[list[spoil.Spoiling], int, int]] = {
    "plain": ([], 200, 80),
    "askew at 150": ([spoil.skewed(-1.5), spoil.grainy(4)], 150, 70),
    "upside down": ([spoil.turned(2)], 200, 80),
    "sideways": ([spoil.turned(1)], 200, 80),
    "photographed": ([spoil.photographed(0.02)], 200, 70),
}


@pytest.fixture(scope="module")
def read_as(
    drawn: tuple[bytes, dict], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], disclosure_stats.Report]:
    """Reads the report as one of `SCANS`, once."""

    @cache
    def read_once(name: str) -> disclosure_stats.Report:
        spoilings, resolution, quality = SCANS[name]
        scan = spoil.scan_of(drawn[0], *spoilings, resolution=resolution, quality=quality)
        return read(tmp_path_factory.mktemp("scan"), scan)

    return read_once


@pytest.mark.parametrize("name", SCANS)
def test_scans_are_read_as_printed(
    drawn: tuple[bytes, dict], read_as: Callable[[str], disclosure_stats.Report], name: str
) -> None:
    _, expected = drawn
    report = read_as(name)
    right, null, wrong = compare(report, expected)
    assert len(expected) > 150
    assert wrong == []
    assert right >= 0.98 * len(expected), null
    assert report.route == "ocr"
    assert (report.status == "verified") <= (not null)


@pytest.mark.parametrize(
    "spoiling",
    [spoil.faxed(0.002), spoil.stamped(0.06), spoil.blurred(1.6)],
    ids=["faxed", "stamped", "blurred"],
)
def test_a_poor_scan_gives_no_wrong_number_without_a_finding(
    drawn: tuple[bytes, dict], tmp_path: Path, spoiling: spoil.Spoiling
) -> None:
    data, expected = drawn
    report = read(tmp_path, spoil.scan_of(data, spoiling, quality=30))
    right, null, wrong = compare(report, expected)
    assert right > 0.5 * len(expected)
    serious = report.findings[report.findings["severity"] != "info"]
    assert not (null or wrong) or len(serious) > 0
    assert not (null or wrong) or report.status != "verified"


@pytest.mark.parametrize(
    ("layout", "spoilings", "resolution", "quality"),
    [
        (Layout(), [spoil.skewed(0.7), spoil.grainy(3)], 100, 75),
        (Layout(), [spoil.skewed(3), spoil.blurred(1.2)], 200, 25),
        (Layout(rules="grey"), [spoil.skewed(2.2), spoil.grainy(5)], 200, 60),
        (Layout(zero="—"), [spoil.skewed(-1.5), spoil.grainy(5)], 150, 70),
        (Layout(), [spoil.stamped(0)], 200, 70),
    ],
    ids=["zeros with gaps", "blurred and askew", "grey rules", "dashes", "seal over rules"],
)
def test_marks_that_are_half_lost_are_put_together(
    tmp_path: Path, layout: Layout, spoilings: list, resolution: int, quality: int
) -> None:
    data, drawing = draw_report(consistent_truth("2021", Random(12)), layout)
    scan = spoil.scan_of(data, *spoilings, resolution=resolution, quality=quality)
    report = read(tmp_path, scan)
    right, null, wrong = compare(report, drawing.expected)
    assert len(drawing.expected) > 150
    assert wrong == []
    assert right >= 0.97 * len(drawing.expected), null


def test_a_character_whose_strokes_lie_apart_is_one_run() -> None:
    # 元 among digits: its upper stroke comes off, and would be read as a 1 above "0元".
    ink = np.zeros((60, 90), np.uint8)
    ink[13:43, 10:28] = 1  # a digit
    ink[12:15, 40:66] = 1
    ink[23:44, 36:70] = 1
    assert find_runs(ink, np.zeros_like(ink), 26.0) == [Run(10, 12, 70, 44)]


def test_two_numbers_on_one_line_are_no_number() -> None:
    runs = [Run(10, 12, 28, 42), Run(90, 13, 108, 42)]
    ink = np.zeros((60, 120), np.uint8)
    assert look_without_reading(runs, 30.0, ink) == Look("", 0.0)
    assert look_without_reading(runs[:1], 30.0, ink) is None


def test_a_flat_stroke_alone_is_a_dash_be_it_short() -> None:
    """The models take the short hyphen of a font for a 1."""
    ink = np.zeros((60, 120), np.uint8)
    for dashes in (Run(10, 20, 30, 24), Run(10, 20, 70, 24), Run(10, 20, 20, 26)):
        assert look_without_reading([dashes], 30.0, ink) == Look("—", 1.0)
    point = Run(10, 20, 15, 25)
    assert look_without_reading([point], 30.0, ink) is None


def grid_of(picture: np.ndarray, thick: int) -> np.ndarray:
    """Three rows and four columns of rules, so many dots thick, drawn on grey paper."""
    for y in range(200, 381, 60):
        picture[y : y + thick, 100 : 700 + thick] = 20
    for x in range(100, 701, 150):
        picture[200 : 380 + thick, x : x + thick] = 20
    return picture


def paper() -> np.ndarray:
    return np.full((600, 900), 250, np.uint8)


def test_a_level_rule_ends_where_its_table_ends() -> None:
    """Specks behind its end would make a column of their own, and shift the numbers."""
    picture = grid_of(paper(), 3)
    picture[320:322, 703:728] = 20
    rules = find_ruling_lines(picture, ink_of(picture))
    assert len(rules.horizontals) == 4
    assert {round(line[2], -1) for line in rules.horizontals} == {700}


def test_thick_rules_are_rules() -> None:
    """Such are double ones in a scan, with little paper between them in low rows."""
    picture = grid_of(paper(), 14)
    rules = find_ruling_lines(picture, ink_of(picture))
    assert (len(rules.horizontals), len(rules.verticals)) == (4, 5)


def test_strokes_of_labels_one_above_the_other_are_no_rule(tmp_path: Path) -> None:
    """In low rows they lead from level rule to level rule, and cut the labels in two."""
    layout = Layout(size=11, padding=0.3, leading=1.05)
    data, drawing = draw_report(consistent_truth("2014", Random(5)), layout)
    report = read(tmp_path, spoil.scan_of(data, spoil.grainy(2)))
    right, null, wrong = compare(report, drawing.expected)
    assert (null, wrong) == ([], [])
    assert right > 50
    assert "other" not in set(report.indicators["indicator"])


def test_strokes_of_characters_that_meet_a_rule_are_no_rules() -> None:
    picture = grid_of(paper(), 3)
    for x in (150, 320):
        picture[200:246, x : x + 3] = 20  # reaches no second rule
    rules = find_ruling_lines(picture, ink_of(picture))
    assert len(rules.verticals) == 5


def test_a_rule_that_is_ink_here_and_a_hairline_there_is_one() -> None:
    """Light blue rules are: then neither part reaches from rule to rule."""
    picture = grid_of(paper(), 3)
    picture[200:383, 250:253] = 250
    picture[200:300, 251:253] = 205
    picture[300:383, 251:253] = 60
    verticals = find_ruling_lines(picture, ink_of(picture)).verticals
    (rule, *_) = sorted(line for line in verticals if 240 < line[0] < 260 and line[1] < 300)
    assert rule[1] == pytest.approx(200, abs=8)
    assert rule[2] == pytest.approx(383, abs=8)


def test_a_piece_of_a_rule_too_faint_to_be_seen_is_found_where_other_rows_have_it() -> None:
    grey = np.random.default_rng(3).normal(248, 5, (600, 400))
    levels = [(100, 180, 200, 183), (100, 240, 200, 243)]  # unseen from 200 on
    grey[180:183, 200:250] -= 20
    grey[240:243, 215:225] -= 200  # a stroke of a digit is no rule
    uprights = [(100, x - 1, 300, x + 2) for x in (100, 150, 200, 250)]
    found = lost_pieces(grey.clip(0, 255).astype(np.uint8), levels, uprights)
    assert found == [(200, 181, 250, 184)]


def test_two_characters_over_two_others_are_two_lines() -> None:
    """Titles of narrow columns are set so; read as one line they make no sense."""
    ink = np.zeros((80, 80), np.uint8)
    for top in (10, 36):
        for left in (10, 34):
            ink[top : top + 22, left : left + 21] = 1
    lines = find_runs(ink, np.zeros_like(ink), 31.0)
    assert lines == [Run(10, 10, 55, 32), Run(10, 36, 55, 58)]


@pytest.mark.parametrize(
    ("stroke", "slash"), [(((40, 40), (50, 18)), True), (((45, 40), (45, 18)), False)]
)
def test_a_slash_is_no_one(stroke: tuple, slash: bool) -> None:
    ink = np.zeros((60, 90), np.uint8)
    cv2.line(ink, *stroke, 1, 2)
    ink[30:33, 60:63] = 1  # a speck beside it
    assert is_slash(ink, Run(38, 16, 64, 43), 26.0) == slash


def test_a_dark_block_is_no_print() -> None:
    """The table beside a photographed sheet; dense print stays."""
    picture = paper()
    picture[:, 840:] = 60
    picture[300:330, 100:700:2] = 20
    cleared = without_blocks(picture)
    assert cleared[:, 835:].min() == 250
    assert (cleared[:, :800] == picture[:, :800]).all()


def test_white_print_in_filled_cells_is_read() -> None:
    """Titles on a dark ground; what is left of the fill is its edge, which is a rule."""
    picture = paper()
    picture[300:340, 100:700] = 60
    picture[310:330, 300:303] = 240
    ink = ink_of(without_blocks(picture))
    assert ink[310:330, 301].all()
    assert ink[306:334, 106:694].sum() < 200
    assert ink[298:304, 200].any()


def test_tinted_rows_are_paper() -> None:
    """Their print is read as on white; a block, much darker, is left for what clears blocks."""
    picture = np.full((900, 800, 3), 240, np.uint8)
    for top, tint in ((200, (190, 200, 165)), (600, (140, 80, 40))):
        picture[top : top + 30, 100:700] = tint
        picture[top + 5 : top + 25, 300:303] = 20
    even = even_grey(picture)
    row = faint_ink_of(even)[150:280]
    assert row[:, 299:304].sum() == 60
    assert row.sum() == 60
    assert even[610, 500] < 100


def test_a_dot_counts_beside_a_character_only() -> None:
    ink = np.zeros((60, 120), np.uint8)
    ink[15:41, 10:26] = 1  # a digit
    ink[37:41, 30:34] = 1  # its point
    ink[20:24, 90:94] = 1  # dirt
    cleaned = without_specks(ink, 26.0)
    assert cleaned[:, :60].sum() == ink[:, :60].sum()
    assert cleaned[:, 60:].sum() == 0


def test_a_faint_sign_belongs_to_its_number_but_not_over_a_rule() -> None:
    grey = np.full((60, 160), 250, np.uint8)
    grey[15:41, 60:76] = 20
    grey[27:30, 46:56] = 210  # a minus, too faint for ink
    drawn = np.zeros_like(grey)
    digit = [Run(60, 15, 76, 41)]
    assert with_faint_strokes(digit, grey, drawn, 26.0) == [Run(46, 15, 76, 41)]
    drawn[:, 58] = 1
    assert with_faint_strokes(digit, grey, drawn, 26.0) == digit


def test_what_is_left_of_a_faint_rule_is_no_dash() -> None:
    dash, rest = Run(300, 118, 330, 122), Run(300, 149, 330, 152)
    assert without_rests([dash, rest], [150.0, 210.0], []) == [dash]


def test_what_is_left_of_a_tables_edge_is_no_one() -> None:
    one, rest = Run(398, 100, 403, 128), Run(698, 100, 703, 128)
    assert without_rests([one, rest], [], [100.0, 400.0, 700.0]) == [one]


def test_print_out_of_focus_is_ink_where_the_paper_is_clean() -> None:
    picture = np.full((200, 200), 250, np.uint8)
    picture[50:120, 50:120] = 205
    picture[60:110, 60:110] = 195
    assert faint_ink_of(picture).sum() == 50 * 50
    assert ink_of(picture).sum() == 0
    rough = np.random.default_rng(1).normal(0, 12, picture.shape)
    grainy = (picture + rough).clip(0, 255).astype(np.uint8)
    assert faint_ink_of(grainy)[:40].sum() < 5


def test_slanting_strokes_do_not_pull_a_level_page_askew() -> None:
    """Four of them were taken for the rules of a photograph seen at an angle."""
    ink = (grid_of(paper(), 3) < 128).astype(np.uint8)
    for y in (60, 110, 430, 520):
        cv2.line(ink, (100, y), (560, y + 22), 1, 2)
    assert straightening(ink)[1, 0] == pytest.approx(0, abs=0.005)


def test_a_broad_table_is_not_two_pages() -> None:
    """Its rules lead across what is white between two of its columns, be they hairlines."""
    picture = np.full((600, 900), 250, np.uint8)
    for top in range(100, 500, 40):
        picture[top + 10 : top + 30, 100:380] = 20
        picture[top + 10 : top + 30, 520:800] = 20
    assert find_fold(picture, ink_of(picture)) is not None
    picture[100:500:40, 90:810] = 235
    assert find_fold(picture, ink_of(picture)) is None


def test_a_number_on_a_streak_of_the_scanner_is_none(drawn: tuple[bytes, dict]) -> None:
    """It takes a digit with it."""
    with Document(drawn[0]) as document:
        numbers = [word for word in document.page(1).words if word.text.isdecimal()]
    number = max(numbers, key=lambda word: len(word.text))
    picture = spoil.rendered(drawn[0])[0].copy()
    dot = round((number.x0 + 3) * 200 / 72)
    picture[:, dot : dot + 3] = 30
    page = read_scan(spoil.as_pdf([picture]), 1)
    level = [word for word in page.words if abs(word.top - number.top) < 4]
    assert {word.text for word in level if number.x0 - 9 < word.x0 < number.x1} == {"\ufffd"}


def test_two_pages_on_a_sheet_are_one_after_the_other(
    drawn: tuple[bytes, dict], tmp_path: Path
) -> None:
    data, expected = drawn
    pages = spoil.rendered(data)
    # A column further to the right: the book does not lie in the middle of the glass.
    pages[1::2] = [np.roll(page, 100, axis=1) for page in pages[1::2]]
    sheets = spoil.two_to_a_sheet(pages)
    report = read(tmp_path, spoil.as_pdf(sheets))
    _, null, wrong = compare(report, expected)
    assert (null, wrong) == ([], [])
    row = report.requests.iloc[0]
    assert 0 <= row["x0"] < row["x1"] <= sheets[0].shape[1] * 72 / 200


def test_a_file_may_be_part_text_and_part_scan(drawn: tuple[bytes, dict], tmp_path: Path) -> None:
    data, expected = drawn
    text, scan = PdfReader(io.BytesIO(data)), PdfReader(io.BytesIO(spoil.scan_of(data)))
    writer = PdfWriter()
    writer.add_page(text.pages[0])
    for page in scan.pages[1:]:
        writer.add_page(page)
    target = io.BytesIO()
    writer.write(target)
    report = read(tmp_path, target.getvalue())
    assert report.route == "mixed"
    assert compare(report, expected)[1:] == ([], [])


def test_numbers_that_cells_show_as_pictures_are_read_in_print(tmp_path: Path) -> None:
    """All else of the report is text."""
    fees, licences = ("disclosures", "fees", "amount"), ("disclosures", "licences", "decisions")
    layout = Layout(printed_as={fees: Printed("", 216.35), licences: Printed("", 2718)})
    truth = consistent_truth("2021", Random(12))
    data, drawing = draw_report(truth, layout)
    places = draw_report(truth, Layout())[1].places
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842))
    for key, printed in layout.printed_as.items():
        page, x, y = places[key]
        image = Image.new("L", (320, 88), 255)
        font = ImageFont.load_default(72)
        ImageDraw.Draw(image).text((160, 44), f"{printed.value:g}", 0, font, anchor="mm")
        canvas.drawImage(ImageReader(image), x - 20, 842 - y - 5.5, 40, 11)
    canvas.save()
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.pages[page - 1].merge_page(PdfReader(io.BytesIO(buffer.getvalue())).pages[0])
    whole = io.BytesIO()
    writer.write(whole)
    report = read(tmp_path, whole.getvalue())
    assert (report.route, report.status) == ("text", "verified")
    assert compare(report, drawing.expected)[1:] == ([], [])


@pytest.mark.parametrize("text_layer", ["garbage", "other digits"])
def test_a_text_layer_with_codes_of_its_own_is_read_from_its_picture(
    tmp_path: Path, text_layer: str
) -> None:
    """None of a word of a report; or the words right, and each digit another, with which hardly a
    sum holds."""
    layout = Layout(text_layer=text_layer)  # type: ignore[arg-type]
    data, drawing = draw_report(consistent_truth("2021", Random(2)), layout)
    report = read(tmp_path, data)
    assert report.route == "ocr"
    assert compare(report, drawing.expected)[1:] == ([], [])


@pytest.mark.parametrize(
    "spoilings", [[spoil.skewed(0.6), spoil.grainy(4)], []], ids=["office", "clean"]
)
def test_small_grey_print_is_read_whole(spoilings: list) -> None:
    """Between black lines only dots of it are dark enough for ink; they are no specks, nor is the
    whole a faint rule."""
    footer = "本报告为软件样例地名机构和数据均为虚构"
    target = io.BytesIO()
    canvas = Canvas(target)
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas.setFont("STSong-Light", 16)
    for line in range(12):
        canvas.drawString(80, 700 - 30 * line, "本年度主动公开政府信息若干条并按时更新"[line:])
    canvas.setFont("STSong-Light", 7.5)
    canvas.setFillGray(0.5)
    canvas.drawString(200, 50, footer)
    canvas.save()
    page = read_scan(spoil.scan_of(target.getvalue(), *spoilings), 1)
    text = "".join(word.text for word in page.words)
    assert footer in text


def behind(data: bytes, words: str) -> bytes:
    """The PDF of pictures `data` with `words` as a hidden text layer on each page."""
    layer = io.BytesIO()
    canvas = Canvas(layer)
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    scan = PdfReader(io.BytesIO(data))
    for page in scan.pages:
        canvas.setPageSize((float(page.mediabox.width), float(page.mediabox.height)))
        text = canvas.beginText(60, 700)
        text.setFont("STSong-Light", 10)
        text.setTextRenderMode(3)
        for _ in range(8):
            text.textLine(words)
        canvas.drawText(text)
        canvas.showPage()
    canvas.save()
    writer = PdfWriter(clone_from=scan)
    for page, hidden in zip(writer.pages, PdfReader(layer).pages, strict=True):
        page.merge_page(hidden)
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def test_a_hidden_text_layer_that_proves_nothing_gives_way_to_the_picture(
    drawn: tuple[bytes, dict], tmp_path: Path
) -> None:
    data, expected = drawn
    report = read(tmp_path, behind(spoil.scan_of(data), "政府信息公幵工怍年度扳告一本年薪收"))
    assert report.route == "ocr"
    assert compare(report, expected)[1:] == ([], [])


def test_boxes_and_crops_are_those_of_the_scan(
    read_as: Callable[[str], disclosure_stats.Report],
) -> None:
    """The crop of a cell of a page that lies upside down shows the cell's print."""
    upright, turned = read_as("plain"), read_as("upside down")
    one, other = upright.requests.iloc[0], turned.requests.iloc[0]
    width, height = 595, 842
    assert other["x0"] == pytest.approx(width - one["x1"], abs=3)
    assert other["top"] == pytest.approx(height - one["bottom"], abs=3)
    crop = turned.show_cell("requests", outcome="received", applicant="natural_person")
    assert crop.convert("L").getextrema()[0] < 120


def test_without_the_extra_a_scan_names_what_to_install(
    drawn: tuple[bytes, dict], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(routing, "is_installed", lambda: False)
    with pytest.raises(ReadingError) as raised:
        read(tmp_path, spoil.scan_of(drawn[0]))
    assert raised.value.code == "unreadable_pages"
    assert "pip install 'disclosure-stats[ocr]'" in raised.value.message


def test_the_command_reads_scans_although_it_starts_without_numpy(
    drawn: tuple[bytes, dict], tmp_path: Path
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "scan.pdf").write_bytes(spoil.scan_of(drawn[0]))
    (tmp_path / "in" / "text.pdf").write_bytes(drawn[0])
    command = [sys.executable, "-m", "disclosure_stats.extract", str(tmp_path / "in"), "--csv"]
    finished = subprocess.run(
        [*command, "--out", str(tmp_path / "out")], capture_output=True, text=True, check=False
    )
    assert finished.returncode == 0, finished.stderr
    reports = pd.read_parquet(tmp_path / "out" / "reports.parquet")
    assert sorted(reports["route"]) == ["ocr", "text"]
    requests = pd.read_parquet(tmp_path / "out" / "requests.parquet")
    one, other = (
        group.sort_values(["outcome", "applicant"])["count"].astype("Float64").fillna(-1).tolist()
        for _, group in requests.groupby("report_id", observed=True)
    )
    assert one == other


def test_importing_the_reader_imports_nothing_of_the_extra() -> None:
    code = f"""
import sys
import disclosure_stats.reading.document
assert not set(sys.modules) & {set(NEEDED)!r}, set(sys.modules) & {set(NEEDED)!r}
"""
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("degrees", [-3.0, -0.7, 0.4, 2.2])
def test_the_skew_of_a_page_is_found(drawn: tuple[bytes, dict], degrees: float) -> None:
    picture = spoil.skewed(-degrees)(spoil.rendered(drawn[0], 100)[0], None)  # type: ignore[arg-type]
    ink = (picture[:, :, 0] < 128).astype("uint8")
    assert skew(ink) == pytest.approx(degrees, abs=0.15)


@given(st.lists(st.sampled_from("0123456789OoQ〇lI|"), min_size=1, max_size=8))
def test_marks_that_look_like_digits_become_digits(marks: list[str]) -> None:
    """Whatever alike is printed: digits come out, as many as went in."""
    reading = RecognisedLine(tuple(Glyph(mark, 0.5, 0.9, ()) for mark in marks))
    number = as_number(reading)
    assert number is not None
    assert len(number.text) == len(marks)
    assert set(number.text) <= set("0123456789")


@pytest.mark.parametrize(("marks", "number"), [(".0", "0"), ("11.", "11"), ("4.5", "4.5")])
def test_a_speck_at_the_end_of_a_number_is_no_point(marks: str, number: str) -> None:
    reading = as_number(RecognisedLine(tuple(Glyph(mark, 0.5, 0.9, ()) for mark in marks)))
    assert reading is not None
    assert reading.text == number


@pytest.mark.parametrize(("marks", "number"), [("0)", "0"), ("(0", "0"), ("1)", None)])
def test_a_bracket_beside_a_lone_zero_is_its_side(marks: str, number: str | None) -> None:
    reading = number_of(RecognisedLine(tuple(Glyph(mark, 0.5, 0.9, ()) for mark in marks)))
    assert (reading and reading.text) == number


def test_a_minus_is_a_minus_however_it_is_written() -> None:
    for mark in "-−－—":
        reading = as_number(RecognisedLine((Glyph(mark, 0.2, 0.9, ()), Glyph("1", 0.8, 0.9, ()))))
        assert reading is not None
        assert reading.text == "-1"


def test_a_number_with_a_gap_between_its_digits_is_not_sure() -> None:
    def number(*places: float) -> RecognisedLine | None:
        return as_number(RecognisedLine(tuple(Glyph("3", place, 0.99, ()) for place in places)))

    assert number(0.1, 0.4, 0.7).confidence > 0.9  # type: ignore[union-attr]
    assert number(0.1, 0.35, 0.9).confidence < 0.6  # type: ignore[union-attr]


def test_a_second_look_that_finds_one_digit_of_three_is_cut_short() -> None:
    assert is_cut_short([Run(40, 10, 55, 38)], 80.0, 28.0)
    assert not is_cut_short([Run(10, 10, 88, 38)], 80.0, 28.0)
    assert not is_cut_short([Run(10, 10, 14, 38)], 12.0, 28.0)


def test_wide_digits_make_a_number() -> None:
    reading = RecognisedLine(tuple(Glyph(mark, 0.5, 0.9, ()) for mark in "4 0 1"))
    number = as_number(reading)
    assert number is not None
    assert number.text == "401"


@given(st.text(st.characters(min_codepoint=0x4E01, max_codepoint=0x9FFF), min_size=1, max_size=6))
def test_words_are_no_numbers(text: str) -> None:
    reading = RecognisedLine(tuple(Glyph(character, 0.5, 0.9, ()) for character in text))
    assert as_number(reading) is None


@given(st.floats(0, 500), st.floats(0, 900), st.floats(1, 90), st.floats(1, 40))
def test_a_box_of_the_right_page_lies_right_of_the_fold(
    x: float, y: float, wide: float, high: float
) -> None:
    fold = Fold(left=600, top=1000)
    assert fold.on_sheet((x, y, x + wide, y + high)) == (x, y, x + wide, y + high)
    x0, top, x1, bottom = fold.on_sheet((x, y + 1000, x + wide, y + high + 1000))
    assert (x0, x1) == pytest.approx((x + 600, x + wide + 600))
    assert (top, bottom) == pytest.approx((y, y + high))


def test_a_correction_does_not_change_which_reading_is_believed() -> None:
    """The hidden text, whose sums hold; with the correction, those of the picture would, too."""
    truth = consistent_truth("2021", Random(11))
    cell = ("requests", "received", "total")
    right = int(truth.values[cell])
    (told, _), (shown, _) = (
        draw_report(truth.with_values({cell: count}), Layout()) for count in (right, right + 3)
    )
    scan = PdfWriter(clone_from=PdfReader(io.BytesIO(spoil.scan_of(shown))))
    for page, words in zip(scan.pages, PdfReader(io.BytesIO(told)).pages, strict=True):
        layer = ContentStream(words.get_contents(), None)
        layer.operations.insert(0, ([NumberObject(3)], b"Tr"))  # all of its text invisible
        words[NameObject("/Contents")] = layer
        page.merge_page(words)
    target = io.BytesIO()
    scan.write(target)
    why = ("印作此数", "甲", "2026-03-02")
    correction = Correction("0" * 16, "requests", cell[1:], right + 3, right, *why)
    (report,) = read_document(target.getvalue(), corrections=[correction])
    assert report.identity["route"] == "text"


@pytest.mark.parametrize("rules", ["full", "apart"])
def test_a_report_that_contradicts_itself_is_read_from_its_text(
    rules: Rules, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Four sums fail; the print is what the text says, so that no page is read from its picture.
    Where each cell has its own rules, its picture is no witness of the sums, but that of words."""
    truth = consistent_truth("2021", Random(12))
    cells = [key for key in truth.values if key[0] == "requests" and key[2] == "total"][:4]
    wrong = truth.with_values({key: truth.values[key] + 3 for key in cells})
    data, _ = draw_report(wrong, Layout(rules=rules))
    pictures = []
    monkeypatch.setattr(routing, "_from_picture", lambda _, page: pictures.append(page) or page)
    (report,) = read_document(data)
    assert report.identity["checks_failed"] >= 4
    assert (report.identity["route"], pictures) == ("text", [])


def test_a_print_is_looked_at_without_the_rest_of_its_page() -> None:
    data, _ = draw_report(consistent_truth("2021", Random(13)), Layout())
    page = routing.read_pages(data)[0][1]
    numbers = [word for word in page.words if word.text.isdecimal()][3:8]
    looks = look_at_words(data, 2, [word[:4] for word in numbers])
    assert [look.text for look in looks] == [word.text for word in numbers]


def test_a_speck_low_in_its_box_is_no_line_below_print() -> None:
    """There is nothing that it could be below."""
    speck = np.zeros((2, 3), np.uint8)
    speck[1, :2] = 1
    assert not underline(speck, 36.0).any()


def ink_of_dots(dots: str) -> np.ndarray:
    """Ink where a # stands; a word is a row."""
    return np.array([[dot == "#" for dot in row] for row in dots.split()], np.uint8)


def test_the_foot_of_a_round_digit_is_no_line_below_print() -> None:
    """Its ends turn up. Taken for an underline, it leaves a stroke that strikes the 5 out."""
    five = """
        .............. ..###########. ..##########.. ..##.......... ..##.......... ..##..........
        ..##..####.... .##########... .#####..####.. .###......###. ..#........### ...........###
        ...........### ...........### .##........##. .###......###. ..##########.. ...########...
    """
    ink = ink_of_dots(five)
    assert not underline(ink, 21.0).any()
    lined = np.vstack([ink, np.zeros((2, 14), np.uint8), np.ones((2, 14), np.uint8)])
    assert underline(lined, 21.0)[-1].all()


def test_a_number_among_labels_is_none_of_the_table_below() -> None:
    """Whose own numbers stand as far left as the labels of the table above; nor is what seems one
    beyond all rules, at the edge of a photographed sheet."""
    above = [(300.0, top, 340.0, top + 18) for top in (100.0, 118.0, 136.0)]
    below = [(40.0 * x, 400.0, 40.0 * x + 40, 418.0) for x in range(1, 9)]
    in_label, beside_cells = (60.0, 120.0, 66.0, 128.0), (360.0, 120.0, 366.0, 128.0)
    beside_sheet = 560.0, 120.0, 566.0, 128.0
    looks = [(place, Look("7", 0.99)) for place in (in_label, beside_cells, beside_sheet)]
    rules = 40.0, 400.0
    scan = ScannedPage(b"", 1, 200 / 72, np.eye(3), None, (595, 842), 8.0, looks, [], rules)
    (found,) = scan.unplaced(above + below, has_labels=True)
    assert found == pytest.approx(beside_cells)


def test_the_flag_of_a_bold_one_strikes_nothing_out() -> None:
    """Its lowest row is in the middle of the digit, and from side to side."""
    one = """
        .....###. ....##### ....##### ..####### ######### ######### ######### ###.##### ....#####
        ....##### ....##### ....##### ....##### ....##### ....##### ....##### ....##### ....#####
    """
    ink = ink_of_dots(one)
    assert not may_be_struck(ink, 23.0, "1", 0.74)
    ink[9:11] = 1
    assert may_be_struck(ink, 23.0, "1", 0.74)


def test_the_bowls_of_a_bold_8_are_no_line() -> None:
    """One row above its waist and one below it are ink from side to side."""
    forty_eight = """
        ........###.........#######..... .......######......##########...
        .......######.....############.. ......#######.....#############.
        .....########....##############. .....########....######..######.
        ....#########....######..######. ...##########....##############.
        ..###########.....############.. ..############....############..
        .#############....############.. .#############...##############.
        ###############.#######..######. #######################...######
        .#####################....###### ..#############.#######...######
        .......#######..#######..######. ......#########..##############.
        .....###########..#############. ......##########...##########...
        .......#######......########....
    """
    assert struck_stretch(ink_of_dots(forty_eight), 25.0, True, [24]) is None


def test_the_bar_of_a_4_that_touches_an_8_is_no_line() -> None:
    """Nor are its digits 28, with one between them that is struck out."""
    number = """
        ...................###.............. ..######...........###.....######...
        .########.........####....###..###.. ###..#####.......#####...###....###.
        ##....####.......#####...###....###. #......###......##.###...###....###.
        .......###.....##..###...####..###.. .......###.....##..###....#######...
        .......##.....##...###.....#####.... ......###.....#....###......#####...
        ......##.....##....###.....#######.. .....##.....##.....###....###..####.
        ....##......################....#### ...##.......################....####
        ..##...............###...###.....### .##......##........###...####....###
        .##########........###....###...###. ##########.........###.....######...
    """
    ink = np.zeros((38, 57), np.uint8)
    ink[10:28, 10:46] = ink_of_dots(number)
    places = zip("248", (0.21, 0.57, 0.84), strict=True)
    reading = RecognisedLine(tuple(Glyph(digit, x, 0.99, ()) for digit, x in places))
    grey = np.where(ink, np.uint8(20), np.uint8(250))
    parted = with_numbers_parted([Run(10, 10, 46, 28)], [reading], grey, ink, 22.0)
    assert (parted.readings, parted.asides) == ([reading], [])


def test_a_digit_is_what_its_print_was_read_as() -> None:
    """Be its place told so roughly that it is beside the print: a 9 has a bowl, no line."""
    nine = """
        ...#######.... ..#########... .###########.. #####...#####. ####.....####. ####.....#####
        ####......#### ####......#### ####.....##### #####....##### .############# .#############
        ..############ ....####.##### .........####. .........####. .......#####.. .###########..
        .##########... ..#######.....
    """
    ink = np.zeros((48, 42), np.uint8)
    ink[14:34, 14:28] = ink_of_dots(nine)
    reading = RecognisedLine((Glyph("9", 0.667, 0.998, ()),))
    grey = np.where(ink, np.uint8(20), np.uint8(250))
    parted = with_numbers_parted([Run(0, 0, 42, 48)], [reading], grey, ink, 23.0)
    assert (parted.readings, parted.asides) == ([reading], [])
