"""The truth of a report as JSON, one line a row of a table: a change reads well in a diff."""

import json
from dataclasses import asdict
from typing import Any

from .model import Report


def truth_of(report: Report) -> dict[str, Any]:
    """Figures are numbers as printed, or the contract's `cell_state` where none is printed.

    `requests` and `appeals` hold a row of figures in the contract's order of applicants and
    results.
    """
    place = report.place
    return {
        "source_path": place.path(report.year),
        "body": place.body,
        "place": place.name,
        "level": place.level,
        "county": place.county,
        "prefecture": place.prefecture,
        "province": place.province,
        "year": report.year,
        "era": report.era,
        "disclosures": [
            {"item": item, "measure": measure, "value": figure, "unit": _unit(item, measure)}
            for (item, measure), figure in report.disclosures.items()
        ],
        "requests": _by_first_key(report.requests),
        "appeals": _by_first_key(report.appeals),
        "indicators": report.indicators,
        "postings": _postings(report),
        "statements": [asdict(one) for one in report.statements],
        "activities": [
            asdict(one)
            for section in report.sections
            for paragraph in section.paragraphs
            for sentence in paragraph
            for one in sentence.activities
        ],
        "copied": report.copied,
        "own_words": report.own_words,
        "inconsistency": asdict(report.inconsistency) if report.inconsistency else None,
    }


def dump_truth(truth: dict[str, Any]) -> str:
    """JSON with one line for each entry of the top level and each row below it."""
    parts = []
    for key, value in truth.items():
        if value and isinstance(value, dict):
            rows = ",\n".join(f"  {_line(k)}: {_line(v)}" for k, v in value.items())
            parts.append(f" {_line(key)}: {{\n{rows}\n }}")
        elif value and isinstance(value, list):
            rows = ",\n".join(f"  {_line(row)}" for row in value)
            parts.append(f" {_line(key)}: [\n{rows}\n ]")
        else:
            parts.append(f" {_line(key)}: {_line(value)}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _by_first_key(cells: dict[tuple[str, str], Any]) -> dict[str, list[Any]]:
    rows: dict[str, dict[str, Any]] = {}
    for (row, column), figure in cells.items():
        rows.setdefault(row, {})[column] = figure
    return {row: list(figures.values()) for row, figures in rows.items()}


def _unit(item: str, measure: str) -> str | None:
    """The unit of a sum of money; counts have none printed."""
    return "万元" if measure == "amount" and item in ("fees", "procurement") else None


def _postings(report: Report) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for section in report.sections:
        for sentence in (s for paragraph in section.paragraphs for s in paragraph):
            start = len(rows)
            for number, posting in enumerate(sentence.postings, start=start + 1):
                rows.append({"posting_id": number, **asdict(posting), "sentence": sentence.text})
                rows[-1]["parent_id"] = posting.parent and start + posting.parent
                del rows[-1]["parent"]
    return rows
