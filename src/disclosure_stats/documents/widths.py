"""How wide the columns of a table are: no number is broken, long labels are."""

import re

from disclosure_stats.documents.flow import Table, TableCell

_NARROW_COLUMN = 4.5  # ideographs in a line of a column's title, at most
_WIDE_COLUMN = 12.0  # where a column holds longer texts
_LONG_TEXT = 8.0  # ideographs: the text of a label
_TOKEN = re.compile("[!-~]+")  # what is not broken


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
            narrow = sum(map(len, _TOKEN.findall(stripped)))
            line = max(line, len(stripped) - narrow / 2)
            token = max(token, *(len(one) / 2 for one in _TOKEN.findall(stripped)), 0.0)
    return token, line
