"""What styles of a Word file decide of what is seen: hidden, struck, raised, centred, numbered."""

import re
from collections.abc import Callable
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

from disclosure_stats.documents.colours import INK, PAPER, UNKNOWN, Colour, colour_of
from disclosure_stats.documents.package import parse_xml
from disclosure_stats.documents.picture_fonts import draws_pictures
from disclosure_stats.documents.word_names import attribute, child, children, is_on, number_of

_STYLE, _END_OF_STYLE, _OF_TABLES = b"<w:style ", b"</w:style>", b'w:type="table"'
_NAME_OF_STYLE = re.compile(rb'w:styleId="([^"]*)"')
_SHADING = re.compile(rb'<w:shd\b[^>]*\bw:fill="(?!auto|[Ff]{6}")')
_MAX_DEPTH = 20  # styles based on styles
_MIN_SIZE = 4  # half points: smaller print is not seen
_MIN_SHIFT = 4  # half points off the line, for text to be the mark of a note
_PAPER_OF_THEME = ("background1", "light1", "bg1", "lt1")
_SHADES = frozenset(("lumMod", "shade"))  # of a colour of the theme: darker than that itself
_RAISED = ("superscript", "subscript")


class Look(NamedTuple):
    """How text is set; null where nothing is said of it."""

    is_hidden: bool | None = None
    is_tiny: bool | None = None
    is_unfilled: bool | None = None
    is_struck: bool | None = None
    is_struck_twice: bool | None = None
    is_raised: bool | None = None
    is_shifted: bool | None = None
    is_masked: bool | None = None
    colour: Colour | None = None
    ground: Colour | None = None
    is_centred: bool | None = None
    list_id: str | None = None
    depth: int | None = None

    @property
    def is_unseen(self) -> bool:
        """Whether text is not there for a person who reads, or is struck through."""
        unseen = self.is_hidden or self.is_tiny or self.is_unfilled
        return bool(unseen or self.is_struck or self.is_struck_twice)

    def over(self, other: "Look") -> "Look":
        """This, and what it leaves open from another."""
        if self is NOTHING:
            return other
        if other is NOTHING:
            return self
        given = {name: value for name, value in self._asdict().items() if value is not None}
        return other._replace(**given)

    def within(self, paragraph: "Look") -> "Look":
        """This, of a style of characters, in a paragraph of another style: what both of them switch
        on is off."""
        if self is NOTHING:
            return paragraph
        return self.over(paragraph)._replace(
            is_hidden=bool(self.is_hidden) != bool(paragraph.is_hidden),
            is_struck=bool(self.is_struck) != bool(paragraph.is_struck),
        )


NOTHING = Look()
AUTOMATIC: Colour = (-510, -510, -510)
"""The colour of text that has none of its own: black, or white on a dark ground."""


class PartedStyles(NamedTuple):
    """The styles of a file but those of tables, and the names of those of tables that shade."""

    others: Element | None
    of_shaded_tables: frozenset[str]


def parted_styles(data: bytes | None) -> PartedStyles:
    """The styles of the part `data`, null where there is none. No more is asked of those of tables,
    and they are most of it."""
    if data is None:
        return PartedStyles(None, frozenset())
    kept, shaded = [], []
    *styles, rest = data.split(_END_OF_STYLE)
    for style in styles:
        start = style.rfind(_STYLE)
        head = style[start : style.find(b">", start)]
        if start < 0 or _OF_TABLES not in head:
            kept.append(style + _END_OF_STYLE)
            continue
        kept.append(style[:start])
        name = _NAME_OF_STYLE.search(head)
        if name and _SHADING.search(style, start):
            shaded.append(name[1].decode())
    return PartedStyles(parse_xml(b"".join([*kept, rest])), frozenset(shaded))


class Styles:
    """The looks of a file's styles, by their names in it."""

    def __init__(self, root: Element | None) -> None:
        self._elements = {attribute(one, "styleId"): one for one in children(root, "style")}
        self._looks: dict[str, Look] = {}
        self.default = next(
            (
                name
                for name, one in self._elements.items()
                if attribute(one, "type") == "paragraph" and attribute(one, "default") == "1"
            ),
            None,
        )

    def look(self, style: str | None, depth: int = 0) -> Look:
        """The look of a style, with that of the one that it is based on."""
        element = self._elements.get(style) if style else None
        if style is None or element is None or depth > _MAX_DEPTH:
            return NOTHING
        if style not in self._looks:
            base = attribute(child(element, "basedOn"), "val")
            own = run_look(child(element, "rPr")).over(paragraph_look(child(element, "pPr")))
            self._looks[style] = own.over(self.look(base, depth + 1))
        return self._looks[style]


def run_look(properties: Element | None) -> Look:
    """What the properties of a run say themselves."""
    if properties is None:
        return NOTHING
    given: dict[str, Any] = {}
    for one in properties:
        say = _OF_RUN.get(one.tag)
        if say is not None:
            name, value = say(one)
            if value is not None:
                given[name] = value
    return Look(**given) if given else NOTHING


def ground_of_shading(element: Element | None) -> Colour | None:
    """The colour of the shading of a run, a paragraph or a cell; null where it has none."""
    is_solid = attribute(element, "val") == "solid"
    said = attribute(element, "color" if is_solid else "fill")
    return None if said is None else colour_of(f"#{said.lower()}", None)


def _color(element: Element) -> tuple[str, Colour | None]:
    is_shaded = attribute(element, "themeShade") is not None
    if attribute(element, "themeColor") in _PAPER_OF_THEME and not is_shaded:
        return "colour", PAPER
    return "colour", colour_of(f"#{attribute(element, 'val') or ''}".lower(), AUTOMATIC)


def _fill(element: Element) -> tuple[str, Colour | bool | None]:
    """The newer way to say a colour."""
    if child(element, "noFill") is not None:
        return "is_unfilled", True
    solid = child(element, "solidFill")
    of_theme = child(solid, "schemeClr")
    if of_theme is not None and attribute(of_theme, "val") in _PAPER_OF_THEME:
        is_shaded = any(one.tag in _SHADES for one in of_theme)
        return "colour", INK if is_shaded else PAPER
    said = attribute(child(solid, "srgbClr"), "val")
    return "colour", colour_of(f"#{said}".lower(), INK) if said else None


def _highlight(element: Element) -> tuple[str, Colour | None]:
    return "ground", colour_of((attribute(element, "val") or "").lower(), UNKNOWN)


def _size(element: Element) -> tuple[str, bool]:
    return "is_tiny", number_of(attribute(element, "val"), _MIN_SIZE) < _MIN_SIZE


def _off_line(element: Element) -> tuple[str, bool]:
    return "is_shifted", abs(number_of(attribute(element, "val"), 0)) >= _MIN_SHIFT


def _font(element: Element) -> tuple[str, bool | None]:
    """Whether its digits are set in a font of pictures; null where none is named for them."""
    font = attribute(element, "ascii") or attribute(element, "asciiTheme")
    return "is_masked", None if font is None else draws_pictures(font)


_OF_RUN: dict[str, Callable[[Element], tuple[str, bool | Colour | None]]] = {
    "rFonts": _font,
    "vanish": lambda one: ("is_hidden", is_on(one)),
    "strike": lambda one: ("is_struck", is_on(one)),
    "dstrike": lambda one: ("is_struck_twice", is_on(one)),
    "vertAlign": lambda one: ("is_raised", attribute(one, "val") in _RAISED),
    "position": _off_line,
    "sz": _size,
    "color": _color,
    "textFill": _fill,
    "shd": lambda one: ("ground", ground_of_shading(one)),
    "highlight": _highlight,
}
"""What each property of a run says of its look."""


def paragraph_look(properties: Element | None) -> Look:
    """What the properties of a paragraph say themselves."""
    if properties is None:
        return NOTHING
    centred = list_id = depth = ground = None
    for one in properties:
        name = one.tag
        if name == "shd":
            ground = ground_of_shading(one)
        elif name == "jc":
            centred = attribute(one, "val") == "center"
        elif name == "numPr":
            list_id = attribute(child(one, "numId"), "val")
            level = attribute(child(one, "ilvl"), "val")
            depth = int(level) if level and level.isdecimal() else None
    return Look(is_centred=centred, list_id=list_id, depth=depth, ground=ground)
