"""Elements and attributes of WordprocessingML by their names, which bear no namespace here."""

from xml.etree.ElementTree import Element

_OFF = frozenset(("0", "false", "off", "none"))


def child(element: Element | None, name: str) -> Element | None:
    """The first child of that name."""
    return None if element is None else element.find(name)


def children(element: Element | None, name: str) -> list[Element]:
    """All children of that name."""
    return [] if element is None else element.findall(name)


def attribute(element: Element | None, name: str) -> str | None:
    """An attribute, whatever its namespace."""
    if element is not None:
        for key, value in element.attrib.items():
            if key.rpartition("}")[2] == name:
                return value
    return None


def is_on(element: Element | None) -> bool:
    """Whether a property is there, and not switched off."""
    return element is not None and (attribute(element, "val") or "").lower() not in _OFF


def number_of(text: str | None, otherwise: int) -> int:
    """A whole number; `otherwise` where there is none."""
    try:
        return int(text or "")
    except ValueError:
        return otherwise
