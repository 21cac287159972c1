"""Of which year a title or a caption speaks: this report's, or another."""

import re
from collections.abc import Sequence

_YEAR = re.compile(r"(?<!\d)(20[0-3]\d)(?=年|$|[)）])")
_LAST_YEAR = re.compile("上年|上一年|去年|前年|往年|上期|同期")
_COUNTED_IN = re.compile("[(（](?:含|包括|包含|不含)[^()（）]*[)）]")
_THIS_YEAR = re.compile("本年|今年|当年|本期")


def is_on_year(texts: Sequence[str], year: int | None) -> bool | None:
    """Whether titles or captions, the nearest first, say that what stands under them is on this
    report's year (true) or on another (false); null where they say neither. A year counts wherever
    it is named, 上年 and 本年 only in a text that says nothing else: the form's own titles speak of
    the year before (上一年项目数量), and may name it beside."""
    for text in texts:
        named = [int(found) for found in _YEAR.findall(text)]
        if named and year is not None and not (year - 1 in named and is_on_last_year(text)):
            return year in named
        rest = text.strip("度数量值合计总情况(（)）")
        if _THIS_YEAR.fullmatch(rest):
            return True
        if _LAST_YEAR.fullmatch(rest):
            return False
    return None


def is_on_last_year(text: str) -> bool:
    """Whether a title speaks of the year before, be it the form's own (上一年项目数量); what it
    says to be counted in (含往年) does not make it one."""
    return _LAST_YEAR.search(_COUNTED_IN.sub("", text)) is not None


def names_no_year(text: str) -> bool:
    """Whether no year stands in a text."""
    return _YEAR.search(text) is None
