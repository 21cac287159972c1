"""What does not add up, as an Excel workbook that can be sent to the bodies concerned."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import xlsxwriter
from PIL import Image

from disclosure_stats.batch.recheck import CheckedFinding, CheckedReport
from disclosure_stats.checks.rules import location, name_of, rules, sentence
from disclosure_stats.documents.picture import crop_cell
from disclosure_stats.languages import Language
from disclosure_stats.pages.picture import DrawnCell
from disclosure_stats.store.source_paths import find_original

_HEADS: Final[dict[Language, tuple[str, ...]]] = {
    "zh": (
        "文件", "机关所在地", "年度", "页", "程度", "出处", "规则", "位置",
        "报告所印", "应与之相符", "说明", "Explanation", "印刷处", "答复",
    ),
    "en": (
        "File", "Place", "Year", "Page", "Severity", "Origin", "Rule", "Where",
        "Printed", "Held against", "说明", "Explanation", "In print", "Answer",
    ),
}  # fmt: skip
_WIDTHS = (34, 14, 7, 6, 9, 11, 22, 30, 10, 11, 46, 46, 40, 40)
_SHEETS: Final[dict[Language, tuple[str, str]]] = {
    "zh": ("需要核对之处", "各规则结果"),
    "en": ("Findings", "Rules"),
}
_RULE_HEADS: Final[dict[Language, tuple[str, ...]]] = {
    "zh": ("规则", "程度", "成立", "不成立", "无法判断"),
    "en": ("Rule", "Severity", "Holds", "Fails", "Not assessable"),
}
_NO_PICTURE: Final[dict[Language, str]] = {
    "zh": "原文件不在，或已改变",
    "en": "the file is not there, or has changed",
}
_PICTURE = len(_WIDTHS) - 2
_PICTURE_SIZE = (270, 68)  # pixels on the screen
_ROW_HEIGHT = 76  # a picture, or four lines of text
_COUNTS = (8, 9)
_A3 = 8
_DATE = datetime(2000, 1, 1)  # one that does not change keeps the file the same


def write_check_workbook(
    path: Path,
    reports: Sequence[CheckedReport],
    outcomes: Mapping[tuple[str, str], int],
    originals: Path | None,
    language: Language,
) -> int:
    """Writes an `.xlsx`: a sheet with a row a finding, and one with how often each rule held.

    `originals` is the folder that was given to the extract command: with it, each finding shows the
    printed cell. Gives the number of findings. Raises OSError when it cannot be written.
    """
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    try:
        with xlsxwriter.Workbook(path, options) as book:
            book.set_properties({"author": "disclosure_stats", "created": _DATE})
            count = _findings_sheet(book, reports, originals, language)
            _rules_sheet(book, outcomes, language)
    except xlsxwriter.exceptions.FileCreateError as problem:
        raise OSError(f"{path} cannot be written: {problem}") from problem
    return count


def _findings_sheet(
    book: Any, reports: Sequence[CheckedReport], originals: Path | None, language: Language
) -> int:
    sheet = book.add_worksheet(_SHEETS[language][0])
    head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#eeeeee", "text_wrap": True})
    text = book.add_format({"text_wrap": True, "valign": "top", "align": "left", "indent": 1})
    count = book.add_format({"num_format": "#,##0.######", "valign": "top"})
    plain = book.add_format({"num_format": "0", "valign": "top"})
    answer = book.add_format({"text_wrap": True, "valign": "top", "bg_color": "#fff8e1"})
    for column, (name, width) in enumerate(zip(_HEADS[language], _WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, name, head)
    row = 0
    for report in reports:
        data = None if originals is None else _original(originals, report)
        for found in report.findings:
            row += 1
            sheet.set_row_pixels(row, _ROW_HEIGHT)
            for column, value in enumerate(_values(report, found, language)):
                if isinstance(value, int | float):
                    style = count if column in _COUNTS else plain
                    sheet.write_number(row, column, value, style)
                elif value is not None:
                    sheet.write_string(row, column, value, text)
            sheet.write_blank(row, _PICTURE + 1, None, answer)
            if originals is None or not found.cells:
                continue
            if data is None:
                sheet.write_string(row, _PICTURE, _NO_PICTURE[language], text)
            else:
                _insert_picture(sheet, row, crop_cell(data, _shown(found)))
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(row, 1), len(_WIDTHS) - 1)
    sheet.set_landscape()
    sheet.set_paper(_A3)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    return row


def _values(
    report: CheckedReport, found: CheckedFinding, language: Language
) -> tuple[str | float | None, ...]:
    identity, row = report.identity, found.row
    return (
        identity["source_path"],
        identity["place"],
        identity["year"],
        row["page"],
        name_of(row["severity"], language),
        name_of(row["origin"], language),
        row["rule"],
        location(row, language),
        row["found"],
        row["expected"],
        sentence(row, "zh"),
        sentence(row, "en"),
    )


def _original(originals: Path, report: CheckedReport) -> bytes | None:
    """The bytes that the report was read from; None if they are not there any more."""
    home = originals if originals.is_dir() else originals.parent
    path = find_original(home, report.identity["source_path"]).resolve()
    if not path.is_relative_to(home.resolve()) or not path.is_file():
        return None
    data = path.read_bytes()
    return data if hashlib.sha256(data).hexdigest() == report.identity["sha256"] else None


def _shown(found: CheckedFinding) -> DrawnCell:
    """The first cell; with all others of the sum, where they stand in one row."""
    cells = [DrawnCell(*cell) for cell in found.cells]
    first = cells[0]
    beside = [
        cell.box
        for cell in cells
        if cell.page == first.page and abs(cell.box[1] - first.box[1]) < 1
    ]
    if len(beside) < len(cells):
        return first
    x0, top, x1, bottom = zip(*beside, strict=True)
    return first._replace(box=(min(x0), min(top), max(x1), max(bottom)))


def _insert_picture(sheet: Any, row: int, picture: Image.Image) -> None:
    scale = min(side / size for side, size in zip(_PICTURE_SIZE, picture.size, strict=True))
    written = BytesIO()
    picture.save(written, format="PNG")
    placed = {
        "image_data": written,
        "x_scale": scale,
        "y_scale": scale,
        "x_offset": 4,
        "y_offset": 4,
    }
    sheet.insert_image(row, _PICTURE, "cell.png", placed)


def _rules_sheet(book: Any, outcomes: Mapping[tuple[str, str], int], language: Language) -> None:
    sheet = book.add_worksheet(_SHEETS[language][1])
    head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#eeeeee"})
    counted = Counter(outcomes)
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 4, 14)
    sheet.write_row(0, 0, _RULE_HEADS[language], head)
    row = 0
    for rule in rules().values():
        counts = [counted[rule.code, end] for end in ("passed", "failed", "not_assessable")]
        if any(counts):
            row += 1
            sheet.write_row(row, 0, [rule.code, rule.severity, *counts])
