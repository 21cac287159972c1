"""The font that PDFium draws Chinese with where a PDF brings none: the same on each machine.

The drawn reports name a Chinese font and do not embed it, as many real ones do. Their text is read
without it, but pictures of their pages would lack every ideograph.
"""

import ctypes

import pylopdf_fonts_zh_cn
import pypdfium2.raw as pdfium_c


def draw_with_noto() -> None:
    """Starts PDFium anew, so that it looks for fonts in the package with Noto alone, not among
    those of the system, which may have none for Chinese. No document may be open."""
    folder = str(pylopdf_fonts_zh_cn.sans_path().parent).encode()
    folders = (ctypes.c_char_p * 2)(folder, None)
    config = pdfium_c.FPDF_LIBRARY_CONFIG(version=2)
    config.m_pUserFontPaths = ctypes.cast(folders, type(config.m_pUserFontPaths))
    pdfium_c.FPDF_DestroyLibrary()
    pdfium_c.FPDF_InitLibraryWithConfig(config)
    _kept.append(folders)  # PDFium looks there when it first wants a font


_kept: list[object] = []
