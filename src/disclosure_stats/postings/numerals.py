"""Numbers as official prose writes them: 1.35万, 三百余, 2,345, 一百二十."""

import re

_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")}
_DIGITS |= {"〇": 0, "两": 2}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10_000, "亿": 100_000_000}

ARABIC = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?[百千]?[万亿]?"
CHINESE = r"[零〇一二两三四五六七八九十百千万亿]+"

_LONGEST = 24  # characters: more are a code, or no number at all
_ARABIC_PARTS = re.compile(r"([\d,.]+)([百千]?)([万亿]?)")


def value_of(numeral: str) -> float | None:
    """The value of a numeral that `ARABIC` or `CHINESE` matches; null when it is no number.

    >>> value_of("1.35万"), value_of("2,345"), value_of("一百二十"), value_of("三千零五")
    (13500.0, 2345.0, 120.0, 3005.0)
    >>> value_of("百千"), value_of("三四十"), value_of("七八")
    (None, None, None)
    """
    if len(numeral) > _LONGEST:
        return None
    match = _ARABIC_PARTS.fullmatch(numeral)
    if match is None:
        return _chinese(numeral)
    number = float(match[1].replace(",", ""))
    for unit in match.groups()[1:]:
        number *= _SMALL.get(unit, 1) * _LARGE.get(unit, 1)
    return round(number, 6)


def _chinese(numeral: str) -> float | None:
    """Chinese numerals in place notation (一百二十) or digit by digit (二〇二三)."""
    if all(character in _DIGITS for character in numeral):
        if len(numeral) == 2 and "零" not in numeral and "〇" not in numeral:
            return None  # 七八条: seven or eight
        return float("".join(str(_DIGITS[character]) for character in numeral))
    total = section = digit = 0
    seen_digit = False
    for character in numeral:
        if character in _DIGITS:
            if digit:
                return None  # 三四十条: thirty or forty
            digit, seen_digit = _DIGITS[character], True
        elif character in _SMALL:
            if not seen_digit and character != "十":
                return None
            section += (digit if seen_digit else 1) * _SMALL[character]
            digit, seen_digit = 0, False
        else:
            total = (total + section + digit) * _LARGE[character]
            section = digit = 0
            seen_digit = False
    return float(total + section + digit) if total + section + digit else None
