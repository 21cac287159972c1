"""A narrative as rows of the tables `postings` and `channels`."""

from collections import Counter
from typing import Any

from disclosure_stats.postings.narrative import Narrative

Row = dict[str, Any]


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
    places = {}
    for posting in narrative.postings:
        if posting.channel != "all":
            places.setdefault(posting.channel, posting.start)
    counted = set(places)
    mentions: Counter[str] = Counter()
    for token in narrative.tokens:
        if token.kind == "channel":
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
