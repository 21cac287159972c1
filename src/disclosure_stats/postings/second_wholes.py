"""What the second reader looks at to tell which figure a posting is a part of."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from disclosure_stats.postings.mentions import OPENERS, Mention
from disclosure_stats.postings.model import Posting
from disclosure_stats.postings.tokens import Token

_JOINTS = frozenset({"semicolon", "comma", "pause", "open", "close", "colon"})
_NAMES = (("channel", "named"), ("weak_channel", "weak"), ("class", "class"), ("item", "class"))
_SENTENCES_AWAY = 3
_CANDIDATES_BEFORE = 5
_CANDIDATES_BEHIND = 3
_TERMS = 12  # of a sum


@dataclass(slots=True)
class Figure:
    """A posting as the second reader sees it: how a list opens before it, what joins it to the
    figure before, what names it, and whether a verb stands with it."""

    posting: Posting
    opener: str
    joint: str
    named: str
    has_verb: bool
    is_total: bool
    is_first: bool  # of its sentence

    @property
    def key(self) -> int:
        """Where it stands, by which its parts know it."""
        return self.posting.start


class Wholes:
    """The postings of a narrative in order, for each of which its whole is asked in turn."""

    def __init__(
        self, tokens: Sequence[Token], mentions: Sequence[Mention], postings: Sequence[Posting]
    ) -> None:
        by_start = {posting.start: posting for posting in reversed(postings)}
        self._figures: list[Figure] = []
        sentence = -1
        for mention in mentions:
            posting = by_start.get(mention.token.start)
            if posting is not None:
                is_first = mention.sentence != sentence
                self._figures.append(_figure(tokens, mention, posting, is_first))
                sentence = mention.sentence
        self._at = {figure.key: index for index, figure in enumerate(self._figures)}
        self.postings = [figure.posting for figure in self._figures]
        self._parts: dict[int, list[tuple[int, int]]] = {}  # of each whole, with their sums so far
        for index, posting in enumerate(self.postings):
            whole = self._whole(index)
            if whole is not None:
                parts = self._parts.setdefault(whole, [])
                parts.append((index, posting.count + (parts[-1][1] if parts else 0)))

    def options(self, index: int) -> Mapping[int | None, Sequence[str]]:
        """The features of each whole that a posting may have, by where that stands; null for
        none."""
        options: dict[int | None, Sequence[str]] = {None: self._none(index)}
        for other in self._candidates(index):
            options[self._figures[other].key] = self._features(index, other)
        return options

    def stands_alone(self, index: int) -> bool:
        """Whether it stands at the top, and no figure near is as large."""
        posting = self.postings[index]
        return posting.parent is None and not any(
            self.postings[other].count >= posting.count for other in self._candidates(index)
        )

    def _left(self, whole: int, index: int) -> int:
        """What the parts before a posting leave of a whole."""
        parts = self._parts.get(whole, ())
        before = bisect_left(parts, (index, 0))
        return self.postings[whole].count - (parts[before - 1][1] if before else 0)

    def _whole(self, index: int) -> int | None:
        parent = self._figures[index].posting.parent
        return None if parent is None else self._at.get(parent.start)

    def _candidates(self, index: int) -> Iterator[int]:
        posting = self._figures[index].posting
        for other in range(index - 1, max(-1, index - 1 - _CANDIDATES_BEFORE), -1):
            before = self._figures[other].posting
            if posting.sentence_number - before.sentence_number > _SENTENCES_AWAY:
                break
            yield other
        farther = self._whole(index - 1) if index else None
        while farther is not None:
            if farther < index - _CANDIDATES_BEFORE:
                yield farther
            farther = self._whole(farther)
        for other in range(index + 1, min(len(self._figures), index + 1 + _CANDIDATES_BEHIND)):
            behind = self._figures[other].posting
            if behind.sentence_number - posting.sentence_number > _SENTENCES_AWAY:
                break
            if behind.count >= posting.count:
                yield other

    def _none(self, index: int) -> Sequence[str]:
        """The features of its standing at the top."""
        figure = self._figures[index]
        in_list = index > 0 and self._figures[index - 1].posting.parent is not None
        opens = f"{figure.opener} {figure.joint} {figure.is_first}"
        said = f"{figure.named} {figure.has_verb}"
        return (
            "top",
            f"top {opens}",
            f"top {opens} {said}",
            f"top {said} {figure.joint}",
            f"top {in_list} {figure.joint}",
            f"top {in_list} {opens} {said}",
            f"top {figure.is_total}",
        )

    def _features(self, index: int, other: int) -> Sequence[str]:
        """The features of its being a part of another figure."""
        figure, whole = self._figures[index], self._figures[other]
        posting, count = whole.posting, figure.posting.count
        relation = self._relation(index, other)
        joint, opener, named = figure.joint, figure.opener, figure.named
        opens = f"{opener} {joint} {figure.is_first}"
        left = self._left(other, index)
        room = "over" if count > left > 0 else "exact" if count == left else str(left > 0)
        fills = self._fills(index, other, left)
        is_top = posting.parent is None
        of_one = posting.channel != "all"
        is_same = posting.channel == figure.posting.channel
        apart = figure.posting.sentence_number != posting.sentence_number
        return (
            f"{relation} {opens}",
            f"{relation} {opener} {is_top}",
            f"{relation} {apart} {opener}",
            f"{relation} {named} {figure.has_verb} {joint}",
            f"{relation} unit {posting.unit == figure.posting.unit}",
            f"{relation} less {count > posting.count}",
            f"{relation} room {room}",
            f"{relation} room {room} {joint} {named}",
            f"{relation} fills {fills}",
            f"{relation} fills {fills} {room}",
            f"{relation} of one {of_one} {named}",
            f"{relation} same {is_same} {named}",
            f"{relation} total {whole.is_total}",
        )

    def _relation(self, index: int, other: int) -> str:
        """How another figure stands to this one: behind it, right before it, the whole of that
        one, or of its whole; or far."""
        if other > index:
            return "behind"
        if other == index - 1:
            return "last"
        whole = self._whole(index - 1)
        if whole == other:
            return "last's whole"
        return "over that" if whole is not None and self._whole(whole) == other else "far"

    def _fills(self, index: int, other: int, left: int) -> bool:
        """Whether this figure and those behind it make up what is left of a whole before; or those
        before a whole behind make it up, this one among them."""
        total = 0
        if other < index:
            for term in range(index, min(len(self._figures), index + _TERMS)):
                total += self._figures[term].posting.count
                if total >= left:
                    return total == left and term > index
            return False
        whole = self._figures[other].posting.count
        for term in range(other - 1, max(-1, other - 1 - _TERMS), -1):
            total += self._figures[term].posting.count
            if total >= whole:
                return total == whole and term <= index
        return False


def _figure(tokens: Sequence[Token], mention: Mention, posting: Posting, is_first: bool) -> Figure:
    kinds = [token.kind for token in tokens[mention.segment : mention.index]]
    opener = next((kind for kind in kinds if kind in OPENERS), "")
    if not opener:
        opener = "open" if "open" in kinds and "close" not in kinds else ""
        opener = opener or ("colon" if "colon" in kinds else "")
    return Figure(
        posting,
        opener,
        joint=next((kind for kind in kinds if kind in _JOINTS), ""),
        named=next((name for kind, name in _NAMES if kind in kinds), ""),
        has_verb="verb" in kinds[mention.clause - mention.segment :],
        is_total="totals" in kinds,
        is_first=is_first,
    )
