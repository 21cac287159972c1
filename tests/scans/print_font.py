"""The font that PDFium draws Chinese with where a PDF brings none: the same on each machine."""

import ctypes

import pylopdf_fonts_zh_cn
import pypdfium2.raw as pdfium


def use_noto() -> None:
    """Has PDFium look for fonts in the package with Noto alone, not among those of the system,
    which may have none for Chinese. No document may be open."""
    folder = str(pylopdf_fonts_zh_cn.sans_path().parent).encode()
    folders = (ctypes.c_char_p * 2)(folder, None)
    config = pdfium.FPDF_LIBRARY_CONFIG(version=2)
    config.m_pUserFontPaths = ctypes.cast(folders, type(config.m_pUserFontPaths))
    pdfium.FPDF_DestroyLibrary()
    pdfium.FPDF_InitLibraryWithConfig(config)
