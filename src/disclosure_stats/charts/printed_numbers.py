"""The print behind the numbers of a place and year: the picture of the cell, or the sentence."""

from collections.abc import Sequence
from html import escape
from os import PathLike
from pathlib import Path
from typing import Any

import pandas as pd

from disclosure_stats.analysis.dataset import Dataset
from disclosure_stats.analysis.panel import place_years
from disclosure_stats.analysis.panel_words import quantity_name
from disclosure_stats.analysis.posting_volumes import SUM
from disclosure_stats.analysis.report import Report, read_reports
from disclosure_stats.analysis.selection import SelectionError, choose
from disclosure_stats.checks.rules import name_of
from disclosure_stats.forms.cells import CELL_TABLES
from disclosure_stats.forms.labels import official_labels
from disclosure_stats.languages import Language
from disclosure_stats.pages.picture import as_url
from disclosure_stats.settings import folder_of_reports
from disclosure_stats.store.source_paths import find_original

_HEADS = {
    "zh": ("数量", "数值", "出处", "页", "原件"),
    "en": ("quantity", "value", "stands in", "page", "as printed"),
}
_LEFT = 'style="text-align:left"'


class OriginalMissingError(SelectionError, FileNotFoundError):
    """The file of a report is not in the folder that was named."""


class OriginalChangedError(SelectionError):
    """The file in the folder is not the one that the numbers were read from."""


class PrintedNumbers:
    """Numbers with the print that they were read from: `table` is a DataFrame, and a notebook
    shows the pictures beside the numbers."""

    def __init__(self, table: pd.DataFrame, report: Report, language: Language) -> None:
        self.table = table
        self._report = report
        self._language = language

    def __repr__(self) -> str:
        return str(self.table.to_string(index=False))

    def _repr_html_(self) -> str:
        heads = (f"<th {_LEFT}>{name}</th>" for name in _HEADS[self._language])
        rows = "".join(self._row(row) for row in self.table.to_dict("records"))
        return f"<table><thead><tr>{''.join(heads)}</tr></thead><tbody>{rows}</tbody></table>"

    def _row(self, row: dict[Any, Any]) -> str:
        cells = (
            escape(quantity_name(row["quantity"], self._language)),
            _number(row) + self._said_of_blank(row),
            escape(self._place(row)),
            "" if pd.isna(row["page"]) else str(row["page"]),
            self._print(row),
        )
        return f"<tr>{''.join(f'<td {_LEFT}>{cell}</td>' for cell in cells)}</tr>"

    def _said_of_blank(self, row: dict[Any, Any]) -> str:
        """Whence a number comes whose cell prints none."""
        if row["cell_state"] == "printed" or pd.isna(row["value"]):
            return ""
        return {"zh": "（按合计）", "en": " (by the sums)"}[self._language]

    def _place(self, row: dict[Any, Any]) -> str:
        """What the form calls the cell's row and column; for a sentence, where it stands."""
        if not pd.isna(row["sentence"]):
            return {"zh": "正文", "en": "narrative"}[self._language]
        labels = official_labels(str(self._report.era), row["table"])
        codes = (row[part] for part in ("row", "column"))
        return " / ".join(labels.get(code) or name_of(code, self._language) for code in codes)

    def _print(self, row: dict[Any, Any]) -> str:
        if not pd.isna(row["sentence"]):
            return escape(row["sentence"])
        if pd.isna(row["page"]):
            return escape(row["cell_state"])
        one, other, _ = CELL_TABLES[row["table"]]
        picture = self._report.show_cell(row["table"], **{one: row["row"], other: row["column"]})
        return f'<img alt="{_number(row)}" style="max-height:3.6em" src="{as_url(picture)}">'


def printed_numbers(
    dataset: Dataset,
    place: str,
    year: int,
    reports: str | PathLike[str] | None = None,
    names: Sequence[str] | None = None,
    language: Language = "zh",
) -> PrintedNumbers:
    """The numbers of a place and year with the picture of each printed cell, or the sentence.

    `reports` is the folder that was given to the extract command, with None the one that was read
    last (`disclosure_stats.settings`); `names` are quantities of the panel, by default all that the
    report prints. Raises UnknownNameError for a place or year that the dataset does not have,
    OriginalMissingError if the report is not in the folder, OriginalChangedError if the file there
    is not the one that the numbers were read from, SettingsError if no folder is known; a notebook
    shows their messages alone, without a traceback.
    """
    chosen = choose(dataset, [place], [year])
    if len(chosen.places) > 1:
        several = "、".join(chosen.places)
        raise SelectionError(
            f"“{place}”是几个地方的名称：{several}；请写出其中一个。",
            f"{place} is the name of several places: {several}",
        )
    narrowed = dataset.select(chosen.places, [year])
    rows = place_years(narrowed).set_index("place_label")
    row = rows.loc[chosen.places[0]]
    report_id, source_path = str(row["report_id"]), str(row["source_path"])
    found = narrowed.evidence(names)
    if names is None:  # its figures stand there under their channels
        found = found[found["quantity"] != SUM]
    found = found[(found["report_id"] == report_id) & (found["cell_state"] != "absent")]
    report = _report(original(folder_of_reports(reports), source_path), report_id)
    return PrintedNumbers(found.reset_index(drop=True), report, language)


def original(folder: Path, source_path: str) -> Path:
    """The file below `folder` that tables know by this path; OriginalMissingError without one."""
    path = find_original(folder, source_path)
    if not path.is_file():
        raise OriginalMissingError(
            f"没有找到原件 {path}；请检查 reports 所指的文件夹。",
            f"There is no file {path}: is it the folder that the reports were read from?",
        )
    return path


def _report(path: Path, report_id: str) -> Report:
    for report in read_reports(path):
        if report.report_id == report_id:
            return report
    raise OriginalChangedError(
        f"{path} 在读取之后有变动，请重新提取。",
        f"{path} has changed since its numbers were read: extract it again",
    )


def _number(row: dict[Any, Any]) -> str:
    """As printed, digit for digit: %g would round from the seventh digit on."""
    if pd.isna(row["value"]):
        return "—"
    value = float(row["value"])
    return f"{value:.0f}" if value.is_integer() else repr(value)
