"""All numbers of a narrative in order, each with what it counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from disclosure_stats.postings import again
from disclosure_stats.postings.heads import dealt_heads, head_of, is_behind_colon, opens_list
from disclosure_stats.postings.judgement import Judge
from disclosure_stats.postings.mentions import CLAUSE_ENDS, UNKNOWN, Mention, Verdict
from disclosure_stats.postings.shapes import by_shape, is_split, points_in_line
from disclosure_stats.postings.tokens import Token
from disclosure_stats.postings.vocabulary import Vocabulary

_POINT = Verdict("numbering", "it numbers a point of a list")
_MAX_SEGMENT_LENGTH = 80  # tokens
# These part no segments; these and those of _NO_HEADS are not split into parts.
_IN_PASSING = frozenset(
    {"name", "date", "year", "ordinal", "numbering", "thing", "unclear", "rule", "code"}
)
_NO_HEADS = _IN_PASSING | {"rate", "comparison"}


@dataclass(slots=True)
class _Reading:
    """The numbers on the way through a text. `before` is the number that counts anything last,
    `last` the one that ended a segment last, `split` a figure given again, so as to be split,
    `points` where numbers stand that number points, `dealt` the figures that the next parts are
    dealt out to, one each."""

    text: str
    tokens: Sequence[Token]
    judge: Judge
    points: frozenset[int]
    run_totals: Mapping[int, Sequence[float]]
    found: list[Mention] = field(default_factory=list)
    before: Mention | None = None
    last: Mention | None = None
    split: Mention | None = None
    dealt: list[Mention] = field(default_factory=list)
    sentence: int = 0
    segment: int = 0
    clause: int = 0

    def end_clause(self, index: int, token: Token) -> None:
        """Go past a token that ends a clause, and maybe its sentence."""
        self.clause = index + 1
        if token.kind == "stop":
            # Blank lines hold no sentences.
            before = self.tokens[index - 1] if index else token
            self.sentence += before.kind != "stop" or before.end != token.start
            self.segment = self.clause

    def read(self, index: int) -> None:
        """Read the number at this token."""
        mention = self._mention_at(index)
        self.found.append(mention)
        if mention.taken_for == "restated":
            self.before = again.with_the_same_count(self.found, mention)
        elif mention.verdict is UNKNOWN:
            self._judge(mention)
        if mention.taken_for in ("posting", "restated") and is_split(self.text, mention):
            self.split = self.before
        if mention.taken_for not in _IN_PASSING:
            self.segment = self.clause = index + 1
            self.last = mention

    def _mention_at(self, index: int) -> Mention:
        token = self.tokens[index]
        assert token.number is not None
        segment = max(self.segment, index - _MAX_SEGMENT_LENGTH)
        clause = max(segment, self.clause)
        is_date = token.number.unit_class == "date"
        if clause == index > segment and not is_date and is_behind_colon(self.tokens, index):
            clause = _before_colon(self.tokens, segment, index - 1)
        if clause == index > segment + 1 and _is_in_bracket_of_channel(self.tokens, index):
            clause = _before_colon(self.tokens, segment, index - 1)
        self.segment, self.clause = segment, clause
        mention = Mention(
            index, token, token.number, self.sentence, segment, clause, self.before, self.last
        )
        mention.run_totals = self.run_totals.get(token.start, ())
        mention.compared = again.compared_with(self.text, self.tokens, mention)
        if mention.compared is not None:
            mention.segment = mention.compared.segment
        mention.verdict = (
            (_POINT if token.start in self.points else None)
            or by_shape(self.text, mention)
            or again.repeated(self.text, mention, self.found)
            or UNKNOWN
        )
        return mention

    def _judge(self, mention: Mention) -> None:
        named = again.split_by_name(self.text, self.tokens, mention, self.found[:-1])
        split = self.split or named or self._turn(mention)
        mention.ahead = _stands_ahead(self.tokens, mention)
        mention.opens = split is not None or opens_list(self.text, self.tokens, mention)
        if split is not None:
            mention.head = split
        else:
            mention.head, mention.head_margin = head_of(self.text, self.tokens, mention, self.found)
        mention.verdict = self.judge.verdict(mention)
        self.split = None
        if mention.taken_for not in _NO_HEADS:
            self.before = mention

    def _turn(self, mention: Mention) -> Mention | None:
        """The figure that the number is dealt out to as its part, if any."""
        joined = {token.kind for token in self.tokens[mention.segment : mention.index]} <= {"pause"}
        if not joined or not self.dealt:
            self.dealt = list(dealt_heads(self.text, self.tokens, mention, self.found[:-1]))
        return self.dealt.pop(0) if self.dealt else None


def read_numbers(
    text: str,
    tokens: Sequence[Token],
    vocabulary: Vocabulary,
    year: int | None,
    run_totals: Mapping[int, Sequence[float]],
) -> list[Mention]:
    """The numbers of a folded text. `year` is the year reported on, if it is known; `run_totals`
    are the sums of the lists whose first number stands at a place."""
    judge = Judge(text, list(tokens), vocabulary, year)
    reading = _Reading(text, tokens, judge, points_in_line(text, tokens), run_totals)
    for index, token in enumerate(tokens):
        if token.kind in CLAUSE_ENDS:
            reading.end_clause(index, token)
        elif token.number is not None:
            reading.read(index)
    return reading.found


def _is_in_bracket_of_channel(tokens: Sequence[Token], index: int) -> bool:
    """Whether a count of items stands in the bracket right behind a channel: 网站(110条)."""
    channel, opened, token = tokens[index - 2 : index + 1]
    number = token.number
    return (
        number is not None
        and number.unit_class.startswith("item")
        and channel.kind == "channel"
        and (opened.kind, opened.start, opened.end) == ("open", channel.end, token.start)
    )


def _before_colon(tokens: Sequence[Token], segment: int, colon: int) -> int:
    """Where the clause begins of a number right behind a colon: 公众号：320 条."""
    for index in range(colon - 1, segment - 1, -1):
        if tokens[index].kind in CLAUSE_ENDS:
            return index + 1
    return segment


def _stands_ahead(tokens: Sequence[Token], mention: Mention) -> bool:
    """Whether it stands in a bracket before the whole that it is a part of: 文件(含通告2件)17件."""
    opened = None
    closed = False
    for index in range(mention.segment, mention.index):
        if tokens[index].kind == "open":
            opened = index
        elif tokens[index].kind == "close":
            opened, closed = None, True
    if opened is None:
        return mention.last is not None and mention.last.ahead and not closed
    if opened and tokens[opened - 1].number and tokens[opened - 1].end == tokens[opened].start:
        return False
    return _closes_before_whole(tokens, mention.index)


def _closes_before_whole(tokens: Sequence[Token], start: int) -> bool:
    """Whether the bracket around a number closes right before a count of items."""
    for index in range(start + 1, len(tokens) - 1):
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
