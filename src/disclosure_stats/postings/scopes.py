"""Whose postings they are: the body's own, or those of the bodies below it."""

from collections.abc import Sequence

from disclosure_stats.postings.phrases import endings, pattern
from disclosure_stats.postings.tokens import Token

_OF_VILLAGE = pattern("of_village")
_BOARDS_OF_VILLAGES = endings("boards_of_villages")
_OWN_BODY = pattern("own_body")
_COMPARED_WITH = endings("compared_with")
_ACTING = frozenset({"channel", "weak_channel", "verb", "weak_verb"})
_VILLAGE_WITHIN = 12  # characters before the name of a channel


def scope_of(text: str, segment: Sequence[Token], end: int) -> str | None:
    """`villages` or `subordinates` where the words before the channel or the verb say so, or
    where there is neither, 镇级 143 条，村级 368 条; `self` where they name the body itself, as in
    县本级; null where they say nothing. `end` is where the number begins."""
    channels = [token for token in segment if token.kind == "channel"]
    channels = channels or [token for token in segment if token.kind == "weak_channel"]
    if channels and all(_is_of_village(text, token) for token in channels):
        return "villages"
    if segment and _OWN_BODY.search(text, segment[0].start, end):
        return "self"
    acted = _ACTING.isdisjoint([token.kind for token in segment])
    for token in reversed(segment):
        if token.kind in _ACTING:
            acted = True
        elif (
            acted and token.kind in ("villages", "subordinates") and _governs(text, token, channels)
        ):
            return token.kind
    return None


def _governs(text: str, token: Token, channels: Sequence[Token]) -> bool:
    """Whether a name of bodies below says whose postings they are: not in 占全区总量的 6%, nor of
    one of several channels, 公众号、村级公示栏."""
    if token.kind == "subordinates":
        return not text.endswith(_COMPARED_WITH, 0, token.start)
    return len(channels) < 2 or token.start < channels[0].start


def _is_of_village(text: str, channel: Token) -> bool:
    """Whether a channel is one of villages: 村级公示栏, 村务公开栏."""
    begin = max(0, channel.start - _VILLAGE_WITHIN)
    return text.startswith(_BOARDS_OF_VILLAGES, channel.start, channel.end) or bool(
        _OF_VILLAGE.search(text, begin, channel.start)
    )
