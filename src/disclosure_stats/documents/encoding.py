"""The text of a web page from its bytes, as browsers decide it, and where they are lied to, by
what comes out."""

import codecs
import re

from disclosure_stats.documents.kinds import unmarked_utf16

_META_WITHIN = 8_192  # bytes; browsers look at 1,024, sites put more before it
_META = re.compile(rb"<meta[^>]{0,400}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.I)
_XML = re.compile(rb"<\?xml[^>]{0,200}encoding\s*=\s*[\"']([\w.:-]{2,40})", re.I)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_READ_AS = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "gb_2312-80": "gb18030"}
_GUESSES = ("utf-8", "gb18030", "big5")
_MAX_SPOILT = 0.002  # of the characters: more that cannot be read, and it was another encoding
_MAX_STRANGE = 0.95  # of the ideographs are not among the commonest: in any report under 0.85
_SAMPLE = 40_000  # characters that tell how a text comes out
# What most Chinese pages hold, and what hardly any text holds that was read by a wrong table.
_COMMON = frozenset(
    "的一是不了在有和人这中大为上个国我以要他时来用们公开政府信息年度工作情况报告申请"
)


def decode(data: bytes, declared: str | None = None) -> tuple[str, str]:
    """The text of `data` and the encoding that it is in.

    In this order count: a byte order mark, whether it is UTF-8 as it stands, `declared` (what the
    header of its part says), the page's own `meta`, and what comes out. What is said but cannot be
    is passed over.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace"), encoding
    wide = unmarked_utf16(data)
    if wide:
        return data.decode(wide, "replace"), wide
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass  # text in another encoding is hardly ever UTF-8 by chance; or a few bytes are torn
    stated = [declared] if declared else []
    head = data[:_META_WITHIN]
    for found in (_META.search(head), _XML.search(head)):
        stated += [found[1].decode("ascii")] if found else []
    names = dict.fromkeys([name for name in map(_known, stated) if name] + [*_GUESSES])
    tried: list[tuple[tuple[bool, float], str, str]] = []
    for name in names:
        tried.append(_tried(data, name))
        if tried[-1][0] < (False, _MAX_STRANGE):
            break
    best = min(tried, key=lambda attempt: attempt[0])
    return best[1], best[2]


def _tried(data: bytes, encoding: str) -> tuple[tuple[bool, float], str, str]:
    """How badly the text comes out by an encoding, the text, and the encoding."""
    text = data.decode(encoding, "replace")
    spoilt = text.count("\ufffd") / max(len(text), 1)
    ideographs = [c for c in text[:_SAMPLE] if "\u4e00" <= c <= "\u9fff"]
    common = sum([character in _COMMON for character in ideographs])
    strange = 1 - common / len(ideographs) if ideographs else 1.0
    return (spoilt > _MAX_SPOILT, strange), text, encoding


def _known(name: str) -> str | None:
    name = _READ_AS.get(name.lower(), name)
    try:
        codec = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    return codec.name if codec._is_text_encoding else None
