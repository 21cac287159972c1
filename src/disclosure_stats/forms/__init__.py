"""The statutory templates, as data."""

from disclosure_stats.forms.loader import (
    ERAS,
    Alternative,
    DisclosureBlock,
    Entry,
    Form,
    Identity,
    form_of_year,
    load_form,
)

__all__ = [
    "ERAS",
    "Alternative",
    "DisclosureBlock",
    "Entry",
    "Form",
    "Identity",
    "form_of_year",
    "load_form",
]
