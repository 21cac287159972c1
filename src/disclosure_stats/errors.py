"""The domain errors, and the closed list of reasons why a file could not be read."""

from typing import Literal, get_args

from disclosure_stats.languages import Language

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


class SpokenError(Exception):
    """An error whose message is for a person: a line in Chinese and a line in English.

    A notebook shows the message alone, without a traceback.
    """

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh, en)
        self.zh, self.en = zh, en

    def __str__(self) -> str:
        return f"{self.zh}\n{self.en}"

    def said(self, language: Language) -> str:
        """The message in one language."""
        return self.zh if language == "zh" else self.en

    def _render_traceback_(self) -> list[str]:  # asked for by IPython
        return [str(self)]


class NoInputError(SpokenError, FileNotFoundError):
    """There is no file or folder of a name that was given."""


class NoTablesError(SpokenError, FileNotFoundError):
    """There are no tables in a folder, or none are known."""


class OldTablesError(OSError):
    """The tables in a folder are of another version of the output contract."""


class FolderInUse(OSError):
    """Another run writes into the folder that a run was to write into."""
