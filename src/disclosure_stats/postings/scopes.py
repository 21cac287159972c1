"""Whose postings they are: the body's own, or those of the bodies below it."""

from collections.abc import Sequence

from disclosure_stats.postings.phrases import pattern
from disclosure_stats.postings.tokens import Token

_OF_VILLAGE = pattern("of_village")
_ACTING = frozenset({"channel", "weak_channel", "verb", "weak_verb"})
_VILLAGE_WITHIN = 12  # characters before the name of a channel


def scope_of(text: str, segment: Sequence[Token]) -> str | None:
    """`villages` or `subordinates` where the words before the channel or the verb say so, or
    where there is neither: 镇级 143 条，村级 368 条."""
    acted = _ACTING.isdisjoint([token.kind for token in segment])
    for token in reversed(segment):
        if token.kind in _ACTING:
            acted = True
            begin = max(0, token.start - _VILLAGE_WITHIN)
            if "channel" in token.kind and _OF_VILLAGE.search(text, begin, token.start):
                return "villages"
        elif token.kind in ("villages", "subordinates") and acted:
            return token.kind
    return None
