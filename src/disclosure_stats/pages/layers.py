"""Whether a file has layers (optional content), which may be switched off, or says something else
in its catalog."""

import re
import zlib
from collections.abc import Iterator

_LAYERS = b"/OCProperties"
_PACKED = b"/ObjStm"
_STREAM = b"stream"
_MAX_PACKED = 64  # object streams that are looked into
_MAX_UNPACKED = 4_000_000  # bytes of one


def may_have_layers(data: bytes) -> bool:
    """Whether the catalog of the PDF `data` may name layers."""
    return may_say(data, _LAYERS)


def may_say(data: bytes, name: bytes, value: bytes = b"") -> bool:
    """Whether an object of the PDF `data` may hold `name`, followed by what `value`, a regular
    expression, matches: it may be packed into a stream, and that be encrypted."""
    if _says(data, name, value):
        return True
    start = data.find(_PACKED)
    if start < 0:
        return False
    if b"/Encrypt" in data:
        return True
    return any(content is None or _says(content, name, value) for content in _unpacked(data, start))


def _says(content: bytes, name: bytes, value: bytes) -> bool:
    # A regular expression looks for a name far longer, and most files have none.
    return name in content and re.search(re.escape(name) + value, content) is not None


def _unpacked(data: bytes, start: int) -> Iterator[bytes | None]:
    """The content of each stream of objects, the first of which has its dictionary at `start`;
    null at last if there are too many to look into."""
    for _ in range(_MAX_PACKED):
        yield _content(data, start)
        start = data.find(_PACKED, start + len(_PACKED))
        if start < 0:
            return
    yield None


def _content(data: bytes, start: int) -> bytes:
    """The content of the stream whose dictionary is at `start`; nothing if it is damaged."""
    stream = data.find(_STREAM, start)
    if stream < 0:
        return b""
    begin = stream + len(_STREAM)
    while begin < len(data) and data[begin] in b"\r\n":
        begin += 1
    try:
        return zlib.decompressobj().decompress(memoryview(data)[begin:], _MAX_UNPACKED)
    except zlib.error:
        return b""
