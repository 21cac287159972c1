"""Headings that name a channel for the sentences under them: （二）微信公众号公开情况."""

import re

from disclosure_stats.postings.tokens import Token

_ENUMERATED = re.compile(
    r"[\s]*(?:\([一二三四五六七八九十\d]{1,2}\)|[一二三四五六七八九十\d]{1,2}[、.]|[一二三四五六七八九]是)"
)
_ON_POSTING = re.compile(r"公开|发布|推送|方面|情况|渠道|途径|平台")
_LONGEST = 30  # characters


def channels_of_headings(text: str, tokens: list[Token]) -> dict[int, str]:
    """Number of a sentence → the channel of the heading that it stands under, where there is one.

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
        begin, inside = token.end, []
        sentence += token.kind == "stop"
        if channel is not None:
            governed[sentence] = channel
    return governed
