"""A table as it was read, row by row and column by column, with what to look at in colour."""

from collections.abc import Collection, Iterable, Mapping
from html import escape
from typing import Final

import pandas as pd

from disclosure_stats.analysis.report import Report
from disclosure_stats.checks.marks import Mark
from disclosure_stats.checks.rules import cell_name
from disclosure_stats.forms.cells import CELL_TABLES, CellKey
from disclosure_stats.languages import LANGUAGES, Language
from disclosure_stats.pages.picture import COLOURS
from disclosure_stats.rows import Row
from disclosure_stats.store.code_book import labels

_STATES: Final = {"blank": "", "dash": "—", "unreadable": "?"}
_TINT: Final = 0.22  # how much of its colour a cell is filled with
_CELL: Final = "border:1px solid #c8c8c8;padding:2px 5px"
_OUTLINE: Final = ";outline:2px solid #202020;outline-offset:-2px;font-weight:bold"
_TEXT_COLUMNS: Final = {
    "postings": {
        "posting_id": ("编号", "no."),
        "parent_id": ("其总数", "part of"),
        "channel": ("渠道", "channel"),
        "category": ("类别", "category"),
        "count": ("数量", "count"),
        "unit": ("单位", "unit"),
        "sentence": ("句子", "sentence"),
    },
    "sections": {
        "number": ("部分", "part"),
        "heading": ("标题", "heading"),
        "text": ("文字", "text"),
    },
}


def read_table(
    report: Report,
    table: str,
    concerned: Collection[tuple[str, str]] = (),
    language: Language = "zh",
) -> str:
    """HTML: the numbers of a statutory table under the form's titles, or the rows of another table.

    Cells of failed sums are orange, doubtful ones red; those of `concerned` (row and column codes)
    are framed. Rows that the report leaves out are left out.
    """
    if table in CELL_TABLES:
        return _grid(report, table, concerned, language)
    rows = report.table(table) if table in _TEXT_COLUMNS else pd.DataFrame()
    heads = _TEXT_COLUMNS.get(table, {})
    names = list(heads)
    codes = {name: labels(name, language) for name in names if name == "channel"}
    lines = (
        "".join(_td(_text(codes.get(name, {}).get(row[name], row[name]))) for name in names)
        for row in rows.to_dict("records")
    )
    return _table([heads[name][LANGUAGES.index(language)] for name in names], lines)


def _grid(
    report: Report, table: str, concerned: Collection[tuple[str, str]], language: Language
) -> str:
    one, other, number = CELL_TABLES[table]
    marks = report.marks()
    cells: dict[tuple[str, str], Row] = {}
    names: dict[str, str] = {}
    columns: dict[str, None] = {}
    for row in report.rows(table):
        if row["cell_state"] == "absent":
            continue
        # Indicators of a province's own share a code; their labels tell them apart.
        own = str(row["label"]) if row[one] == "other" and table == "indicators" else row[one]
        names[own] = own if own != row[one] else cell_name(table, own, language)
        columns[row[other]] = None
        cells[own, row[other]] = row
    lines = (
        f'<th style="{_CELL};text-align:left;font-weight:normal">{escape(name)}</th>'
        + "".join(
            _number_cell(cells.get((code, column)), number, table, marks, concerned)
            for column in columns
        )
        for code, name in names.items()
    )
    return _table(["", *(cell_name(table, column, language) for column in columns)], lines)


def _number_cell(
    cell: Row | None,
    number: str,
    table: str,
    marks: Mapping[CellKey, Mark],
    concerned: Collection[tuple[str, str]],
) -> str:
    if cell is None:
        return _td("")
    one, other, _ = CELL_TABLES[table]
    key = cell[one], cell[other]
    style = "text-align:right"
    mark = marks.get((table, *key))
    if mark is not None:
        red, green, blue = COLOURS[mark]
        style += f";background:rgba({red},{green},{blue},{_TINT})"
    if key in concerned:
        style += _OUTLINE
    value = cell[number]
    return _td(_STATES.get(cell["cell_state"], "") if value is None else f"{value:.15g}", style)


def _td(text: str, style: str = "text-align:left") -> str:
    return f'<td style="{_CELL};{style}">{escape(text)}</td>'


def _text(value: object) -> str:
    return "" if pd.isna(value) else str(value)  # type: ignore[call-overload]  # takes any object


def _table(heads: Iterable[str], lines: Iterable[str]) -> str:
    titles = "".join(f'<th style="{_CELL};text-align:left">{escape(head)}</th>' for head in heads)
    rows = "".join(f"<tr>{line}</tr>" for line in lines)
    return f'<table style="border-collapse:collapse;font-size:85%"><tr>{titles}</tr>{rows}</table>'
