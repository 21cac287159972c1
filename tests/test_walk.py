"""The walk by the form, explained: which row each level of the pages is taken for."""

from pathlib import Path
from random import Random

import pytest
from layouts import CASES, Drawing, Layout, consistent_truth, draw_report
from layouts.tables import Table
from markup import Made, article, page, rows_of
from read_documents import assert_whole, read

from disclosure_stats import Report, read_report
from disclosure_stats.forms import load_form
from disclosure_stats.pages.model import Page, Word
from disclosure_stats.reading.tables.walk.between import lines_between
from disclosure_stats.reading.tables.walk.levels import levels_of

PAGE_OF_DOCS = Path(__file__).parents[1] / "docs" / "walk.md"


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> tuple[Report, Drawing]:
    """The report of the docs: no rules, labels broken over lines without a wider gap between."""
    layout = Layout(rules="none", label_widths=(0.05, 0.09, 0.12), leading=1.0, figures="right")
    data, drawing = draw_report(consistent_truth("2021", Random(3)), layout)
    path = tmp_path_factory.mktemp("walk") / "report.pdf"
    path.write_bytes(data)
    return read_report(path), drawing


def test_each_row_begins_once_and_has_its_numbers(drawn: tuple[Report, Drawing]) -> None:
    report, drawing = drawn
    levels = report.explain("requests")
    printed: dict[str, list[str]] = {}
    for (table, row, _), figure in drawing.expected.items():
        if table == "requests":
            printed.setdefault(row, []).append(figure.text)
    begun = levels[levels["begins"]]["row"].tolist()
    assert sorted(begun) == sorted(printed)
    for code, figures in printed.items():
        numbers = " ".join(n for n in levels[levels["row"] == code]["numbers"] if n)
        assert sorted(numbers.split()) == sorted(figures)


def test_the_page_of_the_docs_shows_a_walk_as_it_is(drawn: tuple[Report, Drawing]) -> None:
    report, _ = drawn
    levels = report.explain("requests")
    shown = [
        f"| {row['top']:g} | {row['label']} | {row['numbers']} | {row['row']} | "
        f"{'yes' if row['begins'] else ''} | {row['score']:g} |"
        for row in levels.fillna({"row": ""}).to_dict("records")
    ]
    lines = PAGE_OF_DOCS.read_text("utf-8").splitlines()
    table = [line for line in lines if line[2:3].isdecimal()]
    assert len(table) > 8
    assert [line for line in table if line not in shown] == []


@pytest.mark.parametrize("leader", ["：", "…………"])
def test_the_statistics_form_as_lines_of_text(leader: str, tmp_path: Path) -> None:
    """Each label with its number behind it, wherever that stands."""

    def lines(table: Table) -> str:
        rows = [[cell.text for cell in row] for row in rows_of(table)[1:]]
        return "".join(
            f"<p>{label}</p>" if unit == "——" else f"<p>{label}{leader}{number}{unit}</p>"
            for label, unit, number in rows
        )

    made = Made("2014")
    report = read(page(article(made, lines)), tmp_path)
    assert_whole(report, made)


def test_a_few_counts_as_lines_of_text_are_no_form(tmp_path: Path) -> None:
    texts = ["主动公开政府信息数：320条", "其中政府网站公开数：210条", "收到申请数：0件"]
    counts = "".join(f"<p>{text}</p>" for text in texts)
    report = read(page(article(Made("2014"), lambda _: counts)), tmp_path)
    assert set(report.indicators["cell_state"]) <= {"absent"}
    assert 320 in set(report.postings["count"])


def test_what_cannot_be_explained(drawn: tuple[Report, Drawing]) -> None:
    report, _ = drawn
    with pytest.raises(LookupError, match="appeals"):
        report.explain("appeals")
    with pytest.raises(LookupError, match="indicators"):
        report.explain("indicators")


def test_the_statistics_form_is_explained(tmp_path: Path) -> None:
    data, _ = draw_report(consistent_truth("2014", Random(3)), CASES["no_rules"].layout)
    (tmp_path / "report.pdf").write_bytes(data)
    levels = read_report(tmp_path / "report.pdf").explain("indicators")
    first = levels[levels["row"] == "disclosed_total"].iloc[-1]
    assert (first["units"], first["score"] > 5) == ("条", True)


def test_a_title_over_several_lines_is_one() -> None:
    """上一年 alone names another year than the report's."""

    def words(top: float, *placed: tuple[float, str]) -> list[Word]:
        return [
            Word(x, top, x + 10 * len(text), top + 10, text, [x + 10 * i for i in range(len(text))])
            for x, text in placed
        ]

    page = Page(
        1,
        595.0,
        842.0,
        [
            *words(120, (300, "上一年")),
            *words(126, (150, "信息内容"), (360, "本年增/减"), (440, "处理决定数量")),
            *words(132, (300, "项目数")),
            *words(144, (310, "量")),
        ],
    )
    lines = list(lines_between(load_form("2019"), levels_of(page, has_units=False)))
    assert [[cell.text for cell in line] for line in lines] == [
        ["信息内容", "上一年项目数量", "本年增/减", "处理决定数量"]
    ]
