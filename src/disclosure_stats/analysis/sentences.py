"""The sentences of a narrative, made comparable: digits and names of places masked."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from typing import NamedTuple

from disclosure_stats.data_file import load_data
from disclosure_stats.text.folding import squeeze

_SENTENCE = re.compile("[^。！？!?；;\n]+[。！？!?；;]?")
_DIGITS = re.compile(r"\d+(?:[.,，]\d+)*[%％]?")
_PLACE = "〇"  # for the name of a place; digits become 0
_ENDS = "。！？!?；;"
_KINDS_OF_PLACE = ("街道办事处", "街道", "镇", "乡", "县", "区", "市", "省")
_MIN_STEM = 2  # characters of a name without its kind


class Sentence(NamedTuple):
    """A sentence as printed, and as it is compared."""

    printed: str
    masked: str


@dataclass(frozen=True, slots=True)
class _Rules:
    min_characters: int
    we: re.Pattern[str]
    point: re.Pattern[str]
    statutory: re.Pattern[str]


@cache
def _rules() -> _Rules:
    data = load_data(__package__, "sentences.toml")
    return _Rules(
        data["min_characters"],
        re.compile(data["we"]),
        re.compile(data["point"]),
        re.compile("|".join(f"(?:{one})" for one in data["statutory"])),
    )


def compared_sentences(text: str, names: Sequence[str]) -> Iterator[Sentence]:
    """The sentences of a section's text that are compared, in order.

    `names` (of `names_to_mask`) are masked, as are digits and how a body calls itself. Short
    sentences and those of `sentences.toml` that everyone has are left out.
    """
    rules = _rules()
    alike = text
    for name in names:
        alike = alike.replace(name, _PLACE)
    alike = _DIGITS.sub("0", rules.we.sub(_PLACE, alike))
    for printed, masked in zip(_SENTENCE.findall(text), _SENTENCE.findall(alike), strict=True):
        masked = rules.point.sub("", squeeze(masked).rstrip(_ENDS), count=1)
        if len(masked) - masked.count("0") - masked.count(_PLACE) < rules.min_characters:
            continue
        if rules.statutory.search(masked) is None:
            yield Sentence(printed.strip(), masked)


def hash_of(masked: str) -> int:
    """A hash of 64 bits of a masked sentence: the same on every machine and in every run."""
    return int.from_bytes(blake2b(masked.encode(), digest_size=8).digest(), "little")


def names_to_mask(names: Sequence[str | None]) -> list[str]:
    """The names of a report's place and of the divisions above it, and the same without their kind
    (苔矶镇, 苔矶), longest first."""
    found = {name for name in names if name and _SENTENCE.fullmatch(name)}
    for name in list(found):
        kind = next((kind for kind in _KINDS_OF_PLACE if name.endswith(kind)), "")
        if kind and len(name) - len(kind) >= _MIN_STEM:
            found.add(name.removesuffix(kind))
    return sorted(found, key=len, reverse=True)
