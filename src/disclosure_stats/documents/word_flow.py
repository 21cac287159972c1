"""A Word file becomes a flow: its text as it is after all tracked changes are accepted."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from xml.etree.ElementTree import Element

from disclosure_stats.documents.article import set_titles_apart, with_whole_headings
from disclosure_stats.documents.bounds import deep_recursion
from disclosure_stats.documents.colours import INK, PAPER, UNKNOWN, as_told, is_seen_on
from disclosure_stats.documents.flow import (
    TURN,
    TURN_BACK,
    UNTOLD,
    Block,
    Flow,
    Paragraph,
    seen,
)
from disclosure_stats.documents.kinds import format_of
from disclosure_stats.documents.listed_forms import with_listed_forms
from disclosure_stats.documents.package import Package
from disclosure_stats.documents.page_marks import without_page_marks
from disclosure_stats.documents.spans import SourceCell, grid_of
from disclosure_stats.documents.tables import as_blocks
from disclosure_stats.documents.text_pieces import TextPieces
from disclosure_stats.documents.word_names import (
    attribute,
    child,
    children,
    is_on,
    number_of,
)
from disclosure_stats.documents.word_numbering import Numbering
from disclosure_stats.documents.word_styles import (
    AUTOMATIC,
    Look,
    Styles,
    ground_of_shading,
    paragraph_look,
    parted_styles,
    run_look,
)

_GONE = frozenset(("del", "moveFrom"))
_PROPERTIES = frozenset(("pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sectPr"))
_WRAPPING = frozenset(
    ("ins", "moveTo", "customXml", "smartTag")
    # of Word 2003:
    + ("sect", "sub-section", "pBdrGroup", "annotation", "content")
)
_POWERS = frozenset(("sup", "sub"))  # of a formula
_REFERENCES = frozenset(("footnoteReference", "endnoteReference"))
_KNOWN = frozenset(("wps", "wpg", "wpc", "w14", "w15"))  # newer kinds of what a file may hold
_LISTS_HEADINGS = re.compile(r"\s*TOC\b", re.I)
_ON = ("1", "true", "on")
_TAB = "  "
_DIGIT = re.compile(r"\d")
_MIN_ROW = 40  # twentieths of a point: of a row that is no higher than this nothing is seen


def read_docx(data: bytes) -> Flow:
    """The flow of a Word file; raises ReadingError as `Package` does."""
    return _flow_of(data, _blocks_of_chunk)


def _flow_of(data: bytes, blocks_of_chunk: Callable[[bytes], list[Block]]) -> Flow:
    package = Package(data)
    root = package.main()
    parts = parted_styles(package.bytes_of("word/styles.xml"))
    styles = Styles(parts.others)
    numbering = Numbering(package.part("word/numbering.xml"))
    reader = _Reader(
        styles,
        numbering,
        # One that is asked for many times is read once: so files within files stay bounded.
        cache(lambda identifier: blocks_of_chunk(package.chunk(identifier))),
        parts.of_shaded_tables,
    )
    body = child(root, "body")
    with deep_recursion():
        blocks = reader.blocks_in(root if body is None else body)
    blocks = with_listed_forms(blocks)
    blocks = with_whole_headings(without_page_marks(blocks))
    set_titles_apart(blocks)
    return Flow(blocks)


def _blocks_of_chunk(chunk: bytes) -> list[Block]:
    """What a page or a Word file shows that is written into a Word file; what is written into that
    is left out."""
    kind = format_of(chunk) if chunk else None
    if kind == "docx":
        return _flow_of(chunk, lambda _: []).blocks
    if kind not in ("html", "mht"):
        return []
    from disclosure_stats.documents.web_page import read_html, read_mht

    return (read_html(chunk) if kind == "html" else read_mht(chunk)).blocks


_OpenCells = dict[tuple[int, int], SourceCell]
"""Cells that may go on below, by their column and width: what is wider or narrower is another."""


@dataclass(slots=True)
class _Field:
    """A field that is open: its instruction is not shown, its result is, but for a list of the
    headings, which are no parts of the text there."""

    instruction: str = ""
    shows_result: bool = False


@dataclass(slots=True)
class _Open:
    """The paragraph that is being read."""

    blocks: list[Block]
    pieces: TextPieces = field(default_factory=TextPieces)
    boxes: list[Block] = field(default_factory=list)


class _Reader:
    def __init__(
        self,
        styles: Styles,
        numbering: Numbering,
        chunks: Callable[[str | None], list[Block]],
        shaded: frozenset[str],
    ) -> None:
        self._shaded = shaded
        self._chunks = chunks
        self._styles = styles
        self._numbering = numbering
        self._fields: list[_Field] = []
        self._ground = PAPER
        self._untold = 0  # what is shown and is no text

    def blocks_in(self, container: Element) -> list[Block]:
        """The paragraphs and tables in the body, in a cell, or in a text box."""
        state = _Open([])
        for element in _content(container):
            name = element.tag
            if name == "p":
                self._paragraph(element, state)
            elif name == "tbl":
                self._end(state, False)
                self._table(element, state)
            elif name == "altChunk":
                self._end(state, False)
                state.blocks += self._chunks(attribute(element, "id"))
        self._end(state, False)
        return state.blocks

    def _paragraph(self, element: Element, state: _Open) -> None:
        properties = child(element, "pPr")
        style = attribute(child(properties, "pStyle"), "val") or self._styles.default
        look = paragraph_look(properties).over(self._styles.look(style))
        of_mark = child(properties, "rPr")
        before = len(state.pieces)
        self._inline(element, look, state)
        is_joined = _is_gone(of_mark) or run_look(of_mark).is_hidden is True
        if look.list_id and look.list_id != "0" and not is_joined:
            label = self._numbering.next_label(look.list_id, look.depth or 0)
            state.pieces.insert_number(before, label)
        elif of_list := attribute(child(child(properties, "listPr"), "t"), "val"):  # of Word 2003
            state.pieces.insert_number(before, of_list)
        if not is_joined:
            self._end(state, look.is_centred is True)

    @staticmethod
    def _end(state: _Open, is_centred: bool) -> None:
        state.blocks += state.boxes
        state.boxes = []
        paragraph = state.pieces.paragraph(is_centred, ())
        if paragraph is not None:
            state.blocks.append(paragraph)

    def _inline(self, container: Element, look: Look, state: _Open) -> None:
        for element in _content(container):
            if element.tag == "r":
                self._run(element, look, state)
            elif element.tag == "bdo" and attribute(element, "val") == "rtl":
                self._text(TURN, look, state)
                self._inline(element, look, state)
                self._text(TURN_BACK, look, state)
            elif element.tag in _POWERS:
                self._inline(element, look._replace(is_raised=True), state)
            elif element.tag not in ("p", "tbl"):
                self._inline(element, look, state)

    def _run(self, run: Element, of_paragraph: Look, state: _Open) -> None:
        properties = child(run, "rPr")
        style = attribute(child(properties, "rStyle"), "val")
        look = run_look(properties).over(self._styles.look(style).within(of_paragraph))
        is_gone = look.is_unseen or _is_gone(properties)
        is_shown = not is_gone and is_seen_on(look.colour or AUTOMATIC, look.ground or self._ground)
        has_ways = child(run, "AlternateContent") is not None
        for element in _content(run) if has_ways else run:
            name = element.tag
            if name == "fldChar":
                if is_shown:
                    self._text(_chosen_in_list(element), look, state)
                self._field(attribute(element, "fldCharType"))
            elif name == "instrText":
                if self._fields:
                    self._fields[-1].instruction += element.text or ""
            elif name == "t":
                if is_shown:
                    self._text(element.text or "", look, state)
            elif name in _REFERENCES and attribute(element, "customMarkFollows") in _ON:
                look = look._replace(is_raised=True)
            elif is_shown and name not in _PROPERTIES:
                self._special(name, element, look, state)

    def _special(self, name: str, element: Element, look: Look, state: _Open) -> None:
        if name == "tab" or name == "ptab":
            self._text(_TAB, look, state)
        elif name in ("br", "cr"):
            if self._shows() and attribute(element, "type") not in ("page", "column"):
                state.pieces.break_line()
        elif name == "noBreakHyphen":
            self._text("-", look, state)
        elif name == "sym":
            self._text(UNTOLD, look, state)  # a character by its place in a font
        elif name == "ruby":
            base = child(element, "rubyBase")
            if base is not None:
                self._inline(base, look, state)
        else:
            self._drawn(element, state)

    def _drawn(self, element: Element, state: _Open) -> None:
        """Text boxes in a drawing, of the newer kind where it is there in two; and pictures."""
        if element.tag == "txbxContent":
            behind, self._ground = self._ground, UNKNOWN  # a shape may be of any colour
            state.boxes += self.blocks_in(element)
            self._ground = behind
            return
        self._untold += element.tag in ("blip", "imagedata")
        if element.tag == "textpath" and (text := seen(element.get("string", ""))):
            state.boxes.append(Paragraph([text]))
        for inner in _content(element):
            self._drawn(inner, state)

    def _text(self, text: str, look: Look, state: _Open) -> None:
        if not text or not self._shows():
            return
        if look.is_masked:
            text = _DIGIT.sub(UNTOLD, text)
        if look.is_raised:
            self._untold += state.pieces.add_raised(text)
        elif look.is_shifted:
            state.pieces.add_shifted(text)
        else:
            state.pieces.add(text, is_preformatted=text == _TAB, hand=as_told(look.colour) or INK)

    def _shows(self) -> bool:
        return all(one.shows_result for one in self._fields)

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].shows_result = not _LISTS_HEADINGS.match(self._fields[-1].instruction)
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _table(self, table: Element, state: _Open) -> None:
        behind = self._ground
        if attribute(child(child(table, "tblPr"), "tblStyle"), "val") in self._shaded:
            self._ground = UNKNOWN
        rows: list[list[SourceCell]] = []
        open_at: _OpenCells = {}
        for row in _content(table):
            if row.tag == "tr" and not _is_row_gone(row):
                rows.append(self._row(row, open_at))
        self._ground = behind
        state.blocks += as_blocks([rows], lambda part: grid_of(part, ()))

    def _row(self, row: Element, open_at: _OpenCells) -> list[SourceCell]:
        properties = child(row, "trPr")
        column = number_of(attribute(child(properties, "gridBefore"), "val"), 0)
        cells = [SourceCell([], column)] if column else []
        above = dict(open_at)
        open_at.clear()
        last: SourceCell | None = None
        for element in _content(row):
            if element.tag != "tc":
                continue
            of_cell = child(element, "tcPr")
            wide = max(number_of(attribute(child(of_cell, "gridSpan"), "val"), 1), 1)
            merge = child(of_cell, "vMerge")
            goes_on = merge is not None and attribute(merge, "val") != "restart"
            if _goes_on_beside(of_cell) and last is not None:
                if last in cells:  # else it is as wide as it is in the row above
                    last.column_span += wide
            elif goes_on and (column, wide) in above:
                last = open_at[column, wide] = above[column, wide]
                last.row_span += 1
            else:
                untold = self._untold
                last = SourceCell(self._in_cell(element, of_cell), wide)
                last.holds_untold = self._untold > untold
                cells.append(last)
                if merge is not None:
                    open_at[column, wide] = last
            column += wide
        return cells

    def _in_cell(self, cell: Element, properties: Element | None) -> list[Block]:
        """What is in a cell that is not deleted, on its own ground."""
        behind = self._ground
        self._ground = ground_of_shading(child(properties, "shd")) or behind
        blocks = [] if _is_gone(properties) else self.blocks_in(cell)
        self._ground = behind
        return blocks


def _content(container: Element) -> Iterator[Element]:
    """What is in an element, through what only wraps it; what is deleted is not."""
    for element in container:
        name = element.tag
        if name in _GONE or name in _PROPERTIES:
            continue
        if name == "sdt":
            if not is_on(child(child(element, "sdtPr"), "showingPlcHdr")):
                content = child(element, "sdtContent")
                yield from _content(content) if content is not None else ()
        elif name in _WRAPPING:
            yield from _content(element)
        elif name == "AlternateContent":
            yield from _chosen(element)
        else:
            yield element


def _chosen(alternatives: Element) -> Iterator[Element]:
    """What is in the first of several ways to say the same that is known here."""
    for way in alternatives:
        asked = (attribute(way, "Requires") or "").split()
        if way.tag == "Fallback" or (way.tag == "Choice" and _KNOWN.issuperset(asked)):
            yield from _content(way)
            return


def _is_gone(properties: Element | None) -> bool:
    """Whether a run, the end of a paragraph or a cell is deleted."""
    return any(child(properties, name) is not None for name in ("del", "moveFrom", "cellDel"))


def _is_row_gone(row: Element) -> bool:
    properties = child(row, "trPr")
    height = child(properties, "trHeight")
    is_exact = attribute(height, "hRule") == "exact"
    if is_exact and number_of(attribute(height, "val"), _MIN_ROW) < _MIN_ROW:
        return True
    return _is_gone(properties) or is_on(child(properties, "hidden"))


def _goes_on_beside(properties: Element | None) -> bool:
    merge = child(properties, "hMerge")
    return merge is not None and attribute(merge, "val") != "restart"


def _chosen_in_list(of_field: Element) -> str:
    """The entry that a form's list shows, at the mark with which its field begins."""
    choices = child(child(of_field, "ffData"), "ddList")
    entries = children(choices, "listEntry")
    said = child(choices, "result")
    if said is None:
        said = child(choices, "default")
    number = number_of(attribute(said, "val"), 0)
    return (attribute(entries[number], "val") or "") if number < len(entries) else ""
