"""Which posting is a part of which: by the words between them, then by the sums."""

from collections.abc import Sequence

from disclosure_stats.postings.mentions import Mention
from disclosure_stats.postings.model import Posting

_SENTENCES_APART = 2  # between a whole and its parts, where nothing but the sum joins them


class OpenLists:
    """The lists of parts that are open while the numbers go by, the innermost last."""

    def __init__(self) -> None:
        self._wholes: list[Posting] = []
        self._parts: dict[int, list[Posting]] = {}
        self._sentence = 0
        self.ended: Posting | None = None  # the whole of the list that ended at its sum

    def parent_of(
        self, mention: Mention, head: Posting | None, kinds: set[str], codes: Sequence[str]
    ) -> Posting | None:
        """The whole of the posting at `mention`.

        `head` is the posting of the mention's head; `kinds` are the kinds of the tokens since the
        number before; `codes` are the channels that they name.
        """
        if mention.sentence != self._sentence:
            self.ended = None
        if mention.sentence != self._sentence and (mention.opens or mention.head is None):
            self._wholes = []
        self._sentence = mention.sentence
        if mention.opens:
            if head is not None:
                self._wholes.append(head)
            return head
        depth = len(self._wholes)
        while self._wholes and self._ends(kinds, codes):
            whole = self._wholes.pop()
            self.ended = None if codes else whole
        if "semicolon" in kinds and len(self._wholes) == depth > 1:
            self._wholes.pop()
        return self._wholes[-1] if self._wholes else None

    def _ends(self, kinds: set[str], codes: Sequence[str]) -> bool:
        """Whether the innermost list ended before the present number."""
        whole = self._wholes[-1]
        parts = self._parts.get(id(whole), [])
        if not parts:
            return False
        # A channel that follows the classes of another channel is not one of them.
        after_classes = bool(set(codes) - {whole.channel}) and not parts[-1].named
        if "passive" in kinds:
            return False
        complete = sum(part.count for part in parts) == whole.count
        return (
            complete
            or after_classes
            or bool(kinds & {"close", "new_start"})
            and "open" not in kinds
        )

    def clear(self) -> None:
        """End all lists: something else is spoken of."""
        self._wholes = []
        self.ended = None

    def add(self, posting: Posting) -> None:
        """Take note of a posting whose parent is known."""
        if posting.parent is not None:
            self._parts.setdefault(id(posting.parent), []).append(posting)


def without_repeats(postings: list[Posting]) -> list[Posting]:
    """The postings without those at the top that a later sentence states once more, word for word
    the same in channel, count and unit; parts of a repeated whole become parts of the first."""
    first: dict[tuple[object, ...], Posting] = {}
    kept: list[Posting] = []
    repeated: dict[int, Posting] = {}
    for posting in postings:
        whole = posting.parent
        if whole is not None:
            posting.parent = repeated.get(id(whole), whole)
            if posting.parent is whole:
                kept.append(posting)
                first.setdefault(_said(posting), posting)
                continue
        earlier = first.setdefault(_said(posting), posting)
        if earlier.sentence_number == posting.sentence_number:
            kept.append(posting)
        else:
            repeated[id(posting)] = earlier
    return kept


def _said(posting: Posting) -> tuple[object, ...]:
    """All that is said of a posting but its sentence."""
    return (
        id(posting.parent),
        posting.channel,
        posting.category,
        posting.count,
        posting.unit,
        posting.period,
        posting.scope,
    )


def tell_mixed_apart(postings: list[Posting]) -> None:
    """Calls a figure of several channels `other` where a sibling in its sentence has a channel of
    its own: it is one part of what was posted, not all of it."""
    for posting in postings:
        if (
            posting.channel == "all"
            and posting.named
            and any(
                other.parent is posting.parent
                and other.sentence_number == posting.sentence_number
                and set(other.named) - {*posting.named}
                for other in postings
            )
        ):
            posting.channel = "other"


def join_by_sums(postings: list[Posting]) -> None:
    """Gives parts their whole where the figures plainly split it: parts that no word marks, and
    those of a 其中 that does not say which of the figures before it splits."""
    for whole in postings:
        parts = [posting for posting in postings if posting.parent is whole]
        if (
            len(parts) > 1
            and parts[0].sentence_number > whole.sentence_number
            and not whole.adds_up(parts)
        ):
            for other in postings[: postings.index(whole)][::-1]:
                if (
                    other.sentence_number != whole.sentence_number
                    or other.parent is not whole.parent
                ):
                    break
                if other.adds_up(parts):
                    for part in parts:
                        part.parent = other
                    break
    for index, whole in enumerate(postings):
        if whole.parent is not None or whole.count == 0:
            continue
        if not _take(whole, _neighbours(whole, postings[index + 1 :])) and whole.is_total:
            _take(whole, _neighbours(whole, postings[:index][::-1]))


def _neighbours(whole: Posting, candidates: Sequence[Posting]) -> list[Posting]:
    """The postings at the top beside `whole` that may be its parts."""
    found = []
    for posting in candidates:
        if abs(posting.sentence_number - whole.sentence_number) > _SENTENCES_APART:
            break
        if posting.parent is not None:
            continue
        if posting.period != whole.period:
            break
        if whole.channel not in ("all", "other") and posting.channel != whole.channel:
            break
        found.append(posting)
    return found


def _take(whole: Posting, candidates: list[Posting]) -> bool:
    for end in range(2, len(candidates) + 1):
        if whole.adds_up(candidates[:end]):
            for part in candidates[:end]:
                part.parent = whole
            return True
    return False
