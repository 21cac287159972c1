"""Numbers as official prose writes them: 1.35万, 13万2千, 三百余, 2,345, 一百二十, 五六十."""

import re
from typing import NamedTuple

from disclosure_stats.postings.phrases import numerals
from disclosure_stats.text.lazy_pattern import lazy_pattern

_DIGITS, _TENS = numerals()["digits"], numerals()["tens"]
_SMALL, _LARGE = numerals()["small"], numerals()["large"]
_SCALES = _SMALL | _LARGE

_PLAIN = r"(?:\d{1,3}(?:[,']\d{3})+(?!\d)|\d+)(?:\.\d+)?"
_SCALE = f"(?:[{''.join(_SMALL)}]?[{''.join(_LARGE)}]|[{''.join(_SMALL)}])"
ARABIC = rf"{_PLAIN}(?:{_SCALE}(?:\d+(?:\.\d+)?{_SCALE})*(?:\d{{3,4}}(?!\d))?)?"
CHINESE_CHARACTERS = "".join((*_DIGITS, *_TENS, *_SCALES))
CHINESE = f"[{CHINESE_CHARACTERS}]+"

_MAX_LENGTH = 24  # characters: more are a code, or no number at all
_TERMS = lazy_pattern(rf"({_PLAIN})({_SCALE})?")


class Value(NamedTuple):
    """What a numeral says; `lower` that it is the lower bound of a span: 五六十."""

    value: float
    lower: bool = False


def value_of(numeral: str) -> Value | None:
    """The value of a numeral that `ARABIC` or `CHINESE` matches; null when it is no number.

    >>> [value_of(text).value for text in ("1.35万", "13万2千", "2,345", "一百二十", "卅二")]
    [13500.0, 132000.0, 2345.0, 120.0, 32.0]
    >>> value_of("五六十"), value_of("两三百")
    (Value(value=50.0, lower=True), Value(value=200.0, lower=True))
    >>> value_of("百千") is None
    True
    """
    if len(numeral) > _MAX_LENGTH:
        return None
    if numeral.isdecimal():
        return Value(float(numeral))
    if not numeral[0].isdigit() or numeral[0] in _DIGITS:
        return _chinese(numeral)
    total = 0.0
    for number, scale in _TERMS.findall(numeral):
        value = float(re.sub("[,']", "", number))
        for unit in scale:
            value *= _SCALES[unit]
        total += value
    return Value(round(total, 6))


def _chinese(numeral: str) -> Value | None:
    """Chinese numerals in place notation (一百二十) or digit by digit (二〇二三)."""
    if all(character in _DIGITS for character in numeral):
        digits = [_DIGITS[character] for character in numeral]
        if len(digits) == 2 and 0 < digits[0] < digits[1]:
            return Value(float(digits[0]), lower=True)  # 七八条: seven or eight
        return Value(float("".join(map(str, digits))))
    total = section = 0
    digit: int | None = None
    lower = False
    for character in numeral:
        if character in _DIGITS:
            if digit:
                if not digit < _DIGITS[character]:
                    return None
                lower = True  # 三四十条: thirty or forty
                continue
            digit = _DIGITS[character]
        elif character in _TENS:
            section += _TENS[character]
        elif character in _SMALL:
            if digit is None and _SMALL[character] != 10:
                return None
            section += (1 if digit is None else digit) * _SMALL[character]
            digit = None
        else:
            total = (total + section + (digit or 0)) * _LARGE[character]
            section, digit = 0, None
    total += section + (digit or 0)
    return Value(float(total), lower) if total else None
