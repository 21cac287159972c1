"""A page as pdfplumber finds its tables, read with less work."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTChar, LTContainer, LTCurve, LTItem, LTPage
from pdfplumber.page import Page
from pdfplumber.utils.exceptions import PdfminerException

from disclosure_stats.pages.content_stream import Interpreter
from disclosure_stats.pages.model import Word

_MAX_SLOPE = 0.07  # up for each to the right: 4 degrees, as the first reader has it


class LeanPage(Page):
    """pdfplumber's page, but of what is on it only lines, boxes and curves are made: tables need no
    more. Characters are there as `words`."""

    @cached_property
    def layout(self) -> LTPage:
        """What pdfminer finds on the page. Raises PdfminerException."""
        device = PDFPageAggregator(self.pdf.rsrcmgr, pageno=self.page_number)
        try:
            Interpreter(self.pdf.rsrcmgr, device).process_page(self.page_obj)
        except Exception as problem:  # pdfminer raises whatever a damaged file brings about
            raise PdfminerException(problem) from problem
        return device.get_result()

    def parse_objects(self) -> dict[str, list[dict[str, Any]]]:
        """The lines, boxes and curves, by their kind."""
        objects: dict[str, list[dict[str, Any]]] = {}
        for item in _items(self.layout):
            if isinstance(item, LTCurve):
                made = self.process_object(item)
                objects.setdefault(made["object_type"], []).append(made)
        return objects

    def words(self) -> list[Word]:
        """The characters that stand upright and leave a mark, each as a word."""
        left, top = self.mediabox[:2]
        lower = self.height + top
        return [
            Word(item.x0 + left, lower - item.y1, item.x1 + left, lower - item.y0, text)
            for item in _items(self.layout)
            if isinstance(item, LTChar) and item.upright and _is_level(item.matrix)
            for text in (item.get_text(),)
            if len(text) == 1 and not text.isspace()
        ]


def _items(container: Iterable[LTItem]) -> Iterator[LTItem]:
    """What is in a page or a form, and in the forms within."""
    for item in container:
        if isinstance(item, LTContainer):
            yield from _items(item)
        else:
            yield item


def _is_level(matrix: tuple[float, ...]) -> bool:
    """Whether text with this matrix runs level: pdfminer calls a watermark at an angle upright."""
    return abs(matrix[1]) <= _MAX_SLOPE * abs(matrix[0])
