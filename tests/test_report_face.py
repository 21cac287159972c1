"""`read_report` and `open_dataset`: what a person sees and gets, and the pictures of the print."""

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pyarrow.compute as compute
import pyarrow.parquet as parquet
import pytest
from PIL import Image, ImageStat
from pypdf import PdfWriter
from pypdf.generic import RectangleObject

import disclosure_stats
from disclosure_stats import Dataset, Report, open_dataset, read_report, read_reports
from disclosure_stats.analysis.selection import UnknownNameError
from disclosure_stats.pages.picture import CELL_RESOLUTION, COLOURS, MARGIN, PAGE_RESOLUTION
from disclosure_stats.reading.model import TABLES, ReadReport

ROOT = Path(__file__).resolve().parents[1]
RAW = ROOT / "data" / "raw"
GUANDAOKOU = next(RAW.rglob("官道口镇_2023.pdf"))
ERA_2014 = sorted(RAW.rglob("*_2016.pdf"))[0]


@pytest.fixture(scope="module")
def report() -> Report:
    return read_report(GUANDAOKOU)


def rotated_and_cropped(path: Path, degrees: int, folder: Path) -> Path:
    """A copy of a PDF whose pages are turned, with a crop box inside a media box that does not
    start at zero."""
    writer = PdfWriter(clone_from=path)
    for page in writer.pages:
        left, bottom, right, top = (float(edge) for edge in page.mediabox)
        page.mediabox = RectangleObject((left - 30, bottom - 50, right + 70, top + 20))
        page.cropbox = RectangleObject((left + 10, bottom + 5, right - 12, top - 8))
        page.rotate(degrees)
    copy = folder / f"{degrees}.pdf"
    writer.write(copy)
    return copy


def made_report(**identity: object) -> Report:
    """A report with no rows whose identity is `identity` over plain values."""
    plain = dict.fromkeys(
        ("body", "place", "province", "prefecture", "county", "division_code", "year", "era")
    )
    numbers = ("pages", "first_page", "last_page", "checks_passed", "checks_failed")
    plain |= dict.fromkeys((*numbers, "checks_not_assessable"), 0)
    plain |= {"level": "unknown", "format": "pdf", "route": "text", "status": "partial"}
    return Report.of("0" * 16, ReadReport(plain | identity), b"")


def test_identity(report: Report) -> None:
    assert (report.body, report.place) == ("官道口镇人民政府", "官道口镇")
    assert (report.level, report.year, report.era) == ("township", 2023, "2021")
    assert (report.province, report.county) == ("河南省", "卢氏县")
    assert (report.status, report.route, report.checks_failed) == ("flagged", "text", 1)


def test_tables_have_the_contract_s_columns_and_nullable_types(report: Report) -> None:
    expected = {"count": "Int64", "page": "Int16", "x0": "Float32", "bottom": "Float32"}
    types = report.requests.dtypes.astype(str)
    assert types[list(expected)].to_dict() == expected
    assert str(report.disclosures["value"].dtype) == "Float64"
    assert set(report.requests["report_id"]) == {report.report_id}
    for name in TABLES:
        assert list(getattr(report, name).columns) == list(report.table(name).columns)


def test_absent_rows_are_missing_and_printed_zeros_are_zero(report: Report) -> None:
    rows = report.requests
    assert rows.loc[rows["cell_state"] == "absent", "count"].isna().all()
    assert (rows.loc[rows["cell_state"] == "printed", "count"] == 0).all()


def test_the_wide_table_is_the_form_as_printed(report: Report) -> None:
    wide = report.requests_table()
    assert wide.columns[0] == "自然人"
    assert wide.columns[-1] == "总计"
    assert wide.index[0].startswith("一、本年新收")
    assert wide.index[-1].startswith("四、结转下年度")
    printed = report.requests[report.requests["cell_state"] != "absent"]
    assert wide.size == len(printed)
    assert wide.sum().sum() == printed["count"].sum()


def test_an_old_form_has_no_part_three() -> None:
    report = read_report(ERA_2014)
    assert len(report.indicators) > 40
    with pytest.raises(LookupError, match="era 2014 has no part three"):
        report.requests_table()


def test_repr_tells_who_when_and_how_sure(report: Report) -> None:
    text = repr(report)
    said = "官道口镇人民政府, 2023", "2021, pages", "flagged", "requests ", "11 + 12 + 14 + 3"
    for part in said:
        assert part in text
    assert len(text.splitlines()) < 10
    assert "<caption>官道口镇人民政府, 2023</caption>" in report._repr_html_()


def test_the_readme_shows_what_is_printed() -> None:
    shown = read_report(next(RAW.rglob("砚秋街道_2024.pdf")))
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"```\n{shown!r}\n```" in readme
    rows = [line for line in readme.splitlines() if line.startswith(f"| `{shown.report_id}`")]
    cells = shown.requests[shown.requests["outcome"] == "received"]
    for row, cell in zip(rows, cells.rename(columns={"count": "number"}).itertuples(), strict=True):
        box = [f"{edge:.1f}" for edge in (cell.x0, cell.top, cell.x1, cell.bottom)]
        values = [f"`{cell.report_id}`", cell.outcome, cell.applicant, str(cell.number)]
        values += [cell.cell_state, str(cell.page), *box]
        assert row == f"| {' | '.join(values)} |"


def test_html_of_untrusted_text_is_escaped() -> None:
    html = made_report(body="<script>alert(1)</script>", county='"><img src=x>')._repr_html_()
    assert "<script>" not in html
    assert "<img" not in html
    assert "&lt;script&gt;" in html


def test_repr_of_a_report_that_tells_nothing_of_itself() -> None:
    assert "a body that is not named, year not named" in repr(made_report())


def test_show_draws_the_cells_over_their_page(report: Report) -> None:
    cells = report.requests.dropna(subset=["page"])
    page = int(cells["page"].iloc[0])
    picture = report.show("requests", page=page)
    scale = PAGE_RESOLUTION / 72
    tint = pixel_over_white(COLOURS["printed"])
    for cell in cells[cells["page"] == page].itertuples():
        corner = picture.getpixel((int((cell.x0 + 3) * scale), int((cell.top + 3) * scale)))
        assert corner == pytest.approx(tint, abs=6)
    assert picture.getpixel((3, 3)) == (255, 255, 255)


def pixel_over_white(colour: tuple[int, int, int]) -> tuple[float, ...]:
    opacity = 45 / 255
    return tuple(255 + (part - 255) * opacity for part in colour)


def test_show_puts_the_pages_of_a_table_side_by_side(report: Report) -> None:
    pages = sorted(report.requests["page"].dropna().unique())
    widths = [report.show("requests", page=int(page)).width for page in pages]
    assert report.show("requests").width == sum(widths)


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_pictures_follow_rotation_and_crop_box(
    report: Report, degrees: int, tmp_path: Path
) -> None:
    turned = read_report(rotated_and_cropped(GUANDAOKOU, degrees, tmp_path))
    key = {"outcome": "received", "applicant": "total"}
    straight = report.show_cell("requests", **key).rotate(-degrees, expand=True).convert("L")
    crop = turned.show_cell("requests", **key).convert("L")
    assert crop.size == pytest.approx(straight.size, abs=2)
    difference = ImageStat.Stat(ink(crop)).mean[0] - ImageStat.Stat(ink(straight)).mean[0]
    assert abs(difference) < 3
    page = int(turned.requests["page"].dropna().iloc[0])
    assert turned.show("requests", page=page).getpixel((3, 3)) == (255, 255, 255)


def ink(picture: Image.Image) -> Image.Image:
    """The middle of a crop, without the rules around the cell, dark as white."""
    width, height = picture.size
    edge = int((MARGIN + 3) * CELL_RESOLUTION / 72)
    middle = picture.crop((edge, edge, width - edge, height - edge))
    return middle.point(lambda value: 255 if value < 128 else 0)


def test_a_crop_has_the_size_of_its_cell_and_ink_in_it(report: Report) -> None:
    rows = report.requests.set_index(["outcome", "applicant"])
    cell = rows.loc[("granted", "company")]
    crop = report.show_cell("requests", outcome="granted", applicant="company").convert("L")
    width = (cell["x1"] - cell["x0"] + 2 * MARGIN) * CELL_RESOLUTION / 72
    assert crop.width == pytest.approx(width, abs=3)
    assert 0 < ImageStat.Stat(ink(crop)).mean[0] < 128


@pytest.mark.parametrize(
    ("table", "key", "message"),
    [
        ("reqests", {}, "no table with cells 'reqests'; perhaps requests"),
        ("requests", {"outcom": "received"}, "no key of requests 'outcom'; perhaps outcome"),
        ("requests", {"outcome": "recieved"}, "no outcome 'recieved'; perhaps received"),
        ("requests", {"outcome": "received"}, "7 cells of requests"),
        ("disclosures", {}, "cells of disclosures have no key: say item, measure"),
        ("indicators", {}, "the report does not print indicators"),
    ],
)
def test_a_wrong_key_is_answered_with_the_near_ones(
    report: Report, table: str, key: dict[str, str], message: str
) -> None:
    with pytest.raises(LookupError, match=message):
        report.show_cell(table, **key)


def test_a_wrong_page_is_answered_with_the_right_ones(report: Report) -> None:
    pages = ", ".join(str(page) for page in sorted(report.requests["page"].dropna().unique()))
    with pytest.raises(LookupError, match=f"requests is not on page 99, but on {pages}"):
        report.show("requests", page=99)


def test_a_file_of_two_reports(tmp_path: Path) -> None:
    writer = PdfWriter()
    first, second = (
        sorted(GUANDAOKOU.parents[2].rglob("*.pdf"))[:1],
        sorted(RAW.rglob("*_2024.pdf")),
    )
    for source in (*first, second[0]):
        writer.append(source)
    both = tmp_path / "both.pdf"
    writer.write(both)
    with pytest.raises(ValueError, match="holds 2 reports .* use read_reports"):
        read_report(both)
    one, two = read_reports(both)
    assert two.report_id == f"{one.report_id}-2"
    assert (one.year, two.year) == (2023, 2024)
    assert two.first_page == one.last_page + 1
    assert two.show_cell("requests", outcome="received", applicant="total").width > 20


def test_a_file_that_is_no_report(tmp_path: Path) -> None:
    path = tmp_path / "not a report.pdf"
    path.write_text("just text")
    with pytest.raises(disclosure_stats.ReadingError) as caught:
        read_report(path)
    assert caught.value.code == "not_pdf"


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    out = tmp_path_factory.mktemp("tables")
    sources = [str(GUANDAOKOU), str(ERA_2014)]
    command = [sys.executable, "-m", "disclosure_stats.extract", *sources, "--out", str(out)]
    subprocess.run(command, check=True, capture_output=True)
    return open_dataset(out)


def test_a_dataset_gives_the_same_tables_as_its_reports(dataset: Dataset, report: Report) -> None:
    assert set(dataset.tables) == {"reports", *TABLES}
    for name in TABLES:
        written = dataset.table(name)
        own = written[written["report_id"] == report.report_id].reset_index(drop=True)
        pd.testing.assert_frame_equal(own, report.table(name), check_categorical=False)


def test_a_dataset_shows_what_it_holds(dataset: Dataset) -> None:
    text = repr(dataset)
    for part in ("2016 to 2023", "1 flagged, 1 verified", "requests ", "bodies   2"):
        assert part in text
    assert dataset._repr_html_().startswith("<table>")
    assert dataset.reports["year"].tolist().count(2023) == 1


def test_a_table_in_parts_is_one_table(dataset: Dataset, tmp_path: Path) -> None:
    for name in dataset.tables:
        table = parquet.read_table(dataset.folder / f"{name}.parquet")
        folder = tmp_path / f"{name}.parquet"
        folder.mkdir()
        parquet.write_table(table.slice(0, 1), folder / "part-0.parquet")
        parquet.write_table(table.slice(1), folder / "part-1.parquet")
    pd.testing.assert_frame_equal(open_dataset(tmp_path).requests, dataset.requests)


def test_a_selection_holds_the_rows_of_its_reports_alone(dataset: Dataset) -> None:
    selected = dataset.select(places=["官道口镇"], years=[2022, 2023])
    (report_id,) = selected.reports["report_id"]
    everything = dataset.requests
    pd.testing.assert_frame_equal(
        selected.requests,
        everything[everything["report_id"] == report_id].reset_index(drop=True),
        check_categorical=False,
    )
    assert selected.indicators.empty
    with pytest.raises(UnknownNameError, match="reports are there on 2023"):
        selected.select(years=[2022])


def test_columns_and_rows_can_be_asked_for(dataset: Dataset) -> None:
    totals = dataset.table("requests", ["outcome", "count"], compute.field("applicant") == "total")
    assert list(totals.columns) == ["outcome", "count"]
    assert 0 < len(totals) == totals["outcome"].nunique()


def test_a_folder_without_tables_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="first run python3 tasks.py extract"):
        open_dataset(tmp_path)


def test_an_unknown_table_is_answered_with_those_there_are(dataset: Dataset) -> None:
    with pytest.raises(LookupError, match="no table 'request' in .*requests"):
        dataset.table("request")
