"""Under which number a list of parts stands: the candidates are few, and each is weighed."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from disclosure_stats.postings.mentions import CLAUSE_ENDS, OPENERS, Mention
from disclosure_stats.postings.phrases import pattern
from disclosure_stats.postings.tokens import Token, deals_out

_SENTENCES_BACK = 3  # from a 其中 to the figure that it splits
_CANDIDATES = 6  # numbers looked back at
_NEAR_BY = 6  # characters before a number
_EXTREME = pattern("extreme")
_NO_HEADS = frozenset(
    {"name", "date", "year", "ordinal", "numbering", "thing", "unclear", "rule", "rate"}
    | {"comparison", "percentage", "people", "money", "audience", "restated"}
)
_OF_ITEMS = frozenset({"item", "class", "name", "weak"})
# What speaks for a head and against it: its unit, whether it was posted, its sum, its size.
_SAME_UNIT, _POSTED, _ADDS_UP, _TOO_SMALL, _FARTHER = 3.0, 2.0, 4.0, -4.0, -1.5
_SAME_CHANNEL = 3.0
_FIRST_ADD_UP = 2.0  # only the first of a list, behind a semicolon


class Head(NamedTuple):
    """The number that a list splits, and by how much it is likelier than the next candidate."""

    mention: Mention | None
    margin: float


def opens_list(text: str, tokens: Sequence[Token], mention: Mention) -> bool:
    """Whether a list of parts begins at this number: after 其中, or a bracket or a colon that
    follows a number."""
    before = mention.after
    if before is None or mention.ahead:
        return False
    kinds = [token.kind for token in tokens[mention.segment : mention.index]]
    opener = next((index for index, kind in enumerate(kinds) if kind in OPENERS), None)
    if opener is not None:
        # 公众号发布 286 条；网站设有专栏，其中公开 43 条: this 其中 is of the website.
        begin = next((i for i, kind in enumerate(kinds) if kind in CLAUSE_ENDS), opener)
        if kinds[begin] != "colon" and "numbered" in kinds[begin:opener]:
            return False  # 一是概况，有 10 条；二是计划，包括总结，有 9 条
        return "channel" not in kinds[begin:opener]
    if mention.neighbour is None:
        return kinds[:1] == ["open"] or _begins_points(text, tokens, mention, before)
    if _is_extreme(text, mention) and before.is_posting and before.head is None:
        return before.number.unit == mention.number.unit
    return _opens_by_punctuation(tokens, mention, kinds)


def _begins_points(text: str, tokens: Sequence[Token], mention: Mention, before: Mention) -> bool:
    """Whether it is the first of points that stand right behind a total: 公开信息 713 条。一是公开
    政策文件 4 条。二是…; or 公开信息 713 条，包括：⏎1.网站公开 400 条. Channels that no colon leads
    to are its parts where they add up to it, no more: what goes to several is in each of them."""
    is_total = before.is_posting and before.head is None
    if not is_total or before.sentence != mention.sentence - 1:
        return False
    total = max([mention.number.value, *mention.run_totals[-1:]])
    if before.number.unit != mention.number.unit or before.number.value < total:
        return False
    first = tokens[mention.segment]
    between = text[before.token.end : first.start].rstrip("\n")
    if first.kind == "numbered" and not _channels_of(tokens, mention):
        return True
    return is_point(text, first) and between.endswith(":")


def _opens_by_punctuation(tokens: Sequence[Token], mention: Mention, kinds: list[str]) -> bool:
    before = mention.after
    assert before is not None
    fits = mention.number.value <= before.number.value
    if "part_openers_of_classes" in kinds and "channel" not in kinds and before.is_posting:
        behind = kinds[kinds.index("part_openers_of_classes") :]
        is_named = kinds[0] == "pause"  # 应急管理 23 条、涉及民生的统计 5 条
        of_its_unit = before.number.unit == mention.number.unit
        return fits and of_its_unit and "semicolon" not in behind and not is_named
    if kinds[:2] == ["close", "colon"]:  # 重点领域(42条)：社会救助22条
        return True
    if "close" in kinds or "semicolon" in kinds:  # 网站(180条)、公众号(200条): one list
        return False
    if "colon" in kinds and not is_behind_colon(tokens, mention.index):
        lead = kinds[: kinds.index("colon")]  # of others, a colon splits the figure right before it
        is_other = lead[:1] == ["comma"] and not fits  # 决策类4条，执行类：动态52条
        return "channel" not in lead and not is_other and (before.is_posting or "comma" not in lead)
    return "open" in kinds and fits  # 78 条，占总量（201 条）的四成


def head_of(text: str, tokens: Sequence[Token], mention: Mention, found: Sequence[Mention]) -> Head:
    """The number under whose parts this one stands, if such a list is open."""
    before = mention.after
    if before is None or mention.sentence - before.sentence > _SENTENCES_BACK:
        return Head(None, 0.0)
    if mention.opens:
        if _splits_what_is_not_told(tokens, mention, found):
            return Head(None, 0.0)
        return _opened_under(tokens, mention, before, found)
    if mention.neighbour is None:
        next_point = is_point(text, tokens[mention.segment]) and _may_split(before.head, mention)
        next_line = _is_line(text, tokens[mention.segment]) and _channels_of(tokens, before)
        goes_on = next_point or next_line or _is_item(tokens, mention, found)
        return Head(before.head if goes_on else None, 0.0)
    kinds = {token.kind for token in tokens[mention.segment : mention.index]}
    head = before.head
    if head is not None and _publishes_anew(tokens, mention, head):
        return Head(None, 0.0)
    if head is not None and (
        ("close" in kinds and "open" not in kinds)
        or ("semicolon" in kinds and is_full(head, found))
    ):
        return Head(head.head, 0.0)
    return Head(head, 0.0)


def _splits_what_is_not_told(
    tokens: Sequence[Token], mention: Mention, found: Sequence[Mention]
) -> bool:
    """Whether it begins another split of a whole that is not printed: 按类别分：动态 26 条、公告
    9 条。按渠道分：网站 14 条、公众号 21 条."""
    if not _opens_split(tokens, mention):
        return False
    first = next((one for one in reversed(found[:-1]) if _opens_split(tokens, one)), None)
    return first is not None and first.is_posting and first.head is None


def _opens_split(tokens: Sequence[Token], mention: Mention) -> bool:
    words = tokens[mention.segment : mention.index]
    return any(token.kind == "split_openers" for token in words)


def dealt_heads(
    text: str, tokens: Sequence[Token], mention: Mention, found: Sequence[Mention]
) -> Sequence[Mention]:
    """The figures before that are split one each, where the parts are dealt out to them: 网站 77
    条，公开栏 130 条，其中扶贫类分别为 19 条、56 条."""
    words = tokens[mention.segment : mention.index]
    kinds = {token.kind for token in words}
    if kinds.isdisjoint(OPENERS) or "channel" in kinds:
        return ()
    if not any(deals_out(text, token) for token in words):
        return ()
    parts = [mention.number.value]
    for token in tokens[mention.index + 1 :]:
        if token.number is not None and token.number.unit == mention.number.unit:
            parts.append(token.number.value)
        elif token.kind != "pause":
            break
    wholes = found[-len(parts) :]
    first = wholes[0] if len(wholes) == len(parts) > 1 else None
    if first is None:
        return ()
    of_one_kind = all(
        one.is_posting and one.sentence == mention.sentence and one.head is first.head
        for one in wholes
    )
    fits = all(part <= one.number.value for part, one in zip(parts, wholes, strict=True))
    return wholes if of_one_kind and fits and sum(parts) != wholes[-1].number.value else ()


def _is_extreme(text: str, mention: Mention) -> bool:
    """Whether it is the largest or smallest part: 社会救助领域最多，97 条."""
    start = mention.token.start
    return _EXTREME.search(text, max(0, start - _NEAR_BY), start) is not None


def _publishes_anew(tokens: Sequence[Token], mention: Mention, head: Mention) -> bool:
    """Whether a clause with a verb of its own leaves a list of what is no posting, being larger
    than its whole: 收到申请 3 件，其中自然人 2 件；主动公开信息 66 条."""
    kinds = {token.kind for token in tokens[mention.segment : mention.index]}
    acts = "verb" in kinds and bool(kinds & {"semicolon", "this_year"})
    return not head.is_posting and acts and mention.number.value > head.number.value


def _opened_under(
    tokens: Sequence[Token], mention: Mention, before: Mention, found: Sequence[Mention]
) -> Head:
    kinds = {token.kind for token in tokens[mention.segment : mention.index]}
    if mention.neighbour is None or "split_openers" in kinds:
        first = _top(before)
    elif "semicolon" in kinds and before.head is not None and is_full(before.head, found):
        first = before.head
    else:
        first = before
    others = [
        one
        for one in found[-_CANDIDATES - 1 : -1]
        if one is not first
        and one.taken_for not in _NO_HEADS
        and one.sentence == first.sentence
        and one.number.unit_class.startswith("item")
    ]
    partly = _FIRST_ADD_UP if "semicolon" in kinds else _ADDS_UP
    if mention.neighbour is None:
        partly = 0.0  # what begins a sentence is one list: no sum within it tells anything
    weights = [_weight(first, mention, partly)]
    weights += [_weight(one, mention, partly) + _FARTHER for one in others]
    opened = tokens[mention.segment]
    if opened.kind == "open" and opened.start == before.token.end:
        weights[0] += _ADDS_UP  # a bracket right behind a figure
    whole = before.head
    if "semicolon" in kinds and whole is not None and whole is not first:
        # ；其他方式，包括公示栏 8 条: a part of the list itself, not of one far back in it.
        if whole in others:
            weights[1 + others.index(whole)] -= _FARTHER
        else:
            others.append(whole)
            weights.append(_weight(whole, mention, partly))
    named = _channels_of(tokens, mention)
    for index, one in enumerate([first, *others]):
        if named and named == _channels_of(tokens, one):
            weights[index] += _SAME_CHANNEL  # 网站 140 条，微信 600 条，其中微信专题 66 条
    best = max(range(len(weights)), key=weights.__getitem__)
    rest = sorted(weights)[-2] if others else weights[best] - _SAME_UNIT
    return Head([first, *others][best], weights[best] - rest)


def _weight(head: Mention, mention: Mention, partly: float) -> float:
    """What speaks for a head; `partly`, that no more than the first of the list add up to it."""
    weight = 0.0
    if head.number.unit == mention.number.unit:
        weight += _SAME_UNIT
    if head.is_posting:
        weight += _POSTED
    if head.number.value in mention.run_totals[-1:]:
        weight += _ADDS_UP
    elif head.number.value in mention.run_totals:
        weight += partly
    if _largest_part(mention) > head.number.value:
        weight += _TOO_SMALL
    return weight


def _largest_part(mention: Mention) -> float:
    """The largest figure of a list that begins a sentence, else that of its first item: behind it
    others may follow that are no parts of the same whole."""
    totals = [mention.number.value, *(mention.run_totals if mention.neighbour is None else ())]
    return max([totals[0], *(after - before for before, after in pairwise(totals))])


def _channels_of(tokens: Sequence[Token], mention: Mention) -> set[str]:
    """The channels that stand between a number and the one before."""
    words = tokens[mention.segment : mention.index]
    return {token.code for token in words if token.kind == "channel"}


def _top(mention: Mention) -> Mention:
    """The figure that the list is of; of items posted, not what these are a part of: 制作 14 件，
    其中公开 9 件."""
    while mention.head is not None and (mention.head.is_posting or not mention.is_posting):
        mention = mention.head
    return mention


def is_behind_colon(tokens: Sequence[Token], index: int) -> bool:
    """Whether a colon stands right before the number: 公众号：320 条."""
    before = tokens[index - 1]
    return before.kind == "colon" and before.end == tokens[index].start


def is_full(head: Mention, found: Sequence[Mention]) -> bool:
    """Whether the parts of a list make up its whole, so that 其中 splits that whole anew."""
    kinds = ("posting", head.taken_for)
    parts = (one.number.value for one in found if one.head is head and one.taken_for in kinds)
    return sum(parts) == head.number.value


def _may_split(head: Mention | None, mention: Mention) -> bool:
    """Whether a list of points may be the parts of a figure before: not if it has another sum."""
    totals = mention.run_totals
    return head is not None and (not totals or head.number.value in totals)


def _is_item(tokens: Sequence[Token], mention: Mention, found: Sequence[Mention]) -> bool:
    """Whether a sentence is but one more item of a list that is not full: 。工作部署10条。"""
    head = mention.after.head if mention.after else None
    if head is None or head.number.unit != mention.number.unit:
        return False
    said = tokens[mention.segment : mention.index]
    if any(token.kind not in _OF_ITEMS for token in said):
        return False
    taken = sum(one.number.value for one in found if one.head is head and one.is_posting)
    return taken + mention.number.value <= head.number.value


def _is_line(text: str, first: Token) -> bool:
    """Whether a line begins with the name of a channel and a colon: 微信公众号：发布 212 条."""
    begins = text[first.start - 1 : first.start] == "\n"
    return begins and first.kind == "channel" and text.startswith(":", first.end)


def is_point(text: str, first: Token) -> bool:
    """Whether a sentence that begins with this token is a point of a list: 2., (二), 二是."""
    return first.kind == "numbered" or (
        first.number is not None and text[first.end : first.end + 1] in ("、", ".", ")")
    )
