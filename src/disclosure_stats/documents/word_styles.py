"""What styles of a Word file decide of what is seen: hidden, struck, raised, centred, numbered."""

from typing import NamedTuple
from xml.etree.ElementTree import Element

from disclosure_stats.documents.word_names import attribute, child, children, is_on

_MAX_DEPTH = 20  # styles based on styles


class Look(NamedTuple):
    """How text is set; null where nothing is said of it."""

    is_hidden: bool | None = None
    is_struck: bool | None = None
    is_raised: bool | None = None
    is_centred: bool | None = None
    list_id: str | None = None
    depth: int | None = None

    def over(self, other: "Look") -> "Look":
        """This, and what it leaves open from another."""
        if self is NOTHING:
            return other
        if other is NOTHING:
            return self
        given = {name: value for name, value in self._asdict().items() if value is not None}
        return other._replace(**given)


NOTHING = Look()


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
    hidden = struck = raised = None
    for one in properties:
        name = one.tag
        if name == "vanish":
            hidden = is_on(one)
        elif name in ("strike", "dstrike"):
            struck = is_on(one) or bool(struck)
        elif name == "vertAlign":
            raised = attribute(one, "val") == "superscript"
    return Look(hidden, struck, raised)


def paragraph_look(properties: Element | None) -> Look:
    """What the properties of a paragraph say themselves."""
    if properties is None:
        return NOTHING
    centred = list_id = depth = None
    for one in properties:
        name = one.tag
        if name == "jc":
            centred = attribute(one, "val") == "center"
        elif name == "numPr":
            list_id = attribute(child(one, "numId"), "val")
            level = attribute(child(one, "ilvl"), "val")
            depth = int(level) if level and level.isdecimal() else None
    return Look(None, None, None, centred, list_id, depth)
