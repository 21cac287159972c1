"""What stands beside a number in a picture, and text that says other digits than it shows."""

import io
from collections.abc import Callable, Sequence
from random import Random

import pytest
from layouts import Layout, consistent_truth, draw_report

from disclosure_stats.pages.model import Look, Page
from disclosure_stats.pages.pdfium import Document
from disclosure_stats.scans.engine import is_installed

if not is_installed():
    pytest.skip("the extra `ocr` is not installed", allow_module_level=True)

import cv2
import numpy as np
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, NumberObject, StreamObject
from reportlab.pdfgen.canvas import Canvas
from scans import spoil

from disclosure_stats.reading.document import read_document
from disclosure_stats.scans.digit_groups import has_raised_end, numbers_and_mark
from disclosure_stats.scans.page import read_scan
from disclosure_stats.scans.print_look import look_at_cells
from disclosure_stats.scans.runs import Run

Draw = Callable[[Canvas, float, float], None]
"""Draws into a cell whose print begins at a point."""

SIDE, HIGH = 90.0, 30.0  # points of a cell


def text(what: str, right: float = 0, rise: float = 0, size: float = 11) -> Draw:
    def draw(canvas: Canvas, x: float, y: float) -> None:
        canvas.setFont("Helvetica", size)
        canvas.drawString(x + right, y + rise, what)

    return draw


def line(x0: float, y0: float, x1: float, y1: float, width: float = 0.8) -> Draw:
    def draw(canvas: Canvas, x: float, y: float) -> None:
        canvas.setLineWidth(width)
        canvas.line(x + x0, y + y0, x + x1, y + y1)

    return draw


def grid(*cells: Sequence[Draw]) -> bytes:
    """A page with lines of words, and below them a ruled row of cells."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(560, 400))
    canvas.setFont("Helvetica", 11)
    for row in range(8):
        canvas.drawString(
            40, 370 - 18 * row, "what a page says in plain words above its table"[row:]
        )
    for column, draws in enumerate(cells):
        left, bottom = 40 + SIDE * column, 100.0
        canvas.setLineWidth(0.8)
        canvas.rect(left, bottom, SIDE, HIGH)
        canvas.rect(left, bottom - HIGH, SIDE, HIGH)
        for draw in draws:
            draw(canvas, left + 30, bottom + 10)
        text("0")(canvas, left + 40, bottom - HIGH + 10)
    canvas.save()
    return target.getvalue()


def cell(column: int) -> tuple[float, float, float, float]:
    """The box of a cell on the page as shown."""
    return 40 + SIDE * column, 400 - 100 - HIGH, 40 + SIDE * (column + 1), 300.0


def words_in(page: Page, column: int) -> str:
    x0, top, x1, bottom = cell(column)
    inside = [word for word in page.words if x0 < word.x0 < x1 and top < word.top < bottom]
    return "".join(word.text for word in sorted(inside))


def test_what_a_line_strikes_out_on_a_scan_is_no_number() -> None:
    """A level line over one number of two, a lone digit, a line that leans, two lines."""
    page = read_scan(
        spoil.scan_of(
            grid(
                [text("146"), line(-1, 4, 20, 4), text("143", 24)],
                [text("8"), line(-1.5, 4, 8, 4), text("1", 11)],
                [text("146"), line(-4, 1, 23, 8), text("143", 34)],
                [text("271"), line(-1, 3.4, 20, 3.4), line(-1, 5, 20, 5), text("96", 24)],
                [text("444")],
            ),
            spoil.grainy(3),
        ),
        1,
    )
    assert [words_in(page, column) for column in range(5)] == ["143", "1", "143", "96", "444"]
    assert page.scan is not None
    looks = page.scan.second_look([cell(column) for column in (0, 1, 4)])
    assert [look.text for look in looks] == ["143", "1", "444"]


def test_a_raised_digit_on_a_scan_is_a_mark() -> None:
    page = read_scan(
        spoil.scan_of(grid([text("146"), text("1", 19, 4.5, 6.5)], [text("17")]), spoil.grainy(3)),
        1,
    )
    assert [words_in(page, column) for column in (0, 1)] == ["146¹", "17"]
    assert page.scan is not None
    first = page.scan.first_look(cell(0))
    assert first is not None
    assert first.text == "146"
    (look,) = page.scan.second_look([cell(0)])
    assert look.text == "146"


@pytest.mark.parametrize(("apart", "resolution"), [(0.0, 200), (-0.2, 150)])
def test_a_raised_circle_on_a_scan_is_no_zero(apart: float, resolution: int) -> None:
    """Over the edge of the digit before it, or touching it: then nobody can tell."""

    def circled(digit: str, right: float) -> Draw:
        def draw(canvas: Canvas, x: float, y: float) -> None:
            canvas.setLineWidth(0.45)
            canvas.circle(x + right + 3.1, y + 7.1, 3.1)
            text(digit, right + 1.9, 5.6, 4.5)(canvas, x, y)

        return draw

    cells = [[text("13"), circled("1", 12.2 + apart)], [text("908"), circled("3", 18.4 + apart)]]
    data = spoil.scan_of(grid(*cells, [text("47")]), spoil.grainy(3), resolution=resolution)
    page = read_scan(data, 1)
    assert page.scan is not None
    numbers = ("13", "908")
    for column, look in enumerate(page.scan.second_look([cell(0), cell(1)])):
        number = numbers[column]
        assert words_in(page, column) in (number, f"{number}{'①③'[column]}", "\ufffd")
        assert look.text in (number, "")
        if resolution == 200:
            assert look.text == number
    assert words_in(page, 2) == "47"


def test_a_raised_digit_that_touches_its_number_leaves_none() -> None:
    cells = [[text("379"), text("2", 18, 4.4, 6.6)], [text("377")]]
    page = read_scan(spoil.scan_of(grid(*cells), spoil.grainy(3), resolution=150), 1)
    assert page.scan is not None
    seen = [look.text for look in page.scan.second_look([cell(0), cell(1)])]
    assert [words_in(page, column) for column in (0, 1)] == ["\ufffd", "377"]
    assert seen == ["", "377"]


def test_a_digit_with_a_circle_that_touches_it_is_no_mark() -> None:
    ink = np.zeros((30, 40), np.uint8)
    ink[6:28, 1:4] = 1  # a digit
    ink[6:28, 14:17] = ink[9:11, 17:20] = 1  # another, and a circle that touches it
    cv2.circle(ink, (28, 10), 9, 1, 1)
    ink[5:16, 28] = 1
    run = Run(1, 1, 38, 28)
    assert numbers_and_mark(run, ink) == ([run], None)


def test_a_speck_behind_a_number_is_no_raised_end() -> None:
    nineteen = np.zeros((19, 34), np.uint8)
    nineteen[:, 3:6] = 1
    cv2.circle(nineteen, (17, 6), 5, 1, 3)
    nineteen[6:17, 18:21] = 1
    assert not has_raised_end(nineteen)
    nineteen[9:11, 32:] = 1
    assert not has_raised_end(nineteen)


@pytest.mark.parametrize(
    "numbers",
    [[text("1"), text("9", 14)], [text("12", 0, 6), text("34", 0, -6)]],
    ids=["beside each other", "one below the other"],
)
def test_two_numbers_in_a_cell_of_a_scan_are_not_joined(numbers: Sequence[Draw]) -> None:
    scan = read_scan(spoil.scan_of(grid(numbers, [text("12")]), spoil.grainy(3)), 1).scan
    assert scan is not None
    assert scan.first_look(cell(0)) is None
    looks = scan.second_look([cell(0), cell(1)])
    assert looks[0].probability == 0.0
    assert looks[1].text == "12"


def test_a_third_look_sees_the_number_of_the_first() -> None:
    """However thick the rules about it are, and however pale it is."""

    def pale(canvas: Canvas, x: float, y: float) -> None:
        canvas.setFillGray(0.45)
        text("7")(canvas, x, y)
        canvas.setFillGray(0)

    data = spoil.scan_of(grid([pale], [text("35")]), spoil.blurred(1.0), spoil.grainy(5))
    scan = read_scan(data, 1).scan
    assert scan is not None
    assert [look.text for look in scan.third_look([cell(0), cell(1)])] == ["7", "35"]


def lying(data: bytes, **others: str) -> bytes:
    """The PDF `data` in which each digit of the name `_D` has the Unicode of another."""
    codes = {digit: others.get(f"_{digit}", digit) for digit in "0123456789"}
    pairs = "\n".join(f"<{ord(a):02x}> <{ord(b):04x}>" for a, b in codes.items())
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    stream = StreamObject()
    stream.set_data(
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "1 begincodespacerange <00> <ff> endcodespacerange\n"
        f"10 beginbfchar\n{pairs}\nendbfchar\nendcmap end end".encode()
    )
    for page in writer.pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index,union-attr]
            if font.get_object()["/BaseFont"] == "/Helvetica":
                font.get_object()[NameObject("/ToUnicode")] = writer._add_object(stream)
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def doubted(data: bytes) -> int:
    with Document(data) as document:
        return sum(len(page.doubted) for page in document.pages())


def test_digits_that_look_like_others_are_doubted() -> None:
    data = grid([text("28 3 7 1 40")], [text("3659")])
    assert doubted(data) == 0
    for one, other in ("83", "17", "96", "05"):
        printed = "28 3 7 1 40" + "3659" + "00"  # a 0 below each cell
        assert doubted(lying(data, **{f"_{one}": other})) == printed.count(one), (one, other)


def test_a_look_at_cells_sees_what_is_printed_and_not_what_the_text_says() -> None:
    data = lying(grid([text("28")], [text("146"), line(-1, 4, 20, 4, 0.4), text("95", 24)]), _8="3")
    with Document(data) as document:
        assert "23" in [word.text for word in document.page(1).words]
    looks = look_at_cells(data, 1, [cell(0), cell(1)])
    assert [look.text for look in looks] == ["28", "95"]
    assert min(look.probability for look in looks) > 0.9


def test_numbers_that_no_sum_covers_are_proved_by_a_second_look() -> None:
    data, _ = draw_report(consistent_truth("2021", Random(5)), Layout())
    proofs = {}
    for which in ("none", "doubtful", "all"):
        (report,) = read_document(data, second_look=which)  # type: ignore[arg-type]
        rows = [row for row in report.tables["disclosures"] if row["value"]]
        proofs[which] = {row["proof"] for row in rows}
        assert len(rows) > 3
        assert report.identity["route"] == "text", which
        assert report.identity["status"] in ("verified", "unproven")
    assert proofs == {"none": {"once"}, "doubtful": {"once"}, "all": {"second_look"}}


def test_a_number_that_is_another_in_print_is_not_given_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As the text says a digit that the page does not show."""
    from disclosure_stats.scans import print_look

    data, _ = draw_report(consistent_truth("2021", Random(5)), Layout())
    monkeypatch.setattr(
        print_look, "look_at_cells", lambda data, number, cells: [Look("9999", 1.0) for _ in cells]
    )
    (report,) = read_document(data, second_look="all")
    rows = [row for row in report.tables["disclosures"] if row["cell_state"] == "unreadable"]
    assert len(rows) > 3
    assert all(row["value"] is None for row in rows)
    assert report.identity["status"] == "flagged"


@pytest.mark.parametrize("degrees", [90, 270])
def test_a_turned_page_gets_its_second_look(degrees: int) -> None:
    data, _ = draw_report(consistent_truth("2021", Random(5)), Layout())
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    for page in writer.pages:
        page[NameObject("/Rotate")] = NumberObject(degrees)
    target = io.BytesIO()
    writer.write(target)
    (report,) = read_document(target.getvalue(), second_look="all")
    rows = [row for row in report.tables["disclosures"] if row["value"]]
    assert len(rows) > 3
    assert {row["proof"] for row in rows} == {"second_look"}
