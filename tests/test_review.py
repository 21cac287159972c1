"""The review: findings one by one beside their print, and corrections written from there."""

from pathlib import Path

import pandas as pd
import pytest

from disclosure_stats import Dataset, Review, open_dataset
from disclosure_stats.charts.review_widget import ReviewWidget
from disclosure_stats.checks.corrections import CorrectionsError, added, load_corrections
from disclosure_stats.extract import main as extract

RAW = Path(__file__).resolve().parents[1] / "data" / "raw" / "望蘅市"
FILES = ("栎川县/栎心镇/栎心镇_2020.pdf", "鹤砚区/砚秋街道/砚秋街道_2022.pdf")
ORANGE = "rgba(235,120,0,"


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("given")
    for file in (*FILES, "鹤砚区/萤沼镇/萤沼镇_2024.pdf"):
        (home / file).parent.mkdir(parents=True, exist_ok=True)
        (home / file).write_bytes((RAW / file).read_bytes())
    return home


@pytest.fixture(scope="module")
def dataset(given: Path, tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    out = tmp_path_factory.mktemp("tables")
    extract([str(given), "--out", str(out), "--workers", "1"])
    return open_dataset(out)


@pytest.fixture(scope="module")
def review(dataset: Dataset, given: Path) -> Review:
    return Review(dataset, given)


def number_of(review: Review, rule: str, place: str) -> int:
    table = review.table
    return int(table.index[(table["rule"] == rule) & (table["place_label"] == place)][0])


def test_the_gravest_come_first_and_rows_left_out_do_not_come(
    review: Review, dataset: Dataset
) -> None:
    table = review.table
    assert len(table) == len(review) == (dataset.findings["rule"] != "row_absent").sum()
    order = ["错误", "提醒", "提示"]
    ranks = [order.index(name) for name in table["severity"]]
    assert ranks == sorted(ranks)
    assert "办理结果总计为24" in table["sentence"][number_of(review, "processed_total", "栎心镇")]


def test_the_table_has_failed_sums_in_orange_and_the_finding_framed(review: Review) -> None:
    found = review[number_of(review, "processed_total", "栎心镇")]
    html = found._repr_html_()
    assert "data:image/png;base64," in html
    assert html.count(ORANGE) == len(
        [key for key, mark in found.report.marks().items() if mark == "failed"]
    )
    assert html.count("outline:") == len(found.concerned()) == 20
    assert "7.属于行政执法案卷" in html


def test_a_sum_over_two_pages_shows_both(review: Review) -> None:
    found = review[number_of(review, "processed_total", "砚秋街道")]
    row = review[number_of(review, "row_total", "砚秋街道")]
    assert found.page().height > 1.9 * row.page().height


def test_what_stands_in_the_narrative_comes_with_its_sentences(review: Review) -> None:
    found = review[number_of(review, "postings_parts", "萤沼镇")]
    assert found.page() is not None
    html = found._repr_html_()
    assert found.report.postings["sentence"].iloc[0] in html
    assert [cell.table for cell in found.cells()[:1]] == ["postings"]


def test_another_file_is_not_shown_as_the_original(
    dataset: Dataset, given: Path, tmp_path: Path
) -> None:
    home = tmp_path / FILES[0]
    home.parent.mkdir(parents=True)
    home.write_bytes((given / FILES[1]).read_bytes())
    found = Review(dataset, tmp_path)[0]
    assert found.page() is None
    assert "原件不在" in found._repr_html_()


def test_nothing_to_review_is_a_sentence(dataset: Dataset, given: Path, tmp_path: Path) -> None:
    out = tmp_path / "tables"
    clean = "鹤砚区/砚秋街道/砚秋街道_2024.pdf"
    extract([str(RAW / clean), "--out", str(out), "--workers", "1"])
    empty = Review(open_dataset(out), RAW)
    assert len(empty) == len(empty.table) == 0
    assert "没有需要核对之处" in empty._repr_html_()
    assert "没有需要核对之处" in ReviewWidget(empty, tmp_path / "c.csv").box.children[0].value


def test_buttons_go_round(review: Review, tmp_path: Path) -> None:
    widget = ReviewWidget(review, tmp_path / "corrections.csv")
    first = widget.shown.value
    widget.next.click()
    assert widget.finding.value == 1
    assert widget.shown.value != first
    widget.previous.click()
    widget.previous.click()
    assert widget.finding.value == len(review) - 1


def test_a_correction_is_written_with_its_guard_and_made(
    dataset: Dataset, given: Path, tmp_path: Path
) -> None:
    review = Review(dataset, given)
    path = tmp_path / "corrections.csv"
    widget = ReviewWidget(review, path)
    assert review[0].cells()[0].is_concerned
    assert widget.cell.index == 0  # a cell of the finding is chosen before anyone chooses
    widget.finding.value = number_of(review, "processed_total", "栎心镇")
    assert widget.cell.index == 0
    (position,) = (
        number
        for number, cell in enumerate(review[widget.finding.value].cells())
        if cell.key == "partly_granted, total"
    )
    widget.cell.value = position
    widget.value.value, widget.who.value = "2", "王某"
    widget.write.click()
    assert not path.exists()  # no reason was given
    assert "reason is missing" in widget.said.value
    widget.reason.value = "原件第3页, 印作2"
    widget.write.click()
    (made,) = load_corrections(path.read_bytes())
    assert (made.key, made.value_as_read, made.value) == (("partly_granted", "total"), 3, 2)
    before = path.read_bytes()
    widget.reason.value = "再写一次"
    widget.write.click()  # one cell, one correction
    assert "already" in widget.said.value
    assert path.read_bytes() == before

    out = tmp_path / "tables"
    extract([str(given), "--out", str(out), "--workers", "1", "--corrections", str(path)])
    corrected = open_dataset(out)
    cell = corrected.requests.query("outcome == 'partly_granted' and applicant == 'total'")
    reports = corrected.reports.set_index("report_id")["place"]
    assert cell.loc[cell["report_id"].map(reports) == "栎心镇", "count"].tolist() == [2]
    assert (corrected.findings["rule"] == "corrected").sum() == 1


LINE = {
    "report_id": "r0f3a9c1e5b7d2468",
    "table": "requests",
    "key": "granted, total",
    "value_as_read": "10",
    "value": "16",
    "reason": "扫描件第3页印作16",
    "who": "王某",
    "when": "2026-03-02",
}


def test_a_line_is_added_to_a_file_as_excel_leaves_it() -> None:
    first = added(b"", LINE)
    excel = b"\xef\xbb\xbf" + first.replace(b"\n", b"\r\n").rstrip()  # no line end at the end
    both = added(excel, {**LINE, "key": "granted, company"})
    assert [one.key[1] for one in load_corrections(both)] == ["total", "company"]
    columns = list(pd.read_csv(Path(__file__).parents[1] / "data" / "corrections.csv"))
    other_order = ",".join([*reversed(columns), "note"]).encode() + b"\n"
    (made,) = load_corrections(added(other_order, LINE))
    assert (made.value_as_read, made.value, made.who) == (10, 16, "王某")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"value": "viel"}, "no number"),
        ({"value": "10"}, "value is what was read"),
        ({"who": ""}, "who is missing"),
        ({"when": "gestern"}, "Invalid isoformat"),
    ],
)
def test_a_line_that_cannot_stand_there_is_refused(changed: dict[str, str], said: str) -> None:
    with pytest.raises(CorrectionsError, match=said):
        added(b"", LINE | changed)
