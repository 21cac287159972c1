"""A font that has Chinese, and the proof that it has every character of a figure."""

from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from matplotlib import font_manager
from matplotlib.figure import Figure
from matplotlib.ft2font import FT2Font
from matplotlib.text import Text

_UNSEEN = frozenset("\n\t ")


class MissingGlyphError(ValueError):
    """A label holds a character that the chart's font cannot draw: it would show as a box."""


@cache
def chinese_font() -> str:
    """The family name of the font that the charts use, made known to matplotlib.

    Noto Sans SC (OFL) from the package pylopdf-fonts-zh-cn, whatever fonts the system has. Raises
    MissingGlyphError, saying what to install, without it.
    """
    if find_spec("pylopdf_fonts_zh_cn") is None:
        raise MissingGlyphError(
            "no font with Chinese characters: install the extra 'notebooks' of disclosure-stats"
        )
    import pylopdf_fonts_zh_cn

    path = pylopdf_fonts_zh_cn.sans_path()
    font_manager.fontManager.addfont(path)
    return str(FT2Font(path).family_name)


def check_glyphs(figure: Figure) -> None:
    """Raises MissingGlyphError, naming character and label, for a text that the font lacks a
    character of."""
    for text in texts_of(figure):
        font = font_manager.findfont(text.get_fontproperties(), fallback_to_default=False)
        missing = {c for c in text.get_text() if c not in _UNSEEN and ord(c) not in _glyphs(font)}
        if missing:
            characters = ", ".join(f"{c} (U+{ord(c):04X})" for c in sorted(missing))
            raise MissingGlyphError(
                f"the font {Path(font).name} has no {characters}, in the label {text.get_text()!r}"
            )


def texts_of(figure: Figure) -> Iterator[Text]:
    """The figure's texts that are drawn: visible, not empty, in visible parents."""
    for artist in figure.findobj(Text):
        assert isinstance(artist, Text)
        if artist.get_visible() and artist.get_text().strip():
            yield artist


@cache
def _glyphs(path: str) -> frozenset[int]:
    return frozenset(FT2Font(path).get_charmap())
