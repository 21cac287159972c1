"""A run that adds reports to many compares only the bodies that they change: with the same tables
as a run that compares all."""

import json
import shutil
from collections.abc import Container
from pathlib import Path
from random import Random
from typing import Any

import pyarrow.dataset as arrow_dataset
import pytest

from disclosure_stats.batch import compare
from disclosure_stats.batch.former import CHANGED
from disclosure_stats.batch.plan import plan_files
from disclosure_stats.batch.run import Settings, Tally, run
from disclosure_stats.checks.bodies import BodyKey
from disclosure_stats.store.source import Source

PLACES = ("甲镇", "乙镇", "丙镇")
SETTINGS = Settings(work="compared_work:work", with_csv=True)


def put(folder: Path, place: str, name: str, **told: Any) -> None:
    path = folder / place / f"{name}.pdf"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"place": place, **told}), encoding="utf-8")


def put_any(folder: Path, chance: Random) -> None:
    """A report of some place on some year, sometimes in place of another, or with its bytes."""
    year = chance.randint(2018, 2024)
    numbers = {
        code: chance.choice([0, 0, 30]) for code in ("received", "carried_in", "carried_out")
    }
    name = f"{year}{chance.choice(['', '', '更正'])}"
    put(folder, chance.choice(PLACES), name, year=year, requests=numbers)


def extract(folder: Path, out: Path) -> None:
    plan = plan_files([folder])
    run(plan, str(out), SETTINGS, Tally(len(plan)), lambda _: None)


def rows(out: Path) -> dict[str, Any]:
    """What stands in the tables that comparing changes, in order, and the bytes of their CSV."""
    found: dict[str, Any] = {}
    for name in ("reports", "findings"):
        for prefix in ("", "."):
            path = out / f"{prefix}{name}.parquet"
            if path.exists():
                files = sorted(path.rglob("*.parquet")) or [path]
                table = arrow_dataset.dataset(files, partitioning="hive").to_table()
                found[f"{prefix}{name}"] = [
                    {**row, "seconds": None, "extractor_version": None} for row in table.to_pylist()
                ]
        found[f"{name}.csv"] = (out / f"{name}.csv").read_bytes()
    return found


@pytest.mark.parametrize(("seed", "most_in_one_table"), [(0, 20_000), (3, 20_000), (1, 3)])
def test_runs_that_change_files_give_what_one_run_gives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int, most_in_one_table: int
) -> None:
    monkeypatch.setattr("disclosure_stats.store.assemble.MAX_FILES_IN_ONE_TABLE", most_in_one_table)
    chance = Random(seed)
    folder = tmp_path / "in"
    for _ in range(12):
        put_any(folder, chance)
    for number in range(3):
        for _ in range(chance.randint(0, 3)):
            put_any(folder, chance)
        there = sorted(folder.rglob("*.pdf"))
        if number and chance.random() < 0.6:
            chance.choice(there).unlink()
        elif number:  # its bytes once more, under a name that comes before or after
            shutil.copy(chance.choice(there), folder / chance.choice(PLACES) / "2000.pdf")
        extract(folder, tmp_path / "grown")
        shutil.rmtree(tmp_path / "whole", ignore_errors=True)
        extract(folder, tmp_path / "whole")
        grown = rows(tmp_path / "grown")
        assert grown == rows(tmp_path / "whole")
        assert len(grown["findings"]) > len(grown.get(".findings", ()))
        firsts = {row["report_id"]: row for row in grown["reports"] if not row["duplicate_of"]}
        for row in grown["reports"]:
            first = firsts[row["report_id"]]
            assert [row[name] for name in CHANGED] == [first[name] for name in CHANGED]


def test_only_bodies_with_other_reports_are_compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Container[BodyKey] | None] = []

    def noted(source: Source, wanted: Container[BodyKey] | None = None) -> Any:
        asked.append(wanted)
        return compare_all(source, wanted)

    compare_all = compare.compare_reports
    monkeypatch.setattr(compare, "compare_reports", noted)
    folder, out = tmp_path / "in", tmp_path / "out"
    for place in PLACES:
        for year in (2020, 2021):
            put(folder, place, str(year), year=year, requests={"carried_in": 3, "carried_out": 4})
    extract(folder, out)
    put(folder, "乙镇", "2022", year=2022, requests={"carried_in": 9, "carried_out": 4})
    extract(folder, out)
    (folder / "丙镇" / "2020.pdf").unlink()
    put(folder, "甲镇", "2021", year=2021, requests={"carried_in": 8, "carried_out": 4})
    extract(folder, out)
    first, *others = asked
    assert first is None
    assert [sorted(str(key[1]) for key in keys) for keys in others] == [["乙镇"], ["丙镇", "甲镇"]]
