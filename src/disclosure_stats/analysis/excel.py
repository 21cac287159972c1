"""Workbooks: text stays text, and the same content gives the same bytes."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from os import PathLike
from typing import Any, Final

A3: Final = 8
A4: Final = 9
_DATE: Final = datetime(2000, 1, 1)  # one that does not change keeps the file the same


@contextmanager
def new_book(path: str | PathLike[str], title: str = "", in_order: bool = False) -> Iterator[Any]:
    """An `.xlsx` to be written within, of xlsxwriter's kind; `in_order` row by row, which takes
    little memory. Raises OSError when it cannot be written, ImportError without xlsxwriter."""
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    try:
        with xlsxwriter.Workbook(path, options | {"constant_memory": in_order}) as book:
            titled = {"title": title} if title else {}
            book.set_properties({"author": "disclosure_stats", "created": _DATE} | titled)
            yield book
    except xlsxwriter.exceptions.FileCreateError as problem:
        raise OSError(f"{path} cannot be written: {problem}") from problem


def write_heads(book: Any, sheet: Any, heads: Sequence[str], widths: Iterable[float]) -> None:
    """Titles of columns in the first row, and the columns' widths, in characters."""
    style = book.add_format({"bold": True, "bottom": 1, "bg_color": "#eeeeee", "text_wrap": True})
    for column, (head, width) in enumerate(zip(heads, widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, head, style)


def for_print(sheet: Any, paper: int) -> None:
    """Printed, a sheet is as wide as the page."""
    sheet.set_landscape()
    sheet.set_paper(paper)
    sheet.fit_to_pages(1, 0)
