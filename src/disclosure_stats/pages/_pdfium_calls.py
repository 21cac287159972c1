"""PDFium's C functions that are called once a character or once an object, bound lean.

pypdfium2's own bindings check and convert each argument; over thousands of characters a page that
costs more than PDFium's work. These are bound without argument types (but for one, whose index
is no C int), and each caller answers for
what it passes: an `int` for a C int, what `reference_to` or `slots` gives for a pointer, a `Handle`
for an object. They keep Python's lock, as PDFium must not be entered twice in any case.
"""

import ctypes
from collections.abc import Sequence
from functools import cache
from itertools import repeat
from typing import Any

import pypdfium2.raw as pdfium_c

_INT = ctypes.c_int
_FLOAT = ctypes.c_float


class Handle(ctypes.c_void_p):
    """The address of one of PDFium's objects, in the form that costs least to pass on."""


def _bind(name: str, result: Any, *arguments: Any) -> Any:
    address = ctypes.cast(getattr(pdfium_c, name), ctypes.c_void_p).value
    if address is None:
        raise ImportError(f"PDFium lacks {name}")
    return ctypes.PYFUNCTYPE(result, *arguments)(address)


get_rotation = _bind("FPDFPage_GetRotation", _INT)

get_text = _bind("FPDFText_GetText", _INT)
get_unicode = _bind("FPDFText_GetUnicode", ctypes.c_uint)
get_loose_box = _bind("FPDFText_GetLooseCharBox", _INT)
get_char_box = _bind("FPDFText_GetCharBox", _INT)
get_angle = _bind("FPDFText_GetCharAngle", _FLOAT)
get_char_matrix = _bind("FPDFText_GetMatrix", _INT)
get_char_origin = _bind("FPDFText_GetCharOrigin", _INT)
get_font_size = _bind("FPDFText_GetFontSize", ctypes.c_double)
get_text_object = _bind("FPDFText_GetTextObject", ctypes.c_void_p)  # its address
has_map_error = _bind("FPDFText_HasUnicodeMapError", _INT)

count_objects = _bind("FPDFPage_CountObjects", _INT)
get_object = _bind("FPDFPage_GetObject", Handle)
count_form_objects = _bind("FPDFFormObj_CountObjects", _INT)
get_form_object = _bind("FPDFFormObj_GetObject", Handle, ctypes.c_void_p, ctypes.c_ulong)
get_type = _bind("FPDFPageObj_GetType", _INT)
remove_from_page = _bind("FPDFPage_RemoveObject", _INT)
remove_from_form = _bind("FPDFFormObj_RemoveObject", _INT)
destroy = _bind("FPDFPageObj_Destroy", None)
set_is_active = _bind("FPDFPageObj_SetIsActive", _INT)
count_marks = _bind("FPDFPageObj_CountMarks", _INT)
get_mark = _bind("FPDFPageObj_GetMark", Handle, Handle, ctypes.c_ulong)
get_mark_string = _bind("FPDFPageObjMark_GetParamStringValue", _INT)
remove_mark = _bind("FPDFPageObj_RemoveMark", _INT)
get_clip_path = _bind("FPDFPageObj_GetClipPath", Handle)
count_clip_paths = _bind("FPDFClipPath_CountPaths", _INT)
count_clip_segments = _bind("FPDFClipPath_CountPathSegments", _INT)
get_clip_segment = _bind("FPDFClipPath_GetPathSegment", Handle)
get_font = _bind("FPDFTextObj_GetFont", ctypes.c_void_p)  # its address
get_is_embedded = _bind("FPDFFont_GetIsEmbedded", _INT)
get_font_name = _bind(
    "FPDFFont_GetBaseFontName", ctypes.c_size_t, Handle, ctypes.c_char_p, ctypes.c_size_t
)
get_font_data = _bind(
    "FPDFFont_GetFontData", _INT, Handle, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_void_p
)
get_bounds = _bind("FPDFPageObj_GetBounds", _INT)
get_matrix = _bind("FPDFPageObj_GetMatrix", _INT)
get_render_mode = _bind("FPDFTextObj_GetTextRenderMode", _INT)
set_render_mode = _bind("FPDFTextObj_SetTextRenderMode", _INT)
has_transparency = _bind("FPDFPageObj_HasTransparency", _INT)
get_fill_color = _bind("FPDFPageObj_GetFillColor", _INT)
get_stroke_color = _bind("FPDFPageObj_GetStrokeColor", _INT)
get_stroke_width = _bind("FPDFPageObj_GetStrokeWidth", _INT)
get_draw_mode = _bind("FPDFPath_GetDrawMode", _INT)
count_segments = _bind("FPDFPath_CountSegments", _INT)
get_segment = _bind("FPDFPath_GetPathSegment", Handle)
get_segment_point = _bind("FPDFPathSegment_GetPoint", _INT)
get_segment_type = _bind("FPDFPathSegment_GetType", _INT)

get_bitmap_format = _bind("FPDFBitmap_GetFormat", _INT)
get_bitmap_width = _bind("FPDFBitmap_GetWidth", _INT)
get_bitmap_height = _bind("FPDFBitmap_GetHeight", _INT)
get_bitmap_stride = _bind("FPDFBitmap_GetStride", _INT)
get_bitmap_buffer = _bind("FPDFBitmap_GetBuffer", Handle)
destroy_bitmap = _bind("FPDFBitmap_Destroy", None)


def reference_to(handle: Any) -> Any:
    """What stands for a pypdfium2 handle in these calls; `handle` must stay open meanwhile. Raises
    ValueError for a null one."""
    return ctypes.byref(handle.contents)


def slots(buffer: "ctypes.Array[Any]", step: int = 1) -> list[Any]:
    """References to each `step`-th element of `buffer`, for PDFium to write to."""
    size = step * ctypes.sizeof(buffer._type_)
    return [ctypes.byref(buffer, offset) for offset in range(0, ctypes.sizeof(buffer), size)]


_AT_ONCE = 512  # objects whose answers are fetched into one buffer


class Answers:
    """What a function of PDFium writes about many objects: `width` values of one C type for each,
    each by a pointer of its own or all in one structure, fetched through one buffer, as that costs
    least."""

    def __init__(self, kind: Any, width: int, is_structure: bool = False) -> None:
        self._width = width
        buffer = (kind * (width * _AT_ONCE))()
        self._values = memoryview(buffer).cast("B").cast(kind._type_)
        whole = slots(buffer)
        self._slots = [whole[place::width] for place in range(1 if is_structure else width)]

    def of(self, call: Any, objects: Sequence[Any], *before: Any) -> tuple[list[int], list[Any]]:
        """What `call` gives back for each of `objects`, and a list of each of the values that it
        writes, in their order; `before` are its arguments that come before the object."""
        given: list[int] = []
        values: list[Any] = [[] for _ in range(self._width)]
        for start in range(0, len(objects), _AT_ONCE):
            some = objects[start : start + _AT_ONCE]
            given += map(call, *map(repeat, before), some, *self._slots)
            end = self._width * len(some)
            for place, column in enumerate(values):
                column += self._values[place : end : self._width].tolist()
        return given, values


@cache
def answers(kind: Any, width: int, is_structure: bool = False) -> Answers:
    """The buffer of a process for answers of so many values of one C type."""
    return Answers(kind, width, is_structure)
