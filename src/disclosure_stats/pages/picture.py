"""The printed page behind the numbers: a page with its cells drawn over, or the crop of one."""

import io
from base64 import b64encode
from collections.abc import Sequence
from typing import NamedTuple

import pdfplumber
import pypdfium2
from PIL import Image

from disclosure_stats.pages.model import Box

PAGE_RESOLUTION = 110  # dots per inch: a page that fits a notebook
MAX_SIDE = 4_000  # dots: a page larger than a poster is drawn at less
CELL_RESOLUTION = 300  # dots per inch: one number, sharp
MARGIN = 6.0  # points around the crop of a cell
_GAP_COLOUR = (205, 205, 205)

COLOURS = {
    "printed": (0, 130, 90),
    "blank": (0, 100, 190),
    "dash": (120, 60, 170),
    "unreadable": (200, 30, 30),
    "doubtful": (200, 30, 30),
    "failed": (235, 120, 0),
}
"""The colour of a cell on the page, by `cell_state` or, before that, by what there is to look at:
green, blue, purple, red; red for one in doubt, orange for one in a sum that fails."""


class DrawnCell(NamedTuple):
    """A cell to be drawn: its page (from 1), its box in points of the page as shown, and what its
    colour tells: a key of `COLOURS`."""

    page: int
    box: Box
    state: str


def draw_pages(data: bytes, cells: Sequence[DrawnCell]) -> Image.Image:
    """The pages of the PDF `data` that bear `cells`, side by side, each cell framed and tinted."""
    numbers = sorted({cell.page for cell in cells})
    with pdfplumber.open(io.BytesIO(data), pages=numbers) as document:
        drawn = []
        for page in document.pages:
            resolution = min(PAGE_RESOLUTION, 72 * MAX_SIDE / max(page.width, page.height))
            picture = page.to_image(resolution=resolution, antialias=True)
            left, top = picture.bbox[:2]  # pdfplumber counts from the media box, we from what shows
            for state, colour in COLOURS.items():
                boxes = [
                    (x0 + left, y0 + top, x1 + left, y1 + top)
                    for number, (x0, y0, x1, y1), of_state in cells
                    if number == page.page_number and of_state == state
                ]
                picture.draw_rects(boxes, fill=(*colour, 45), stroke=colour, stroke_width=2)
            drawn.append(picture.annotated.convert("RGB"))
    return joined(drawn)


def joined(images: Sequence[Image.Image], *, below: bool = False, gap: int = 0) -> Image.Image:
    """Pictures as one, side by side or one below the other, with bars of `gap` dots between."""
    widths, heights = zip(*(image.size for image in images), strict=True)
    gaps = gap * (len(images) - 1)
    wide, high = (max(widths), sum(heights) + gaps) if below else (sum(widths) + gaps, max(heights))
    whole = Image.new("RGB", (wide, high), _GAP_COLOUR)
    at = 0
    for image in images:
        place = (0, at, wide, at + image.height) if below else (at, 0, at + image.width, high)
        whole.paste("white", place)
        whole.paste(image, place[:2])
        at += gap + (image.height if below else image.width)
    return whole


def as_url(image: Image.Image) -> str:
    """A picture as the address of itself, for a web page."""
    written = io.BytesIO()
    image.save(written, format="PNG")
    return f"data:image/png;base64,{b64encode(written.getvalue()).decode('ascii')}"


def crop_cell(data: bytes, cell: DrawnCell) -> Image.Image:
    """The crop of one cell, with a little margin, as PDFium renders it."""
    document = pypdfium2.PdfDocument(data)
    try:
        page = document[cell.page - 1]
        width, height = page.get_size()
        x0, top, x1, bottom = cell.box
        away = (
            max(x0 - MARGIN, 0),
            max(height - bottom - MARGIN, 0),
            max(width - x1 - MARGIN, 0),
            max(top - MARGIN, 0),
        )
        bitmap = page.render(scale=CELL_RESOLUTION / 72, crop=away)
        image: Image.Image = bitmap.to_pil().convert("RGB")
        return image
    finally:
        document.close()
