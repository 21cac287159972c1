"""Printed text made comparable: code points folded, spaces and numbering taken off labels."""

import re
import unicodedata
from functools import lru_cache

from disclosure_stats.text.radicals import RADICAL_TO_IDEOGRAPH

_NOT_IDEOGRAPH = re.compile("[\u2e80-\u2fd5\uf900-\ufaff]")
_ONE_BY_ONE = re.compile("[\u2e80-\u2ef3！-～]")
_PLAIN = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {
    chr(radical): ideograph for radical, ideograph in RADICAL_TO_IDEOGRAPH.items()
}
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
    # Without radicals and full-width forms most text is in NFKC as it stands, which is soon seen.
    plain = _ONE_BY_ONE.sub(lambda match: _PLAIN.get(match[0], match[0]), text)
    return unicodedata.normalize("NFKC", plain)


@lru_cache(maxsize=4096)
def squeeze(text: str) -> str:
    """`text` folded and without any white space."""
    return "".join(fold(text).split())
