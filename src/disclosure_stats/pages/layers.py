"""Whether a file has layers (optional content), which may be switched off."""

import re
import zlib

_LAYERS = b"/OCProperties"
_PACKED = re.compile(rb"/ObjStm\b")
_STREAM = re.compile(rb"stream\r?\n")
_MAX_PACKED = 64  # object streams that are looked into
_MAX_UNPACKED = 4_000_000  # bytes of one


def may_have_layers(data: bytes) -> bool:
    """Whether the catalog of the PDF `data` may name layers: it may be packed into a stream, and
    that be encrypted."""
    if _LAYERS in data:
        return True
    packed = [match.start() for match in _PACKED.finditer(data)]
    if packed and (b"/Encrypt" in data or len(packed) > _MAX_PACKED):
        return True
    return any(_LAYERS in _unpacked(data, start) for start in packed)


def _unpacked(data: bytes, start: int) -> bytes:
    """The content of the stream whose dictionary is at `start`; nothing if it is damaged."""
    stream = _STREAM.search(data, start)
    if stream is None:
        return b""
    try:
        return zlib.decompressobj().decompress(data[stream.end() :], _MAX_UNPACKED)
    except zlib.error:
        return b""
