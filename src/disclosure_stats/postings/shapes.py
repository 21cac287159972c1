"""What a number's own form and unit say of it, whatever the words around it are."""

from collections.abc import Sequence
from functools import cache

from disclosure_stats.postings.mentions import Mention, Verdict
from disclosure_stats.postings.phrases import endings, pattern
from disclosure_stats.postings.tokens import Token

_UNITS = {
    "date": "the unit {unit} makes it a date or the number of a document",
    "money": "the unit {unit} makes it an amount of money",
    "people": "the unit {unit} counts people",
    "percentage": "the unit {unit} makes it a share or a ratio",
    "thing": "the unit {unit} counts things, not items of information",
}
_ORDINAL = endings("ordinal")
_POINTING_BACK = pattern("pointing_back")
_OF_WHICH = pattern("of_which")
_MORE_OR_LESS = pattern("more_or_less")
_NAMED_SETS = pattern("named_sets")
_AS_ONE = pattern("as_one")
_COUNTED_AS = pattern("counted_as")
_PER = pattern("per")
_MONTHS = pattern("months")
_PER_SPAN = pattern("per_span")
_PER_EACH = pattern("per_each")
_OVER_YEARS = pattern("over_years")
_OBJECT = pattern("object_before")
_ACTED_UPON = pattern("acted_upon")
_FARTHEST_EACH = 3  # characters
_FARTHEST_BEFORE = 26  # characters
_MAX_COUNT = 1_000_000_000  # more items than any body can have posted
_POINTS = ("、", ".")
_MIN_POINTS = 3  # that tell a list of points from counts
_CODE_DIGITS = 5  # from how many digits a number without a unit is a code


def by_shape(text: str, mention: Mention) -> Verdict | None:
    """The verdict of form and unit; null when they leave it open."""
    number, token = mention.number, mention.token
    if text[token.start - 1 : token.start] in _ORDINAL:
        return Verdict("ordinal", "an ordinal: the word before it says so")
    if _is_rate(text, mention):
        return Verdict("rate", "so many for each")
    if number.chinese and _NAMED_SETS.match(text, token.end):
        return Verdict("name", "a set that goes by its number")
    before = max(0, token.start - _FARTHEST_BEFORE)
    if number.value == 1 and (said := _of_one(text, mention)) is not None:
        return said
    if _MORE_OR_LESS.search(text, before, token.start):
        return Verdict("comparison", "by how much more or less than in another year")
    if _OBJECT.search(text, before, token.start) and _ACTED_UPON.match(text, token.end):
        return Verdict("reply", "something else than posting was done with them")
    if number.unit_class in _UNITS:
        return _of_unit(number.unit_class, number.unit)
    if number.unit_class == "none":
        verdict = _without_unit(text, mention)
        if verdict is not None:
            return verdict
    if number.value >= _MAX_COUNT:
        return Verdict("code", "too large for a count")
    if number.value % 1:
        return Verdict("decimal", "items are counted in whole numbers")
    return None


def _of_one(text: str, mention: Mention) -> Verdict | None:
    """What a 1 says that counts nothing."""
    start = mention.token.start
    before = max(0, start - _FARTHEST_BEFORE)
    if mention.number.chinese and _AS_ONE.search(text, before, start):
        return Verdict("name", "it says what something is")
    if _COUNTED_AS.search(text, before, start):
        return Verdict("rule", "it says how items are counted")
    return None


def _is_rate(text: str, mention: Mention) -> bool:
    """Whether it is so many for each: 一天两遍, 每处 24 期, 120 条/月, 连续 3 年超 500 篇."""
    start, end = mention.token.start, mention.token.end
    near = max(0, start - _FARTHEST_EACH)
    if _PER_EACH.search(text, near, start) or _PER.match(text, end):
        return True
    if mention.number.chinese and _PER_SPAN.search(text, near, start):
        return True
    return _OVER_YEARS.search(text, max(0, start - _FARTHEST_BEFORE), start) is not None


@cache
def _of_unit(unit_class: str, unit: str | None) -> Verdict:
    return Verdict(unit_class, _UNITS[unit_class].format(unit=unit))


def points_in_line(text: str, tokens: Sequence[Token]) -> frozenset[int]:
    """Where numbers stand that number the points of a list in the middle of a sentence: three or
    more that count up from 1, each before 、 or a point: 形式有1、公开栏 2、广播 3、公开信."""
    places: list[int] = []
    points: list[int] = []
    for token in tokens:
        number = token.number
        if number is None or number.unit is not None:
            continue
        if text[token.end : token.end + 1] not in _POINTS:
            continue
        if number.value == 1:
            points = []
        if number.value == len(points) + 1:
            points.append(token.start)
            if len(points) >= _MIN_POINTS:
                places += points
    return frozenset(places)


def points_back(text: str, mention: Mention) -> bool:
    """Whether the figure is said to have been given before: 上述 80 条, 这 80 条."""
    start = mention.token.start
    return _POINTING_BACK.search(text, max(0, start - 8), start) is not None


def is_split(text: str, mention: Mention) -> bool:
    """Whether the figure is given so as to be split: 网站公开的 80 条中，…"""
    return _OF_WHICH.match(text, mention.token.end) is not None


def _without_unit(text: str, mention: Mention) -> Verdict | None:
    number, token = mention.number, mention.token
    before, behind = text[token.start - 1 : token.start], text[token.end : token.end + 1]
    if not number.chinese and 1900 <= number.value < 2100 and number.value % 1 == 0:
        return Verdict("year", "a number of four digits without a unit")
    begins = mention.index == mention.clause or before in ("", "(", "\n", "。", ";", ":")
    of_word = before == "(" and text[token.start - 2 : token.start - 1].isalnum()  # 文件(11)、…
    if begins and not of_word and behind in ("、", ".", ")"):
        return Verdict("numbering", "it numbers a paragraph or a point")
    if before == ":" and text[token.start - 2 : token.start - 1].isdigit():
        return Verdict("date", "minutes of a time of day")
    if _MONTHS.match(text, token.end):
        return Verdict("date", "the first of a span of months")
    printed = token.word(text)
    if "-" in (before, behind) or len(printed) >= _CODE_DIGITS and printed.isdigit():
        return Verdict("code", "digits without a unit: a telephone number, a postcode or a code")
    return None
