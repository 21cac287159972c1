"""Files that a PDF carries with it, as a portfolio does."""

import pypdfium2.raw as pdfium_c

from disclosure_stats.pages.utf16 import utf16

_MAX_NAMED = 5


def attached_names(data: bytes) -> list[str]:
    """The names of the first files that are attached; none for what is no PDF."""
    pdfium_c.FPDF_InitLibrary()
    handle = pdfium_c.FPDF_LoadMemDocument64(data, len(data), None)
    if not handle:
        return []
    try:
        count = min(pdfium_c.FPDFDoc_GetAttachmentCount(handle), _MAX_NAMED)
        attached = [pdfium_c.FPDFDoc_GetAttachment(handle, index) for index in range(count)]
        return [utf16(pdfium_c.FPDFAttachment_GetName, one) for one in attached]
    finally:
        pdfium_c.FPDF_CloseDocument(handle)
