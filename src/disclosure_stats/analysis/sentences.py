"""The sentences of a narrative, made comparable: digits and names of places masked."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from typing import NamedTuple

from disclosure_stats.text.folding import squeeze

_SENTENCE = re.compile("[^。！？!?；;\n]+[。！？!?；;]?")
_DIGITS = re.compile(r"\d+(?:[.,，]\d+)*[%％]?")
_MASKS = "0〇"
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
    data = tomllib.loads((files(__package__) / "sentences.toml").read_text(encoding="utf-8"))
    return _Rules(
        data["min_characters"],
        re.compile(data["we"]),
        re.compile(data["point"]),
        re.compile("|".join(f"(?:{one})" for one in data["statutory"])),
    )


def compared_sentences(text: str, names: Sequence[str | None]) -> Iterator[Sentence]:
    """The sentences of a section's text that are compared, in order.

    `names` are those of the report's body, place and the divisions above it; with and without their
    kind (苔矶镇, 苔矶) they are masked, as are digits and how a body calls itself. Short sentences
    and those of `sentences.toml` that everyone has are left out.
    """
    rules = _rules()
    own = _names(tuple(names))
    for match in _SENTENCE.finditer(text):
        masked = _masked(match[0], own, rules)
        if len(masked) - sum(map(masked.count, _MASKS)) < rules.min_characters:
            continue
        if rules.statutory.search(masked) is None:
            yield Sentence(match[0].strip(), masked)


def hash_of(masked: str) -> int:
    """A hash of 64 bits of a masked sentence: the same on every machine and in every run."""
    return int.from_bytes(blake2b(masked.encode(), digest_size=8).digest(), "little")


def _masked(printed: str, own: re.Pattern[str] | None, rules: _Rules) -> str:
    text = squeeze(printed).rstrip("。！？!?；;")
    if own is not None:
        text = own.sub("〇", text)
    text = _DIGITS.sub("0", rules.we.sub("〇", text))
    return rules.point.sub("", text, count=1)


@cache
def _names(names: tuple[str | None, ...]) -> re.Pattern[str] | None:
    found = {name for name in names if name}
    for name in list(found):
        stem = next((name.removesuffix(kind) for kind in _KINDS_OF_PLACE if name.endswith(kind)), "")
        if len(stem) >= _MIN_STEM:
            found.add(stem)
    if not found:
        return None
    return re.compile("|".join(map(re.escape, sorted(found, key=len, reverse=True))))
