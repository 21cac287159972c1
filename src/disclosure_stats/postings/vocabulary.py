"""The words of the narrative, from `vocabulary.toml`, and what finds them and its numbers."""

import re
import string
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Any, NamedTuple

from disclosure_stats.data_file import load_data
from disclosure_stats.postings.numerals import ARABIC, CHINESE, CHINESE_CHARACTERS
from disclosure_stats.postings.phrases import characters, punctuation, source_of, taken_from

_TAKEN_FROM = taken_from()
_MAY_BE_TAKEN = tuple(_TAKEN_FROM)
_QUOTES = '“《"h'  # what a name in quotation marks begins with, and a link
_UNIT_CLASSES = ("money", "people", "percentage", "date", "thing")


@dataclass(frozen=True, slots=True)
class Word:
    """What a word of the vocabulary stands for: its kind, and its code within the kind.

    Kinds: `channel`, `weak_channel`, `verb`, `weak_verb`, `item`, `strong` and `weak` (words that
    keep a number from being a posting; the code says as what), `idle` (of no meaning here), and
    those of `[structure]`.
    """

    kind: str
    code: str = ""


class Beginnings(NamedTuple):
    """What may begin with which character: `marks` are the kinds of punctuation, `lengths` how long
    the words are that begin with two characters, or are the one, the longest first; the characters
    that a name or a turn of phrase, or a number begins with; and those of `any` of all these."""

    marks: dict[str, str]
    lengths: dict[str, tuple[int, ...]]
    phrases: frozenset[str]
    numbers: frozenset[str]
    any: frozenset[str]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words by spelling, the class of each unit, why each kind of others is no posting, the
    names that are a channel's in lists alone, the pairs of a channel and a verb of its own, the
    channel that a verb and a unit imply, the patterns of names and turns of phrase and of numbers,
    and what tokens begin with."""

    words: dict[str, Word]
    units: dict[str, str]
    reasons: dict[str, str]
    in_lists: dict[str, str]
    own_verbs: frozenset[tuple[str, str]]
    implied: dict[tuple[str, str], str]
    phrase: re.Pattern[str]
    number: re.Pattern[str]
    beginnings: Beginnings

    def word_at(self, text: str, start: int, lengths: Iterable[int]) -> str | None:
        """The first word of a text that begins there and is of one of the lengths; one that ends in
        报 does not take it from 报送, 报告 or the like."""
        for length in lengths:
            word = text[start : start + length]
            if word in self.words and not (
                word.endswith(_MAY_BE_TAKEN) and _is_taken(word, text, start + length)
            ):
                return word
        return None


def _is_taken(word: str, text: str, end: int) -> bool:
    """Whether a word has its end from another one, which goes on with the character behind it."""
    goes_on = next(those for last, those in _TAKEN_FROM.items() if word.endswith(last))
    return text.startswith(tuple(goes_on), end)


@cache
def load_vocabulary() -> Vocabulary:
    """The vocabulary, checked: ValueError when a word stands in two lists."""
    data = load_data(__package__, "vocabulary.toml")
    units = _units(data)
    words = _words(data, units)
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
        phrase=_phrase(),
        number=_number(units),
        beginnings=_beginnings(words),
    )


def _words(data: dict[str, Any], units: Iterable[str]) -> dict[str, Word]:
    """The words by spelling; those that are made of others, of names of channels by stems and ends,
    come last, where no list has them."""
    words: dict[str, Word] = {}

    def add(spellings: Iterable[str], word: Word) -> None:
        for spelling in spellings:
            if spelling in words:
                raise ValueError(f"vocabulary.toml: {spelling} stands in two lists")
            words[spelling] = word

    def add_made(stems: Iterable[str], ends: Iterable[str], word: Word) -> None:
        made = map("".join, product(stems, ends))
        add([spelling for spelling in made if spelling not in words], word)

    for code, channel in data["channels"].items():
        add(channel["names"], Word("channel", code))
        add(channel.get("weak_names", []), Word("weak_channel", code))
    postings = data["postings"]
    add(postings["verbs"], Word("verb"))
    add(postings["weak_verbs"], Word("weak_verb"))
    add(postings["items"], Word("item"))
    for code, other in data["others"].items():
        add(other.get("strong", ()), Word("strong", code))
        add(other.get("weak", ()), Word("weak", code))
    for kind, spellings in data["structure"].items():
        add(spellings, Word(kind))
    add(data["idle"]["words"], Word("idle"))
    for code, other in data["others"].items():
        add_made(other.get("before_units", ()), units, Word("strong", code))
        add_made(other.get("before_verbs", ()), postings["verbs"], Word("strong", code))
    for code, channel in data["channels"].items():
        for parts in channel.get("made_of", ()):
            add_made(parts["stems"], parts["ends"], Word("channel", code))
    for kind, parts in data["structure_made_of"].items():
        add_made(parts["stems"], parts["ends"], Word(kind))
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


def _phrase() -> re.Pattern[str]:
    """The pattern of what comes before words: names in quotation marks, links, turns of phrase."""
    return re.compile(
        r"(?P<name>“[^“”。\n]{1,40}”|《[^《》\n]{1,60}》|\"[^\"。\n]{1,30}\"|https?://[\w./?=&%-]+)"
        rf"|(?P<all_of_them>{source_of('all_of_them')})"
        rf"|(?P<split_openers>{source_of('split_by')})"
    )


def _number(units: dict[str, str]) -> re.Pattern[str]:
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
    number = source_of("number")
    for name, part in parts.items():
        number = number.replace(f"@{name}", part)
    return re.compile(number)


def _beginnings(words: Collection[str]) -> Beginnings:
    marks: dict[str, str] = {}
    for kind, those in punctuation().items():
        marks |= dict.fromkeys(those, kind)
    lengths: dict[str, set[int]] = {}
    alone = {word for word in words if len(word) == 1}
    for word in words:
        lengths.setdefault(word[:2], set()).update((len(word), *map(len, alone & {word[0]})))
    phrases = frozenset(characters("phrases_begin") + _QUOTES)
    numbers = frozenset(characters("numbers_begin") + CHINESE_CHARACTERS + string.digits)
    return Beginnings(
        marks,
        {first: tuple(sorted(those, reverse=True)) for first, those in lengths.items()},
        phrases,
        numbers,
        phrases.union(numbers, marks, {word[0] for word in words}),
    )
