"""Which posting is a part of which: by the words between them, then by the sums."""

from collections.abc import Sequence

from disclosure_stats.postings.mentions import Mention
from disclosure_stats.postings.model import Posting

_NEAR = 40  # postings looked at on either side of a whole
_SENTENCES_APART = 2  # from figure to figure, where nothing but the sum joins them


class OpenLists:
    """The lists of parts that are open while the numbers go by, the innermost last."""

    def __init__(self) -> None:
        self._wholes: list[Posting] = []
        self._last_part: dict[int, Posting] = {}
        self._sums: dict[int, int] = {}
        self._acts: set[int] = set()  # whose first part has a verb
        self._split_anew: set[int] = set()  # the sum of their parts tells no end
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
                if "verb" in kinds:
                    self._acts.add(id(head))
                if "part_openers" not in kinds and id(head) in self._sums:
                    self._split_anew.add(id(head))
            return head
        depth = len(self._wholes)
        while self._wholes and self._ends(mention, kinds, codes):
            whole = self._wholes.pop()
            self.ended = None if codes else whole
        if "semicolon" in kinds and len(self._wholes) == depth > 1:
            self._wholes.pop()
        return self._wholes[-1] if self._wholes else None

    def _ends(self, mention: Mention, kinds: set[str], codes: Sequence[str]) -> bool:
        """Whether the innermost list ended before the present number."""
        whole = self._wholes[-1]
        last = self._last_part.get(id(whole))
        if last is None or "passive" in kinds:
            return False
        # A channel that follows the classes of another channel is not one of them.
        after_classes = bool(set(codes) - {whole.channel}) and not last.named
        complete = (
            self._sums[id(whole)] == whole.count
            and mention.number.value > 0
            and id(whole) not in self._split_anew
        )
        return (
            complete
            or after_classes
            or "new_act" in kinds
            and id(whole) not in self._acts
            or "semicolon" in kinds
            and not codes
            and mention.number.unit != whole.unit == last.unit
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
            whole = id(posting.parent)
            self._last_part[whole] = posting
            self._sums[whole] = self._sums.get(whole, 0) + posting.count


def without_repeats(postings: list[Posting]) -> list[Posting]:
    """The postings without those at the top that a later sentence states once more, word for word
    the same in channel, count and unit; parts of a repeated whole become parts of the first."""
    first: dict[tuple[object, ...], Posting] = {}
    repeated: dict[int, Posting] = {}
    for posting in sorted(postings, key=_depth):  # wholes first: parts may stand before theirs
        whole = posting.parent
        if whole is not None:
            posting.parent = repeated.get(id(whole), whole)
        earlier = first.setdefault(_said(posting), posting)
        may_repeat = whole is None or posting.parent is not whole
        if may_repeat and earlier.sentence_number != posting.sentence_number:
            repeated[id(posting)] = earlier
    return [posting for posting in postings if id(posting) not in repeated]


def _depth(posting: Posting) -> int:
    """How many wholes stand above a posting."""
    depth = 0
    while posting.parent is not None:
        posting, depth = posting.parent, depth + 1
    return depth


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
    """Calls a figure of several channels `other` where a sibling in its sentence, or anywhere if it
    counts but one category, has a channel of its own: it is one part of what was posted, not all
    of it."""
    named: dict[tuple[int, int | None], set[str]] = {}
    for posting in postings:
        whole = id(posting.parent)
        named.setdefault((whole, posting.sentence_number), set()).update(posting.named)
        named.setdefault((whole, None), set()).update(posting.named)
    for posting in postings:
        within = posting.sentence_number if posting.category is None else None
        others = named[id(posting.parent), within] - {*posting.named}
        if posting.channel == "all" and posting.named and others:
            posting.channel = "other"


def join_by_sums(postings: list[Posting]) -> None:
    """Gives parts their whole where the figures plainly split it: parts that no word marks, parts
    in the sentence after a 其中, and those of a list that does not say which figure it splits."""
    parts: dict[int, list[Posting]] = {}
    for posting in postings:
        if posting.parent is not None:
            parts.setdefault(id(posting.parent), []).append(posting)
    for index, whole in enumerate(postings):
        own = parts.get(id(whole), [])
        later = [part for part in own if part.sentence_number > whole.sentence_number]
        if len(later) > 1:
            _move_to_their_sum(later, whole, postings[max(0, index - _NEAR) : index])
        if whole.parent is not None or whole.count == 0:
            continue
        following = _neighbours(whole, postings[index + 1 : index + _NEAR])
        if own and not whole.adds_up(own) and _complete(whole, own, following):
            continue
        if not _take(whole, following) and whole.is_total:
            _take(whole, _neighbours(whole, postings[max(0, index - _NEAR) : index][::-1]))


def _move_to_their_sum(parts: list[Posting], whole: Posting, before: list[Posting]) -> None:
    """Give `parts` to the figure before their whole that they add up to, where they do not add up
    to the whole itself."""
    if whole.adds_up(parts):
        return
    for other in reversed(before):
        if whole.sentence_number - other.sentence_number > _SENTENCES_APART:
            break
        if other.adds_up(parts):
            for part in parts:
                _put_under(part, other)
            break


def _complete(whole: Posting, parts: list[Posting], following: list[Posting]) -> bool:
    """Give `whole` the postings after its parts that make up the rest of it exactly."""
    rest = whole.count - sum(part.count for part in parts)
    for end in range(1, len(following) + 1):
        rest -= following[end - 1].count
        if rest <= 0:
            if rest == 0:
                for part in following[:end]:
                    _put_under(part, whole)
            return rest == 0
    return False


def _neighbours(whole: Posting, candidates: Sequence[Posting]) -> list[Posting]:
    """The postings at the top beside `whole` that may be its parts."""
    found = []
    last = whole
    for posting in candidates:
        if abs(posting.sentence_number - last.sentence_number) > _SENTENCES_APART:
            break
        last = posting
        if posting.parent is not None:
            continue
        if posting.period != whole.period:
            break
        if whole.channel not in ("all", "other", "new_media", posting.channel) and not (
            posting.channel == "all" and not posting.named
        ):
            break
        found.append(posting)
    return found


def _take(whole: Posting, candidates: list[Posting]) -> bool:
    for end in range(2, len(candidates) + 1):
        if whole.adds_up(candidates[:end]) and any(
            part.unit in (whole.unit, None) for part in candidates[:end]
        ):
            for part in candidates[:end]:
                _put_under(part, whole)
            return True
    return False


def _put_under(part: Posting, whole: Posting) -> None:
    """Make `part` a part of `whole`, and let it have the whole's channel where it names none."""
    part.parent = whole
    if part.channel == "all" and not part.named:
        part.channel = whole.channel
