"""What is read from a narrative: postings, each with the sentence that it stands in."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from disclosure_stats.postings.phrases import pattern

_SENTENCE_ENDS = "。！？!?\n"
_MORE = pattern("more_parts")
MAX_SENTENCE = 1_000  # characters; each posting holds its sentence, and a file may have but one
_TOLERANCE = 0.1  # between a whole and its parts where one of them is approximate


@dataclass(slots=True, eq=False)
class Posting:
    """A count of items posted, as in the table `postings`.

    `parent` is the posting that it is a part of. `sentence_number`, `start` and `end` say where the
    number stands; `named` are the channels that its own words name, `is_total` tells whether they
    call it a total, `opens` whether it is the first of a list of parts, `is_carried` whether its
    channel was named for a figure before; `doubts` are the reasons,
    in words, why it may have to be read otherwise.
    """

    channel: str
    category: str | None
    count: int
    unit: str | None
    approximate: bool
    period: str
    scope: str
    sentence: str
    sentence_number: int
    start: int
    end: int
    named: tuple[str, ...]
    is_total: bool
    opens: bool
    is_carried: bool = False
    parent: "Posting | None" = None
    doubts: list[str] = field(default_factory=list)

    @property
    def certainty(self) -> str:
        """`sure`, or `doubtful` where another reading of the sentence is as good."""
        return "doubtful" if self.doubts else "sure"

    def of(self, channel: str, category: str | None) -> "Posting":
        """The same posting on a channel and of a category of its own."""
        return replace(self, channel=channel, category=category, doubts=list(self.doubts))

    def adds_up(self, parts: Sequence["Posting"]) -> bool:
        """Whether the parts make up this whole, roughly so where a figure is approximate."""
        total = sum(part.count for part in parts)
        if self.approximate or any(part.approximate for part in parts):
            return abs(total - self.count) <= _TOLERANCE * self.count
        return total == self.count


def says_more(text: str, end: int) -> bool:
    """Whether the words behind a part say that there are more: 等, 其余为工作动态."""
    return _MORE.match(text, end) is not None


def sentence_at(text: str, place: int) -> str:
    """The sentence around a character of `text`, with its full stop."""
    begin, end = sentence_span(text, place)
    return text[begin:end].strip()


def sentence_span(text: str, place: int) -> tuple[int, int]:
    """Where the sentence around a character begins and ends; of one that is longer than any
    sentence is, what stands within reach of that character."""
    start, end = max(0, place - MAX_SENTENCE), min(len(text), place + MAX_SENTENCE)
    for mark in _SENTENCE_ENDS:
        start = max(start, text.rfind(mark, start, place) + 1)
        end = text.find(mark, place, end) + 1 or end
    return start, end
