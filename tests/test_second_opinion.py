"""Numbers of failed sums seen again: without ruling lines, and in the picture."""

import io
import subprocess
import sys
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
from disclosure_stats.pages.printed_digits import TextOfCell, is_printed
from disclosure_stats.reading.document import read_document
from disclosure_stats.reading.layout.observed_rows import observe
from disclosure_stats.reading.layout.ruled_bands import ruled_bands
from disclosure_stats.reading.proof import best_reading, confirmed
from disclosure_stats.reading.proof.confirmed import is_confirmed
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


def is_printed_beside(data: bytes, told: bytes) -> bool:
    """Whether the first page of `data` prints the first cell of `told`."""
    with Document(told) as document:
        text = told_by(document.page(1), 0)
    with Document(data) as document:
        return is_printed(document, 1, [text])


@given(
    st.lists(st.integers(0, 99_999).map(str), min_size=1, max_size=4),
    st.sampled_from(["Helvetica", CHINESE]),
)
def test_the_picture_shows_the_digits_that_the_text_tells(numbers: list[str], font: str) -> None:
    data = page_of(numbers, font)
    with Document(data) as document:
        page = document.page(1)
        cells = [told_by(page, column) for column in range(len(numbers))]
        assert ["".join(c.text for c in own.characters) for own in cells] == numbers
        assert is_printed(document, 1, cells)


@pytest.mark.parametrize("font", ["Helvetica", CHINESE])
@pytest.mark.parametrize(("printed", "told"), [("128", "123"), ("40", "10"), ("7", "1"), ("", "8")])
def test_other_digits_are_not_taken_for_those_of_the_text(
    printed: str, told: str, font: str
) -> None:
    assert not is_printed_beside(page_of([printed], font), page_of([told], font))


def test_print_beside_the_text_is_seen() -> None:
    assert not is_printed_beside(page_of(["12"], beside="3"), page_of(["12"]))
    assert not is_printed_beside(page_of([""], beside="3"), page_of(["", "1"]))


TELL_APART = """
import sys
from disclosure_stats.pages.pdfium import Document
from disclosure_stats.pages.printed_digits import TextOfCell, is_printed
with Document(sys.stdin.buffer.read()) as document:
    (word,) = document.page(1).words
    for one in word.characters():
        cells = [TextOfCell(one[:4], [one._replace(text=told)]) for told in "0123456789"]
        print(*[int(is_printed(document, 1, [cell])) for cell in cells], sep="")
"""


def test_digits_in_a_font_that_is_nowhere_are_told_apart() -> None:
    """The process that looks is lent no font: those of the package stand in on a machine that has
    none."""
    data = page_of(["0123456789"], CHINESE)
    command = [sys.executable, "-c", TELL_APART]
    seen = subprocess.run(command, input=data, check=True, capture_output=True, timeout=60)
    assert seen.stdout.split() == [f"{10 ** (9 - digit):010}".encode() for digit in range(10)]


@cache
def contradicting() -> bytes:
    """A report of which a total is one too high."""
    truth = consistent_truth("2021", Random(3))
    key = ("requests", "processed_total", "total")
    return draw_report(truth.with_values({key: truth.values[key] + 1}), Layout())[0]


@pytest.mark.parametrize("is_seen", [True, False])
def test_whatever_confirms_a_contradiction_it_is_the_reports_own(
    is_seen: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The picture, or pdfplumber."""
    monkeypatch.setattr(confirmed, "is_printed", lambda *_: is_seen)
    (report,) = read_document(contradicting())
    assert {found["rule"]: found["origin"] for found in report.tables["findings"]} == {
        "column_balance": "source",
        "processed_total": "source",
        "row_total": "source",
    }
    assert report.is_seen_in_print == is_seen


def test_numbers_that_words_alone_place_otherwise_are_not_confirmed() -> None:
    data = contradicting()
    with Document(data) as document:
        pages = list(document.pages())
        bands = [observe(band) for page in pages for band in ruled_bands(page)]
        first = read_statutory(load_form("2021"), bands)
        in_doubt = [cell for cell in first.cells if cell.key in first.resting_on("failed")]
        page = [page for page in pages if page.number == in_doubt[0].page]
        assert is_confirmed(first, first, page, document)
        for cell in in_doubt:
            other = first.with_cells([cell._replace(number=(cell.number or 0) + 1)])
            assert not is_confirmed(first, other, page, document)


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
