"""The content category that a clause names: 工作动态 in 发布工作动态信息 30 条."""

from collections.abc import Sequence

from disclosure_stats.postings.mentions import CLAUSE_ENDS, Mention
from disclosure_stats.postings.phrases import characters, pattern, words
from disclosure_stats.postings.tokens import Token

_LEADING = pattern("leading")
_MEANS = pattern("means_of")
_TRAILING = pattern("trailing")
_GENERIC = pattern("generic")
_KINDS = words("kinds_of_items")  # of items, though verbs: 原创作品 30 篇
_OF_NAMES = words("units_of_names")
_INFORMATION = characters("information")
_SHORT = 4  # characters, from which on 信息 at the end is left out
_BOUNDARIES = frozenset(
    {"part_openers", "split_openers", "numbered", "new_start", "respective", "cumulative"}
    | {"channel", "weak_channel", "part_openers_of_classes"}
)


def category_of(printed: str, text: str, mention: Mention, tokens: Sequence[Token]) -> str | None:
    """What is posted, as printed in substance; null where the words say no more than 信息.

    `tokens` are those of the whole text, `text` is the folded one.
    """
    first, end = mention.clause, mention.token.start
    if first == mention.index and first and tokens[first - 1].kind == "open":
        # 工作动态(88 条): the class stands before the bracket.
        end, first = tokens[first - 1].start, first - 1
        while first and tokens[first - 1].kind not in CLAUSE_ENDS | {"pause"}:
            first -= 1
    clause = tokens[first : mention.index]
    start = tokens[first - 1].end if first else 0
    start = _begin(text, mention, clause, start)
    phrase = _MEANS.sub("", text[start:end])
    phrase = _TRAILING.sub("", _LEADING.sub("", phrase))
    core = phrase.removesuffix(_INFORMATION) if len(phrase) > _SHORT else phrase
    if not core or _GENERIC.match(phrase):
        return None
    begin = text.rindex(phrase, start, end)
    return printed[begin : begin + len(phrase)]


def _begin(text: str, mention: Mention, clause: Sequence[Token], start: int) -> int:
    """Where the class begins in a clause: behind its channel, its verb, its opener."""
    listed = mention.head is not None and not any(token.kind == "channel" for token in clause)
    for token in clause:
        guessed = token.kind == "name" and token.code != ""
        if token.kind in _BOUNDARIES or guessed or _is_apart(token):
            start = token.end
        elif _acts(text, token) and (not listed or token.start - start <= 1):
            start = token.end
            listed = True  # a second verb is part of the noun: 发布 政府信息公开指南
    return start


def _is_apart(token: Token) -> bool:
    """Whether it is a number, and one that belongs to no name as in 三大攻坚战."""
    number = token.number
    return number is not None and not (number.chinese and number.unit in _OF_NAMES)


def _acts(text: str, token: Token) -> bool:
    made = token.kind == "strong" and token.code == "making"
    return (token.kind == "verb" or made) and token.word(text) not in _KINDS
