"""What a file is called in the tables, and how it is found again by that.

File systems keep names as bytes: those of archives that were packed on Windows are often GB18030.
Two names are never written alike: what is written can be turned back into the bytes.
"""

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_FIRST_UNDECODED = 0xDC00  # Python keeps a byte that cannot be decoded as this and its value
_UNDECODED = re.compile("[\udc80-\udcff]")
_ESCAPE = re.compile(r"\\x([0-9a-f]{2})")


def source_path(path: str, is_shared: bool = False) -> str:
    r"""The path as it is written in tables, with `/` between names.

    A name that is not UTF-8 is read as GB18030; bytes that are neither are written as `\xff`. With
    `is_shared`, when another path reads like this one, all bytes of such a name are.

    >>> source_path(os.fsdecode("卢氏县/官道口镇.pdf".encode("gb18030")))
    '卢氏县/官道口镇.pdf'
    """
    names = map(os.fsencode, path.split(os.sep))
    return "/".join(_written(name, is_shared) for name in names)


def find_original(home: Path, written: str) -> Path:
    """The file below `home` that tables know by this `source_path`; where there is none, the path
    that it would have if its name were UTF-8."""
    found = os.fspath(home)
    for name in written.split("/"):
        there = (os.path.join(found, os.fsdecode(name)) for name in _may_be(name))
        plain = os.path.join(found, name)
        found = next(filter(os.path.lexists, there), plain)
    return Path(found)


def _written(name: bytes, is_shared: bool) -> str:
    try:
        text = name.decode()
    except UnicodeDecodeError:
        text = name.decode("ascii" if is_shared else "gb18030", "surrogateescape")
    text = _ESCAPE.sub(r"\\x5cx\1", text)  # a name may hold what looks like an escaped byte
    return _UNDECODED.sub(lambda match: f"\\x{ord(match[0]) - _FIRST_UNDECODED:02x}", text)


def _may_be(written: str) -> Iterator[bytes]:
    """The names that are written so."""
    text = _ESCAPE.sub(_unescaped, written)
    for encoding in ("utf-8", "gb18030"):
        with suppress(UnicodeEncodeError):
            yield text.encode(encoding, "surrogateescape")


def _unescaped(match: re.Match[str]) -> str:
    byte = int(match[1], 16)
    return chr(byte if byte < 0x80 else _FIRST_UNDECODED + byte)
