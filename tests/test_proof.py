"""Numbers of a scan: proved by sums or by a second look, else null; tried with made-up looks."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from layouts import Layout, consistent_truth, draw_report

from disclosure_stats.forms import load_form
from disclosure_stats.forms.cells import CellKey, PrintedCell
from disclosure_stats.pages.model import Box, Look, Page
from disclosure_stats.pages.pdfium import Document
from disclosure_stats.reading.layout.observed_rows import observe
from disclosure_stats.reading.layout.ruled_bands import ruled_bands
from disclosure_stats.reading.proof.scanned_numbers import prove
from disclosure_stats.reading.tables.form_reading import FormReading
from disclosure_stats.reading.tables.statutory import read_statutory


class MadeUpScan:
    """Looks that a test decides: the second look sees the print, the first what the test says."""

    def __init__(self, seconds: dict[Box, Look], firsts: dict[Box, Look]) -> None:
        self.seconds, self.firsts = seconds, firsts

    def shown(self, box: Box) -> Box:
        return box

    def first_look(self, box: Box) -> Look | None:
        return self.firsts.get(box)

    def second_look(self, boxes: Sequence[Box]) -> list[Look]:
        return [self.seconds[box] for box in boxes]

    def unplaced(self, cells: Sequence[Box], has_labels: bool) -> list[Box]:
        return []


@cache
def drawn_once() -> tuple[FormReading, tuple[Page, ...]]:
    """A report's reading, as its print says, and its pages, which pretend to be scans."""
    data, _ = draw_report(consistent_truth("2021", Random(5)), Layout())
    with Document(data) as document:
        pages = tuple(document.pages())
    bands = [band for page in pages for band in ruled_bands(page)]
    reading = read_statutory(load_form("2021"), [observe(band) for band in bands])
    assert not reading.failed()
    return reading, pages


class Scanned:
    """A report of which each look sees what is printed, until a test says otherwise."""

    def __init__(self) -> None:
        drawn, pages = drawn_once()
        self.reading = drawn.with_cells(cell._replace(held=cell.box) for cell in drawn.cells)
        looks = {
            cell.box: Look("" if cell.number is None else f"{cell.number:g}", 0.99)
            for cell in self.reading.cells
            if cell.box is not None
        }
        self.scan = MadeUpScan(dict(looks), dict(looks))
        self.pages = [replace(page, scan=self.scan) for page in pages]

    def printed(self, table: str) -> list[PrintedCell]:
        """The cells of a table that print a number."""
        return [cell for cell in self.reading.of_table(table) if cell.number is not None]

    def misread(self, index: int, digit: str) -> tuple[PrintedCell, PrintedCell]:
        """Has the first look misread the last digit of the index-th printed count of part three;
        the cell as printed and as read."""
        cells = self.printed("requests")
        printed = cells[index % len(cells)]
        number = int(str(printed.number)[:-1] + digit)
        self.read_as(printed, number)
        return printed, printed._replace(number=number)

    def read_as(self, cell: PrintedCell, number: int) -> None:
        """Has the first look take a cell's print for another number."""
        assert cell.box is not None
        self.reading = self.reading.with_cells([cell._replace(number=number)])
        self.scan.firsts[cell.box] = Look(str(number), 0.99)

    def proved(self) -> tuple[dict[CellKey, PrintedCell], FormReading, list[str]]:
        """The cells by key after the proof, the reading, and the rules of the findings."""
        reading, findings, _ = prove(self.reading, self.pages)
        return (
            {cell.key: cell for cell in reading.cells},
            reading,
            [finding["rule"] for finding in findings],
        )


@settings(max_examples=40)
@given(st.integers(0, 1000), st.sampled_from("0123456789"))
def test_a_corrupted_digit_is_put_right_or_told(index: int, digit: str) -> None:
    """Whatever digit of part three the first look corrupts: the number is as printed and named in
    a finding, or it is null."""
    report = Scanned()
    printed, read = report.misread(index, digit)
    cells, _, rules = report.proved()
    cell = cells[printed.key]
    if read == printed:
        assert rules == []
        assert cell.number == printed.number
    elif cell.number is None:
        assert cell.state == "unreadable"
    else:
        assert cell.number == printed.number
        assert rules == ["read_by_sums"]


@settings(max_examples=40)
@given(st.integers(0, 1000), st.sampled_from("123456789"))
def test_sums_alone_do_not_change_a_number(index: int, digit: str) -> None:
    """Where both looks see the same wrong number, it stands, and the broken sum tells."""
    report = Scanned()
    printed, read = report.misread(index, digit)
    assert read.box is not None
    report.scan.seconds[read.box] = Look(str(read.number), 0.99)
    cells, reading, rules = report.proved()
    assert rules == []
    assert cells[read.key].number == read.number
    assert bool(reading.failed()) == (read != printed)


def test_a_number_that_no_sum_proves_needs_two_looks() -> None:
    report = Scanned()
    printed = report.printed("disclosures")[0]
    assert printed.box is not None
    report.scan.seconds[printed.box] = Look("77", 0.99)
    cells, _, _ = report.proved()
    assert (cells[printed.key].number, cells[printed.key].state) == (None, "unreadable")


def test_a_cell_is_proved_by_its_own_look_alone() -> None:
    """Two numbers that changed a digit between their cells may leave the sum as it was."""
    report = Scanned()
    one, other = report.printed("appeals")[:2]
    assert one.number is not None
    assert other.number is not None
    report.reading = report.reading.with_cells(
        [one._replace(number=one.number - 1), other._replace(number=other.number + 1)]
    )
    assert not report.reading.failed()
    cells, _, _ = report.proved()
    assert cells[one.key].number in (one.number, None)
    assert cells[other.key].number in (other.number, None)


def test_a_blank_cell_among_zeros_is_doubted() -> None:
    report = Scanned()
    zeros = [cell for cell in report.printed("requests") if cell.number == 0]
    assert len(zeros) > 2
    lost = zeros[0]
    assert lost.box is not None
    report.reading = report.reading.with_cells([lost._replace(number=None, state="blank")])
    del report.scan.firsts[lost.box]
    report.scan.seconds[lost.box] = Look("", 1.0)
    cells, _, _ = report.proved()
    assert cells[lost.key].state == "unreadable"


def test_a_blank_cell_is_doubted_where_its_sum_wants_a_number() -> None:
    """No zero is printed, and a seal may have hidden the number; a blank for a zero is left so."""
    report = Scanned()
    cells = report.reading.of_table("appeals")
    hidden = next(cell for cell in cells if cell.number and cell.column == "upheld")
    blanks = [
        cell._replace(number=None, state="blank")
        for cell in report.reading.cells
        if cell.number == 0 or cell.key == hidden.key
    ]
    report.reading = report.reading.with_cells(blanks)
    for cell in blanks:
        report.scan.seconds[cell.box] = Look("", 0.99)
        report.scan.firsts.pop(cell.box)
    proved, _, _ = report.proved()
    states = {proved[cell.key].state for cell in blanks if cell.table != "disclosures"}
    assert states == {"blank", "unreadable"}
    assert proved[hidden.key].state == "unreadable"


def test_the_rest_of_a_longer_number_proves_nothing() -> None:
    """3008, of which the cell's box has 08 alone, is not 8."""
    report = Scanned()
    printed = report.printed("disclosures")[0]
    assert printed.box is not None
    report.reading = report.reading.with_cells([printed._replace(number=8)])
    del report.scan.firsts[printed.box]
    report.scan.seconds[printed.box] = Look("08", 0.99)
    cells, _, _ = report.proved()
    assert cells[printed.key].number is None


def test_looks_do_not_tell_in_which_of_two_rows_a_number_stands() -> None:
    """However surely it is seen in the box of one of them."""
    report = Scanned()
    printed = report.printed("disclosures")[0]
    merged = printed._replace(number=None, state="unreadable", may_be_others=True)
    report.reading = report.reading.with_cells([merged])
    cells, _, _ = report.proved()
    assert (cells[printed.key].number, cells[printed.key].state) == (None, "unreadable")


def test_an_amount_in_thousands_of_yuan_has_a_point() -> None:
    report = Scanned()
    fees = report.printed("disclosures")[-1]
    assert fees.box is not None
    report.reading = report.reading.with_cells([fees._replace(number=52.4, unit="千元")])
    report.scan.firsts[fees.box] = report.scan.seconds[fees.box] = Look("52.4", 0.99)
    cells, _, _ = report.proved()
    assert cells[fees.key].number == 52.4
