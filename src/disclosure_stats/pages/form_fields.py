"""What is filled into the fields of a PDF form, as a viewer that fills forms shows it."""

from typing import Any

import pypdfium2.raw as pdfium_c

from disclosure_stats.pages.layers import may_say
from disclosure_stats.pages.utf16 import utf16
from disclosure_stats.text.han import UNKNOWN

_SHOWN = (
    pdfium_c.FPDF_FORMFIELD_TEXTFIELD,
    pdfium_c.FPDF_FORMFIELD_COMBOBOX,
    pdfium_c.FPDF_FORMFIELD_LISTBOX,
)
_PASSWORD = 1 << 13  # a flag of a text field: its characters are stars
_MAX_OPTIONS = 500  # of one field
_ASKS = b"/NeedAppearances", rb"\s+true"


class FormFields:
    """The fields of an open document, to be closed before it is.

    `are_made_anew` tells that the file asks viewers to make what its fields show, whatever it
    holds for them.
    """

    def __init__(self, document: Any, data: bytes) -> None:
        self._document, self._data = document, data
        self._form: Any = None
        self._filler = pdfium_c.FPDF_FORMFILLINFO(version=2)  # must live as long as the form
        self._are_made_anew: bool | None = None

    @property
    def are_made_anew(self) -> bool:
        """Whether the values of fields are shown, even of those that have an appearance."""
        if self._are_made_anew is None:
            self._are_made_anew = may_say(self._data, *_ASKS)
        return self._are_made_anew

    def text(self, field: Any) -> str | None:
        """What is filled into a field; nothing where that is no text, null where the form does not
        know the field."""
        if self._form is None:
            self._form = pdfium_c.FPDFDOC_InitFormFillEnvironment(self._document, self._filler)
        kind = pdfium_c.FPDFAnnot_GetFormFieldType(self._form, field)
        if kind not in _SHOWN:
            return None if kind < 0 else ""
        text = self._chosen(field) or utf16(pdfium_c.FPDFAnnot_GetFormFieldValue, self._form, field)
        is_secret = pdfium_c.FPDFAnnot_GetFormFieldFlags(self._form, field) & _PASSWORD
        return UNKNOWN * len(text) if is_secret else text

    def _chosen(self, field: Any) -> str:
        """The labels of the options that are chosen: what a field holds may be a code."""
        count = pdfium_c.FPDFAnnot_GetOptionCount(self._form, field)
        return " ".join(
            utf16(pdfium_c.FPDFAnnot_GetOptionLabel, self._form, field, index)
            for index in range(min(count, _MAX_OPTIONS))
            if pdfium_c.FPDFAnnot_IsOptionSelected(self._form, field, index)
        )

    def close(self) -> None:
        """Release the form."""
        if self._form is not None:
            pdfium_c.FPDFDOC_ExitFormFillEnvironment(self._form)
            self._form = None
