"""A flow set on pages, in points: lines of text one below the other, tables as ruled cells.

The plainest setting that can be read: one size of characters, a fixed width for each, so that no
font is needed and the same flow always gives the same boxes. `drawing` draws it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from disclosure_stats.documents.flow import Block, Paragraph, Table, TableCell
from disclosure_stats.documents.widths import common_widths, runs_of_tables
from disclosure_stats.pages.model import Box, Horizontal, Page, Vertical, Word
from disclosure_stats.pages.words import PRINTED
from disclosure_stats.text.values import APART

EM = 10.5  # points: the height of a character, and the width of an ideograph
LEADING = 16.0  # points from line to line
MARGIN = 42.0
LINE = 40  # ideographs in a full line
INDENT = 2  # ideographs before a paragraph
PADDING = 3.0  # points between a cell's rules and its text
EMPTY_ROW = 6.0  # points: the height of a row without text, and the width of such a column
MAX_ON_PAGE = 8_000.0  # points: a new page begins before the next paragraph that stands lower

_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:\s\d{3})+")
_BETWEEN_NUMBERS = re.compile(r"(?<=\d)\s+(?=\d)|(?<=\d\.)[\u2003\u3000]+(?=\d)")
_BETWEEN_TABLES = 12.0  # points above and below a table
_SHORT_OF_MARGIN = 3  # ideographs: a paragraph's last line ends at least so far from the margin


@dataclass(slots=True)
class SetTable:
    """A table on a page: its cells' boxes, row by row."""

    rows: list[list[Box]]

    @property
    def middle(self) -> float:
        """Halfway down."""
        boxes = [box for row in self.rows for box in row]
        return (min(box[1] for box in boxes) + max(box[3] for box in boxes)) / 2


@dataclass(slots=True)
class SetPage:
    """A page and the tables on it."""

    page: Page
    tables: list[SetTable] = field(default_factory=list)


def set_pages(blocks: Sequence[Block]) -> list[SetPage]:
    """The pages that `blocks` are set on: at least one. Most documents are one long page."""
    setter = _Setter()
    columns = {
        id(table): xs
        for run in runs_of_tables(blocks)
        for table, xs in zip(run, _columns(run), strict=True)
    }
    for block in blocks:
        if isinstance(block, Table):
            setter.add_table(block, columns[id(block)])
        else:
            setter.add_paragraph(block)
    return setter.finish()


def _columns(run: Sequence[Table]) -> list[list[float]]:
    """Where the columns of each table begin and end; the tables of a run end together."""
    widths = common_widths(run, EM, PADDING, EMPTY_ROW)
    end = MARGIN + max(map(sum, widths))
    return [_sums(end - sum(own), own) for own in widths]


class _Setter:
    def __init__(self) -> None:
        self._done: list[SetPage] = []
        self._begin()

    def _begin(self) -> None:
        self._page = SetPage(Page(len(self._done) + 1, 0.0, 0.0, [], is_set_here=True))
        self._y = MARGIN
        self._right = MARGIN + LINE * EM

    def finish(self) -> list[SetPage]:
        self._end()
        return self._done

    def _end(self) -> None:
        page = self._page.page
        page.width, page.height = self._right + MARGIN, self._y + MARGIN
        self._done.append(self._page)

    def add_paragraph(self, paragraph: Paragraph) -> None:
        if self._y > MAX_ON_PAGE:
            self._end()
            self._begin()
        words = self._page.page.words
        for source_line in paragraph.lines:
            text = source_line if "  " in source_line.strip() else source_line.strip()
            is_centred = paragraph.is_centred and width_of(text) <= LINE - 2 * INDENT
            for number, line in enumerate(_broken(text, LINE, 0 if is_centred else INDENT)):
                x = MARGIN
                if is_centred:
                    x += (LINE - width_of(line)) * EM / 2
                elif number == 0:
                    x += INDENT * EM
                words += words_of(line, x, self._y)
                self._y += LEADING

    def add_table(self, table: Table, xs: Sequence[float]) -> None:
        self._y += _BETWEEN_TABLES
        page = self._page.page
        broken = [_lines_in(cell, xs) for cell in table.cells]
        ys = _sums(self._y, _heights(table, broken))
        boxes = [_box(cell, xs, ys) for cell in table.cells]
        for cell, lines, (x0, top, x1, bottom) in zip(table.cells, broken, boxes, strict=True):
            y = (top + bottom - len(lines) * LEADING) / 2 + (LEADING - EM) / 2
            is_label = cell.column == 0
            for line in lines:
                free = x1 - x0 - width_of(line) * EM
                page.words += words_of(line, x0 + (PADDING if is_label else free / 2), y)
                y += LEADING
        page.horizontals += _horizontals(table, xs, ys)
        page.verticals += _verticals(table, xs, ys)
        rows: list[list[Box]] = [[] for _ in range(table.rows)]
        for cell, box in zip(table.cells, boxes, strict=True):
            rows[cell.row].append(box)
        self._page.tables.append(SetTable(rows))
        self._y = ys[-1] + _BETWEEN_TABLES
        self._right = max(self._right, xs[-1])


def width_of(text: str) -> float:
    """The width of a text, in ideographs."""
    return sum([1.0 if character > "\u00ff" else 0.5 for character in text])


def words_of(line: str, x: float, top: float) -> Iterator[Word]:
    """The words of a line that begins at `x`, a space half as wide as an ideograph."""
    lefts = []
    for character in line:
        lefts.append(x)
        x += EM if character > "\u00ff" else EM / 2
    lefts.append(x)
    for match in PRINTED.finditer(line):
        start, end = match.span()
        inner = lefts[start:end] if end - start > 1 else ()
        yield Word(lefts[start], top, lefts[end], top + EM, match[0], inner)


def _broken(text: str, width: int, indent: int) -> list[str]:
    """The lines of a paragraph. All but the last reach the margin, and the last does not."""
    lines = []
    room = float(width - indent)
    start, used = 0, 0.0
    for position, character in enumerate(text):
        wide = 1.0 if character > "\u00ff" else 0.5
        if used + wide > room:
            lines.append(text[start:position])
            start, used, room = position, 0.0, float(width)
        used += wide
    last = text[start:]
    if lines and room - used < _SHORT_OF_MARGIN and len(last) > _SHORT_OF_MARGIN:
        lines += [last[:-2], last[-2:]]
    else:
        lines.append(last)
    return lines


def _lines_in(cell: TableCell, xs: Sequence[float]) -> list[str]:
    """The lines of a cell, numbers whole."""
    right = xs[cell.column + cell.column_span]
    room = (right - xs[cell.column] - 2 * PADDING) / EM + 0.01
    lines = [line.strip() for paragraph in cell.paragraphs for line in paragraph.lines]
    return [piece for line in _apart(lines) for piece in _wrapped(line, room)]


def _apart(lines: Sequence[str]) -> Iterator[str]:
    """The lines of a cell, with a mark where two numbers are apart that would else be read as one:
    on two lines, or with a space between that groups no thousands."""
    for line, following in zip_longest(lines, lines[1:], fillvalue=""):
        if not _THOUSANDS.fullmatch(line):
            line = _BETWEEN_NUMBERS.sub(APART, line)
        is_cut = line[-1:].isdigit() and following[:1].isdigit()
        yield line + APART if is_cut else line


def _wrapped(text: str, room: float) -> Iterator[str]:
    if width_of(text) <= room:
        yield text
        return
    start, used, number = 0, 0.0, 0  # where the line begins, its width, where a number began
    for position, character in enumerate(text):
        is_narrow = "!" <= character <= "~"
        if not is_narrow:
            number = position + 1
        wide = 1.0 if character > "\u00ff" else 0.5
        if used + wide > room and position > start:
            cut = number if start < number < position and is_narrow else position
            yield text[start:cut].strip()
            start, used = cut, width_of(text[cut:position])
        used += wide
    yield text[start:].strip()


def _heights(table: Table, broken: Sequence[Sequence[str]]) -> list[float]:
    heights = [EMPTY_ROW] * table.rows
    needed = [len(lines) * LEADING + 2 * PADDING if lines else EMPTY_ROW for lines in broken]
    for cell, height in zip(table.cells, needed, strict=True):
        if cell.row_span == 1:
            heights[cell.row] = max(heights[cell.row], height)
    for cell, height in zip(table.cells, needed, strict=True):
        rows = range(cell.row, cell.row + cell.row_span)
        lacking = height - sum(heights[row] for row in rows)
        if lacking > 0:
            for row in rows:
                heights[row] += lacking / len(rows)
    return heights


def _sums(start: float, lengths: Sequence[float]) -> list[float]:
    sums = [start]
    for length in lengths:
        sums.append(sums[-1] + length)
    return sums


def _box(cell: TableCell, xs: Sequence[float], ys: Sequence[float]) -> Box:
    right, below = cell.column + cell.column_span, cell.row + cell.row_span
    return xs[cell.column], ys[cell.row], xs[right], ys[below]


def _horizontals(table: Table, xs: Sequence[float], ys: Sequence[float]) -> list[Horizontal]:
    pieces = set()
    for cell in table.cells:
        for column in range(cell.column, cell.column + cell.column_span):
            pieces.add((cell.row, column))
            pieces.add((cell.row + cell.row_span, column))
    return [Horizontal(ys[row], xs[first], xs[last]) for row, first, last in _joined(pieces)]


def _verticals(table: Table, xs: Sequence[float], ys: Sequence[float]) -> list[Vertical]:
    pieces = set()
    for cell in table.cells:
        for row in range(cell.row, cell.row + cell.row_span):
            pieces.add((cell.column, row))
            pieces.add((cell.column + cell.column_span, row))
    return [Vertical(xs[column], ys[first], ys[last]) for column, first, last in _joined(pieces)]


def _joined(pieces: set[tuple[int, int]]) -> list[tuple[int, int, int]]:
    """Pieces (line, place) as lines (line, first place, end) without breaks."""
    lines: list[tuple[int, int, int]] = []
    for line, place in sorted(pieces):
        if lines and lines[-1][0] == line and lines[-1][2] == place:
            lines[-1] = (line, lines[-1][1], place + 1)
        else:
            lines.append((line, place, place + 1))
    return lines
