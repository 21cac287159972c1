"""Brackets that give no count: 网站(含转发), 9 条(12.5%), 实体端(公开栏、电子屏)66 条."""

from collections.abc import Iterable

from disclosure_stats.postings.tokens import Token

_ENDS_CLAUSE = frozenset({"comma", "semicolon", "colon", "stop", "pause", "number"})


def without_asides(tokens: Iterable[Token]) -> list[Token]:
    """The tokens without brackets that hold no number, or no number but shares. Channels that such
    a bracket names stay where nothing before it in the clause names one."""
    kept: list[Token] = []
    opened: int | None = None
    for token in tokens:
        if token.kind == "open":
            opened = len(kept)
        elif token.kind == "close" and opened is not None:
            inner = kept[opened + 1 :]
            if all(one.number is None or _is_share(one) for one in inner):
                del kept[opened:]
                if not _names_channel(kept):
                    kept.extend(_channels_alone(inner))
                opened = None
                continue
            opened = None
        elif token.kind == "stop":
            opened = None
        kept.append(token)
    return kept


def _is_share(token: Token) -> bool:
    return token.number is not None and token.number.unit_class == "percentage"


def _names_channel(tokens: list[Token]) -> bool:
    """Whether the clause that the tokens end with names a channel."""
    for token in reversed(tokens):
        if token.kind == "channel":
            return True
        if token.kind in _ENDS_CLAUSE:
            break
    return False


def _channels_alone(inner: list[Token]) -> list[Token]:
    """The channels of a bracket and what joins them; none where it says more than that."""
    if all(token.kind in ("channel", "weak_channel", "pause") for token in inner):
        return inner
    return []
