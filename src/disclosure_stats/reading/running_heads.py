"""Running heads and feet: lines that a page bears like the next one, and that are not its text."""

import re
from collections.abc import Sequence

from disclosure_stats.reading.lines import Line
from disclosure_stats.reading.text import squeeze

_AT_EDGE = 3  # lines, at the top and at the bottom of a page
_SAME_PLACE = 2.0  # points
_PAGE_COUNT = re.compile(r"(?<!\d)\d{1,3}(?!\d)")


def without_running_heads(pages: Sequence[list[Line]]) -> list[list[Line]]:
    """The lines of each page but those that stand at the same place of the page before or behind.

    On the first page they stay: the title of a report may stand nowhere else.
    """
    edges = [_edge_lines(lines) for lines in pages]
    kept = [list(lines) for lines in pages]
    for index in range(1, len(pages)):
        for neighbour in (index - 1, index + 1):
            for line in edges[index] if neighbour < len(pages) else ():
                if line in kept[index] and any(_is_same(line, one) for one in edges[neighbour]):
                    kept[index].remove(line)
    return kept


def _edge_lines(lines: list[Line]) -> list[Line]:
    return lines[:_AT_EDGE] + lines[max(len(lines) - _AT_EDGE, _AT_EDGE) :]


def _is_same(line: Line, other: Line) -> bool:
    return (
        abs(line.top - other.top) < _SAME_PLACE
        and abs(line.x0 - other.x0) < _SAME_PLACE
        and _without_page(line) == _without_page(other)
    )


def _without_page(line: Line) -> str:
    """The line's text without what may be the number of its page."""
    return _PAGE_COUNT.sub("", squeeze(line.text))
