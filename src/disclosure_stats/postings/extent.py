"""What a posting covers: this year or many, the body itself or those below it."""

import re

from disclosure_stats.postings.tokens import Token

_SINCE = re.compile(r"(?:自|从)?(\d{4})年[^,。;]{0,10}(?:以来|至今|起)")
_UNTIL_NOW = re.compile("截[至止]|至今|目前|迄今|底前|日前|[月日]止")
_AS_OF = 3  # characters before a date: 截至
_STOCK = re.compile("累计|总量|总数|总条数|存量")
_OF_VILLAGE = re.compile(
    r"(?:村|社区|嘎查|居委会?|村民?小组|小区)(?:级|委会?|民|务|组)?(?:\([^()]{1,6}\))?$"
)
_ACTING = frozenset({"channel", "weak_channel", "verb", "weak_verb"})
_VILLAGE_WITHIN = 12  # characters before the name of a channel


def period_of(
    text: str,
    segment: list[Token],
    end: int,
    year: int | None,
    beside: bool,
    contrasts: bool,
) -> str:
    """`year` or `cumulative`.

    `segment` are the tokens since the number before, `end` is where the number begins; `year` is
    the year reported on. `beside` tells whether a smaller figure stands before it, which 累计
    up to now then exceeds; `contrasts` whether that figure is said to be this year's.
    """
    kinds = {token.kind for token in segment}
    if "cumulative" in kinds:
        return "cumulative"
    words = text[segment[0].start : end] if segment else ""
    since = _SINCE.search(words)
    if since and year and int(since[1]) < year:
        return "cumulative"
    if "累计" not in words or "this_year" in kinds:
        return "year"
    return "cumulative" if contrasts or beside and _UNTIL_NOW.search(words) else "year"


def is_total_until_now(text: str, segment: list[Token], end: int) -> bool:
    """Whether it may be the total of many years, with no word of this one: 截至 2009 年底累计公开
    731 条."""
    words = text[max(0, segment[0].start - _AS_OF) : end] if segment else ""
    if not _STOCK.search(words) or not _UNTIL_NOW.search(words):
        return False
    return all(token.kind != "this_year" for token in segment)


def scope_of(text: str, segment: list[Token]) -> str | None:
    """`villages` or `subordinates` where the words before the channel or the verb say so, or
    where there is neither: 镇级 143 条，村级 368 条."""
    acted = _ACTING.isdisjoint(token.kind for token in segment)
    for token in reversed(segment):
        if token.kind in _ACTING:
            acted = True
            begin = max(0, token.start - _VILLAGE_WITHIN)
            if "channel" in token.kind and _OF_VILLAGE.search(text, begin, token.start):
                return "villages"
        elif token.kind in ("villages", "subordinates") and acted:
            return token.kind
    return None
