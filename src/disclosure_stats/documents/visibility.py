"""Whether what a style says of an element leaves anything of it to be seen."""

import re

from disclosure_stats.documents.page_styles import Style

_NOTHING = re.compile(r"0*\.?0+(?:px|pt|em|rem|%|cm|mm)?")
_FAR_OUT = re.compile(r"-\d{3,}(?:\.\d+)?(?:px|pt|em|rem)|-\d{2,}em|-\d{3,}%")
_WHITE = re.compile(
    r"white|#fff(?:fff|f)?|#ffffffff|rgba?\(\s*255\s*,\s*255\s*,\s*255\s*(?:,\s*[\d.]+\s*)?\)"
    r"|transparent|rgba\([^)]*,\s*0?\.?0+\s*\)"
)
_CLIPPED = re.compile(r"rect\(\s*(?:0|1)(?:px)?[\s,]+(?:0|1)(?:px)?[\s,]+(?:0|1)(?:px)?")


def is_hidden(style: Style) -> bool:
    """Whether an element takes no part in what is shown, with all that is in it."""
    if not style:
        return False
    if style.get("display") == "none" or style.get("mso-hide") == "all":
        return True
    if any(_is_nothing(style.get(name)) for name in ("opacity", "font-size")):
        return True
    if "scale(0)" in style.get("transform", ""):
        return True
    return _is_out_of_sight(style) or _is_cut_away(style)


def _is_nothing(value: str | None) -> bool:
    return value is not None and _NOTHING.fullmatch(value) is not None


def _is_out_of_sight(style: Style) -> bool:
    if style.get("position") in ("absolute", "fixed") and any(
        _FAR_OUT.fullmatch(style.get(side, "")) for side in ("left", "top", "right")
    ):
        return True
    return _FAR_OUT.fullmatch(style.get("text-indent", "")) is not None


def _is_cut_away(style: Style) -> bool:
    if _CLIPPED.search(style.get("clip", "")) or "inset(100%" in style.get("clip-path", ""):
        return True
    if style.get("overflow") not in ("hidden", "clip"):
        return False
    sizes = ("width", "height", "max-height", "max-width")
    return any(_is_nothing(style.get(size)) for size in sizes)


def is_struck(style: Style) -> bool:
    """Whether its text is struck through."""
    return "line-through" in style.get("text-decoration", "") or "line-through" in style.get(
        "text-decoration-line", ""
    )


def is_raised(style: Style) -> bool:
    """Whether its text stands raised, as the marks of notes do."""
    return style.get("vertical-align") in ("super", "text-top")


def is_white(style: Style) -> bool:
    """Whether its text has the colour of paper."""
    return _WHITE.fullmatch(style.get("color", "")) is not None


def has_ground(style: Style) -> bool:
    """Whether something that is no paper lies behind its text."""
    ground = style.get("background-color") or style.get("background") or ""
    return bool(ground) and ground != "none" and not _WHITE.match(ground)
