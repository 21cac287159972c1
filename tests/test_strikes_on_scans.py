"""What a line strikes out on a scan is no number, be the line hidden by its digits; digits that
no line strikes out are numbers, whatever bars and bowls they have."""

import pytest
from test_print_of_numbers import Draw, cell, grid, line, text, words_in

from disclosure_stats.pages.model import Look
from disclosure_stats.scans.engine import is_installed

if not is_installed():
    pytest.skip("the extra `ocr` is not installed", allow_module_level=True)

from reportlab.pdfgen.canvas import Canvas
from scans import spoil

from disclosure_stats.scans.page import read_scan


def path(*points: tuple[float, float]) -> Draw:
    """A line by hand, over points of the cell."""

    def draw(canvas: Canvas, x: float, y: float) -> None:
        canvas.setLineWidth(0.9)
        for (x0, y0), (x1, y1) in zip(points, points[1:], strict=False):
            canvas.line(x + x0, y + y0, x + x1, y + y1)

    return draw


WAVE = path((-3, 4), (-1, 5), (1, 3), (3, 4.6), (5, 3), (7, 4.8), (10, 4))


def test_a_line_that_its_digits_hide_leaves_no_number() -> None:
    """As long as a lone digit; run on into the number that follows; by hand; leaning."""
    scan = spoil.scan_of(
        grid(
            [text("3"), line(0, 4, 6.1, 4), text("20", 12)],
            [text("3"), line(0, 4, 6.1, 4), text("0", 6.1), line(6.3, -1.6, 12.1, -1.6, 0.5)],
            [text("9"), WAVE, text("12", 14)],
            [text("2"), line(-2.5, -1, 9, 9, 1.2), text("50", 14)],
        ),
        spoil.grainy(3),
    )
    page = read_scan(scan, 1)
    given = [words_in(page, column).replace("\ufffd", "") for column in range(4)]
    for found, old in zip(given, ("3", "3", "9", "2"), strict=True):
        assert not found.startswith(old), given
    assert page.scan is not None
    for column, old in enumerate(("3", "3", "9", "2")):
        first = page.scan.first_look(cell(column))
        assert first is None or not first.text.startswith(old)


def test_a_line_through_cells_of_a_row_leaves_no_number() -> None:
    """It is as long as a rule of the table."""
    through = line(-20, 4, 110, 4)
    page = read_scan(spoil.scan_of(grid([text("146"), through], [text("258")], [text("37")])), 1)
    assert [words_in(page, column) for column in range(3)] == ["\ufffd", "\ufffd", "37"]
    assert page.scan is not None
    looks = page.scan.second_look([cell(0), cell(1)])
    assert not any(look.text.isdecimal() for look in looks)


@pytest.mark.parametrize("resolution", [150, 200])
def test_no_bar_and_no_bowl_of_a_digit_is_a_line(resolution: int) -> None:
    numbers = ["4", "44", "440", "5689", "954", "258"]
    scan = spoil.scan_of(
        grid(*([text(number)] for number in numbers[:6])),
        spoil.blurred(0.6),
        spoil.grainy(5),
        resolution=resolution,
        quality=50,
    )
    page = read_scan(scan, 1)
    assert [words_in(page, column) for column in range(6)] == numbers


def test_bars_of_bold_digits_that_touch_strike_nothing_out() -> None:
    """What is left of 194 is no 1: where nobody can tell, there is no number."""

    def bold(what: str) -> Draw:
        def draw(canvas: Canvas, x: float, y: float) -> None:
            canvas.setLineWidth(0.6)
            canvas.setFont("Helvetica", 11)
            canvas.drawString(x, y, what, mode=2)

        return draw

    numbers = ["194", "940", "96"]
    cells = ([bold(number)] for number in numbers)
    page = read_scan(spoil.scan_of(grid(*cells), spoil.grainy(3)), 1)
    assert page.scan is not None
    for column, look in enumerate(page.scan.second_look([cell(0), cell(1), cell(2)])):
        assert words_in(page, column) in (numbers[column], "\ufffd")
        assert look.text in (numbers[column], "")


def test_a_tick_beside_a_number_is_none_of_its_digits() -> None:
    before = path((-12, 4), (-9, 0), (-2, 11))
    behind = path((9, 4), (12, 0), (19, 11))
    scan = spoil.scan_of(
        grid(
            [text("7"), behind],
            [before, text("18")],
            [text("6"), behind, line(-2, 4, 8, 4)],
        ),
        spoil.grainy(3),
    )
    page = read_scan(scan, 1)
    assert [words_in(page, column) for column in range(3)] == ["7", "18", ""]
    assert page.scan is not None
    seen = [look.text for look in page.scan.second_look([cell(0), cell(1)])]
    assert seen == ["7", "18"]


def test_a_star_behind_a_number_is_no_word() -> None:
    page = read_scan(spoil.scan_of(grid([text("146"), text("*", 18.6)]), spoil.grainy(3)), 1)
    assert page.scan is not None
    first = page.scan.first_look(cell(0))
    assert first is not None
    assert first.text == "146"


def test_a_cell_that_cuts_through_a_number_shows_none() -> None:
    """What is left of it may be a number too."""
    scan = read_scan(spoil.scan_of(grid([text("3008")], [text("12")]), spoil.grainy(3)), 1).scan
    assert scan is not None
    x0, top, x1, bottom = cell(0)
    cut, whole = scan.second_look([(x0 + 46, top, x1, bottom), cell(1)])
    assert cut == Look("", 0.0)
    assert whole.text == "12"


def test_a_number_that_the_edge_of_the_scan_cuts_is_none() -> None:
    edge = round((cell(2)[0] + 30 + 9) * 200 / 72)  # dots: within the second digit

    def cropped(picture: spoil.Picture, _: object) -> spoil.Picture:
        return picture[:, :edge]

    page = read_scan(spoil.scan_of(grid([text("4592")], [text("146")], [text("271")]), cropped), 1)
    assert [words_in(page, column) for column in range(3)] == ["4592", "146", "\ufffd"]
