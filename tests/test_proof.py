"""Numbers of a scan: proved by sums or by a second look, else null; tried with made-up looks."""

from collections.abc import Sequence
from copy import deepcopy
from functools import cache
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from layouts import Layout, consistent_truth, draw_report

from disclosure_stats.checks.sums import check_sums
from disclosure_stats.forms import load_form
from disclosure_stats.pages.model import Box, Look, Page
from disclosure_stats.pages.pdfium import Document
from disclosure_stats.reading.layout.ruled_bands import ruled_bands
from disclosure_stats.reading.proof.scanned_numbers import prove
from disclosure_stats.reading.tables.form_reading import Reading
from disclosure_stats.reading.tables.statutory import observe_bands, read_statutory


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


def box_of(row: dict) -> Box:
    return row["x0"], row["top"], row["x1"], row["bottom"]


def printed_report() -> tuple[Reading, dict[int, Page]]:
    """A report's reading, as its print says, and its pages, which pretend to be scans."""
    return deepcopy(drawn_once())


@cache
def drawn_once() -> tuple[Reading, dict[int, Page]]:
    data, _ = draw_report(consistent_truth("2021", Random(5)), Layout())
    with Document(data) as document:
        pages = {page.number: page for page in document.pages()}
    rows = [row for page in pages.values() for row in observe_bands("2021", ruled_bands(page))]
    reading = read_statutory("2021", rows, pages)
    assert not reading.failed()
    looks: dict[Box, Look] = {}
    for table, number in (("disclosures", "value"), ("requests", "count"), ("appeals", "count")):
        for row in reading.tables[table]:
            if row["page"] is not None:
                value = row[number]
                looks[box_of(row)] = Look("" if value is None else f"{value:g}", 0.99)
    for page in pages.values():
        page.scan = MadeUpScan(looks, dict(looks))
    return reading, pages


def misread(reading: Reading, pages: dict[int, Page], index: int, digit: str) -> tuple[dict, float]:
    """Has the first look misread the last digit of the index-th printed count of part three; gives
    its row and what is printed."""
    rows = [row for row in reading.tables["requests"] if row["count"] is not None]
    row = rows[index % len(rows)]
    printed = row["count"]
    row["count"] = int(str(printed)[:-1] + digit)
    scan = pages[row["page"]].scan
    assert isinstance(scan, MadeUpScan)
    scan.firsts[box_of(row)] = Look(str(row["count"]), 0.99)
    reading.checks = check_sums(load_form("2021"), reading.tables)
    return row, printed


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 1000), st.sampled_from("0123456789"))
def test_a_corrupted_digit_is_put_right_or_told(index: int, digit: str) -> None:
    """Whatever digit of part three the first look corrupts: the number is as printed and named in
    a finding, or it is null."""
    reading, pages = printed_report()
    row, printed = misread(reading, pages, index, digit)
    changed = row["count"] != printed
    findings = prove(reading, pages)
    if not changed:
        assert findings == []
        assert row["count"] == printed
    elif row["count"] is None:
        assert row["cell_state"] == "unreadable"
    else:
        assert row["count"] == printed
        assert [finding["rule"] for finding in findings] == ["read_by_sums"]
        assert findings[0]["found"] == printed


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 1000), st.sampled_from("123456789"))
def test_sums_alone_do_not_change_a_number(index: int, digit: str) -> None:
    """Where both looks see the same wrong number, it stands, and the broken sum tells."""
    reading, pages = printed_report()
    row, printed = misread(reading, pages, index, digit)
    seen = row["count"]
    scan = pages[row["page"]].scan
    assert isinstance(scan, MadeUpScan)
    scan.seconds[box_of(row)] = Look(str(seen), 0.99)
    assert prove(reading, pages) == []
    assert row["count"] == seen
    assert bool(reading.failed()) == (seen != printed)


def test_a_number_that_no_sum_proves_needs_two_looks() -> None:
    reading, pages = printed_report()
    row = next(row for row in reading.tables["disclosures"] if row["value"] is not None)
    scan = pages[row["page"]].scan
    assert isinstance(scan, MadeUpScan)
    scan.seconds[box_of(row)] = Look("77", 0.99)
    prove(reading, pages)
    assert (row["value"], row["cell_state"]) == (None, "unreadable")


def test_a_cell_is_proved_by_its_own_look_alone() -> None:
    """Two numbers that changed a digit between their cells may leave the sum as it was."""
    reading, pages = printed_report()
    one, other = reading.tables["appeals"][:2]
    printed = one["count"], other["count"]
    one["count"], other["count"] = one["count"] - 1, other["count"] + 1
    reading.checks = check_sums(load_form("2021"), reading.tables)
    assert not reading.failed()
    prove(reading, pages)
    assert one["count"] in (printed[0], None)
    assert other["count"] in (printed[1], None)


def test_a_blank_cell_among_zeros_is_doubted() -> None:
    reading, pages = printed_report()
    rows = [row for row in reading.tables["requests"] if row["count"] == 0]
    assert len(rows) > 2
    lost = rows[0]
    lost["count"], lost["cell_state"] = None, "blank"
    scan = pages[lost["page"]].scan
    assert isinstance(scan, MadeUpScan)
    del scan.firsts[box_of(lost)]
    scan.seconds[box_of(lost)] = Look("", 1.0)
    reading.checks = check_sums(load_form("2021"), reading.tables)
    prove(reading, pages)
    assert lost["cell_state"] == "unreadable"
