"""Numbers of a text layer looked at in print: their cells rendered, and read by two models."""

from collections.abc import Sequence

import numpy as np

from disclosure_stats.pages.model import Box, Look
from disclosure_stats.scans.numerals import with_numbers_parted
from disclosure_stats.scans.paper import Grey, even_grey, render
from disclosure_stats.scans.recogniser import recogniser
from disclosure_stats.scans.runs import character_height, crop
from disclosure_stats.scans.second_look import (
    FINER,
    MARGIN,
    SeenCell,
    cell_picture,
    look_without_reading,
    looks_at,
    runs_in_cell,
)

_INSET = 0.8  # points of a cell's edge that belong to its rules
_MARGIN = 1.0  # points about words: what their box would cut off is left out
_PAPER_OF_CELL = 8.0  # points about a cell that tell its paper
_PAPER_OF_PAGE = 40.0  # points about all cells: enough to tell how light the page's paper is


def look_at_cells(data: bytes, number: int, cells: Sequence[Box]) -> list[Look]:
    """How the print in each of the cells, given with their rules in points of page `number` (from
    1) of the PDF `data` as shown, is read from its picture; the probability is 0 where two models
    differ. What is struck out and footnote marks are left out, as they are of the text."""
    return _look(data, number, [_grown(box, -_INSET) for box in cells])


def look_at_words(data: bytes, number: int, words: Sequence[Box]) -> list[Look]:
    """The same for words with nothing beside them, given by the boxes of their characters."""
    return _look(data, number, [_grown(box, _MARGIN) for box in words])


def _grown(box: Box, by: float) -> Box:
    return box[0] - by, box[1] - by, box[2] + by, box[3] + by


def _look(data: bytes, number: int, areas: Sequence[Box]) -> list[Look]:
    lefts, tops, rights, bottoms = zip(*areas, strict=True)
    around = _grown((min(lefts), min(tops), max(rights), max(bottoms)), _PAPER_OF_PAGE)
    picture, scale, (left, top) = render(data, number, FINER, around)
    grey = even_grey(picture)
    return looks_at(
        [
            _see(grey, scale, (x0 - left, upper - top, x1 - left, lower - top))
            for x0, upper, x1, lower in areas
        ]
    )


def _see(grey: Grey, scale: float, area: Box) -> SeenCell:
    cell, ink = cell_picture(grey, np.eye(3), scale, area, _PAPER_OF_CELL)
    height = character_height(ink)
    runs = runs_in_cell(cell, ink, height)
    first = recogniser("tiny").read([crop(cell, run, MARGIN) for run in runs])
    parted = with_numbers_parted(runs, first, cell, ink, height)
    marks = set(parted.asides)
    numbers = sorted((run for run in parted.runs if run not in marks), key=lambda run: run[1::-1])
    return SeenCell(cell, numbers, height, look_without_reading(numbers, height, ink))
