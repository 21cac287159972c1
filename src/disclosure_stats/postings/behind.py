"""What is said behind a number of where it was posted: 图解 12 期，通过公众号发布."""

from collections.abc import Sequence
from itertools import takewhile

from disclosure_stats.postings.channels import last_group, named_channels
from disclosure_stats.postings.mentions import CLAUSE_ENDS, Mention, PostedBehind
from disclosure_stats.postings.phrases import characters, endings, pattern
from disclosure_stats.postings.tokens import Token

_NOUN_AFTER = frozenset({"print", "meeting"})  # 发放 200 份宣传册, 召开 12 场村民会议
_NOUN_WITHIN = 6  # characters behind the unit
WORDS_BEHIND = 24
"""How many tokens behind a number are looked at for where it was posted."""

_OBJECT = pattern("object_of_posting")
_BEGINS_OBJECT = characters("begins_object")
_FARTHEST_OBJECT = 40  # characters
_IT_IS = endings("it_is")
_JOINS = characters("joins")
_PUT_TO = endings("put_to")
_ENDS = ("。", ";", ",", ")", "")
_IN_LIST = frozenset({"item", "name", "pause", "villages", "weak_channel", "all_of_them", "class"})
_SAID_OF_PLACES = _IN_LIST | {"channel", "verb", "weak_verb"}


_NOT_SAID = PostedBehind(False, [])


def channels_of(text: str, tokens: Sequence[Token], mention: Mention) -> list[str]:
    """The codes of the channels that a number's own words name, before it or behind it."""
    following = tokens[mention.index + 1 : mention.index + 8]
    put = _codes_put_to(text, following, mention.token.end)
    if put:
        return put
    clause = tokens[mention.clause : mention.index]
    acts = "verb" in [token.kind for token in clause]
    before = named_channels(text, tokens, mention)
    if before and acts:
        return before
    if before:
        if _are_of_last(tokens, mention):
            clause_behind = rest_of_clause(following)
            acts_behind = any(token.kind == "verb" for token in clause_behind)
            own = [t.code for t in clause_behind if acts_behind and t.kind == "channel"]
            own = own or posted_behind(text, tokens, mention).codes
            if own:
                return own
        made = "making" in [token.code for token in clause]
        if not made or not posted_behind(text, tokens, mention).codes:
            return before
    if not acts:
        rest = _up_to_verb(following)
        if rest:
            return [token.code for token in last_group(text, rest)]
    taken = object_posted(text, tokens, mention)
    if taken.is_said:
        return taken.codes
    behind = _codes_behind(following, mention.token.end) or _codes_it_is(text, following, mention)
    return behind or posted_behind(text, tokens, mention).codes


def _are_of_last(tokens: Sequence[Token], mention: Mention) -> bool:
    """Whether the channels named since the number before are said of it: they stand in its own
    clause (45 条发布在网站，66 条发布在公众号), or before a semicolon."""
    if mention.clause == mention.segment:
        return False
    words = range(mention.segment, mention.index)
    last = max((i for i in words if tokens[i].kind == "channel"), default=mention.index)
    ends = [i for i in words if tokens[i].kind in CLAUSE_ENDS]
    behind = [i for i in ends if i > last]
    return behind == ends or any(tokens[i].kind == "semicolon" for i in behind)


def rest_of_clause(following: Sequence[Token]) -> list[Token]:
    """The tokens up to the end of the clause, or the next number."""
    goes_on = takewhile(lambda one: one.kind not in CLAUSE_ENDS and one.number is None, following)
    return [*goes_on]


def posted_behind(text: str, tokens: Sequence[Token], mention: Mention) -> PostedBehind:
    """What a clause behind a number, or behind a list of numbers, says that says no more than where
    they were posted: 制作图解 12 期、短视频 24 条，通过公众号发布; 文件 45 份，全部主动公开."""
    if mention.posted_behind is None:
        mention.posted_behind = _posted_behind(text, tokens, mention)
    return mention.posted_behind


def _posted_behind(text: str, tokens: Sequence[Token], mention: Mention) -> PostedBehind:
    clause, begin = _clause_behind(tokens, mention.index)
    codes = _codes_together(text, clause)
    posting_verbs = ("verb", "weak_verb") if codes else ("verb",)
    verbs = [token for token in clause if token.kind in posting_verbs]
    of_all = any(token.kind == "all_of_them" for token in clause)
    if not clause or any(token.kind not in _SAID_OF_PLACES for token in clause):
        return _NOT_SAID
    last = clause[-1]
    ends = text[last.end : last.end + 1] in _ENDS
    put_to = any(text.startswith(_PUT_TO, place) for place in (begin, *(v.end for v in verbs)))
    if not ends or not (codes or of_all):
        return _NOT_SAID
    if last.kind in posting_verbs or last.kind == "channel" and put_to:
        return PostedBehind(True, codes)
    return _NOT_SAID


def _codes_together(text: str, words: Sequence[Token]) -> list[str]:
    """The channels among words, with those of weak names that are joined to one before: 公开栏和
    “阳光村务”平台."""
    codes: list[str] = []
    end = None
    for token in words:
        joined = end is not None and any(mark in text[end : token.start] for mark in _JOINS)
        if token.kind == "channel" or token.kind == "weak_channel" and joined:
            codes.append(token.code)
            end = token.end
    return codes


def object_posted(text: str, tokens: Sequence[Token], mention: Mention) -> PostedBehind:
    """Whether the number is the object of a verb of posting behind it, and on which channels:
    将 15 份文件和 42 条信息在网站公示."""
    start = mention.token.start
    before = text[max(0, start - _FARTHEST_OBJECT) : start]
    if not any(map(before.count, _BEGINS_OBJECT)) or not _OBJECT.search(before):
        return _NOT_SAID
    codes: list[str] = []
    for token in tokens[mention.index + 1 : mention.index + WORDS_BEHIND]:
        if token.kind in CLAUSE_ENDS:
            break
        if token.kind == "channel":
            codes.append(token.code)
        elif token.kind == "verb":
            return PostedBehind(bool(codes), codes)
    return _NOT_SAID


def _clause_behind(tokens: Sequence[Token], number: int) -> tuple[list[Token], int]:
    """The words of the first clause behind a number that holds no number, where only a list stands
    before it, and the place where it begins; no words where there is none."""
    clause: list[Token] = []
    begin = tokens[number].end
    comma = False
    for token in tokens[number + 1 : number + WORDS_BEHIND]:
        if token.kind == "comma":
            if any(one.kind in ("channel", "verb") for one in clause):
                break
            if comma:
                return [], begin
            comma, clause, begin = True, [], token.end
        elif token.kind in ("stop", "semicolon", "close"):
            break
        elif token.number is not None and token.number.unit_class == "thing":
            continue  # 在13个村滚动播放
        elif token.number is not None:
            if comma or any(one.kind not in _IN_LIST for one in clause):
                return [], begin
            clause, begin = [], token.end
        else:
            clause.append(token)
    return clause, begin


def _codes_it_is(text: str, following: Sequence[Token], mention: Mention) -> list[str]:
    """The channels that a number is said to be of: 其余 421 条为公开栏、大屏."""
    end = mention.token.end
    if text.startswith(")", end) and text.startswith(_PUT_TO, end + 1):
        following = following[1:]  # 一半以上(40条)来自官网
    elif not text.startswith(_IT_IS, end):
        return []
    codes: list[str] = []
    for token in following:
        if token.kind == "channel":
            codes.append(token.code)
        elif token.kind in CLAUSE_ENDS:
            break
        elif token.kind not in _IN_LIST:
            return []
    return codes


def _codes_put_to(text: str, following: Sequence[Token], end: int) -> list[str]:
    """The channels right behind a unit that were told as where: 发布公示 35 条于网站."""
    if not text.startswith(_PUT_TO, end):
        return []
    group = last_group(text, rest_of_clause(following))
    return [token.code for token in group] if group and group[0] is following[0] else []


def _up_to_verb(tokens: Sequence[Token]) -> Sequence[Token]:
    """The tokens of the clause up to its verb (300 条动态在公众号推送); none where it has none."""
    for index, token in enumerate(tokens):
        if token.kind == "verb":
            return tokens[:index]
        if (
            token.kind in CLAUSE_ENDS
            or token.number is not None
            or index == 0
            and token.kind == "pause"
        ):
            break
    return []


def _codes_behind(tokens: Sequence[Token], end: int) -> list[str]:
    """The channels right behind a unit: 12 场村民会议, 390 篇微博、微信图文."""
    codes: list[str] = []
    for token in tokens:
        if token.kind == "channel" and (codes or token.start - end <= _NOUN_WITHIN):
            codes.append(token.code)
        elif token.kind == "item" and codes:
            return codes
        elif token.kind != "pause" or not codes:
            break
    return codes if codes and codes[0] in _NOUN_AFTER else []
