"""Chinese government information disclosure reports, from files to tidy tables.

`python -m disclosure_stats.extract INPUT... --out DIR` reads many files. In Python, `read_report`
and `read_reports` read one file, `open_dataset` opens what the command wrote, and `read_postings`
reads a narrative of one's own. `charts` draws, `printed_numbers` shows the print behind
numbers, `Review` goes through findings, `export_briefing` writes what a briefing needs, and
`labels` names the codes of a column.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from disclosure_stats.analysis.dataset import Dataset, open_dataset
    from disclosure_stats.analysis.narratives import read_postings
    from disclosure_stats.analysis.report import Report, read_report, read_reports
    from disclosure_stats.analysis.selection import choose
    from disclosure_stats.briefing.export import export_briefing
    from disclosure_stats.charts.printed_numbers import printed_numbers
    from disclosure_stats.charts.review import Review
    from disclosure_stats.errors import ReadingError
    from disclosure_stats.store.code_book import labels

__version__ = "0.1.0"

__all__ = [
    "Dataset",
    "ReadingError",
    "Report",
    "Review",
    "__version__",
    "choose",
    "export_briefing",
    "labels",
    "open_dataset",
    "printed_numbers",
    "read_postings",
    "read_report",
    "read_reports",
]

_HOMES = {
    "Dataset": "analysis.dataset",
    "ReadingError": "errors",
    "Report": "analysis.report",
    "Review": "charts.review",
    "choose": "analysis.selection",
    "export_briefing": "briefing.export",
    "labels": "store.code_book",
    "open_dataset": "analysis.dataset",
    "printed_numbers": "charts.printed_numbers",
    "read_postings": "analysis.narratives",
    "read_report": "analysis.report",
    "read_reports": "analysis.report",
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first used: the command must not wait for pandas."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
