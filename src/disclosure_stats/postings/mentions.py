"""A number of the narrative and its place among the words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from disclosure_stats.postings.tokens import Number, Token

CLAUSE_ENDS = frozenset({"comma", "semicolon", "colon", "stop", "open", "close"})
OPENERS = frozenset({"part_openers", "split_openers"})


class PostedBehind(NamedTuple):
    """Whether a clause behind a number says that it was posted, and on which channels."""

    is_said: bool
    codes: list[str]


class Verdict(NamedTuple):
    """What a number was taken for, `posting` or what else it counts; why, in words; and whether
    another verdict would be as good."""

    taken_for: str
    why: str
    is_doubtful: bool = False


UNKNOWN = Verdict("", "")


@dataclass(slots=True)
class Mention:
    """A number and the words that it stands among, as indices into the tokens.

    `segment` begins behind the number before it in the sentence, `clause` behind the last
    punctuation in the segment. `after` is the number before that may have parts, `last` the one
    before that ends a segment, `head` the one under whose parts this one stands, `opens` whether it
    is the first of them, `ahead` whether it stands in a bracket before its whole, `compared` the
    comparison that it is the outcome of, `run_totals` the sums of the first items of the
    list that begins with it, `head_margin` by how much its head is likelier than another;
    `posted_behind` is what is said behind it of where it was posted, once that was asked.
    """

    index: int
    token: Token
    number: Number
    sentence: int
    segment: int
    clause: int
    after: "Mention | None"
    last: "Mention | None"
    head: "Mention | None" = None
    opens: bool = False
    ahead: bool = False
    compared: "Mention | None" = None
    run_totals: Sequence[float] = ()
    head_margin: float = 0.0
    posted_behind: PostedBehind | None = None
    verdict: Verdict = UNKNOWN

    @property
    def taken_for(self) -> str:
        """What the number counts: `posting`, or what else it was taken for."""
        return self.verdict.taken_for

    @property
    def is_posting(self) -> bool:
        """Whether it counts items posted."""
        return self.verdict.taken_for == "posting"

    @property
    def is_under_posting(self) -> bool:
        """Whether it stands in a list of parts of a posting."""
        return self.head is not None and self.head.is_posting

    @property
    def neighbour(self) -> "Mention | None":
        """The number before that counts anything, if it stands in the same sentence."""
        return self.after if self.after and self.after.sentence == self.sentence else None
