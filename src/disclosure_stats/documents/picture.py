"""The print behind the numbers, whatever kind of file they were read from."""

from collections.abc import Sequence

import pypdfium2
from PIL import Image

from disclosure_stats.documents.kinds import format_of
from disclosure_stats.pages import picture as of_pdf
from disclosure_stats.pages.model import Box, Page
from disclosure_stats.pages.picture import DrawnCell, joined


def draw_pages(data: bytes, cells: Sequence[DrawnCell]) -> Image.Image:
    """The pages of the file `data` that bear `cells`, side by side, each cell framed and tinted; of
    a web page or a Word file what stands around the cells, in its plain rendering."""
    pages = _rendering(data)
    if pages is None:
        return of_pdf.draw_pages(data, cells)
    from disclosure_stats.documents.drawing import draw_region

    numbers = sorted({cell.page for cell in cells})
    return joined(
        [draw_region(pages[number], [c for c in cells if c.page == number]) for number in numbers]
    )


def crop_cell(data: bytes, cell: DrawnCell) -> Image.Image:
    """The crop of one cell, with a little margin."""
    pages = _rendering(data)
    if pages is None:
        return of_pdf.crop_cell(data, cell)
    from disclosure_stats.documents.drawing import draw_crop

    return draw_crop(pages[cell.page], cell.box)


class Pages:
    """The pages of a file, opened once, of which parts can be drawn. Use it as a context."""

    def __init__(self, data: bytes) -> None:
        self._rendering = _rendering(data)
        self._document = pypdfium2.PdfDocument(data) if self._rendering is None else None

    def size(self, number: int) -> tuple[float, float]:
        """Width and height of a page (from 1), in points as shown."""
        if self._document is not None:
            width, height = self._document[number - 1].get_size()
            return float(width), float(height)
        page = self._rendered(number)
        return page.width, page.height

    def area(self, number: int, box: Box, scale: float) -> Image.Image:
        """The part of a page within `box` (points), at so many dots a point."""
        if self._document is None:
            from disclosure_stats.documents.drawing import draw_area

            return draw_area(self._rendered(number), box, scale)
        width, height = self.size(number)
        x0, top, x1, bottom = box
        away = (x0, height - bottom, width - x1, top)
        image: Image.Image = (
            self._document[number - 1].render(scale=scale, crop=away).to_pil().convert("RGB")
        )
        return image

    def _rendered(self, number: int) -> Page:
        assert self._rendering is not None
        return self._rendering[number]

    def __enter__(self) -> "Pages":
        return self

    def __exit__(self, *problem: object) -> None:
        if self._document is not None:
            self._document.close()


def _rendering(data: bytes) -> dict[int, Page] | None:
    """The pages of a file that is no PDF, by number."""
    kind = format_of(data)
    if kind is None or kind == "pdf":
        return None
    from disclosure_stats.documents.reader import read_rendering

    return {one.page.number: one.page for one in read_rendering(data, kind).pages}
