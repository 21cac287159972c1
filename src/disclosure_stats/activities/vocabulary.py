"""The words of `activities.toml`, activity by activity."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from disclosure_stats.data_file import load_data
from disclosure_stats.text import pattern_file
from disclosure_stats.text.lazy_pattern import lazy_pattern

_FILE = (__package__, "activities.toml")
_LISTS = ("names", "sure", "on_topic", "doubtful", "within")  # which an activity may leave out


@dataclass(frozen=True, slots=True)
class ActivityWords:
    """The words of an activity: its units, the pattern of its names and those among them that need
    no check (`sure`) or a word on disclosure (`on_topic`), and what makes it doubtful."""

    code: str
    units: frozenset[str]
    pattern: re.Pattern[str]
    sure: frozenset[str]
    on_topic: frozenset[str]
    doubtful: tuple[str, ...]


@cache
def pattern(name: str) -> re.Pattern[str]:
    """The pattern that bears this name; KeyError if there is none."""
    return pattern_file.pattern(*_FILE, name)


@cache
def words(name: str) -> tuple[str, ...]:
    """The words that bear this name, for `str.startswith`; KeyError if there are none."""
    return tuple(load_data(*_FILE)["words"][name])


@cache
def behind_trainings() -> tuple[str, ...]:
    """Words with which a number of people behind one of trainings counts trainees."""
    return tuple(_activities()["trainees"]["behind_trainings"])


@cache
def by_unit() -> dict[str, tuple[ActivityWords, ...]]:
    """The activities that each unit may count, in the order of the file."""
    found: dict[str, list[ActivityWords]] = {}
    for code, data in _activities().items():
        entry = ActivityWords(
            code,
            frozenset(data["units"]),
            _any_of([*data["names"], *data["sure"], *data["on_topic"]], data["within"]),
            frozenset(data["sure"]),
            frozenset(data["on_topic"]),
            tuple(data["doubtful"]),
        )
        for unit in data["units"]:
            found.setdefault(unit, []).append(entry)
    return {unit: tuple(entries) for unit, entries in found.items()}


@cache
def codes() -> tuple[str, ...]:
    """The codes of all activities."""
    return tuple(_activities())


def _activities() -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = load_data(*_FILE)["activities"]
    return {code: dict.fromkeys(_LISTS, []) | data for code, data in found.items()}


def _any_of(names: Iterable[str], within: Sequence[str]) -> re.Pattern[str]:
    """Any of the names, the longest first, where it is no part of a word of `within`."""
    ordered = sorted(names, key=len, reverse=True)
    return lazy_pattern("|".join(_alone(name, within) for name in ordered))


def _alone(name: str, within: Sequence[str]) -> str:
    """The pattern of a name that no word of `within` begins or ends with there."""
    source = re.escape(name)
    for word in within:
        if word != name and word.endswith(name):
            source = f"(?<!{re.escape(word.removesuffix(name))}){source}"
        elif word != name and word.startswith(name):
            source = f"{source}(?!{re.escape(word.removeprefix(name))})"
    return source
