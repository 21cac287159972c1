"""The domain errors, and the closed list of reasons why a file could not be read."""

from typing import Literal, get_args

ErrorCode = Literal[
    "not_pdf",
    "empty_file",
    "damaged",
    "password_required",
    "not_a_report",
    "too_large",
    "timed_out",
    "crashed",
    "unreadable_pages",
    "attachment_only",
    "needs_converter",
    "unreadable_file",
]

ERROR_CODES: tuple[ErrorCode, ...] = get_args(ErrorCode)


class ReadingError(Exception):
    """A file that cannot be read as a report.

    `code` is one of `ERROR_CODES`; `message` is one line for a person. Both are plain
    arguments of the exception, so that it survives the way between two processes.
    """

    def __init__(self, code: ErrorCode, message: str) -> None:
        if code not in ERROR_CODES:
            raise ValueError(f"unknown error code {code!r}")
        super().__init__(code, message)
        self.code = code
        self.message = message

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"


class OldTablesError(OSError):
    """The tables in a folder are of another version of the output contract."""


class FolderInUse(OSError):
    """Another run writes into the folder that a run was to write into."""
