"""The turns of phrase that the rules of the reader look for, from `phrases.toml`."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from disclosure_stats.text.lazy_pattern import lazy_pattern


@cache
def _data() -> dict[str, Any]:
    source = files(__package__) / "phrases.toml"
    data: dict[str, Any] = tomllib.loads(source.read_text(encoding="utf-8"))
    return data


def words(name: str) -> frozenset[str]:
    """The set of words that bears this name; KeyError if there is none."""
    return frozenset(_data()["words"][name])


def endings(name: str) -> tuple[str, ...]:
    """The same words, for `str.endswith` and `str.startswith`."""
    return tuple(_data()["words"][name])


def characters(name: str) -> str:
    """The characters that bear this name, as one string."""
    text: str = _data()["characters"][name]
    return text


def punctuation() -> dict[str, str]:
    """The marks of each kind of punctuation, as one string."""
    found: dict[str, str] = _data()["punctuation"]
    return found


def taken_from() -> dict[str, str]:
    """How words end that may have their end from another word, and with what that goes on."""
    found: dict[str, str] = _data()["taken_from"]
    return found


@cache
def pattern(name: str) -> re.Pattern[str]:
    """The pattern that bears this name."""
    return lazy_pattern(source_of(name))


def source_of(name: str) -> str:
    """How that pattern is spelled; what stands in it in braces is another one."""
    sources: dict[str, str] = _data()["patterns"]
    source = sources[name]
    while (inner := re.search(r"\{([a-z_]+)\}", source)) is not None:
        source = source.replace(inner[0], f"(?:{sources[inner[1]]})")
    return source


@cache
def numerals() -> dict[str, dict[str, int]]:
    """The characters of Chinese numerals and their values: `digits`, `tens`, `small`, `large`."""
    found: dict[str, dict[str, int]] = _data()["numerals"]
    return found


@cache
def guessed_channels() -> tuple[tuple[str, str], ...]:
    """How names of channels end, and the channel that such a name seems to be; longest first."""
    ends: dict[str, list[str]] = _data()["guessed_channels"]
    pairs = [(end, code) for code, found in ends.items() for end in found]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))
