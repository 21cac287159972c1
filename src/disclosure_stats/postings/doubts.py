"""What of a narrative may have to be read otherwise, and why."""

from collections.abc import Sequence
from typing import NamedTuple

from disclosure_stats.postings.mentions import Mention
from disclosure_stats.postings.model import Posting
from disclosure_stats.postings.second_reader import log_odds
from disclosure_stats.postings.tokens import Token

# From which on the second reader's word counts. Of postings that it has not learnt from, 2 in 100
# seem to it less likely than this; of other numbers, 16 in 100 likelier.
MAX_LOG_ODDS_OF_POSTING = 1.0  # 73 %
MIN_LOG_ODDS_OF_OTHERS = 0.5  # 62 %
_MIN_HEAD_MARGIN = 1.5  # between the number that a list splits, and the next best
# What a number's own form settles is not for the second reader.
_SETTLED = frozenset(
    {"date", "money", "people", "percentage", "thing", "year", "numbering", "code", "ordinal"}
    | {"decimal", "restated", "rule", "name", "equipment", "plan", "earlier_year", "target"}
)


class Doubt(NamedTuple):
    """A number that may have to be read otherwise: the posting that it was taken for, null where
    it was taken for none; where it stands in the text; and why."""

    posting: Posting | None
    value: float
    start: int
    why: str


def is_of_items(mention: Mention) -> bool:
    """Whether a number may count items at all, as far as its own form goes."""
    return mention.taken_for not in _SETTLED


def doubts_of(
    text: str, tokens: Sequence[Token], mentions: Sequence[Mention], postings: Sequence[Posting]
) -> list[Doubt]:
    """The doubts, in the order of the text; those on postings are noted there too."""
    by_start: dict[int, list[Posting]] = {}
    for posting in postings:
        by_start.setdefault(posting.start, []).append(posting)
    in_sentences = {posting.sentence_number for posting in postings}
    found: list[Doubt] = []
    for mention in mentions:
        own = by_start.get(mention.token.start, [])
        why = _why(text, tokens, mention, bool(own), mention.sentence in in_sentences)
        if why is not None and own:
            own[0].doubts.append(why)
        elif why is not None:
            found.append(Doubt(None, mention.number.value, mention.token.start, why))
    found += [
        Doubt(posting, posting.count, posting.start, "; ".join(posting.doubts))
        for posting in postings
        if posting.doubts
    ]
    return sorted(found, key=lambda doubt: doubt.start)


def _why(
    text: str, tokens: Sequence[Token], mention: Mention, is_posting: bool, among: bool
) -> str | None:
    """Why the number may be read otherwise; `among` whether postings stand in its sentence."""
    if is_posting:
        if mention.opens and 0 < mention.head_margin < _MIN_HEAD_MARGIN:
            return "its list may be part of another figure"
        if mention.verdict.is_doubtful:
            return "nothing but the number before it says that it was posted"
        if is_of_items(mention) and log_odds(text, tokens, mention) < MAX_LOG_ODDS_OF_POSTING:
            return "the second reader is not sure that it is a posting"
        return None
    if mention.number.unit_class not in ("item", "none") or not is_of_items(mention):
        return None
    if mention.taken_for == "unclear" and among:
        return "it stands among postings, and nothing says what it counts"
    if log_odds(text, tokens, mention) > MIN_LOG_ODDS_OF_OTHERS:
        return "the second reader takes it for a posting"
    return None
