"""Tables as a notebook shows them: no code is left unexplained."""

from pathlib import Path

import pandas as pd
import pytest
from dataset_writer import DatasetWriter

from disclosure_stats import open_dataset
from disclosure_stats.analysis.measures import MEASURES
from disclosure_stats.analysis.posting_volumes import POSTING_CHANNELS
from disclosure_stats.charts.tables import failures_in_words, findings_in_words, in_words
from disclosure_stats.charts.words import words
from disclosure_stats.checks.rules import name_of
from disclosure_stats.store.schemas import CHANNELS


def shown(table: pd.DataFrame, language: str) -> str:
    return in_words(table, language).to_html()


def test_codes_columns_and_fractions_are_in_words() -> None:
    table = pd.DataFrame(
        {
            "measure": ["denial_rate", "grant_rate"],
            "place_label": ["某镇", "某镇"],
            "rate": pd.array([0.0694, None], "Float64"),
            "state": ["insufficient", "undefined"],
            "my own": [1, 2],
        }
    )
    html = shown(table, "zh")
    for text in ("指标", "不予公开率", "地方", "6.9%", "数量不足", "无定义（n为0）", "—", "my own"):
        assert f">{text}<" in html
    assert "denial_rate" not in html
    assert "insufficient" in shown(table, "en")
    assert list(table["measure"]) == ["denial_rate", "grant_rate"]  # itself left as it was


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_measure_and_every_channel_has_a_name(language: str) -> None:
    assert set(words("measures", language)) == set(MEASURES)
    assert set(words("channels", language)) >= {*CHANNELS} - {"all"}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_years_are_no_amounts_and_columns_of_notebooks_have_names(language: str) -> None:
    row = {"reused_sentence": "虚构。", "other_year": 2021, "first_page": 1, "total": 1234}
    html = shown(pd.DataFrame([row]), language)
    assert ">2021<" in html
    assert ">1,234<" in html
    assert not any(f">{name}<" in html for name in ("reused_sentence", "other_year", "first_page"))
    assert (">合计<" in html) == (language == "zh")


def test_a_channel_has_the_same_name_in_charts_and_findings() -> None:
    names = words("channels", "zh")
    for channel in (*POSTING_CHANNELS, "meeting"):
        assert names[channel] == name_of(channel, "zh")


def test_a_small_change_is_no_minus_nought() -> None:
    assert ">-0.3%<" in shown(pd.DataFrame({"growth": [-0.003]}), "zh")


def test_a_change_that_rounds_to_nothing_has_no_sign_and_thousands_are_parted() -> None:
    html = shown(pd.DataFrame({"growth": [-0.0003], "n": [12345], "year": [2024]}), "zh")
    for text in ("0.0%", "12,345", "2024"):
        assert f">{text}<" in html


def test_places_of_one_name_are_told_apart_among_findings(tmp_path: Path) -> None:
    with DatasetWriter(tmp_path) as writer:
        for county in ("甲县", "乙县"):
            place = {"place": "城关镇", "county": county, "year": 2023, "status": "flagged"}
            ids = {"report_id": county, "source_path": f"{county}.pdf"}
            writer.add("reports", [place | ids])
            rule = {"rule": "table_missing", "severity": "error", "origin": "unknown"}
            writer.add("findings", [{"report_id": county, **rule, "message": "missing"}])
    assert set(findings_in_words(open_dataset(tmp_path))["place"]) == {"甲县城关镇", "乙县城关镇"}


def test_findings_are_sentences_and_stand_once(tmp_path: Path) -> None:
    report = {"report_id": "a", "place": "某镇", "year": 2023, "era": "2021", "status": "flagged"}
    with DatasetWriter(tmp_path) as writer:
        writer.add("reports", [{**report, "source_path": "a.pdf"}])
        writer.add("reports", [{**report, "source_path": "copy.pdf", "duplicate_of": "a.pdf"}])
        wrong = {"rule": "row_total", "severity": "error", "origin": "source", "table": "requests"}
        numbers = {"where": "granted", "expected": 2, "found": 3, "message": "in English"}
        note = {"rule": "jump", "severity": "info", "table": "requests", "where": "granted, total"}
        writer.add("findings", [{"report_id": "a", **wrong, **numbers}, {"report_id": "a", **note}])
        unread = {"source_path": "b.pdf", "status": "failed", "error_code": "empty_file"}
        writer.add("reports", [{"report_id": "b", **unread, "error": "the file is empty"}])
    dataset = open_dataset(tmp_path)
    (row,) = findings_in_words(dataset).to_dict("records")
    assert row["sentence"].endswith("“（一）予以公开”一行：总计为3，但各类申请人之和为2。")
    assert list(findings_in_words(dataset)["severity"].cat.categories) == ["错误", "提醒", "提示"]
    assert (row["severity"], row["origin"], row["rule"]) == ("错误", "报告本身", "row_total")
    assert findings_in_words(dataset, "en")["sentence"].item() == "in English"
    assert failures_in_words(dataset)["why"].tolist() == ["空文件"]
    assert failures_in_words(dataset, "en")["why"].tolist() == ["the file is empty"]
    html = in_words(findings_in_words(dataset)).to_html()
    assert ">某镇<" in html
    assert "white-space: nowrap" in html  # names of places stay whole beside long sentences
