"""Footnote marks, told by their glyphs before compatibility folding makes digits of them."""

import re

from disclosure_stats.text.han import HAN
from disclosure_stats.text.lazy_pattern import lazy_pattern

_CIRCLED = "①-⒛㉑-㉟㊱-㊿❶-❿➀-➓⓪⓫-⓿⓵-⓾"
_RAISED = "⁰¹²³⁴-⁹₀-₉"
_SIGNS = "*＊※†‡§#＃★☆"
_MARK = (
    rf"[{_CIRCLED}{_RAISED}]+|[{_SIGNS}]+"
    rf"|[\[［〔【]\s*(?:注\s*\d{{0,2}}|[\d{_RAISED}]{{1,2}})\s*[\]］〕】]"
    rf"|[⁽(（]\s*注\s*[\d{_CIRCLED}{_RAISED}]*\s*[⁾)）]|[⁽(（][{_CIRCLED}{_RAISED}]+[⁾)）]"
    rf"|(?<!{HAN})注\s*[\d{_CIRCLED}{_RAISED}]{{0,2}}"
)
_MARKS_AROUND = lazy_pattern(
    rf"(?s)(?P<before>(?:{_MARK})*)(?P<rest>.*?)(?P<behind>(?:\s*(?:{_MARK}))*)"
)
_MAY_HOLD_MARKS = re.compile(rf"[{_CIRCLED}{_RAISED}{_SIGNS}\[［〔【注]")
_FOLDS_TO_DIGITS = re.compile(rf"[{_CIRCLED}{_RAISED}]")
_BEHIND_NUMBER = lazy_pattern(rf"(?<=\d)(?:{_MARK})(?={HAN})")


def without_marks(text: str) -> tuple[str, str]:
    """A cell's text without the footnote marks before and behind it, and these.

    >>> without_marks("146①"), without_marks("34[1]"), without_marks("*12")
    (('146', '①'), ('34', '[1]'), ('12', '*'))
    """
    if not _MAY_HOLD_MARKS.search(text):
        return text, ""
    match = _MARKS_AROUND.fullmatch(text)
    if match is None or not match["rest"]:
        return text, ""
    return match["rest"], match["before"] + match["behind"]


def holds_marks(text: str) -> bool:
    """Whether folding would make digits of a circled, raised or lowered digit in `text`."""
    return _FOLDS_TO_DIGITS.search(text) is not None


def without_marks_behind_numbers(text: str) -> str:
    """A sentence without the marks between a number and its unit.

    >>> without_marks_behind_numbers("公开信息146①条")
    '公开信息146条'
    """
    return _BEHIND_NUMBER.sub("", text) if _MAY_HOLD_MARKS.search(text) else text
