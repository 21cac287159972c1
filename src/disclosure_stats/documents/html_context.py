"""What an element of a page hands on to what is in it, and how it is displayed."""

import re
from typing import Any, NamedTuple

from disclosure_stats.documents.colours import INK, PAPER, UNKNOWN, Colour, colour_of
from disclosure_stats.documents.page_styles import Attributes, Style
from disclosure_stats.documents.visibility import (
    ground_of,
    hand_of,
    is_drawn_otherwise,
    is_raised,
    is_shifted,
    is_tiny,
    masks,
)

_TAGS_OF_BLOCKS = (
    "html body address article aside blockquote center dd details dialog dir div dl dt "
    "fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr "
    "legend li listing main menu nav ol p plaintext pre search section summary ul xmp caption"
)
_BLOCKS = frozenset(_TAGS_OF_BLOCKS.split())
_TABLE_PARTS = {
    "table": "table",
    "thead": "table-header-group",
    "tbody": "table-row-group",
    "tfoot": "table-footer-group",
    "tr": "table-row",
    "td": "table-cell",
    "th": "table-cell",
    "caption": "table-caption",
}
_DIGITS = re.compile("[0-9a-f]{6}")
_OF_NOTES = "#_"  # Word names what leads to notes and comments so: #_ftn1, #_msocom_1
_CENTRED = frozenset(("center", "h1", "h2"))
_PREFORMATTED = frozenset(("pre", "listing", "xmp", "plaintext"))


class Context(NamedTuple):
    """What an element hands on to what is in it."""

    path: tuple[int, ...] = ()
    is_visible: bool = True
    is_tiny: bool = False
    is_link: bool = False
    is_centred: bool = False
    is_preformatted: bool = False
    is_raised: bool = False
    is_shifted: bool = False
    is_masked: bool = False
    is_turned: bool = False
    colour: Colour | None = INK
    ground: Colour = PAPER
    hand: frozenset[tuple[str, str]] = frozenset()


def display_of(tag: str, style: Style) -> str:
    """`table` and its parts, `block` or `inline`; a flexible box and a grid are blocks."""
    display = style.get("display", "")
    if display in ("", "initial", "inherit", "unset", "revert"):
        if tag in _TABLE_PARTS:
            return _TABLE_PARTS[tag]
        return "block" if tag in _BLOCKS else "inline"
    if display.startswith(("table", "inline-table")):
        return display
    if display in ("inline", "inline-block", "contents", "ruby", "inline-flex", "inline-grid"):
        return "inline"
    return "block"


def within(tag: str, style: Style, attributes: Attributes, context: Context) -> Context:
    """The context of what is in an element."""
    changes: dict[str, Any] = {}
    align = style.get("text-align") or (attributes.get("align") or "").lower()
    if align or tag in _CENTRED:
        changes["is_centred"] = align == "center" or not align
    address = attributes.get("href") if tag == "a" else None
    if address:
        changes["is_link"] = True
        changes["is_raised"] = context.is_raised or _OF_NOTES in address
    if tag in ("sup", "sub"):
        changes["is_raised"] = True
    if tag == "bdo":
        changes["is_turned"] = (attributes.get("dir") or "").lower() == "rtl"
    if tag in _PREFORMATTED:
        changes["is_preformatted"] = True
    if tag == "font":
        if attributes.get("color"):
            changes["colour"] = colour_of(_legacy(attributes.get("color")), context.colour)
        if attributes.get("face"):
            changes["is_masked"] = masks({"font-family": (attributes.get("face") or "").lower()})
    if attributes.get("background"):
        changes["ground"] = UNKNOWN
    elif attributes.get("bgcolor"):
        said = {"background": _legacy(attributes.get("bgcolor"))}
        changes["ground"] = ground_of(said, context.ground)
    if style:
        changes |= _of_style(tag, style, context)
    return context._replace(**changes) if changes else context


def _of_style(tag: str, style: Style, context: Context) -> dict[str, Any]:
    """What a style hands on to what is in its element."""
    changes: dict[str, Any] = {}
    if style.get("white-space", "").startswith(("pre", "break-spaces")):
        changes["is_preformatted"] = True
    if display_of(tag, style) == "inline":
        if is_raised(style):
            changes["is_raised"] = True
        if is_shifted(style):
            changes["is_shifted"] = True
    if "override" in style.get("unicode-bidi", "") and "direction" in style:
        changes["is_turned"] = style["direction"] == "rtl"
    is_masked = masks(style)
    if is_masked is not None:
        changes["is_masked"] = is_masked
    size_is_tiny = is_tiny(style)
    if size_is_tiny is not None:
        changes["is_tiny"] = size_is_tiny
    if "visibility" in style:
        changes["is_visible"] = style["visibility"] not in ("hidden", "collapse")
    changes |= _colours(style, context)
    hand = hand_of(style)
    if hand:
        changes["hand"] = context.hand | hand
    return changes


def _colours(style: Style, context: Context) -> dict[str, Any]:
    """The colours of text and of what lies behind it, as far as a style says them."""
    changes: dict[str, Any] = {}
    for name in ("color", "-webkit-text-fill-color"):
        if name in style:
            changes["colour"] = colour_of(style[name], context.colour)
    if is_drawn_otherwise(style):
        changes["colour"] = INK
    if "background" in style or "background-color" in style:
        changes["ground"] = ground_of(style, context.ground)
    return changes


def _legacy(colour: str | None) -> str:
    """A colour as older markup has it, for which no sign need stand before the digits."""
    text = (colour or "").strip().lower()
    return f"#{text}" if _DIGITS.fullmatch(text) else text
