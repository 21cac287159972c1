"""The activities of a narrative: its numbers that are no postings, each with what it counts.

The numbers, their units and their places in lists are those of the reader of postings; what it
takes for a posting is never an activity.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from disclosure_stats.activities.names import (
    Around,
    Named,
    first_named,
    is_of_disclosure,
    named_in,
    says_else,
)
from disclosure_stats.activities.vocabulary import behind_trainings, by_unit, pattern, words
from disclosure_stats.postings.mentions import Mention
from disclosure_stats.postings.model import sentence_at
from disclosure_stats.postings.narrative import Narrative
from disclosure_stats.postings.tokens import Token

_STAFF = ("staff", "staff_full_time", "staff_part_time")
_HELD = ("trainings", "meetings", "assessments", "accounts")
_OF_MONEY = ("fees_collected", "dedicated_funds")
_JOINS = ("", "、")
_YEARS = 1990, 2100
_GIVEN_UP_WITHIN = 12  # characters


@dataclass(frozen=True, slots=True)
class Activity:
    """A count beside postings, as in the table `activities`; `start` is where its number stands
    in the text, `doubts` are the reasons, in words, why it may have to be read otherwise."""

    activity: str
    value: float
    unit: str | None
    approximate: bool
    period: str
    sentence: str
    start: int
    doubts: tuple[str, ...]

    @property
    def certainty(self) -> str:
        """`sure`, or `doubtful` where another reading of the sentence is as good."""
        return "doubtful" if self.doubts else "sure"


def read_activities(narrative: Narrative, year: int | None) -> list[Activity]:
    """The activities of a narrative that has been read, in order; `year` is the one reported on."""
    return list(_Reader(narrative, year).read())


@dataclass(slots=True)
class _Whole:
    """A number that may have parts: what it counts, its sentence, its end, and what is left of it
    once the parts before are taken off."""

    code: str
    sentence: int
    end: int
    rest: float


class _Reader:
    def __init__(self, narrative: Narrative, year: int | None) -> None:
        self._narrative = narrative
        self._text = narrative.reading.text
        self._tokens = narrative.reading.tokens
        self._year = year
        self._postings = {posting.start for posting in narrative.postings}
        self._codes: dict[int, str] = {}  # of each mention taken for an activity, by its place
        self._claimed = 0  # up to here the text is said of a number before
        self._last: str | None = None  # the activity before, people apart
        self._whole: _Whole | None = None  # the last number taken for an activity
        self._before: tuple[int, str | None, Named] | None = None  # sentence, unit, what it counts
        self._outgrown: tuple[int, Named] | None = None  # where a change began, and of what
        self._trainings: tuple[int, bool] = (-1, False)  # last sentence on them; of disclosure?

    def read(self) -> Iterator[Activity]:
        """The activities in order."""
        verdicts = frozenset(words("verdicts"))
        for mention in self._narrative.mentions:
            candidates = by_unit().get(mention.number.unit or "", ())
            if mention.taken_for not in verdicts or mention.token.start in self._postings:
                continue
            if candidates:
                yield from self._read(mention)

    def _read(self, mention: Mention) -> Iterator[Activity]:
        around = self._around(mention)
        named, doubts = self._named(mention, around)
        if named is None:
            return
        code = named.activity.code
        if mention.number.unit_class != "people":
            self._last = code
        is_own = self._is_own(named, mention, around)
        if code == "trainings":
            self._trainings = (mention.sentence, is_own)
        if is_own:
            self._before = (mention.sentence, mention.number.unit, named)
        if not is_own or self._is_outgrown(named, around):
            return
        if self._is_of_other_time(mention, around):
            return
        if self._is_part(mention, code):
            self._codes[mention.token.start] = code
            return
        self._whole = _Whole(code, mention.sentence, mention.token.end, mention.number.value)
        self._codes[mention.token.start] = code
        clause = self._text[min(around.clause, named.start) : around.stop]
        if any(word in clause for word in named.activity.doubtful):
            doubts = (*doubts, "what it counts is not quite the same")
        if code in _OF_MONEY and not pattern("topic").search(clause):
            doubts = (*doubts, "what it was for is said in another clause")
        number = mention.number
        yield Activity(
            code,
            number.value,
            number.unit,
            number.approximate,
            self._period(mention, around),
            sentence_at(self._narrative.text, mention.token.start),
            mention.token.start,
            doubts,
        )

    def _around(self, mention: Mention) -> Around:
        """The words around a number that no number before it has for itself."""
        text, token = self._text, mention.token
        clause = self._begin(mention.clause)
        behind = pattern("clause_behind").match(text, token.end)
        stop = behind.end() if behind else token.end
        begin = max(text.rfind(mark, 0, token.start) for mark in "。\n!?") + 1
        clause_end = pattern("clause_end").match(text, token.end)
        end = clause_end.end() if clause_end else stop
        last = pattern("sentence_end").search(text, token.end)
        sentence_end = last.start() if last else len(text)
        clause = max(clause, self._claimed)
        return Around(text, clause, token.start, token.end, stop, end, begin, sentence_end)

    def _begin(self, index: int) -> int:
        """The character where a clause begins, whose first token has this index."""
        return self._tokens[index - 1].end if index else 0

    def _named(self, mention: Mention, around: Around) -> tuple[Named | None, tuple[str, ...]]:
        """What the number counts: by its own clause, by what is said behind it, by the clauses
        before; and the doubts that come with that."""
        if self._outgrown is not None and self._outgrown[0] == around.clause:
            return self._outgrown[1], ()
        candidates = by_unit()[mention.number.unit or ""]
        named = named_in(around.text, around.clause, around.start, candidates)
        if named is not None:
            return (None if self._is_of_else(named, around) else named), ()
        if mention.number.unit is not None:
            named = first_named(around.text, around.end, around.stop, candidates)
        if named is not None:
            self._claimed = named.end
            return named, ()
        if self._counts_trainees(mention, around):
            trainees = next(one for one in candidates if one.code == "trainees")
            return Named(trainees, "", around.start, around.start), ()
        return self._named_before(mention, around)

    def _named_before(
        self, mention: Mention, around: Around
    ) -> tuple[Named | None, tuple[str, ...]]:
        """What the clauses before say that the number counts, or the number before if this one
        only goes on with it: 上年召开会议4次，今年召开6次."""
        own = around.text[around.clause : around.start]
        begin = max(self._begin(mention.segment), self._claimed, around.sentence)
        if begin < around.clause:
            candidates = by_unit()[mention.number.unit or ""]
            named = named_in(around.text, begin, around.clause, candidates)
            if named is not None and not says_else(named.activity, own):
                return named, ("what it counts is said in a clause before",)
        if self._before is not None and self._before[:2] == (mention.sentence, mention.number.unit):
            named = self._before[2]
            if pattern("acts").search(own) and not says_else(named.activity, own):
                return named, ()
        return None, ()

    def _is_of_else(self, named: Named, around: Around) -> bool:
        """Whether the words between the name and the number, or those behind it, say that another
        thing is counted: 培训考试 3 场, 公众号、视频号两个渠道."""
        code = named.activity.code
        if code in _HELD and says_else(named.activity, around.text[named.end : around.start]):
            return True
        return code == "accounts" and around.text.startswith(words("ways"), around.end)

    def _counts_trainees(self, mention: Mention, around: Around) -> bool:
        """Whether people are counted who came to the trainings counted just before."""
        if mention.number.unit_class != "people" or self._trainings != (mention.sentence, True):
            return False
        if self._last != "trainings":
            return False
        said = around.text[around.clause : around.stop]
        if around.text[around.clause : around.start] in _JOINS:  # 培训4次、160人
            return True
        return any(word in said for word in behind_trainings())

    def _is_own(self, named: Named, mention: Mention, around: Around) -> bool:
        """Whether the body's work on disclosure is counted."""
        if named.activity.code == "trainees":
            sentence, is_own = self._trainings
            if sentence == mention.sentence:
                return is_own
            return not named.name or is_of_disclosure(named, around)
        if named.activity.code in _STAFF and mention.taken_for != "people":
            return False
        return is_of_disclosure(named, around)

    def _is_outgrown(self, named: Named, around: Around) -> bool:
        """Whether the figure is what a change began with: 由4人增加到6人."""
        if not around.text.startswith(words("goes_on_to"), around.end):
            return False
        self._outgrown = around.end, named
        return True

    def _is_of_other_time(self, mention: Mention, around: Around) -> bool:
        """Whether the figure is of another year, a plan, a rate, for each, or given up."""
        if self._outgrown is not None and self._outgrown[0] == around.clause:
            return False  # what a change ended with
        text = around.text
        before = text[around.clause : around.start]
        segment = self._tokens[mention.segment : mention.index]
        if self._names_earlier_year(segment) or pattern("less_or_more").search(before):
            return True
        for word in words("whole_of_each"):
            before = before.replace(word, "")
        if any(word in before for word in (*words("each"), *words("planned"))):
            return True
        near = text[max(around.clause, around.start - _GIVEN_UP_WITHIN) : around.start]
        return any(word in near for word in words("given_up"))

    def _names_earlier_year(self, segment: Sequence[Token]) -> bool:
        """Whether the last year named since the number before is one before the report's."""
        years = [
            token.number.value
            for token in self._with_year_before(segment)
            if token.number is not None and _YEARS[0] <= token.number.value < _YEARS[1]
        ]
        if not years or self._year is None or years[-1] >= self._year:
            return False
        begin = segment[0].start if segment else 0
        return pattern("cumulative").search(self._text, max(0, begin - 8)) is None

    def _with_year_before(self, segment: Sequence[Token]) -> list[Token]:
        return [token for token in segment if token.number and token.number.unit_class == "date"]

    def _is_part(self, mention: Mention, code: str) -> bool:
        """Whether it is a part of a number that was taken for the same: of the list it stands in,
        or behind a colon, a bracket or 其中, as long as the parts do not exceed the whole."""
        whole = self._whole
        behind = -1 if whole is None else mention.sentence - whole.sentence
        if whole is not None and whole.code == code and behind in (0, 1):
            between = self._text[whole.end : mention.token.start]
            opens = pattern("opens_parts_behind" if behind else "opens_parts").search(between)
            if opens and mention.number.value <= whole.rest:
                whole.rest -= mention.number.value
                return True
        head = mention.head
        while head is not None:
            if self._codes.get(head.token.start) == code:
                return True
            head = head.head
        return False

    def _period(self, mention: Mention, around: Around) -> str:
        """`cumulative` where the sentence up to the number says that it is of many years."""
        for match in pattern("cumulative").finditer(self._text, around.sentence, around.start):
            since = match["since"]
            if since is None or self._year is None or int(since) < self._year:
                return "cumulative"
        return "year"
