"""Fonts that stand in for Chinese fonts that neither the file nor this machine has.

PDFium leaves out of a page's text what has no extent. Without a font to measure, a text of one
character has none: a unit or a digit alone in its cell would be lost. The font made here has one
glyph for all characters, as large as an ideograph and all but empty. Pictures of pages, which would
lack every ideograph, are drawn with Noto where the extra `notebooks` has brought it.
"""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from typing import Any

import pypdfium2.raw as pdfium_c

_SIMPLIFIED_CHINESE = 134  # FXFONT_GB2312_CHARSET
_CHARSETS = frozenset((128, 129, _SIMPLIFIED_CHINESE, 136))  # FXFONT_*: Japanese, Korean, Chinese
# Told from the handles of the machine's fonts, which are addresses.
_MEASURING, _DRAWING = 0x5F1A9D, 0x5F1A9F
_NOTO = "pylopdf_fonts_zh_cn"

_kept: list[Any] = []  # PDFium calls these for as long as the process lives
_absent: set[tuple[Any, ...]] = set()  # PDFium looks long for what the machine does not have
_measuring = 0  # pages that are being read


@contextmanager
def measured() -> Iterator[None]:
    """While a page is read, PDFium, which is initialised, measures with the stand-in what it finds
    no font for; what is drawn then, not read, is drawn with Noto."""
    global _measuring
    if not _kept:
        _install()
    _measuring += 1
    try:
        yield
    finally:
        _measuring -= 1


def has_ideographs() -> bool:
    """Whether pictures of the pages that were read show their ideographs: the machine has had a
    font for all of them, or there is Noto."""
    return not _absent or find_spec(_NOTO) is not None


def _install() -> None:
    default = pdfium_c.FPDF_GetDefaultSystemFontInfo()
    if not default:
        return  # this platform has no list of fonts to add to
    machine = default.contents
    fonts = _FontsAndFallbacks(default)
    info = pdfium_c.FPDF_SYSFONTINFO()
    info.version = machine.version
    for name, function in (
        ("EnumFonts", fonts.enumerate),
        ("MapFont", fonts.map),
        ("GetFont", fonts.get),
        ("GetFontData", fonts.data),
        ("GetFaceName", fonts.face_name),
        ("GetFontCharset", fonts.charset),
        ("DeleteFont", fonts.delete),
    ):
        if getattr(machine, name):
            setattr(info, name, type(getattr(info, name))(function))
    _kept.extend((default, info))
    pdfium_c.FPDF_SetSystemFontInfo(info)


class _FontsAndFallbacks:
    """What PDFium asks of the machine's list of fonts, with ours behind them. The first argument of
    each call is the list, the others are those of FPDF_SYSFONTINFO."""

    def __init__(self, default: Any) -> None:
        self._default, self._machine = default, default.contents

    def enumerate(self, _: Any, mapper: Any) -> None:
        self._machine.EnumFonts(self._default, mapper)

    def map(self, _: Any, *wanted: Any) -> Any:
        weight, is_italic, charset, pitch, name, _ = wanted
        font = (weight, is_italic, charset, pitch, ctypes.string_at(name) if name else b"")
        if font not in _absent:
            found = self._machine.MapFont(self._default, *wanted)
            if found or charset not in _CHARSETS:
                return found
            _absent.add(font)
        return _MEASURING if _measuring else _DRAWING if find_spec(_NOTO) else None

    def get(self, _: Any, face: Any) -> Any:
        return self._machine.GetFont(self._default, face)

    def data(self, _: Any, handle: Any, table: int, buffer: Any, size: int) -> int:
        if handle not in _DATA:
            return int(self._machine.GetFontData(self._default, handle, table, buffer, size))
        part = _DATA[handle]() if table == 0 else b""
        if buffer and size >= len(part):
            ctypes.memmove(buffer, part, len(part))
        return len(part)

    def face_name(self, _: Any, handle: Any, buffer: Any, size: int) -> int:
        if handle in _DATA:
            return 0
        return int(self._machine.GetFaceName(self._default, handle, buffer, size))

    def charset(self, _: Any, handle: Any) -> int:
        if handle in _DATA:
            return _SIMPLIFIED_CHINESE
        return int(self._machine.GetFontCharset(self._default, handle))

    def delete(self, _: Any, handle: Any) -> None:
        if handle not in _DATA:
            self._machine.DeleteFont(self._default, handle)


@cache
def _noto() -> bytes:
    """Noto Sans SC, of the extra `notebooks`."""
    import pylopdf_fonts_zh_cn

    return bytes(pylopdf_fonts_zh_cn.sans_path().read_bytes())


@cache
def _stand_in() -> bytes:
    """The font that `bench/make_stand_in_font.py` makes."""
    return (files(__package__) / "stand_in.ttf").read_bytes()


_DATA = {_MEASURING: _stand_in, _DRAWING: _noto}
