"""Which channels the words of a number name together."""

from collections.abc import Sequence

from disclosure_stats.postings.mentions import CLAUSE_ENDS, Mention
from disclosure_stats.postings.phrases import characters, endings, pattern, words
from disclosure_stats.postings.tokens import Token

_NEW_MEDIA = frozenset({"wechat", "weibo", "short_video", "new_media", "messaging"})
# Channels that stand side by side, 微博微信, where no generic name is made closer.
_PLATFORMS = frozenset({"website", "wechat", "weibo", "short_video", "notice_board", "screen"})
_OWNERS = frozenset({"reading_point", "other"})  # 图书馆公众号 is the account, not the place
_REPOSTED = pattern("reposted")
_BODIES = pattern("bodies")
_JOINS = characters("joins")
_BETWEEN = frozenset({"pause", "name", "item", "villages", "weak_channel", "subordinates", "class"})
_LISTED = pattern("listed_means")
_NAMES_UNKNOWN = pattern("names_unknown")
_BETWEEN_LISTED = _BETWEEN | {"verb", "weak_verb"}
_UPKEEP = pattern("upkeep")
_MEANS = pattern("means")
_FARTHEST_UPKEEP = 24  # characters from the name of a channel to where its clause begins
_FARTHEST_CLOSER = 14  # from a generic name to the closer one behind it
_LEADS_TO_PLACE = pattern("leads_to_place")
_OVER_THE_NET = words("over_the_net")
_BOTH_LINES = endings("both_lines")
_SITES = endings("sites")  # 青岭政务网微信公众号 is the account of a site
_COUNT_OF_NAMES = pattern("count_of_names")
_MEANS_BEFORE = pattern("means_before")
_MEANS_AGAIN = pattern("means_again")
_MEDIA_ABOVE = endings("media_above")
_NAMED_FIRST = pattern("named_first")
_SERVES_AS = pattern("serves_as")
_MEANS_WITHIN = 8  # characters


def named_channels(text: str, tokens: Sequence[Token], mention: Mention) -> list[str]:
    """The codes of the channels that the words of a number name together, in order."""
    group = last_group(text, _used(text, tokens, mention))
    if len(group) == 1 and _is_source(text, group[0]):
        group = []
    codes = [token.code for token in group]
    if {*codes} == {"print"} and _NAMES_UNKNOWN.match(text, group[-1].end):
        codes.append("other")
    return codes


def _used(text: str, tokens: Sequence[Token], mention: Mention) -> Sequence[Token]:
    """The tokens since the number before, without the clauses that speak of a channel's upkeep:
    加强网站建设，公开信息 30 条."""
    segment = tokens[mention.segment : mention.index]
    if mention.clause == mention.segment:
        return segment
    kept: list[Token] = []
    clause: list[Token] = []
    for token in segment:
        clause.append(token)
        if token.kind in CLAUSE_ENDS:
            if not _is_upkeep(text, clause):
                kept.extend(clause)
            clause = []
    return kept + clause


def _is_upkeep(text: str, clause: Sequence[Token]) -> bool:
    """Whether the clause does no more than tend the channel that it names."""
    channel = next((token for token in clause if token.kind == "channel"), None)
    if channel is None or any(token.kind in ("verb", "number") for token in clause):
        return False
    before = max(0, channel.start - _FARTHEST_UPKEEP)
    begin = max(before, *(text.rfind(mark, before, channel.start) + 1 for mark in ",:。;\n"))
    tends = _UPKEEP.search(text, begin, channel.start) is not None
    return tends and _MEANS.search(text, begin, clause[-1].end) is None


def _is_source(text: str, token: Token) -> bool:
    """Whether media are named as what was reposted, not as where: 转载上级媒体 118 篇."""
    return (
        token.code == "other"
        and _REPOSTED.search(text, max(0, token.start - 6), token.start) is not None
    )


def last_group(text: str, tokens: Sequence[Token]) -> list[Token]:
    """The channels named together last, as in 网站、公众号和公开栏. Of a channel and a closer name
    for it, 政务新媒体“…”公众号, it is the last alone."""
    group: list[Token] = []
    between: list[Token] = []
    for token in reversed(tokens):
        if token.kind != "channel" and not _is_joined(text, token, group, between):
            if group:
                between.append(token)
            continue
        if group and _counts_names(text, token, group[-1]):
            group, between = [token], []
            continue
        if group:
            listed = _LISTED.search(text, tokens[0].start, tokens[-1].end) is not None
            allowed = _BETWEEN_LISTED if listed else _BETWEEN
            relation = _relation(text, token, group, between, allowed)
            if relation == "apart":
                if _is_place(text, token, group, between):
                    group = [token]
                break
            if relation == "generic":
                between = []
                continue
        group.append(token)
        between = []
    return group[::-1]


def _counts_names(text: str, token: Token, closer: Token) -> bool:
    """Whether a channel is the last of those that a count and a name for them all follow: 抖音、
    快手两个短视频账号."""
    return _COUNT_OF_NAMES.fullmatch(text, token.end, closer.start) is not None


def _is_joined(text: str, token: Token, group: Sequence[Token], between: Sequence[Token]) -> bool:
    """Whether the token is a weak channel that is joined to the group."""
    if token.kind != "weak_channel" or not group or not between:
        return False
    joined = text[token.end : token.end + 1]
    return bool(joined) and joined in _JOINS


def _relation(
    text: str,
    token: Token,
    group: Sequence[Token],
    between: Sequence[Token],
    allowed: frozenset[str],
) -> str:
    """How a channel stands to the group behind it: `joined`, a more `generic` name for it or whose
    it is, or `apart`."""
    nearest = group[-1]
    gap = text[token.end : nearest.start]
    if nearest.code == "print" and token.code == "reading_point":
        return "generic"  # 图书馆、档案馆提供公报: what was laid out there says it better
    if token.code in _OWNERS and nearest.code not in _OWNERS and _BODIES.fullmatch(gap):
        return "generic"
    if not gap and {token.code, nearest.code} <= _PLATFORMS and token.code != nearest.code:
        return "generic" if text.endswith(_SITES, token.start, token.end) else "joined"
    if gap == "," and allowed is _BETWEEN_LISTED:
        return "joined"  # 电子屏，公告栏等渠道
    if _SERVES_AS.fullmatch(gap) and _SERVES_AS.match(text, group[0].end):
        return "joined"  # 以网站为主渠道，公众号为补充，公开信息 30 条
    if _MEANS_AGAIN.fullmatch(gap):
        return "joined"
    if text.endswith(_MEDIA_ABOVE, nearest.start, nearest.end) and _NAMED_FIRST.fullmatch(gap):
        return "generic"  # 人民网、县电视台等上级媒体 are media above, whatever they are
    joined = any(character in gap for character in _JOINS)
    if not joined:
        close = len(gap) <= _FARTHEST_CLOSER and not _parted(between)
        return "generic" if close else "apart"
    is_parted = any(
        one.kind not in allowed and not (one.number and one.number.unit_class == "thing")
        for one in between
    )  # 86 块公示栏、12 块电子屏 are counted
    return "apart" if is_parted else "joined"


def _is_place(text: str, token: Token, group: Sequence[Token], between: Sequence[Token]) -> bool:
    """Whether a channel is where the print behind it was shown: 在电子屏投放公益海报 16 期, 公众号
    推送海报 12 张."""
    if token.code in _OWNERS or [one.code for one in group] != ["print"]:
        return False
    verbs = [one for one in between if one.kind == "verb"]
    kinds = {one.kind for one in between}
    if not verbs or "number" in kinds:
        return False
    if verbs[0].word(text) in _OVER_THE_NET:
        return True
    if kinds & CLAUSE_ENDS:
        return False
    begin = max(text.rfind(mark, 0, token.start) + 1 for mark in ",;。\n")
    return _LEADS_TO_PLACE.search(text, begin, token.start) is not None


def _parted(between: Sequence[Token]) -> bool:
    """Whether punctuation, a verb or a number stands between two channels."""
    return any(token.kind in CLAUSE_ENDS or token.kind in ("verb", "number") for token in between)


def one_channel(codes: Sequence[str]) -> str:
    """The channel of a figure that several channels share: `all`, or `new_media` where they all
    are such."""
    kinds = set(codes)
    if len(kinds) == 1:
        return codes[0]
    return "new_media" if kinds <= _NEW_MEDIA else "all"


def is_both_lines(text: str, segment: Sequence[Token]) -> bool:
    """Whether 线上 and 线下 are named together, which is everywhere."""
    weak = [token for token in segment if token.kind == "weak_channel" and token.code == "other"]
    return len(weak) > 1 and any(
        text[one.end : other.start] in _BOTH_LINES
        for one, other in zip(weak, weak[1:], strict=False)
    )


def by_unknown_name(text: str, words: Sequence[Token]) -> bool:
    """Whether a name in quotation marks that tells no channel is the means: 在“随申办”发布."""
    return any(
        token.kind == "name"
        and not token.code
        and _MEANS_BEFORE.search(text, max(0, token.start - _MEANS_WITHIN), token.start)
        for token in words
    )
