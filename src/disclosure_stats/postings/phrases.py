"""The turns of phrase that the rules of the reader look for, from `phrases.toml`."""

import re
from functools import cache

from disclosure_stats.data_file import load_data
from disclosure_stats.text import pattern_file

_FILE = (__package__, "phrases.toml")


def words(name: str) -> frozenset[str]:
    """The set of words that bears this name; KeyError if there is none."""
    return frozenset(load_data(*_FILE)["words"][name])


def endings(name: str) -> tuple[str, ...]:
    """The same words, for `str.endswith` and `str.startswith`."""
    return tuple(load_data(*_FILE)["words"][name])


def characters(name: str) -> str:
    """The characters that bear this name, as one string."""
    text: str = load_data(*_FILE)["characters"][name]
    return text


def punctuation() -> dict[str, str]:
    """The marks of each kind of punctuation, as one string."""
    found: dict[str, str] = load_data(*_FILE)["punctuation"]
    return found


def taken_from() -> dict[str, str]:
    """How words end that may have their end from another word, and with what that goes on."""
    found: dict[str, str] = load_data(*_FILE)["taken_from"]
    return found


@cache
def pattern(name: str) -> re.Pattern[str]:
    """The pattern that bears this name."""
    return pattern_file.pattern(*_FILE, name)


def source_of(name: str) -> str:
    """How that pattern is spelled."""
    return pattern_file.source_of(*_FILE, name)


@cache
def numerals() -> dict[str, dict[str, int]]:
    """The characters of Chinese numerals and their values: `digits`, `tens`, `small`, `large`."""
    found = load_data(*_FILE)["numerals"]
    digits = {one: value for value, those in enumerate(found["digits"]) for one in those}
    return {**found, "digits": digits}


@cache
def guessed_channels() -> tuple[tuple[str, str], ...]:
    """How names of channels end, and the channel that such a name seems to be; longest first."""
    ends: dict[str, list[str]] = load_data(*_FILE)["guessed_channels"]
    pairs = [(end, code) for code, found in ends.items() for end in found]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))
