"""What is said aside and gives no count: 网站(含转发), 9 条(12.5%), 实体端(公开栏、电子屏)66 条;
and shares of a whole: 网站 48 条，占 62%; 公众号占 38%，为 30 条."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from disclosure_stats.postings.channels import one_channel
from disclosure_stats.postings.phrases import pattern
from disclosure_stats.postings.tokens import Token

_TAKES_UP = pattern("takes_up")
_NAMES_COUNT = pattern("names_count")
_NEAR = 14  # characters
_PARTS = frozenset({"comma", "pause"})
_ENDS_CLAUSE = frozenset({"comma", "semicolon", "colon", "stop", "pause", "number"})


def without_asides(tokens: Iterable[Token]) -> list[Token]:
    """The tokens without brackets that hold no number, or no number but shares. Channels that such
    a bracket names become the `code` of the count that it stands right behind; else they stay where
    nothing before it in the clause names one."""
    kept: list[Token] = []
    opened: int | None = None
    for token in tokens:
        if token.kind == "open":
            opened = len(kept)
        elif opened is not None and token.kind == "close":
            inner = kept[opened + 1 :]
            if all(one.number is None or _is_share(one) for one in inner):
                bracket = kept[opened]
                del kept[opened:]
                channels = _channels_alone(inner)
                if channels and kept and _counts_items(kept[-1], bracket.start):
                    codes = [one.code for one in channels if one.kind != "pause"]
                    kept[-1] = replace(kept[-1], code=one_channel(codes))
                elif not _names_channel(kept):
                    kept.extend(channels)
                opened = None
                continue
            opened = None
        elif opened is not None and token.kind == "stop":
            opened = None
        kept.append(token)
    return kept


def without_shares(text: str, tokens: Sequence[Token]) -> list[Token]:
    """The tokens without the shares of a whole, and the comma or the bracket that parts each from
    its count: 公众号占 38%，为 30 条; 网站 26%(78 条)."""
    if "percentage" not in {token.number.unit_class for token in tokens if token.number}:
        return [*tokens]
    kept: list[Token] = []
    skipped: Token | None = None  # a share whose count may stand behind a comma or in a bracket
    closing: Token | None = None
    for index, token in enumerate(tokens):
        if token is closing:
            continue
        before, skipped = skipped, None
        counts = before is not None and token.start == before.end
        is_dropped = counts and (not kept or kept[-1] is not before)
        if is_dropped and _leads_to_count(text, tokens, index):
            continue
        inner = tokens[index + 1 : index + 3]
        if counts and token.kind == "open" and _is_count(inner):
            if not is_dropped:
                kept.pop()
            closing = inner[-1]
            continue
        if _is_share(token):
            skipped = token
            if _TAKES_UP.search(text, max(0, token.start - _NEAR), token.start):
                if kept and kept[-1].kind in _PARTS and _stands_alone(text, kept[-1], token):
                    kept.pop()
                elif kept and kept[-1].kind == "respective":
                    kept.pop()  # 分别占 21%、64%: it deals out shares, no counts
                continue
        kept.append(token)
    return kept


def _leads_to_count(text: str, tokens: Sequence[Token], index: int) -> bool:
    """Whether punctuation behind a share leads to its count: 占 38%，为 30 条; 占 38%、30 条."""
    token = tokens[index]
    if token.kind == "comma":
        return _NAMES_COUNT.match(text, token.end) is not None
    behind = tokens[index + 1] if index + 1 < len(tokens) else token
    return token.kind == "pause" and _counts_items(behind, behind.end) and behind.start == token.end


def _is_count(inner: Sequence[Token]) -> bool:
    """Whether a bracket holds a count of items and no more."""
    if [token.kind for token in inner] != ["number", "close"]:
        return False
    number = inner[0].number
    return number is not None and number.unit_class == "item"


def _stands_alone(text: str, comma: Token, share: Token) -> bool:
    """Whether nothing but a share stands behind the comma: ，占 35.5%."""
    return _TAKES_UP.fullmatch(text, comma.end, share.start) is not None


def _is_share(token: Token) -> bool:
    return token.number is not None and token.number.unit_class == "percentage"


def _counts_items(token: Token, end: int) -> bool:
    """Whether the token is a count of items that ends there: 50 条(网站)."""
    number = token.number
    return number is not None and number.unit_class.startswith("item") and token.end == end


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
