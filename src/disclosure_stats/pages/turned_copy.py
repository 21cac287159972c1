"""A page whose text stands sideways, turned in a copy of its file so that its print is upright."""

import io

import pypdfium2

from disclosure_stats.pages.model import Box, Page, turned


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
    whole = page.sheet or page
    sides = whole.width, whole.height
    width, height = sides[::-1] if page.turned in (90, 270) else sides  # as shown
    return turned(box, -page.turned % 360, width, height)
