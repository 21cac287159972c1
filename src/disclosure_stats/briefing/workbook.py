"""The numbers behind each chart, typed and formatted, as an Excel workbook."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from disclosure_stats.analysis.excel import A4, for_print, new_book
from disclosure_stats.briefing.exhibits import Exhibit
from disclosure_stats.charts.frame import em_width
from disclosure_stats.charts.tables import FRACTIONS, code_name, column_name
from disclosure_stats.charts.words import amount, words
from disclosure_stats.languages import Language

_MAX_COLUMN_WIDTH = 60


def write_workbook(
    path: Path,
    exhibits: Sequence[Exhibit],
    wide: pd.DataFrame,
    title: str,
    facts: Sequence[str],
    language: Language,
) -> None:
    """Writes an `.xlsx`: a sheet that lists the exhibits and says what they rest on, one with a
    row a place and quantity and a column a year (`wide`), then a sheet an exhibit. A missing number
    is an empty cell, never 0; text is never taken for a formula."""
    with new_book(path, title) as book:
        styles = {
            "title": book.add_format({"bold": True, "font_size": 14}),
            "head": book.add_format(
                {"bold": True, "bottom": 1, "bg_color": "#eeeeee", "text_wrap": True}
            ),
            "percent": book.add_format({"num_format": "0.0%"}),
            "count": book.add_format({"num_format": "#,##0"}),
            "decimal": book.add_format({"num_format": "#,##0.0#####"}),
            "plain": book.add_format({"num_format": "0", "align": "left"}),
            "faint": book.add_format({"font_color": "#606060"}),
            "link": book.add_format({"font_color": "#0b5394", "underline": 1}),
        }
        _front(book, exhibits, title, facts, styles, words("charts", language)["front"])
        head = Head(words("charts", language)["wide"], facts[:2])
        _sheet(book.add_worksheet(head.title), head, wide, styles, language)
        for exhibit in exhibits:
            head = Head(exhibit.title, (exhibit.subtitle, *exhibit.caption))
            _sheet(book.add_worksheet(exhibit.sheet), head, exhibit.data, styles, language)
        for sheet in book.worksheets():
            for_print(sheet, A4)


def _front(
    book: Any,
    exhibits: Sequence[Exhibit],
    title: str,
    facts: Sequence[str],
    styles: dict[str, Any],
    name: str,
) -> None:
    sheet = book.add_worksheet(name)
    widest = max((_characters(exhibit.title) for exhibit in exhibits), default=0)
    sheet.set_column(0, 0, min(_MAX_COLUMN_WIDTH, max(34, widest + 2)))
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, title, styles["title"])
    for row, fact in enumerate(facts, start=1):
        sheet.write_string(row, 0, fact)
    for row, exhibit in enumerate(exhibits, start=len(facts) + 2):
        target = f"internal:'{exhibit.sheet}'!A1"
        sheet.write_url(row, 0, target, styles["link"], exhibit.title)
        sheet.write_string(row, 1, exhibit.subtitle, styles["faint"])


class Head(NamedTuple):
    """What stands above the numbers of a sheet: its title, and lines on how to read them."""

    title: str
    lines: Sequence[str]


def _sheet(
    sheet: Any, above: Head, data: pd.DataFrame, styles: dict[str, Any], language: Language
) -> None:
    sheet.write_string(0, 0, above.title, styles["title"])
    for row, line in enumerate(above.lines, start=1):
        sheet.write_string(row, 0, line, styles["faint"])
    top = len(above.lines) + 2
    for column, name in enumerate(map(str, data)):
        head = name if name.isdigit() else column_name(name, language)
        values = data.iloc[:, column]
        written = [
            _write(sheet, top + 1 + row, column, name, value, styles, language)
            for row, value in enumerate(values)
        ]
        sheet.write_string(top, column, head, styles["head"])
        widest = max(map(_characters, [head, *written]))
        sheet.set_column(column, column, min(_MAX_COLUMN_WIDTH, max(8, widest + 2)))
    sheet.freeze_panes(top + 1, 1)
    sheet.repeat_rows(top)  # on each printed page
    if len(data):
        sheet.autofilter(top, 0, top + len(data), data.shape[1] - 1)


def _write(
    sheet: Any,
    row: int,
    column: int,
    name: str,
    value: Any,
    styles: dict[str, Any],
    language: Language,
) -> str:
    """Writes a cell by its type; gives the text that is shown."""
    if pd.isna(value):
        return ""
    value = code_name(name, value, language)
    if isinstance(value, str):
        sheet.write_string(row, column, value)
        return value
    if isinstance(value, (bool, np.bool_)):
        sheet.write_boolean(row, column, value)
        return str(value)
    style = "count" if float(value).is_integer() else "decimal"
    style = "percent" if name in FRACTIONS else "plain" if name == "year" else style
    sheet.write_number(row, column, float(value), styles[style])
    return "100.0%" if style == "percent" else amount(value)


def _characters(text: str) -> float:
    """How wide a text is, in characters of Excel's measure: a Chinese one takes two."""
    return sum(2.1 if em_width(character) == 1 else 1.05 for character in text)
