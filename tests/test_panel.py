"""The panel: one row a place and year, and the print behind each of its numbers."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from dataset_writer import DatasetWriter
from invented_dataset import place_names, write_dataset

from disclosure_stats import Dataset, open_dataset, read_report
from disclosure_stats.analysis import measures
from disclosure_stats.analysis.selection import UnknownNameError, choose

RAW = Path(__file__).resolve().parents[1] / "data" / "raw"


def written(folder: Path, *reports: dict[str, Any], **tables: Sequence[dict[str, Any]]) -> Dataset:
    """A dataset of these reports and rows; what a report does not say is filled in."""
    usual = {"place": "某镇", "county": "某县", "year": 2023, "era": "2021", "status": "verified"}
    with DatasetWriter(folder) as writer:
        rows = [{**usual, "source_path": f"{row['report_id']}.pdf", **row} for row in reports]
        writer.add("reports", rows)
        for table, rows in tables.items():
            writer.add(table, list(rows))
    return open_dataset(folder)


def posting(number: int, channel: str, count: int, **more: Any) -> dict[str, Any]:
    usual = {"report_id": "a", "unit": "条", "period": "year", "scope": "self", "page": 1}
    return {**usual, "posting_id": number, "channel": channel, "count": count, **more}


def test_one_row_a_place_and_year_with_known_numbers(samples: Dataset) -> None:
    panel = samples.panel()
    assert not panel.duplicated(["place_label", "year"]).any()
    row = panel[panel["place"] == "官道口镇"].iloc[0]
    assert (row["year"], row["era"], row["channel_source"]) == (2023, "2021", "narrative")
    assert (row["postings_notice_board"], row["postings_website"]) == (460, 50)
    assert (row["requests_received"], row["refused"], row["other_outcomes"]) == (0, 0, 0)
    assert pd.isna(row["postings_wechat"])  # not a 0: the report gives no number


def test_eras_share_a_name_only_for_the_same_quantity(samples: Dataset) -> None:
    panel = samples.panel()
    of_2014, later = panel["era"] == "2014", panel["era"] != "2014"
    assert panel.loc[of_2014, "requests_received"].notna().all()
    assert panel.loc[later, "requests_received"].notna().all()
    assert panel.loc[of_2014, ["granted", "refused", "requests_processed"]].isna().all(axis=None)
    assert panel.loc[later, ["replies_2014", "replied_granted_2014"]].isna().all(axis=None)
    assert set(panel.loc[of_2014, "channel_source"]) == {"form"}
    assert set(panel.loc[later, "channel_source"]) == {"narrative"}


def test_the_evidence_adds_up_to_the_panel_and_can_be_shown(samples: Dataset) -> None:
    panel = samples.panel().set_index("report_id")
    evidence = samples.evidence(["refused", "unprocessed", "postings_notice_board"])
    sums = evidence.groupby(["report_id", "quantity"])["value"].sum().unstack("quantity")
    for quantity in sums:
        both = panel[quantity].dropna()
        assert (sums.loc[both.index, quantity] == both).all()
    cell = evidence[(evidence["quantity"] == "refused") & evidence["page"].notna()].iloc[0]
    path = RAW / panel.loc[cell["report_id"], "source_path"]
    report = read_report(path)
    picture = report.show_cell(cell["table"], outcome=cell["row"], applicant=cell["column"])
    assert picture.width > 10
    assert (evidence["table"] != "postings").any()
    assert evidence.loc[evidence["table"] == "postings", "sentence"].notna().all()


def test_a_sum_over_channels_rests_on_the_figures_of_the_channels(samples: Dataset) -> None:
    panel = samples.panel().set_index("report_id")
    evidence = samples.evidence("postings_channel_sum")
    sums = evidence.groupby("report_id")["value"].sum()
    said = panel.loc[panel["channel_source"] == "narrative", "postings_channel_sum"].dropna()
    assert (sums[said.index] == said).all()
    assert set(evidence["report_id"]) == set(panel.index[panel["postings_channel_sum"].notna()])


def test_quantities_that_no_report_gives_have_no_evidence(tmp_path: Path) -> None:
    dataset = written(tmp_path, {"report_id": "a"}, postings=[])
    assert dataset.evidence(["postings_total", "postings_channel_sum"]).empty


def test_an_unknown_quantity_is_answered_with_those_there_are(samples: Dataset) -> None:
    with pytest.raises(KeyError, match="no quantity 'grants'. Near matches: granted"):
        samples.panel(["grants"])


def test_parts_are_counted_in_their_whole_alone(tmp_path: Path) -> None:
    dataset = written(
        tmp_path,
        {"report_id": "a"},
        postings=[
            posting(1, "all", 100),
            posting(2, "notice_board", 60, parent_id=1),
            posting(3, "notice_board", 40, parent_id=2),
            posting(4, "website", 30, parent_id=1),
            posting(5, "website", 900, period="cumulative"),
            posting(6, "website", 70, scope="subordinates"),
            posting(7, "wechat", 12, unit="期"),
            posting(8, "print", 3000, unit="份"),
            posting(9, "meeting", 4, unit="次"),
        ],
    )
    row = dataset.panel().iloc[0]
    assert row["postings_total"] == 100
    assert row["postings_notice_board"] == 60
    assert row["postings_website"] == 30
    assert row["postings_channel_sum"] == 90
    assert pd.isna(row["postings_wechat"])
    assert pd.isna(row["postings_print"])


def test_new_media_count_by_channel_where_the_parts_make_up_the_whole(tmp_path: Path) -> None:
    parts = [posting(2, "wechat", 30, parent_id=1), posting(3, "weibo", 20, parent_id=1)]
    whole = written(
        tmp_path / "whole", {"report_id": "a"}, postings=[posting(1, "new_media", 50), *parts]
    )
    row = whole.panel().iloc[0]
    assert (row["postings_wechat"], row["postings_weibo"]) == (30, 20)
    assert pd.isna(row["postings_new_media"])
    more = written(
        tmp_path / "more", {"report_id": "a"}, postings=[posting(1, "new_media", 80), *parts]
    )
    row = more.panel().iloc[0]
    assert (row["postings_new_media"], row["postings_channel_sum"]) == (80, 80)
    assert pd.isna(row["postings_wechat"])


def form_of_2014(**values: float) -> list[dict[str, Any]]:
    usual = {"report_id": "a", "period": "year", "unit": "条", "cell_state": "printed", "page": 2}
    return [{**usual, "indicator": name, "value": value} for name, value in values.items()]


def test_boards_of_the_form_of_2014_are_the_narratives(tmp_path: Path) -> None:
    dataset = written(
        tmp_path,
        {"report_id": "a", "era": "2014"},
        indicators=form_of_2014(disclosed_total=500, via_website=120, via_other=300),
        postings=[
            posting(1, "website", 118),
            posting(2, "notice_board", 260),
            posting(3, "broadcast", 12, unit="次"),
            posting(4, "wechat", 80),
        ],
    )
    row = dataset.panel().iloc[0]
    assert row["channel_source"] == "form"
    assert (row["postings_website"], row["postings_wechat"]) == (120, 80)
    assert (row["postings_notice_board"], row["postings_other"]) == (260, 40)
    assert row["postings_total"] == 500
    form = dataset.panel(channel_source="form").iloc[0]
    assert (form["postings_other"], form["channel_source"]) == (300, "form")
    assert pd.isna(form["postings_notice_board"])
    told = dataset.panel(channel_source="narrative").iloc[0]
    assert (told["postings_website"], told["postings_notice_board"]) == (118, 260)
    evidence = dataset.evidence(["postings_other", "postings_notice_board"])
    assert evidence["value"].tolist() == [300, 260]  # as printed


def test_boards_beyond_the_other_ways_of_the_form_are_missing(tmp_path: Path) -> None:
    dataset = written(
        tmp_path,
        {"report_id": "a", "era": "2014"},
        indicators=form_of_2014(via_website=120, via_other=200),
        postings=[posting(1, "notice_board", 260)],
    )
    row = dataset.panel().iloc[0]
    assert pd.isna(row["postings_notice_board"])
    assert row["postings_other"] == 200


def test_totals_that_differ_are_no_total(tmp_path: Path) -> None:
    twice = written(
        tmp_path / "twice",
        {"report_id": "a"},
        postings=[posting(1, "all", 80), posting(2, "all", 90)],
    )
    assert pd.isna(twice.panel()["postings_total"].iloc[0])
    classes = written(
        tmp_path / "classes",
        {"report_id": "a"},
        postings=[posting(1, "all", 80), posting(2, "all", 9, category="动态")],
    )
    assert classes.panel()["postings_total"].iloc[0] == 80


def test_an_unread_cell_leaves_its_sum_null(tmp_path: Path) -> None:
    def cell(outcome: str, count: int | None) -> dict[str, Any]:
        state = "printed" if count is not None else "unreadable"
        return {
            "report_id": "a",
            "outcome": outcome,
            "applicant": "total",
            "count": count,
            "cell_state": state,
        }

    dataset = written(
        tmp_path,
        {"report_id": "a"},
        requests=[
            cell("unavailable_not_held", 3),
            cell("unavailable_must_create", None),
            cell("unavailable_unclear", 0),
            cell("other", None),
            cell("other_uncorrected", 1),
            cell("other_unpaid", 0),
            cell("other_other", 4),
        ],
    )
    row = dataset.panel().iloc[0]
    assert row["not_held"] == 3
    assert pd.isna(row["unavailable"])
    assert row["other_outcomes"] == 5  # three rows in the form of 2021


def test_a_total_that_is_not_printed_is_the_sum_over_applicants(tmp_path: Path) -> None:
    applicants = ("natural_person", "company", "research", "social_organisation")
    applicants += ("legal_service", "other_organisation", "total")

    def row(outcome: str, *counts: int | None) -> list[dict[str, Any]]:
        return [
            {
                "report_id": "a",
                "outcome": outcome,
                "applicant": applicant,
                "count": count,
                "cell_state": "blank" if count is None else "printed",
                "page": 1,
            }
            for applicant, count in zip(applicants, counts, strict=True)
        ]

    dataset = written(
        tmp_path,
        {"report_id": "a"},
        requests=[
            *row("received", 3, 1, 0, 0, 0, 2, None),
            *row("granted", 2, 0, 0, 0, 0, 1, 4),  # what is printed stands, though it is wrong
            *row("carried_in", 1, None, 0, 0, 0, 0, None),
        ],
    )
    panel = dataset.panel().iloc[0]
    assert (panel["requests_received"], panel["granted"]) == (6, 4)
    assert pd.isna(panel["requests_carried_in"])  # one of the six is blank
    evidence = dataset.evidence(["requests_received"])
    assert evidence["value"].sum() == 6
    assert set(evidence["column"]) == set(applicants)


def test_of_two_reports_on_a_year_the_best_read_one_stands(tmp_path: Path) -> None:
    dataset = written(
        tmp_path,
        {"report_id": "a", "status": "partial"},
        {"report_id": "b", "status": "flagged"},
        {"report_id": "c", "status": "failed"},
        {"report_id": "b", "duplicate_of": "b.pdf", "source_path": "copy.pdf"},
    )
    panel = dataset.panel([])
    assert list(panel["report_id"]) == ["b"]
    assert list(panel["reports"]) == [2]


def test_places_of_one_name_are_told_apart(tmp_path: Path) -> None:
    dataset = written(
        tmp_path,
        {"report_id": "a", "place": "城关镇", "county": "甲县"},
        {"report_id": "b", "place": "城关镇", "county": "乙县"},
        {"report_id": "c", "place": "城关镇", "county": None},
        {"report_id": "d", "place": "山口镇", "county": "甲县", "year": 2022},
        {"report_id": "e", "place": "山口镇", "county": None},
    )
    labels = dataset.panel([]).set_index("report_id")["place_label"].to_dict()
    assert labels == {
        "a": "甲县城关镇",
        "b": "乙县城关镇",
        "c": "城关镇（所属不详）",
        "d": "山口镇",
        "e": "山口镇",
    }
    assert choose(dataset, ["乙县城关镇"]).places == ("乙县城关镇",)
    assert len(choose(dataset, ["城关镇"]).places) == 3


def test_an_unknown_place_or_year_gets_a_sentence_with_near_matches(samples: Dataset) -> None:
    with pytest.raises(UnknownNameError) as caught:
        choose(samples, ["官道镇"])
    assert "官道口镇" in str(caught.value)
    assert caught.value._render_traceback_() == [str(caught.value)]
    with pytest.raises(UnknownNameError, match="2016—2025"):
        choose(samples, None, [1999])
    chosen = choose(samples, ["砚秋街道", "栎心镇"], [2020, 2021])
    assert chosen.places == ("砚秋街道", "栎心镇")  # in the order that was asked for
    assert chosen.years == (2020, 2021)


def test_counties_and_single_names_are_chosen_as_they_are_given(tmp_path: Path) -> None:
    dataset = open_dataset(write_dataset(tmp_path, 14))
    county = dataset.select(counties="虚3县")
    assert set(county.reports["county"]) == {"虚3县"}
    assert set(county.requests["report_id"]) <= set(county.reports["report_id"])
    narrower = county.select(years=2020)
    assert set(narrower.reports["county"]) == {"虚3县"}
    assert set(narrower.reports["year"]) == {2020}
    assert dataset.select(prefectures=["虚拟市"]).reports.equals(dataset.reports)
    place = place_names(1)[0]
    assert choose(dataset, place, 2020) == choose(dataset, [place], [2020])
    found = measures.denial_rate(dataset.panel(), by="county")
    assert list(found["county"]) == [f"虚{number}县" for number in range(7)]


def test_places_stand_by_county_where_they_have_no_code(tmp_path: Path) -> None:
    dataset = open_dataset(write_dataset(tmp_path, 20))
    county_of = dataset.reports.drop_duplicates("place").set_index("place")["county"]
    counties = [county_of[place] for place in choose(dataset).places]
    assert counties == sorted(counties)
