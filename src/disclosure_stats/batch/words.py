"""The sentences of a run in the reader's language."""

from collections.abc import Mapping
from typing import Any

from disclosure_stats.languages import LANGUAGES, Language

_MAX_KINDS = 8  # of files that no reader takes, by the endings of their names


def said(key: str, language: Language, **values: Any) -> str:
    """The sentence of `words.toml` with these values in it."""
    from disclosure_stats.data_file import load_data  # as a rule while processes are reading

    text: str = load_data(__package__, "words.toml")[key][LANGUAGES.index(language)]
    return text.format(**values)


def describe_counts(statuses: Mapping[str, int], language: Language) -> str:
    """How many reports have each of these statuses, in one line."""
    from disclosure_stats.store.code_book import labels  # while processes are reading

    names = labels("status", language)
    counts = (
        said("one_count", language, name=names[status], count=count)
        for status, count in statuses.items()
    )
    return said("between", language).join(counts)


def describe_others(others: Mapping[str, int], language: Language) -> str:
    """How many files there are that no reader takes, by the ending of their names, in one line."""
    ordered = sorted(others.items(), key=lambda item: (-item[1], item[0]))
    kinds = [
        said("kind", language, count=count, suffix=suffix or said("no_suffix", language))
        for suffix, count in ordered[:_MAX_KINDS]
    ]
    rest = sum(count for _, count in ordered[_MAX_KINDS:])
    if rest:
        kinds.append(said("other_kinds", language, count=rest))
    return said("others", language, kinds=said("between", language).join(kinds))
