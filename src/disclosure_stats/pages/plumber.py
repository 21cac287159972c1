"""The second reader: tables as pdfplumber finds them, independent of the first."""

import io
import logging
from collections.abc import Mapping
from typing import NamedTuple

from disclosure_stats.pages.model import Box, Word
from disclosure_stats.pages.repeats import without_repeats

logger = logging.getLogger(__name__)


class PlumberPage(NamedTuple):
    """What pdfplumber sees on one page: each character as a word, and tables as rows of cell
    boxes."""

    number: int
    words: list[Word]
    tables: list[list[list[Box]]]


def read_with_pdfplumber(
    data: bytes, extents: Mapping[int, tuple[float, float]]
) -> list[PlumberPage]:
    """The pages of the PDF `data` whose numbers (from 1) `extents` has, between the heights that
    it names; nothing when pdfplumber cannot read it."""
    # Kept off the hot path: most reports never need a second reader.
    import pdfplumber
    from pdfminer.pdfexceptions import PDFException
    from pdfplumber.utils.exceptions import PdfminerException

    from disclosure_stats.pages.plumber_page import LeanPage

    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it warns of each font, line after line
    pages = []
    try:
        with pdfplumber.open(io.BytesIO(data), pages=list(extents)) as document:
            for opened in document.pages:
                page = LeanPage(document, opened.page_obj, opened.page_number)
                top, bottom = extents[page.page_number]
                characters = [
                    word for word in page.words() if top <= (word.top + word.bottom) / 2 < bottom
                ]
                tables = [
                    [[cell for cell in row.cells if cell is not None] for row in table.rows]
                    for table in page.find_tables()
                    if top <= (table.bbox[1] + table.bbox[3]) / 2 < bottom
                ]
                pages.append(PlumberPage(page.page_number, without_repeats(characters), tables))
                page.close()
    except (PDFException, PdfminerException, ValueError, KeyError, TypeError) as problem:
        # pdfminer raises these on files that PDFium repairs: there is no second opinion then.
        logger.debug("pdfplumber cannot read the file: %s", problem)
        return []
    return pages
