"""What reading a file may do to the process that reads it, by the file's name; see `batch.worker`
for the function that stands here otherwise. The processes of a run import this module."""

import ctypes
import io
import os
import signal
import threading
from pathlib import Path

import pytest

from disclosure_stats.batch.plan import PlannedFile
from disclosure_stats.batch.read_file import FileResult, failed_file, process_file

BLOCK = 64 * 2**20
LIBRARIES = ("pdfium", "opencv", "lxml", "pdfminer", "docx")


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
    elif what in LIBRARIES:
        _inflated(what)
    elif what == "fault":  # of ours, as `process_file` meets it
        return _faulty(planned)
    elif what == "plain":  # a result without the work
        return failed_file(planned, "not_pdf", "invented")
    return process_file(planned, known_sha256)


def _faulty(planned: PlannedFile) -> FileResult | None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("disclosure_stats.batch.read_file.read_document", lambda *_: [][1])
        return process_file(planned)


def _inflated(what: str) -> None:
    """Have a library take more memory than a process may have, as a file can make it do."""
    if what == "pdfium":
        import pypdfium2 as pdfium

        pdfium.PdfBitmap.new_native(60_000, 60_000, 4).fill_rect((0, 0, 0, 255), 0, 0, 1, 1)
    elif what == "opencv":
        import cv2
        import numpy as np

        cv2.resize(np.ones((100, 100, 3), np.uint8), (60_000, 60_000))
    elif what == "lxml":
        from lxml import etree

        etree.fromstring(b"<a>" + b"<b c='d'/>" * 12_000_000 + b"</a>")
    elif what == "pdfminer":
        from pdfminer.psparser import PSBaseParser

        class Endless(io.RawIOBase):
            def read(self, size: int = -1) -> bytes:
                return b"(" + b"x" * BLOCK

            def seek(self, place: int, whence: int = 0) -> int:
                return place

        PSBaseParser(Endless()).nexttoken()
    elif what == "docx":
        import docx

        document = docx.Document()
        while True:
            document.add_paragraph("x" * BLOCK)
