"""A part of an open page as a picture in grey."""

import ctypes
from typing import Any

import pypdfium2.raw as pdfium_c

Dots = tuple[int, int, int, int]
"""Left, top, right, bottom of a part of a page's picture, in dots."""


def render_grey(page: Any, wide: int, high: int, part: Dots) -> bytes:
    """What is shown in a `part` of the open page, which is drawn `wide` dots wide and `high` dots
    high: 0 (black) to 255, row by row."""
    left, top, right, bottom = part
    across, down = right - left, bottom - top
    dots = (ctypes.c_ubyte * (across * down))()
    bitmap = pdfium_c.FPDFBitmap_CreateEx(across, down, pdfium_c.FPDFBitmap_Gray, dots, across)
    try:
        pdfium_c.FPDFBitmap_FillRect(bitmap, 0, 0, across, down, 0xFFFFFFFF)
        pdfium_c.FPDF_RenderPageBitmap(
            bitmap, page, -left, -top, wide, high, 0, pdfium_c.FPDF_ANNOT
        )
    finally:
        pdfium_c.FPDFBitmap_Destroy(bitmap)
    return bytes(dots)
