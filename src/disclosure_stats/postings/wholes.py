"""Which posting is a part of which, by the words between them."""

from collections.abc import Sequence

from disclosure_stats.postings.mentions import Mention
from disclosure_stats.postings.model import Posting

OF_SEVERAL = frozenset({"all", "other", "new_media"})
"""The channels that have others among them."""


_NEW_CLAUSE = frozenset({"comma", "semicolon", "verb"})


class _OpenList:
    """A list of parts that is open: its whole, and what is known of its parts."""

    def __init__(
        self,
        whole: Posting,
        has_acts: bool,
        is_new_split: bool = False,
        adds_up: bool = False,
        of_places: bool = False,
    ) -> None:
        self.whole = whole
        self.parts: list[Posting] = []
        self.has_acts = has_acts  # its first part has a verb
        self.is_new_split = is_new_split  # the sum of its parts tells no end
        self.adds_up = adds_up  # all of the list that opened it make up the whole
        self.of_places = of_places  # its first part is on an account that was counted
        self.by_semicolons = False

    @property
    def last(self) -> Posting | None:
        return self.parts[-1] if self.parts else None

    def is_complete(self, sums: dict[int, int]) -> bool:
        return sums.get(id(self.whole), 0) == self.whole.count and not self.is_new_split

    def has_room(self, count: float, sums: dict[int, int]) -> bool:
        return sums.get(id(self.whole), 0) + count <= self.whole.count


class OpenLists:
    """The lists of parts that are open while the numbers go by, the innermost last."""

    def __init__(self) -> None:
        self._open: list[_OpenList] = []
        self._sums: dict[int, int] = {}
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
            if mention.opens or mention.head is None:
                self._open = []
        self._sentence = mention.sentence
        if mention.opens:
            if head is not None:
                is_new_split = "part_openers" not in kinds and id(head) in self._sums
                adds_up = not is_new_split and head.count in mention.run_totals[-1:]
                self._open.append(_OpenList(head, "verb" in kinds, is_new_split, adds_up))
            return head
        self._close(mention, kinds, codes)
        if self._open and "semicolon" in kinds:
            self._open[-1].by_semicolons = True
        return self._open[-1].whole if self._open else None

    def _close(self, mention: Mention, kinds: set[str], codes: Sequence[str]) -> None:
        """End the lists that the present number is no part of."""
        depth = len(self._open)
        while self._open and self._ends(self._open[-1], mention, kinds, codes):
            whole = self._open.pop().whole
            self.ended = None if codes else whole
        if "semicolon" in kinds and len(self._open) == depth > 1:
            inner = self._open[-1]
            goes_on = inner.by_semicolons or len(inner.parts) == 1
            if codes or not goes_on or not inner.has_room(mention.number.value, self._sums):
                self._open.pop()

    def _ends(
        self, inner: _OpenList, mention: Mention, kinds: set[str], codes: Sequence[str]
    ) -> bool:
        """Whether the innermost list ended before the present number."""
        if inner.last is None or "passive" in kinds:
            return False
        if inner.is_complete(self._sums):
            if mention.number.value > 0:
                return True
        elif inner.adds_up:
            return False
        # A channel that follows the classes of another channel is not one of them, nor does what a
        # semicolon parts from the parts of one channel go on with them.
        others = set(codes) - {inner.whole.channel}
        parted = "semicolon" in kinds
        if others == {"print"} and "pause" in kinds and kinds.isdisjoint(_NEW_CLAUSE):
            return False  # 规范性文件 3 件、公报 4 期、解读 5 篇
        if (others or codes and parted) and not inner.last.named:
            return True
        if others and parted and inner.whole.channel not in OF_SEVERAL:
            return True
        if "new_act" in kinds and not inner.has_acts:
            return True
        if kinds & {"close", "new_start"} and "open" not in kinds:
            return True
        other_unit = mention.number.unit != inner.whole.unit == inner.last.unit
        return "semicolon" in kinds and not codes and other_unit

    def counts_places(self, mention: Mention, head: Posting | None) -> bool:
        """Whether the places of a list are counted, with what was posted on each behind it:
        新媒体公开 60 条，其中开设公众号 1 个，公开 40 条，开设微博 1 个，公开 20 条."""
        if head is not None and mention.opens:
            self._sentence = mention.sentence
            self._open.append(_OpenList(head, has_acts=True, of_places=True))
        return self.of_places and self._open[-1].whole is head

    @property
    def of_places(self) -> bool:
        """Whether the innermost list is one of places that are counted."""
        return bool(self._open) and self._open[-1].of_places

    def clear(self) -> None:
        """End all lists: something else is spoken of."""
        self._open = []
        self.ended = None

    def add(self, posting: Posting) -> None:
        """Take note of a posting whose parent is known."""
        whole = posting.parent
        if whole is None:
            return
        self._sums[id(whole)] = self._sums.get(id(whole), 0) + posting.count
        for one in self._open:
            if one.whole is whole:
                one.parts.append(posting)
