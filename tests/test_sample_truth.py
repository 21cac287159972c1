"""The sample corpus: its truth agrees with itself, and the command reads the files as it says."""

from collections import defaultdict
from pathlib import Path
from typing import Any

import pyarrow.parquet as parquet
import pytest
from sample_truth_loader import APPLICANTS, RAW, RESULTS, SampleTruth, load_truth

from disclosure_stats import Dataset
from disclosure_stats.analysis import measures
from disclosure_stats.settings import read_settings

SAMPLES = load_truth()
BY_PLACE_AND_YEAR = {(s.identity["place"], s.identity["year"]): s for s in SAMPLES}
each_sample = pytest.mark.parametrize(
    "sample", SAMPLES, ids=[f"{s.identity['place']}-{s.identity['year']}" for s in SAMPLES]
)

# Of the rules that truth names, those that one table of one report can break.
TABLE_RULES = {"processed_total", "row_total", "appeals_total", "indicator_sums"}
# Those that the report itself can break.
REPORT_RULES = TABLE_RULES | {"postings_parts"}

KEYS = {
    "disclosures": ("item", "measure", "value"),
    "requests": ("outcome", "applicant", "count"),
    "appeals": ("stage", "result", "count"),
    "indicators": ("indicator", "value"),
}

INDICATOR_SUMS = {
    "requests_received": (
        "requests_in_person",
        "requests_fax",
        "requests_online",
        "requests_letter",
    ),
    "requests_closed": ("closed_on_time", "closed_extended"),
    "replies": (
        "replied_already_public",
        "replied_granted",
        "replied_partly",
        "replied_refused",
        "replied_not_this_body",
        "replied_nonexistent",
        "replied_asked_amend",
        "replied_other_route",
    ),
    "replied_refused": (
        "refused_state_secret",
        "refused_trade_secret",
        "refused_privacy",
        "refused_securities",
        "refused_not_information",
        "refused_other_law",
    ),
    "reconsideration_total": (
        "reconsideration_upheld",
        "reconsideration_corrected",
        "reconsideration_other",
    ),
    "litigation_total": ("litigation_upheld", "litigation_corrected", "litigation_other"),
    "staff": ("staff_full_time", "staff_part_time"),
}

Sum = tuple[str, list[tuple[str, ...]], list[tuple[str, ...]]]


def sums_of(sample: SampleTruth) -> list[Sum]:
    """Every sum that the report's form asks for: table, and the cells of both sides."""
    if sample.identity["era"] == "2014":
        return [
            ("indicators", [(whole,)], [(part,) for part in parts])
            for whole, parts in INDICATOR_SUMS.items()
        ]
    frame = {"received", "carried_in", "processed_total", "carried_out"}
    outcomes = list(dict.fromkeys(outcome for outcome, _ in sample.cells["requests"]))
    handled = [outcome for outcome in outcomes if outcome not in frame]
    sums: list[Sum] = []
    for applicant in APPLICANTS:
        came = [("received", applicant), ("carried_in", applicant)]
        went = [("processed_total", applicant), ("carried_out", applicant)]
        sums.append(("requests", came, went))
        sums.append(("requests", went[:1], [(outcome, applicant) for outcome in handled]))
    for outcome in outcomes:
        people = [(outcome, applicant) for applicant in APPLICANTS[:-1]]
        sums.append(("requests", [(outcome, "total")], people))
    for stage in dict.fromkeys(stage for stage, _ in sample.cells["appeals"]):
        parts = [(stage, result) for result in RESULTS[:-1]]
        sums.append(("appeals", [(stage, "total")], parts))
    return sums


def test_each_report_has_its_truth() -> None:
    files = {path.relative_to(RAW).as_posix() for path in RAW.rglob("*_20??.*")}
    assert files == {sample.source_path for sample in SAMPLES}


def test_the_corpus_is_small_and_covers_places_years_and_forms() -> None:
    assert sum(path.stat().st_size for path in RAW.rglob("*_20??.*")) < 12 * 2**20
    invented = [s.identity for s in SAMPLES if s.identity["province"] is None]
    assert len({identity["place"] for identity in invented}) >= 12
    assert {identity["year"] for identity in invented} == set(range(2016, 2026))
    assert {identity["era"] for identity in invented} == {"2014", "2019", "2021"}


@each_sample
def test_sums_hold_but_for_the_misprint(sample: SampleTruth) -> None:
    broken = [
        [(table, *cell) for cell in left + right]
        for table, left, right in sums_of(sample)
        if sum(sample.number(table, *c) for c in left)
        != sum(sample.number(table, *c) for c in right)
    ]
    wrong = sample.inconsistency
    if wrong and wrong["rule"] in TABLE_RULES:
        assert broken
        misprinted = (wrong["table"], *wrong["cell"])
        assert all(misprinted in cells for cells in broken)
    else:
        assert broken == []


@each_sample
def test_parts_of_postings_sum_but_for_the_misprint(sample: SampleTruth) -> None:
    parts: dict[int, int] = defaultdict(int)
    for posting in sample.postings:
        if posting["parent_id"]:
            parts[posting["parent_id"]] += posting["count"]
    wholes = {posting["posting_id"]: posting for posting in sample.postings}
    broken = [wholes[i]["channel"] for i, total in parts.items() if wholes[i]["count"] != total]
    wrong = sample.inconsistency
    expected = [wrong["where"]] if wrong and wrong["rule"] == "postings_parts" else []
    assert broken == expected


@each_sample
def test_stocks_follow_from_the_year_before(sample: SampleTruth) -> None:
    year, place = sample.identity["year"], sample.identity["place"]
    before = BY_PLACE_AND_YEAR.get((place, year - 1))
    if before is None or before.identity["era"] == "2014":
        return
    broken = {
        ("carried_in", applicant)
        for applicant in APPLICANTS
        if sample.number("requests", "carried_in", applicant)
        != before.number("requests", "carried_out", applicant)
    }
    wrong = sample.inconsistency
    if wrong and wrong["rule"] == "carried_over":
        assert broken == {tuple(wrong["cell"]), ("carried_in", "total")}
    else:
        assert broken == set()
    if before.identity["era"] == sample.identity["era"] == "2021":
        norms = "normative_documents"
        issued, repealed, in_force = (
            sample.number("disclosures", norms, measure)
            for measure in ("issued", "repealed", "in_force")
        )
        assert in_force == before.number("disclosures", norms, "in_force") + issued - repealed


@pytest.fixture(scope="module")
def extracted(home: Path) -> dict[str, dict[str, Any]]:
    """What the command writes for the corpus: by source path, the row of `reports` under
    `report` and the rows of each other table under its name."""
    out = Path(read_settings(home).tables)
    reports = {row["report_id"]: {"report": row} for row in _rows(out, "reports")}
    for table in (*KEYS, "postings", "channels", "statements", "activities", "findings"):
        for entry in reports.values():
            entry[table] = []
        for row in _rows(out, table):
            reports[row["report_id"]][table].append(row)
    return {entry["report"]["source_path"]: entry for entry in reports.values()}


def _rows(out: Path, table: str) -> list[dict[str, Any]]:
    return parquet.read_table(out / f"{table}.parquet").to_pylist()


def test_every_sample_is_read(extracted: dict[str, dict[str, Any]]) -> None:
    assert set(extracted) == {sample.source_path for sample in SAMPLES}
    assert {entry["report"]["error_code"] for entry in extracted.values()} == {None}


@each_sample
def test_identity(sample: SampleTruth, extracted: dict[str, dict[str, Any]]) -> None:
    report = extracted[sample.source_path]["report"]
    names = ("body", "place", "level", "year", "era")
    assert {n: report[n] for n in names} == {n: sample.identity[n] for n in names}


@each_sample
def test_place_above(sample: SampleTruth, extracted: dict[str, dict[str, Any]]) -> None:
    report = extracted[sample.source_path]["report"]
    names = ("county", "prefecture", "province")
    assert {n: report[n] for n in names} == {n: sample.identity[n] for n in names}


@each_sample
def test_every_statutory_cell(sample: SampleTruth, extracted: dict[str, dict[str, Any]]) -> None:
    wrong = {}
    for table, (*names, number) in KEYS.items():
        rows = {tuple(row[n] for n in names): row for row in extracted[sample.source_path][table]}
        for key, figure in sample.cells[table].items():
            row = rows.pop(key, {number: "no row", "cell_state": None})
            expected = (None, figure) if isinstance(figure, str) else (figure, "printed")
            if (row[number], row["cell_state"]) != expected:
                wrong[table, *key] = (expected, (row[number], row["cell_state"]))
        surplus = {key for key, row in rows.items() if row["cell_state"] != "absent"}
        wrong |= {(table, *key): ("no such cell", rows[key][number]) for key in surplus}
    assert wrong == {}


@each_sample
def test_units_of_money(sample: SampleTruth, extracted: dict[str, dict[str, Any]]) -> None:
    rows = extracted[sample.source_path]["disclosures"]
    units = {(row["item"], row["measure"]): row["unit"] for row in rows}
    assert {key: units[key] for key in sample.units} == sample.units


@each_sample
def test_postings(sample: SampleTruth, extracted: dict[str, dict[str, Any]]) -> None:
    """Every column, the parent by its count; the category where the truth names one."""

    def comparable(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        counts = {row["posting_id"]: row["count"] for row in rows}
        columns = ("channel", "count", "unit", "approximate", "period", "scope")
        return [
            {name: row[name] for name in columns}
            | {"whole": row["parent_id"] and counts[row["parent_id"]]}
            for row in rows
        ]

    rows = extracted[sample.source_path]["postings"]
    assert comparable(rows) == comparable(sample.postings)
    for row, truth in zip(rows, sample.postings, strict=True):
        assert truth["category"] in (None, row["category"])
        assert row["sentence"] in truth["sentence"] or truth["sentence"][:-1] in row["sentence"]
        assert 1 <= row["page"] <= extracted[sample.source_path]["report"]["pages"]


@each_sample
def test_channels(sample: SampleTruth, extracted: dict[str, dict[str, Any]]) -> None:
    """Every channel with a posting is there and counted; those named besides are not."""
    channels = extracted[sample.source_path]["channels"]
    counted = {row["channel"] for row in channels if row["counted"]}
    assert counted == {posting["channel"] for posting in sample.postings} - {"all"}
    assert all(row["mentions"] >= 1 for row in channels)


@each_sample
def test_statements(sample: SampleTruth, extracted: dict[str, dict[str, Any]]) -> None:
    rows = extracted[sample.source_path]["statements"]
    assert [(row["kind"], row["text"]) for row in rows] == [
        (one["kind"], one["text"]) for one in sample.statements
    ]
    assert all(row["none_stated"] == (row["text"] is None) for row in rows)


@each_sample
def test_activities(sample: SampleTruth, extracted: dict[str, dict[str, Any]]) -> None:
    rows = extracted[sample.source_path]["activities"]
    names = ("activity", "value", "unit")
    assert [[row[n] for n in names] for row in rows] == [
        [one[n] for n in names] for one in sample.activities
    ]
    assert {(row["period"], row["approximate"]) for row in rows} <= {("year", False)}


def test_what_was_copied_on_purpose_is_found_and_what_one_says_alone_is_not(
    samples: Dataset,
) -> None:
    ids = dict(zip(samples.reports["source_path"], samples.reports["report_id"], strict=True))
    copying = [sample for sample in SAMPLES if sample.own_words or sample.copied]
    assert sum(len(sample.copied) for sample in copying) > 40
    copied = {text.rstrip("。") for sample in copying for text in sample.copied}
    for sample in copying:
        found = [
            (row["sentence"], row["other_source_path"])
            for by in ("body", "county")
            for row in samples.reused(ids[sample.source_path], by).to_dict("records")
        ]
        for text, path in sample.copied.items():
            assert any(text.rstrip("。") in said and path == its for said, its in found), text
        for text in {text.rstrip("。") for text in sample.own_words} - copied:
            assert not any(text in said for said, _ in found), text


def test_places_that_copy_on_purpose_stand_out(samples: Dataset) -> None:
    shares = measures.reuse(samples, by="body").groupby("place_label")[["k", "n"]].sum()
    share = shares["k"] / shares["n"]
    assert share["杼溪镇"] > 0.6
    assert max(share["霁桥镇"], share["芦汀乡"]) < 0.35


@each_sample
def test_findings(sample: SampleTruth, extracted: dict[str, dict[str, Any]]) -> None:
    """A misprint in a table is found and laid to the report; a report without one is clean."""
    findings = extracted[sample.source_path]["findings"]
    wrong = sample.inconsistency
    if wrong is None:
        assert [f for f in findings if f["severity"] == "error"] == []
    elif wrong["rule"] in REPORT_RULES:
        assert any(
            finding["origin"] == "source"
            and (finding["rule"] == "postings_parts") == (wrong["rule"] == "postings_parts")
            and finding["table"] == wrong["table"]
            and wrong["where"] in finding["where"]
            for finding in findings
        )
        assert extracted[sample.source_path]["report"]["status"] == "flagged"
