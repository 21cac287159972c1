"""Print with its titles, and the cells that a person ought to look at."""

from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from disclosure_stats import Report, read_report
from disclosure_stats.checks.marks import marked_cells
from disclosure_stats.documents.cutouts import RESOLUTION, cut_out
from disclosure_stats.documents.picture import Pages
from disclosure_stats.forms.cells import CELL_TABLES
from disclosure_stats.forms.titles import titles_of
from disclosure_stats.pages.picture import COLOURS, DrawnCell

RAW = Path(__file__).resolve().parents[1] / "data" / "raw"
ORANGE, RED = COLOURS["failed"], COLOURS["doubtful"]


@pytest.fixture(scope="module")
def path() -> Path:
    return next(RAW.rglob("栎心镇_2020.pdf"))


@pytest.fixture(scope="module")
def report(path: Path) -> Report:
    """A report whose part three does not add up in the column 总计."""
    return read_report(path)


def pixels(picture: Image.Image, colour: tuple[int, int, int]) -> int:
    return sum(count for count, found in picture.getcolors(2**24) or [] if found == colour)


def cut(path: Path, report: Report, table: str, *keys: tuple[str, str]) -> Image.Image:
    one, other, _ = CELL_TABLES[table]
    rows: dict[Any, Any] = {
        (row[one], row[other]): row
        for row in report.table(table).to_dict("records")
        if row["cell_state"] != "absent"
    }
    cells = [
        DrawnCell(row["page"], (row["x0"], row["top"], row["x1"], row["bottom"]), "failed")
        for row in map(rows.get, keys)
    ]
    with Pages(path.read_bytes()) as pages:
        return cut_out(pages, cells, titles_of(report.era, table, rows.values(), keys[0][0]))


def test_one_cell_comes_with_its_row_and_the_titles_above(path: Path, report: Report) -> None:
    picture = cut(path, report, "requests", ("granted", "company"))
    cell = report.requests.query("outcome == 'granted' and applicant == 'company'").iloc[0]
    dots = RESOLUTION / 72
    assert picture.width > 8 * (cell["x1"] - cell["x0"]) * dots  # the label and seven columns
    assert picture.height > (cell["bottom"] - cell["top"] + 60) * dots  # three lines of titles
    assert picture.height < 185 * dots
    assert pixels(picture, ORANGE) > 100


def test_all_parts_of_a_column_are_shown_and_other_columns_left_out(
    path: Path, report: Report
) -> None:
    total = report.requests.query("applicant == 'total' and cell_state != 'absent'")
    codes = [code for code in total["outcome"] if code not in ("received", "carried_in")]
    picture = cut(path, report, "requests", *((code, "total") for code in codes))
    one = cut(path, report, "requests", ("granted", "total"))
    assert pixels(picture, ORANGE) > 15 * pixels(one, ORANGE)
    assert picture.width < 0.7 * one.width


def test_a_block_of_part_two_has_its_own_titles() -> None:
    path = next(RAW.rglob("橡碗镇_2023.pdf"))
    report = read_report(path)
    rows = report.disclosures.to_dict("records")
    titles = {
        code: titles_of("2021", "disclosures", rows, code)
        for code in ("normative_documents", "licences", "penalties", "coercive_measures")
    }
    assert titles["penalties"] == titles["coercive_measures"]
    heights = [titles[code].bottom for code in ("normative_documents", "licences", "penalties")]
    assert heights == sorted(set(heights))
    assert titles["penalties"].top >= titles["licences"].bottom


def test_show_paints_failed_sums_orange_and_the_rest_green(report: Report) -> None:
    marks = report.marks()
    assert marks["requests", "processed_total", "total"] == "failed"
    assert ("requests", "received", "company") not in marks
    picture = report.show("requests")
    assert pixels(picture, ORANGE) > 500
    assert pixels(picture, COLOURS["printed"]) > 500
    assert pixels(picture, RED) == 0


def cell(outcome: str, applicant: str, count: int | None, state: str = "printed") -> dict[str, Any]:
    names = {"outcome": outcome, "applicant": applicant, "count": count}
    return {**names, "cell_state": state, "page": 1}


def test_a_sum_whose_reading_is_in_doubt_is_doubtful_and_so_is_what_cannot_be_read() -> None:
    rows = [cell("received", one, 1) for one in ("natural_person", "company")]
    rows += [cell("received", one, 0) for one in ("research", "social_organisation")]
    rows += [cell("received", one, 0) for one in ("legal_service", "other_organisation")]
    rows += [cell("received", "total", 9), cell("granted", "total", None, "unreadable")]
    finding = {"rule": "row_total", "table": "requests", "where": "received"}
    by_source = marked_cells("2021", {"requests": rows}, [{**finding, "origin": "source"}])
    assert by_source["requests", "received", "total"] == "failed"
    assert by_source["requests", "granted", "total"] == "doubtful"
    in_doubt = marked_cells("2021", {"requests": rows}, [{**finding, "origin": "extraction"}])
    assert in_doubt["requests", "received", "company"] == "doubtful"
