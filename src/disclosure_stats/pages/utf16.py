"""Texts that PDFium gives in UTF-16."""

import ctypes
from typing import Any

MAX_BYTES = 4_000  # of one text


def utf16(call: Any, *arguments: Any) -> str:
    """What the function `call` of PDFium writes when it is asked with `arguments`, to which a
    buffer and its size are added; empty where that is nothing or longer than `MAX_BYTES`."""
    units = (ctypes.c_ushort * (MAX_BYTES // 2))()
    size = call(*arguments, units, MAX_BYTES)
    written = bytes(units)[: size if size <= MAX_BYTES else 0]
    return written.decode("utf-16-le", "replace").rstrip("\0")
