"""A store of the size of the country: its size, the queries that notebooks need, a projection.

    .venv/bin/python bench/national.py [FOLDER] [--bodies N] [--keep DIR]

The tables of FOLDER's files are read once; from them it makes a store of N bodies over twelve years
(invented bodies, each with boxes and counts of its own), with the store's own writer. Unlike in the
country, each report has the table of requests, also on the years before 2019, whose form had none:
what the queries go through is more rather than less.

Each query then runs in a process of its own: seconds after the imports, and peak memory.
"""

import argparse
import contextlib
import hashlib
import io
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pyarrow as pa

from disclosure_stats import open_dataset
from disclosure_stats.checks.report_ids import report_id_of
from disclosure_stats.extract import main as extract
from disclosure_stats.store.arrow import arrow_schema
from disclosure_stats.store.datapackage import datapackage_json
from disclosure_stats.store.final_table import FinalTable
from disclosure_stats.store.folder import Folder
from disclosure_stats.store.schemas import TABLES
from disclosure_stats.store.stored_tables import StoredTables

BODIES, YEARS = 38_600, range(2014, 2026)
_BODIES_AT_ONCE = 500
_TOWNS_A_COUNTY, _COUNTIES_A_PROVINCE = 14, 90
_BOX = ("x0", "top", "x1", "bottom")

QUERIES = {
    "one place, all years": """
places = dataset.table("reports", ["place"]).place
chosen = dataset.select(places=[places.iloc[len(places) // 2]])
answer = len(chosen.requests) + len(chosen.disclosures) + len(chosen.postings)
""",
    "one year, outcomes of all places": """
totals = dataset.select(years=[2023]).table(
    "requests", ["outcome", "count"], compute.field("applicant") == "total")
answer = totals.groupby("outcome", observed=True)["count"].sum().size
""",
    "postings by channel, year and province": """
reports = dataset.arrow("reports", ["report_id", "year", "province"])
postings = dataset.arrow("postings", ["report_id", "channel", "count"])
groups = postings.join(reports, "report_id").group_by(["year", "province", "channel"])
answer = groups.aggregate([("count", "sum")]).num_rows
""",
    "coverage: reports by county and year": """
reports = dataset.table("reports", ["county", "year", "status"])
answer = reports.groupby(["county", "year", "status"], observed=True).size().size
""",
    "findings by rule": """
findings = dataset.table("findings", ["rule", "severity", "origin"])
answer = findings.value_counts().size
""",
}
_QUERY = """
import sys, time
from pathlib import Path
import pandas
from pyarrow import compute
from disclosure_stats import open_dataset
clock = time.perf_counter
dataset = open_dataset(sys.argv[1])
start = clock()
{query}
seconds = clock() - start
peak = next(l for l in Path("/proc/self/status").read_text().splitlines() if "VmHWM" in l)
print(seconds, int(peak.split()[1]) * 1024, answer)
"""


def main() -> None:
    """Make the store, ask it, and print what that took."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path, default=Path("data/raw"))
    parser.add_argument("--bodies", type=int, default=BODIES)
    parser.add_argument("--keep", type=Path, help="make the store here, and leave it")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        samples = Path(scratch, "samples")
        with contextlib.redirect_stdout(io.StringIO()):
            assert extract([str(options.folder), "--out", str(samples)]) == 0
        store = options.keep or Path(scratch, "store")
        if not (store / "datapackage.json").exists():
            start = time.perf_counter()
            make_store(Samples(samples), store, options.bodies)
            print(f"made in {time.perf_counter() - start:.0f} s")
        describe(store)
        texts(samples, options.bodies)
        for name, query in QUERIES.items():
            ask(name, query, store)


class Samples:
    """The tables of the sample reports, report by report."""

    def __init__(self, folder: Path) -> None:
        tables = StoredTables(Folder(folder))
        self.reports = tables.dataset("reports").to_table().combine_chunks()
        era = self.reports["era"].to_pylist()
        self.ids = self.reports["report_id"].to_pylist()
        self.old = [number for number, e in enumerate(era) if e == "2014"]
        self.new = [number for number, e in enumerate(era) if e != "2014"]
        self.rows: dict[str, list[pa.Table]] = {}
        for name in TABLES:
            if name != "reports":
                table = tables.dataset(name).to_table()
                table = table.unify_dictionaries().combine_chunks()
                held: dict[str, list[int]] = {}
                for place, report_id in enumerate(table["report_id"].to_pylist()):
                    held.setdefault(report_id, []).append(place)
                none = (0, -1)
                bounds = [(held.get(i, none)[0], held.get(i, none)[-1]) for i in self.ids]
                self.rows[name] = [table.slice(a, b - a + 1) for a, b in bounds]


def make_store(samples: Samples, store: Path, bodies: int) -> None:
    """Write the tables by year."""
    folder = Folder(store.parent)
    chance = np.random.default_rng(7)
    finals = {name: FinalTable(folder, store.name, name, True, {}) for name in TABLES}
    for year in YEARS:
        for first in range(0, bodies, _BODIES_AT_ONCE):
            numbers = range(first, min(first + _BODIES_AT_ONCE, bodies))
            add_reports(samples, finals, year, numbers, chance)
    for final in finals.values():
        final.close()
    folder.write_text(f"{store.name}/datapackage.json", datapackage_json())


def add_reports(
    samples: Samples,
    finals: dict[str, FinalTable],
    year: int,
    numbers: range,
    chance: np.random.Generator,
) -> None:
    """Append the reports of some bodies on a year to all tables."""
    ids = [hashlib.sha256(f"{number} {year}".encode()).hexdigest() for number in numbers]
    new = chance.choice(samples.new, len(ids))
    old = chance.choice(samples.old, len(ids)) if year < 2019 else None
    reports = report_rows(samples.reports.take(pa.array(new)), ids, year, numbers)
    for place, number in enumerate(numbers):
        finals["reports"].add(reports.slice(place, 1), year, number)
    for name, rows in samples.rows.items():
        chosen = old if old is not None and name == "indicators" else new
        pieces = [rows[sample] for sample in chosen]
        lengths = [piece.num_rows for piece in pieces]
        if not any(lengths):
            continue
        batch = varied(name, pa.concat_tables(pieces), ids, lengths, chance)
        start = 0
        for number, length in zip(numbers, lengths, strict=True):
            if length:
                finals[name].add(batch.slice(start, length), year, number)
            start += length


def report_rows(rows: pa.Table, ids: list[str], year: int, numbers: range) -> pa.RecordBatch:
    """Rows of `reports` for invented bodies."""
    towns = [f"{number:05}镇" for number in numbers]
    counties = [number // _TOWNS_A_COUNTY for number in numbers]
    provinces = [f"{county // _COUNTIES_A_PROVINCE:02}省" for county in counties]
    columns = {
        "report_id": [report_id_of(digest) for digest in ids],
        "sha256": ids,
        "body": [f"{town}人民政府" for town in towns],
        "place": towns,
        "county": [f"{county:04}县" for county in counties],
        "province": provinces,
        "source_path": [
            f"{province}/{county:04}县/{town}/{town}_{year}.pdf"
            for province, county, town in zip(provinces, counties, towns, strict=True)
        ],
        "year": [year] * len(ids),
    }
    return replaced("reports", rows, columns)


def varied(
    name: str, rows: pa.Table, ids: list[str], lengths: list[int], chance: np.random.Generator
) -> pa.RecordBatch:
    """The rows with the reports' own identifiers, boxes and counts."""
    columns: dict[str, object] = {
        "report_id": np.repeat([report_id_of(digest) for digest in ids], lengths)
    }
    for axis in _BOX:
        if axis in rows.column_names:
            shifts = chance.integers(-400, 400, len(ids)) / np.float32(16)
            values = rows[axis].to_numpy() + np.repeat(shifts, lengths)
            columns[axis] = pa.array(values, pa.float32(), from_pandas=True)
    if name in ("requests", "postings"):
        factors = np.repeat(chance.integers(1, 9, len(ids)), lengths)
        values = rows["count"].to_numpy() * factors
        columns["count"] = pa.array(values, from_pandas=True).cast(rows["count"].type)
    return replaced(name, rows, columns)


def replaced(name: str, rows: pa.Table, columns: dict[str, object]) -> pa.RecordBatch:
    """The rows with some columns in place of theirs, in one batch."""
    schema = arrow_schema(name)
    for place, field in enumerate(schema):
        if field.name in columns:
            values = columns[field.name]
            array = values if isinstance(values, pa.Array) else pa.array(values, field.type)
            rows = rows.set_column(place, field, array)
    return rows.unify_dictionaries().combine_chunks().to_batches()[0]


def describe(store: Path) -> None:
    """Print how many rows, files and bytes each table has."""
    tables = StoredTables(Folder(store))
    total = 0
    for name in TABLES:
        files = list((store / f"{name}.parquet").rglob("*.parquet"))
        size = sum(file.stat().st_size for file in files)
        total += size
        rows = tables.dataset(name).count_rows()
        print(f"  {name:12} {rows:>11,} rows, {len(files):3} files, {size / 1e6:8.1f} MB")
    print(f"  together {total / 1e9:.2f} GB; {len(open_dataset(store).tables)} tables")


def texts(samples: Path, bodies: int) -> None:
    """Print how large the narratives would be: those of the store repeat, and shrink to nothing."""
    sections = StoredTables(Folder(samples)).dataset("sections").to_table()
    codec = pa.Codec("zstd")
    size = sum(len(codec.compress((text or "").encode())) for text in sections["text"].to_pylist())
    each = size / len(set(sections["report_id"].to_pylist()))
    print(
        f"  narratives, compressed one by one: {each:.0f} bytes a report, "
        f"{each * bodies * len(YEARS) / 1e9:.2f} GB in all"
    )


def ask(name: str, query: str, store: Path) -> None:
    """Run a query three times, each in a process of its own; print the fastest and its memory."""
    code = _QUERY.format(query=query)
    runs = []
    for _ in range(3):
        done = subprocess.run(
            [sys.executable, "-c", code, str(store)], capture_output=True, text=True, check=True
        )
        seconds, peak, answer = done.stdout.split()
        runs.append((float(seconds), int(peak), answer))
    seconds, peak, answer = min(runs)
    print(f"  {name:40} {seconds:6.2f} s, {peak / 1e6:6.0f} MB ({answer} rows)")


if __name__ == "__main__":
    main()
