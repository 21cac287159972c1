"""Sentences that stand word for word in other reports: by hashes as by plain comparison."""

import random
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from dataset_writer import DatasetWriter
from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure_stats import Dataset, open_dataset
from disclosure_stats.analysis import measures
from disclosure_stats.analysis.sentences import compared_sentences, names_to_mask

OTHERS = ("body", "county", "all")
BANK = [f"第{word}项工作由专人负责并按月检查落实情况" for word in "甲乙丙丁戊己庚辛壬癸子丑寅卯"]
STATUTORY = "没有其他需要报告的事项，特此说明本年度情况。"
SHORT = "工作稳步推进。"
PLACES = ["苔汀镇", "槐溪乡", "松坪街道", "柳坞镇"]


Reports = list[tuple[str, str | None, int, str]]  # place, county, year, text


def write(folder: Path, reports: Reports) -> Dataset:
    with DatasetWriter(folder) as writer:
        for number, (place, county, year, text) in enumerate(reports):
            row = {"report_id": f"r{number}", "source_path": f"{place}/{year}.pdf"}
            row |= {"place": place, "county": county, "year": year, "era": "2021"}
            writer.add("reports", [row | {"level": "township", "status": "verified"}])
            half = len(text) // 2
            cut = text.find("。", half) + 1 or len(text)
            sections = [
                {"number": 1, "heading": "一、总体情况", "text": text[:cut], "first_page": 1},
                {"number": 5, "heading": "五、存在的主要问题", "text": text[cut:], "first_page": 3},
            ]
            writer.add("sections", sections, report_id=f"r{number}", last_page=3)
    return open_dataset(folder)


def by_comparing(reports: Reports, by: str) -> Iterator[tuple[str, int, int | None, int | None]]:
    """What the measure says, sentence by sentence and report by report."""
    said = [
        [one.masked for one in compared_sentences(text, names_to_mask([place, county]))]
        for place, county, _, text in reports
    ]
    for (place, county, year, _), own in zip(reports, said, strict=True):
        others = [
            theirs
            for (other, its_county, its_year, _), theirs in zip(reports, said, strict=True)
            if (by == "body" and (other, its_year) == (place, year - 1))
            or (by == "county" and other != place and its_year == year)
            and county is not None
            and its_county == county
            or (by == "all" and other != place and its_year == year)
        ]
        if others and own:
            yield place, year, sum(any(s in o for o in others) for s in own), len(own)
        else:
            yield place, year, None, None


def as_tuples(found: pd.DataFrame) -> list[tuple[str, int, int | None, int | None]]:
    rows = found[["place_label", "year", "k", "n"]].astype("object")
    return [tuple(None if pd.isna(one) else one for one in row) for row in rows.to_numpy()]


def some_reports(seed: int, places: list[str], years: range) -> Reports:
    chance = random.Random(seed)
    reports: Reports = []
    for at, place in enumerate(places):
        for year in years:
            if chance.random() < 0.1:
                continue
            chosen = chance.choices(BANK, k=chance.randint(0, 8))
            said = [f"{place}在{year}年{one}共{chance.randint(1, 99)}次。" for one in chosen]
            text = "".join([*said, STATUTORY, SHORT])
            reports.append((place, ["杉川县", "榆川县", None][at % 3], year, text))
    return reports


@pytest.mark.parametrize("by", OTHERS)
def test_hashes_tell_what_a_comparison_of_all_sentences_tells(tmp_path: Path, by: str) -> None:
    places = [f"{a}{b}镇" for a in "栗槐枫榆桐松" for b in "溪坪坞埠汀"]
    reports = some_reports(1, places, range(2014, 2026))
    assert len(reports) >= 300
    found = as_tuples(measures.reuse(write(tmp_path, reports), by))
    assert found == sorted(by_comparing(reports, by))
    assert any(k for _, _, k, _ in found)


@settings(max_examples=12)
@given(seed=st.integers(0, 10_000), which=st.integers(0, 13), by=st.sampled_from(OTHERS))
def test_a_copied_sentence_more_is_one_more_in_k_and_in_n(
    tmp_path_factory: pytest.TempPathFactory, seed: int, which: int, by: str
) -> None:
    copied = f"以下做法值得推广：{BANK[which]}，并请居民代表到场监督。"
    texts = [text + copied for *_, text in some_reports(seed, PLACES[:1], range(2020, 2022))]
    own = texts[-1] if texts else SHORT
    other = ("苔汀镇", "杉川县", 2022) if by == "body" else ("槐溪乡", "杉川县", 2023)
    reports: Reports = [(*other, copied + SHORT), ("苔汀镇", "杉川县", 2023, own)]
    before = as_tuples(measures.reuse(write(tmp_path_factory.mktemp("a"), reports), by))
    reports[1] = (*reports[1][:3], own + copied)
    after = as_tuples(measures.reuse(write(tmp_path_factory.mktemp("b"), reports), by))
    at = [row[:2] for row in after].index(("苔汀镇", 2023))
    k, n = before[at][2] or 0, before[at][3] or 0
    assert after[at][2:] == (k + 1, n + 1)


def test_digits_places_and_the_number_of_a_point_make_no_difference(tmp_path: Path) -> None:
    reports: Reports = [
        ("苔汀镇", "杉川县", 2022, "一是苔汀镇全年清理目录12条，错链和错字当日改正。"),
        ("苔汀镇", "杉川县", 2023, "二是我镇全年清理目录1,300条，错链和错字当日改正。"),
        ("槐溪乡", "杉川县", 2023, "（三）槐溪乡全年清理目录0.5条，错链和错字当日改正。"),
    ]
    dataset = write(tmp_path, reports)
    assert measures.reuse(dataset, "body")["k"].dropna().tolist() == [1]
    assert measures.reuse(dataset, "county")["k"].dropna().tolist() == [1, 1]


def test_what_everyone_says_and_what_is_short_is_not_compared(tmp_path: Path) -> None:
    reports: Reports = [(place, "杉川县", 2023, STATUTORY + SHORT) for place in PLACES]
    found = measures.reuse(write(tmp_path, reports), "county")
    assert found["n"].isna().all()
    assert set(found["state"]) == {"missing"}


def test_a_report_without_others_has_no_share(tmp_path: Path) -> None:
    text = f"{BANK[0]}，群众反映良好。"
    dataset = write(tmp_path, [("苔汀镇", None, 2023, text), ("槐溪乡", None, 2021, text)])
    for by in OTHERS:
        assert measures.reuse(dataset, by)["k"].isna().all()


def test_the_sentences_themselves_with_both_places_in_print(tmp_path: Path) -> None:
    first, second = f"{BANK[0]}，群众反映良好。", f"{BANK[1]}，共检查3次。"
    reports: Reports = [
        ("苔汀镇", "杉川县", 2022, first + second),
        ("苔汀镇", "杉川县", 2023, f"{BANK[2]}，今年首次。" + second.replace("3", "5")),
    ]
    (found,) = write(tmp_path, reports).reused("r1").to_dict("records")
    assert found["sentence"] == second.replace("3", "5")
    assert found["other_sentence"] == second
    assert (found["other_report_id"], found["other_year"]) == ("r0", 2022)
    assert (found["first_page"], found["other_last_page"]) == (1, 3)
    assert (found["source_path"], found["other_source_path"]) == (
        "苔汀镇/2023.pdf",
        "苔汀镇/2022.pdf",
    )


def test_k_is_how_many_sentences_are_listed(tmp_path: Path) -> None:
    dataset = write(tmp_path, some_reports(7, PLACES, range(2020, 2024)))
    counted = measures.reuse(dataset, "all").set_index(["place_label", "year"])["k"]
    reports = dataset.reports.set_index("report_id")
    for report_id, report in reports.iterrows():
        listed = dataset.reused(report_id, "all")["number"].nunique()
        k = counted[report["place"], report["year"]]
        assert listed == (0 if pd.isna(k) else k)


def test_unknown_words_are_refused(tmp_path: Path) -> None:
    dataset = write(tmp_path, some_reports(1, PLACES[:1], range(2020, 2021)))
    with pytest.raises(ValueError, match="body, county, all"):
        measures.reuse(dataset, "province")
    with pytest.raises(KeyError, match="no report x"):
        dataset.reused("x")
