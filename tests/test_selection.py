"""Names that are given to the dataset, its panel and charts: one, several, or one not there."""

from pathlib import Path

import pytest
from dataset_writer import DatasetWriter
from invented_dataset import place_names, write_dataset

from disclosure_stats import charts, export_briefing, open_dataset
from disclosure_stats.analysis import measures
from disclosure_stats.analysis.selection import NothingToShowError, UnknownNameError, choose
from disclosure_stats.charts import coverage, named_problems
from disclosure_stats.charts.view import view
from disclosure_stats.errors import NoTablesError


def test_what_is_not_there_is_answered_with_near_matches_never_with_an_empty_dataset(
    tmp_path: Path,
) -> None:
    dataset = open_dataset(write_dataset(tmp_path, 14))
    place, other = place_names(2)
    for asked, near in [
        (lambda: dataset.select(place + "府"), place),
        (lambda: dataset.select(counties="虚8县"), "虚6县"),
        (lambda: dataset.select(prefectures="虚拟州"), "虚拟市"),
        (lambda: dataset.select(years=[2020, 2030]), "2016—2025"),
        (lambda: dataset.select(place).select(other), place),
        (lambda: dataset.select(place, counties="虚0县").select(counties="虚1县"), "虚0县"),
        (lambda: dataset.panel("requests_receivd"), "requests_received"),
        (lambda: dataset.evidence("requests_receivd"), "requests_received"),
        (lambda: measures.denial_rate(dataset.panel(), by="count"), "county"),
        (lambda: measures.total(dataset.panel(), "refused", by="count"), "county"),
    ]:
        with pytest.raises(UnknownNameError) as caught:
            asked()
        assert near in caught.value.zh
        assert near.replace("—", " to ") in caught.value.said("en")


def test_a_choice_that_no_report_meets_is_said(tmp_path: Path) -> None:
    dataset = open_dataset(write_dataset(tmp_path, 14))
    with pytest.raises(UnknownNameError, match="at once"):
        dataset.select(place_names(1)[0], counties="虚1县")
    panel = dataset.panel([])
    there = panel.groupby("place")["year"].agg(set)
    place, years = next((name, years) for name, years in there.items() if len(years) < 10)
    missing = min(set(range(2016, 2026)) - years)
    with pytest.raises(UnknownNameError, match=f"no report on {missing}"):
        dataset.select(place, missing)


def test_one_quantity_is_taken_as_such(tmp_path: Path) -> None:
    dataset = open_dataset(write_dataset(tmp_path, 2))
    one = dataset.panel("requests_carried_forward")
    assert one.equals(dataset.panel(["requests_carried_forward"]))
    assert set(dataset.evidence("refused")["quantity"]) == {"refused"}


def test_places_of_one_name_are_told_apart_whatever_is_selected(tmp_path: Path) -> None:
    row = {"place": "城关镇", "era": "2021", "prefecture": "虚市"}
    with DatasetWriter(tmp_path) as writer:
        for number, county, year, status in [
            (1, "甲县", 2022, "verified"),
            (2, "乙县", 2023, "verified"),
            (3, "乙县", 2022, "failed"),
        ]:
            known = {"report_id": f"r{number}", "source_path": f"{number}.pdf", "year": year}
            writer.add("reports", [row | known | {"county": county, "status": status}])
            if status != "failed":
                said = {"number": 1, "kind": "problem", "text": "信息员多为兼职"}
                writer.add("statements", [said], report_id=f"r{number}")
    dataset = open_dataset(tmp_path)
    for selected in (dataset, dataset.select(years=2023), dataset.select(counties="乙县")):
        assert "乙县城关镇" in list(selected.panel([])["place_label"])
    own = dataset.select("乙县城关镇")
    assert set(own.reports["report_id"]) == {"r2", "r3"}
    assert set(dataset.select("城关镇").reports["report_id"]) == {"r1", "r2", "r3"}
    assert set(dataset.select(["乙县城关镇", "城关镇"]).reports["report_id"]) == {"r1", "r2", "r3"}
    said = own.table("statements", with_reports=True)
    assert said["place_label"].tolist() == ["乙县城关镇"]  # as in the panel, whatever is selected
    one = view(dataset, "乙县城关镇", None, "zh", [])
    assert named_problems.numbers(one)["n"].unique().tolist() == [1]
    export_briefing(dataset, places="乙县城关镇", out=tmp_path / "out", charts="coverage")
    sources = (tmp_path / "out" / "sources.csv").read_text("utf-8-sig")
    assert {line.partition(",")[0] for line in sources.splitlines()[1:]} == {"2.pdf", "3.pdf"}
    failed = coverage.numbers(view(dataset, None, None, "zh", []))
    states = failed.set_index(["place_label", "year"])["status"].to_dict()
    assert states["乙县城关镇", 2022] == "failed"
    assert states["甲县城关镇", 2023] == "missing"


def test_reports_of_unknown_place_or_year_are_answered_in_a_sentence(tmp_path: Path) -> None:
    nameless = {"report_id": "r1", "source_path": "1.pdf", "year": 2023, "era": "2021"}
    with DatasetWriter(tmp_path) as writer:
        writer.add("reports", [nameless | {"status": "verified"}])
        writer.add("reports", [{"source_path": "2.pdf", "status": "failed"}])
    dataset = open_dataset(tmp_path)
    for chart in (charts.coverage_grid, charts.heat_map, charts.channel_mix, choose):
        with pytest.raises(NothingToShowError, match="of 2 reports none tells both"):
            chart(dataset)


def test_a_folder_without_tables_is_answered_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "2023.pdf").touch()
    with pytest.raises(NoTablesError) as caught:
        open_dataset(tmp_path)
    assert f"tasks.py extract {tmp_path}" in caught.value.en
    assert "--out" not in caught.value.en  # which would write tables among the reports
    monkeypatch.chdir(tmp_path)
    with pytest.raises(NoTablesError, match="No reports were read yet"):
        open_dataset()
