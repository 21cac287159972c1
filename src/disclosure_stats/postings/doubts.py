"""What of a narrative may have to be read otherwise, and why."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from disclosure_stats.postings.mentions import Mention
from disclosure_stats.postings.model import Posting
from disclosure_stats.postings.second_channels import channel_options
from disclosure_stats.postings.second_postings import is_posting_options
from disclosure_stats.postings.second_reader import likelihoods, load_weights
from disclosure_stats.postings.second_wholes import Wholes
from disclosure_stats.postings.tokens import Token

# From which on the second reader's word counts: what it finds less likely than this is in doubt.
MIN_LIKELIHOOD_OF_POSTING = 0.4
MAX_LIKELIHOOD_OF_OTHERS = 0.7
MIN_LIKELIHOOD_OF_CHANNEL = 0.05
MIN_LIKELIHOOD_OF_WHOLE = 0.2
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


class Reading(NamedTuple):
    """A narrative as far as it is read: its folded text, the tokens that are words of its
    sentences, its numbers and its postings."""

    text: str
    tokens: Sequence[Token]
    mentions: Sequence[Mention]
    postings: Sequence[Posting]

    def by_start(self) -> dict[int, list[Posting]]:
        """The postings at each place; several, where one number is dealt out: 各 12 条."""
        found: dict[int, list[Posting]] = {}
        for posting in self.postings:
            found.setdefault(posting.start, []).append(posting)
        return found


def doubts_of(reading: Reading) -> list[Doubt]:
    """The doubts, in the order of the text; those on postings are noted there too."""
    found = list(_doubts_of_numbers(reading))
    weights = load_weights()
    for posting, channels in questions_of_channels(reading):
        likely = likelihoods(channels, weights)
        if likely.get(posting.channel, 0.0) < MIN_LIKELIHOOD_OF_CHANNEL:
            other = max(likely, key=likely.__getitem__)
            posting.doubts.append(f"the second reader takes its channel for {other}")
    for posting, wholes in Wholes(reading.tokens, reading.mentions, reading.postings).options():
        by_place = likelihoods(wholes, weights)
        parent = None if posting.parent is None else posting.parent.start
        if by_place.get(parent, 1.0) < MIN_LIKELIHOOD_OF_WHOLE:
            posting.doubts.append("the second reader takes it for a part of another figure, or none")
    found += [
        Doubt(posting, posting.count, posting.start, "; ".join(posting.doubts))
        for posting in reading.postings
        if posting.doubts
    ]
    return sorted(found, key=lambda doubt: doubt.start)


def questions_of_numbers(
    reading: Reading,
) -> Iterator[tuple[Mention, Mapping[bool, Sequence[str]]]]:
    """The numbers that may count items at all, as far as their own form goes, with the features
    of their being postings."""
    before: bool | None = None
    sentence = -1
    for mention in reading.mentions:
        if mention.sentence != sentence:
            before, sentence = None, mention.sentence
        if mention.taken_for not in _SETTLED and mention.number.unit_class != "date":
            yield mention, is_posting_options(reading.text, reading.tokens, mention, before)
            before = mention.is_posting


def questions_of_channels(
    reading: Reading,
) -> Iterator[tuple[Posting, Mapping[str, Sequence[str]]]]:
    """The postings with the features of each channel that they may be on, but for those that one
    number is dealt out to."""
    by_start = reading.by_start()
    before: Posting | None = None
    for mention in reading.mentions:
        own = by_start.get(mention.token.start, ())
        if len(own) == 1:
            (posting,) = own
            in_sentence = before is not None and before.sentence_number == posting.sentence_number
            yield (
                posting,
                channel_options(
                    reading.text,
                    reading.tokens,
                    mention,
                    before.channel if before is not None and in_sentence else None,
                    None if posting.parent is None else posting.parent.channel,
                ),
            )
        before = own[-1] if own else before


def _doubts_of_numbers(reading: Reading) -> Iterator[Doubt]:
    """The doubts on numbers that were taken for no posting; those on postings are noted there."""
    by_start = reading.by_start()
    in_sentences = {posting.sentence_number for posting in reading.postings}
    weights = load_weights()
    likely = {
        mention.token.start: likelihoods(options, weights)[True]
        for mention, options in questions_of_numbers(reading)
    }
    for mention in reading.mentions:
        start = mention.token.start
        own = by_start.get(start)
        if own:
            why = _why_no_posting(mention, likely.get(start, 1.0))
            if why is not None:
                own[0].doubts.append(why)
        else:
            why = _why_posting(mention, likely.get(start), mention.sentence in in_sentences)
            if why is not None:
                yield Doubt(None, mention.number.value, start, why)


def _why_no_posting(mention: Mention, likelihood: float) -> str | None:
    """Why what was taken for a posting may be none, or of another list."""
    if mention.opens and 0 < mention.head_margin < _MIN_HEAD_MARGIN:
        return "its list may be part of another figure"
    if mention.verdict.is_doubtful:
        return "nothing but the number before it says that it was posted"
    if likelihood < MIN_LIKELIHOOD_OF_POSTING:
        return "the second reader is not sure that it is a posting"
    return None


def _why_posting(mention: Mention, likelihood: float | None, among: bool) -> str | None:
    """Why what was taken for none may be a posting; `among` whether postings stand in its
    sentence."""
    if likelihood is None or mention.number.unit_class not in ("item", "none"):
        return None
    if mention.taken_for == "unclear" and among:
        return "it stands among postings, and nothing says what it counts"
    if likelihood > MAX_LIKELIHOOD_OF_OTHERS:
        return "the second reader takes it for a posting"
    return None
