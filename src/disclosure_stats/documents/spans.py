"""Cells in rows, with the spans that the source states, become a grid that no two cells share."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from disclosure_stats.documents.flow import UNTOLD, Block, Paragraph, Table, TableCell
from disclosure_stats.errors import ReadingError

MAX_COLUMNS = 1_000  # a span of more is taken for this, as browsers do
MAX_PLACES = 200_000  # of a table's grid, that its cells cover: a report's tables have 300
TOO_LARGE = f"a table of over {MAX_PLACES:,} cells"
_MAX_VALUE_LENGTH = 12  # characters of a cell that may hold a number
_MIN_VALUES = 3  # at the end of a row, for it to be one of numbers


@dataclass(slots=True, eq=False)
class SourceCell:
    """A cell as the source has it. A `row_span` of 0 reaches to the end of the rows; one that
    `holds_untold` shows something that is no text."""

    blocks: list[Block]
    column_span: int = 1
    row_span: int = 1
    holds_untold: bool = False

    @property
    def text(self) -> str:
        """Its text, tables in it left out."""
        return "".join([block.text for block in self.blocks if isinstance(block, Paragraph)])


def grid_of(groups: Sequence[Sequence[Sequence[SourceCell]]], path: tuple[int, ...]) -> Table:
    """The table of `groups` of rows (head, body, foot), which no span of rows reaches beyond.

    A cell stands at the first free place of its row. Columns and rows in which no cell begins are
    none.
    """
    cells: list[TableCell] = []
    start = 0
    for rows in groups:
        cells += _placed(rows, start)
        start += len(rows)
    columns = _begun([(cell.column, cell.column_span) for cell in cells])
    begun_rows = _begun([(cell.row, cell.row_span) for cell in cells])
    for cell in cells:
        right, below = cell.column + cell.column_span, cell.row + cell.row_span
        cell.column, cell.row = columns[cell.column], begun_rows[cell.row]
        cell.column_span = max(columns[right] - cell.column, 1)
        cell.row_span = max(begun_rows[below] - cell.row, 1)
    return Table(begun_rows[-1], columns[-1], cells, path)


def _begun(spans: Sequence[tuple[int, int]]) -> list[int]:
    """By column, or row, of cells that begin and reach as `spans` say: how many before it are such
    in which a cell begins; the last is where they end."""
    starts = {start for start, _ in spans}
    end = max((start + length for start, length in spans), default=0)
    before = [0]
    for place in range(end):
        before.append(before[-1] + (place in starts))
    return before


def _placed(rows: Sequence[Sequence[SourceCell]], start: int) -> list[TableCell]:
    """The cells of one group of rows, whose first is the row `start` of the table."""
    placed: list[TableCell] = []
    taken: list[set[int]] = [set() for _ in rows]
    covered = 0
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            while column in taken[number]:
                column += 1
            wide = min(max(cell.column_span, 1), MAX_COLUMNS)
            width = next((w for w in range(1, wide) if column + w in taken[number]), wide)
            below = len(rows) - number
            height = min(cell.row_span or below, below)
            columns = range(column, column + width)
            free = next(
                (h for h in range(1, height) if not taken[number + h].isdisjoint(columns)), height
            )
            covered += free * width
            if covered > MAX_PLACES:
                raise ReadingError("too_large", TOO_LARGE)
            for other in range(number, number + free):
                taken[other].update(columns)
            paragraphs = [block for block in cell.blocks if isinstance(block, Paragraph)]
            if cell.holds_untold and not paragraphs:
                paragraphs = [Paragraph([UNTOLD])]
            placed.append(TableCell(start + number, column, free, width, paragraphs))
            column += width
    return placed


def straighten(groups: Sequence[Sequence[list[SourceCell]]]) -> None:
    """Gives the label of a row of numbers the span at which the row ends where the others do that
    have as many numbers.

    Sites lose spans, and state too long ones; a row's label and its numbers are all there, and the
    numbers belong under those of the rows above and below. Titles over them that do not end where
    they do say nothing of columns: they become one cell.
    """
    rows = [row for group in groups for row in group]
    taken = [columns for group in groups for columns in _taken_from_above(group)]
    covered = [len(columns) for columns in taken]
    ends = [
        above + sum([max(cell.column_span, 1) for cell in row])
        for row, above in zip(rows, covered, strict=True)
    ]
    alike: dict[int, list[int]] = {}  # rows, by how many numbers they have
    for number, row in enumerate(rows):
        if (count := _values(row)) >= _MIN_VALUES:
            alike.setdefault(count, []).append(number)
    end_of: dict[int, int] = {}
    for count, numbers in alike.items():
        labels = {number: rows[number][-count - 1] for number in numbers}
        usual = Counter(ends[number] for number in numbers).most_common(1)[0][0]
        # What no label can be narrowed to is where the row ends that has the most cells.
        least = max(ends[number] - labels[number].column_span + 1 for number in numbers)
        end = max(usual, least)
        for number, label in labels.items():
            end_of[number] = end
            lacking = end - ends[number]
            if lacking > 0 and label is rows[number][0] and _stands_before(taken[number]):
                rows[number].insert(0, SourceCell([], lacking))  # what should reach down to it
            else:
                label.column_span += lacking
    _straighten_titles(rows, covered, ends, end_of)


def _straighten_titles(
    rows: Sequence[list[SourceCell]],
    covered: Sequence[int],
    ends: Sequence[int],
    end_of: Mapping[int, int],
) -> None:
    """Makes titles that do not end where the next row of numbers does (`end_of`) one cell; where
    they are as many as its cells, the first of them is as wide as it has to be; where one reaches
    down, the last."""
    below: int | None = None
    for number in range(len(rows) - 1, -1, -1):
        if number in end_of:
            below = number
            continue
        row = rows[number]
        if below is None or not row or _values(row) or ends[number] == end_of[below]:
            continue
        lacking = end_of[below] - ends[number]
        if len(row) == len(rows[below]) and row[0].column_span + lacking >= 1:
            row[0].column_span += lacking
        elif row[-1].column_span + lacking >= 1 and any(cell.row_span != 1 for cell in row[:-1]):
            row[-1].column_span += lacking  # else what it reaches into would stand further left
        else:
            blocks = [block for cell in row for block in cell.blocks]
            row[:] = [SourceCell(blocks, max(end_of[below] - covered[number], 1))]


def _taken_from_above(rows: Sequence[Sequence[SourceCell]]) -> list[set[int]]:
    """The columns of each row into which cells from the rows above reach."""
    taken: list[set[int]] = [set() for _ in rows]
    places = 0
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            while column in taken[number]:
                column += 1
            columns = range(column, column + min(max(cell.column_span, 1), MAX_COLUMNS))
            below = range(number + 1, min(number + (cell.row_span or len(rows)), len(rows)))
            places += len(below) * len(columns)
            if places > MAX_PLACES:
                raise ReadingError("too_large", TOO_LARGE)
            for other in below:
                taken[other].update(columns)
            column = columns.stop
    return taken


def _stands_before(taken: set[int]) -> bool:
    """Whether the first free place of a row is before one that a cell from above reaches into."""
    return any(column not in taken for column in range(max(taken, default=0)))


def _values(row: Sequence[SourceCell]) -> int:
    """How many cells at the end of a row may hold numbers, of which one does."""
    count = 0
    has_number = False
    for cell in reversed(row):
        text = cell.text.strip()
        if len(text) > _MAX_VALUE_LENGTH or any(
            "\u4e00" <= c <= "\u9fff" and c != "无" for c in text
        ):
            break
        has_number = has_number or any(c.isdigit() for c in text) or text in ("-", "/", "—")
        count += 1
    return count if has_number and count < len(row) else 0
