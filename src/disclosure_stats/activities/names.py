"""Which activity the words around a number name, and whether it is one of disclosure."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from disclosure_stats.activities.vocabulary import ActivityWords, pattern, words

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
        by_hotline = pattern("hotlines").search(text, around.sentence, begin) is not None
        return on_topic or not (by_hotline or pattern("others_complaints").search(stretch))
    is_sure = any(name in text[begin : named.end] for name in named.activity.sure)
    own_money = is_sure or pattern("own_money").search(text, begin, around.start) is not None
    if code == "dedicated_funds" and own_money:
        return True
    if code in ("fees_collected", "dedicated_funds") and pattern("others_money").search(stretch):
        return False
    # A policy that is explained may be of any subject.
    if is_sure or code == "interpretations":
        return True
    topic = pattern("topic")
    if topic.search(stretch):
        return True
    if _has_parts_of_others(named.activity, around):
        return False
    reach = around.sentence_end if code == "trainings" else around.clause_end
    in_sentence = topic.search(text, around.sentence, reach) is not None
    if named.name in named.activity.on_topic:
        if code != "meetings":
            return in_sentence or is_said_behind(around)
        # 召开会议部署政务公开工作，镇长办公会研究2次.
        dealt = named.name in words("dealt_with")
        return dealt and topic.search(text, around.sentence, around.start) is not None
    if in_sentence and code.startswith("staff"):
        return True
    if pattern("acts").search(text, begin, named.start):
        return True
    before = text[begin : named.start]
    if in_sentence and code == "trainings":
        before = pattern("learners").sub("", before)
    return not says_else(named.activity, before)


def is_said_behind(around: Around) -> bool:
    """Whether the clause behind says that money or staff is for disclosure."""
    return pattern("said_behind").match(around.text, around.end) is not None


def _has_parts_of_others(activity: ActivityWords, around: Around) -> bool:
    """Whether a whole has a part on disclosure beside parts on other subjects: 培训38期，其中
    农民技能培训20期、政务公开培训2期; or that part alone, and nothing before the whole speaks of
    disclosure. Then the part is counted, and not the whole."""
    parts = pattern("parts_behind").match(around.text, around.end, around.sentence_end)
    if parts is None:
        return False
    every = re.split("[,、;]", parts[1])
    named = [part for part in every if activity.pattern.search(part)]
    # 培训18期，其中涉及政务公开2期: the part need not be named again.
    if not named and activity.code == "trainings":
        named = [part for part in every[:1] if re.search(r"\d", part)]
    if not any(pattern("topic").search(part) for part in named):
        return False
    on_topic_before = pattern("topic").search(around.text, around.sentence, around.start)
    if len(named) == 1 and on_topic_before is None:
        return True
    return any(says_else(activity, part[: _first_digit(part)]) for part in named)


def _first_digit(text: str) -> int:
    found = re.search(r"\d|$", text)
    return found.start() if found else len(text)


def says_else(activity: ActivityWords, text: str) -> bool:
    """Whether a stretch of text holds more than names of the activity and words that say nothing
    of another subject."""
    rest = activity.pattern.sub("", text)
    return len(pattern("plain").sub("", pattern("topic").sub("", rest))) > _MAX_UNKNOWN
