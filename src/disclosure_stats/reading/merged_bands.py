"""Bands that hold several rows because the rule between them is missing, taken apart again."""

from collections.abc import Sequence

from disclosure_stats.pages.model import Word
from disclosure_stats.reading.align import best_likeness
from disclosure_stats.reading.grid import Band, Cell, text_lines
from disclosure_stats.reading.rows import observe
from disclosure_stats.reading.text import squeeze
from disclosure_stats.reading.values import UNITS, looks_like_value

_LEAST_CELLS = 2  # one cell of two lines is a number that is wrapped
_LONGEST_NUMBER = 14  # characters
_ONE_LABEL = 0.86  # likeness from which a label is that of one row of the form
_LEVEL = 0.4  # of a character's height: lines of neighbours this near are level


def split_merged(era: str, band: Band) -> list[Band]:
    """`band`, or its rows: as many as each of its cells of numbers has lines, all of them level.

    A number that is wrapped over two lines has neighbours of one line, or stands beside a label
    that is one row's: it is left as it is.
    """
    last = next((cell.words for cell in reversed(band.cells) if cell.words), [])
    tops = [word[1] for word in last]
    if len(last) < 2 or max(tops) - min(tops) < 0.8 * (last[0].bottom - last[0].top):
        return [band]  # the last cell has one line, and all cells of numbers have equally many
    lines = [_value_lines(cell) for cell in band.cells]
    counts = {len(found) for found in lines if found}
    if len(counts) != 1 or counts == {1} or sum(bool(found) for found in lines) < _LEAST_CELLS:
        return [band]
    levels = [[_middle(line) for line in found] for found in lines if found]
    height = max(c.bottom - c.top for found in lines for line in found for c in line)
    for row in zip(*levels, strict=True):
        if max(row) - min(row) > _LEVEL * height:
            return [band]
    if best_likeness(era, observe(band).labels) >= _ONE_LABEL:
        return [band]
    middles = [sum(row) / len(row) for row in zip(*levels, strict=True)]
    between = [(a + b) / 2 for a, b in zip(middles, middles[1:], strict=False)]
    edges = [band.top, *between, band.bottom]
    rows = []
    for top, bottom in zip(edges, edges[1:], strict=False):
        cells = [
            Cell(
                cell.x0,
                top,
                cell.x1,
                bottom,
                band.page,
                [c for c in cell.words if top <= (c.top + c.bottom) / 2 < bottom],
            )
            for cell in band.cells
        ]
        rows.append(Band(band.page, top, bottom, cells, ruled=band.ruled))
    rows[0].first_of_region = band.first_of_region
    rows[-1].last_of_region = band.last_of_region
    return rows


def _value_lines(cell: Cell) -> list[list[Word]]:
    """The lines of a cell that holds numbers (or units) alone; nothing for any other cell."""
    if not cell.words:
        return []
    lines = text_lines(cell.words)
    texts = ["".join(word.text for word in line) for line in lines]
    if len(texts[0]) > _LONGEST_NUMBER:
        return []
    return lines if all(looks_like_value(text) or squeeze(text) in UNITS for text in texts) else []


def _middle(line: Sequence[Word]) -> float:
    return sum((c.top + c.bottom) / 2 for c in line) / len(line)
