"""What a page's own style sheets and `style` attributes say of how an element is shown.

Only properties are kept that decide what a person sees, and in which table: no font, no colour but
that of paper, no box. Style sheets of other files are not there, and are not fetched.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from disclosure_stats.documents.flow import UNTOLD
from disclosure_stats.documents.media import (
    holds_on_screen,
    is_of_another_browser,
    is_supported,
)

Style = Mapping[str, str]
Attributes = Mapping[str, str | None]

_NOTHING: Style = {}

MAX_RULES_DEEP = 20
"""Rules within rules: deeper ones are left out."""

MAX_TRIED = 10_000_000  # elements that selectors are held against: further rules are left out

_NAMES_OF_PROPERTIES = (
    "display visibility opacity position left top right bottom text-indent font-size color "
    "background background-color text-decoration text-decoration-line vertical-align "
    "white-space text-align float grid-template-columns grid-column grid-row "
    "flex flex-grow flex-direction flex-basis width height "
    "max-height max-width overflow overflow-x overflow-y clip clip-path transform content mso-hide "
    "margin-left margin-top filter font -webkit-text-fill-color content-visibility list-style "
    "background-clip -webkit-background-clip -webkit-text-stroke list-style-type order flex-flow "
    "mso-element unicode-bidi direction -webkit-text-security font-family"
)
_PROPERTIES = frozenset(_NAMES_OF_PROPERTIES.split())
_DECIDING = (
    r"display|visib|opacity|position|indent|color|background|decoration|vertical"
    r"|space|align|grid|flex|overflow|clip|transform|hide|mso-el|list-style|width|float|margin"
    r"|filter|font:|fill|stroke|bidi|security|dings|dingbat|\border\s*:"
)
_RELEVANT = re.compile(_DECIDING, re.I)
_RELEVANT_BESIDE_TINY = re.compile(rf"{_DECIDING}|size\s*:", re.I)
_MAYBE_TINY = tuple(
    f"{name}:{gap}{size}"
    for name in ("size", "font")
    for gap in ("", " ")
    for size in ("0", ".", "1p", "1.", "2p", "2.")
)
"""How a style begins that says a size too small to be seen."""

_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.S)
_PSEUDO_ELEMENT = re.compile(r"::?(before|after)\s*$", re.I)
_NEVER_AT_REST = re.compile(r":(?:hover|focus|active|target|checked|visited|link)\b|::", re.I)
_IMPORTANT = re.compile(r"\s*!\s*important\s*$", re.I)
_PART_OF_CONTENT = re.compile(
    r"\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)'|attr\(\s*([\w-]+)\s*\)|(counters?)\(|(/)", re.I
)
_VARIABLE = re.compile(r"(--[\w-]+)\s*:\s*([^;}]*)")
_USE_OF_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,([^()]*))?\)")
_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})\s?|\\(.)")
_COMMA = re.compile(r",(?![^(\[]*[)\]])")  # between selectors, not within the brackets of one
_GROUP = re.compile(r"@(media|supports|layer)\b(.*)", re.I | re.S)
_MAX_SELECTORS = 1_000  # of one rule within others
_DECLARATION = re.compile(r"(?:[^;\"'(]|\"[^\"]*\"|'[^']*'|\([^)]*\))+")

_Ranked = tuple[tuple[bool, tuple[int, int, int], int], str]


class PageStyles:
    """The styles of a page's elements."""

    def __init__(self, tree: LexborHTMLParser) -> None:
        self._of_node: dict[int, dict[str, _Ranked]] = {}
        self._generated: dict[tuple[int, str], dict[str, _Ranked]] = {}
        self._shown: set[int] = set()
        order, tried = 0, 0
        elements = len(tree.css("*"))
        sheets = [
            _COMMENT.sub("", sheet.text())
            for sheet in tree.css("style:not(noscript style)")
            if holds_on_screen(sheet.attributes.get("media") or "")
        ]
        markup = (tree.html or "").lower()
        self._holds_tiny = any(start in markup for start in _MAYBE_TINY)
        relevant = _RELEVANT_BESIDE_TINY if self._holds_tiny else _RELEVANT
        variables = _variables(tree, sheets)
        for sheet in sheets:
            for selectors, body in _rules(_with_values(sheet, variables)):
                if not relevant.search(body) and "content" not in body:
                    continue
                order += 1
                tried += elements * len(selectors)
                if tried > MAX_TRIED:
                    return
                self._add(tree, selectors, _declarations(body), order)

    def show(self, node: LexborNode) -> None:
        """Forgets what hides an element, as a script does."""
        self._shown.add(node.mem_id)

    def is_opened(self, node: LexborNode) -> bool:
        """Whether what hides an element is forgotten."""
        return node.mem_id in self._shown

    def of(self, node: LexborNode, attributes: Attributes | None = None) -> Style:
        """What holds for an element; inherited properties are not filled in."""
        if node.mem_id in self._shown:
            return _NOTHING
        written = (node.attributes if attributes is None else attributes).get("style")
        inline = declared(written, self._holds_tiny) if written else _NOTHING
        ranked = self._of_node.get(node.mem_id) if self._of_node else None
        if ranked is None:
            return inline
        found = {name: value for name, (_, value) in ranked.items()}
        for name, value in inline.items():
            if name not in ranked or not ranked[name][0][0]:
                found[name] = value
        return found

    @property
    def has_generated(self) -> bool:
        """Whether a style sheet puts text anywhere."""
        return bool(self._generated)

    def generated(self, node: LexborNode, where: str) -> str:
        """The text that a style sheet puts `before` or `after` what is in an element."""
        ranked = self._generated.get((node.mem_id, where), {})
        if "content" not in ranked or ranked.get("display", (None, ""))[1] == "none":
            return ""
        text = ""
        for part in _PART_OF_CONTENT.finditer(ranked["content"][1]):
            double, single, attribute, counter, alternative = part.groups()
            if alternative:
                break  # what follows is said, not shown
            if counter:
                text += UNTOLD
            elif attribute:
                text += node.attributes.get(attribute.lower()) or ""
            else:
                text += _ESCAPE.sub(_unescaped, double or single or "")
        return text

    def of_generated(self, node: LexborNode, where: str) -> Style:
        """What holds for the text that a style sheet puts there."""
        ranked = self._generated.get((node.mem_id, where), {})
        return {name: value for name, (_, value) in ranked.items()}

    def _add(
        self,
        tree: LexborHTMLParser,
        selectors: Sequence[str],
        declarations: list[tuple[str, str, bool]],
        order: int,
    ) -> None:
        if not declarations:
            return
        for selector in selectors:
            pseudo = _PSEUDO_ELEMENT.search(selector)
            plain = selector[: pseudo.start()] if pseudo else selector
            if _NEVER_AT_REST.search(plain) or not plain.strip():
                continue
            try:
                nodes = tree.css(plain.strip())
            except (SelectolaxError, ValueError):
                continue  # a selector of another kind of browser
            rank = _specificity(plain)
            for node in nodes:
                if pseudo:
                    key = (node.mem_id, pseudo[1].lower())
                    into = self._generated.setdefault(key, {})
                else:
                    into = self._of_node.setdefault(node.mem_id, {})
                for name, value, is_important in declarations:
                    place = (is_important, rank, order)
                    if name not in into or into[name][0] <= place:
                        into[name] = (place, value)


@lru_cache(maxsize=4096)
def declared(text: str, is_beside_tiny: bool) -> Style:
    """The declarations of a `style` attribute, by property, in lower case; none where they decide
    nothing. Sizes do on a page where print may be too small to be seen."""
    relevant = _RELEVANT_BESIDE_TINY if is_beside_tiny else _RELEVANT
    if relevant.search(text) is None:
        return _NOTHING
    return {name: value for name, value, _ in _declarations(_COMMENT.sub("", text))}


def _declarations(body: str) -> list[tuple[str, str, bool]]:
    """Property, value, and whether it is important."""
    found = []
    for part in _DECLARATION.findall(body):
        name, colon, value = part.partition(":")
        name = name.strip().lower()
        if colon and name in _PROPERTIES:
            plain = _IMPORTANT.sub("", value).strip()
            is_text = name == "content"
            if not is_text and is_of_another_browser(plain):
                continue
            found.append((name, plain if is_text else plain.lower(), plain != value.strip()))
    return found


def _variables(tree: LexborHTMLParser, sheets: Sequence[str]) -> dict[str, str]:
    """The variables that rules set which hold for something on the page, the later ones first."""
    found: dict[str, str] = {}
    for sheet in sheets if any("var(" in sheet for sheet in sheets) else ():
        for selectors, body in _rules(sheet):
            if "--" in body and any(_is_met(tree, selector) for selector in selectors):
                found.update(_VARIABLE.findall(body))
    return found


def _is_met(tree: LexborHTMLParser, selector: str) -> bool:
    try:
        return tree.css_first(selector.strip()) is not None
    except (SelectolaxError, ValueError):
        return False


def _with_values(sheet: str, variables: Mapping[str, str]) -> str:
    """A style sheet with the values of its variables, wherever in the page they are set."""
    if not variables:
        return sheet
    return _USE_OF_VARIABLE.sub(lambda use: variables.get(use[1], use[2] or ""), sheet)


def _rules(
    sheet: str, around: Sequence[str] = (), depth: int = 0
) -> Iterator[tuple[Sequence[str], str]]:
    """The selectors and the body of each rule that holds on a screen at rest; `around` are those of
    the rule that it stands in."""
    position = 0
    own: list[str] = []
    inner: list[tuple[Sequence[str], str]] = []
    while (opening := sheet.find("{", position)) >= 0:
        declared_before, _, head = sheet[position:opening].rpartition(";")
        own.append(declared_before)
        head = head.rpartition("}")[2].strip()
        closing = _end_of_block(sheet, opening)
        body = sheet[opening + 1 : closing]
        position = closing + 1
        if not head.startswith("@"):
            selectors = _within(_COMMA.split(head), around)
            is_group = "{" in body and depth < MAX_RULES_DEEP
            inner += _rules(body, selectors, depth + 1) if is_group else [(selectors, body)]
        elif _holds(head) and depth < MAX_RULES_DEEP:
            inner += _rules(body, around, depth + 1)
    if around:
        inner.insert(0, (around, ";".join([*own, sheet[position:]])))
    yield from inner


def _holds(head: str) -> bool:
    """Whether a group of rules holds: one for a screen, or for what browsers support."""
    group = _GROUP.match(head)
    if group is None:
        return False
    kind, condition = group[1].lower(), group[2]
    if kind == "media":
        return holds_on_screen(condition)
    return kind == "layer" or is_supported(condition)


def _within(selectors: Sequence[str], around: Sequence[str]) -> Sequence[str]:
    """Selectors as they are outside the rule of the selectors `around`."""
    if not around:
        return selectors
    whole = [
        one.replace("&", outer.strip()) if "&" in one else f"{outer.strip()} {one.strip()}"
        for outer in around
        for one in selectors
        if one.strip()
    ]
    return whole[:_MAX_SELECTORS]


def _end_of_block(sheet: str, opening: int) -> int:
    depth = 0
    for mark in re.finditer("[{}]", sheet[opening:]):
        depth += 1 if mark[0] == "{" else -1
        if depth == 0:
            return opening + mark.start()
    return len(sheet)


def _specificity(selector: str) -> tuple[int, int, int]:
    ids = selector.count("#")
    classes = len(re.findall(r"\.|\[|:(?!:)", selector))
    names = len(re.findall(r"(?:^|[\s>+~])[a-zA-Z]", selector))
    return ids, classes, names


def _unescaped(match: re.Match[str]) -> str:
    code = int(match[1], 16) if match[1] else 0
    return match[2] or (chr(code) if 0 < code < 0x110000 else "")
