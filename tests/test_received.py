"""The narrative against the table: requests received."""

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from layouts.layout import Layout
from layouts.report import default_prose, draw_report
from layouts.truth import consistent_truth

from disclosure_stats import Report, read_report
from disclosure_stats.checks.received import stated_received

ROOT = Path(__file__).resolve().parents[1]


def drawn(tmp_path: Path, sentence: str, era: str = "2021") -> tuple[Report, int]:
    """A report whose narrative holds a sentence (with {count} for what the table prints)."""
    truth = consistent_truth(era, Random(3))
    key = ("indicators", "requests_received", "year")
    received = int(truth.values.get(key) or truth.values["requests", "received", "total"])
    prose = default_prose(truth)
    text = prose.overview + sentence.format(count=received, wrong=received + 4, year=truth.year)
    data, _ = draw_report(truth, Layout(), replace(prose, overview=text))
    path = tmp_path / "report.pdf"
    path.write_bytes(data)
    return read_report(path), received


def findings(report: Report) -> list[tuple]:
    rows = report.findings[report.findings["rule"] == "narrative_requests"]
    columns = ["severity", "origin", "table", "where", "expected", "found"]
    return list(rows[columns].itertuples(index=False, name=None))


@pytest.mark.parametrize("era", ["2014", "2019", "2021"])
def test_a_number_that_agrees_is_a_check_that_passed(tmp_path: Path, era: str) -> None:
    without, _ = drawn(tmp_path, "", era)
    report, _ = drawn(tmp_path, "{year}年，我镇共收到政府信息公开申请{count}件。", era)
    assert findings(report) == []
    assert report.checks_passed == without.checks_passed + 1
    assert report.status == without.status


def test_a_number_that_differs_is_the_reports_own_doing(tmp_path: Path) -> None:
    report, received = drawn(tmp_path, "全年共受理政府信息公开申请{wrong}件，均按期答复。")
    wanted = ("warning", "source", "requests", "received", received + 4, received)
    assert findings(report) == [wanted]
    assert report.status == "flagged"
    row = report.findings[report.findings["rule"] == "narrative_requests"].iloc[0]
    assert (
        row["page"]
        == report.requests.query("outcome == 'received' and applicant == 'total'")["page"].item()
    )


def test_none_received_counts_as_zero(tmp_path: Path) -> None:
    report, received = drawn(tmp_path, "{year}年，我镇未收到政府信息公开申请。")
    assert [row[4:] for row in findings(report)] == [(0, received)]


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("2023年，我镇共收到政府信息公开申请1,207件，均按规定办理", [1207]),
        ("共收到政府信息公开申请３５件", [35]),
        ("全年收到12件政府信息公开申请", [12]),
        ("本年度共受理依申请公开0件", [0]),
        ("我乡没有收到公民、法人或其他组织提出的政府信息公开申请", [0]),
        ("未接到依申请公开事项", [0]),
        ("收到政府信息公开申请9件，其中网络申请4件，当面申请5件", [9]),
        ("收到政府信息公开申请9件，上年结转2件", [9]),
        # Not of this year, not of this body, or no requests for information.
        ("2022年收到政府信息公开申请9件", []),
        ("通过网络收到政府信息公开申请4件", []),
        ("区政府办代表区政府受理政府信息公开申请17件", []),
        ("未收到政府信息公开行政复议、行政诉讼申请", []),
        ("收到信息公开类投诉举报3件", []),
        ("累计受理政府信息公开申请120件", []),
        ("主动公开政府信息510条", []),
        ("收到群众来信12件", []),
    ],
)
def test_what_a_sentence_says_was_received(text: str, stated: list[int]) -> None:
    assert list(stated_received(text, 2023)) == stated


@given(st.integers(0, 99_999), st.sampled_from("件条宗"), st.sampled_from(["", "，", "。"]))
def test_any_number_is_read_as_printed(count: int, unit: str, end: str) -> None:
    for printed in (str(count), f"{count:,}"):
        text = f"我镇今年共收到各类政府信息公开申请{printed}{unit}{end}"
        assert list(stated_received(text, 2023)) == [count]


@given(st.text(alphabet="未没有收到受理信息公开申请0123456789件，。；年其中 ", max_size=60))
def test_any_text_is_survived(text: str) -> None:
    assert all(count >= 0 for count in stated_received(text, 2023))


def test_no_sample_is_blamed() -> None:
    for path in sorted((ROOT / "data" / "raw").rglob("*_2019.pdf")):
        assert findings(read_report(path)) == [], path.name
