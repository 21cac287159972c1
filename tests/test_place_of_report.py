"""The division code of a report, and the finding where it stays open.

Real places stand here for their names alone: each report is drawn by the test, with no figures
that are attributed to them.
"""

from dataclasses import replace
from random import Random

import pytest
from layouts import Layout, Truth, consistent_truth, default_prose, draw_report

from disclosure_stats.reading.document import read_document
from disclosure_stats.reading.model import ReadReport


def read_titled(body: str, path: str = "report.pdf", more: str = "") -> ReadReport:
    truth: Truth = consistent_truth("2021", Random(6), busy=False, body=body).changed(year=2022)
    prose = default_prose(truth)
    title = [f"{body}2022年政府信息公开工作年度报告"]
    data, _ = draw_report(
        truth, Layout(), replace(prose, title=title, opening=prose.opening + more)
    )
    return read_document(data, path)[0]


def rules_of(report: ReadReport) -> list[tuple[str, str]]:
    return [
        (row["rule"], row["severity"])
        for row in report.tables["findings"]
        if row["rule"].startswith("place_")
    ]


@pytest.mark.parametrize(
    ("body", "path", "more", "code"),
    [
        ("卢氏县城关镇人民政府", "a.pdf", "", "411224100"),
        ("城关镇人民政府", "河南省/三门峡市/卢氏县/城关镇/2022.pdf", "", "411224100"),
        ("城关镇人民政府", "a.pdf", "（地址：三门峡市卢氏县城关镇解放路1号）。", "411224100"),
        # The folders say the county: another one in the text is a place in passing.
        ("城关镇人民政府", "卢氏县/a.pdf", "与灵宝市人民政府交流经验。", "411224100"),
        ("三门峡市卢氏县人民政府", "a.pdf", "", "411224"),
        ("官道口镇人民政府", "a.pdf", "", "411224103"),
    ],
)
def test_the_code_by_name_folders_and_address(body: str, path: str, more: str, code: str) -> None:
    report = read_titled(body, path, more)
    assert report.identity["division_code"] == code
    assert rules_of(report) == []


def test_an_open_place_is_listed_and_leaves_the_report_verified() -> None:
    report = read_titled("永安镇人民政府", "市中区/a.pdf")
    assert report.identity["division_code"] is None
    assert rules_of(report) == [("place_ambiguous", "info")]
    message = report.tables["findings"][-1]["message"]
    assert "370402104 (山东省 枣庄市 市中区)" in message
    assert "511002104 (四川省 内江市 市中区)" in message
    assert report.identity["status"] == "verified"


def test_a_real_name_under_an_invented_county_stays_open() -> None:
    for report in (
        read_titled("澹溪县官道口镇人民政府"),
        read_titled("官道口镇人民政府", "望蘅市/澹溪县/a.pdf"),
        read_titled("官道口镇人民政府", "望蘅市/a.pdf"),
    ):
        assert report.identity["division_code"] is None
        assert rules_of(report) == [("place_contradicted", "info")]


def test_an_unknown_place_and_a_department_have_no_finding() -> None:
    for body in ("杉树坪镇人民政府", "卢氏县交通运输局"):
        report = read_titled(body)
        assert report.identity["division_code"] is None
        assert rules_of(report) == []


@pytest.mark.parametrize(
    ("body", "path", "prefecture", "county"),
    [
        ("三门峡市官道口镇人民政府", "a.pdf", "三门峡市", None),
        ("义乌市佛堂镇人民政府", "a.pdf", None, "义乌市"),
        ("官道口镇人民政府", "三门峡市/a.pdf", "三门峡市", None),
        ("佛堂镇人民政府", "浙江省/义乌市/a.pdf", None, "义乌市"),
        ("杉树坪镇人民政府", "望蘅市/a.pdf", None, None),
        ("杉树坪镇人民政府", "望蘅市/澹溪县/a.pdf", "望蘅市", "澹溪县"),
    ],
)
def test_a_city_alone_stands_at_its_level(
    body: str, path: str, prefecture: str | None, county: str | None
) -> None:
    names = read_titled(body, path).identity
    assert (names["prefecture"], names["county"]) == (prefecture, county)
