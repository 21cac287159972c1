"""When a PDF was made, as it says itself."""

import re

import pypdfium2.raw as pdfium_c

from disclosure_stats.pages.utf16 import utf16

_YEAR = re.compile(r"D:((?:19|20)\d\d)")


def year_made(document: object) -> int | None:
    """The year in which an open PDF was made or last changed; null for one that says neither.
    `document` is PDFium's handle."""
    dates = [
        utf16(pdfium_c.FPDF_GetMetaText, document, tag) for tag in (b"CreationDate", b"ModDate")
    ]
    years = [int(found[1]) for found in map(_YEAR.match, dates) if found]
    return max(years, default=None)
