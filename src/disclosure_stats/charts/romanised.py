"""Places' names in Latin letters, for readers who do not read Chinese."""

from functools import cache
from typing import Final

from pypinyin import lazy_pinyin

# What kind of place the end of a name says; the longest ending counts.
_KINDS: Final = {
    "街道办事处": "Subdistrict",
    "街道": "Subdistrict",
    "民族乡": "Ethnic Township",
    "镇": "Town",
    "乡": "Township",
    "苏木": "Sumu",
    "自治县": "Autonomous County",
    "县": "County",
    "区": "District",
    "旗": "Banner",
    "市": "City",
    "自治州": "Autonomous Prefecture",
    "地区": "Prefecture",
    "盟": "League",
    "自治区": "Autonomous Region",
    "省": "Province",
}
_OPEN: Final = "aoe"  # before these an apostrophe parts syllables: Lu'an


@cache
def romanised(name: str) -> str:
    """`栎心镇` → `Lixin Town`: pinyin without tones as one word, and the kind of place in English.

    Rare local readings of a character may differ: show the Chinese beside it.
    """
    kind = max((end for end in _KINDS if name.endswith(end)), key=len, default="")
    if kind == name:  # no name before it
        kind = ""
    stem = name.removesuffix(kind)
    syllables = lazy_pinyin(stem, v_to_u=True)
    word = "".join(
        f"'{syllable}" if number and syllable[:1] in _OPEN else syllable
        for number, syllable in enumerate(syllables)
    )
    return " ".join(filter(None, [word[:1].upper() + word[1:], _KINDS.get(kind)]))
