"""Printed text made comparable: code points folded, spaces and numbering taken off labels."""

import re
import unicodedata
from functools import lru_cache

from rapidfuzz.distance import Indel

from disclosure_stats.reading.radicals import RADICAL_TO_IDEOGRAPH

_NOT_IDEOGRAPH = re.compile("[⺀-⿕豈-﫿]")
_FULL_WIDTH = re.compile("[！-～]")
_PLAIN = {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0xFF01, 0xFF5F)}
_NOT_LABEL = re.compile(r"[^0-9A-Za-z㐀-䶿一-鿿]+")
_NUMBERING = re.compile(
    r"^(?:其中[:：]?|[(（][一二三四五六七八九十\d]{1,3}[)）]|[一二三四五六七八九十]{1,3}[、.．,，)）]|\d{1,2}[)）]"
    r"|\d{1,2}\s*[、.．,，](?!\d)|[①-⑳])+"
)


_IDEOGRAPHS = RADICAL_TO_IDEOGRAPH | {
    code: unicodedata.normalize("NFKC", chr(code))
    for block in (range(0x2F00, 0x2FD6), range(0xF900, 0xFAFF))
    for code in block
}


def fold_ideographs(text: str) -> str:
    """`text` with the usual ideograph for each radical and compatibility ideograph; punctuation
    and digits stay as printed.

    >>> fold_ideographs("\u2f00年，⻓期")
    '一年，长期'
    """
    return text.translate(_IDEOGRAPHS) if _NOT_IDEOGRAPH.search(text) else text


def fold(text: str) -> str:
    """`text` with one code point for each character that looks the same.

    Radicals become ideographs, full-width forms and compatibility ideographs their plain
    equivalents (NFKC); enclosed numerals such as ㈠ are spelled out as (一).
    """
    if _NOT_IDEOGRAPH.search(text):
        text = text.translate(RADICAL_TO_IDEOGRAPH)
    # Without full-width forms most text is in NFKC as it stands, which is soon seen.
    plain = _FULL_WIDTH.sub(lambda match: _PLAIN[match[0]], text)
    return unicodedata.normalize("NFKC", plain)


@lru_cache(maxsize=4096)
def squeeze(text: str) -> str:
    """`text` folded and without any white space."""
    return "".join(fold(text).split())


@lru_cache(maxsize=4096)
def label_key(text: str) -> str:
    """What of a printed label is compared: folded, without numbering, punctuation and spaces.

    >>> label_key("（三） 3．危及“三安全一稳定”")
    '危及三安全一稳定'
    """
    text = squeeze(text)
    stripped = _NUMBERING.sub("", text)
    return _NOT_LABEL.sub("", stripped) or _NOT_LABEL.sub("", text)


def similarity(one: str, other: str) -> float:
    """How alike two label keys are, from 0 to 1: Dice's coefficient over their longest common
    subsequence; 0 where one is empty."""
    return Indel.normalized_similarity(one, other) if one and other else 0.0
