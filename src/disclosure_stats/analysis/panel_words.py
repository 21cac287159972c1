"""What the panel's columns are called, in Chinese and English."""

from collections.abc import Mapping

from disclosure_stats.analysis.activity_counts import activity_columns
from disclosure_stats.analysis.quantities import quantities
from disclosure_stats.data_file import load_data
from disclosure_stats.languages import LANGUAGES, Language
from disclosure_stats.store.code_book import labels


def panel_words(group: str) -> Mapping[str, list[str]]:
    """A group of `panel_words.toml`: name → Chinese, English and, for columns, a note."""
    found: Mapping[str, list[str]] = load_data(__package__, "panel_words.toml")[group]
    return found


def quantity_name(quantity: str, language: Language) -> str:
    """The name of a quantity of the panel; KeyError for an unknown one."""
    if quantity in quantities():
        named = quantities()[quantity]
        return named.zh if language == "zh" else named.en
    if quantity in activity_columns():
        return activity_columns()[quantity].name_of(quantity, language)
    position = LANGUAGES.index(language)
    if quantity in panel_words("postings"):
        return panel_words("postings")[quantity][position]
    channel = labels("channel", language)[quantity.removeprefix("postings_")]
    return panel_words("parts")["channel"][position].format(channel)
