"""Whether a file has layers (optional content), which may be switched off."""

import zlib

_LAYERS = b"/OCProperties"
_PACKED = b"/ObjStm"
_STREAM = b"stream"
_MAX_PACKED = 64  # object streams that are looked into
_MAX_UNPACKED = 4_000_000  # bytes of one


def may_have_layers(data: bytes) -> bool:
    """Whether the catalog of the PDF `data` may name layers: it may be packed into a stream, and
    that be encrypted."""
    if _LAYERS in data:
        return True
    start = data.find(_PACKED)
    if start < 0:
        return False
    if b"/Encrypt" in data:
        return True
    for _ in range(_MAX_PACKED):
        if _LAYERS in _unpacked(data, start):
            return True
        start = data.find(_PACKED, start + len(_PACKED))
        if start < 0:
            return False
    return True


def _unpacked(data: bytes, start: int) -> bytes:
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
