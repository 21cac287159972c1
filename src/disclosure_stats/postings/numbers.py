"""All numbers of a narrative in order, each with what it counts."""

import re

from disclosure_stats.postings.judgement import Judge
from disclosure_stats.postings.mentions import CLAUSE_ENDS, OPENERS, UNKNOWN, Mention, Verdict
from disclosure_stats.postings.shapes import by_shape, is_split, points_back
from disclosure_stats.postings.tokens import Token
from disclosure_stats.postings.vocabulary import Vocabulary

_LONGEST_SEGMENT = 80  # tokens
_SENTENCES_BACK = 3  # from a 其中 to the figure that it splits
_NAMED_AGAIN = re.compile(r"([^,;:。]{2,20}?)(?:公开|发布|推送)?的?(?:信息|内容)?中[,:]")
_THIS_YEARS = re.compile(r"(?:在|于)?(?:本年度?|当年|今年|全年|已|所有|主动|年度?|公开|\d{4})+")
_BEFORE_OUTCOMES = frozenset({"comma", "reaching", "totals", "this_year"})
_WITHIN = re.compile("(?:发布|公开|推送)?的?(?:信息|内容|作品)?中(?!心)")
_NEAR_BY = 6  # characters before a number
_NEAR = 40  # numbers looked back at
# These part no segments; these and those of _NO_HEADS are not split into parts.
_IN_PASSING = frozenset(
    {"name", "date", "year", "ordinal", "numbering", "thing", "unclear", "rule"}
)
_NO_HEADS = _IN_PASSING | {"rate", "comparison"}


def read_numbers(
    text: str, tokens: list[Token], vocabulary: Vocabulary, year: int | None
) -> list[Mention]:
    """The numbers of a folded text. `year` is the year reported on, if it is known."""
    judge = Judge(text, tokens, vocabulary, year)
    found: list[Mention] = []
    before: Mention | None = None  # the number that counts anything last
    last: Mention | None = None  # the number that ended a segment last
    split: Mention | None = None  # a figure given again, so as to be split
    sentence = segment = clause = 0
    for index, token in enumerate(tokens):
        if token.kind in CLAUSE_ENDS:
            clause = index + 1
            if token.kind == "stop":
                sentence += 1
                segment = clause
        if token.number is None:
            continue
        segment = max(segment, index - _LONGEST_SEGMENT)
        clause = max(segment, clause)
        if clause == index > segment and _is_behind_colon(tokens, index):
            clause = _before_colon(tokens, segment, index - 1)
        mention = Mention(index, token, token.number, sentence, segment, clause, before, last)
        mention.compared = _compared(tokens, mention)
        if mention.compared is not None:
            mention.segment = mention.compared.segment
        mention.verdict = by_shape(text, mention) or _repeated(text, mention, found) or UNKNOWN
        found.append(mention)
        if mention.taken_for == "restated":
            before = _with_the_same_count(found, mention)
        elif mention.verdict is UNKNOWN:
            split = split or _split_by_name(text, tokens, mention, found)
            mention.ahead = _stands_ahead(tokens, mention)
            mention.opens = split is not None or _opens(text, tokens, mention)
            mention.head = split or _head(text, tokens, mention, found)
            mention.verdict = judge.verdict(mention)
            split = None
            if mention.taken_for not in _NO_HEADS:
                before = mention
        if is_split(text, mention) and (mention.is_posting or mention.taken_for == "restated"):
            split = before
        if mention.taken_for not in _IN_PASSING:
            segment = clause = index + 1
            last = mention
    return found


def _repeated(text: str, mention: Mention, found: list[Mention]) -> Verdict | None:
    """The verdict on a figure that points back to one given before."""
    if not mention.number.unit_class.startswith("item"):
        return None
    if not points_back(text, mention) and not is_split(text, mention):
        return None
    if _with_the_same_count(found, mention) is None:
        return None
    return Verdict("restated", "这, 上述, …中 or the like: the figure was given before")


def latest_year(tokens: list[Token]) -> int | None:
    """The latest year that the text names."""
    years = [
        int(token.number.value)
        for token in tokens
        if token.number is not None
        and 1990 <= token.number.value < 2100
        and token.number.unit in ("年", "年度", None)
    ]
    return max(years, default=None)


def _opens(text: str, tokens: list[Token], mention: Mention) -> bool:
    """Whether a list of parts begins at this number: after 其中, or a bracket or a colon that
    follows a number."""
    before = mention.after
    if before is None:
        return False
    if mention.ahead:
        return False
    if mention.number.value > before.number.value and _is_accumulated(text, mention):
        return False  # 本年公开 240 条(累计 1860 条)
    kinds = [token.kind for token in tokens[mention.segment : mention.index]]
    opener = next((index for index, kind in enumerate(kinds) if kind in OPENERS), None)
    if opener is not None:
        # 公众号发布 286 条；网站设有专栏，其中公开 43 条: this 其中 is of the website.
        begin = next((i for i, kind in enumerate(kinds) if kind in CLAUSE_ENDS), opener)
        return "channel" not in kinds[begin:opener]
    if mention.neighbour is None:
        return kinds[:1] == ["open"]
    if "part_openers_of_classes" in kinds and "channel" not in kinds and before.is_posting:
        return before.number.unit == mention.number.unit
    if "close" in kinds or "semicolon" in kinds:  # 网站(180条)、公众号(200条): one list
        return False
    if "colon" in kinds and not _is_behind_colon(tokens, mention.index):
        lead = kinds[: kinds.index("colon")]  # of others, a colon splits the figure right before it
        return "channel" not in lead and (mention.neighbour.is_posting or "comma" not in lead)
    return "open" in kinds


def _is_accumulated(text: str, mention: Mention) -> bool:
    return "累计" in text[max(0, mention.token.start - _NEAR_BY) : mention.token.start]


def _is_behind_colon(tokens: list[Token], index: int) -> bool:
    """Whether a colon stands right before the number: 公众号：320 条."""
    before = tokens[index - 1]
    return before.kind == "colon" and before.end == tokens[index].start


def _before_colon(tokens: list[Token], segment: int, colon: int) -> int:
    """Where the clause begins of a number right behind a colon: 公众号：320 条."""
    for index in range(colon - 1, segment - 1, -1):
        if tokens[index].kind in CLAUSE_ENDS:
            return index + 1
    return segment


def _compared(tokens: list[Token], mention: Mention) -> Mention | None:
    """The comparison that the number is the outcome of: 由去年的 86 条增加到 120 条, or
    增长 25%，达 120 条."""
    words = tokens[mention.segment : mention.index]
    if not words or words[-1].kind != "reaching" or mention.number.unit_class != "item":
        return None
    if any(token.kind not in _BEFORE_OUTCOMES for token in words):
        return None
    earlier = mention.last
    while earlier is not None and earlier.taken_for == "percentage" and earlier.last is not None:
        if earlier.last.sentence != mention.sentence:
            break
        earlier = earlier.last
    if earlier is None or earlier.sentence != mention.sentence:
        return None
    if earlier.taken_for == "percentage":
        return earlier
    compares = earlier.taken_for in ("comparison", "earlier_year")
    return earlier if compares and earlier.number.unit == mention.number.unit else None


def _stands_ahead(tokens: list[Token], mention: Mention) -> bool:
    """Whether it stands in a bracket before the whole that it is a part of: 文件(含通告2件)17件."""
    opened = None
    for index in range(mention.segment, mention.index):
        if tokens[index].kind == "open":
            opened = index
        elif tokens[index].kind == "close":
            opened = None
    if opened is None:
        return mention.last is not None and mention.last.ahead and not _has_closed(tokens, mention)
    if opened and tokens[opened - 1].number and tokens[opened - 1].end == tokens[opened].start:
        return False
    for index in range(mention.index + 1, len(tokens) - 1):
        if tokens[index].kind == "close":
            whole = tokens[index + 1]
            return (
                whole.start == tokens[index].end
                and whole.number is not None
                and whole.number.unit_class in ("item", "item_or_thing")
            )
        if tokens[index].kind in ("open", "stop"):
            break
    return False


def _has_closed(tokens: list[Token], mention: Mention) -> bool:
    return any(token.kind == "close" for token in tokens[mention.segment : mention.index])


def _head(text: str, tokens: list[Token], mention: Mention, found: list[Mention]) -> Mention | None:
    """The number under whose parts this one stands, if such a list is open."""
    before = mention.after
    if before is None or mention.sentence - before.sentence > _SENTENCES_BACK:
        return None
    if mention.opens:
        kinds = {token.kind for token in tokens[mention.segment : mention.index]}
        if mention.neighbour is None or "split_openers" in kinds:
            while before.head is not None:
                before = before.head
        elif "semicolon" in kinds and before.head is not None and _is_full(before.head, found):
            return before.head
        return before
    if mention.ahead or before.ahead:
        return before.head
    if mention.neighbour is None:
        return before.head if _is_point(text, tokens[mention.segment]) else None
    kinds = {token.kind for token in tokens[mention.segment : mention.index]}
    if before.head is not None and (
        "close" in kinds
        and "open" not in kinds
        or "semicolon" in kinds
        and _is_full(before.head, found)
    ):
        return before.head.head
    return before.head


def _split_by_name(
    text: str, tokens: list[Token], mention: Mention, found: list[Mention]
) -> Mention | None:
    """The posting that the words before a comma name again so as to split it: 网站发布的信息中，…

    It is the one whose own words share the longest beginning with them, of two characters or more.
    """
    named = _split_by_channel(text, tokens, mention, found)
    if named is not None:
        return named
    if mention.clause == mention.segment or mention.clause == 0:
        return None
    end = tokens[mention.clause - 1].start
    start = tokens[mention.segment].start if tokens[mention.segment].kind != "semicolon" else 0
    start = start or tokens[mention.segment].end
    match = _NAMED_AGAIN.fullmatch(text, start, end + 1)
    if match is None:
        return None
    name, best, longest = match[1], None, 1
    is_this_years = _THIS_YEARS.fullmatch(name) and not match[0].startswith(f"{name}中")
    for earlier in reversed(found[-_NEAR:]):
        if best is None and is_this_years and _is_this_years(tokens, earlier):
            best = earlier  # unless another's own words share more with the name
        if earlier.is_posting:
            own = text[tokens[earlier.segment].start : earlier.token.start]
            shared = longest
            while shared < len(name) and name[: shared + 1] in own:
                shared += 1
            if shared > longest:
                best, longest = earlier, shared
    return best


def _split_by_channel(
    text: str, tokens: list[Token], mention: Mention, found: list[Mention]
) -> Mention | None:
    """The posting on the channel that begins the clause, with 中 behind it: 公众号中原创 9 条."""
    first = tokens[mention.clause]
    if first.kind != "channel" or not _WITHIN.match(text, first.end):
        return None
    for earlier in reversed(found[-_NEAR:]):
        if earlier.sentence != mention.sentence:
            break
        own = tokens[earlier.segment : earlier.index]
        if earlier.is_posting and any(
            token.kind == "channel" and token.code == first.code for token in own
        ):
            return earlier
    return None


def _is_this_years(tokens: list[Token], mention: Mention) -> bool:
    """Whether it is a posting at the top, and of this year alone."""
    words = tokens[mention.segment : mention.index]
    return (
        mention.is_posting
        and mention.head is None
        and all(token.kind != "cumulative" for token in words)
    )


def _is_full(head: Mention, found: list[Mention]) -> bool:
    """Whether the parts of a list make up its whole, so that 其中 splits that whole anew."""
    parts = (
        mention.number.value
        for mention in found[-_NEAR:]
        if mention.head is head and mention.is_posting
    )
    return sum(parts) == head.number.value


def _is_point(text: str, first: Token) -> bool:
    """Whether a sentence that begins with this token is a point of a list: 2., (二), 二是."""
    return first.kind == "numbered" or (
        first.number is not None and text[first.end : first.end + 1] in ("、", ".", ")")
    )


def _with_the_same_count(found: list[Mention], mention: Mention) -> Mention | None:
    """The last posting before `mention` with its count."""
    for earlier in reversed(found[-_NEAR:]):
        if earlier.is_posting and earlier.number.value == mention.number.value:
            return earlier
    return None
