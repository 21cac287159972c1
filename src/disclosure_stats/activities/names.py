"""Which activity the words around a number name, and whether it is one of disclosure."""

from collections.abc import Sequence
from typing import NamedTuple

from disclosure_stats.activities.vocabulary import ActivityWords, pattern

_MAX_UNKNOWN = 1  # characters before a name that are neither plain words nor on disclosure


_BEFORE_OTHERS = frozenset({"trainees", "staff_full_time", "staff_part_time"})


class Named(NamedTuple):
    """An activity named in a stretch of text: its words, the name, and where that stands."""

    activity: ActivityWords
    name: str
    start: int
    end: int


class Around(NamedTuple):
    """The words around a number: where its clause begins, where the number stands, where what is
    said behind it ends, where its clause ends, and where its sentence begins and ends."""

    text: str
    clause: int
    start: int
    end: int
    stop: int
    clause_end: int
    sentence: int
    sentence_end: int


def named_in(text: str, begin: int, stop: int, activities: Sequence[ActivityWords]) -> Named | None:
    """The activity whose name ends last in the stretch; the first of the vocabulary where two
    names end together. 培训信息员 30 人 are trainees and 专职信息员 2 人 full-time staff, though
    the name of staff ends last."""
    best: Named | None = None
    for activity in activities:
        found = list(activity.pattern.finditer(text, begin, stop))
        if not found:
            continue
        last = found[-1]
        if activity.code in _BEFORE_OTHERS:
            return Named(activity, last[0], last.start(), last.end())
        if best is None or last.end() > best.end:
            best = Named(activity, last[0], last.start(), last.end())
    return best


def first_named(
    text: str, begin: int, stop: int, activities: Sequence[ActivityWords]
) -> Named | None:
    """The activity whose name begins first in the stretch."""
    found = []
    for order, activity in enumerate(activities):
        match = activity.pattern.search(text, begin, stop)
        if match is not None:
            at = (match.start(), order)
            found.append((at, Named(activity, match[0], match.start(), match.end())))
    return min(found)[1] if found else None


def is_of_disclosure(named: Named, around: Around) -> bool:
    """Whether the activity is one of disclosure, as far as the words tell."""
    text, code = around.text, named.activity.code
    begin = around.clause if named.start < around.start else around.end
    begin = min(begin, named.start)
    # 1名专职人员和2名兼职人员负责信息公开: what people do may stand behind several of them.
    end = around.clause_end if code.startswith("staff") else around.stop
    stretch = text[begin:end]
    if code == "complaints":
        on_topic = pattern("topic").search(stretch) is not None
        return on_topic or pattern("others_complaints").search(stretch) is None
    if code in ("fees_collected", "dedicated_funds") and pattern("others_money").search(stretch):
        return False
    if named.name in named.activity.sure:
        return True
    topic = pattern("topic")
    if topic.search(stretch):
        return True
    reach = around.sentence_end if code == "trainings" else around.clause_end
    in_sentence = topic.search(text, around.sentence, reach) is not None
    if named.name in named.activity.on_topic:
        return in_sentence and code != "meetings"
    if in_sentence and code.startswith("staff"):
        return True
    if pattern("acts").search(text, begin, named.start):
        return True
    return not says_else(named.activity, text[begin : named.start])


def says_else(activity: ActivityWords, text: str) -> bool:
    """Whether a stretch of text holds more than names of the activity and words that say nothing
    of another subject."""
    rest = activity.pattern.sub("", text)
    return len(pattern("plain").sub("", pattern("topic").sub("", rest))) > _MAX_UNKNOWN
