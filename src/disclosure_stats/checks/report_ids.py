"""What reports are known by: an identifier that hangs on the file's bytes alone."""

import re

_REPORT_ID = re.compile(r"r?([0-9a-f]{16}(?:-[1-9][0-9]*)?)")
_DIGITS = 16  # of the SHA-256: two of a million files are alike by chance in one of 10^7 such sets


def report_id_of(sha256: str, number: int = 1) -> str:
    """The identifier of the report of this number in the file with this SHA-256.

    >>> report_id_of("5a381c8609de2a35" + 48 * "0", 2)
    'r5a381c8609de2a35-2'
    """
    suffix = "" if number == 1 else f"-{number}"
    return f"r{sha256[:_DIGITS]}{suffix}"


def normal_report_id(text: str) -> str | None:
    """An identifier as it is written today; null for a text that is none. The `r` may be missing:
    so identifiers were written before version 2 of the tables.

    >>> normal_report_id("5a381c8609de2a35-2"), normal_report_id("report 5")
    ('r5a381c8609de2a35-2', None)
    """
    match = _REPORT_ID.fullmatch(text)
    return f"r{match[1]}" if match else None


def file_and_number(report_id: str) -> tuple[str, int]:
    """The identifier of the first report in the same file, and the number of this one.

    >>> file_and_number("r5a381c8609de2a35-2")
    ('r5a381c8609de2a35', 2)
    """
    first, _, number = report_id.partition("-")
    return first, int(number or 1)
