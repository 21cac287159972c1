"""The words of the narrative, from `vocabulary.toml`, and the one pattern that finds them."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import groupby, product
from operator import itemgetter
from typing import Any

from disclosure_stats.postings.numerals import ARABIC, CHINESE
from disclosure_stats.postings.phrases import endings, pattern

_PAPERS = endings("papers")
_NO_PAPER = pattern("no_paper").pattern
_UNIT_CLASSES = ("money", "people", "percentage", "date", "thing")


@dataclass(frozen=True, slots=True)
class Word:
    """What a word of the vocabulary stands for: its kind, and its code within the kind.

    Kinds: `channel`, `weak_channel`, `verb`, `weak_verb`, `item`, `strong` and `weak` (words that
    keep a number from being a posting; the code says as what), and those of `[structure]`.
    """

    kind: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words by spelling, the class of each unit, why each kind of others is no posting, the
    names that are a channel's in lists alone, the pairs of a channel and a verb of its own, the
    channel that a verb and a unit imply, and the pattern of all tokens."""

    words: dict[str, Word]
    units: dict[str, str]
    reasons: dict[str, str]
    in_lists: dict[str, str]
    own_verbs: frozenset[tuple[str, str]]
    implied: dict[tuple[str, str], str]
    pattern: re.Pattern[str]


@cache
def load_vocabulary() -> Vocabulary:
    """The vocabulary, checked: ValueError when a word stands in two lists."""
    source = files("disclosure_stats.postings").joinpath("vocabulary.toml")
    data = tomllib.loads(source.read_text(encoding="utf-8"))
    words, units = _words(data), _units(data)
    channels: dict[str, dict[str, Any]] = data["channels"]
    return Vocabulary(
        words,
        units,
        reasons={code: other["reason"] for code, other in data["others"].items()},
        in_lists={
            name: code
            for code, channel in channels.items()
            for name in channel.get("names_in_lists", [])
        },
        own_verbs=frozenset(
            (code, verb)
            for code, channel in channels.items()
            for verb in channel.get("own_verbs", [])
        ),
        implied=_implied(channels),
        pattern=_pattern(words, units),
    )


def _words(data: dict[str, Any]) -> dict[str, Word]:
    """The words by spelling; names that stems and ends make come last, where no list has them."""
    words: dict[str, Word] = {}

    def add(spellings: Iterable[str], word: Word) -> None:
        for spelling in spellings:
            if spelling in words:
                raise ValueError(f"vocabulary.toml: {spelling} stands in two lists")
            words[spelling] = word

    for code, channel in data["channels"].items():
        add(channel["names"], Word("channel", code))
        add(channel.get("weak_names", []), Word("weak_channel", code))
    postings = data["postings"]
    add(postings["verbs"], Word("verb"))
    add(postings["weak_verbs"], Word("weak_verb"))
    add(postings["items"], Word("item"))
    for code, other in data["others"].items():
        add(other["strong"], Word("strong", code))
        add(other["weak"], Word("weak", code))
    for kind, spellings in data["structure"].items():
        add(spellings, Word(kind))
    for code, channel in data["channels"].items():
        made = product(channel.get("stems", ()), channel.get("ends", ()))
        add([name for name in map("".join, made) if name not in words], Word("channel", code))
    return words


def _units(data: dict[str, Any]) -> dict[str, str]:
    """The class of each unit."""
    units: dict[str, str] = dict.fromkeys(data["postings"]["units"], "item")
    units |= dict.fromkeys(data["postings"]["units_of_things"], "item_or_thing")
    for unit_class in _UNIT_CLASSES:
        for unit in data["shapes"][unit_class]:
            if unit in units:
                raise ValueError(f"vocabulary.toml: the unit {unit} stands in two lists")
            units[unit] = unit_class
    return units


def _implied(channels: dict[str, dict[str, Any]]) -> dict[tuple[str, str], str]:
    """The channel that a verb and a unit imply."""
    return {
        (verb, unit): code
        for code, channel in channels.items()
        for pairs in channel.get("implied", [])
        for verb in pairs["verbs"]
        for unit in pairs["units"]
    }


def _pattern(words: dict[str, Word], units: dict[str, str]) -> re.Pattern[str]:
    unit = "|".join(map(re.escape, sorted(units, key=len, reverse=True)))
    of_items = "|".join(
        re.escape(unit) for unit, unit_class in units.items() if unit_class.startswith("item")
    )
    parts = {
        "arabic": ARABIC,
        "chinese": CHINESE,
        "unit_of_items": of_items,
        "unit": unit,
    }
    number = pattern("number").pattern
    for name, part in parts.items():
        number = number.replace(f"@{name}", part)
    return re.compile(
        r"(?P<name>“[^“”。\n]{1,40}”|《[^《》\n]{1,60}》|\"[^\"。\n]{1,30}\"|https?://[\w./?=&%-]+)"
        rf"|(?P<all_of_them>{pattern('all_of_them').pattern})|(?P<split_openers>{pattern('split_by').pattern})|(?P<word>{_any_of(words)})|(?P<number>{number})"
        r"|(?P<stop>[。！？!?\n])|(?P<semicolon>;)|(?P<comma>,)|(?P<pause>、)|(?P<colon>:)"
        r"|(?P<open>[(\[〔])|(?P<close>[)\]〕])"
    )


def _spelt(word: str) -> str:
    """The pattern of a word; one that ends in 报 does not take it from 报送, 报告 or the like."""
    return re.escape(word) + (_NO_PAPER if word.endswith(_PAPERS) else "")


_BUCKET = 12  # first characters that are tried together


def _any_of(words: Iterable[str]) -> str:
    """A pattern for the longest of `words` that begins at a place.

    The words stand in buckets by first character, each with a look ahead: an alternation of a
    thousand words would be gone through word by word at every character of the text.
    """
    ordered = sorted(words, key=lambda word: (word[0], -len(word)))
    groups = [list(group) for _, group in groupby(ordered, key=itemgetter(0))]
    buckets = [groups[start : start + _BUCKET] for start in range(0, len(groups), _BUCKET)]
    return "|".join(
        f"(?=[{''.join(group[0][0] for group in bucket)}])"
        f"(?:{'|'.join(_spelt(word) for group in bucket for word in group)})"
        for bucket in buckets
    )
