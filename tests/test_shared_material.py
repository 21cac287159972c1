"""The reader against reports whose truth is known, where the folder `shared` stands beside the
checkout: real ones, and ones rendered along many routes. Skipped where it does not."""

import json
import math
import subprocess
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow.parquet as parquet
import pytest
from bench_loader import load_bench

from disclosure_stats.forms.cells import CELL_TABLES

SHARED = Path(__file__).resolve().parents[2] / "shared"
# The word processor dropped part two when it made this file: the page shows an empty frame, and no
# word of the table is in its text layer.
LOST_IN_PRINT = ("r059.pdf",)
LEAST_SHARE_RIGHT = 0.99
LEAST_OF_POSTINGS = 0.97  # precision and recall of (channel, count)
LEAST_WITH_PARENT = 0.95
MOST_TRAPS = 0.01

pytestmark = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the shared material does not stand beside the checkout"
)

Cells = dict[tuple[str, ...], float | None]


@dataclass
class Outcome:
    """What became of one file: its row in `reports`, and the cells that differ from the truth."""

    report: dict[str, Any]
    wrong: list[str] = field(default_factory=list)
    postings: list[dict[str, Any]] = field(default_factory=list)


def truths(folder: str) -> dict[str, dict[str, Any]]:
    """By file name, the truth of each report in `folder` that has a text layer."""
    found = {
        path.name.replace(".truth.json", ".pdf"): json.loads(path.read_text(encoding="utf-8"))
        for path in sorted((SHARED / folder).glob("*.truth.json"))
    }
    return {name: truth for name, truth in found.items() if truth.get("route", "text") == "text"}


def read_outcomes(folder: str, out: Path) -> dict[str, Outcome]:
    """Run the extract command over the files of `folder` and compare what it wrote."""
    expected = truths(folder)
    files = [str(SHARED / folder / name) for name in expected]
    command = [sys.executable, "-m", "disclosure_stats.extract", *files, "--out", str(out)]
    finished = subprocess.run(command, capture_output=True, text=True, check=False)
    assert finished.returncode in (0, 1), finished.stderr
    written: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for table in (*CELL_TABLES, "postings"):
        for row in parquet.read_table(out / f"{table}.parquet").to_pylist():
            written[table, row["report_id"]].append(row)
    reports = parquet.read_table(out / "reports.parquet").to_pylist()
    outcomes = {Path(row["source_path"]).name: Outcome(row) for row in reports}
    assert outcomes.keys() == expected.keys()
    for name, outcome in outcomes.items():
        for table in CELL_TABLES:
            rows = written[table, outcome.report["report_id"]]
            outcome.wrong += differences(table, expected[name].get(table, []), rows)
        outcome.postings = written["postings", outcome.report["report_id"]]
    return outcomes


def differences(table: str, truth: list[dict[str, Any]], rows: list[dict[str, Any]]) -> list[str]:
    """The cells of `truth` that `rows` do not have so, and numbers that only `rows` have."""
    sure = [row for row in truth if not row.get("uncertain")]
    unsure = cells_of(table, [row for row in truth if row.get("uncertain")])
    expected, found = cells_of(table, sure), cells_of(table, rows)
    keys = expected.keys() | {key for key, value in found.items() if value is not None}
    return [
        f"{table} {' '.join(key)}: {found.get(key)} instead of {expected.get(key)}"
        for key in sorted(keys - unsure.keys())
        if found.get(key) != expected.get(key) and not key[0].startswith("response_")
    ]


def cells_of(table: str, rows: list[dict[str, Any]]) -> Cells:
    """The rows' values by key; indicators outside the form's list are told apart by label."""
    *keys, value = CELL_TABLES[table]
    cells: Cells = {}
    for row in rows:
        key = tuple(str(row.get(name) or "year") for name in keys)
        if table == "indicators" and key[0] == "other":
            key = (*key, row["label"])
        number = None if row[value] is None else round(float(row[value]), 6)
        cells[key] = math.nan if key in cells else number  # a cell that is there twice is wrong
    return cells


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    return read_outcomes("real", tmp_path_factory.mktemp("real"))


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    return read_outcomes("rendered", tmp_path_factory.mktemp("rendered"))


def test_every_cell_of_every_real_report_is_right(real: dict[str, Outcome]) -> None:
    assert real
    assert {name: outcome.wrong for name, outcome in real.items() if outcome.wrong} == {}


def test_real_reports_are_known_by_year_era_and_place(real: dict[str, Outcome]) -> None:
    expected = truths("real")
    for name, outcome in real.items():
        for column in ("year", "era", "place"):
            assert outcome.report[column] == expected[name][column], f"{name}: {column}"


def test_nearly_all_rendered_reports_are_right_in_every_cell(
    rendered: dict[str, Outcome],
) -> None:
    printed = {name: outcome for name, outcome in rendered.items() if name not in LOST_IN_PRINT}
    wrong = {name: outcome.wrong for name, outcome in printed.items() if outcome.wrong}
    assert len(printed) - len(wrong) >= LEAST_SHARE_RIGHT * len(printed), wrong


@pytest.mark.parametrize("name", LOST_IN_PRINT)
def test_a_table_that_the_file_lost_is_missed_aloud(
    name: str, rendered: dict[str, Outcome]
) -> None:
    assert rendered[name].report["status"] == "partial"


@pytest.mark.parametrize("folder", ["real", "rendered"])
def test_no_wrong_report_is_called_verified(folder: str, request: pytest.FixtureRequest) -> None:
    outcomes: dict[str, Outcome] = request.getfixturevalue(folder)
    silent = {
        name: outcome.wrong
        for name, outcome in outcomes.items()
        if outcome.wrong and outcome.report["status"] == "verified"
    }
    assert silent == {}


@pytest.mark.parametrize("folder", ["real", "rendered"])
def test_postings_of_reports(folder: str, request: pytest.FixtureRequest) -> None:
    """Found and right, by channel and count, in nearly all cases."""
    outcomes: dict[str, Outcome] = request.getfixturevalue(folder)
    wanted = right = found = 0
    for name, truth in truths(folder).items():
        left = [(row["channel"], row["count"]) for row in outcomes[name].postings]
        found += len(left)
        for posting in truth["postings"]:
            channels = [posting["channel"], *posting.get("accept", ())]
            pairs = ((channel, posting["count"]) for channel in channels)
            match = next((pair for pair in pairs if pair in left), None)
            wanted += not posting.get("optional")
            if match:
                left.remove(match)
                right += 1
    assert right >= LEAST_OF_POSTINGS * wanted
    assert right >= LEAST_OF_POSTINGS * found


def test_labelled_narratives() -> None:
    bench = load_bench("narratives")
    lines = (SHARED / "narratives" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    score = bench.score([json.loads(line) for line in lines])
    for total, least in ((score.pairs, LEAST_OF_POSTINGS), (score.with_parent, LEAST_WITH_PARENT)):
        assert bench.precision(total) >= least, score.errors
        assert bench.recall(total) >= least, score.errors
    assert score.traps_reported <= MOST_TRAPS * score.traps
