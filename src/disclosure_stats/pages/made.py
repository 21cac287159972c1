"""When a PDF was made, as it says itself."""

import ctypes
import re

import pypdfium2.raw as pdfium_c

_YEAR = re.compile(r"D:((?:19|20)\d\d)")
_MAX_BYTES = 128  # of a date in UTF-16


def year_made(document: object) -> int | None:
    """The year in which an open PDF was made or last changed; null for one that says neither.
    `document` is PDFium's handle."""
    dates = [_text(document, tag) for tag in (b"CreationDate", b"ModDate")]
    years = [int(found[1]) for found in map(_YEAR.match, dates) if found]
    return max(years, default=None)


def _text(handle: object, tag: bytes) -> str:
    buffer = ctypes.create_string_buffer(_MAX_BYTES)
    length = pdfium_c.FPDF_GetMetaText(handle, tag, buffer, _MAX_BYTES)
    return buffer.raw[: min(length, _MAX_BYTES)].decode("utf-16-le", "ignore").rstrip("\0")
