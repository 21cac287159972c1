"""What a cell prints: a number, with its unit and a remark; a dash; nothing; or something else."""

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from disclosure_stats.text.folding import squeeze
from disclosure_stats.text.marks import holds_marks, without_marks

CellState = Literal["printed", "blank", "dash", "unreadable", "absent"]

UNITS_OF_MONEY = ("万元", "亿元", "千元", "百元", "元")
UNITS = (
    *UNITS_OF_MONEY[:-1],
    "人次",
    "场次",
    "元",
    "件",
    "条",
    "次",
    "个",
    "人",
    "篇",
    "项",
    "期",
    "份",
    "部",
    "宗",
    "起",
    "例",
)

_DASHES = frozenset("/\\_~‐‑‒–—―−ー─━-无") | {"无此项", "暂无"}
_MINUS = "−‐‑‒–—―─━-"  # what is typed for a minus, the hyphen last as a class asks for it
_NUMBER = re.compile(
    rf"(?P<about>约|共)?(?P<sign>[+↑↓▲△▼▽{_MINUS}]|增加?了?|减少?了?)?"
    # Fifteen digits are what a float holds exactly; more are no amount but a code of some sort.
    r"(?P<number>\d{1,3}(?:[,，]\d{3}){1,4}(?:\.\d{1,15})?|\d{1,15}(?:\.\d{0,15})?|[零〇])"
    rf"(?P<scale>万(?!元))?(?P<unit>{'|'.join(UNITS)})?"
    r"(?P<remark>[(（].*[)）]|(?:(?<=[^\W\d])|[,，;；])(?:其中|含|包括).+|(?<=[^\W\d])[:：].+)?"
)
APART = "\u2063"
"""Stands between two numbers of one cell: Unicode's invisible separator."""

_IN_DOUBT = re.compile(rf"[\d,，.{APART}\ufffd]*[\d\ufffd][\d,，.{APART}\ufffd]*")
# A number with a sign or a word that no number has: neither a number nor a label.
_WITH_A_SIGN = re.compile(
    r"[^\w\s\-()（）、]{0,2}\d[\d,，.]*"
    r"(?:(?:(?![\-()（）、．.,，：:/‐-―])[^\w\s]){1,3}|余|多|左右|以上|以内|元整|户|家)"
)
_REMARK = re.compile("[(（]")
_SIGNED = re.compile(rf"[(（]([+{_MINUS}]\d+)[)）]")  # 本年增/减: （-1）
SIGNS = frozenset(f"+↑↓▲△▼▽{_MINUS}增减")
"""What a number may begin with, other than a digit."""

_FALLS = frozenset(f"↓▼▽{_MINUS}") | {"减", "减少", "减了", "减少了"}
_NO_CHANGE = frozenset(("持平", "不变", "无变化", "无增减"))
_ZEROS = frozenset("零〇")


class ParsedValue(NamedTuple):
    """A cell's content. `value` is null unless `state` is `printed`; `unit` and `remark` are null
    where the cell prints none."""

    value: float | None
    unit: str | None
    remark: str | None
    state: CellState


BLANK = ParsedValue(None, None, None, "blank")
DASH = ParsedValue(None, None, None, "dash")
UNREADABLE = ParsedValue(None, None, None, "unreadable")


@lru_cache(maxsize=4096)
def parse_value(text: str) -> ParsedValue:
    """The content of a cell that should hold a number.

    >>> parse_value("２，３４５")
    ParsedValue(value=2345.0, unit=None, remark=None, state='printed')
    >>> parse_value("22（其中修订16件）")
    ParsedValue(value=22.0, unit=None, remark='其中修订16件', state='printed')
    >>> parse_value("106，其中简易程序103").value
    106.0
    >>> parse_value("1.2万").value, parse_value("零件").value, parse_value("减少2项").value
    (12000.0, 0.0, -2.0)
    >>> parse_value("（-1）").value, parse_value("1（减）").value
    (-1.0, -1.0)
    >>> parse_value("146①")
    ParsedValue(value=146.0, unit=None, remark='①', state='printed')
    >>> parse_value("/").state, parse_value(" ").state, parse_value("见附件").state
    ('dash', 'blank', 'unreadable')
    """
    text, marks = without_marks(text)
    if holds_marks(_REMARK.split(text, 1)[0]):
        return UNREADABLE
    text = squeeze(text)
    if not text:
        return BLANK
    signed = _SIGNED.fullmatch(text)
    match = _NUMBER.fullmatch(signed[1] if signed else text)
    if match:
        return _printed(match, marks)
    if text in _NO_CHANGE:
        return ParsedValue(0.0, None, text, "printed")
    text = text.strip("()（）")
    if text in _DASHES or len(set(text)) == 1 and text[0] in _DASHES:
        return DASH
    return UNREADABLE


def _printed(match: re.Match[str], marks: str) -> ParsedValue:
    digits = match["number"].replace(",", "").replace("，", "")
    value = 0.0 if digits in _ZEROS else float(digits)
    if match["scale"]:
        value = round(value * 10_000, 4)
    told = _inside(match["remark"] or "")
    if match["sign"] in _FALLS or told in _FALLS:  # 1（减）
        value = -value
    said = (match["about"] or "") + told
    remark = "；".join(filter(None, (said, marks)))
    return ParsedValue(value, match["unit"], remark or None, "printed")


def _inside(remark: str) -> str:
    """A remark without its brackets, or what parts it from the number."""
    return remark[1:-1] if remark[:1] in ("(", "（") else remark.lstrip(",，;；:：")


def looks_like_value(text: str) -> bool:
    """Whether a cell's text is a number or a dash (not: blank)."""
    return parse_value(text).state in ("printed", "dash")


@lru_cache(maxsize=4096)
def holds_numbers(text: str) -> bool:
    """Whether a cell's text is digits and hardly more, be they several numbers, one of which a
    character has no Unicode (U+FFFD), or one with a sign that no number has.

    >>> holds_numbers("12☐"), holds_numbers("12户"), holds_numbers("1、"), holds_numbers("3.其他")
    (True, True, False, False)
    """
    plain = squeeze(text)
    return any(one.fullmatch(plain) for one in (_IN_DOUBT, _WITH_A_SIGN))


def numbers_apart(text: str) -> tuple[float, ...]:
    """All digits of a cell with several numbers as one number, and each number; nothing where the
    cell holds something else, or one begins with a 0 that is not all of it."""
    parts = squeeze(text).split(APART)
    values = [parse_value(part).value for part in ("".join(parts), *parts)]
    is_plain = not any(len(part) > 1 and part[0] == "0" for part in ("".join(parts), *parts[:1]))
    if len(parts) < 2 or not is_plain or None in values:
        return ()
    return tuple(value for value in values if value is not None)
