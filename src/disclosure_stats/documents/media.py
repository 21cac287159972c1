"""Whether a rule of a style sheet holds on the screen of a desk: wide, bright, at rest."""

import re
from collections.abc import Iterator

_WIDTH, _HEIGHT = 1_920.0, 1_080.0  # pixels
_FONT = 16.0  # pixels of an em
_NUMBERS = {
    "width": _WIDTH,
    "device-width": _WIDTH,
    "height": _HEIGHT,
    "device-height": _HEIGHT,
    "resolution": 1.0,  # dots per pixel
    "device-pixel-ratio": 1.0,
    "aspect-ratio": _WIDTH / _HEIGHT,
}
_WORDS = {
    "orientation": "landscape",
    "hover": "hover",
    "any-hover": "hover",
    "pointer": "fine",
    "any-pointer": "fine",
    "prefers-color-scheme": "light",
    "prefers-reduced-motion": "no-preference",
    "prefers-contrast": "no-preference",
    "scripting": "enabled",
    "display-mode": "browser",
}
_QUERY = re.compile(r"(?:(not|only)\s+)?([\w-]+)?(.*)", re.S)
_FEATURE = re.compile(r"\(([^()]*)\)")
_LENGTH = re.compile(r"(\d*\.?\d+)\s*(?:/\s*(\d+))?\s*(px|em|rem|dppx|x|dpi)?")
_SCALES = {"em": _FONT, "rem": _FONT, "dpi": 1 / 96}
_BOUND = re.compile(r"(?:([^\s<>=]+)\s*([<>]=?|=)\s*)?([a-z-]+)(?:\s*([<>]=?|=)\s*([^\s<>=]+))?")
_OF_ANOTHER_BROWSER = re.compile(r"(?<![\w-])-(?:ms|moz|o|khtml)-|\\[\d/]")
_MAX_BRACKETS = 32  # conditions within conditions
_WORDS_OF_PROPERTIES = (
    "accent align animation appearance aspect backdrop backface background block border bottom box "
    "break caret clip color column columns contain container content counter cursor direction "
    "display filter flex float font gap grid height hyphens image inline inset isolation justify "
    "left letter line list margin mask max min mix object offset opacity order outline overflow "
    "overscroll padding perspective place pointer position quotes resize right rotate row scale "
    "scroll scrollbar shape tab table text top touch transform transition translate unicode user "
    "vertical visibility white width will word writing zoom z"
)
_FIRST_WORDS = frozenset(_WORDS_OF_PROPERTIES.split())
"""What the names of properties begin with."""
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "="}


def holds_on_screen(queries: str) -> bool:
    """Whether one of the `queries` of a group of rules holds; none is asked where it is empty."""
    return any(_holds(query.strip()) for query in queries.lower().split(","))


def is_supported(condition: str, depth: int = 0) -> bool:
    """Whether a browser knows what a group of rules asks for, `depth` brackets deep; what is deeper
    than anybody writes is not."""
    known, is_denied, joint = False, False, ""
    for operand in _operands(condition.lower()):
        if operand == "not":
            is_denied = True
        elif operand in ("and", "or"):
            joint = operand
        else:
            here = _is_known(operand, depth) != is_denied
            known = known and here if joint == "and" else known or here
            is_denied = False
    return known


def is_of_another_browser(text: str) -> bool:
    """Whether a property or a value is one that only browsers of other makers know."""
    return _OF_ANOTHER_BROWSER.search(text) is not None


def _operands(condition: str) -> Iterator[str]:
    """What stands in brackets, with the name before them, and the words between."""
    start, depth = 0, 0
    for position, character in enumerate(condition + " "):
        depth += (character == "(") - (character == ")")
        is_end = character == ")" or character.isspace()
        if depth == 0 and is_end:
            operand = condition[start : position + 1].strip()
            start = position + 1
            if operand:
                yield operand


def _is_known(operand: str, depth: int) -> bool:
    """Whether what stands in brackets is known: a property with a value, or conditions; what bears
    a name, as a selector does, is."""
    inner = operand[1:-1].strip() if operand.startswith("(") else ""
    if inner.startswith(("(", "not", "selector(")):
        return depth < _MAX_BRACKETS and is_supported(inner, depth + 1)
    if is_of_another_browser(operand):
        return False
    if not inner:
        return True
    name, colon, _ = inner.partition(":")
    first = name.strip().removeprefix("-webkit-").partition("-")[0]
    return bool(colon) and (first in _FIRST_WORDS or name.startswith("--"))


def _holds(query: str) -> bool:
    match = _QUERY.fullmatch(query)
    if match is None:
        return False
    denied, kind, rest = match.groups()
    holds = kind in (None, "all", "screen") and all(map(_is_so, _FEATURE.findall(rest)))
    return not holds if denied == "not" else holds


def _is_so(feature: str) -> bool:
    """Whether what stands in the brackets of a query is so here; what is unknown is not."""
    name, colon, value = (part.strip() for part in feature.partition(":"))
    if not colon:
        return _is_in_bounds(name)
    name = name.removeprefix("-webkit-")
    for prefix, sign in (("min-", ">="), ("max-", "<=")):
        if name.startswith(prefix):
            return _compares(name.removeprefix(prefix).removeprefix("-moz-"), sign, value)
    return _WORDS.get(name) == value or _compares(name, "=", value)


def _is_in_bounds(text: str) -> bool:
    """`width <= 600px`, `400px < width`, or the name of what is there at all."""
    match = _BOUND.fullmatch(text)
    if match is None:
        return False
    low, low_sign, name, high_sign, high = match.groups()
    if low is None and high is None:
        return name in _NUMBERS or name in _WORDS or name == "color"
    is_above = low is None or _compares(name, _TURNED[low_sign], low)
    return is_above and (high is None or _compares(name, high_sign, high))


def _compares(name: str, sign: str, value: str) -> bool:
    here, length = _NUMBERS.get(name), _LENGTH.fullmatch(value)
    if here is None or length is None:
        return False
    there = float(length[1]) / float(length[2] or 1) * _SCALES.get(length[3] or "", 1.0)
    return {
        "<": here < there,
        "<=": here <= there,
        ">": here > there,
        ">=": here >= there,
        "=": here == there,
    }[sign]
