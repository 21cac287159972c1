"""Numbers of failed sums seen again: without ruling lines, in the picture, by another engine."""

import io
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from layouts import Layout, consistent_truth, draw_report
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from disclosure_stats.forms import load_form
from disclosure_stats.pages.model import Box, Page
from disclosure_stats.pages.pdfium import Document
from disclosure_stats.pages.printed_digits import Print, TextOfCell, print_of
from disclosure_stats.pages.second_digits import second_digits
from disclosure_stats.reading.document import read_document
from disclosure_stats.reading.layout.observed_rows import observe
from disclosure_stats.reading.layout.ruled_bands import ruled_bands
from disclosure_stats.reading.proof import best_reading, confirmed
from disclosure_stats.reading.proof.confirmed import witness_of
from disclosure_stats.reading.tables.statutory import read_statutory

SAMPLES = Path(__file__).parents[1] / "data" / "raw"
WIDE, HIGH, SIDE = 400.0, 200.0, 80.0  # points: a page, and a cell's width
CHINESE = "STSong-Light"  # which no file embeds

pdfmetrics.registerFont(UnicodeCIDFont(CHINESE))


def page_of(texts: Sequence[str], font: str = "Helvetica", beside: str = "") -> bytes:
    """A page with a row of cells, at 40 points from the left and 100 from the top."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(WIDE, HIGH))
    for column, text in enumerate(texts):
        left = 40 + SIDE * column
        canvas.rect(left, HIGH - 130, SIDE, 30)
        canvas.setFont(font, 11)
        canvas.drawString(left + 8, HIGH - 119, text)
        canvas.drawString(left + 48, HIGH - 119, beside)
    canvas.save()
    return target.getvalue()


def cell(column: int) -> Box:
    return 40 + SIDE * column, 100.0, 40 + SIDE * (column + 1), 130.0


def told_by(page: Page, column: int) -> TextOfCell:
    x0, _, x1, _ = cell(column)
    inside = [
        one for word in page.words for one in word.characters() if x0 < (one.x0 + one.x1) / 2 < x1
    ]
    return TextOfCell(cell(column), inside)


def print_beside(data: bytes, told: bytes) -> Print:
    """How the first page of `data` prints the first cell of `told`."""
    with Document(told) as document:
        text = told_by(document.page(1), 0)
    with Document(data) as document:
        return print_of(document, 1, [text])


@given(st.lists(st.integers(0, 99_999).map(str), min_size=1, max_size=4))
def test_the_picture_shows_the_digits_that_the_text_tells(numbers: list[str]) -> None:
    data = page_of(numbers)
    with Document(data) as document:
        page = document.page(1)
        cells = [told_by(page, column) for column in range(len(numbers))]
        assert ["".join(c.text for c in own.characters) for own in cells] == numbers
        assert print_of(document, 1, cells) == "same"


@pytest.mark.parametrize(("printed", "told"), [("128", "123"), ("40", "10"), ("7", "1"), ("", "8")])
def test_other_digits_are_not_taken_for_those_of_the_text(printed: str, told: str) -> None:
    seen = print_beside(page_of([printed]), page_of([told]))
    assert seen == ("other" if printed else "unseen")


def test_print_beside_the_text_is_seen() -> None:
    assert print_beside(page_of(["12"], beside="3"), page_of(["12"])) == "other"
    assert print_beside(page_of([""], beside="3"), page_of(["", "1"])) == "unseen"


@given(st.lists(st.integers(0, 99_999).map(str), min_size=1, max_size=4), st.booleans())
def test_another_engine_has_the_same_digits_in_the_same_cells(
    numbers: list[str], is_embedded: bool
) -> None:
    data = page_of(numbers, "Helvetica" if is_embedded else CHINESE)
    digits = second_digits(data, [1])[1]
    for column, number in enumerate(numbers):
        x0, top, x1, bottom = cell(column)
        inside = [one for one in digits if x0 < one.x < x1 and top < one.y < bottom]
        assert "".join(one.text for one in sorted(inside)) == number


def test_another_engine_that_cannot_read_the_file_tells_nothing() -> None:
    assert second_digits(b"%PDF-1.4 and no more", [1]) == {}


@cache
def contradicting() -> bytes:
    """A report of which a total is one too high."""
    truth = consistent_truth("2021", Random(3))
    key = ("requests", "processed_total", "total")
    return draw_report(truth.with_values({key: truth.values[key] + 1}), Layout())[0]


@pytest.mark.parametrize("printed", ["same", "unseen", "other"])
def test_whatever_confirms_a_contradiction_it_is_the_reports_own(
    printed: Print, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a machine lacks the font, another engine is asked, and pdfplumber in all other
    cases."""
    monkeypatch.setattr(confirmed, "print_of", lambda *_: printed)
    (report,) = read_document(contradicting())
    assert {found["rule"]: found["origin"] for found in report.tables["findings"]} == {
        "column_balance": "source",
        "processed_total": "source",
        "row_total": "source",
    }
    assert report.is_seen_in_print == (printed == "same")


def test_numbers_that_words_alone_place_otherwise_are_not_confirmed() -> None:
    data = contradicting()
    with Document(data) as document:
        pages = list(document.pages())
        bands = [observe(band) for page in pages for band in ruled_bands(page)]
        first = read_statutory(load_form("2021"), bands)
        in_doubt = [cell for cell in first.cells if cell.key in first.resting_on("failed")]
        page = [page for page in pages if page.number == in_doubt[0].page]
        assert witness_of(first, first, page, data, document) is not None
        for cell in in_doubt:
            other = first.with_cells([cell._replace(number=(cell.number or 0) + 1)])
            assert witness_of(first, other, page, data, document) is None


def test_a_contradiction_of_a_sample_is_seen_in_print() -> None:
    """One of the samples, all of which are of invented places, has a total that is wrong."""
    (file,) = SAMPLES.rglob("橡碗镇_2023.pdf")
    (report,) = read_document(file.read_bytes())
    assert [found["origin"] for found in report.tables["findings"]] == ["source"]
    assert report.is_seen_in_print


def test_the_second_reader_is_not_asked_about_a_cell_that_no_failed_sum_rests_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object) -> None:
        pytest.fail("pdfplumber was asked")

    monkeypatch.setattr(best_reading, "read_again", refuse)
    truth = consistent_truth("2021", Random(4))
    beyond_any_count = truth.with_values({("disclosures", "rules", "issued"): 10.0**22})
    (report,) = read_document(draw_report(beyond_any_count, Layout())[0])
    rules = {found["rule"] for found in report.tables["findings"]}
    assert "unreadable_cell" in rules
    assert not rules & {one.rule for one in load_form("2021").identities}
