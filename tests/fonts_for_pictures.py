"""A Chinese font for PDFium to draw with, on machines that have none of their own.

The drawn reports name a Chinese font and do not embed it, as many real ones do. Their text is read
without it, but pictures of their pages would lack every ideograph.
"""

import ctypes
from pathlib import Path

import pylopdf_fonts_zh_cn
import pypdfium2.raw as pdfium_c

_FOLDERS = (
    Path(pylopdf_fonts_zh_cn.__file__).parent,
    *map(Path, ("/usr/share/fonts", "/usr/local/share/fonts")),
)


def lend_to_pdfium() -> None:
    """Starts PDFium anew with the font of the extra `notebooks`; no document may be open."""
    paths = (ctypes.c_char_p * (len(_FOLDERS) + 1))(*(bytes(folder) for folder in _FOLDERS), None)
    pointer = ctypes.POINTER(ctypes.POINTER(ctypes.c_char))
    config = pdfium_c.FPDF_LIBRARY_CONFIG(version=2, m_pUserFontPaths=ctypes.cast(paths, pointer))
    pdfium_c.FPDF_DestroyLibrary()
    pdfium_c.FPDF_InitLibraryWithConfig(config)
    _kept.append(paths)  # PDFium looks there when it first wants a font


_kept: list[object] = []
