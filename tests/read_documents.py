"""What tests of web pages and Word files read, and how they hold it against what was made."""

from pathlib import Path

from markup import Made
from read_back import assert_read_as_drawn

from disclosure_stats import Report, read_report


def read(data: bytes | str, folder: Path, name: str = "report.html") -> Report:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return read_report(path)


def assert_whole(report: Report, made: Made) -> None:
    assert_read_as_drawn(report, made.drawing)
    truth = made.truth
    assert (report.era, report.year, report.body) == (truth.era, truth.year, truth.body)
    errors = report.findings[report.findings["severity"] != "info"]
    assert errors.empty, errors["message"].tolist()
