"""Notes and form fields of a page, as viewers show them.

What has an appearance, or is given one by PDFium as a StrikeOut or a text note is, becomes a part
of the page. A field that has none is set in its box by every viewer for itself, and here too.
"""

import ctypes
import re
from collections.abc import Iterator
from typing import Any

import pypdfium2.raw as pdfium_c

from disclosure_stats.pages.form_fields import FormFields
from disclosure_stats.pages.model import Word
from disclosure_stats.pages.transform import PageTransform
from disclosure_stats.pages.utf16 import utf16

_NO_PRINT = (pdfium_c.FPDF_ANNOT_LINK, pdfium_c.FPDF_ANNOT_POPUP)
_NOT_SHOWN = pdfium_c.FPDF_ANNOT_FLAG_HIDDEN | pdfium_c.FPDF_ANNOT_FLAG_NOVIEW
_MAX_NOTES = 5_000  # of one page
_USUAL_SIZE = 10.0  # points, where the note names none
_MAX_SIZE = 0.8  # of the note's height
_FONT_SIZE = re.compile(r"([\d.]+)\s+Tf")
_DIGIT_WIDTH = 0.5  # of the font size, in most fonts
_MARGIN = 2.0  # points from the note's edge to its text


def show_notes(page: Any, transform: PageTransform, fields: FormFields) -> list[Word] | None:
    """Makes what notes and fields of an open page show a part of the page, which is to be opened
    anew, and gives the words of fields without an appearance; null where nothing is to be shown."""
    count = min(pdfium_c.FPDFPage_GetAnnotCount(page), _MAX_NOTES)
    if not count or not any(kind not in _NO_PRINT for _, kind in _notes(page, count)):
        return None
    _have_appearances_made(page)
    found: list[Word] = []
    unshown = []
    for index, (note, kind) in enumerate(_notes(page, count)):
        is_field = kind == pdfium_c.FPDF_ANNOT_WIDGET
        if pdfium_c.FPDFAnnot_GetFlags(note) & _NOT_SHOWN:
            unshown.append(index)
        elif is_field and (fields.are_made_anew or not _has_appearance(note)):
            told = fields.text(note)
            text = _string(note, b"V") if told is None else told
            if text:
                found.extend(_text(note, text, transform))
                unshown.append(index)
    for index in reversed(unshown):
        pdfium_c.FPDFPage_RemoveAnnot(page, index)
    pdfium_c.FPDFPage_Flatten(page, pdfium_c.FLAT_NORMALDISPLAY)
    return found


def _notes(page: Any, count: int) -> Iterator[tuple[Any, int]]:
    """Each note with its kind, open as long as it is looked at."""
    for index in range(count):
        note = pdfium_c.FPDFPage_GetAnnot(page, index)
        if note:
            try:
                yield note, pdfium_c.FPDFAnnot_GetSubtype(note)
            finally:
                pdfium_c.FPDFPage_CloseAnnot(note)


def _have_appearances_made(page: Any) -> None:
    """Has PDFium make the appearances that it makes when it draws a page: of fields, where the file
    asks for it, and of marks."""
    bitmap = pdfium_c.FPDFBitmap_Create(1, 1, 0)
    pdfium_c.FPDF_RenderPageBitmap(bitmap, page, 0, 0, 1, 1, 0, pdfium_c.FPDF_ANNOT)
    pdfium_c.FPDFBitmap_Destroy(bitmap)


def _has_appearance(note: Any) -> bool:
    length = pdfium_c.FPDFAnnot_GetAP(note, pdfium_c.FPDF_ANNOT_APPEARANCEMODE_NORMAL, None, 0)
    return bool(length > 2)  # a null character ends it


def _string(note: Any, key: bytes) -> str:
    return utf16(pdfium_c.FPDFAnnot_GetStringValue, note, key)


def _text(note: Any, text: str, transform: PageTransform) -> Iterator[Word]:
    """The text of a field without an appearance: each of its words, in the middle of its box."""
    rect = pdfium_c.FS_RECTF()
    if not pdfium_c.FPDFAnnot_GetRect(note, ctypes.byref(rect)):
        return
    x0, top, x1, bottom = transform.box(
        min(rect.left, rect.right),
        min(rect.bottom, rect.top),
        max(rect.left, rect.right),
        max(rect.bottom, rect.top),
    )
    named = _FONT_SIZE.search(_string(note, b"DA"))
    size = float(named[1]) if named else 0.0
    size = min(size or _USUAL_SIZE, _MAX_SIZE * (bottom - top))
    upper = (top + bottom - size) / 2
    left = x0 + _MARGIN
    for word in text.split():
        lefts = [left + _DIGIT_WIDTH * size * place for place in range(len(word))]
        right = left + _DIGIT_WIDTH * size * len(word)
        starts = lefts if len(word) > 1 else ()
        yield Word(left, upper, min(right, x1), upper + size, word, starts)
        left = right + size
