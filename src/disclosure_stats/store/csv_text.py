"""Tables as CSV text that opens right in Excel and WPS."""

import csv
import io
from collections.abc import Sequence
from typing import Any

BOM = "\ufeff"
"""Without it Excel takes UTF-8 for the system's code page."""

# A text that begins so would be run as a formula when the file is opened in a spreadsheet, and
# the texts come from files of strangers. A leading apostrophe makes it text again.
# Spreadsheets of East Asia take the full-width signs for the same.
_FORMULA_STARTS = tuple("=+-@\t\r＝＋－＠")


def csv_text(columns: Sequence[Sequence[Any]]) -> str:
    """Values column by column as lines of CSV; null is empty, numbers stay numbers."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    for row in zip(*columns, strict=True):
        writer.writerow([_field(value) for value in row])
    return buffer.getvalue()


def _field(value: Any) -> Any:
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS):
        return f"'{value}"
    if isinstance(value, bool):
        return "true" if value else "false"
    return value
