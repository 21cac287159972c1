"""Names that the vocabulary does not have, told by how they end: …网 is a website, …栏 a board."""

from collections.abc import Sequence
from dataclasses import replace

from disclosure_stats.postings.phrases import characters, endings, guessed_channels, pattern
from disclosure_stats.postings.tokens import Token

_LEADS = pattern("leads_to_name")
_NAME = pattern("unknown_name")
_SEVERAL = pattern("several_in_one")
_LAST = frozenset(end[-1] for end, _ in guessed_channels())
_TELLING = _LAST | frozenset(characters("begins_several"))
_NO_NAMES = endings("no_names")
_BEHIND = frozenset({"verb", "weak_verb", "this_year", "totals", "number", "item", "stop", "comma"})
_LEADS_ITEM = frozenset({"part_openers", "comma", "pause", "colon", "open"})
_PLAIN_NAMES = frozenset({"website", "notice_board", "screen"})  # seldom what items are called by
_MAX_NAME_LENGTH = 14  # characters


def with_guesses(text: str, tokens: Sequence[Token]) -> list[Token]:
    """The tokens, with the channel that an unknown name seems to be as the code of a `name`: of
    names in quotation marks, and of words between the tokens that end like one, where a means
    leads to them or a verb stands behind them."""
    told: list[Token] = []
    end = 0
    for token in tokens:
        if token.kind == "name":
            code = code_of(token.word(text).strip('“”"《》'))
            told.append(replace(token, code=code))
        else:
            if token.kind in _BEHIND and token.start > end:
                told.extend(_named_between(text, told, end, token))
            told.append(token)
        end = token.end
    return told


def code_of(name: str) -> str:
    """The channel that a name seems to be by how it ends; empty where it tells none."""
    if _SEVERAL.fullmatch(name):
        return "all"
    if name[-1:] not in _LAST or name.endswith(_NO_NAMES):
        return ""
    return next((code for end, code in guessed_channels() if name.endswith(end)), "")


def _named_between(text: str, before: Sequence[Token], end: int, behind: Token) -> list[Token]:
    """The name that the words between two tokens end in, if it is one."""
    first = max(end, behind.start - _MAX_NAME_LENGTH)
    if _TELLING.isdisjoint(text[first : behind.start]):
        return []
    of_items = behind.number is not None and behind.number.unit_class == "item"
    if behind.start - end == 1 and of_items and before and before[-1].kind in _LEADS_ITEM:
        code = code_of(text[end : behind.start])  # 其中网 86 条，屏 12 条
        return [Token("name", end, behind.start, code)] if code else []
    match = _NAME.search(text, first, behind.start)
    if match is None or not match[1]:
        return []
    code = code_of(match[1])
    if not code or (before and before[-1].kind == "channel" and before[-1].end == match.start(1)):
        return []
    begin = max(0, match.start(1) - _MAX_NAME_LENGTH)
    led = _LEADS.search(text, begin, match.start(1)) is not None
    if not led and behind.kind not in ("verb", "weak_verb", "this_year"):
        in_list = before and before[-1].kind in _LEADS_ITEM and before[-1].end == match.start(1)
        if not (in_list and of_items and code in _PLAIN_NAMES and behind.start == match.end(1)):
            return []
    return [Token("name", match.start(1), match.end(1), code)]
