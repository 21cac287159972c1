"""The narrative of a report, read: its postings, the channels that it names, and its numbers."""

from dataclasses import dataclass

from disclosure_stats.postings.asides import without_asides, without_shares
from disclosure_stats.postings.builder import Builder
from disclosure_stats.postings.by_sums import join_by_figures, tell_mixed_apart
from disclosure_stats.postings.doubts import Doubt, doubts_of
from disclosure_stats.postings.guesses import with_guesses
from disclosure_stats.postings.lists import with_lists
from disclosure_stats.postings.mentions import Mention
from disclosure_stats.postings.model import Posting
from disclosure_stats.postings.numbers import read_numbers
from disclosure_stats.postings.other_times import latest_year
from disclosure_stats.postings.questions import Reading
from disclosure_stats.postings.repeats import without_repeats
from disclosure_stats.postings.tokens import Token, prepare, tokenize
from disclosure_stats.postings.vocabulary import load_vocabulary


@dataclass(slots=True)
class Narrative:
    """A narrative as read: its postings in order, every number in it, what is in doubt, all its
    tokens, and its text as printed but for spaces; and the `reading` that the doubts are of."""

    postings: list[Posting]
    mentions: list[Mention]
    doubts: list[Doubt]
    tokens: list[Token]
    text: str
    reading: Reading


def read_narrative(text: str, year: int | None = None) -> Narrative:
    """Read a narrative. `year` is the year reported on; if it is not given, the latest named.

    The passes stand here in their order: tokens, names, lists; what each number counts, and under
    which it stands; postings with their channels; wholes by what the figures say; doubts.
    """
    vocabulary = load_vocabulary()
    printed, folded = prepare(text, vocabulary)
    tokens = tokenize(folded, vocabulary)
    named = with_guesses(folded, without_shares(folded, without_asides(tokens)))
    words, run_totals = with_lists(folded, named)
    year = year or latest_year(folded, words)
    mentions = read_numbers(folded, words, vocabulary, year, run_totals)
    postings = Builder(printed, folded, words, vocabulary, year).build(mentions)
    join_by_figures(folded, postings)
    postings = without_repeats(postings)
    tell_mixed_apart(postings)
    reading = Reading(folded, words, mentions, postings)
    return Narrative(postings, mentions, doubts_of(reading), tokens, printed, reading)
