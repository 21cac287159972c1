"""What reading a file may do to the process that reads it, by the file's name; see `batch.worker`
for the function that stands here otherwise. The processes of a run import this module."""

import ctypes
import os
import signal
import threading
from pathlib import Path

import pytest

from disclosure_stats.batch.plan import PlannedFile
from disclosure_stats.batch.read_file import FileResult, failed_file, process_file

BLOCK = 64 * 2**20


def work(planned: PlannedFile, known_sha256: str | None = None) -> FileResult | None:
    """Read a file, or do as its name says."""
    what = Path(planned.path).stem.partition("-")[0]
    if what == "hang":
        threading.Event().wait()
    elif what == "segfault":
        ctypes.string_at(0)
    elif what == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    elif what == "escape":  # a fault of ours that nothing catches
        raise LookupError(what)
    elif what == "hog":
        hoard = []
        while True:
            hoard.append(b"x" * BLOCK)
    elif what == "fault":  # of ours, as `process_file` meets it
        return _faulty(planned)
    elif what == "plain":  # a result without the work
        return failed_file(planned, "not_pdf", "invented")
    return process_file(planned, known_sha256)


def _faulty(planned: PlannedFile) -> FileResult | None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("disclosure_stats.batch.read_file.read_document", lambda *_: [][1])
        return process_file(planned)
