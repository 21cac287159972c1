"""A reader of invented reports that are a line of JSON: place, year, and a few numbers. The
processes of a run import this module."""

import hashlib
import json
from pathlib import Path

from disclosure_stats.batch.plan import PlannedFile
from disclosure_stats.batch.read_file import FileResult
from disclosure_stats.checks.report_ids import report_id_of


def work(planned: PlannedFile, known_sha256: str | None = None) -> FileResult | None:
    """The report that the file tells of; None if its bytes are known."""
    data = Path(planned.path).read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    if digest == known_sha256:
        return None
    told = json.loads(data)
    report = {
        "report_id": report_id_of(digest),
        "sha256": digest,
        "source_path": planned.source_path,
        "place": told["place"],
        "county": "某县",
        "year": told["year"],
        "era": "2021",
        "level": "township",
        "format": "pdf",
        "route": "text",
        "status": "verified",
        "checks_passed": 5,
        "checks_failed": 0,
    }
    requests = [
        {
            "outcome": outcome,
            "applicant": "total",
            "count": number,
            "cell_state": "printed",
            "page": 1,
        }
        for outcome, number in told["requests"].items()
    ]
    findings = [{"rule": "row_absent", "severity": "info", "origin": "source", "table": "requests"}]
    return FileResult([report], [{"requests": requests, "findings": findings}])
