"""PDFium's C functions that are called once a character or once an object, bound lean.

pypdfium2's own bindings check and convert each argument; over thousands of characters a page that
costs more than PDFium's work. These take plain addresses and are used by `pdfium.py` alone.
"""

import ctypes
from typing import Any

import pypdfium2.raw as pdfium_c

_POINTER = ctypes.c_void_p
_INT = ctypes.c_int


def _bind(name: str, result: Any, *arguments: Any) -> Any:
    address = ctypes.cast(getattr(pdfium_c, name), _POINTER).value
    if address is None:
        raise ImportError(f"PDFium lacks {name}")
    return ctypes.CFUNCTYPE(result, *arguments)(address)


get_unicode = _bind("FPDFText_GetUnicode", ctypes.c_uint, _POINTER, _INT)
get_loose_box = _bind("FPDFText_GetLooseCharBox", _INT, _POINTER, _INT, _POINTER)
get_char_box = _bind(
    "FPDFText_GetCharBox", _INT, _POINTER, _INT, _POINTER, _POINTER, _POINTER, _POINTER
)
get_angle = _bind("FPDFText_GetCharAngle", ctypes.c_float, _POINTER, _INT)
get_text_object = _bind("FPDFText_GetTextObject", _POINTER, _POINTER, _INT)
has_map_error = _bind("FPDFText_HasUnicodeMapError", _INT, _POINTER, _INT)

count_objects = _bind("FPDFPage_CountObjects", _INT, _POINTER)
get_object = _bind("FPDFPage_GetObject", _POINTER, _POINTER, _INT)
count_form_objects = _bind("FPDFFormObj_CountObjects", _INT, _POINTER)
get_form_object = _bind("FPDFFormObj_GetObject", _POINTER, _POINTER, ctypes.c_ulong)
get_type = _bind("FPDFPageObj_GetType", _INT, _POINTER)
get_bounds = _bind("FPDFPageObj_GetBounds", _INT, _POINTER, _POINTER, _POINTER, _POINTER, _POINTER)
get_matrix = _bind("FPDFPageObj_GetMatrix", _INT, _POINTER, _POINTER)
get_render_mode = _bind("FPDFTextObj_GetTextRenderMode", _INT, _POINTER)
get_fill_color = _bind(
    "FPDFPageObj_GetFillColor", _INT, _POINTER, _POINTER, _POINTER, _POINTER, _POINTER
)
get_stroke_color = _bind(
    "FPDFPageObj_GetStrokeColor", _INT, _POINTER, _POINTER, _POINTER, _POINTER, _POINTER
)
get_draw_mode = _bind("FPDFPath_GetDrawMode", _INT, _POINTER, _POINTER, _POINTER)
count_segments = _bind("FPDFPath_CountSegments", _INT, _POINTER)
get_segment = _bind("FPDFPath_GetPathSegment", _POINTER, _POINTER, _INT)
get_segment_point = _bind("FPDFPathSegment_GetPoint", _INT, _POINTER, _POINTER, _POINTER)
get_segment_type = _bind("FPDFPathSegment_GetType", _INT, _POINTER)


def address_of(handle: Any) -> int:
    """The address behind a pypdfium2 handle."""
    value = ctypes.cast(handle, _POINTER).value
    if value is None:
        raise ValueError("a null handle")
    return value
