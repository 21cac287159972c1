"""Files that a PDF carries with it, as a portfolio does."""

import ctypes

import pypdfium2.raw as pdfium_c

_MAX_NAMED = 5
_MAX_BYTES = 512  # of a name in UTF-16


def attached_names(data: bytes) -> list[str]:
    """The names of the first files that are attached; none for what is no PDF."""
    pdfium_c.FPDF_InitLibrary()
    handle = pdfium_c.FPDF_LoadMemDocument64(data, len(data), None)
    if not handle:
        return []
    try:
        count = min(pdfium_c.FPDFDoc_GetAttachmentCount(handle), _MAX_NAMED)
        return [_name(pdfium_c.FPDFDoc_GetAttachment(handle, index)) for index in range(count)]
    finally:
        pdfium_c.FPDF_CloseDocument(handle)


def _name(attachment: object) -> str:
    buffer = (ctypes.c_ushort * (_MAX_BYTES // 2))()
    length = min(pdfium_c.FPDFAttachment_GetName(attachment, buffer, _MAX_BYTES), _MAX_BYTES)
    return bytes(buffer)[:length].decode("utf-16-le", "replace").rstrip("\0")
