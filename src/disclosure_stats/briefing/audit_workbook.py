"""An audit as a workbook: printed cells to be read by a person, and its answers read back."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import openpyxl
import pandas as pd

from disclosure_stats.analysis.audit_rates import verdict
from disclosure_stats.analysis.audit_sample import STRATA, AuditSample
from disclosure_stats.analysis.excel import A3, for_print, new_book, write_heads
from disclosure_stats.briefing.cell_pictures import COLUMN_WIDTH, insert_picture
from disclosure_stats.console import this_python
from disclosure_stats.documents.cutouts import cut_out
from disclosure_stats.documents.picture import Pages
from disclosure_stats.forms.labels import official_labels
from disclosure_stats.forms.titles import titles_of
from disclosure_stats.languages import Language
from disclosure_stats.pages.picture import DrawnCell
from disclosure_stats.store.originals import read_original
from disclosure_stats.store.schemas import BOX

READ_SHEET, STRATA_SHEET = "as_read", "strata"
_KEPT: Final = ("number", *STRATA, "row", "column", "read", "cell_state", "report_id")
_HEADS: Final[dict[Language, tuple[str, ...]]] = {
    "zh": ("序号", "您读到的", "印刷处", "表中的行", "列", "备注", "文件", "页"),
    "en": (
        "No.",
        "What you read",
        "In print",
        "Row of the form",
        "Column",
        "Remark",
        "File",
        "Page",
    ),
}
_WIDTHS: Final = (6, 14, COLUMN_WIDTH, 30, 16, 24, 36, 6)
_ANSWER, _PICTURE = 1, 2
_SHEETS: Final[dict[Language, tuple[str, str]]] = {
    "zh": ("抽样核对", "说明"),
    "en": ("Audit", "How to"),
}
_HOW_TO: Final[dict[Language, tuple[str, ...]]] = {
    "zh": (
        "请在“您读到的”一列写下红框内所印的数字，照原样，不带单位。",
        "框内没有数字的写“空”；印的是横线、斜线或“无”的写“-”；看不清的写“?”。",
        "程序读到的数字没有列出，以免先入为主；它在隐藏的工作表里，读回时再比较。",
        "可以只做一部分，也可以排序；不要改动序号。做完后存盘，用下面的命令读回：",
        "{python} -m disclosure_stats.audit --read {name}",
    ),
    "en": (
        "Write into “What you read” the number in the red frame, as printed, without its unit.",
        "Write “blank” where the frame holds none, “-” for a dash, a slash or 无, “?” if unsure.",
        "What the program read is not shown, so as not to lead you; a hidden sheet keeps it.",
        "A part will do, and rows may be sorted; leave the numbers in the first column. Then:",
        "{python} -m disclosure_stats.audit --read {name}",
    ),
}
_NO_PICTURE: Final[dict[Language, str]] = {
    "zh": "原件不在，或已改变",
    "en": "the file is not there, or has changed",
}
_LINE_HEIGHT: Final = 20  # pixels


class AuditError(ValueError):
    """The workbook is none of an audit, or holds an answer that cannot be understood."""


def write_audit(path: Path, sample: AuditSample, originals: Path | None, language: Language) -> int:
    """Writes an `.xlsx` with a row a cell: its print with the titles of row and column, and room
    for what a person reads. Gives how many cells have their picture.

    `originals` is the folder that was given to the extract command; without it there are no
    pictures. Raises OSError when the workbook cannot be written.
    """
    with new_book(path) as book:
        pictured = _cells_sheet(book, sample, originals, language)
        sheet = book.add_worksheet(_SHEETS[language][1])
        sheet.set_column(0, 0, 100)
        words = {"python": this_python(), "name": path.name}
        sheet.write_column(0, 0, [line.format(**words) for line in _HOW_TO[language]])
        _hidden(book, READ_SHEET, sample.cells[list(_KEPT)])
        _hidden(book, STRATA_SHEET, sample.strata)
    return pictured


def _cells_sheet(book: Any, sample: AuditSample, originals: Path | None, language: Language) -> int:
    sheet = book.add_worksheet(_SHEETS[language][0])
    write_heads(book, sheet, _HEADS[language], _WIDTHS)
    text = book.add_format({"text_wrap": True, "valign": "top"})
    answer = book.add_format({"valign": "top", "bg_color": "#fff8e1", "font_size": 14, "border": 1})
    pictured = 0
    pictures = _pictures(sample, originals)
    for row, cell in enumerate(sample.cells.to_dict("records"), 1):
        labels = official_labels(str(cell["era"]), cell["table"]) if cell["era"] != "none" else {}
        sheet.write_number(row, 0, cell["number"], text)
        sheet.write_blank(row, _ANSWER, None, answer)
        facts = (
            labels.get(cell["row"], cell["row"]),
            labels.get(cell["column"], cell["column"]),
            None,
            cell["source_path"],
            cell["page"],
        )
        for column, fact in enumerate(facts, _PICTURE + 1):
            if fact is not None:
                sheet.write(row, column, fact, text)
        picture = next(pictures)
        height = _LINE_HEIGHT
        if picture is not None:
            height = insert_picture(sheet, row, _PICTURE, picture)
            pictured += 1
        elif originals is not None:
            sheet.write_string(row, _PICTURE, _NO_PICTURE[language], text)
        sheet.set_row_pixels(row, max(height, _LINE_HEIGHT))
    sheet.freeze_panes(1, 2)
    for_print(sheet, A3)
    sheet.repeat_rows(0)
    return pictured


def _pictures(sample: AuditSample, originals: Path | None) -> Iterator[Any]:
    """For each cell of the sample its print; None where there is none to be shown."""
    for cell in sample.cells.to_dict("records"):
        data = None
        if originals is not None:
            data = read_original(originals, cell["source_path"], cell["sha256"])
        if data is None:
            yield None
            continue
        x0, top, x1, bottom = (float(cell[edge]) for edge in BOX)
        drawn = DrawnCell(int(cell["page"]), (x0, top, x1, bottom), "doubtful")
        rows = sample.rows[cell["report_id"], cell["table"]]
        with Pages(data) as pages:
            titles = titles_of(str(cell["era"]), cell["table"], rows, cell["row"])
            yield cut_out(pages, [drawn], titles)


def _hidden(book: Any, name: str, data: pd.DataFrame) -> None:
    sheet = book.add_worksheet(name)
    sheet.write_row(0, 0, list(data))
    for row, values in enumerate(data.itertuples(index=False, name=None), 1):
        for column, value in enumerate(values):
            if not pd.isna(value):
                sheet.write(row, column, value)
    sheet.hide()


def read_audit(path: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The cells of a workbook that `write_audit` made, with the `answer` that a person gave and its
    `verdict`; and the strata. Raises AuditError, which names the row, and OSError."""
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    try:
        if not {READ_SHEET, STRATA_SHEET} <= set(book.sheetnames):
            raise AuditError(f"{path.name} is no workbook of an audit")
        kept, strata = (_frame(book[name]) for name in (READ_SHEET, STRATA_SHEET))
        answers = {
            row[0]: row[_ANSWER]
            for row in book.worksheets[0].iter_rows(min_row=2, values_only=True)
            if row[0] is not None
        }
    finally:
        book.close()
    unknown = set(answers) - set(kept["number"])
    if unknown:
        raise AuditError(f"there is no number {sorted(map(str, unknown))[0]}: was it changed?")
    kept["answer"] = kept["number"].map(answers)
    kept["verdict"] = list(map(_verdict, kept.itertuples()))
    return kept, strata


def _verdict(row: Any) -> str:
    read = None if pd.isna(row.read) else float(row.read)
    answer = None if pd.isna(row.answer) else row.answer
    if isinstance(answer, float) and answer.is_integer():
        answer = int(answer)
    try:
        return verdict(answer, read, row.cell_state)
    except ValueError as problem:
        raise AuditError(f"number {row.number}: {problem}") from problem


def _frame(sheet: Any) -> pd.DataFrame:
    heads, *rows = sheet.iter_rows(values_only=True)
    return pd.DataFrame(rows, columns=list(heads))
