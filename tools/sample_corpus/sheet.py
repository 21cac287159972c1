"""A document as a spreadsheet, for LibreOffice Calc to export: a worksheet for each table."""

import math
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from .document import Document, Text
from .fonts import FAMILIES
from .grids import Cell, Grid

_SHEET_WIDTH = 96.0  # in characters of the default font, over all columns of a worksheet
_NAMES = {
    "disclosures": "主动公开",
    "requests": "依申请公开",
    "appeals": "复议诉讼",
    "indicators": "统计表",
}


def write_sheet(document: Document, path: Path) -> None:
    book = Workbook()
    book.properties.title = "".join(document.title)
    book.properties.creator = document.body
    book.remove(book.active)
    for i, (grid, before, after) in enumerate(_worksheets(document)):
        _Worksheet(book, document, grid).fill(before, after, titled=i == 0)
    book.save(path)


def _worksheets(document: Document) -> list[tuple[Grid, list[Text], list[Text]]]:
    """Each table with its heading before it; text goes with the table that it follows, and the
    text before the first table with that one."""
    pages: list[tuple[Grid, list[Text], list[Text]]] = []
    waiting: list[Text] = []
    for block in document.blocks:
        if isinstance(block, Grid):
            if pages:
                pages[-1][2].extend(waiting[:-1])
                waiting = waiting[-1:]
            pages.append((block, waiting, []))
            waiting = []
        else:
            waiting.append(block)
    closing = [Text("signature", line) for line in document.closing]
    pages[-1][2].extend([*waiting, *closing, Text("notice", document.notice)])
    return pages


class _Worksheet:
    """One worksheet being filled from the top; running text is merged over all its columns."""

    def __init__(self, book: Workbook, document: Document, grid: Grid) -> None:
        self.document, self.grid, self.layout = document, grid, document.layout
        self.sheet = book.create_sheet(_NAMES[grid.name])
        self.row = 1
        total = sum(grid.widths)
        self.widths = [_SHEET_WIDTH * width / total for width in grid.widths]
        for i, width in enumerate(self.widths, start=1):
            self.sheet.column_dimensions[get_column_letter(i)].width = width
        setup = self.sheet.page_setup
        setup.paperSize, setup.fitToWidth, setup.fitToHeight = 9, 1, 0
        setup.orientation = "landscape" if grid.name in ("requests", "appeals") else "portrait"
        self.sheet.sheet_properties.pageSetUpPr.fitToPage = True
        self.sheet.print_options.horizontalCentered = True
        self.sheet.oddFooter.center.text = "第 &P 页"
        self.sheet.oddFooter.center.font = FAMILIES[self.layout.font]

    def fill(self, before: list[Text], after: list[Text], titled: bool) -> None:
        if titled:
            for line in self.document.title:
                self._line(line, self.layout.body_size + 5, "center")
        for text in before:
            self._text(text)
        self._table()
        for text in after:
            self._text(text)

    def _text(self, text: Text) -> None:
        size = self.layout.body_size
        match text.kind:
            case "heading":
                self._line("　　" + text.text, size + 1, "left")
            case "body":
                self._line("　　" + text.text, size, "left")
            case "signature":
                self._line(text.text, size, "right")
            case "notice":
                self._line(text.text, size - 3, "left")

    def _line(self, text: str, size: float, horizontal: str) -> None:
        # A wide character takes about two of the sheet's width units at 11 points.
        a_line = _SHEET_WIDTH / (1.85 * size / 11)
        lines = math.ceil(sum(1 if ord(c) > 255 else 0.55 for c in text) / a_line)
        self.sheet.merge_cells(None, self.row, 1, self.row, len(self.widths))
        cell = self.sheet.cell(self.row, 1, text)
        cell.font = Font(FAMILIES[self.layout.font], size)
        cell.alignment = Alignment(horizontal, "center", wrap_text=True)
        self.sheet.row_dimensions[self.row].height = lines * size * 1.75 + 3
        self.row += 1

    def _table(self) -> None:
        for cell in self.grid.cells:
            self._cell(cell)
        for row in range(self.grid.rows):
            self.sheet.row_dimensions[self.row + row].height = self._height(row)
        self.row += self.grid.rows

    def _cell(self, cell: Cell) -> None:
        layout, top, left = self.layout, self.row + cell.row, cell.column + 1
        bottom, right = top + cell.rows - 1, left + cell.columns - 1
        side = Side("thin", layout.border)
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                self.sheet.cell(row, column).border = Border(side, side, side, side)
        if cell.rows > 1 or cell.columns > 1:
            self.sheet.merge_cells(None, top, left, bottom, right)
        slot = self.sheet.cell(top, left, cell.text)
        slot.font = Font(FAMILIES[layout.font], layout.table_size)
        aside = cell.role == "label" and cell.rows == 1 and cell.column != 1
        slot.alignment = Alignment(
            "left" if aside else "center", "center", wrap_text=True, indent=cell.indent
        )
        if cell.role == "head":
            slot.fill = PatternFill("solid", layout.head_fill)

    def _height(self, row: int) -> float:
        """Room for the row's longest label: the program does not fit merged rows by itself."""
        size, lines = self.layout.table_size, 1
        for cell in self.grid.cells:
            if cell.row == row and cell.rows == 1:
                width = sum(self.widths[cell.column : cell.column + cell.columns])
                a_line = width / (1.85 * size / 11) - 1 - cell.indent
                parts = cell.text.split("\n")
                lines = max(lines, sum(math.ceil(len(part) / max(a_line, 1)) for part in parts))
        return lines * size * 1.4 + 5
