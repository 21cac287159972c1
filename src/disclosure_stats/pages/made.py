"""When a PDF was made, as it says itself."""

import ctypes
import re

import pypdfium2.raw as pdfium_c

_YEAR = re.compile(r"D:((?:19|20)\d\d)")
_MAX_BYTES = 128  # of a date in UTF-16


def year_made(data: bytes) -> int | None:
    """The year in which the file was made or last changed; null for what is no PDF, or says
    neither."""
    pdfium_c.FPDF_InitLibrary()
    handle = pdfium_c.FPDF_LoadMemDocument64(data, len(data), None)
    if not handle:
        return None
    try:
        dates = [_text(handle, tag) for tag in (b"CreationDate", b"ModDate")]
    finally:
        pdfium_c.FPDF_CloseDocument(handle)
    years = [int(found[1]) for found in map(_YEAR.match, dates) if found]
    return max(years, default=None)


def _text(handle: object, tag: bytes) -> str:
    buffer = ctypes.create_string_buffer(_MAX_BYTES)
    length = pdfium_c.FPDF_GetMetaText(handle, tag, buffer, _MAX_BYTES)
    return buffer.raw[: min(length, _MAX_BYTES)].decode("utf-16-le", "ignore").rstrip("\0")
