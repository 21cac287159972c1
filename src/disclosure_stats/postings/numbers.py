"""All numbers of a narrative in order, each with what it counts."""

from disclosure_stats.postings.judgement import Judge
from disclosure_stats.postings.mentions import CLAUSE_ENDS, OPENERS, Mention
from disclosure_stats.postings.shapes import by_shape, is_split_again
from disclosure_stats.postings.tokens import Token
from disclosure_stats.postings.vocabulary import Vocabulary

_IN_PASSING = frozenset({"date", "year", "ordinal", "numbering", "thing"})  # part no segments


def read_numbers(
    text: str, tokens: list[Token], vocabulary: Vocabulary, year: int | None
) -> list[Mention]:
    """The numbers of a folded text. `year` is the year reported on, if it is known."""
    judge = Judge(text, tokens, vocabulary, year)
    found: list[Mention] = []
    before: Mention | None = None  # the number that counts anything last
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
        mention = Mention(index, token, token.number, sentence, segment, clause, before)
        found.append(mention)
        shape = by_shape(text, mention)
        if shape is None:
            mention.opens = split is not None or _opens(tokens, mention)
            mention.head = split or _head(text, tokens, mention)
            mention.verdict = judge.verdict(mention)
            before, split = mention, None
        else:
            mention.verdict = shape
            if shape.taken_for == "restated":
                before = _with_the_same_count(found, mention)
                split = before if is_split_again(text, mention) else None
        if mention.taken_for not in _IN_PASSING:
            segment = clause = index + 1
    return found


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


def _opens(tokens: list[Token], mention: Mention) -> bool:
    """Whether a list of parts begins at this number: after 其中, or a bracket or a colon that
    follows a number."""
    before = mention.after
    if before is None:
        return False
    kinds = [token.kind for token in tokens[mention.segment : mention.index]]
    if not OPENERS.isdisjoint(kinds):
        return True
    if mention.neighbour is None:
        return kinds[:1] == ["open"]
    if "part_openers_of_classes" in kinds and "channel" not in kinds and before.is_posting:
        return before.number.unit == mention.number.unit
    if "close" in kinds or "semicolon" in kinds:  # 网站(180条)、公众号(200条): one list
        return False
    if "colon" in kinds and mention.clause < mention.index:
        return "channel" not in kinds[: kinds.index("colon")]
    return "open" in kinds


def _head(text: str, tokens: list[Token], mention: Mention) -> Mention | None:
    """The number under whose parts this one stands, if such a list is open."""
    before = mention.after
    if before is None:
        return None
    if mention.opens:
        kinds = {token.kind for token in tokens[mention.segment : mention.index]}
        if mention.neighbour is None or "split_openers" in kinds:
            while before.head is not None:
                before = before.head
        return before
    if mention.neighbour is not None or _is_point(text, tokens[mention.segment]):
        return before.head
    return None


def _is_point(text: str, first: Token) -> bool:
    """Whether a sentence that begins with this token is a point of a list: 2., (二), 二是."""
    return first.kind == "numbered" or (
        first.number is not None and text[first.end : first.end + 1] in ("、", ".", ")")
    )


def _with_the_same_count(found: list[Mention], mention: Mention) -> Mention | None:
    """The posting before `mention` with its count; else the number before it."""
    for earlier in reversed(found):
        if earlier.is_posting and earlier.number.value == mention.number.value:
            return earlier
    return mention.after
