"""A narrative as rows of the tables `postings` and `channels`."""

from collections import Counter

from disclosure_stats.postings.mentions import Mention, Verdict
from disclosure_stats.postings.model import Posting, sentence_at
from disclosure_stats.postings.narrative import Narrative
from disclosure_stats.postings.phrases import pattern
from disclosure_stats.postings.tokens import Token
from disclosure_stats.rows import Row

_SAID_ASIDE = Verdict("percentage", "a share, said aside")
_DENIED_BEHIND = pattern("denied_behind")
_DENIED_BEFORE = pattern("denied_before")


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
            "certainty": posting.certainty,
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
    """A row a number of the text: `number` as printed, `taken_for`, `why`, `otherwise` (why it may
    have to be read otherwise; null where it need not), `tree` (the posting as it stands under its
    wholes, two characters in for each), `posting_id` (these two null where it is no posting),
    `sentence`."""
    ids: dict[int, int] = {}
    for number, posting in enumerate(narrative.postings, 1):
        ids.setdefault(posting.start, number)
    read = {mention.token.start for mention in narrative.mentions}
    aside = [
        Mention(0, token, token.number, 0, 0, 0, None, None, verdict=_SAID_ASIDE)
        for token in narrative.tokens
        if token.number is not None and token.start not in read
    ]
    mentions = sorted((*narrative.mentions, *aside), key=lambda mention: mention.token.start)
    otherwise = {doubt.start: doubt.why for doubt in narrative.doubts}
    rows = []
    for mention in mentions:
        start = mention.token.start
        number_of_posting = ids.get(start)
        tree = None
        if number_of_posting is not None:
            tree = _in_tree(narrative.postings[number_of_posting - 1])
        rows.append(
            {
                "number": narrative.text[start : mention.token.end],
                "taken_for": mention.taken_for,
                "why": mention.verdict.why,
                "otherwise": otherwise.get(start),
                "tree": tree,
                "posting_id": number_of_posting,
                "sentence": sentence_at(narrative.text, start),
            }
        )
    return rows


def _in_tree(posting: Posting) -> str:
    depth, whole = 0, posting.parent
    while whole is not None:
        depth, whole = depth + 1, whole.parent
    named = " ".join(filter(None, (posting.channel, posting.category)))
    return f"{'  ' * depth}{named} {posting.count}"


def _is_denied(text: str, token: Token) -> bool:
    return bool(
        _DENIED_BEHIND.match(text, token.end)
        or _DENIED_BEFORE.search(text, max(0, token.start - 10), token.start)
    )
