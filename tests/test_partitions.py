"""Stores of many reports: each table a folder by year, of which only what is asked for is read."""

import shutil
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as compute
import pyarrow.parquet as parquet
import pytest
from pypdf import PdfWriter

from disclosure_stats import Dataset, open_dataset
from disclosure_stats.analysis.selection import UnknownNameError
from disclosure_stats.extract import main
from disclosure_stats.store.schemas import TABLES
from disclosure_stats.store.source import Source

RAW = Path(__file__).resolve().parents[1] / "data" / "raw"
TOWNS = sorted({path.parent for path in RAW.rglob("*.pdf")})[:4]

Extract = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The reports of some towns over the years, and a file without a year."""
    for town in TOWNS:
        shutil.copytree(town, tmp_path / "in" / town.name)
    (tmp_path / "in" / "empty.pdf").touch()
    return tmp_path / "in"


@pytest.fixture
def extract(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Extract:
    """Runs the command: what would be many reports is here more than `most`."""

    def run(name: str, most: int, *options: str) -> Path:
        monkeypatch.setattr("disclosure_stats.store.assemble.MAX_FILES_IN_ONE_TABLE", most)
        assert main([str(folder), "--out", str(tmp_path / name), *options]) == 1
        return tmp_path / name

    return run


def rows(dataset: Dataset, table: str) -> list[tuple[Any, ...]]:
    """A table's rows in an order of their own, without the time that reading took."""
    read = dataset.arrow(table)
    if table == "reports":
        read = read.drop_columns(["seconds"])
    return sorted(map(tuple, (row.values() for row in read.to_pylist())), key=repr)


def test_tables_by_year_hold_the_same(extract: Extract) -> None:
    single, parted = open_dataset(extract("a", 10**6)), extract("b", 3)
    for table in TABLES:
        assert (parted / f"{table}.parquet").is_dir()
        assert rows(open_dataset(parted), table) == rows(single, table)
        # A reader that knows nothing of us finds the year in the name of the folder.
        seen = parquet.read_table(parted / f"{table}.parquet")
        assert set(seen.column_names) >= {column.name for column in TABLES[table].columns}
    assert repr(open_dataset(parted)).splitlines()[1:] == repr(single).splitlines()[1:]


def test_a_selection_is_the_same_in_both(extract: Extract) -> None:
    single, parted = open_dataset(extract("a", 10**6)), open_dataset(extract("b", 3))
    places = [town.name for town in TOWNS[:2]]
    total = compute.field("applicant") == "total"
    for choice in (
        {"years": [2020, 2023]},
        {"places": places},
        {"places": places, "years": [2018]},
    ):
        one, other = single.select(**choice), parted.select(**choice)
        assert 0 < len(other.reports) < len(parted.reports)
        for table in TABLES:
            assert rows(other, table) == rows(one, table)
            assert set(other.table(table)["report_id"]) <= set(other.reports["report_id"])
        few = other.arrow("requests", ["report_id", "count"], total)
        assert few.column_names == ["report_id", "count"]
        assert few.num_rows == other.requests["applicant"].eq("total").sum()
    with pytest.raises(UnknownNameError):
        parted.select(years=[2020]).select(years=[2023])
    with pytest.raises(UnknownNameError):
        parted.select(places=[])


def test_one_year_is_read_without_the_others(extract: Extract) -> None:
    parted = extract("out", 3)
    dataset = open_dataset(parted)
    whole = dataset.requests.merge(dataset.reports[["report_id", "year"]])
    for path in parted.glob("requests.parquet/*/*.parquet"):
        if path.parent.name != "year=2023":
            path.write_bytes(b"unreadable")
    of_2023 = open_dataset(parted).select(years=[2023]).requests
    assert len(of_2023) == (whole["year"] == 2023).sum() > 0
    with pytest.raises(pa.ArrowInvalid):
        len(open_dataset(parted).requests)


def test_the_next_run_goes_on_from_either_layout(extract: Extract, folder: Path) -> None:
    out = extract("out", 3)
    assert extract("out", 10**6, "--force") == out
    assert (out / "reports.parquet").is_file()
    shutil.copy(next(TOWNS[0].glob("*.pdf")), folder / "again.pdf")
    extract("out", 3)
    assert (out / "reports.parquet").is_dir()
    (folder / "again.pdf").unlink()
    extract("out", 3)
    anew = extract("anew", 3)
    for table in TABLES:
        assert rows(open_dataset(out), table) == rows(open_dataset(anew), table)
    assert {path.relative_to(out) for path in out.rglob("*")} == {
        path.relative_to(anew) for path in anew.rglob("*")
    }


def test_files_and_groups_of_rows_are_bounded(
    extract: Extract, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("disclosure_stats.store.final_table.MAX_ROWS_A_GROUP", 150)
    monkeypatch.setattr("disclosure_stats.store.final_table.MAX_GROUPS_A_FILE", 2)
    out = extract("out", 3)
    files = sorted(out.glob("requests.parquet/year=2023/*.parquet"))
    assert [path.name for path in files] == ["part-0.parquet", "part-1.parquet"]
    for path in files:
        file = parquet.ParquetFile(path)
        assert 1 <= file.num_row_groups <= 2
        numbers = file.read(["report_number"])["report_number"].to_pylist()
        assert numbers == sorted(numbers)
    assert len(open_dataset(out).requests) == len(open_dataset(extract("whole", 10**6)).requests)


def test_a_second_run_leaves_tables_by_year_as_they_are(extract: Extract, folder: Path) -> None:
    extract("other", 3)
    (folder / "empty.pdf").unlink()
    for path in folder.rglob("*_201[678].pdf"):  # so that one table is empty
        path.unlink()
    out = folder.parent / "out"
    assert main([str(folder), "--out", str(out)]) == 0
    assert open_dataset(out).indicators.empty
    kept = {path: path.stat().st_mtime_ns for path in out.rglob("*")}
    assert main([str(folder), "--out", str(out)]) == 0
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*")} == kept


def test_a_file_on_several_years_stays_whole(extract: Extract, folder: Path) -> None:
    volume = PdfWriter()
    for path in sorted(TOWNS[0].glob("*_202[13].pdf")):
        volume.append(path)
    volume.write(folder / "volume.pdf")
    out = extract("out", 3)
    (folder / "empty.pdf").unlink()
    (folder / "empty-again.pdf").touch()  # so that the tables are put together anew
    extract("out", 3)
    anew = extract("anew", 3)
    for table in TABLES:
        assert rows(open_dataset(out), table) == rows(open_dataset(anew), table)
    own = open_dataset(out).reports.query("source_path == 'volume.pdf'")
    assert sorted(own["year"]) == [2021, 2023]


def test_tables_by_year_are_read_once_for_the_next(
    extract: Extract, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    extract("out", 3)
    next(folder.rglob("*_2022.pdf")).unlink()
    begun: Counter[tuple[Source, str]] = Counter()
    batches = Source.batches

    def counted(source: Source, table: str, columns: Sequence[str] | None = None) -> Any:
        if columns is None:  # whole rows, for the tables to come
            begun[source, table] += 1
        return batches(source, table, columns)

    monkeypatch.setattr(Source, "batches", counted)
    extract("out", 3)
    assert len(begun) > len(TABLES)
    assert set(begun.values()) == {1}
