"""Numbers of a text layer looked at in print: their cells rendered, and read by two models."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from disclosure_stats.pages.model import Box, Look
from disclosure_stats.scans.numerals import with_numbers_parted
from disclosure_stats.scans.paper import Grey, even_grey, render
from disclosure_stats.scans.recogniser import recogniser
from disclosure_stats.scans.runs import Run, character_height
from disclosure_stats.scans.second_look import (
    FINER,
    cell_picture,
    crop_finer,
    look_of_lines,
    look_without_reading,
    may_be_wrapped,
    runs_in_cell,
)

_INSET = 0.8  # points of a cell's edge that belong to its rules
_AROUND = 8.0  # points about a cell that tell its paper


class _Seen(NamedTuple):
    """A cell's picture, its ink, its lines of print, and a character's height in dots."""

    cell: Grey
    ink: Grey
    runs: list[Run]
    height: float


def look_at_print(data: bytes, number: int, cells: Sequence[Box]) -> list[Look]:
    """How the print in each of the cells, given in points of page `number` (from 1) of the PDF
    `data` as shown, is read from its picture; the probability is 0 where two models differ. What is
    struck out and footnote marks are left out, as they are of the text."""
    picture, scale = render(data, number, FINER)
    grey = even_grey(picture)
    seen = [_see(grey, scale, box) for box in cells]
    looks: list[Look | None] = []
    lines: list[Grey] = []
    for cell, ink, runs, height in seen:
        look = look_without_reading(runs, height, ink)
        looks.append(look)
        if look is None:
            lines.extend(crop_finer(cell, run) for run in runs)
    readings = zip(recogniser("small").read(lines), recogniser("tiny").read(lines), strict=True)
    return [
        look
        if look is not None
        else look_of_lines(
            [next(readings) for _ in one.runs],
            may_be_wrapped(one.runs, one.cell.shape[1], one.height),
        )
        for one, look in zip(seen, looks, strict=True)
    ]


def _see(grey: Grey, scale: float, box: Box) -> _Seen:
    x0, top, x1, bottom = box
    inside = x0 + _INSET, top + _INSET, x1 - _INSET, bottom - _INSET
    cell, ink = cell_picture(grey, np.eye(3), scale, inside, _AROUND)
    height = character_height(ink)
    runs = runs_in_cell(cell, ink, height)
    first = recogniser("tiny").read([crop_finer(cell, run) for run in runs])
    parted = with_numbers_parted(runs, first, cell, ink, height)
    marks = set(parted.asides)
    numbers = sorted((run for run in parted.runs if run not in marks), key=lambda run: run[1::-1])
    return _Seen(cell, ink, numbers, height)
