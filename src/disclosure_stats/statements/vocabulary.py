"""The words and patterns of `statements.toml`."""

import re
from functools import cache

from disclosure_stats.data_file import load_data
from disclosure_stats.text import pattern_file

_FILE = (__package__, "statements.toml")


@cache
def pattern(name: str) -> re.Pattern[str]:
    """The pattern that bears this name; KeyError if there is none."""
    return pattern_file.pattern(*_FILE, name)


def source_of(name: str) -> str:
    """How that pattern is spelled."""
    return pattern_file.source_of(*_FILE, name)


@cache
def words(name: str) -> frozenset[str]:
    """The set of words that bears this name; KeyError if there is none."""
    return frozenset(load_data(*_FILE)["words"][name])


def numeral(word: str) -> int:
    """The number that a numeral of an announcement stands for; KeyError if it is none."""
    numerals: dict[str, int] = load_data(*_FILE)["numerals"]
    return numerals[word]
