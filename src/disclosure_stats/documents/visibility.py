"""Whether what a style says of an element leaves anything of it to be seen."""

import re

from disclosure_stats.documents.colours import UNKNOWN, Colour, colour_of
from disclosure_stats.documents.page_styles import Style
from disclosure_stats.documents.picture_fonts import draws_pictures

_NOTHING = re.compile(r"0*\.?0+(?:px|pt|em|rem|%|cm|mm)?")
_FAR_OUT = re.compile(r"-\d{3,}(?:\.\d+)?(?:px|pt|em|rem)|-\d{2,}em|-\d{3,}%")
_LENGTH = re.compile(r"-?(?:[2-9]|\d{2,})(?:\.\d+)?(?:px|pt)|-?(?:0?\.[1-9]\d*|1)em|-?\d{2}%")
_FAR_AWAY = re.compile(r"-\d{4,}(?:\.\d+)?(?:px|pt)|-\d{3,}(?:em|rem)")
_MOVED_FAR = re.compile(rf"translate(?:x|y|3d)?\([^)]*(?:{_FAR_AWAY.pattern})")
_PICTURE = re.compile("url\\(|gradient\\(")
_SHARE = re.compile(r"0*[1-9.][\d.]*(?:em|%)|inherit|unset|smaller|larger")
_SIZE = re.compile(r"(?<![\w./])(\d+(?:\.\d+)?|\.\d+)(px|pt|r?em|%)?(?=$|[\s/])")
_MIN_SIZES = {"pt": 2.0, "px": 2.0 / 0.75}  # smaller print is not seen
_ANY_SIZE = 1e-9
_CLIPPED_TO = re.compile(r"inset\((?:50|100)%|(?:circle|ellipse)\(0(?:px|%)?[\s)]")
_CLIPPED = re.compile(r"rect\(\s*(?:0|1)(?:px)?[\s,]+(?:0|1)(?:px)?[\s,]+(?:0|1)(?:px)?")

_IN_PIXELS = re.compile(r"(\d+(?:\.\d+)?)(?:px|pt)")
_MIN_DIGIT = 4.0  # pixels: the width of a digit in the smallest print

_NOTES_OF_WORD = ("comment", "footnote", "endnote")
_STRIKING = frozenset(("s", "strike", "del"))
_MOVING_OR_CUTTING = (
    "position left top right text-indent opacity clip clip-path transform filter overflow "
    "overflow-x overflow-y margin-left margin-top"
)
_OF_ONE_HAND = frozenset(_MOVING_OR_CUTTING.split())


def is_hidden(style: Style) -> bool:
    """Whether an element takes no part in what is shown, with all that is in it."""
    if not style:
        return False
    if style.get("display") == "none" or style.get("mso-hide") == "all":
        return True
    if style.get("mso-element", "").startswith(_NOTES_OF_WORD):
        return True
    if _is_nothing(style.get("opacity")):
        return True
    if style.get("content-visibility") == "hidden" or "opacity(0)" in style.get("filter", ""):
        return True
    moved = style.get("transform", "")
    if "scale(0)" in moved or _MOVED_FAR.search(moved):
        return True
    return _is_out_of_sight(style) or _is_cut_away(style)


def is_tiny(style: Style) -> bool | None:
    """Whether its text is too small to be seen; null where that is as in what is around it, of
    which its size is a share."""
    said = style.get("font-size") or style.get("font")
    if said is None or _SHARE.fullmatch(said):
        return None
    return any(float(size[1]) < _MIN_SIZES.get(size[2], _ANY_SIZE) for size in _SIZE.finditer(said))


def _is_nothing(value: str | None) -> bool:
    return value is not None and _NOTHING.fullmatch(value) is not None


def _is_out_of_sight(style: Style) -> bool:
    if style.get("position") in ("absolute", "fixed") and any(
        _FAR_OUT.fullmatch(style.get(side, "")) for side in ("left", "top", "right")
    ):
        return True
    if any(_FAR_AWAY.fullmatch(style.get(f"margin-{side}", "")) for side in ("left", "top")):
        return True
    return _FAR_OUT.fullmatch(style.get("text-indent", "")) is not None


def _is_cut_away(style: Style) -> bool:
    if _CLIPPED.search(style.get("clip", "")) or _CLIPPED_TO.search(style.get("clip-path", "")):
        return True
    return any(
        style.get(f"overflow-{axis}", style.get("overflow")) in ("hidden", "clip")
        and any(_is_nothing(style.get(size)) for size in (side, f"max-{side}"))
        for axis, side in (("x", "width"), ("y", "height"))
    )


def is_struck(style: Style, tag: str = "") -> bool:
    """Whether its text is struck through, by its style or, where that says nothing, its tag."""
    said = [style[name] for name in ("text-decoration", "text-decoration-line") if name in style]
    return any("line-through" in one for one in said) or (tag in _STRIKING and not said)


def is_raised(style: Style) -> bool:
    """Whether its text stands raised or lowered, as the marks of notes do."""
    return style.get("vertical-align") in ("super", "sub", "text-top")


def is_shifted(style: Style) -> bool:
    """Whether its text stands off its line by a length."""
    shifts = [style.get("vertical-align", "")]
    if style.get("position") == "relative":
        shifts += (style.get("top", ""), style.get("bottom", ""))
    return any(map(_LENGTH.fullmatch, shifts))


def masks(style: Style) -> bool | None:
    """Whether its text is shown as something else, as dots or by a font of pictures; null where
    nothing is said of that."""
    security = style.get("-webkit-text-security")
    if security is not None:
        return security != "none"
    font = style.get("font-family") or style.get("font")
    return None if font is None else draws_pictures(font.split(",")[0])


def room_for_digits(style: Style) -> float | None:
    """How many digits there is room for where what is wider is cut off; null where nothing is."""
    if style.get("overflow-x", style.get("overflow")) not in ("hidden", "clip"):
        return None
    widths = (_IN_PIXELS.fullmatch(style.get(name, "")) for name in ("width", "max-width"))
    return min((float(width[1]) / _MIN_DIGIT for width in widths if width), default=None)


def is_placed(style: Style) -> bool:
    """Whether an element stands at a place of its own, wherever it is in the source."""
    sides = ("left", "top", "right", "bottom")
    return style.get("position") in ("absolute", "fixed") and any(side in style for side in sides)


def is_drawn_otherwise(style: Style) -> bool:
    """Whether its text is seen by what lies behind it or by its outline, whatever its colour."""
    clips = (style.get("background-clip"), style.get("-webkit-background-clip"))
    stroke = style.get("-webkit-text-stroke", "0")
    return "text" in clips or _NOTHING.match(stroke) is None


def ground_of(style: Style, behind: Colour) -> Colour:
    """The colour behind its text, where `behind` is that behind the element."""
    said = style.get("background-color") or style.get("background") or ""
    if _PICTURE.search(said):
        return UNKNOWN
    grounds = (colour_of(part, UNKNOWN) for part in (said, *said.split()))
    named = next((ground for ground in grounds if ground != UNKNOWN), None)
    return named or behind


def hand_of(style: Style) -> frozenset[tuple[str, str]]:
    """What may move its text elsewhere or take it away, wholly or not: digits of one number have
    it in common."""
    return frozenset(item for item in style.items() if item[0] in _OF_ONE_HAND)
