"""What bench/batches.py has pdfplumber do in place of reading a report."""

import pdfplumber

from disclosure_stats.batch.plan import PlannedFile
from disclosure_stats.batch.read_file import FileResult


def work(planned: PlannedFile, known_sha256: str | None = None) -> FileResult:
    """The tables and the text of every page; no report comes of it but how many pages it saw."""
    pages = 0
    with pdfplumber.open(planned.path) as document:
        for page in document.pages:
            page.extract_tables()
            assert page.extract_text()
            page.close()
            pages += 1
    path = planned.source_path
    report = {"source_path": path, "report_id": path, "pages": pages, "status": "flagged"}
    return FileResult([report])
