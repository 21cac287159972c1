"""Which tables hold data, and which are only there to set a page."""

from collections.abc import Callable, Sequence

from disclosure_stats.documents.flow import Block, Paragraph, Table
from disclosure_stats.documents.spans import SourceCell, straighten

_MIN_PROSE = 12  # characters of a cell with a sentence
_MAX_NUMBER, _MAX_DASH = 12, 2  # characters of a cell that may hold a number, a dash or a unit

_Rows = list[list[SourceCell]]


def as_blocks(groups: Sequence[_Rows], as_table: Callable[[Sequence[_Rows]], Table]) -> list[Block]:
    """A table as what it shows: rows that hold tables themselves or prose, and tables of one
    column, are what is in their cells, one below the other; the rows between them are tables
    (`as_table`). Rows are straightened first."""
    for row in (row for rows in groups for row in rows):
        if any(len(cell.blocks) == 1 and isinstance(cell.blocks[0], Table) for cell in row):
            row[:] = [part for cell in row for part in _opened(cell)]
    straighten(groups)
    blocks: list[Block] = []
    pending: list[_Rows] = []
    for rows in groups:
        run: _Rows = []
        for row in rows:
            if any(_holds_table(cell) for cell in row) or _is_prose(row):
                _close([*pending, run], as_table, blocks)
                pending, run = [], []
                blocks += [block for cell in row for block in cell.blocks]
            else:
                run.append(row)
        if run:
            pending.append(run)
    _close(pending, as_table, blocks)
    return blocks


def _opened(cell: SourceCell) -> list[SourceCell]:
    """The cells of the row that a cell holds as a table of its own, as wide as itself."""
    table = cell.blocks[0] if len(cell.blocks) == 1 else None
    if not isinstance(table, Table) or table.rows > 1 or cell.column_span == 1:
        return [cell]
    is_as_wide = table.columns == len(table.cells) == cell.column_span
    return [SourceCell([*one.paragraphs]) for one in table.cells] if is_as_wide else [cell]


def _close(
    groups: Sequence[_Rows], as_table: Callable[[Sequence[_Rows]], Table], blocks: list[Block]
) -> None:
    parts = [rows for rows in groups if rows]
    if not parts:
        return
    table = as_table(parts)
    if table.columns == 1:
        blocks += [p for cell in table.cells for p in cell.paragraphs]
    elif any(cell.paragraphs for cell in table.cells):
        blocks.append(table)


def _is_prose(row: Sequence[SourceCell]) -> bool:
    """Whether a row that stands by itself has a sentence beside a heading, and no number."""
    texts: list[str] = []
    for cell in reversed(row):
        text = cell.text.strip()
        if cell.row_span != 1 or (text and _may_be_value(text)):
            return False
        texts.append(text)
    has_sentence = any(len(text) >= _MIN_PROSE and "。" in text for text in texts)
    return has_sentence and sum(map(bool, texts)) > 1


def _may_be_value(text: str) -> bool:
    has_digit = any(map(str.isdigit, text))
    return len(text) <= _MAX_DASH or (len(text) <= _MAX_NUMBER and has_digit)


def _holds_table(cell: SourceCell) -> bool:
    """Whether a cell holds a table; one of a single text is that text."""
    tables = [block for block in cell.blocks if isinstance(block, Table)]
    if not tables:
        return False
    filled = [inner for table in tables for inner in table.cells if inner.paragraphs]
    if len(filled) > 1:
        return True
    kept: list[Block] = [block for block in cell.blocks if isinstance(block, Paragraph)]
    kept.extend(paragraph for inner in filled for paragraph in inner.paragraphs)
    cell.blocks = kept
    return False
