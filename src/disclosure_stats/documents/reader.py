"""A web page or a Word file, by its bytes, as pages of a plain rendering."""

from dataclasses import dataclass
from functools import lru_cache

from disclosure_stats.documents.flow import Attachment, Flow
from disclosure_stats.documents.kinds import CONVERTED, Format
from disclosure_stats.documents.layout import SetPage, set_pages
from disclosure_stats.errors import ReadingError

MAX_CHARACTERS = 5_000_000  # of a document: a county's volume has some 300,000


@dataclass(frozen=True, slots=True)
class Document:
    """A document's pages, with the tables on them, and the documents that it links to."""

    pages: list[SetPage]
    attachments: tuple[Attachment, ...]

    def names_attachments(self) -> str:
        """One line for a person: the first of the documents that the page links to."""
        text, address = self.attachments[0]
        more = f" and {len(self.attachments) - 1} more" if len(self.attachments) > 1 else ""
        return f"the page only links to a document: {text} ({address}){more}"


@lru_cache(maxsize=1)
def read_rendering(data: bytes, kind: Format) -> Document:
    """The document of the bytes `data` in one of the formats but PDF.

    Raises ReadingError: `damaged`, `password_required`, `too_large`, `needs_converter`,
    `timed_out`.
    """
    flow = _flow(data, kind)
    if sum(_characters(flow)) > MAX_CHARACTERS:
        raise ReadingError("too_large", f"a document of over {MAX_CHARACTERS:,} characters")
    return Document(set_pages(flow.blocks), tuple(flow.attachments))


def _characters(flow: Flow) -> list[int]:
    from disclosure_stats.documents.flow import Paragraph

    return [
        len(block.text)
        if isinstance(block, Paragraph)
        else sum([len(cell.text) for cell in block.cells])
        for block in flow.blocks
    ]


def _flow(data: bytes, kind: Format) -> Flow:
    # Each reader is imported when its format is first met.
    if kind == "html" or kind == "mht":
        from disclosure_stats.documents.web_page import read_html, read_mht

        return read_html(data) if kind == "html" else read_mht(data)
    from disclosure_stats.documents.word_flow import read_docx

    if kind in CONVERTED:
        from disclosure_stats.documents.libreoffice import as_docx
        from disclosure_stats.documents.old_word import check_not_encrypted
        from disclosure_stats.documents.open_document import without_hidden_sections

        if kind == "doc":
            check_not_encrypted(data)
        elif kind == "odt":
            data = without_hidden_sections(data)
        data = as_docx(data, kind)
    return read_docx(data)
