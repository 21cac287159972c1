"""What of a narrative may have to be read otherwise, and why."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from disclosure_stats.postings.mentions import Mention
from disclosure_stats.postings.model import Posting, sentence_span
from disclosure_stats.postings.questions import (
    Reading,
    names_its_channel,
    names_no_channel,
    of_channels,
    of_numbers,
    says_that_it_was_posted,
    settled_by_sums,
)
from disclosure_stats.postings.second_channels import channel_options
from disclosure_stats.postings.second_postings import is_posting_options
from disclosure_stats.postings.second_reader import likelihoods, load_weights
from disclosure_stats.postings.second_wholes import Wholes
from disclosure_stats.postings.uneasy import LED_ALONE, NOT_SURE, Uneasy
from disclosure_stats.text.han import UNKNOWN

# From which on the second reader's word counts: what it finds less likely than this is in doubt.
MIN_LIKELIHOOD_OF_POSTING = 0.5
MAX_LIKELIHOOD_OF_OTHERS = 0.7
MIN_LIKELIHOOD_OF_CHANNEL = 0.02
MIN_LIKELIHOOD_OF_WHOLE = 0.1
# The same where the rules themselves were not sure: where nothing but the number before says that
# it was posted, the channel was named for another figure, another whole weighs nearly as much.
_MIN_OF_LED_POSTING = 0.95
_MIN_OF_CARRIED_CHANNEL = 0.5
_MIN_OF_CLOSE_WHOLE = 0.8
_DIGITS_APART = re.compile(r"\d\s")
_MIN_HEAD_MARGIN = 1.5  # between the number that a list splits, and the next best


class Doubt(NamedTuple):
    """A number that may have to be read otherwise: the posting that it was taken for, null where
    it was taken for none; where it stands in the text; and why."""

    posting: Posting | None
    value: float
    start: int
    why: str


def doubts_of(reading: Reading) -> list[Doubt]:
    """The doubts, in the order of the text; those on postings are noted there too."""
    weights = load_weights()
    settled = settled_by_sums(reading.postings)
    found = list(_on_numbers(reading, weights, settled))
    uneasy = Uneasy(reading, settled)
    for posting in reading.postings:
        posting.doubts.extend(uneasy.reasons(posting))
    _note_unknown_words(reading)
    _note_numbers_apart(reading)
    _note_channels(reading, weights, settled)
    _note_wholes(reading, weights, settled)
    found += [
        Doubt(posting, posting.count, posting.start, "; ".join(posting.doubts))
        for posting in reading.postings
        if posting.doubts
    ]
    return sorted(found, key=lambda doubt: doubt.start)


def _note_unknown_words(reading: Reading) -> None:
    """Note where a character that is not known stands between a posting and the one before it."""
    end = 0
    for posting in reading.postings:
        if UNKNOWN in posting.sentence:
            begin, _ = sentence_span(reading.text, posting.start)
            if UNKNOWN in reading.text[max(begin, end) : posting.end]:
                posting.doubts.append("a character before it is not known")
        end = posting.end


def _note_numbers_apart(reading: Reading) -> None:
    """Note where a posting's digits stand right behind others: one number (1 234), or two."""
    for posting in reading.postings:
        if _DIGITS_APART.search(reading.text, max(0, posting.start - 2), posting.start):
            posting.doubts.append("other digits stand right before it")


def _note_channels(reading: Reading, weights: Mapping[str, float], settled: set[int]) -> None:
    """Note where the second reader takes a posting for one of another channel; not of the parts of
    a list that is made up, where it is asked of the whole."""
    for question in of_channels(reading):
        posting = question.posting
        is_asked_of_whole = id(posting) in settled and question.others.whole == posting.channel
        if is_asked_of_whole or names_its_channel(reading.tokens, question):
            continue
        if names_no_channel(reading.tokens, question):
            continue
        options = channel_options(reading.text, reading.tokens, question.mention, question.others)
        likely = likelihoods(options, weights)
        likelihood = likely.get(posting.channel, 0.0)
        if likelihood < MIN_LIKELIHOOD_OF_CHANNEL:
            other = max(likely, key=likely.__getitem__)
            posting.doubts.append(f"the second reader takes its channel for {other}")
        elif posting.is_carried and likelihood < _MIN_OF_CARRIED_CHANNEL:
            posting.doubts.append("its channel was named for the figure before")


def _note_wholes(reading: Reading, weights: Mapping[str, float], settled: set[int]) -> None:
    """Note where the second reader takes a posting for a part of another figure, or of none."""
    if all(id(posting) in settled for posting in reading.postings[1:]):
        return
    wholes = Wholes(reading.tokens, reading.mentions, reading.postings)
    close = {
        mention.token.start
        for mention in reading.mentions
        if mention.opens and 0 < mention.head_margin < _MIN_HEAD_MARGIN
    }
    for index, posting in enumerate(wholes.postings):
        if id(posting) in settled or wholes.stands_alone(index):
            continue
        likely = likelihoods(wholes.options(index), weights)
        whole = None if posting.parent is None else posting.parent.start
        least = _MIN_OF_CLOSE_WHOLE if posting.start in close else MIN_LIKELIHOOD_OF_WHOLE
        if likely.get(whole, 1.0) < least:
            best = max(likely, key=likely.__getitem__)
            other = next((str(one.count) for one in wholes.postings if one.start == best), "none")
            posting.doubts.append(f"the second reader takes it for a part of {other}")


def _on_numbers(
    reading: Reading, weights: Mapping[str, float], settled: set[int]
) -> Iterator[Doubt]:
    """The doubts on numbers that were taken for no posting; those on postings are noted there."""
    by_start = reading.by_start()
    in_sentences = {posting.sentence_number for posting in reading.postings}
    asked = dict.fromkeys(mention.token.start for mention in reading.mentions)
    for mention, before in of_numbers(reading):
        own = by_start.get(mention.token.start)
        if own and (id(own[0]) in settled or says_that_it_was_posted(reading.tokens, mention)):
            continue
        options = is_posting_options(reading.text, reading.tokens, mention, before)
        asked[mention.token.start] = likelihoods(options, weights)[True]
    for mention in reading.mentions:
        start = mention.token.start
        own = by_start.get(start)
        if own:
            why = _why_no_posting(mention, asked[start])
            if why is not None:
                own[0].doubts.append(why)
        else:
            why = _why_posting(mention, asked[start], mention.sentence in in_sentences)
            if why is not None:
                yield Doubt(None, mention.number.value, start, why)


def _why_no_posting(mention: Mention, likelihood: float | None) -> str | None:
    """Why what was taken for a posting may be none."""
    if likelihood is None:
        return None
    if mention.verdict.is_doubtful and likelihood < _MIN_OF_LED_POSTING:
        return LED_ALONE
    if likelihood < MIN_LIKELIHOOD_OF_POSTING:
        return NOT_SURE
    return None


def _why_posting(mention: Mention, likelihood: float | None, among: bool) -> str | None:
    """Why what was taken for none may be a posting; `among` whether postings stand in its
    sentence."""
    if likelihood is None or mention.taken_for == "request":
        return None  # of requests the rules are seldom wrong, the second reader often
    is_plain = mention.number.unit_class in ("item", "none")
    if mention.taken_for == "unclear" and among and is_plain:
        return "it stands among postings, and nothing says what it counts"
    is_bare = mention.number.unit is None and mention.clause == mention.index
    if likelihood > MAX_LIKELIHOOD_OF_OTHERS and (among or not is_bare):
        return "the second reader takes it for a posting"
    return None
