"""A document drawn with ReportLab: running text by its paragraphs, tables cell by cell."""

import re
from pathlib import Path

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import CondPageBreak, Flowable, Paragraph, SimpleDocTemplate, Spacer

from .document import Document
from .grids import Cell, Grid
from .layouts import Layout

_PAD = 2.5  # points between a cell's text and its edge
_MARGIN = 22 * mm
_TEXT_WIDTH = A4[0] - 2 * _MARGIN - 12  # the frame keeps 6 points free on either side


def write_canvas(document: Document, fonts: Path, path: Path) -> None:
    layout = document.layout
    pdfmetrics.registerFont(TTFont(layout.font, str(fonts / f"{layout.font}.ttf")))
    size = layout.body_size
    plain = ParagraphStyle(
        "plain",
        fontName=layout.font,
        fontSize=size,
        leading=size * 1.7,
        firstLineIndent=2 * size,
        spaceAfter=3,
    )
    title = ParagraphStyle(
        "title",
        plain,
        fontSize=size + 6,
        leading=(size + 6) * 1.5,
        alignment=TA_CENTER,
        firstLineIndent=0,
    )
    heading = ParagraphStyle(
        "heading",
        plain,
        fontSize=size + 1,
        firstLineIndent=2 * size + 2,
        spaceBefore=8,
        textColor=HexColor("#102040"),
    )
    signed = ParagraphStyle("signed", plain, alignment=TA_RIGHT, firstLineIndent=0)
    story = [Paragraph(line, title) for line in document.title] + [Spacer(1, 8)]
    for block in document.blocks:
        if isinstance(block, Grid):
            story += [Spacer(1, 4), DrawnGrid(block, layout), Spacer(1, 8)]
            continue
        style = heading if block.kind == "heading" else plain
        if style is heading:
            story.append(CondPageBreak(110))
        # Two wide spaces stand for the indent while lines are broken; the style then sets it.
        lines = wrap_anywhere("　　" + block.text, layout.font, style.fontSize, _TEXT_WIDTH)
        story.append(Paragraph("<br/>".join(lines).strip(), style))
    story += [Paragraph(line, signed) for line in document.closing]

    def foot(canvas, template) -> None:
        canvas.setFont(layout.font, 7.5)
        canvas.setFillGray(0.5)
        canvas.drawString(_MARGIN, 12 * mm, document.notice)
        canvas.drawRightString(A4[0] - _MARGIN, 12 * mm, f"第{canvas.getPageNumber()}页")

    SimpleDocTemplate(
        str(path),
        pagesize=A4,
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=20 * mm,
        bottomMargin=20 * mm,
        title="".join(document.title),
        author=document.body,
        invariant=1,
    ).build(story, onFirstPage=foot, onLaterPages=foot)


class DrawnGrid(Flowable):
    """Rows `first` to `last` of a grid. It breaks between any two rows; the label of a cell that
    spans the break is drawn once, in the part that has room for more of its rows."""

    def __init__(self, grid: Grid, layout: Layout, first: int = 0, last: int | None = None):
        super().__init__()
        self.grid, self.layout = grid, layout
        self.first, self.last = first, grid.rows if last is None else last
        self.heights: list[float] = []

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        total = sum(self.grid.widths)
        self.widths = [available_width * width / total for width in self.grid.widths]
        self.heights = self._row_heights()
        self.width = available_width
        self.height = sum(self.heights[self.first : self.last])
        return self.width, self.height

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        self.wrap(available_width, available_height)
        used, row = 0.0, self.first
        while row < self.last and used + self.heights[row] <= available_height:
            used += self.heights[row]
            row += 1
        if row <= max(self.first, self.grid.header_rows):
            return []
        return [
            DrawnGrid(self.grid, self.layout, self.first, row),
            DrawnGrid(self.grid, self.layout, row, self.last),
        ]

    def draw(self) -> None:
        canvas, layout = self.canv, self.layout
        canvas.setLineWidth(layout.border_width)
        canvas.setStrokeColor(HexColor(f"#{layout.border}"))
        for cell in self.grid.cells:
            top, bottom = max(cell.row, self.first), min(cell.row + cell.rows, self.last)
            if top < bottom:
                self._draw_cell(cell, top, bottom)

    def _draw_cell(self, cell: Cell, top: int, bottom: int) -> None:
        canvas, layout = self.canv, self.layout
        left, width = sum(self.widths[: cell.column]), self._width(cell)
        y1 = sum(self.heights[bottom : self.last])
        height = sum(self.heights[top:bottom])
        if layout.rules == "grid":
            canvas.rect(left, y1, width, height)
        else:
            canvas.line(left, y1, left + width, y1)
            if top == self.first:
                canvas.line(left, y1 + height, left + width, y1 + height)
        if not self._holds_label(cell, top, bottom):
            return
        size = layout.table_size
        lines = self._lines(cell)
        canvas.setFillGray(0)
        canvas.setFont(layout.font, size)
        baseline = y1 + height / 2 + len(lines) * size * 0.65 - size * 1.05
        for i, line in enumerate(lines):
            y = baseline - i * size * 1.3
            if cell.role == "label" and cell.rows == 1:
                canvas.drawString(left + _PAD + cell.indent * size, y, line)
            else:
                canvas.drawCentredString(left + width / 2, y, line)

    def _holds_label(self, cell: Cell, top: int, bottom: int) -> bool:
        if bottom - top == cell.rows:
            return True
        here, elsewhere = bottom - top, cell.rows - (bottom - top)
        return here > elsewhere or (here == elsewhere and top == cell.row)

    def _row_heights(self) -> list[float]:
        """Each row as high as its own cells need; a cell of several rows adds what it lacks."""
        size = self.layout.table_size
        heights = [size * 1.3 + 2 * _PAD] * self.grid.rows
        for cell in sorted(self.grid.cells, key=lambda cell: cell.rows):
            need = len(self._lines(cell)) * size * 1.3 + 2 * _PAD
            rows = range(cell.row, cell.row + cell.rows)
            lack = need - sum(heights[row] for row in rows)
            for row in rows:
                heights[row] += max(0.0, lack) / cell.rows
        return heights

    def _width(self, cell: Cell) -> float:
        return sum(self.widths[cell.column : cell.column + cell.columns])

    def _lines(self, cell: Cell) -> list[str]:
        room = self._width(cell) - 2 * _PAD - cell.indent * self.layout.table_size
        font, size = self.layout.font, self.layout.table_size
        return [
            line for part in cell.text.split("\n") for line in wrap_anywhere(part, font, size, room)
        ]


def wrap_anywhere(text: str, font: str, size: float, room: float) -> list[str]:
    """Break between any two characters, as Chinese is broken, but not within a number and not
    before a closing mark."""
    lines = [""]
    for piece in re.findall(r"[0-9][0-9.,]*[，、。；：）”》]*|.[，、。；：）”》]*", text):
        if lines[-1] and pdfmetrics.stringWidth(lines[-1] + piece, font, size) > room:
            lines.append("")
        lines[-1] += piece
    return lines
