"""The activities of a narrative: its numbers that are no postings, each with what it counts.

The numbers, their units and their places in lists are those of the reader of postings; what it
takes for a posting is never an activity.
"""

from collections.abc import Iterator, Sequence

from disclosure_stats.activities.competing import (
    at_meeting,
    came_to_others,
    counts_other_things,
    doubts_of,
)
from disclosure_stats.activities.model import Activity
from disclosure_stats.activities.names import (
    Around,
    Named,
    first_named,
    is_of_disclosure,
    named_in,
    says_else,
)
from disclosure_stats.activities.times import Times
from disclosure_stats.activities.vocabulary import (
    ActivityWords,
    behind_trainings,
    by_unit,
    pattern,
    words,
)
from disclosure_stats.activities.wholes import Wholes, without_parts_before
from disclosure_stats.postings.mentions import Mention
from disclosure_stats.postings.model import sentence_at
from disclosure_stats.postings.narrative import Narrative

_STAFF = ("staff", "staff_full_time", "staff_part_time")
_HELD = ("trainings", "meetings", "assessments", "accounts")
_JOINS = ("", "、")
_CHANGE_WITHIN = 6  # characters


def read_activities(narrative: Narrative, year: int | None) -> list[Activity]:
    """The activities of a narrative that has been read, in order; `year` is the one reported on."""
    text = narrative.reading.text
    return without_parts_before(text, list(_Reader(narrative, year).read()))


class _Reader:
    def __init__(self, narrative: Narrative, year: int | None) -> None:
        self._narrative = narrative
        self._text = narrative.reading.text
        self._tokens = narrative.reading.tokens
        self._postings = {posting.start for posting in narrative.postings}
        self._times = Times(self._text, self._tokens, year)
        self._wholes = Wholes(self._text)
        self._claimed = 0  # up to here the text is said of a number before
        self._last: str | None = None  # the activity before, people apart
        # The number before: its sentence and unit, what it counts, and where it ends.
        self._before: tuple[int, str | None, Named, int] | None = None
        self._outgrown: tuple[int, Named] | None = None  # where a change began, and of what
        self._whole: tuple[int, str | None, Named] | None = None  # the same, whoever's it is
        self._trainings: tuple[int, bool] = (-1, False)  # last sentence on them; of disclosure?
        self._are_mixed = False  # whether that sentence has trainings of both sorts

    def read(self) -> Iterator[Activity]:
        """The activities in order."""
        verdicts = frozenset(words("verdicts"))
        for mention in self._narrative.mentions:
            if mention.taken_for == "plan":
                self._times.note_plan(mention)
            if mention.taken_for not in verdicts or mention.token.start in self._postings:
                continue
            candidates = by_unit().get(mention.number.unit or "", ())
            if mention.number.unit is None:  # 授课6学时: a unit that no activity has
                ends = pattern("goes_on").match(self._text, mention.token.end) is None
                candidates = candidates if ends else ()
            if candidates:
                yield from self._read(mention)

    def _read(self, mention: Mention) -> Iterator[Activity]:
        around = self._around(mention)
        named, doubts = self._named(mention, around)
        if named is None:
            return
        code = named.activity.code
        if code == "complaints" and self._is_of_requests(mention):
            return
        if mention.number.unit_class != "people":
            self._last = code
        is_own = self._is_own(named, mention, around)
        self._whole = (mention.sentence, mention.number.unit, named)
        if code == "trainings":
            goes_on = self._trainings[0] == mention.sentence
            self._are_mixed = goes_on and (self._are_mixed or self._trainings[1] != is_own)
            self._trainings = (mention.sentence, is_own)
        if is_own:
            self._before = (mention.sentence, mention.number.unit, named, mention.token.end)
        if not is_own or self._is_outgrown(named, around):
            return
        if not self._ends_change(around) and self._times.is_other(mention, around):
            return
        if not self._wholes.takes(mention, code):
            return
        doubts = (*doubts, *doubts_of(named, around))
        if code == "trainees" and self._are_of_several(mention, around):
            doubts = (*doubts, "trainings on other subjects stand before")
        number = mention.number
        yield Activity(
            code,
            number.value,
            number.unit,
            number.approximate,
            self._times.period(around),
            sentence_at(self._narrative.text, mention.token.start),
            mention.token.start,
            doubts,
        )

    def _is_of_requests(self, mention: Mention) -> bool:
        """Whether the number is a part of one of requests, whose outcomes are named after
        complaints too: 申请9件，其中予以公开7件、投诉举报类2件."""
        if mention.head is None:
            return False
        clause = self._text[self._begin(mention.head.clause) : mention.head.token.start]
        return pattern("requests").search(clause) is not None

    def _around(self, mention: Mention) -> Around:
        """The words around a number that no number before it has for itself."""
        text, token = self._text, mention.token
        clause = self._begin(mention.clause)
        behind = pattern("clause_behind").match(text, token.end)
        stop = min(behind.end() if behind else token.end, self._next_number(mention.index))
        begin = max(text.rfind(mark, 0, token.start) for mark in "。\n!?") + 1
        clause_end = pattern("clause_end").match(text, token.end)
        end = clause_end.end() if clause_end else stop
        last = pattern("sentence_end").search(text, token.end)
        sentence_end = last.start() if last else len(text)
        clause = max(clause, self._claimed)
        return Around(text, clause, token.start, token.end, stop, end, begin, sentence_end)

    def _next_number(self, index: int) -> int:
        """The character where the number behind this token begins: 1名副科级领导和一名专职人员."""
        numbers = (token.start for token in self._tokens[index + 1 :] if token.number)
        return next(numbers, len(self._text))

    def _begin(self, index: int) -> int:
        """The character where a clause begins, whose first token has this index."""
        return self._tokens[index - 1].end if index else 0

    def _named(self, mention: Mention, around: Around) -> tuple[Named | None, tuple[str, ...]]:
        """What the number counts: by its own clause, by what is said behind it, by the clauses
        before; and the doubts that come with that."""
        if self._outgrown is not None and self._ends_change(around):
            return self._outgrown[1], ()
        candidates = by_unit()[mention.number.unit or ""]
        trainees = _without_name("trainees", candidates, around)
        if trainees is not None and self._came_to_trainings(mention, around):
            return trainees, ()
        named = named_in(around.text, around.clause, around.start, candidates)
        behind = _right_behind(candidates, around)
        if behind is not None and (named is None or named.activity.code in _STAFF):
            self._claimed = behind.end
            return behind, ()
        if named is not None:
            return (None if self._is_of_else(named, around) else named), ()
        if mention.number.unit is not None:
            named = first_named(around.text, around.end, around.stop, candidates)
        if named is not None and not self._has_own_number(named, around):
            is_counted_next = self._text[named.end : named.end + 1].isdecimal()
            is_trained = named.activity.code == "trainees" and is_counted_next  # 文书21人培训1次
            self._claimed = named.start if is_trained else named.end
            return named, ()
        if trainees is not None and self._counts_trainees(mention, around):
            return trainees, ()
        trainings = _without_name("trainings", candidates, around)
        if trainings and pattern("trained_in_a_row").match(around.text, around.end):
            return trainings, ("they may be trainings attended",)
        return self._named_before(mention, around)

    def _named_before(
        self, mention: Mention, around: Around
    ) -> tuple[Named | None, tuple[str, ...]]:
        """What the clauses before say that the number counts, or the number before if this one
        only goes on with it: 上年召开会议4次，今年召开6次."""
        own = around.text[around.clause : around.start]
        begin = max(self._begin(mention.segment), self._claimed, around.sentence)
        if mention.number.unit_class == "money" and pattern("amount").fullmatch(own):
            begin = around.sentence
        if begin < around.clause:
            candidates = by_unit()[mention.number.unit or ""]
            named = named_in(around.text, begin, around.clause, candidates)
            none_there = named and pattern("none_of").search(around.text, begin, named.start)
            if none_there and mention.number.value:  # 没有收取邮寄费，共计0元 counts them
                named = None
            if named is not None and not says_else(named.activity, own):
                return named, ("what it counts is said in a clause before",)
        return self._counted_before(mention, around, own), ()

    def _counted_before(self, mention: Mention, around: Around, own: str) -> Named | None:
        """What the number before counts, if this one counts a part of it or goes on with it; `own`
        are the words of its clause before it."""
        here = (mention.sentence, mention.number.unit)
        if self._whole and self._whole[:2] == here and pattern("part_on_topic").fullmatch(own):
            return self._whole[2]
        if self._before is None or self._before[:2] != here:
            return None
        named = self._before[2]
        if pattern("acts").search(own) and not says_else(named.activity, own):
            return named
        row = pattern("row_of_people").fullmatch(self._text, self._before[3], around.start)
        return named if row and named.activity.code == "trainees" else None

    def _has_own_number(self, named: Named, around: Around) -> bool:
        """Whether what is named behind a number is what another number counts that stands right
        behind it: 对2份规范性文件制作了解读材料4件."""
        if named.end != around.stop or not around.text[named.end : named.end + 1].isdecimal():
            return False
        return pattern("acts").search(around.text, around.end, named.start) is not None

    def _is_of_else(self, named: Named, around: Around) -> bool:
        """Whether the words between the name and the number, or those behind it, say that another
        thing is counted: 培训考试 3 场, 公众号、视频号两个渠道."""
        code = named.activity.code
        if code in _HELD and says_else(named.activity, around.text[named.end : around.start]):
            return True
        between = around.text[named.end : around.start]
        if code == "interpretations" and pattern("of_interpretations").search(between):
            return True
        return code == "accounts" and around.text.startswith(words("ways"), around.end)

    def _came_to_trainings(self, mention: Mention, around: Around) -> bool:
        """Whether the words around a number of people say that they came to trainings, whatever
        else they are called: 培训2期，信息员76人参加; 选派5人次参加市、县政务公开培训."""
        if self._follows_trainings(mention):
            before = pattern("attended").search(around.text, around.clause, around.start)
            row = pattern("row_behind").match(around.text, around.end)
            behind = around.text[row.end() if row else around.end : around.clause_end]
            said = pattern("clause_behind").match(behind)
            return bool(before or said and pattern("attended_behind").search(said[0]))
        sent = pattern("sent_to_trainings").match(around.text, around.end)
        if sent is None:
            return False
        return pattern("topic").search(around.text, around.clause, around.clause_end) is not None

    def _follows_trainings(self, mention: Mention) -> bool:
        """Whether people are counted right behind own trainings, in the same sentence."""
        is_of_people = mention.number.unit_class == "people"
        own = self._trainings == (mention.sentence, True)
        return is_of_people and own and self._last == "trainings"

    def _are_of_several(self, mention: Mention, around: Around) -> bool:
        """Whether people are counted who came to several trainings, not all on disclosure."""
        if not self._are_mixed or self._trainings[0] != mention.sentence:
            return False
        begin = max(self._text.rfind(mark, 0, around.start) for mark in ",;。")
        return pattern("of_several").search(self._text, begin + 1, around.start) is not None

    def _counts_trainees(self, mention: Mention, around: Around) -> bool:
        """Whether people are counted who came to the trainings counted just before."""
        if not self._follows_trainings(mention):
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
            if came_to_others(around):
                return False
            return not named.name or is_of_disclosure(named, around)
        if named.activity.code in _STAFF and (mention.taken_for != "people" or at_meeting(around)):
            return False
        if counts_other_things(named, around) or _holds_other_office(named, around):
            return False
        return is_of_disclosure(named, around)

    def _is_outgrown(self, named: Named, around: Around) -> bool:
        """Whether the figure is what a change began with: 由4人增加到6人, 5个账号整合为2个."""
        end = max(around.end, named.end)
        if pattern("goes_on_to").match(around.text, end) is None:
            return False
        self._outgrown = end, named
        return True

    def _ends_change(self, around: Around) -> bool:
        """Whether the figure is what a change ended with, whose beginning was the number before."""
        if self._outgrown is None:
            return False
        between = around.text[self._outgrown[0] : around.start]
        return len(between) <= _CHANGE_WITHIN and pattern("goes_on_to").match(between) is not None


def _holds_other_office(named: Named, around: Around) -> bool:
    """Whether full-time or part-time staff is of another office (专职网格员88名), and is not said
    to work on disclosure too."""
    if named.activity.code not in _STAFF[1:]:
        return False
    if pattern("other_office").match(around.text, named.end) is None:
        return False
    return pattern("works_on_disclosure").match(around.text, around.end) is None


def _without_name(code: str, candidates: Sequence[ActivityWords], around: Around) -> Named | None:
    """The activity of this code, if it is among the candidates, as if named at the number."""
    for activity in candidates:
        if activity.code == code:
            return Named(activity, "", around.start, around.start)
    return None


def _right_behind(candidates: Sequence[ActivityWords], around: Around) -> Named | None:
    """The full-time or part-time staff that is named right behind a number: 1名专职人员."""
    named = first_named(around.text, around.end, around.stop, candidates)
    if named is None or named.start != around.end:
        return None
    return named if named.activity.code in _STAFF[1:] else None
