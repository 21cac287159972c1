"""A web page becomes a flow: what a person sees of it, in the order of the source."""

import html
import re
from collections.abc import Iterator, Sequence

from selectolax.lexbor import LexborHTMLParser, LexborNode

from disclosure_stats.documents.bounds import MAX_ELEMENTS_DEEP, deep_recursion
from disclosure_stats.documents.boxes import groups_of_boxes, holds_rows
from disclosure_stats.documents.colours import as_told, is_seen_on
from disclosure_stats.documents.flow import TURN, TURN_BACK, UNTOLD, Attachment, Block, Flow, seen
from disclosure_stats.documents.html_context import Context, display_of, within
from disclosure_stats.documents.listed_forms import with_listed_forms
from disclosure_stats.documents.page_styles import Attributes, PageStyles, Style
from disclosure_stats.documents.spans import SourceCell, grid_of
from disclosure_stats.documents.tables import as_blocks
from disclosure_stats.documents.text_pieces import TextPieces
from disclosure_stats.documents.unfolding import HiddenPart
from disclosure_stats.documents.visibility import is_hidden, is_placed, is_struck, room_for_digits

_TAGS_NOT_SHOWN = (
    "head script style template noscript noframes noembed title meta link base datalist "
    "audio map area frameset rp rt param source track optgroup iframe col colgroup"
)
_TAGS_OF_PICTURES = "img object embed applet video canvas svg math meter progress"
_NOT_SHOWN = frozenset(_TAGS_NOT_SHOWN.split())
_REPLACED = frozenset((*_TAGS_OF_PICTURES.split(), "hr", "select", "textarea", "input"))
_NO_PICTURE = ("0", "1")  # pixels wide or high: it keeps a place free
_GROUPS = ("table-header-group", "table-row-group", "table-footer-group")
_CHANGING = frozenset(("center", "h1", "h2", "sup", "sub", "pre", "listing", "xmp", "plaintext"))
_DOCUMENT = re.compile(r"\.(?:pdf|docx?|wps|ofd|rtf|odt|ceb|zip|rar)(?=$|[?#&'\")])", re.I)
_ADDRESSES = ("href", "src", "data", "onclick")
_MARKUP = re.compile("<[a-z]", re.I)
_ENTITY = re.compile("&[A-Za-z]{2,8};")
_DIGIT, _DIGITS = re.compile(r"\d"), re.compile(r"\d+")
_NUMBER = re.compile(r"[\d.,\s]+")
_SPAN = re.compile(r"\s*([0-9]{1,6})")
_WRITTEN_IN = ("", "text", "number", "tel", "search", "email", "url", "button", "submit")


def flow_of_page(tree: LexborHTMLParser, shown: Sequence[LexborNode] = ()) -> Flow:
    """What a person sees of a parsed page, before the article is told from the rest; `shown` are
    elements that its styles hide and a script shows, or a click."""
    styles = PageStyles(tree)
    for node in shown:
        styles.show(node)
    reader = _Reader(styles)
    if tree.body is not None:
        with deep_recursion():
            reader.walk(tree.body, Context())
        reader.end_paragraph(Context())
    title = tree.css_first("title")
    return Flow(
        with_listed_forms(reader.blocks),
        seen(title.text()).strip() if title is not None else "",
        reader.attachments,
        reader.hidden,
    )


def hidden_parts(tree: LexborHTMLParser) -> Iterator[HiddenPart]:
    """The elements of a page that its styles hide or that are folded, none within another."""
    styles = PageStyles(tree)
    pending = [tree.body] if tree.body is not None else []
    while pending:
        node = pending.pop()
        style, attributes = styles.of(node), node.attributes
        is_folded = node.tag == "details" and "open" not in attributes
        if is_folded or _is_hidden(style, attributes) or style.get("visibility") == "hidden":
            styles.show(node)
            reader = _Reader(styles)
            with deep_recursion():
                reader.walk(node, Context())
            reader.end_paragraph(Context())
            yield HiddenPart(node, reader.blocks)
        else:
            pending += reversed(_elements(node))


def _is_hidden(style: Style, attributes: Attributes) -> bool:
    """Whether an element takes no part in what is shown, by its styles or by itself."""
    return (bool(style) and is_hidden(style)) or "hidden" in attributes


class _Reader:
    """Walks elements and collects blocks: those of the page, or those in one cell."""

    def __init__(self, styles: PageStyles, depth: int = 0, is_cell: bool = False) -> None:
        self.styles = styles
        self._depth = depth
        self._is_cell = is_cell
        self.blocks: list[Block] = []
        self.attachments: list[Attachment] = []
        self.hidden: list[str] = []
        self.untold = 0  # what is shown and is no text
        self._pieces = TextPieces()

    def walk(self, node: LexborNode, context: Context) -> None:
        """All that is shown of `node`."""
        if node.is_text_node:
            self._text(node.text_content or "", context)
            return
        tag = node.tag or ""
        if tag == "iframe":
            self._frame(node, context)
        self.untold += tag == "script"  # which may write what is seen in its place
        if tag in _NOT_SHOWN or tag[:1] in "-!" or self._depth > MAX_ELEMENTS_DEEP:
            return
        attributes = node.attributes
        style = self.styles.of(node, attributes)
        is_gone = _is_hidden(style, attributes) or is_struck(style, tag)
        if is_gone and not self.styles.is_opened(node):
            self.hidden.append(node.text())
            return
        if tag == "dialog" and "open" not in attributes:
            return
        if tag == "br":
            self._pieces.break_line()
        elif tag in _REPLACED:
            self._replaced(node, tag, context)
        else:
            inner = context
            if style or attributes or tag in _CHANGING:
                inner = within(tag, style, attributes, context)
            name = attributes.get("class")
            if name and not self._is_cell:  # which a style sheet elsewhere may set apart
                inner = inner._replace(hand=inner.hand | {("class", name)})
            if style and self._is_in_doubt(node, style):
                inner = inner._replace(is_masked=True)
            self._depth += 1
            self._element(node, tag, style, inner)
            self._depth -= 1

    def _element(self, node: LexborNode, tag: str, style: Style, context: Context) -> None:
        if tag == "a":
            self._link(node)
        display = display_of(tag, style)
        if display == "inline" and not self._is_beside_floats(node, style):
            self._children(node, context)
        elif display in ("table", "inline-table"):
            self.end_paragraph(context)
            self._table(node, context)
        elif display == "block" and holds_rows(node, style, self.styles):
            self.end_paragraph(context)
            self._boxes(node, context)
        elif tag == "details":
            self._details(node, context)
        else:
            self._block(node, context)

    def _is_beside_floats(self, node: LexborNode, style: Style) -> bool:
        """Whether an element floats to the left and so does the next: boxes, each with a text of
        its own; one that floats alone stands in the line of what is behind it."""
        if style.get("float") != "left":
            return False
        beside = _next_shown(node, -1), _next_shown(node, 1)
        return any(one and self.styles.of(one).get("float") == "left" for one in beside)

    def _is_in_doubt(self, node: LexborNode, style: Style) -> bool:
        """Whether it cannot be told how much of an element's number is shown, or where."""
        room = room_for_digits(style)
        if room is not None and any(len(n) > room for n in _DIGITS.findall(node.text())):
            return True
        is_elsewhere = is_placed(style) and not self._is_cell
        return is_elsewhere and _NUMBER.fullmatch(node.text()) is not None

    def _block(self, node: LexborNode, context: Context) -> None:
        self.end_paragraph(context)
        inner = context._replace(path=(*context.path, node.mem_id))
        self._children(node, inner)
        self.end_paragraph(inner)

    def _frame(self, node: LexborNode, context: Context) -> None:
        """A page that is written into this one, or a document that is shown in it."""
        attributes = node.attributes
        if _is_hidden(self.styles.of(node, attributes), attributes):
            return
        written = attributes.get("srcdoc")
        if not written:
            self._link(node)
            return
        tree = LexborHTMLParser(written)
        reader = _Reader(PageStyles(tree), self._depth + 1)
        self.end_paragraph(context)
        if tree.body is not None and self._depth < MAX_ELEMENTS_DEEP:
            reader.walk(tree.body, context._replace(path=(*context.path, node.mem_id)))
            reader.end_paragraph(context)
        self._take_over(reader)
        self.blocks += reader.blocks

    def _take_over(self, reader: "_Reader") -> None:
        self.attachments += reader.attachments
        self.hidden += reader.hidden
        self.untold += reader.untold

    def _details(self, node: LexborNode, context: Context) -> None:
        """What can be opened shows its summary until it is."""
        is_open = "open" in node.attributes or self.styles.is_opened(node)
        summary = None if is_open else node.css_first("summary")
        if summary is not None:
            self.hidden.append(node.text())
        self._block(node if summary is None else summary, context)

    def _children(self, node: LexborNode, context: Context) -> None:
        has_generated = self.styles.has_generated
        if has_generated:
            self._generated(node, "before", context)
        child = node.first_child
        while child is not None:
            self.walk(child, context)
            child = child.next
        if has_generated:
            self._generated(node, "after", context)

    def _generated(self, node: LexborNode, where: str, context: Context) -> None:
        text = self.styles.generated(node, where)
        if text and (UNTOLD not in text or self._is_cell):  # else it is a heading's number
            style = self.styles.of_generated(node, where)
            self._text(text, within("", style, {}, context))

    def _text(self, text: str, context: Context) -> None:
        is_set = context.is_visible and not context.is_tiny
        if not is_set or not is_seen_on(context.colour, context.ground):
            return
        if "&" in text:  # of an entity that was escaped twice the reader sees the name
            text = _ENTITY.sub(lambda entity: html.unescape(entity[0]), text)
        if context.is_masked:
            text = _DIGIT.sub(UNTOLD, text)
        if context.is_turned:
            text = TURN + text + TURN_BACK
        if context.is_raised:
            self.untold += self._pieces.add_raised(text, context.is_link)
        elif context.is_shifted:
            self._pieces.add_shifted(text, context.is_link)
        else:
            hand = (as_told(context.colour), context.hand)
            self._pieces.add(text, context.is_link, context.is_preformatted, hand)

    def _replaced(self, node: LexborNode, tag: str, context: Context) -> None:
        """An element that shows something else than what is in it."""
        attributes = node.attributes
        if tag == "hr":
            self.end_paragraph(context)
        elif tag == "select":
            self._text(_chosen(node), context)
        elif tag == "textarea":
            self._text(_written(node), context)
        elif tag == "input":
            self._text(_entered(attributes), context)
        else:
            self._link(node)
            sides = attributes.get("width"), attributes.get("height")
            if context.is_visible and not any(s in _NO_PICTURE for s in sides):
                self.untold += 1
                self._pieces.add_picture()

    def _link(self, node: LexborNode) -> None:
        """Notes the document that an element leads to, or shows in a window of its own."""
        attributes = node.attributes
        said = [(attributes.get(name) or "").strip() for name in _ADDRESSES]
        named = [address for address in said if _DOCUMENT.search(address)]
        text = seen(node.text()).strip()
        if named or (any(said) and _DOCUMENT.search(text)):
            self.attachments.append(Attachment(text, [*named, *said][0]))

    def end_paragraph(self, context: Context) -> None:
        """What was collected is a paragraph."""
        paragraph = self._pieces.paragraph(context.is_centred, context.path)
        if paragraph is not None:
            self.blocks.append(paragraph)

    def _table(self, node: LexborNode, context: Context) -> None:
        path = (*context.path, node.mem_id)
        inner = context._replace(path=path, is_centred=False, is_preformatted=False)
        groups: dict[str, list[list[list[SourceCell]]]] = {name: [] for name in _GROUPS}
        is_loose = False  # whether the part before was a row that no group is around
        for child, display in self._parts(node):
            if display in _GROUPS:
                style, attributes = self.styles.of(child), child.attributes
                of_group = within(child.tag or "", style, attributes, inner)
                rows = [self._row(row, of_group) for row, _ in self._parts(child)]
                is_first = not groups[display]  # further heads and feet stand where they are
                groups[display if is_first else "table-row-group"].append(rows)
            elif display == "table-row":
                if not is_loose:
                    groups["table-row-group"].append([])
                groups["table-row-group"][-1].append(self._row(child, inner))
            else:
                self.walk(child, context)
            is_loose = display == "table-row"
        self._add_table([rows for name in _GROUPS for rows in groups[name]], path)

    def _boxes(self, node: LexborNode, context: Context) -> None:
        path = (*context.path, node.mem_id)
        inner = context._replace(path=path, is_centred=False)
        rows = groups_of_boxes(node, self.styles, lambda cell: self._cell(cell, inner).blocks)
        self._add_table([rows], path)

    def _add_table(self, groups: list[list[list[SourceCell]]], path: tuple[int, ...]) -> None:
        self.blocks += as_blocks(groups, lambda part: grid_of(part, path))

    def _parts(self, node: LexborNode) -> list[tuple[LexborNode, str]]:
        """The elements in a table that are shown, each with its display."""
        parts = []
        for child in _elements(node):
            style = self.styles.of(child)
            if child.tag not in _NOT_SHOWN and not _is_hidden(style, child.attributes):
                parts.append((child, display_of(child.tag or "", style)))
        return parts

    def _row(self, row: LexborNode, context: Context) -> list[SourceCell]:
        style = self.styles.of(row)
        inner = within(row.tag or "", style, row.attributes, context)
        return [self._cell(cell, inner) for cell, _ in self._parts(row)]

    def _cell(self, cell: LexborNode, context: Context) -> SourceCell:
        reader = _Reader(self.styles, self._depth + 1, is_cell=True)
        style = self.styles.of(cell)
        if not is_struck(style):
            inner = within(cell.tag or "", style, cell.attributes, context)
            inner = inner._replace(path=(*context.path, cell.mem_id))
            reader._children(cell, inner)
            reader.end_paragraph(inner)
        self._take_over(reader)
        spans = _span(cell, "colspan", 1), _span(cell, "rowspan", 0)
        return SourceCell(reader.blocks, *spans, holds_untold=reader.untold > 0)


def _next_shown(node: LexborNode, step: int) -> LexborNode | None:
    """What stands before a node (`step` is -1) or behind it, white space left out."""
    one = node.next if step > 0 else node.prev
    while one is not None and one.is_text_node and not (one.text_content or "").strip():
        one = one.next if step > 0 else one.prev
    return one


def _chosen(select: LexborNode) -> str:
    """The option that a list shows: the one that is chosen, or the first."""
    option = select.css_first("option[selected]") or select.css_first("option")
    return "" if option is None else option.text()


def _entered(attributes: Attributes) -> str:
    """What is entered in a field of one line."""
    kind, value = (attributes.get("type") or "").lower(), attributes.get("value") or ""
    if kind == "password":
        return UNTOLD * len(value)
    return value if kind in _WRITTEN_IN else ""


def _written(field: LexborNode) -> str:
    """What a text field shows; a page that is kept in one is shown elsewhere."""
    text = field.text()
    return "" if _MARKUP.search(text) else text


def _elements(node: LexborNode) -> Sequence[LexborNode]:
    found = []
    child = node.first_child
    while child is not None:
        if child.is_element_node:
            found.append(child)
        child = child.next
    return found


def _span(cell: LexborNode, name: str, least: int) -> int:
    """A span as browsers read it: the digits that it begins with."""
    digits = _SPAN.match(cell.attributes.get(name) or "")
    return max(int(digits[1]), least) if digits else 1
