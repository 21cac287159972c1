"""A page whose text stands sideways, turned in a copy of its file so that its print is upright."""

import io

import pypdfium2

from disclosure_stats.pages.model import Box, Page


def turned_copy(data: bytes, page: Page) -> bytes:
    """The PDF `data` with the one page turned so that its text stands upright; `data` itself where
    it does."""
    if not page.turned:
        return data
    document = pypdfium2.PdfDocument(data)
    try:
        own = document[page.number - 1]
        own.set_rotation((own.get_rotation() - page.turned) % 360)
        copy = io.BytesIO()
        document.save(copy)
        return copy.getvalue()
    finally:
        document.close()


def box_in_copy(page: Page, box: Box) -> Box:
    """A box of the page as shown as one of the page as the turned copy shows it."""
    x0, top, x1, bottom = box
    whole = page.sheet or page
    if page.turned == 90:
        return top, whole.height - x1, bottom, whole.height - x0
    if page.turned == 180:
        return whole.width - x1, whole.height - bottom, whole.width - x0, whole.height - top
    if page.turned == 270:
        return whole.width - bottom, x0, whole.width - top, x1
    return x0, top, x1, bottom
