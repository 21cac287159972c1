"""Which channel a posting went out on."""

import re

from disclosure_stats.postings.mentions import CLAUSE_ENDS, Mention
from disclosure_stats.postings.tokens import Token

_NEW_MEDIA = frozenset({"wechat", "weibo", "short_video", "new_media", "messaging"})
_NOUN_AFTER = frozenset({"print", "meeting"})  # 发放 200 份宣传册, 召开 12 场村民会议
_REPOSTED = re.compile(r"转[载发][^,。;]{0,4}$")
_NOUN_WITHIN = 6  # characters behind the unit
_JOINS = "、和与及或/以+"
_KINDS_OF_ITEMS = frozenset({"原创", "转发", "转载"})  # verbs in other places
_WORDS_BEHIND = 24  # tokens
_ENDS = ("。", ";", ",", "")
_IN_LIST = frozenset({"item", "name", "pause", "villages", "weak_channel"})
_BETWEEN = frozenset({"pause", "name", "item", "villages", "weak_channel", "subordinates"})
# 公开栏张贴、广播宣传、入户发放等方式
_LISTED = re.compile(r"等(?:多?种|各种|多个|不同)?(?:方式|形式|渠道|途径|载体|平台|手段|媒介)")
_BETWEEN_LISTED = _BETWEEN | {"verb", "weak_verb"}


def named_channels(text: str, tokens: list[Token], mention: Mention) -> list[str]:
    """The codes of the channels that the words of a number name together, in order."""
    group = _last_group(text, tokens[mention.segment : mention.index])
    if len(group) == 1 and _is_source(text, group[0]):
        group = []
    if group:
        return [token.code for token in group]
    following = tokens[mention.index + 1 : mention.index + 8]
    if not any(token.kind == "verb" for token in tokens[mention.clause : mention.index]):
        rest = _up_to_verb(following)
        if rest:
            return [token.code for token in _last_group(text, rest)]
    return _codes_behind(following, mention.token.end) or posted_behind(text, tokens, mention)


def _is_source(text: str, token: Token) -> bool:
    """Whether media are named as what was reposted, not as where: 转载上级媒体 118 篇."""
    return (
        token.code == "other"
        and _REPOSTED.search(text, max(0, token.start - 6), token.start) is not None
    )


def posted_behind(text: str, tokens: list[Token], mention: Mention) -> list[str]:
    """The channels of a clause behind a number, or behind a list of numbers, that says no more than
    where they were posted: 制作图解 12 期、短视频 24 条，通过公众号发布."""
    codes: list[str] = []
    comma = verb = False
    for token in tokens[mention.index + 1 : mention.index + _WORDS_BEHIND]:
        if codes and (verb or token.kind == "verb"):
            end = token.start if verb else token.end
            if verb and token.kind == "pause":
                continue
            if verb and token.kind == "channel":
                codes.append(token.code)
            elif text[end : end + 1] in _ENDS:
                return codes
            else:
                return []
        elif token.kind == "channel":
            codes.append(token.code)
        elif token.kind == "comma" and not comma and not codes:
            comma = True
        elif token.kind == "verb" and text[token.end : token.end + 1] in ("于", "在", "至", "到"):
            verb = True
        elif not comma and text[token.start : token.end] in _KINDS_OF_ITEMS:
            continue
        elif token.kind not in _IN_LIST and (token.number is None or comma):
            return []
    return []


def _up_to_verb(tokens: list[Token]) -> list[Token]:
    """The tokens of the clause up to its verb (300 条动态在公众号推送); none where it has none."""
    for index, token in enumerate(tokens):
        if token.kind == "verb":
            return tokens[:index]
        if token.kind in CLAUSE_ENDS or token.number is not None:
            break
    return []


def _codes_behind(tokens: list[Token], end: int) -> list[str]:
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


def _last_group(text: str, tokens: list[Token]) -> list[Token]:
    """The channels named together last, as in 网站、公众号和公开栏. Of a channel and a closer name
    for it, 政务新媒体“…”公众号, it is the last alone."""
    group: list[Token] = []
    between: list[Token] = []
    listed = bool(tokens) and _LISTED.search(text, tokens[0].start, tokens[-1].end) is not None
    for token in reversed(tokens):
        if token.kind == "channel" or token.kind == "weak_channel" and group and between:
            if token.kind == "weak_channel" and text[token.end : token.end + 1] not in _JOINS:
                between.append(token)
                continue
            if group and group[-1].code == "print" and token.code == "reading_point":
                continue  # 图书馆、档案馆提供公报: what was laid out there says it better
            if group:
                gap = text[token.end : group[-1].start]
                joined = any(character in gap for character in _JOINS)
                if not joined and len(gap) <= 14 and not _parted(between):
                    between = []
                    continue  # 政务新媒体 + 微信公众号: the nearer one says it better
                if not joined or len(gap) > 24:
                    break
                if any(t.kind not in (_BETWEEN_LISTED if listed else _BETWEEN) for t in between):
                    break
            group.append(token)
            between = []
        elif group:
            between.append(token)
    return group[::-1]


def _parted(between: list[Token]) -> bool:
    """Whether punctuation, a verb or a number stands between two channels."""
    return any(token.kind in CLAUSE_ENDS or token.kind in ("verb", "number") for token in between)


def one_channel(codes: list[str]) -> str:
    """The channel of a figure that several channels share: `all`, or `new_media` where they all
    are such."""
    kinds = set(codes)
    if len(kinds) == 1:
        return codes[0]
    return "new_media" if kinds <= _NEW_MEDIA else "all"
