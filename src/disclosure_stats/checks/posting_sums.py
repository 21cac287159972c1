"""The narrative's own arithmetic: parts (其中…, 分别…) against their whole, and each channel
against the total of all."""

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from disclosure_stats.checks.outcome import Outcome
from disclosure_stats.postings.model import Posting, says_more
from disclosure_stats.postings.narrative import Narrative
from disclosure_stats.postings.repeats import parts_of

MAX_SHORTFALL = 0.2  # of the whole, of parts that yet claim to fill it
_NOT_OF_ALL = frozenset({"all", "print", "meeting"})  # copies and meetings are not among the items


class PartsCheck(NamedTuple):
    """A whole and a list of its parts (`postings_parts`), or the total of all and one channel
    (`postings_total`).

    `read_whole` tells whether every number of the sentences was understood, no other reading of
    them adds up, and no item may be counted twice, so that figures that do not add up are the
    report's own doing.
    """

    rule: Literal["postings_parts", "postings_total"]
    whole: Posting
    parts: tuple[Posting, ...]
    outcome: Outcome
    read_whole: bool


def check_parts(narrative: Narrative) -> list[PartsCheck]:
    """Every list of two or more parts against its whole, and every channel that exceeds the total
    of all.

    A list that says that there is more (等, 其余为…), falls far short of its whole, or has figures
    in another unit, is `not_assessable`; so is one with an approximate figure that does not add up
    within a tenth.
    """
    in_doubt = {
        mention.sentence for mention in narrative.mentions if mention.taken_for == "unclear"
    }
    in_doubt |= {posting.sentence_number for posting in narrative.postings if posting.doubts}

    def read_whole(*postings: Posting) -> bool:
        return in_doubt.isdisjoint(posting.sentence_number for posting in postings)

    checks = []
    for whole, parts in _lists(narrative.postings):
        if len(parts) > 1:
            outcome = _outcome(narrative.reading.text, whole, parts)
            may_be = _may_overlap(whole, parts) or _adds_up_otherwise(narrative, whole, parts)
            is_sure = read_whole(whole, *parts) and not may_be
            checks.append(PartsCheck("postings_parts", whole, tuple(parts), outcome, is_sure))
    checks += [
        PartsCheck("postings_total", total, (channel,), "failed", read_whole(total, channel))
        for total, channel in _exceeding(narrative.postings)
    ]
    return checks


def _may_overlap(whole: Posting, parts: Sequence[Posting]) -> bool:
    """Whether parts that exceed their whole are its channels: one item may be posted in several."""
    channels = {part.channel for part in parts if part.named}
    return len(channels) > 1 and sum(part.count for part in parts) > whole.count


def _adds_up_otherwise(narrative: Narrative, whole: Posting, parts: Sequence[Posting]) -> bool:
    """Whether the sentences may be read so that the figures add up: without some part, with a
    number beside them, or as parts of another figure."""
    counts = [part.count for part in parts]
    total = sum(counts)
    ends = range(2, len(counts))
    fewer = {sum(counts[:end]) for end in ends} | {sum(counts[-end:]) for end in ends}
    fewer |= {total - count for count in counts}
    if whole.count in fewer:
        return True
    sentences = range(whole.sentence_number, max(part.sentence_number for part in parts) + 1)
    own = {part.start for part in (whole, *parts)}
    beside = {
        mention.number.value
        for mention in narrative.mentions
        if mention.sentence in sentences
        and mention.number.unit_class.startswith("item")
        and mention.token.start not in own
    }
    near = [
        posting.count
        for posting in narrative.postings
        if abs(posting.sentence_number - whole.sentence_number) <= 1 and posting is not whole
    ]
    return abs(whole.count - total) in beside or total in near


def _lists(postings: Sequence[Posting]) -> list[tuple[Posting, list[Posting]]]:
    """Each whole with each list of its parts: two splits of one whole are two lists, unless they
    make it up together."""
    lists: list[tuple[Posting, list[Posting]]] = []
    open_lists: dict[int, list[Posting]] = {}
    every = parts_of(postings)
    for posting in postings:
        whole = posting.parent
        if whole is None:
            continue
        current = open_lists.get(id(whole))
        is_new = posting.opens and sum(part.count for part in every[id(whole)]) != whole.count
        if current is None or is_new or sum(part.count for part in current) == whole.count:
            current = open_lists[id(whole)] = []
            lists.append((whole, current))
        current.append(posting)
    return lists


def _outcome(text: str, whole: Posting, parts: Sequence[Posting]) -> Outcome:
    if whole.adds_up(parts):
        return "passed"
    figures = (whole, *parts)
    one_unit = len({posting.unit for posting in figures}) == 1
    if not one_unit or any(posting.approximate for posting in figures):
        return "not_assessable"
    return "failed" if _is_complete(text, whole, parts) else "not_assessable"


def _is_complete(text: str, whole: Posting, parts: Sequence[Posting]) -> bool:
    """Whether the parts claim to be the whole: they exceed it, share it out among channels, or
    nearly fill it; and nothing says that there is more."""
    total = sum(part.count for part in parts)
    if total > whole.count:
        return True
    if any(says_more(text, part.end) for part in parts):
        return False
    by_channel = whole.channel == "all" and all(part.named for part in parts)
    return by_channel or whole.count - total <= MAX_SHORTFALL * whole.count


def _exceeding(postings: Sequence[Posting]) -> Iterator[tuple[Posting, Posting]]:
    """The total of all items, where the report gives one, with each channel that exceeds it."""
    own = [p for p in postings if p.parent is None and p.period == "year" and p.scope == "self"]
    of_classes = {id(p.parent) for p in postings if p.parent is not None and not p.named}
    totals = [p for p in own if _counts_all(p) and id(p) not in of_classes]
    if len(totals) != 1 or totals[0].approximate:
        return
    for posting in own:
        one_channel = posting.channel not in _NOT_OF_ALL and not posting.approximate
        if one_channel and posting.unit == totals[0].unit and posting.count > totals[0].count:
            yield totals[0], posting


def _counts_all(posting: Posting) -> bool:
    return posting.channel == "all" and posting.category is None and posting.is_total
