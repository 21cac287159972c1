"""Printed cells with the titles of their rows and columns, the rest of the page cut out."""

from collections.abc import Iterable, Sequence

from PIL import Image, ImageChops, ImageDraw

from disclosure_stats.documents.picture import Pages
from disclosure_stats.forms.titles import Titles
from disclosure_stats.pages.picture import COLOURS, DrawnCell, joined

RESOLUTION = 150  # dots per inch: small print can be read, and a row of a table is not too wide
_AROUND = 3.0  # points of the page shown around a cell
_MARGIN = 5  # dots of white left around what is printed
_GAP = 5  # dots: here something of the page is left out
_LINE = 3  # dots
_MIN_INK = 60  # of 255: what is lighter is paper, or a grey bar

Span = tuple[float, float]


def cut_out(pages: Pages, cells: Sequence[DrawnCell], titles: Titles | None) -> Image.Image:
    """The rows of `cells` with what stands to their left, below the titles of their columns.

    Each cell is framed in the colour of its `state`. Cells in one row show the whole row; those of
    a column only that column. Where something in between is left out, a grey bar stands.
    """
    strips: list[Image.Image] = []
    spans = _columns(cells, titles)
    if titles is not None:
        above = titles.top, titles.bottom
        strips.append(_strip(pages, titles.page, above, spans.get(titles.page), ()))
    for page in sorted({cell.page for cell in cells}):
        own = [cell for cell in cells if cell.page == page]
        for rows in _joined((cell.box[1] - _AROUND, cell.box[3] + _AROUND) for cell in own):
            strips.append(_strip(pages, page, rows, spans.get(page), own))
    return _trimmed(joined(strips, below=True, gap=_GAP))


def _columns(cells: Sequence[DrawnCell], titles: Titles | None) -> dict[int, list[Span]]:
    """By page, from where to where it is shown; a page that is not listed is shown whole."""
    by_page: dict[int, list[DrawnCell]] = {}
    for cell in cells:
        by_page.setdefault(cell.page, []).append(cell)
    heights = {round(cell.box[1]) for cell in cells}
    if titles is None or (len(by_page) == 1 and len(heights) == 1):
        return {}
    found = {}
    for page, own in by_page.items():
        labels = (0.0, titles.numbers_from.get(page, 0.0))
        columns = ((cell.box[0] - _AROUND, cell.box[2] + _AROUND) for cell in own)
        found[page] = _joined([labels, *columns])
    if titles.page not in found:
        first = found[min(found)]
        found[titles.page] = [(0.0, titles.numbers_from.get(titles.page, first[0][1])), *first[1:]]
    return found


def _joined(spans: Iterable[Span]) -> list[Span]:
    """Spans in order, those that touch made one."""
    whole: list[Span] = []
    for low, high in sorted(spans):
        if whole and low <= whole[-1][1]:
            whole[-1] = whole[-1][0], max(high, whole[-1][1])
        else:
            whole.append((low, high))
    return whole


def _strip(
    pages: Pages,
    page: int,
    rows: Span,
    columns: Sequence[Span] | None,
    cells: Sequence[DrawnCell],
) -> Image.Image:
    """A page from one height to another, in full width or of it `columns`, with cells framed."""
    width, height = pages.size(page)
    top, bottom = max(rows[0], 0.0), min(rows[1], height)
    scale = RESOLUTION / 72
    image = pages.area(page, (0.0, top, width, bottom), scale)
    pen = ImageDraw.Draw(image)
    for cell in cells:
        x0, y0, x1, y1 = (round(edge * scale) for edge in cell.box)
        up = round(top * scale)
        box = (x0, max(y0 - up, 0), max(x1, x0 + 1), max(y1 - up, y0 - up + 1))
        pen.rectangle(box, outline=COLOURS[cell.state], width=_LINE)
    parts = [
        image.crop((round(max(low, 0.0) * scale), 0, round(min(high, width) * scale), image.height))
        for low, high in columns or [(0.0, width)]
    ]
    return joined([part for part in parts if part.width > 0], gap=_GAP)


def _trimmed(image: Image.Image) -> Image.Image:
    """The picture without the white to its left and right."""
    ink = ImageChops.invert(image.convert("L"))
    box = ink.point(lambda dark: 255 if dark > _MIN_INK else 0).getbbox()
    if box is None:
        return image
    left, right = max(box[0] - _MARGIN, 0), min(box[2] + _MARGIN, image.width)
    return image.crop((left, 0, right, image.height))
