"""Corrections as data: a reviewed file of numbers and names that were found to be wrong."""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from disclosure_stats.checks.report_ids import file_and_number, normal_report_id
from disclosure_stats.forms.cells import CELL_TABLES, TABLES_OF_COUNTS

COLUMNS = ("report_id", "table", "key", "value_as_read", "value", "reason", "who", "when")
IDENTITY_COLUMNS = ("body", "place", "province", "prefecture", "county", "division_code", "year")

_WHOLE_NUMBERS = TABLES_OF_COUNTS | {"postings", "reports"}
_MAX_BYTES = 16 * 1024 * 1024

Value = str | float | None


class CorrectionsError(ValueError):
    """The file of corrections cannot be used; the message names the line."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One cell of a report: what is read there, and what it shall be.

    `key` are the codes of row and column, for `postings` the posting's number, for `reports` the
    column. Values are numbers, text for the columns of `reports` but `year`, or None.
    """

    report_id: str
    table: str
    key: tuple[str, ...]
    value_as_read: Value
    value: Value
    reason: str
    who: str
    when: str

    @property
    def file_id(self) -> str:
        """The identifier of the first report in its file."""
        return file_and_number(self.report_id)[0]

    @property
    def number(self) -> int:
        """The number of the report in its file, from 1."""
        return file_and_number(self.report_id)[1]

    @property
    def where(self) -> str:
        """The column `where` of findings."""
        return ", ".join(self.key)

    def said(self) -> str:
        """The message of the finding on a correction that was made."""
        return (
            f"{self.table}, {self.where}: corrected from {shown(self.value_as_read)} to "
            f"{shown(self.value)}; {self.reason} ({self.who}, {self.when})."
        )


def shown(value: Value) -> str:
    """A value as the file of corrections holds it, nothing as `null`."""
    if value is None:
        return "null"
    return value if isinstance(value, str) else f"{value:.15g}"


def load_corrections(data: bytes) -> tuple[Correction, ...]:
    """The corrections in a CSV file (UTF-8) with the columns of `COLUMNS`.

    Raises CorrectionsError for a column that is missing, a table or key that there cannot be, a
    value that is no number, a reason, name or date that is missing, and two rows for one cell.
    """
    if len(data) > _MAX_BYTES:
        raise CorrectionsError(f"over {_MAX_BYTES // 2**20} MB")
    try:
        reader = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
        names = reader.fieldnames or []
        # Where a row ends: it may take several lines, and empty lines are no rows.
        rows = [(reader.line_num, row) for row in reader]
    except (UnicodeDecodeError, csv.Error) as problem:
        raise CorrectionsError(f"this is no CSV file in UTF-8: {problem}") from problem
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        raise CorrectionsError(f"line 1: there is no column {', '.join(missing)}")
    corrections: dict[tuple[str, str, tuple[str, ...]], Correction] = {}
    for line, row in rows:
        try:
            correction = _correction({name: (row[name] or "").strip() for name in COLUMNS})
        except ValueError as problem:
            raise CorrectionsError(f"line {line}: {problem}") from problem
        cell = (correction.report_id, correction.table, correction.key)
        if cell in corrections:
            raise CorrectionsError(f"line {line}: this cell has a correction already")
        corrections[cell] = correction
    return tuple(corrections.values())


def added(data: bytes, line: Mapping[str, str]) -> bytes:
    """The file of corrections `data` (empty where there is none) with a line more, whose values are
    those of `COLUMNS`. Raises CorrectionsError, as `load_corrections` does, for a line that cannot
    stand there, one on a cell that has a correction already among them."""
    names = list(COLUMNS)
    if data:
        load_corrections(data)
        names = next(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    written = io.StringIO()
    writer = csv.DictWriter(written, names, restval="", lineterminator="\n")
    if not data:
        writer.writeheader()
    writer.writerow({name: line[name] for name in COLUMNS})
    separator = b"" if not data or data.endswith(b"\n") else b"\n"
    more = data + separator + written.getvalue().encode()
    load_corrections(more)
    return more


def _correction(row: dict[str, str]) -> Correction:
    report_id = normal_report_id(row["report_id"])
    if report_id is None:
        raise ValueError(f"{row['report_id']!r} is no report_id")
    table = row["table"]
    key = _key(row["key"], table)
    for name in ("reason", "who"):
        if not row[name]:
            raise ValueError(f"{name} is missing")
    date.fromisoformat(row["when"])
    is_text = table == "reports" and key != ("year",)
    as_read, value = (
        (row[name] or None) if is_text else _number(row[name], table)
        for name in ("value_as_read", "value")
    )
    if as_read == value:
        raise ValueError("value is what was read")
    said = " ".join(row["reason"].split())
    return Correction(report_id, table, key, as_read, value, said, row["who"], row["when"])


def _key(text: str, table: str) -> tuple[str, ...]:
    """What names a cell of a table in a correction; ValueError if it cannot."""
    key = tuple(part.strip() for part in text.split(","))
    if table in CELL_TABLES:
        is_key = len(key) == 2 and all(key)
    elif table == "postings":
        is_key = len(key) == 1 and re.fullmatch("[0-9]{1,6}", key[0]) is not None
    elif table == "reports":
        is_key = len(key) == 1 and key[0] in IDENTITY_COLUMNS
    else:
        raise ValueError(f"no corrections are made in table {table!r}")
    if not is_key:
        raise ValueError(f"{text!r} is no key of {table}")
    return key


def _number(text: str, table: str) -> float | None:
    if not text:
        return None
    if not re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,9})?", text):
        raise ValueError(f"{text!r} is no number")
    number = float(text)
    if table in _WHOLE_NUMBERS:
        if not number.is_integer() or not 0 <= number < 2**31:
            raise ValueError(f"{text!r} is no whole number of cases")
        return int(number)
    return number


def changed_files(before: Iterable[Correction], after: Iterable[Correction]) -> set[str]:
    """The files (by `file_id`) whose corrections are not the same in both."""
    return {correction.file_id for correction in set(before) ^ set(after)}
