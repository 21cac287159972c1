"""What the second reader is asked about a narrative: of each number, whether it is a posting; of
each posting, its channel and its whole."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from disclosure_stats.postings.mentions import Mention
from disclosure_stats.postings.model import Posting
from disclosure_stats.postings.repeats import parts_of
from disclosure_stats.postings.second_channels import Others
from disclosure_stats.postings.tokens import Token

# What a number's own form settles is not for the second reader.
_SETTLED = frozenset(
    {"date", "money", "people", "percentage", "thing", "year", "numbering", "code", "ordinal"}
    | {"decimal", "restated", "rule", "name", "equipment", "plan", "earlier_year", "target"}
)
_CHANNELS = frozenset({"channel", "weak_channel"})
_NAMES = _CHANNELS | {"name"}
_OF_OTHERS = frozenset({"strong", "weak", "act"})
_FAR_BEFORE, _FAR_BEHIND = 40, 20  # tokens


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


class OfChannel(NamedTuple):
    """A posting whose channel is asked, its number, and the channels beside it."""

    posting: Posting
    mention: Mention
    others: Others


def of_numbers(reading: Reading) -> Iterator[tuple[Mention, bool | None]]:
    """The numbers that may count items at all, as far as their own form goes, each with whether
    the number before it in the sentence is a posting; null without one."""
    before: bool | None = None
    sentence = -1
    for mention in reading.mentions:
        if mention.sentence != sentence:
            before, sentence = None, mention.sentence
        if mention.verdict.taken_for not in _SETTLED and mention.number.unit_class != "date":
            yield mention, before
            before = mention.is_posting


def of_channels(reading: Reading) -> Iterator[OfChannel]:
    """The postings, but for those that one number is dealt out to."""
    by_start = reading.by_start()
    taken = [mention for mention in reading.mentions if mention.token.start in by_start]
    places = [by_start[mention.token.start] for mention in taken]
    for index, (mention, own) in enumerate(zip(taken, places, strict=True)):
        if len(own) == 1:
            (posting,) = own
            before = places[index - 1][-1] if index else None
            after = places[index + 1][0] if index + 1 < len(places) else None
            others = Others(
                _channel_beside(before, posting),
                None if posting.parent is None else posting.parent.channel,
                _channel_beside(after, posting),
            )
            yield OfChannel(posting, mention, others)


def settled_by_sums(postings: Sequence[Posting]) -> set[int]:
    """The `id` of each posting whose whole is settled by the figures: the parts of a list that
    makes up its whole."""
    settled: set[int] = set()
    for parts in parts_of(postings).values():
        whole = parts[0].parent
        if whole is not None and len(parts) > 1 and sum(p.count for p in parts) == whole.count:
            settled.update(map(id, parts))
    return settled


def says_that_it_was_posted(tokens: Sequence[Token], mention: Mention) -> bool:
    """Whether a verb of posting stands in the clause of a count of items, and no word since the
    number before speaks of anything else."""
    if mention.number.unit_class != "item":
        return False
    kinds = {token.kind for token in tokens[mention.segment : mention.index]}
    if not _OF_OTHERS.isdisjoint(kinds) or "verb" not in kinds:
        return False
    return any(token.kind == "verb" for token in tokens[mention.clause : mention.index])


def names_no_channel(tokens: Sequence[Token], question: OfChannel) -> bool:
    """Whether a posting of no channel stands far from the name of any."""
    if question.posting.channel != "all":
        return False
    index = question.mention.index
    near = tokens[max(0, index - _FAR_BEFORE) : index + _FAR_BEHIND]
    return not any(token.kind in _NAMES and (token.code or token.kind != "name") for token in near)


def names_its_channel(tokens: Sequence[Token], question: OfChannel) -> bool:
    """Whether the clause of a posting's number names its channel and no other one, and the words
    behind it none."""
    mention, channel = question.mention, question.posting.channel
    named = {t.code for t in tokens[mention.clause : mention.index] if t.kind in _CHANNELS}
    if named != {channel}:
        return False
    for token in tokens[mention.index + 1 :]:
        if token.kind in ("comma", "semicolon", "stop", "pause") or token.number is not None:
            return True
        if token.kind in _CHANNELS:
            return False
    return True


def _channel_beside(other: Posting | None, posting: Posting) -> str | None:
    """The channel of another posting, if it stands in the same sentence."""
    if other is None or other.sentence_number != posting.sentence_number:
        return None
    return other.channel
