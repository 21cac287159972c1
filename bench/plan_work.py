"""What bench/plans.py has done in place of reading a report."""

import hashlib
from pathlib import Path

from disclosure_stats.batch.plan import PlannedFile
from disclosure_stats.batch.read_file import FileResult
from disclosure_stats.checks.report_ids import report_id_of

ROWS = 4
"""Of `requests`, for each report."""


def work(planned: PlannedFile, known_sha256: str | None = None) -> FileResult | None:
    """A report with few rows, at no cost; a file that is known is told by its bytes, as ever."""
    digest = hashlib.sha256(Path(planned.path).read_bytes()).hexdigest()
    if digest == known_sha256:
        return None
    _, _, place, year = Path(planned.source_path).stem.split("_")
    report = {
        "report_id": report_id_of(digest),
        "sha256": digest,
        "source_path": planned.source_path,
        "place": place,
        "year": int(year),
        "level": "township",
        "status": "verified",
    }
    row = {"outcome": "received", "applicant": "total", "count": 1, "cell_state": "value"}
    return FileResult([report], [{"requests": [row] * ROWS, "findings": []}])
