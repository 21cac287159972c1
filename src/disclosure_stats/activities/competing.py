"""Other readings of a number that a name stands beside: what it may count instead."""

import re
from collections.abc import Iterator

from disclosure_stats.activities.names import Around, Named, says_else
from disclosure_stats.activities.vocabulary import by_unit, pattern, words

_OF_MONEY = ("fees_collected", "dedicated_funds")


def at_meeting(around: Around) -> bool:
    """Whether the people that are counted came to a meeting: 信息员40余人参会."""
    return pattern("at_meetings").match(around.text, around.end) is not None


def came_to_others(around: Around) -> bool:
    """Whether the trainings named before in the sentence, if any, were on another subject."""
    activities = [one for ones in by_unit().values() for one in ones]
    trainings = next(one for one in activities if one.code == "trainings")
    before = around.text[around.sentence : around.clause]
    found = list(trainings.pattern.finditer(before))
    if not found or pattern("topic").search(around.text, around.sentence, around.clause_end):
        return False
    clause = re.split("[,;:]", before[: found[-1].start()])[-1]
    return says_else(trainings, clause)


def counts_other_things(named: Named, around: Around) -> bool:
    """Whether the number is of several activities together, of trainings on other subjects, or of a
    part of what is counted next."""
    text = around.text
    if _is_joined(named, around) and pattern("together").match(text[named.end : around.start]):
        return True
    if named.activity.code == "accounts" and pattern("opened").search(text[: around.start]):
        return pattern("all_there_are").match(text, around.end, around.sentence_end) is not None
    if _counts_what_was_interpreted(named, around):
        return pattern("made_behind").match(text, named.end, around.sentence_end) is not None
    return False


def doubts_of(named: Named, around: Around) -> Iterator[str]:
    """Why the number may have to be read otherwise, in words."""
    if _is_joined(named, around):
        yield "two activities are counted together"
    clause = around.text[min(around.clause, named.start) : around.stop]
    if any(word in clause for word in named.activity.doubtful):
        yield "what it counts is not quite the same"
    is_on_topic = pattern("topic").search(clause) is not None
    if named.activity.code == "meetings" and named.name in words("dealt_with") and not is_on_topic:
        yield "what they dealt with is said in another clause"
    without = pattern("of_villages_disclosure").sub("", clause)
    if is_on_topic and pattern("topic").search(without) is None:
        yield "villages disclose it"
    if named.activity.code == "trainees" and pattern("public").search(clause):
        yield "they are no staff"
    if pattern("budget").search(around.text, around.clause, around.start):
        yield "it is a budget"
    if named.activity.code in _OF_MONEY and not is_on_topic:
        yield "what it was for is said in another clause"
    what = _covered(around) if named.activity.code == "trainings" else None
    if what and re.search("[、和]", what) and not is_on_topic:
        yield "they dealt with other subjects too"
    if named.activity.code == "accounts" and pattern("of_villages").search(
        around.text, around.clause, named.start
    ):
        yield "they are those of villages"
    if _counts_what_was_interpreted(named, around):
        yield "what was interpreted is counted"


def _is_joined(named: Named, around: Around) -> bool:
    """Whether the name is joined to that of another activity: 培训、会议共6次."""
    before = around.text[around.clause : named.start]
    joint = pattern("joined").search(before)
    if joint is None or named.start > around.start:
        return False
    activities = {one.code: one for ones in by_unit().values() for one in ones}
    return any(
        one.code != named.activity.code
        and one.units & named.activity.units
        and any(match.end() == joint.start() for match in one.pattern.finditer(before))
        for one in activities.values()
    )


def _covered(around: Around) -> str | None:
    """What the clauses behind a number say that it dealt with: 培训6次，涵盖消防、政务公开等."""
    found = pattern("covers").match(around.text, around.end, around.sentence_end)
    return None if found is None else found["what"]


def _counts_what_was_interpreted(named: Named, around: Around) -> bool:
    """Whether what is named behind the number was done to what is counted: 对5件文件进行解读."""
    if named.activity.code != "interpretations" or named.start < around.end:
        return False
    return says_else(named.activity, around.text[around.end : named.start])
