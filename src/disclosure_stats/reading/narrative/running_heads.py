"""Running heads and feet: lines that a page bears like the next one, and that are not its text."""

import re
from collections.abc import Sequence

from disclosure_stats.pages.lines import Line
from disclosure_stats.text.folding import squeeze

_AT_EDGE = 3  # lines, at the top and at the bottom of a page
_SAME_PLACE = 2.0  # points
_PAGE_COUNT = re.compile(r"(?<!\d)\d{1,3}(?!\d)")


def without_running_heads(pages: Sequence[list[Line]]) -> list[list[Line]]:
    """The lines of each page but those that stand at the same place of the page before or behind.

    At the top of the first page they stay: the title of a report may stand nowhere else.
    """
    heads = _running([lines[:_AT_EDGE] for lines in pages])
    feet = _running([lines[_AT_EDGE:][: -_AT_EDGE - 1 : -1] for lines in pages])
    return [
        lines[head if index else 0 : len(lines) - foot]
        for index, (lines, head, foot) in enumerate(zip(pages, heads, feet, strict=True))
    ]


def _running(edges: Sequence[list[Line]]) -> list[int]:
    """How many lines of each page's edge, which are given from the edge inwards, the next page or
    that before has too: what stands further in than a line of text is text."""
    return [
        _until_text(own, [*before, *behind])
        for before, own, behind in zip([[], *edges], edges, [*edges[1:], []], strict=False)
    ]


def _until_text(edge: list[Line], neighbours: list[Line]) -> int:
    for count, line in enumerate(edge):
        if not any(_is_same(line, other) for other in neighbours):
            return count
    return len(edge)


def _is_same(line: Line, other: Line) -> bool:
    return (
        abs(line.top - other.top) < _SAME_PLACE
        and abs(line.x0 - other.x0) < _SAME_PLACE
        and _without_page(line) == _without_page(other)
    )


def _without_page(line: Line) -> str:
    """The line's text without what may be the number of its page."""
    return _PAGE_COUNT.sub("", squeeze(line.text))
