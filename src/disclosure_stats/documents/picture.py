"""The print behind the numbers, whatever kind of file they were read from."""

from collections.abc import Sequence

from PIL import Image

from disclosure_stats.documents.kinds import format_of
from disclosure_stats.pages import picture as of_pdf
from disclosure_stats.pages.model import Page
from disclosure_stats.pages.picture import DrawnCell, side_by_side


def draw_pages(data: bytes, cells: Sequence[DrawnCell]) -> Image.Image:
    """The pages of the file `data` that bear `cells`, side by side, each cell framed and tinted; of
    a web page or a Word file what stands around the cells, in its plain rendering."""
    pages = _rendering(data)
    if pages is None:
        return of_pdf.draw_pages(data, cells)
    from disclosure_stats.documents.drawing import draw_region

    numbers = sorted({cell.page for cell in cells})
    return side_by_side(
        [draw_region(pages[number], [c for c in cells if c.page == number]) for number in numbers]
    )


def crop_cell(data: bytes, cell: DrawnCell) -> Image.Image:
    """The crop of one cell, with a little margin."""
    pages = _rendering(data)
    if pages is None:
        return of_pdf.crop_cell(data, cell)
    from disclosure_stats.documents.drawing import draw_crop

    return draw_crop(pages[cell.page], cell.box)


def _rendering(data: bytes) -> dict[int, Page] | None:
    """The pages of a file that is no PDF, by number."""
    kind = format_of(data)
    if kind is None or kind == "pdf":
        return None
    from disclosure_stats.documents.reader import read_rendering

    return {one.page.number: one.page for one in read_rendering(data, kind).pages}
