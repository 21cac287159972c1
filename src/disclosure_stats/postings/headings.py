"""Headings that name a channel for the sentences under them, （二）微信公众号公开情况, and ends of
sentences that name it for what came before, …，均通过网站公开."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from disclosure_stats.postings.channels import one_channel
from disclosure_stats.postings.phrases import pattern
from disclosure_stats.postings.tokens import Token

_ENUMERATED = pattern("enumerated")
_ON_POSTING = pattern("on_posting")
_MAX_HEADING_LENGTH = 30  # characters
_CHANNELS = frozenset({"channel", "weak_channel"})
_ENDS = frozenset({"stop", "semicolon"})


@dataclass(slots=True)
class _Stretch:
    """A sentence, or what a semicolon parts of it."""

    begin: int
    end: int
    sentence: int
    tokens: Sequence[Token]


class GoverningChannels:
    """The channels that a sentence's heading names for it, or its own end.

    A heading is a short enumerated sentence without a count, and holds until the next enumerated
    sentence; one in the middle of a line (1、公开栏；2、网站。) no longer than that line. What the
    end names (均通过网站公开) holds for its sentence, or for what a semicolon parts of it where
    the rest names channels of its own.
    """

    def __init__(self, text: str, tokens: Sequence[Token]) -> None:
        stretches = list(_stretches(text, tokens))
        self._begins = [stretch.begin for stretch in stretches]
        self._channels: list[str | None] = []
        self._ends: dict[int, str] = {}
        heading: str | None = None
        within_line = False
        for stretch in stretches:
            first = _first_point(text, stretch)
            enumerated = _ENUMERATED.match(text, first)
            if enumerated is None:
                if within_line and _begins_line(text, stretch.begin):
                    heading = None
                self._channels.append(heading)
            else:
                self._channels.append(None)
                heading = _of_heading(text, stretch, enumerated.end())
                within_line = not _begins_line(text, first)
        for index, stretch in enumerate(stretches):
            codes = _named_for_all(stretch.tokens)
            if codes:
                for other in _governed(stretches, index):
                    self._ends[other] = one_channel(codes)

    def end_at(self, place: int) -> str | None:
        """The channel that the end of the sentence names for the number at this character."""
        return self._ends.get(bisect_right(self._begins, place) - 1)

    def channel_at(self, place: int) -> str | None:
        """The channel of the heading above the number at this character; null without one."""
        return self._channels[bisect_right(self._begins, place) - 1]


def _begins_line(text: str, place: int) -> bool:
    return text[place - 1 : place] in ("", "\n")


def _first_point(text: str, stretch: _Stretch) -> int:
    """Where a stretch begins, or its first point behind a colon: 有以下形式：1、公开栏。"""
    for token in stretch.tokens:
        if token.kind == "colon" and _ENUMERATED.match(text, token.end):
            return token.end
    return stretch.begin


def _governed(stretches: Sequence[_Stretch], index: int) -> list[int]:
    """The stretches for which the end of one speaks."""
    sentence = stretches[index].sentence
    words = stretches[index].tokens
    if words and words[0].kind == "all_of_them" and not any(t.number for t in words):
        sentence -= index > 0 and stretches[index - 1].sentence < sentence  # 。均通过网站公开。
    others = [at for at in range(index) if stretches[at].sentence == sentence]
    named = any(token.kind == "channel" for at in others for token in stretches[at].tokens)
    return [index] if named else [*others, index]


def _stretches(text: str, tokens: Sequence[Token]) -> Iterator[_Stretch]:
    begin = sentence = first = 0
    for index, token in enumerate(tokens):
        if token.kind in _ENDS:
            yield _Stretch(begin, token.start, sentence, tokens[first:index])
            begin, first = token.end, index + 1
            sentence += token.kind == "stop"
    yield _Stretch(begin, len(text), sentence, tokens[first:])


def _of_heading(text: str, stretch: _Stretch, first: int) -> str | None:
    """The channel of a heading whose words begin at `first`; null where it is none."""
    inside = stretch.tokens
    codes = {token.code for token in inside if token.kind == "channel"}
    counts = any(t.number and t.number.unit_class.startswith("item") for t in inside)
    bare = [token for token in inside if (token.start, token.end) == (first, stretch.end)]
    codes |= {token.code for token in bare if token.kind == "weak_channel"}  # 2、网络
    if stretch.end - first > _MAX_HEADING_LENGTH or len(codes) != 1 or counts:
        return None
    is_bare = bool(bare)
    on_posting = is_bare or _ON_POSTING.search(text, first, stretch.end)
    return codes.pop() if on_posting else None


def _named_for_all(tokens: Sequence[Token]) -> list[str]:
    """The channels behind 均通过 or the like, where no count follows them."""
    for index in range(len(tokens) - 1, -1, -1):
        if tokens[index].number is not None:
            break
        if tokens[index].kind == "all_of_them" and not _is_of_rest(tokens[:index]):
            return [token.code for token in tokens[index:] if token.kind in _CHANNELS]
    return []


def _is_of_rest(before: Sequence[Token]) -> bool:
    """Whether 均 right behind a count speaks of that alone: another channel was named for others
    before it, 除 3 条通过公示栏公开外，其余 85 条均通过网站公开."""
    return (
        bool(before)
        and before[-1].number is not None
        and any(token.kind == "channel" for token in before)
    )
