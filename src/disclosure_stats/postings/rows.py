"""A narrative as rows of the tables `postings` and `channels`."""

import re
from collections import Counter

from disclosure_stats.postings.model import sentence_at
from disclosure_stats.postings.narrative import Narrative
from disclosure_stats.postings.tokens import Token
from disclosure_stats.rows import Row

# 政务新媒体：无; 尚未开通微博
_DENIED_BEHIND = re.compile(r"[:：]?(?:暂|均|尚)?(?:无|没有|未)")
_DENIED_BEFORE = re.compile(
    r"(?:未开[通设]|没有|尚无|暂无|未建|未设|关停|注销|无)[^,，。；;、]{0,6}$"
)


def posting_rows(narrative: Narrative) -> list[Row]:
    """A row a posting, in the order of the text, without `report_id` and `page`."""
    numbers = {id(posting): number for number, posting in enumerate(narrative.postings, 1)}
    return [
        {
            "posting_id": numbers[id(posting)],
            "parent_id": None if posting.parent is None else numbers[id(posting.parent)],
            "channel": posting.channel,
            "category": posting.category,
            "count": posting.count,
            "unit": posting.unit,
            "approximate": posting.approximate,
            "period": posting.period,
            "scope": posting.scope,
            "sentence": posting.sentence,
        }
        for posting in narrative.postings
    ]


def channel_rows(narrative: Narrative) -> list[Row]:
    """A row a channel, in the order of first mention, and in `start` where that stands.

    A channel that a posting was given without its own name (专栏 for a website) is mentioned where
    the posting stands.
    """
    places: dict[str, int] = {}
    for posting in narrative.postings:
        if posting.channel != "all":
            places.setdefault(posting.channel, posting.start)
    counted = set(places)
    mentions: Counter[str] = Counter()
    for token in narrative.tokens:
        if token.kind == "channel" and not _is_denied(narrative.text, token):
            mentions[token.code] += 1
            places[token.code] = min(token.start, places.get(token.code, token.start))
    return [
        {
            "channel": channel,
            "mentions": max(mentions[channel], 1),
            "counted": channel in counted,
            "start": start,
        }
        for channel, start in sorted(places.items(), key=lambda place: place[1])
    ]


def explanation_rows(narrative: Narrative) -> list[Row]:
    """A row a number of the text: `number` as printed, `taken_for`, `why`, `posting_id` (null
    where it is no posting), `sentence`."""
    ids: dict[int, int] = {}
    for number, posting in enumerate(narrative.postings, 1):
        ids.setdefault(posting.start, number)
    return [
        {
            "number": narrative.text[mention.token.start : mention.token.end],
            "taken_for": mention.taken_for,
            "why": mention.verdict.why,
            "posting_id": ids.get(mention.token.start),
            "sentence": sentence_at(narrative.text, mention.token.start),
        }
        for mention in narrative.mentions
    ]


def _is_denied(text: str, token: Token) -> bool:
    return bool(
        _DENIED_BEHIND.match(text, token.end)
        or _DENIED_BEFORE.search(text, max(0, token.start - 10), token.start)
    )
