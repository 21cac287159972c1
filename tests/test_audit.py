"""An audit: a stratified sample of printed cells, read by a person, and read back."""

from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented_dataset import write_dataset

from disclosure_stats import Dataset, open_dataset
from disclosure_stats.analysis.audit_rates import error_rates, verdict
from disclosure_stats.analysis.audit_sample import STRATA, allocation, sample_cells
from disclosure_stats.audit import main
from disclosure_stats.briefing.audit_workbook import read_audit
from disclosure_stats.extract import main as extract

RAW = Path(__file__).resolve().parents[1] / "data" / "raw"


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return open_dataset(write_dataset(tmp_path_factory.mktemp("tables"), places=6))


@given(st.lists(st.integers(1, 5000), min_size=1, max_size=60), st.integers(1, 400))
def test_a_sample_is_as_large_as_wanted_and_reaches_every_stratum(
    sizes: list[int], wanted: int
) -> None:
    given = allocation(np.array(sizes), wanted)
    assert given.sum() == min(wanted, sum(sizes))
    assert (given <= sizes).all()
    assert (given >= 0).all()
    if wanted >= len(sizes):
        assert (given >= 1).all()


def test_the_same_seed_draws_the_same_cells(dataset: Dataset) -> None:
    first, again, other = (sample_cells(dataset, 50, seed) for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(first.cells, again.cells)
    assert first.cells["report_id"].tolist() != other.cells["report_id"].tolist()
    assert not first.cells.duplicated(["report_id", "table", "row", "column"]).any()
    counted = first.cells.groupby(list(STRATA), observed=True).size()
    assert counted.sum() == first.strata["sampled"].sum() == 50
    read = dataset.requests.set_index(["report_id", "outcome", "applicant"])["count"]
    for cell in first.cells[first.cells["table"] == "requests"].to_dict("records"):
        assert read[cell["report_id"], cell["row"], cell["column"]] == cell["read"]


@pytest.mark.parametrize(
    ("answer", "read", "state", "said"),
    [
        (28, 28.0, "printed", "right"),
        ("２８", 28.0, "printed", "right"),
        ("1,204.50", 1204.5, "printed", "right"),
        ("-3", -3.0, "printed", "right"),
        (23, 28.0, "printed", "wrong"),
        ("空", 28.0, "printed", "wrong"),
        (0, None, "blank", "wrong"),
        ("空", None, "dash", "right"),
        ("—", None, "dash", "right"),
        (7, None, "unreadable", "lost"),
        ("?", 28.0, "printed", "undecided"),
        (None, 28.0, "printed", "open"),
        ("  ", 28.0, "printed", "open"),
    ],
)
def test_what_an_answer_says(answer: object, read: float | None, state: str, said: str) -> None:
    assert verdict(answer, read, state) == said


def test_dense_strata_count_for_less_and_the_interval_covers_the_rate() -> None:
    keys = dict.fromkeys(STRATA, "x")
    strata = pd.DataFrame(
        [
            {**keys, "table": "requests", "cells": 900, "sampled": 10},
            {**keys, "table": "appeals", "cells": 100, "sampled": 10},
            {**keys, "table": "indicators", "cells": 50, "sampled": 1},
        ]
    )
    said = ["wrong"] * 2 + ["right"] * 8
    cells = [{**keys, "table": "requests", "verdict": "right"}] * 10
    cells += [{**keys, "table": "appeals", "verdict": one} for one in said]
    cells += [{**keys, "table": "indicators", "verdict": "open"}]
    rates = error_rates(pd.DataFrame(cells), strata).set_index(["by", "value"])
    everything = rates.loc["all", "all"]
    assert everything["rate"] == pytest.approx(0.1 * 0.2)  # a tenth of the cells, a fifth of them
    assert everything["low"] < everything["rate"] < everything["high"]
    assert rates.loc[("table", "appeals"), "rate"] == pytest.approx(0.2)
    assert rates.loc[("table", "requests"), "low"] == 0
    assert 0.2 < rates.loc[("table", "requests"), "high"] < 0.4  # of ten, none wrong
    assert pd.isna(rates.loc[("table", "indicators"), "rate"])
    assert everything["open"] == 1


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The audit of a few samples, with their print."""
    home = tmp_path_factory.mktemp("audit")
    given = RAW / "望蘅市" / "鹤砚区" / "砚秋街道"
    extract([str(given), "--out", str(home / "tables"), "--workers", "1"])
    command = [str(home / "tables"), "--reports", str(given), "--xlsx", str(home / "audit.xlsx")]
    assert main([*command, "--sample", "40"]) == 0
    return home / "audit.xlsx"


def test_every_cell_has_its_print_and_the_number_is_not_shown(workbook: Path) -> None:
    book = openpyxl.load_workbook(workbook)
    sheet = book.worksheets[0]
    assert sheet.max_row == 41
    assert len(sheet._images) == 40
    assert [sheet.cell(1, column).value for column in (1, 2, 3)] == ["序号", "您读到的", "印刷处"]
    assert all(sheet.cell(row, 2).value is None for row in range(2, 42))
    assert book["as_read"].sheet_state == book["strata"].sheet_state == "hidden"


def test_answers_are_read_back_whatever_their_order(
    workbook: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept, _ = read_audit(workbook)
    assert set(kept["verdict"]) == {"open"}
    book = openpyxl.load_workbook(workbook)
    sheet = book.worksheets[0]
    sheet._images = []  # openpyxl saves them once only
    numbers = list(reversed(range(1, 41)))  # someone has sorted the rows
    read = kept.set_index("number")["read"]
    for row, number in enumerate(numbers, 2):
        answer = "空" if pd.isna(read[number]) else read[number]
        sheet.cell(row, 1).value = number
        sheet.cell(row, 2).value = 9999 if number == 7 else None if number == 8 else answer
    book.save(tmp_path / "read.xlsx")
    assert main(["--read", str(tmp_path / "read.xlsx")]) == 0
    first = capsys.readouterr().out.splitlines()[1].split()
    assert first[:2] == ["all", "all"]
    assert first[3:8] == ["38", "1", "0", "0", "1"]  # right, wrong, lost, undecided, open
    sheet.cell(2, 2).value = "许多"
    book.save(tmp_path / "read.xlsx")
    assert main(["--read", str(tmp_path / "read.xlsx")]) == 2
    assert "number 40: '许多' is no number" in capsys.readouterr().err


def test_what_cannot_be_done_is_said_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    openpyxl.Workbook().save(tmp_path / "other.xlsx")
    assert main(["--read", str(tmp_path / "other.xlsx")]) == 2
    assert "no workbook of an audit" in capsys.readouterr().err
    assert main([str(tmp_path), "--xlsx", str(tmp_path / "audit.xlsx")]) == 2
    with pytest.raises(SystemExit):
        main([str(tmp_path)])
