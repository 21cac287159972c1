"""Figures that are given once more, so as to be split or summed up, or compared with."""

from collections.abc import Sequence

from disclosure_stats.postings.mentions import Mention, Verdict
from disclosure_stats.postings.phrases import endings, pattern
from disclosure_stats.postings.shapes import is_split, points_back
from disclosure_stats.postings.tokens import Token

_NAMED_AGAIN = pattern("named_again")
_WITHIN = pattern("within")
_LATTER = pattern("latter")
_SPLIT_NAME = pattern("split_name")
_IS = endings("it_is")
_DONE = endings("done_of_target")
_BEFORE_OUTCOMES = frozenset({"comma", "close", "reaching", "totals", "this_year"})
_OF_OUTCOMES = frozenset({"reaching", "totals"})
_NEAR = 40  # numbers looked back at


def repeated(text: str, mention: Mention, found: Sequence[Mention]) -> Verdict | None:
    """The verdict on a figure that points back to one given before."""
    if not mention.number.unit_class.startswith("item"):
        return None
    if not points_back(text, mention) and not is_split(text, mention):
        return None
    if with_the_same_count(found, mention) is None:
        return None
    return Verdict("restated", "it points back: the figure was given before")


def with_the_same_count(found: Sequence[Mention], mention: Mention) -> Mention | None:
    """The last posting before `mention` with its count."""
    for earlier in reversed(found[-_NEAR:]):
        if earlier.is_posting and earlier.number.value == mention.number.value:
            return earlier
    return None


def compared_with(text: str, tokens: Sequence[Token], mention: Mention) -> Mention | None:
    """The comparison that the number is the outcome of: 由去年的 86 条增加到 120 条, or
    增长 25%，达 120 条; 比上年减少 12 条，为 88 条; 应公开 120 条，实际完成 131 条."""
    if mention.segment == mention.index or mention.number.unit_class != "item":
        return None
    words = tokens[mention.segment : mention.index]
    if words[-1].kind == "class" and words[-1].word(text) in _DONE:
        words = words[:-1]
    said = text[words[-1].end : mention.token.start] if words else ""
    is_now = bool(words) and words[-1].kind == "comma" and said in (*_IS, *_DONE)
    if not any(token.kind in _OF_OUTCOMES for token in words) and not is_now:
        return None
    if any(token.kind not in _BEFORE_OUTCOMES and not _says_when(token) for token in words):
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
    compares = earlier.taken_for in ("comparison", "earlier_year", "target")
    return earlier if compares and earlier.number.unit == mention.number.unit else None


def _says_when(token: Token) -> bool:
    """Whether it is a date, or compares with another year: (127 条)有所增长，达 156 条."""
    if token.kind == "strong":
        return token.code == "comparison"
    return token.number is not None and token.number.unit_class == "date"


def split_by_name(
    text: str, tokens: Sequence[Token], mention: Mention, found: Sequence[Mention]
) -> Mention | None:
    """The posting that the words before a comma name again so as to split it: 网站发布的信息中，…

    It is the one whose own words share the longest beginning with them, of two characters or more.
    """
    named = _split_by_channel(text, tokens, mention, found)
    named = named or _split_in_clause(text, tokens, mention, found)
    if named is not None:
        return named
    if mention.clause == mention.segment or mention.clause == 0:
        return None
    first = tokens[mention.segment]
    start = first.end if first.kind == "semicolon" else first.start
    match = _NAMED_AGAIN.fullmatch(text, start, tokens[mention.clause - 1].start + 1)
    if match is None:
        return None
    return _with_longest_beginning(text, tokens, match[1], found)


def _with_longest_beginning(
    text: str, tokens: Sequence[Token], name: str, found: Sequence[Mention]
) -> Mention | None:
    """The last posting whose own words hold the longest beginning of `name`."""
    best: Mention | None = None
    longest = 1
    for earlier in reversed(found[-_NEAR:]):
        if not earlier.is_posting:
            continue
        first = tokens[earlier.segment]
        # What opened a list names its whole, not its first part.
        begin = first.end if first.kind == "split_openers" else first.start
        own = text[begin : earlier.token.start]
        shared = longest
        while shared < len(name) and name[: shared + 1] in own:
            shared += 1
        if shared > longest:
            best, longest = earlier, shared
    return best


def _split_in_clause(
    text: str, tokens: Sequence[Token], mention: Mention, found: Sequence[Mention]
) -> Mention | None:
    """The posting that the words right before a list name again, no comma behind them: 镇级信息中
    网站 164 条."""
    if mention.segment == mention.index:
        return None
    first = tokens[mention.segment]
    begin = first.end if first.kind in ("comma", "semicolon") else first.start
    begin = max(begin, text.rfind("。", 0, begin) + 1)
    if tokens[mention.segment - 1].kind in ("stop", "semicolon", "comma"):
        begin = tokens[mention.segment - 1].end
    match = _SPLIT_NAME.match(text, begin, mention.token.start)
    if match is None:
        match = _LATTER.match(text, begin, mention.token.start)
        last = found[-1] if found else None
        return last if match and last and last.is_posting else None
    return _with_longest_beginning(text, tokens, match[1], found)


def _split_by_channel(
    text: str, tokens: Sequence[Token], mention: Mention, found: Sequence[Mention]
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
