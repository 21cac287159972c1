"""The unit of money that a title or a caption states."""

import re
from collections.abc import Callable, Iterable

from disclosure_stats.text.han import HAN
from disclosure_stats.text.values import UNITS, UNITS_OF_MONEY, parse_value

# 单位：万元, 单位：件、万元, （万元）; 填报单位：某镇 states none.
_STATED = re.compile(
    rf"(?P<name>{HAN})?单位[:：为]*([^()（）。；;]+)|[(（]([^()（）:：\d]{{0,5}}元)[)）]"
)
_APART = re.compile("[、，,/和及]")
# 人民币万元 is known, 百万元 and 美元 are not.
_KNOWN = re.compile(rf"(?<![十百千万亿美港欧日])({'|'.join(UNITS_OF_MONEY)})$")
UNKNOWN_UNIT = "?"
"""Stands for a stated unit that is none of the known ones: nobody can tell the amount in it."""


def stated_unit(texts: Iterable[str]) -> str | None:
    """The unit of money that one of `texts`, which are without spaces, states; UNKNOWN_UNIT where
    it is an unknown one (百万元, 美元), null where none states any."""
    for text in texts:
        for match in _STATED.finditer(text):
            units = _APART.split(match[2] or match[3])
            known = next((found[1] for unit in units if (found := _KNOWN.search(unit))), None)
            if known or not match["name"] and not set(UNITS).issuperset(units):
                return known or UNKNOWN_UNIT
    return None


def unit_of(own: str | None, titles: Iterable[str], above: Callable[[], str | None]) -> str | None:
    """The unit of a column to which the form gives the unit `own`: of amounts, or where the form
    gives none, what the titles state or else what `above` tells of the lines over the table."""
    if own is None or own in UNITS_OF_MONEY:
        return stated_unit(titles) or above() or own
    return own


def is_unknown(unit: str | None, printed: str) -> bool:
    """Whether nobody can tell the amount that is printed in a column with this unit."""
    return unit == UNKNOWN_UNIT and not parse_value(printed).unit
