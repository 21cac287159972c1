"""Lists: runs of name, number and unit, found first and judged as a whole.

What an item is called is no word of the sentence: 机构设置3条、应急管理5条、公开栏目建设2条 speak
of no setting up, no managing and no board. Such words become the kind `class`; only an item that
begins with the verb of another act (收到, 回复, 删除) leaves the list: that verb becomes `act`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from disclosure_stats.postings.mentions import CLAUSE_ENDS, OPENERS
from disclosure_stats.postings.phrases import pattern, words
from disclosure_stats.postings.tokens import MIN_UNKNOWN_WORD, Token

_CHANNELS = frozenset({"channel", "weak_channel"})
_QUOTES = '“"《'
_SEPARATORS = frozenset({"pause", "comma", "semicolon"})
_ACTS = words("act_verbs")
_TAKEN_BACK = words("taken_back")
_QUANTITIES = words("quantities")
_STARTS_ITEM = pattern("light_start")
_CLASS_NAME = pattern("class_name")
_CLASS_OF_MADE = pattern("class_of_made")
_GENERIC_TAIL = pattern("generic_tail")
_BY_MEANS = pattern("by_means")
_MASKED = frozenset({"strong", "weak", "channel", "weak_channel", "weak_verb", "name"})
_LEADS = OPENERS | {"colon", "open", "part_openers_of_classes", "verb"}
_OF_NO_NAME = CLAUSE_ENDS | OPENERS | {"pause", "part_openers_of_classes"}
_SUMS_UP = frozenset({"totals", "this_year", "new_start"})
_LISTED = 3  # items that make a list by themselves
# Words of these kinds are never a class's name where an item begins with them.
_NO_NAMES = frozenset({"request", "audience", "adoption", "removal"})
# With these a number stands in no list: 较上年增加 12 条, 月均 13 条.
_OF_NO_LIST = frozenset({"comparison", "rate", "plan", "target"})


@dataclass(slots=True)
class Item:
    """An item of a list: the indices of its name's first token and of its number."""

    first: int
    number: int
    begin: int  # character where the name begins
    count: float


@dataclass(slots=True)
class Run:
    """Items one behind the other in one unit. `lead` is the token that opens the list, or governs
    it; null where the list stands alone. `whole` is the figure that it splits, if it opens one."""

    items: list[Item]
    lead: Token | None
    whole: float | None

    @property
    def counts(self) -> list[float]:
        """What each item counts."""
        return [item.count for item in self.items]


def with_lists(text: str, tokens: Sequence[Token]) -> tuple[list[Token], dict[int, list[float]]]:
    """The tokens, with the names of items in a list turned to `class`, and the verbs with which an
    item leaves its list to `act`; and the sums of the first two, three, … items of each list, by
    the place of its first number."""
    told: dict[int, list[Token]] = {}  # what stands for a token, by its index
    totals: dict[int, list[float]] = {}
    for run in _runs(tokens):
        totals[tokens[run.items[0].number].start] = list(accumulate(run.counts))[1:]
        if run.lead is None and len(run.items) < _LISTED:
            continue
        if run.whole is not None and run.whole in list(accumulate(run.counts)):
            run.items = _filling(run)
        for item, role in zip(run.items, _roles(text, tokens, run), strict=True):
            _tell(tokens, told, item, role)
    return _with_told(tokens, told), totals


def _with_told(tokens: Sequence[Token], told: Mapping[int, list[Token]]) -> list[Token]:
    """The tokens, with what is told of some in the place of each."""
    found: list[Token] = []
    begin = 0
    for index in sorted(told):
        found += tokens[begin:index]
        found += told[index]
        begin = index + 1
    found += tokens[begin:]
    return found


def _filling(run: Run) -> list[Item]:
    """The first items of a run, that fill its whole, and those behind that count nothing."""
    rest = run.whole or 0.0
    filling = []
    for item in run.items:
        if item.count > rest:
            break
        filling.append(item)
        rest -= item.count
    return filling


def _tell(tokens: Sequence[Token], told: dict[int, list[Token]], item: Item, role: str) -> None:
    number = tokens[item.number]
    if role == "class" and item.first == item.number and number.start > item.begin:
        told[item.number] = [Token("class", item.begin, number.start), number]
    for index in range(item.first, item.number):
        token = tokens[index]
        if role == "class" and token.kind in _MASKED:
            told[index] = [replace(token, kind="class", code="")]
        elif role == "act" and token.kind in ("strong", "weak"):
            told[index] = [replace(token, kind="act")]
            return


def _runs(tokens: Sequence[Token]) -> Iterator[Run]:
    run: Run | None = None
    last: int | None = None  # index of the number before
    for index, token in enumerate(tokens):
        number = token.number
        if number is None:
            continue
        item = _next_item(tokens, last, index) if run is not None and last is not None else None
        if run is not None and item is not None:
            run.items.append(item)
        else:
            if run is not None and len(run.items) > 1:
                yield run
            run = _begin(tokens, last, index) if number.unit_class == "item" else None
        last = index
    if run is not None and len(run.items) > 1:
        yield run


def _next_item(tokens: Sequence[Token], last: int, index: int) -> Item | None:
    """The item whose number stands at `index`, if it goes on from the number at `last`."""
    before, here = tokens[last].number, tokens[index].number
    assert before is not None
    assert here is not None
    if before.unit != here.unit or tokens[last + 1].kind not in _SEPARATORS:
        return None
    own = tokens[last + 2 : index]
    begin = tokens[last + 1].end
    by_pauses = tokens[last + 1].kind == "pause"  # else 扶贫、教育等政策 4 条 may be one name
    if any(t.kind in _OF_NO_NAME and (by_pauses or t.kind != "pause") for t in own):
        return None
    end = tokens[index].start
    if end == begin or _is_of_no_list(own) and not _is_compound(own, begin, end):
        return None
    if own and own[0].kind in _SUMS_UP:
        return None
    return Item(last + 2, index, begin, here.value)


def _is_of_no_list(own: Sequence[Token]) -> bool:
    return any(token.kind == "strong" and token.code in _OF_NO_LIST for token in own)


def _is_compound(own: Sequence[Token], begin: int, end: int) -> bool:
    """Whether a word begins a longer name that the reader does not know: 每日头条 is no rate."""
    first = own[0]
    return len(own) == 1 and first.start == begin and end - first.end >= MIN_UNKNOWN_WORD


def _begin(tokens: Sequence[Token], last: int | None, index: int) -> Run:
    """A run that begins at this number: its name stands behind what leads to it in the clause."""
    lead: Token | None = None
    first = behind_pause = index
    while first > (0 if last is None else last + 1):
        token = tokens[first - 1]
        if token.kind in _LEADS:
            lead = token
            break
        if token.kind in CLAUSE_ENDS:
            opener = tokens[first - 2] if first > 1 else token
            lead = opener if opener.kind in OPENERS and opener.end == token.start else None
            break  # 其中，机构设置 3 条
        first -= 1
        if token.kind != "pause" and behind_pause == first + 1:
            behind_pause = first
    if lead is None or lead.kind == "verb":
        first = behind_pause  # 其中依据、条件、程序 1 条 is one name; 公开栏、网站公开 1 条 is none
    here = tokens[index].number
    assert here is not None
    whole = None
    if lead is not None and lead.kind != "verb" and last is not None:
        before = tokens[last].number
        whole = before.value if before is not None and before.unit == here.unit else None
    begin = tokens[first - 1].end if first else 0
    return Run([Item(first, index, begin, here.value)], lead, whole)


def _roles(text: str, tokens: Sequence[Token], run: Run) -> list[str]:
    """Of each item: `class`, `act`, `channel`, or `said`, which is left to its own words."""
    splits_none = run.lead is not None and run.lead.kind in OPENERS and run.whole is None
    roles = [
        _role(text, tokens, item, may_be_class=index > 0 or not splits_none)
        for index, item in enumerate(run.items)
    ]
    is_led = run.lead is not None and run.lead.kind != "verb"
    begins_with_act = roles[0] == "act"
    if not is_led and (run.lead is None or roles[0] != "class"):
        roles[0] = "said"
    adds_up = run.whole == sum(run.counts) and set(roles) != {"act"}
    if begins_with_act and not adds_up:
        return ["said"] * len(roles)  # 承办建议 5 件、提案 3 件: the act governs them all
    for index, role in enumerate(roles):
        # The sum, or a class behind it, says that it is no act that follows the list.
        stays = adds_up or (
            "class" in roles[index + 1 :]
            and not _is_request(tokens, run.items[index])
            and not _is_bare(text, tokens, run.items[index])
        )
        is_needed = role == "said" and adds_up and _is_needed(tokens, run.items[index])
        if role == "act" and stays or is_needed:
            roles[index] = "class"
    return _by_majority(tokens, run, roles, adds_up)


def _is_bare(text: str, tokens: Sequence[Token], item: Item) -> bool:
    """Whether a word of another act is all that an item is called, 数量 behind it or not: 发布文件
    3 件、废止 1 件."""
    if item.first == item.number:
        return False
    first = tokens[item.first]
    behind = text[first.end : tokens[item.number].start]
    return first.start == item.begin and (not behind or behind in _QUANTITIES)


def _is_needed(tokens: Sequence[Token], item: Item) -> bool:
    """Whether a list that adds up needs the item, which is but a name, a verb at its end or none:
    文艺演出预告 90 篇, 意见答复公开 27 篇."""
    own = tokens[item.first : item.number]
    named = own[:-1] if len(own) > 1 and own[-1].kind == "verb" else own
    return item.count > 0 and not any(token.kind in ("verb", "channel") for token in named)


def _by_majority(tokens: Sequence[Token], run: Run, roles: list[str], adds_up: bool) -> list[str]:
    """The roles, where a list of classes has no channel in its middle, nor a list of channels a
    class whose name has one."""
    of_classes = sum(
        role == "class" and _has_name(tokens, item) and not _has_channel(tokens, item)
        for item, role in zip(run.items, roles, strict=True)
    )
    channels = roles.count("channel") + _is_led_by_channel(tokens, run)
    is_of_classes = of_classes > channels or channels == 0
    ends = (roles[0], roles[-1])
    for index, (item, role) in enumerate(zip(run.items, roles, strict=True)):
        if role == "class" and not is_of_classes and _has_channel(tokens, item):
            roles[index] = "said"
        elif role == "channel" and is_of_classes and (adds_up or "channel" not in ends):
            roles[index] = "class"
    return roles


def _has_name(tokens: Sequence[Token], item: Item) -> bool:
    return tokens[item.number].start > item.begin


def _is_led_by_channel(tokens: Sequence[Token], run: Run) -> bool:
    """Whether the first item has no name but the channel before its verb: 网站公开 258 条."""
    first = run.items[0]
    before = [token.kind for token in tokens[max(0, first.first - 2) : first.first]]
    return not _has_name(tokens, first) and before == ["channel", "verb"]


def _is_request(tokens: Sequence[Token], item: Item) -> bool:
    """Whether the item counts requests, whatever stands behind it: 受理申请 0 件."""
    own = tokens[item.first : item.number]
    return any(token.kind == "strong" and token.code == "request" for token in own)


def _has_channel(tokens: Sequence[Token], item: Item) -> bool:
    return any(token.kind == "channel" for token in tokens[item.first : item.number])


def _role(text: str, tokens: Sequence[Token], item: Item, may_be_class: bool) -> str:
    """The role of one item; whether what begins with the verb of another act may be a class: not
    where nothing that was counted is split, 开展专项清理。其中清理动态类信息 2 条."""
    own = tokens[item.first : item.number]
    end = tokens[item.number].start
    if any(token.kind in ("verb", "passive") for token in own) or _is_of_no_list(own):
        return "said"
    if own and own[-1].end == end and text[own[-1].start : end] in _TAKEN_BACK:
        return "act"  # 系统退回 6 条
    if _BY_MEANS.match(text, item.begin, end):
        return "said"  # 还利用微信群通知村务 36 条
    light = _STARTS_ITEM.match(text, item.begin, end)
    begin = light.end() if light else item.begin
    first = next((token for token in own if token.start == begin), None)
    if first is not None and first.kind in ("strong", "weak"):
        names = _CLASS_OF_MADE if first.code == "making" else _CLASS_NAME
        is_class = may_be_class and names.fullmatch(text, begin, end) is not None
        if not is_class and _acts(text, own, first, end):
            return "act"
        if first.code in _NO_NAMES and not is_class:
            return "said"  # 粉丝 20 条: what is counted is no item
        if first.kind == "strong" and _is_bare(text, tokens, item):
            return "said"  # 现行有效数量 3 件
    if _receives(text, own) and not _CLASS_NAME.fullmatch(text, item.begin, end):
        return "said"  # 在互动平台收到留言 6 条
    return _by_channel(text, own, end)


def _receives(text: str, own: Sequence[Token]) -> bool:
    """Whether an item tells of what was received or dealt with, wherever in it."""
    return any(token.code == "request" and token.word(text) in _ACTS for token in own)


def _acts(text: str, own: Sequence[Token], first: Token, end: int) -> bool:
    """Whether an item's first word is the verb of another act; one that is as often a noun
    (组织概况, 办理流程) is only where the words name what it was done to."""
    if first.word(text) not in _ACTS:
        return False
    last = own[-1]
    return first.kind == "strong" or (last is not first and last.end == end)


def _by_channel(text: str, own: Sequence[Token], end: int) -> str:
    """The role of an item that no other act begins, by whether its name is that of a channel."""
    if own and own[-1].kind == "name" and own[-1].end == end and text[own[-1].start] not in _QUOTES:
        return "channel" if own[-1].code else "class"  # 县网 50 条: told by how the name ends
    channel = next((token for token in reversed(own) if token.kind in _CHANNELS), None)
    if channel is None:
        return "class"
    behind = [token for token in own if token.start >= channel.end]
    if any(token.kind == "weak_verb" for token in behind):
        return "channel"
    if any(token.code == "adoption" for token in behind):
        return "said"  # 被市级媒体采用 12 篇
    tail = text[channel.end : end]
    for token in behind:
        if token.kind == "item":
            tail = tail.replace(token.word(text), "")
    return "channel" if _GENERIC_TAIL.fullmatch(tail) else "class"
