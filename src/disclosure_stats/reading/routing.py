"""Each page from its text layer where that is usable, else from its picture."""

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import replace
from functools import cache

from disclosure_stats.forms import ERAS, load_form
from disclosure_stats.pages.model import Page
from disclosure_stats.pages.pdfium import Document
from disclosure_stats.reading.doubted_digits import how_printed, without_doubted
from disclosure_stats.scans.engine import HOW_TO_INSTALL, is_installed

_MIN_KNOWN = 0.1  # of a text's characters the forms print too: in any official text a third
_MIN_CHARACTERS = 30  # of a page with a picture, for them to be more than a page number
_MAX_BESIDE_PICTURE = 200  # characters of a browser's or a scanner's own lines
_MIN_PAGE_PICTURE = 0.5  # of a page: the picture of a page covers more
_MIN_TABLE_PICTURE = 0.04  # of a page: the least that a table of the form takes up
_MIN_OUTLINES = 5  # filled shapes: emblems are fewer, be it one a glyph or one a line of text
_MAX_UNMAPPED = 0.2  # of a page's characters: more, and its text is of no use
_MIN_WITHOUT_UNICODE = 5  # characters: fewer are marks and rare names


def read_pages(data: bytes, opened: Document | None = None) -> tuple[list[Page], int | None]:
    """The pages of the PDF `data`, which may be open already, in order, and the year in which it
    was made, if it says that. Pictures are read where the extra `ocr` is there."""
    with nullcontext(opened) if opened else Document(data) as document:
        pages = list(document.pages())
        year = document.year_made
    printed = {page.number: how_printed(data, page) for page in pages if page.doubted}
    if "otherwise" in printed.values():
        return from_all_pictures(data, pages), year
    for number, how in printed.items():
        page = pages[number - 1]
        pages[number - 1] = replace(page, doubted=()) if how == "as told" else without_doubted(page)
    readable = [
        _from_picture(data, page) if not is_readable(page) or _lacks_numbers(page) else page
        for page in pages
    ]
    return readable, year


def _lacks_numbers(page: Page) -> bool:
    """Whether more characters have no Unicode than are digits: these may be the numbers."""
    if page.unmapped < _MIN_WITHOUT_UNICODE:
        return False
    digits = sum(character.isdecimal() for word in page.words for character in word.text)
    return page.unmapped > digits


def has_hidden_text(page: Page) -> bool:
    """Whether the text is a layer behind a picture of the page, and the picture can be read."""
    return page.hidden and page.images > 0 and page.scan is None and is_installed()


def from_pictures(data: bytes, pages: Sequence[Page]) -> list[Page]:
    """`pages` with those read from their pictures that have a hidden text layer."""
    return [_from_picture(data, page) if has_hidden_text(page) else page for page in pages]


def from_all_pictures(data: bytes, pages: Sequence[Page]) -> list[Page]:
    """`pages`, each read from its picture."""
    return [page if page.scan is not None else _from_picture(data, page) for page in pages]


def may_be_garbled(pages: Sequence[Page]) -> bool:
    """Whether hardly a character of the text is one that the forms print, and the pages can be
    read from their pictures: the codes may be others than those of what is printed."""
    texts = [word.text for page in pages if page.scan is None for word in page.words]
    known = sum(character in _printed_by_forms() for text in texts for character in text)
    return is_installed() and known < _MIN_KNOWN * sum(map(len, texts))


@cache
def _printed_by_forms() -> frozenset[str]:
    forms = [load_form(era) for era in ERAS]
    rows = [row for form in forms for row in (*form.outcomes, *form.indicators)]
    return frozenset(c for row in rows for label in row.labels for c in label if c > "\u4e00")


def route_of(pages: Sequence[Page]) -> str:
    """`text`, `ocr` or `mixed`."""
    scanned = sum(page.scan is not None for page in pages)
    return "text" if not scanned else "ocr" if scanned == len(pages) else "mixed"


def is_readable(page: Page) -> bool:
    """Whether the page's characters can be used: there are some, most with a Unicode, and they are
    not a few beside the picture of a page."""
    if page.words and not (page.images or page.unread or page.unmapped):
        return True
    count = page.characters
    if page.scan is None:
        if count == 0:
            return page.images == 0 and page.unmapped == 0 and page.outlines < _MIN_OUTLINES
        if count < _MIN_CHARACTERS and page.images:
            return False  # a page number over a picture of the page
        if count < _MAX_BESIDE_PICTURE and page.unread >= _MIN_PAGE_PICTURE:
            return False  # a browser's line over it, a scanner's below
    return page.unmapped <= _MAX_UNMAPPED * (count + page.unmapped)


def may_hold_tables(page: Page) -> bool:
    """Whether a part of the page that its text does not tell is as large as a table, and the page
    can be read from its picture."""
    is_large = page.unread >= _MIN_TABLE_PICTURE or page.outlines >= _MIN_OUTLINES
    return is_large and page.scan is None and is_installed()


def with_pictures_read(data: bytes, pages: Sequence[Page]) -> list[Page]:
    """`pages` with those read from their pictures that may hold tables in a picture."""
    return [_from_picture(data, page) if may_hold_tables(page) else page for page in pages]


def why_unreadable(pages: Sequence[Page]) -> str:
    """One line for a person on the pages that could not be read."""
    bad = [page for page in pages if not is_readable(page)]
    numbers = ", ".join(str(page.number) for page in bad[:8]) + (", …" if len(bad) > 8 else "")
    if not bad:
        return "the pages are empty"
    if any(page.scan for page in bad):
        return f"the picture of page {numbers} is too poor to be read"
    reason = "is a picture without a text layer: reading it needs OCR"
    if any(page.unmapped for page in bad):
        reason = "has a text layer without usable Unicode: reading its picture needs OCR"
    return f"page {numbers} {reason} ({HOW_TO_INSTALL})"


def _from_picture(data: bytes, page: Page) -> Page:
    if not is_installed():
        return page
    from disclosure_stats.scans.page import read_scan

    return read_scan(data, page.number)
