"""How right the readings are: over files with known truth, what was tuned on kept apart.

    .venv/bin/python bench/accuracy.py [FOLDER ...] --write docs/accuracy.md

Always measured: the layouts that tests/layouts draws, and the samples of data/raw. Each FOLDER
holds reports, and beside NAME.* a NAME.truth.json with rows by the codes of the output contract
(one report, or {"reports": [...]}). Of each set, by form, format and route:

- right: cells whose number (or null) is the printed one, and files all of whose cells are;
- openly lost: cells that are null and should not be, in a report that is not `verified`;
- silently wrong: a wrong number under `verified` or `unproven`, or one lost there;
- misproved: a wrong number whose `proof` says more than `once`;
- blamed: a sum called the report's own fault (`origin = source`) where the truth adds up.
"""

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from layouts import CASES, consistent_truth, draw_report
from sample_truth_loader import RAW, load_truth

from disclosure_stats.errors import ReadingError
from disclosure_stats.forms.cells import CELL_TABLES, CellTable
from disclosure_stats.reading.document import read_document

Cells = dict[tuple[str, ...], float | None]
SUMMARY = ("files", "files right", "cells", "right", "openly lost", "silently wrong", "misproved")
_EQUAL = 1e-6
_SILENT = ("verified", "unproven")
_BEGIN, _END = "<!-- figures: begin -->", "<!-- figures: end -->"


@dataclass(frozen=True)
class Known:
    """A file whose truth is known: its set, its bytes, and the reports that it holds."""

    of_set: str
    name: str
    data: bytes
    truths: Sequence[dict[str, Any]]


@dataclass
class Count:
    """What came of the files of one line of the page."""

    numbers: dict[str, int] = field(default_factory=lambda: dict.fromkeys((*SUMMARY, "blamed"), 0))

    def add(self, other: dict[str, int]) -> None:
        """Count one file in."""
        for name, number in other.items():
            self.numbers[name] += number


def drawn() -> Iterator[Known]:
    """The layouts that the tests draw."""
    for name, case in CASES.items():
        for era in case.eras:
            truth = case.adapt(consistent_truth(era, Random(f"{name} {era} busy"), busy=True))
            data, drawing = draw_report(truth, case.layout)
            rows: dict[str, Any] = {table: [] for table in CELL_TABLES}
            for (table, row, column), printed in drawing.expected.items():
                if table in rows and not row.startswith(("other:", "response_")):
                    keys = CELL_TABLES[table]
                    rows[table].append(
                        {keys.row: row, keys.column: column, keys.number: printed.value}
                    )
            yield Known("drawn layouts", f"{name} {era}", data, [{"era": era, **rows}])


def samples() -> Iterator[Known]:
    """The sample reports of data/raw."""
    for truth in load_truth():
        rows: dict[str, Any] = {
            table: [
                {
                    keys.row: key[0],
                    keys.column: key[1] if len(key) > 1 else "year",
                    keys.number: None if isinstance(figure, str) else figure,
                }
                for key, figure in truth.cells[table].items()
            ]
            for table, keys in CELL_TABLES.items()
        }
        data = (RAW / truth.source_path).read_bytes()
        known = {**truth.identity, **rows, "inconsistency": truth.inconsistency}
        yield Known("data/raw", truth.source_path, data, [known])


def in_folder(folder: Path) -> Iterator[Known]:
    """The files of a folder that have their truth beside them."""
    for path in sorted(folder.glob("*.truth.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        stem = path.name.removesuffix(".truth.json")
        for file in sorted(folder.glob(f"{stem}.*")):
            if file != path:
                yield Known(
                    folder.name, file.name, file.read_bytes(), truth.get("reports", [truth])
                )


def judge(known: Known) -> tuple[tuple[str, str, str, str], dict[str, int]]:
    """The line that a file counts in (set, form, format, route), and what came of it."""
    try:
        reports = read_document(known.data, known.name)
    except ReadingError:
        reports = []
    by_place = {report.identity["place"]: report for report in reports}
    result = dict.fromkeys((*SUMMARY, "blamed"), 0)
    result["files"] = 1
    is_right = True
    for index, truth in enumerate(known.truths):
        report = by_place.get(truth.get("place")) if len(known.truths) > 1 else None
        report = report or (reports[index] if index < len(reports) else None)
        for name, number in _judged(report, truth).items():
            result[name] += number
    is_right = result["right"] == result["cells"] and not result["silently wrong"]
    result["files right"] = int(is_right)
    first = reports[0].identity if reports else {}
    line = (
        known.of_set,
        str(known.truths[0].get("era") or first.get("era") or "unknown"),
        str(first.get("format") or Path(known.name).suffix.lstrip(".") or "pdf"),
        str(first.get("route") or "failed"),
    )
    return line, result


def _judged(report: Any, truth: dict[str, Any]) -> dict[str, int]:
    counts = dict.fromkeys((*SUMMARY, "blamed"), 0)
    is_silent = report is not None and report.identity["status"] in _SILENT
    for table, keys in CELL_TABLES.items():
        read = defaultdict(list)
        for row in report.tables[table] if report else ():
            read[_key(row, keys)].append(row)
        for row in truth.get(table) or ():
            counts["cells"] += 1
            found = read.get(_key(row, keys), [])
            number = found[0][keys.number] if len(found) == 1 else None
            expected = row[keys.number]
            if _same(number, expected) or number is None and row.get("lenient"):
                counts["right"] += 1
            elif number is None:
                counts["silently wrong" if is_silent else "openly lost"] += 1
            else:
                counts["silently wrong"] += is_silent
                counts["misproved"] += found[0]["proof"] in ("sums", "second_look")
    is_clean = not (
        truth.get("findings_expected")
        or truth.get("identity_breaks_in_source")
        or truth.get("inconsistency")
    )
    if report is not None and is_clean:
        counts["blamed"] = sum(
            found["origin"] == "source"
            and found["severity"] != "info"
            and found["table"] in CELL_TABLES
            for found in report.tables["findings"]
        )
    return counts


def _key(row: dict[str, Any], keys: CellTable) -> tuple[str, ...]:
    """What names a cell; rows that the form does not have share a code, and are told by label."""
    code = row[keys.row]
    return code, row.get(keys.column, "year"), row.get("label", "") if code == "other" else ""


def _same(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) < _EQUAL


def table(lines: dict[tuple[str, str, str, str], Count]) -> str:
    """The figures as a Markdown table."""
    heads = ("set", "form", "format", "route", *SUMMARY, "blamed")
    text = ["| " + " | ".join(heads) + " |", "| " + " | ".join("---" for _ in heads) + " |"]
    for line, count in sorted(lines.items()):
        text.append("| " + " | ".join((*line, *map(str, count.numbers.values()))) + " |")
    return "\n".join(text)


def write(path: Path, figures: str) -> None:
    """Put the figures in the place of those that the page has."""
    before, rest = path.read_text(encoding="utf-8").split(_BEGIN)
    _, behind = rest.split(_END)
    path.write_text(f"{before}{_BEGIN}\n{figures}\n{_END}{behind}", encoding="utf-8")


def main() -> int:
    """Measure, print or write the page; 0."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    parser.add_argument("--write", type=Path, metavar="FILE", help="the page that holds them")
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    files = [*drawn(), *samples()]
    files += [known for folder in options.folders for known in in_folder(folder)]
    lines: dict[tuple[str, str, str, str], Count] = defaultdict(Count)
    with ProcessPoolExecutor(options.processes) as pool:
        for line, result in pool.map(judge, files, chunksize=4):
            lines[line].add(result)
    figures = table(lines)
    if options.write:
        write(options.write, figures)
    else:
        print(figures)
    return 0


if __name__ == "__main__":
    sys.exit(main())
