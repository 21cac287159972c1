"""The statutory templates, as data."""

from disclosure_stats.forms.loader import ERAS, DisclosureBlock, Entry, Form, Identity, load_form

__all__ = ["ERAS", "DisclosureBlock", "Entry", "Form", "Identity", "load_form"]
