"""Headings that name a channel for the sentences under them, （二）微信公众号公开情况, and ends of
sentences that name it for what came before, …，均通过网站公开."""

import re

from disclosure_stats.postings.channels import one_channel
from disclosure_stats.postings.tokens import Token

_ENUMERATED = re.compile(
    r"[\s]*(?:\([一二三四五六七八九十\d]{1,2}\)|[一二三四五六七八九十\d]{1,2}[、.]|[一二三四五六七八九]是)"
)
_ON_POSTING = re.compile(r"公开|发布|推送|方面|情况|渠道|途径|平台")
_LONGEST = 30  # characters
_CHANNELS = frozenset({"channel", "weak_channel"})


def channels_of_headings(text: str, tokens: list[Token]) -> dict[int, str]:
    """Number of a sentence → the channel that its end names for all of it, or that of the heading
    that it stands under, where there is one.

    A heading is a short enumerated sentence without a count, and holds until the next enumerated
    sentence.
    """
    governed: dict[int, str] = {}
    channel: str | None = None
    begin = 0
    inside: list[Token] = []
    sentence = 0
    for token in tokens:
        if token.kind not in ("stop", "semicolon"):
            inside.append(token)
            continue
        enumerated = _ENUMERATED.match(text, begin)
        if enumerated is not None:
            codes = {t.code for t in inside if t.kind == "channel"}
            counts = any(t.number and t.number.unit_class.startswith("item") for t in inside)
            is_heading = token.start - begin <= _LONGEST and len(codes) == 1 and not counts
            first, last = enumerated.end(), token.start
            on_posting = _ON_POSTING.search(text, begin, last) or any(
                (t.start, t.end) == (first, last) for t in inside
            )
            channel = codes.pop() if is_heading and on_posting else None
        codes_at_end = _named_for_all(inside)
        if codes_at_end:
            governed[sentence] = one_channel(codes_at_end)
        begin, inside = token.end, []
        sentence += token.kind == "stop"
        if channel is not None:
            governed[sentence] = channel
    codes_at_end = _named_for_all(inside)
    if codes_at_end:
        governed[sentence] = one_channel(codes_at_end)
    return governed


def _named_for_all(tokens: list[Token]) -> list[str]:
    """The channels behind 均通过 or the like, where no count follows them."""
    for index in range(len(tokens) - 1, -1, -1):
        if tokens[index].number is not None:
            break
        if tokens[index].kind == "all_of_them":
            return [token.code for token in tokens[index:] if token.kind in _CHANNELS]
    return []
