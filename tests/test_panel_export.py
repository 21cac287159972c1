"""The panel as files for other programs: every number with its state and source, read back."""

from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from invented_dataset import write_dataset
from test_panel import form_of_2014, posting, written

from disclosure_stats import Dataset, open_dataset
from disclosure_stats.analysis.activity_counts import activity_columns
from disclosure_stats.analysis.panel_dictionary import MAX_STATA_NAME, panel_dictionary
from disclosure_stats.analysis.panel_states import panel_with_states
from disclosure_stats.analysis.quantities import quantities
from disclosure_stats.panel import main


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return open_dataset(write_dataset(tmp_path_factory.mktemp("tables"), places=12))


def cell(outcome: str, applicant: str, count: int | None, state: str = "printed") -> dict[str, Any]:
    where = {"page": 2, "x0": 1.0, "top": 1.0, "x1": 2.0, "bottom": 2.0}
    names = {"outcome": outcome, "applicant": applicant}
    return {"report_id": "a", **names, "count": count, "cell_state": state, **where}


def test_a_number_is_there_just_where_its_state_says_so(dataset: Dataset) -> None:
    panel = panel_with_states(dataset)
    names = [name.removesuffix("_state") for name in panel if name.endswith("_state")]
    assert set(quantities()) <= set(names)
    for name in names:
        there = panel[f"{name}_state"].isin(["printed", "implied", "computed", "stated"])
        assert there.tolist() == panel[name].notna().tolist(), name
        assert there.tolist() == panel[f"{name}_source"].notna().tolist(), name
    plain = dataset.panel()
    pd.testing.assert_frame_equal(panel[list(plain)], plain)


def test_the_state_says_why_a_number_is_missing_and_how_it_came_about(tmp_path: Path) -> None:
    applicants = ["natural_person", "company", "research", "social_organisation"]
    applicants += ["legal_service", "other_organisation"]
    rows = [
        cell("received", "total", 3),
        cell("carried_in", "total", None, "dash"),
        cell("granted", "total", None, "blank"),
        *(cell("granted", one, 2) for one in applicants),
        cell("partly_granted", "total", None, "unreadable"),
        cell("unavailable_not_held", "total", 1),
        cell("unavailable_must_create", "total", None, "blank"),
        cell("unavailable_unclear", "total", None, "absent"),
        {**cell("carried_out", "total", None, "blank"), "implied": 0},
    ]
    dataset = written(
        tmp_path,
        {"report_id": "a"},
        requests=rows,
        postings=[posting(1, "website", 5), posting(2, "wechat", 4), posting(3, "wechat", 6)],
    )
    (row,) = panel_with_states(dataset).to_dict("records")
    assert (row["requests_received"], row["requests_received_state"]) == (3, "printed")
    assert row["requests_received_source"] == "requests, page 2"
    assert row["requests_carried_in_state"] == "dash"
    assert (row["granted"], row["granted_state"]) == (12, "computed")
    assert row["partly_granted_state"] == "unreadable"
    assert (row["not_held_state"], row["unavailable_state"]) == ("printed", "absent")
    state = row["requests_carried_forward_state"]
    assert (row["requests_carried_forward"], state) == (0, "implied")
    (printed,) = dataset.evidence("requests_carried_forward").to_dict("records")
    assert (printed["value"], printed["cell_state"]) == (0, "blank")
    assert row["replies_2014_state"] == "not_asked"
    assert row["lawsuits_state"] == "not_read"
    assert (row["postings_website_state"], row["postings_wechat_state"]) == ("stated", "computed")
    assert row["postings_website_source"] == "narrative, page 1"
    assert row["postings_weibo_state"] == "not_stated"
    assert (row["postings_channel_sum"], row["postings_channel_sum_state"]) == (15, "computed")


def test_activities_have_states_and_stand_in_the_dictionary(tmp_path: Path) -> None:
    said = {"report_id": "b", "period": "year", "certainty": "sure", "page": 3}
    dataset = written(
        tmp_path,
        {"report_id": "a", "era": "2014", "year": 2016},
        {"report_id": "b", "source_path": "b.pdf"},
        indicators=[
            *form_of_2014(meetings=4, staff=6),
            {**form_of_2014(trainings=1)[0], "value": None, "cell_state": "blank"},
            {**form_of_2014(staff_part_time=1)[0], "value": None, "cell_state": "blank"}
            | {"implied": 0.0},
        ],
        activities=[
            {**said, "activity": "meetings", "value": 2.0, "unit": "次", "sentence": "会议2次。"},
            {
                **said,
                "activity": "dedicated_funds",
                "value": 8600.0,
                "unit": "元",
                "sentence": "。",
            },
        ],
    )
    panel = panel_with_states(dataset)
    of_2016, of_2023 = panel.to_dict("records")
    assert (of_2016["meetings"], of_2016["meetings_state"]) == (4, "printed")
    assert of_2016["meetings_source"] == "indicators, page 2"
    assert (of_2016["staff_2014_state"], of_2016["staff_state"]) == ("printed", "not_stated")
    assert (of_2016["trainings_state"], of_2016["accounts_state"]) == ("blank", "not_stated")
    assert (of_2016["staff_part_time"], of_2016["staff_part_time_state"]) == (0, "implied")
    assert (of_2023["meetings_state"], of_2023["staff_2014_state"]) == ("stated", "not_asked")
    assert of_2023["meetings_source"] == "narrative, page 3"
    assert (of_2023["dedicated_funds"], of_2023["dedicated_funds_state"]) == (0.86, "computed")
    listed = panel_dictionary(list(panel)).set_index("name")
    assert listed.loc["meetings", ["label_zh", "unit"]].tolist() == ["专题会议", "次"]
    sources = "2014: indicators, {0} × year", "2014, 2019, 2021: activities, {0} × year"
    assert listed.loc["meetings", "stands_in"] == "; ".join(sources).format("meetings")
    assert listed.loc["staff_2014", "stands_in"] == sources[0].format("staff")
    assert listed.loc["accounts", "stands_in"] == sources[1].format("accounts")
    assert listed.loc["accounts", "note"].startswith("Accounts kept")
    assert not (listed.loc[[*activity_columns()], "unit"] == "").any()


def test_stata_has_names_and_codes_in_chinese(dataset: Dataset, tmp_path: Path) -> None:
    (path,) = dataset.export_panel(tmp_path / "panel.dta")
    with pd.io.stata.StataReader(path) as reader:
        data = reader.read(convert_categoricals=False)
        names, codes = reader.variable_labels(), reader.value_labels()
    assert b"<release>118</release>" in path.read_bytes()[:60]
    panel = dataset.panel()
    assert names["requests_received"] == "新收申请 requests received"
    assert codes["status"][1] == "已核验 verified"
    assert codes["granted_state"][1].startswith("印有数字")
    assert data["place_label"].tolist() == panel["place_label"].tolist()
    assert data["era"].tolist() == panel["era"].astype(str).astype(int).tolist()
    expected = panel["granted"].astype("Float64").to_numpy("float64", na_value=float("nan"))
    assert data["granted"].to_numpy() == pytest.approx(expected, nan_ok=True)
    assert data["granted"].isna().any()
    listed = panel_dictionary(list(panel_with_states(dataset)))
    assert set(names) == set(listed.loc[listed["code"] == "", "stata_name"])


def test_the_names_of_columns_stay_apart_in_stata(dataset: Dataset) -> None:
    columns = list(panel_with_states(dataset))
    assert len({name[:MAX_STATA_NAME] for name in columns}) == len(columns)


def test_excel_has_chinese_heads_all_columns_and_the_dictionary(
    dataset: Dataset, tmp_path: Path
) -> None:
    (path,) = dataset.export_panel(tmp_path / "panel.xlsx", ["requests_received", "granted"])
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["面板", "panel", "dictionary"]
    front, panel = list(book["面板"].values), list(book["panel"].values)
    assert {"地方", "年度", "新收申请", "予以公开"} <= set(front[0])
    assert {"granted", "granted_state", "granted_source"} <= set(panel[0])
    assert len(front) - 2 == len(panel) - 1 == len(dataset.panel())
    column = front[1].index("granted")
    assert any(row[column] is None for row in front[2:])
    assert [row[0] for row in book["dictionary"].values][1:3] == ["place_label", "place"]


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_a_dictionary_lies_beside(dataset: Dataset, tmp_path: Path, ending: str) -> None:
    path, beside = dataset.export_panel(tmp_path / f"mine.{ending}")
    assert beside.name == "mine_dictionary.csv"
    read = pd.read_csv(path) if ending == "csv" else pd.read_parquet(path)
    assert read["requests_received"].sum() == dataset.panel()["requests_received"].sum()
    listed = pd.read_csv(beside).fillna("")
    assert listed.loc[listed["code"] == "", "name"].tolist() == list(read)
    assert not (listed[["label_zh", "label_en"]] == "").any(axis=None)
    assert (listed["name"] == "<quantity>_state").sum() > 5


def test_duckdb_has_both_as_tables_with_comments(dataset: Dataset, tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    (path,) = dataset.export_panel(tmp_path / "panel.duckdb")
    dataset.export_panel(path)  # once more: it is replaced
    with duckdb.connect(str(path), read_only=True) as connection:
        count, total = connection.execute(
            "select count(*), sum(requests_received) from panel"
        ).fetchone()
        said = connection.execute(
            "select comment from duckdb_columns() where column_name = 'granted'"
        ).fetchone()
    panel = dataset.panel()
    assert (count, total) == (len(panel), panel["requests_received"].sum())
    assert said == ("予以公开 | granted",)
    assert [file.name for file in tmp_path.iterdir()] == ["panel.duckdb"]


def test_the_command_for_a_county_and_what_it_says_when_it_cannot(
    dataset: Dataset, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tables, out = str(dataset.folder), tmp_path / "new" / "panel.csv"
    assert main([tables, "--out", str(out), "--county", "虚1县"]) == 0
    assert set(pd.read_csv(out)["county"]) == {"虚1县"}
    assert capsys.readouterr().out.splitlines()[0] == str(out)
    assert main([tables, "--out", str(tmp_path / "panel.sav")]) == 2
    assert ".dta" in capsys.readouterr().err
    (tmp_path / "file").write_text("")
    assert main([tables, "--out", str(tmp_path / "file" / "panel.xlsx")]) == 2
    assert main([str(tmp_path), "--out", str(out)]) == 2
    assert capsys.readouterr().err.count("error: ") == 2


@pytest.mark.parametrize("ending", ["xlsx", "csv", "dta", "parquet", "duckdb"])
def test_a_panel_without_rows_has_its_columns(tmp_path: Path, ending: str) -> None:
    failed = {"report_id": "a", "status": "failed", "place": None, "year": None}
    path, *_ = written(tmp_path / "tables", failed).export_panel(tmp_path / f"panel.{ending}")
    assert path.stat().st_size > 1000
    if ending == "dta":
        assert "requests_received" in pd.read_stata(path)


def test_long_tables_with_whose_they_are(tmp_path: Path) -> None:
    dataset = written(
        tmp_path,
        {"report_id": "a"},
        {"report_id": "b", "county": "别县", "source_path": "b.pdf"},
        {"report_id": "c", "county": "别县", "source_path": "c.pdf", "status": "partial"},
        requests=[cell("received", "total", 3), {**cell("received", "total", 4), "report_id": "c"}],
    )
    table = dataset.table("requests", with_reports=True)
    assert table["place_label"].tolist() == ["某县某镇", "别县某镇"]
    assert table["year"].tolist() == [2023, 2023]
    assert table["in_panel"].tolist() == [True, False]
    counts = dataset.table("requests", ["count"], with_reports=True)
    assert counts["count"].tolist() == [3, 4]
    assert "outcome" not in counts
    with pytest.raises(ValueError, match="reports"):
        dataset.table("reports", with_reports=True)
