"""Leads: the words that say of which kind the items behind them are, and are none themselves."""

import re
from functools import lru_cache
from typing import Literal

from disclosure_stats.statements.atoms import Atom
from disclosure_stats.statements.parts import announced
from disclosure_stats.statements.vocabulary import pattern

Kind = Literal["problem", "improvement", "reason"]
_MAX_LEFT_OVER = 1  # characters of a lead that are no neutral words


def lead_of(atom: Atom, follower: Atom | None, current: Kind | None) -> Kind | None:
    """The kind of the items that an atom leads to; null where it is no lead. `follower` is the atom
    behind it; `current` is the kind that the last lead named."""
    last = re.split("[,、]", atom.text)[-1] or atom.text
    if is_neutral(atom.text):
        return kind_of_lead(atom.text, last)
    if atom.mark is not None:
        return None
    leads_to_list = follower is not None and follower.mark is not None and follower.mark.opens_list
    if leads_to_list and atom.ending in ("", ":", "。", "\n"):
        kind = kind_of_lead(atom.text, last, before_list=True)
        # 改进情况：我镇从三方面入手：一是…: what leads to a list is no item of it.
        return kind or (current or kind_by_words(atom.text) if atom.ending == ":" else None)
    if atom.ending == ":" and pattern("seen_to").search(atom.text):
        return "improvement"
    if atom.ending == ":":
        # 下一步，我镇将对照问题逐一整改：…；…。
        is_listed = follower is not None and follower.ending == ";"
        opens_parts = is_listed and pattern("of_faults").search(last) is not None
        if is_listed or announced(atom.text) is not None:
            opens_parts |= _begins_kind(atom.text)
        if is_neutral(last) or _points_on(last) or opens_parts:
            return kind_of_lead(atom.text, last)
        kind = kind_of_lead(atom.text, last)
        if kind != current and pattern("ends_as_lead").search(atom.text):
            return kind
    return None


@lru_cache(maxsize=1024)  # reports have their leads in common
def is_neutral(text: str) -> bool:
    """Whether a stretch of text is made of words that leads are made of."""
    left = pattern("neutral").sub("", text)
    return len(left) <= _MAX_LEFT_OVER


def _begins_kind(text: str) -> bool:
    return any(pattern(name).search(text) for name in ("starts_improvement", "starts_problem"))


def _points_on(text: str) -> bool:
    return pattern("points_on").search(text) is not None


def kind_of_lead(text: str, last: str = "", before_list: bool = False) -> Kind | None:
    """The kind that the last clause names, else the whole."""
    if pattern("to_be_solved").search(text):
        return "problem"
    for words in (last, text):
        if pattern("both").search(words):
            return "problem"
        if pattern("of_improvements").search(words):
            return "improvement"
        if pattern("of_reasons").search(words):
            return "reason"
        if pattern("of_problems").search(words):
            return "problem"
        if before_list and pattern("there_is").search(words):
            return "problem"
    return None


def kind_by_words(text: str) -> Kind | None:
    """The kind that a sentence seems to be of, where nothing leads to it."""
    if pattern("names_problem").search(text):
        return "problem"
    if pattern("praise").search(text):
        return None
    return "improvement" if pattern("names_improvement").search(text) else None
