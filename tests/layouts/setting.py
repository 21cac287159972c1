"""A table set on paper: its rows placed on sheets, its cells filled, its rules drawn."""

from dataclasses import dataclass, field

from layouts.flow import MARGIN, Flow, wrap
from layouts.fonts import width_of
from layouts.paper import Field, Fill, Run, Sheet
from layouts.rules import Piece, draw_rules
from layouts.tables import Cell, Table


@dataclass
class _Strip:
    """A row, or a part of one that was cut by a page break, on its sheet."""

    sheet: Sheet
    top: float
    bottom: float


@dataclass
class _Setting:
    flow: Flow
    table: Table
    lefts: list[float]
    lines: dict[int, list[str]] = field(default_factory=dict)  # by the index of the cell
    strips: list[list[_Strip]] = field(default_factory=list)  # by row

    def right(self, cell: Cell) -> float:
        return self.lefts[cell.column + cell.columns]

    @property
    def leading(self) -> float:
        return self.flow.layout.size * self.flow.layout.leading


def set_table(flow: Flow, table: Table) -> None:
    """Draws the table at the current place, going on to further sheets as it needs."""
    lefts = [MARGIN]
    for width in table.widths:
        lefts.append(lefts[-1] + width * flow.width)
    setting = _Setting(flow, table, lefts)
    layout = flow.layout
    for index, cell in enumerate(table.cells):
        room = setting.right(cell) - lefts[cell.column] - 2 * layout.padding
        unbroken = layout.unbroken_numbers and cell.key
        setting.lines[index] = [cell.text] if unbroken else wrap(cell.text, room, layout.size)
    _place_rows(setting, _row_heights(setting))
    pieces = []
    for index, cell in enumerate(table.cells):
        cell_pieces = _pieces(setting, cell)
        pieces.extend(cell_pieces)
        if layout.striped and cell.row % 2:
            for piece in cell_pieces:
                shade = Fill(piece.x0, piece.top, piece.x1, piece.bottom, 0.93)
                piece.sheet.shapes.append(shade)
        _fill(setting, cell, setting.lines[index], cell_pieces)
    draw_rules(layout, pieces, _title_bottoms(setting))
    flow.y += 6


def _row_heights(setting: _Setting) -> list[float]:
    layout, table = setting.flow.layout, setting.table
    heights = [setting.leading + 2 * layout.padding] * len(table.names)
    for rows in sorted({cell.rows for cell in table.cells}):
        for index, cell in enumerate(table.cells):
            if cell.rows == rows:
                needed = len(setting.lines[index]) * setting.leading + 2 * layout.padding
                last = cell.row + cell.rows - 1
                heights[last] += max(0.0, needed - sum(heights[cell.row : last + 1]))
    return heights


def _place_rows(setting: _Setting, heights: list[float]) -> None:
    flow, layout, table = setting.flow, setting.flow.layout, setting.table
    for row, height in enumerate(heights):
        name = table.names[row]
        forced = name in layout.breaks
        strips = []
        if forced and layout.cut_rows and height > 2 * setting.leading:
            # The row stays on the sheet with its first line; the rest of it goes over.
            above = setting.leading + layout.padding
            strips.append(_Strip(flow.sheet, flow.y, flow.y + above))
            height -= above - layout.padding
        if forced or flow.y + height > flow.bottom:
            flow.next_sheet()
            if layout.repeat_titles and row > table.titles:
                _repeat_titles(setting, heights)
        strips.append(_Strip(flow.sheet, flow.y, flow.y + height))
        flow.y += height
        setting.strips.append(strips)


def _repeat_titles(setting: _Setting, heights: list[float]) -> None:
    """Draws the title rows once more at the head of the sheet."""
    flow, table = setting.flow, setting.table
    titles = Table(table.widths, table.titles, names=table.names[: table.titles])
    titles.cells = [cell for cell in table.cells if cell.row < table.titles]
    copy = _Setting(flow, titles, setting.lefts)
    for row in range(table.titles):
        copy.strips.append([_Strip(flow.sheet, flow.y, flow.y + heights[row])])
        flow.y += heights[row]
    pieces = []
    for index, cell in enumerate(table.cells):
        if cell.row < table.titles:
            cell_pieces = _pieces(copy, cell)
            pieces.extend(cell_pieces)
            _fill(copy, cell, setting.lines[index], cell_pieces)
    draw_rules(flow.layout, pieces, [])


def _pieces(setting: _Setting, cell: Cell) -> list[Piece]:
    """The cell's box on each sheet that it touches."""
    pieces: list[Piece] = []
    for strip in [s for strips in setting.strips[cell.row : cell.row + cell.rows] for s in strips]:
        if pieces and pieces[-1].sheet is strip.sheet:
            pieces[-1].bottom = strip.bottom
        else:
            pieces.append(
                Piece(
                    strip.sheet,
                    setting.lefts[cell.column],
                    strip.top,
                    setting.right(cell),
                    strip.bottom,
                )
            )
    return pieces


def _title_bottoms(setting: _Setting) -> list[tuple[Sheet, float]]:
    if not setting.table.titles:
        return []
    strip = setting.strips[setting.table.titles - 1][-1]
    return [(strip.sheet, strip.bottom)]


def _fill(setting: _Setting, cell: Cell, lines: list[str], pieces: list[Piece]) -> None:
    """Writes the cell's lines into its pieces."""
    merged = setting.flow.layout.merged_labels
    if len(pieces) == 1:
        _write(setting, cell, lines, pieces[0])
    elif cell.rows == 1:
        _write(setting, cell, lines[:1], pieces[0])
        _write(setting, cell, lines[1:], pieces[-1])
    elif merged == "cut" and len(lines) == 1:
        middle = len(lines[0]) // 2
        _write(setting, cell, [lines[0][:middle]], pieces[0])
        _write(setting, cell, [lines[0][middle:]], pieces[-1])
    elif merged == "cut":
        middle = (len(lines) + 1) // 2
        _write(setting, cell, lines[:middle], pieces[0])
        _write(setting, cell, lines[middle:], pieces[-1])
    elif merged == "twice":
        for piece in pieces:
            if len(lines) <= _room(setting, piece):
                _write(setting, cell, lines, piece)
    else:
        # What the first sheet has no room for goes on at the head of the next.
        for piece in pieces:
            room = _room(setting, piece)
            _write(setting, cell, lines[:room], piece)
            lines = lines[room:]


def _room(setting: _Setting, piece: Piece) -> int:
    """How many lines the piece has room for."""
    padding = 2 * setting.flow.layout.padding
    return max(1, int((piece.bottom - piece.top - padding) / setting.leading + 0.01))


def _write(setting: _Setting, cell: Cell, lines: list[str], piece: Piece) -> None:
    layout, leading = setting.flow.layout, setting.leading
    size = layout.size
    top = (piece.top + piece.bottom - len(lines) * leading) / 2
    dark = layout.dark_titles and cell.centred and not cell.key and cell.text != "——"
    if dark:
        piece.sheet.shapes.append(Fill(piece.x0, piece.top, piece.x1, piece.bottom, 0.25))
    boxes: list[tuple[float, float, float]] = []
    for number, line in enumerate(lines):
        width = width_of(line, size)
        x = piece.x0 + layout.padding
        if cell.centred:
            x = max(x, (piece.x0 + piece.x1 - width) / 2)
        if cell.key and layout.figures != "centred":
            x = piece.x0 if layout.figures == "left" else piece.x1 - width
        baseline = top + number * leading + size * 0.95
        if cell.key and layout.in_fields:
            piece.sheet.fields.append(Field(piece.x0, piece.top, piece.x1, piece.bottom, line))
        else:
            piece.sheet.runs.append(Run(x, baseline, line, size, 1.0 if dark else 0.0))
        boxes.append((x, x + width, baseline - size * 0.35))
    if cell.key and lines:
        x = (min(box[0] for box in boxes) + max(box[1] for box in boxes)) / 2
        y = (boxes[0][2] + boxes[-1][2]) / 2
        piece.sheet.numbers[cell.key] = piece.sheet.shown(x, y)
        if layout.hidden_text:
            hidden = layout.hidden_text == "invisible"
            grey = 0.0 if hidden else 1.0
            piece.sheet.runs.append(Run(x + 6, boxes[0][2] + 3, "88", size, grey, hidden))
