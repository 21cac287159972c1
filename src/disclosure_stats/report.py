"""One report in Python: whose it is, its tables as DataFrames, and the printed page behind them."""

from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from hashlib import sha256
from os import PathLike
from pathlib import Path

import pandas as pd
from PIL.Image import Image

from disclosure_stats.analysis.contract_tables import ContractTables
from disclosure_stats.forms import load_form
from disclosure_stats.picture import DrawnCell, crop_cell, draw_pages
from disclosure_stats.reading.document import read_document
from disclosure_stats.reading.model import ReadReport
from disclosure_stats.report_text import html_of, text_of
from disclosure_stats.store.frames import frame

CELL_KEYS = {
    "disclosures": ("item", "measure"),
    "requests": ("outcome", "applicant"),
    "appeals": ("stage", "result"),
    "indicators": ("indicator", "period"),
}
"""The tables that are made of printed cells, and the columns that tell their cells apart."""


def read_report(path: str | PathLike[str]) -> "Report":
    """The report in a PDF that holds exactly one.

    Raises OSError if the file cannot be opened, ReadingError if there is no report to be read in
    it, and ValueError if it holds several: see `read_reports`.
    """
    reports = read_reports(path)
    if len(reports) > 1:
        names = ", ".join(f"{report.body} {report.year}" for report in reports)
        raise ValueError(
            f"the file holds {len(reports)} reports ({names}): open it with read_reports"
        )
    return reports[0]


def read_reports(path: str | PathLike[str]) -> "list[Report]":
    """All reports in a PDF, in print order: at least one.

    Raises OSError if the file cannot be opened, and ReadingError if there is no report in it.
    """
    data = Path(path).read_bytes()
    digest = sha256(data).hexdigest()[:16]
    read = read_document(data, Path(path).as_posix())
    return [
        Report(digest if number == 1 else f"{digest}-{number}", read_report, data)
        for number, read_report in enumerate(read, 1)
    ]
