"""A document as the formats have it in common: paragraphs and tables, one below the other.

Only what a person sees is in it. Nothing here knows a format, or what a report is.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

# Characters that take no room: zero-width spaces and joiners, soft hyphens, marks of direction.
_UNSEEN = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_TURNED = re.compile("\u202e([^\u202a-\u202e]*)\u202c?")
_FOOTNOTE_MARK = re.compile(
    r"\[[A-Za-z]{1,3}\d{1,3}\]|[\s\[\](){}〔〕【】（）［］*※†‡#注\d①-⑳,，、]{1,6}"
)

TURN, TURN_BACK = "\u202e", "\u202c"
"""Text between them is set from right to left, each character of it."""

UNTOLD = "\ufffd"
"""Stands for what a person sees and is not told here: a picture, a figure that a browser counts."""


@dataclass(slots=True)
class Paragraph:
    """A paragraph: its lines as they are broken in the source, each to be wrapped where it is too
    long. `linked` is how many of its characters are links; `path` are the containers that it
    stands in, from the outermost."""

    lines: list[str]
    is_centred: bool = False
    linked: int = 0
    path: tuple[int, ...] = ()

    @property
    def text(self) -> str:
        """All lines, as one."""
        return "".join(self.lines)

    @property
    def squeezed(self) -> str:
        """Its text without white space."""
        return "".join(self.text.split())


@dataclass(slots=True)
class TableCell:
    """A cell of a table: where it begins, from 0, how far it reaches, and what it holds."""

    row: int
    column: int
    row_span: int
    column_span: int
    paragraphs: list[Paragraph] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What stands in it, without the breaks."""
        return "".join([paragraph.text for paragraph in self.paragraphs])


@dataclass(slots=True)
class Table:
    """A table whose spans are resolved: no two cells cover the same place of the grid."""

    rows: int
    columns: int
    cells: list[TableCell]
    path: tuple[int, ...] = ()
    _squeezed: str | None = field(default=None, repr=False, compare=False)

    @property
    def squeezed(self) -> str:
        """What stands in its cells, without white space; gathered once."""
        if self._squeezed is None:
            self._squeezed = "".join("".join([cell.text for cell in self.cells]).split())
        return self._squeezed


Block = Paragraph | Table


class Attachment(NamedTuple):
    """A link to a document: what it says, and its address as written."""

    text: str
    address: str


@dataclass(slots=True)
class Flow:
    """What a document shows. `title` is what it is named by where that is not among its text;
    `hidden` are the texts of what it hides."""

    blocks: list[Block]
    title: str = ""
    attachments: Sequence[Attachment] = ()
    hidden: Sequence[str] = ()


def seen(text: str) -> str:
    """`text` in the order in which it is shown, without the characters that nobody sees."""
    if TURN in text:
        text = text.replace(TURN_BACK + TURN, "")
        text = _TURNED.sub(lambda turned: turned[1][::-1], text)
    return _UNSEEN.sub("", text)


def is_footnote_mark(text: str) -> bool:
    """Whether a superscript is the mark of a note: a number in brackets or without, a star."""
    return _FOOTNOTE_MARK.fullmatch(text) is not None
