"""How wide the columns of a table are: no number is broken, long labels are."""

import re
from collections.abc import Sequence

from disclosure_stats.documents.article import top_headings
from disclosure_stats.documents.flow import Block, Paragraph, Table, TableCell

_NARROW_COLUMN = 4.5  # ideographs in a line of a column's title, at most
_WIDE_COLUMN = 12.0  # where a column holds longer texts
_LONG_TEXT = 8.0  # ideographs: the text of a label
_TOKEN = re.compile("[!-~]+")  # what is not broken
_MAX_BETWEEN = 40  # ideographs between two parts of one table: a running head, a page's address
_MIN_COLUMNS = 5  # of parts of one table that do not have the same columns
_MAX_LACKING = 3  # columns of labels that one part has and the other has not


def runs_of_tables(blocks: Sequence[Block]) -> list[list[Table]]:
    """The tables, those together that may be parts of one which was cut: with no heading and no
    sentence between them and the same columns, or the same but for some of labels at their left."""
    runs: list[list[Table]] = []
    is_near = False
    for block in blocks:
        if isinstance(block, Paragraph):
            is_near = is_near and _may_stand_between(block)
            continue
        if is_near and _may_go_on(runs[-1][-1], block):
            runs[-1].append(block)
        else:
            runs.append([block])
        is_near = True
    return runs


def _may_stand_between(block: Paragraph) -> bool:
    text = block.text.strip()
    return _width(text) <= _MAX_BETWEEN and "。" not in text and not top_headings([block])


def _may_go_on(table: Table, other: Table) -> bool:
    if table.columns == other.columns:
        return True
    fewest = min(table.columns, other.columns)
    return fewest >= _MIN_COLUMNS and abs(table.columns - other.columns) <= _MAX_LACKING


def common_widths(
    run: Sequence[Table], em: float, padding: float, empty: float
) -> list[list[float]]:
    """The widths of each table's columns; of one run, columns that are as far from the right edge
    are equally wide."""
    widths = [column_widths(table, em, padding, empty) for table in run]
    most = max(table.columns for table in run)
    shared = [
        max(own[-place] for own in widths if len(own) >= place) for place in range(most, 0, -1)
    ]
    return [shared[most - table.columns :] for table in run]


def column_widths(table: Table, em: float, padding: float, empty: float) -> list[float]:
    """The width of each column, in points. A column without a text of its own is `empty` wide,
    which no other is."""
    widths = [0.0] * table.columns
    needs = [(cell, *_needs(cell)) for cell in table.cells if cell.paragraphs]
    for cell, token, line in needs:
        if cell.column_span == 1:
            cap = _WIDE_COLUMN if line > _LONG_TEXT else _NARROW_COLUMN
            widths[cell.column] = max(widths[cell.column], token, min(line, cap))
    points = [width * em + 2 * padding if width else empty for width in widths]
    for cell, token, line in sorted(needs, key=lambda need: need[0].column_span):
        columns = range(cell.column, cell.column + cell.column_span)
        wanted = max(token, min(line, _WIDE_COLUMN)) * em + 2 * padding
        lacking = wanted - sum([points[column] for column in columns])
        if lacking > 0:
            # A column that no cell has for its own stays narrow: nobody sees it.
            own = [column for column in columns if widths[column]] or [columns[-1]]
            for column in own:
                points[column] += lacking / len(own)
    return points


def _needs(cell: TableCell) -> tuple[float, float]:
    """The widths of the longest number and of the longest line in a cell, in ideographs."""
    token = line = 0.0
    for paragraph in cell.paragraphs:
        for text in paragraph.lines:
            stripped = text.strip()
            line = max(line, _width(stripped))
            token = max(token, *(len(one) / 2 for one in _TOKEN.findall(stripped)), 0.0)
    return token, line


def _width(text: str) -> float:
    """In ideographs."""
    return len(text) - sum(map(len, _TOKEN.findall(text))) / 2
