"""What does not add up, as an Excel workbook that can be sent to the bodies concerned."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from disclosure_stats.analysis.excel import A3, for_print, new_book, write_heads
from disclosure_stats.batch.checked import Checked
from disclosure_stats.batch.recheck import CheckedCell, CheckedFinding, CheckedReport
from disclosure_stats.briefing.cell_pictures import COLUMN_WIDTH, insert_picture
from disclosure_stats.checks.outcome import Outcome
from disclosure_stats.checks.rules import cell_name, location, name_of, rules, sentence
from disclosure_stats.documents.cutouts import cut_out
from disclosure_stats.documents.picture import Pages
from disclosure_stats.languages import Language
from disclosure_stats.pages.picture import DrawnCell
from disclosure_stats.store.originals import read_original

_HEADS: Final[dict[Language, tuple[str, ...]]] = {
    "zh": (
        "文件", "机关所在地", "年度", "页", "程度", "出处", "规则", "位置",
        "报告所印", "应与之相符", "说明", "Explanation", "印刷处", "各项数字", "答复",
    ),
    "en": (
        "File", "Place", "Year", "Page", "Severity", "Origin", "Rule", "Where",
        "Printed", "Held against", "说明", "Explanation", "In print", "The parts", "Answer",
    ),
}  # fmt: skip
_WIDTHS = (34, 14, 7, 6, 9, 11, 22, 30, 10, 11, 46, 46, COLUMN_WIDTH, 40, 40)
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
_PICTURE = len(_WIDTHS) - 3
_NOT_IN_FILE_NAMES = re.compile(r'[\x00-\x1f\\/:*?"<>|]')  # of any system
_MIN_ROW_HEIGHT, _LINE_HEIGHT, _MAX_ROW_HEIGHT = 76, 20, 545  # pixels; Excel's own end at 546
_COUNTS = (8, 9)


def write_check_workbooks(
    path: Path, checked: Checked, originals: Path | None, language: Language
) -> dict[Path, int]:
    """Writes an `.xlsx`, or one for each group of reports with findings, named after it: a sheet
    with a row a finding, and one with how often each rule held. Gives how many findings are in each
    file.

    Each finding shows the numbers that it rests on. With `originals`, the folder that was given to
    the extract command, it shows their print too: all terms of a sum, with the titles of rows and
    columns. Raises OSError when a file cannot be written.
    """
    files = {}
    for group, (reports, outcomes) in checked.groups.items():
        if reports or not group:
            own = path.with_stem(
                f"{path.stem}_{_NOT_IN_FILE_NAMES.sub('_', group)}" if group else path.stem
            )
            files[own] = _write(own, reports, outcomes, originals, language)
    return files


def _write(
    path: Path,
    reports: Sequence[CheckedReport],
    outcomes: Mapping[tuple[str, Outcome], int],
    originals: Path | None,
    language: Language,
) -> int:
    with new_book(path) as book:
        count = _findings_sheet(book, reports, originals, language)
        _rules_sheet(book, outcomes, language)
    return count


def _findings_sheet(
    book: Any, reports: Sequence[CheckedReport], originals: Path | None, language: Language
) -> int:
    sheet = book.add_worksheet(_SHEETS[language][0])
    write_heads(book, sheet, _HEADS[language], _WIDTHS)
    text = book.add_format({"text_wrap": True, "valign": "top", "align": "left", "indent": 1})
    count = book.add_format({"num_format": "#,##0", "valign": "top"})
    decimal = book.add_format({"num_format": "#,##0.0#####", "valign": "top"})
    plain = book.add_format({"num_format": "0", "valign": "top"})
    answer = book.add_format({"text_wrap": True, "valign": "top", "bg_color": "#fff8e1"})
    row = 0
    for report in reports:
        data = None
        if originals is not None:
            identity = report.identity
            data = read_original(originals, identity["source_path"], identity["sha256"])
        for found in report.findings:
            row += 1
            for column, value in enumerate(_values(report, found, language)):
                if isinstance(value, int | float):
                    style = count if float(value).is_integer() else decimal
                    style = style if column in _COUNTS else plain
                    sheet.write_number(row, column, value, style)
                elif value is not None:
                    sheet.write_string(row, column, value, text)
            parts = _parts(found, language)
            sheet.write_string(row, _PICTURE + 1, "\n".join(parts), text)
            sheet.write_blank(row, _PICTURE + 2, None, answer)
            height = len(parts) * _LINE_HEIGHT
            if data is not None:
                height = max(height, _show(sheet, row, data, found))
            elif originals is not None and found.cells:
                sheet.write_string(row, _PICTURE, _NO_PICTURE[language], text)
            sheet.set_row_pixels(row, min(max(height, _MIN_ROW_HEIGHT), _MAX_ROW_HEIGHT))
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(row, 1), len(_WIDTHS) - 1)
    for_print(sheet, A3)
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


def _parts(found: CheckedFinding, language: Language) -> list[str]:
    """A line for each number that a finding rests on: what tells it from the others, and it."""
    columns = {cell.column for cell in found.cells}
    return [
        f"{_name(found, cell, len(columns) == 1, language)}  {_number(cell)}"
        for cell in found.cells
        if len(found.cells) > 1
    ]


def _name(found: CheckedFinding, cell: CheckedCell, by_row: bool, language: Language) -> str:
    table = found.row["table"]
    own = cell_name(table, cell.row if by_row else cell.column, language)
    rows = {other.row for other in found.cells}
    if by_row or len(rows) == 1:
        return own
    return f"{cell_name(table, cell.row, language)} {own}"


def _number(cell: CheckedCell) -> str:
    return "—" if cell.number is None else f"{cell.number:.15g}"


def _show(sheet: Any, row: int, data: bytes, found: CheckedFinding) -> int:
    """Puts the print of a finding's cells into its row; gives the height that it takes."""
    colour = "doubtful" if found.row["origin"] == "extraction" else "failed"
    cells = [
        DrawnCell(cell.page, cell.box, colour)
        for cell in found.cells
        if cell.page is not None and cell.box is not None
    ]
    if not cells:
        return 0
    with Pages(data) as pages:
        return insert_picture(sheet, row, _PICTURE, cut_out(pages, cells, found.titles))


def _rules_sheet(
    book: Any, outcomes: Mapping[tuple[str, Outcome], int], language: Language
) -> None:
    sheet = book.add_worksheet(_SHEETS[language][1])
    counted = Counter(outcomes)
    write_heads(book, sheet, _RULE_HEADS[language], (26, 14, 14, 14, 14))
    row = 0
    for rule in rules().values():
        counts = [counted[rule.code, end] for end in ("passed", "failed", "not_assessable")]
        if any(counts):
            row += 1
            sheet.write_row(row, 0, [rule.code, name_of(rule.severity, language), *counts])
