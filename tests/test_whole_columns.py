"""Checks by whole columns say of each report what the same checks say of it alone."""

from collections import Counter
from math import inf, isinf, isnan, nan
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
from dataset_writer import DatasetWriter
from hypothesis import given
from hypothesis import strategies as st

from disclosure_stats.batch.compare import Note, compare_reports
from disclosure_stats.batch.recheck import recheck
from disclosure_stats.batch.survey import Survey, survey
from disclosure_stats.check import main as check
from disclosure_stats.checks.claims import claims, told_numbers
from disclosure_stats.checks.rules import SEVERITIES
from disclosure_stats.checks.sums import check_sums
from disclosure_stats.checks.sums_of_many import CellMatrices, count_sums
from disclosure_stats.checks.years import (
    YearNumbers,
    check_years,
    compared_cells,
    lasting_codes,
)
from disclosure_stats.checks.years_of_many import ManyYears, count_years
from disclosure_stats.forms import ERAS, load_form
from disclosure_stats.rows import Row
from disclosure_stats.store.folder import Folder
from disclosure_stats.store.source import Source, as_read_tables

SUMMED = [
    (era, table)
    for era in ERAS
    for table in ("requests", "appeals", "indicators")
    if table in load_form(era).tables
]
STATES = ("blank", "dash", "unreadable", "absent")


def codes(era: str, table: str) -> tuple[list[str], list[str]]:
    """The codes of a table's rows and columns."""
    form = load_form(era)
    rows, columns = {
        "requests": (form.outcomes, form.applicants),
        "appeals": (form.stages, form.results),
        "indicators": (form.indicators, ()),
        "disclosures": (form.disclosures[0].items, form.disclosures[0].measures)
        if form.disclosures
        else ((), ()),
    }[table]
    named = [entry.code for entry in columns if entry.code] or ["year", "cumulative"]
    return [entry.code for entry in rows if entry.code], named


def random_table(chance: Random, era: str, table: str) -> dict[tuple[str, str], tuple[Any, str]]:
    """Numbers and states of the cells of a table; often they add up, and some are null."""
    rows, columns = codes(era, table)
    most = chance.choice([0, 2, 40])
    fraction = chance.choice([0, 0, 0, 0.1])
    numbers = {
        (row, column): chance.randint(0, most) + fraction * chance.randint(0, 3)
        for row in rows
        for column in columns
    }
    if chance.random() < 0.7:
        for identity in load_form(era).identities:
            if identity.table == table and len(identity.left) == 1:
                (left,) = identity.left
                along_row = left in columns
                for code in rows if along_row else columns:
                    key = (code, left) if along_row else (left, code)
                    terms = [(code, o) if along_row else (o, code) for o in identity.right]
                    numbers[key] = sum(numbers.get(term, 0) for term in terms)
    share = chance.choice([0, 0.03, 0.4])
    states = {
        key: chance.choice(STATES) if chance.random() < share else "printed" for key in numbers
    }
    if table != "requests":
        numbers = {key: float(number) for key, number in numbers.items()}
    else:
        numbers = {key: int(number) for key, number in numbers.items()}
    return {
        key: (number if states[key] == "printed" else None, states[key])
        for key, number in numbers.items()
    }


@given(st.sampled_from(SUMMED), st.integers(1, 4), st.randoms(use_true_random=False))
def test_sums_of_many_reports_end_as_those_of_each(
    summed: tuple[str, str], count: int, chance: Random
) -> None:
    era, table = summed
    rows, columns = codes(era, table)
    tables = [random_table(chance, era, table) for _ in range(count)]
    shape = (count, len(rows), len(columns))
    numbers = np.full(shape, nan)
    held, empty = np.zeros(shape, np.bool_), np.zeros(shape, np.bool_)
    for report, cells in enumerate(tables):
        for (row, column), (number, state) in cells.items():
            at = report, rows.index(row), columns.index(column)
            numbers[at] = nan if number is None else number
            held[at], empty[at] = state != "absent", state in ("blank", "dash")
    places = [{code: place for place, code in enumerate(named)} for named in (rows, columns)]
    matrices = CellMatrices(table, places[0], places[1], numbers, held, empty)
    counts = count_sums(load_form(era), matrices)
    for report in range(count):
        wanted = Counter(
            (one.rule, one.outcome) for one in check_sums(load_form(era), matrices.cells(report))
        )
        found = {key: int(own[report]) for key, own in counts.items() if own[report]}
        assert found == dict(wanted)


NUMBER = st.one_of(
    st.sampled_from([-inf, nan, 50_000.0]),
    st.integers(0, 60).map(float),
    st.floats(0, 30, allow_nan=False),
)
PRINT = st.sampled_from([(7, 20.0), (8, 20.0), (7, 5.0), (0, nan)])


@given(st.lists(st.integers(1, 9), max_size=4), st.data())
def test_years_of_many_bodies_end_as_those_of_each(lengths: list[int], data: st.DataObject) -> None:
    count = sum(lengths)

    def drawn(values: st.SearchStrategy[Any]) -> list[Any]:
        return data.draw(st.lists(values, min_size=count, max_size=count))

    bodies = np.repeat(np.arange(len(lengths)), lengths)
    years = 2010 + np.cumsum(np.array(drawn(st.sampled_from([1, 1, 1, 2])), np.int64))
    numbers = {key: np.array(drawn(NUMBER), np.float64) for key in compared_cells()}
    prints = {table: drawn(PRINT) for table in lasting_codes()}
    counts = count_years(
        ManyYears(
            bodies,
            years,
            numbers,
            {t: np.array([p for p, _ in own], np.uint64) for t, own in prints.items()},
            {t: np.array([s for _, s in own], np.float64) for t, own in prints.items()},
        )
    )
    for body in range(len(lengths)):
        places = np.flatnonzero(bodies == body).tolist()
        history = [
            YearNumbers(
                int(years[place]),
                True,
                {
                    key: (None if isnan(own[place]) else float(own[place]), 1)
                    for key, own in numbers.items()
                    if not isinf(own[place])
                },
                {t: own[place] for t, own in prints.items() if not isnan(own[place][1])},
            )
            for place in places
        ]
        for place, checks in zip(places, check_years(history), strict=True):
            wanted = Counter((one.result.rule, one.result.outcome) for one in checks)
            assert {k: int(own[place]) for k, own in counts.items() if own[place]} == dict(wanted)


def test_no_claim_is_made_without_its_words() -> None:
    """The words of each claim stand in every phrase that its patterns take: a clause without them
    is not looked at."""
    for claim in claims():
        for pattern in (*claim.number, *claim.none):
            for text in PHRASES:
                if pattern.search(text):
                    assert claim.words.search(text), (claim.rule, text)


VERBS = (
    "收到",
    "接到",
    "受理",
    "接收",
    "新收",
    "收取",
    "办结",
    "答复",
    "处理完毕",
    "办理完结",
    "发生",
)
PHRASES = [
    f"{no}{verb}{subject}{tail}"
    for no in ("", "未", "没有", "无", "不存在")
    for verb in ("", *VERBS)
    for subject in ("", "政府信息公开", "行政复议", "行政诉讼", "申请", "费用")
    for tail in (
        "",
        "3件",
        "申请3件",
        "3件结转下年度",
        "结转下年度3件",
        "收费",
        "费",
        "为零",
        "0元",
    )
]

SENTENCES = (
    "2023年收到政府信息公开申请{n}件，办结{n}件。",
    "未收到政府信息公开申请。",
    "全年结转下年度{n}件；因政府信息公开引起的行政复议{n}件，行政诉讼０件。",
    "没有收取任何费用。",
    "2022年收到政府信息公开申请７件。",
    "加强队伍建设，召开会议{n}次。",
)


def random_report(chance: Random, number: int) -> tuple[Row, dict[str, list[Row]]]:
    """A row of `reports`, and rows of other tables, of one of few bodies."""
    era = chance.choice([*ERAS, None])
    year = chance.choice([*range(2018, 2025), None])
    place = f"{chance.randint(1, 5)}镇"
    report = {
        "report_id": f"r{number:016x}",
        "source_path": f"{place}/{number}.pdf",
        "sha256": f"{number:064x}",
        "place": place,
        "county": chance.choice(["某县", "某县", None]),
        "level": chance.choice(["township", "county"]),
        "year": year,
        "era": era,
        "format": "pdf",
        "route": "text",
        "status": chance.choice(["verified", "verified", "flagged", "partial", "failed"]),
        "duplicate_of": chance.choice([None] * 9 + ["1镇/1.pdf"]),
    }
    tables: dict[str, list[Row]] = {}
    for table in load_form(era or "2021").tables:
        names = {
            "requests": ("outcome", "applicant", "count"),
            "appeals": ("stage", "result", "count"),
            "indicators": ("indicator", "period", "value"),
            "disclosures": ("item", "measure", "value"),
        }[table]
        cells = random_table(chance, era or "2021", table)
        if table == "appeals":
            cells = {k: (None if n is None else int(n), s) for k, (n, s) in cells.items()}
        tables[table] = [
            {**dict(zip(names, (*key, n), strict=True)), "cell_state": state, "page": 2}
            for key, (n, state) in cells.items()
        ]
        if table == "indicators":
            for row in tables[table]:
                row["unit"] = chance.choice(["件", "万元", "元", None])
        if tables[table] and chance.random() < 0.2:
            tables[table].append({**chance.choice(tables[table]), names[2]: 3})  # twice
    tables["postings"] = [
        {"posting_id": n, "channel": c, "count": chance.randint(0, 90), "period": "year", **own}
        for n, c in enumerate(("website", "wechat", "all"))
        for own in [{"scope": chance.choice(["self", "self", "villages"]), "page": 1}]
    ]
    texts = [chance.choice(SENTENCES).format(n=chance.randint(0, 3)) for _ in range(3)]
    tables["sections"] = [{"number": n, "text": text} for n, text in enumerate([*texts, None])]
    tables["findings"] = [
        {"rule": rule, "severity": severity, "origin": "source", "table": "requests", "where": ""}
        for rule, severity in (("row_absent", "info"), ("row_total", "error"), ("another", "info"))
        if chance.random() < 0.3
    ]
    if report["status"] == "failed" or report["duplicate_of"]:
        tables = {}
    return report, tables


def random_store(home: Path, chance: Random, count: int) -> Source:
    with DatasetWriter(home) as writer:
        for number in range(count):
            report, tables = random_report(chance, number)
            writer.add("reports", [report])
            for table, rows in tables.items():
                writer.add(table, rows, report_id=report["report_id"])
    return as_read_tables(Folder(home))


def of_each(surveyed: Survey, row: int) -> dict[tuple[str, str], int]:
    return {key: int(own[row]) for key, own in surveyed.counts.items() if own[row]}


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("rows_a_block", [60, 200_000])
def test_a_survey_says_of_each_report_what_checking_it_alone_says(
    tmp_path: Path, seed: int, rows_a_block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("disclosure_stats.store.cell_blocks.ROWS_A_BLOCK", rows_a_block)
    source = random_store(tmp_path, Random(seed), 40)
    surveyed = survey(source, ("row_absent",))
    checked = set(np.flatnonzero(surveyed.checked).tolist())
    notes = compare_reports(source)
    in_full = dict(recheck(source, notes, checked))
    assert len(in_full) == len(checked) > 20
    rules = set()
    for row, report in in_full.items():
        assert of_each(surveyed, row) == dict(report.outcomes)
        found = Counter(
            one.row["severity"] for one in report.findings if one.row["rule"] != "row_absent"
        )
        assert surveyed.found[row].tolist() == [found[severity] for severity in SEVERITIES]
        rules |= {rule for rule, _ in report.outcomes}
    assert rules >= {"row_total", "indicator_sums", "carried_over", "narrative_fees"}
    mine = surveyed.comparison.notes(checked)
    assert {row: (n.outcomes, n.findings()) for row, n in mine.items()} == {
        row: (n.outcomes, n.findings()) for row, n in notes.items()
    }
    assert isinstance(next(iter(mine.values())), Note)


def test_several_processes_say_what_one_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from disclosure_stats.store.final_table import FinalTable
    from disclosure_stats.store.schemas import TABLES

    source = random_store(tmp_path / "one", Random(7), 60)
    folder = Folder(tmp_path)
    years: dict[str, int | None] = {}
    for name in ("reports", *(name for name in TABLES if name != "reports")):
        final = FinalTable(folder, "many", name, True, {})
        for batch in source.batches(name):
            for place in range(batch.num_rows):
                row = batch.slice(place, 1)
                report_id = row["report_id"][0].as_py()
                if name == "reports":
                    years[report_id] = row["year"][0].as_py()
                final.add(row, years[report_id], int(report_id[1:], 16))
        final.close()
    (tmp_path / "many" / "datapackage.json").write_bytes(
        (tmp_path / "one" / "datapackage.json").read_bytes()
    )
    monkeypatch.setattr("disclosure_stats.batch.survey.processors", lambda: 2)
    said = []
    for few in (10, 10_000):
        monkeypatch.setattr("disclosure_stats.batch.survey.FEW", few)
        assert check([str(tmp_path / "many"), "--language", "en"]) == 1
        said.append(capsys.readouterr().out)
    assert said[0] == said[1]
    assert "fails" in said[0]
    one = survey(source).outcomes(survey(source).checked)
    many = survey(as_read_tables(Folder(tmp_path / "many")))
    assert many.outcomes(many.checked) == one


def test_a_claim_is_told_in_any_of_its_sentences() -> None:
    texts = [SENTENCES[0].format(n=2), "", SENTENCES[4]]
    told = {claim.rule: number for claim, number in told_numbers(texts, "township", 2023)}
    assert told == {"narrative_requests": 2.0, "narrative_answered": 2.0}
    assert told_numbers(texts, "county", 2023) == ()
