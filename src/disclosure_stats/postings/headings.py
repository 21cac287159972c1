"""Headings that name a channel for the sentences under them, （二）微信公众号公开情况, and ends of
sentences that name it for what came before, …，均通过网站公开."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from disclosure_stats.postings.channels import one_channel
from disclosure_stats.postings.phrases import pattern
from disclosure_stats.postings.tokens import Token

_ENUMERATED = pattern("enumerated")
_ON_POSTING = pattern("on_posting")
_LONGEST = 30  # characters
_CHANNELS = frozenset({"channel", "weak_channel"})


@dataclass(slots=True)
class _Stretch:
    """A sentence, or what a semicolon parts of it."""

    begin: int
    sentence: int
    end: int = 0
    is_whole: bool = False  # whether a full stop ends it
    tokens: list[Token] = field(default_factory=list)


def channels_of_headings(text: str, tokens: Sequence[Token]) -> dict[int, str]:
    """Number of a sentence → the channel that its end names for all of it, or that of the heading
    that it stands under, where there is one.

    A heading is a short enumerated sentence without a count, and holds until the next enumerated
    sentence.
    """
    governed: dict[int, str] = {}
    channel: str | None = None
    for stretch in _stretches(text, tokens):
        enumerated = _ENUMERATED.match(text, stretch.begin)
        if enumerated is not None:
            channel = _of_heading(text, stretch, enumerated.end())
        codes_at_end = _named_for_all(stretch.tokens)
        if codes_at_end:
            governed[stretch.sentence] = one_channel(codes_at_end)
        if channel is not None:
            governed[stretch.sentence + stretch.is_whole] = channel
    return governed


def _stretches(text: str, tokens: Sequence[Token]) -> Iterator[_Stretch]:
    stretch = _Stretch(0, 0)
    for token in tokens:
        if token.kind not in ("stop", "semicolon"):
            stretch.tokens.append(token)
            continue
        stretch.end, stretch.is_whole = token.start, token.kind == "stop"
        yield stretch
        stretch = _Stretch(token.end, stretch.sentence + (token.kind == "stop"))
    stretch.end = len(text)
    yield stretch


def _of_heading(text: str, stretch: _Stretch, first: int) -> str | None:
    """The channel of a heading whose words begin at `first`; null where it is none."""
    inside = stretch.tokens
    codes = {token.code for token in inside if token.kind == "channel"}
    counts = any(t.number and t.number.unit_class.startswith("item") for t in inside)
    if stretch.end - stretch.begin > _LONGEST or len(codes) != 1 or counts:
        return None
    is_bare = any((token.start, token.end) == (first, stretch.end) for token in inside)
    on_posting = is_bare or _ON_POSTING.search(text, first, stretch.end)
    return codes.pop() if on_posting else None


def _named_for_all(tokens: Sequence[Token]) -> list[str]:
    """The channels behind 均通过 or the like, where no count follows them."""
    for index in range(len(tokens) - 1, -1, -1):
        if tokens[index].number is not None:
            break
        if tokens[index].kind == "all_of_them":
            return [token.code for token in tokens[index:] if token.kind in _CHANNELS]
    return []
