"""Number cells looked at again, in another rendering, with another crop, by another model."""

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np

from disclosure_stats.pages.model import Box, Look
from disclosure_stats.scans.digits import as_number
from disclosure_stats.scans.paper import Grey, even_grey, render
from disclosure_stats.scans.recogniser import Reading, recogniser
from disclosure_stats.scans.runs import Run, find_runs, without_specks

FINER = 1.5  # times the resolution of the first look
_MARGIN = 5  # dots around the ink
_PAPER = 245  # of 255: how light even paper is
_DARKEST, _LIGHTEST = 120, 190  # between these lies what parts ink from paper


def look_again(
    data: bytes, number: int, matrix: Any, scale: float, boxes: Sequence[Box]
) -> list[Look]:
    """The cells `boxes` (points of the straight page) of page `number` of the PDF `data`; `matrix`
    leads from dots of the first look's picture, `scale` to a point, to those of the straight."""
    picture, finer = render(data, number, FINER)
    grey = even_grey(picture)
    enlarge = np.diag([finer / scale, finer / scale, 1.0])
    whole = enlarge @ matrix @ np.linalg.inv(enlarge)
    lines: list[Grey] = []
    counts = []
    for box in boxes:
        found = _lines(_cell(grey, whole, finer, box))
        counts.append(len(found))
        lines.extend(found)
    readings = iter(
        zip(recogniser("small").read(lines), recogniser("tiny").read(lines), strict=True)
    )
    return [_look([next(readings) for _ in range(count)]) for count in counts]


def _look(parts: Sequence[tuple[Reading, Reading]]) -> Look:
    """A cell's lines, each read by both models, as one look; its probability is 0 where the models
    differ."""
    if not parts:
        return Look("", 1.0)
    lines = [(as_number(large) or large, as_number(small) or small) for large, small in parts]
    text, other = ("".join(line[side].text for line in lines) for side in (0, 1))
    alike = text == other
    sure = min(min(large.confidence, small.confidence) for large, small in lines)
    others = [candidate for candidate, _ in lines[0][0].candidates()] if len(lines) == 1 else []
    return Look(text, sure if alike else 0.0, tuple(others if alike else [other, *others]))


def _cell(grey: Grey, matrix: Any, scale: float, box: Box) -> Grey:
    """A cell, straightened."""
    x0, top, x1, bottom = (value * scale for value in box)
    shift = np.array([[1, 0, -x0], [0, 1, -top], [0, 0, 1.0]])
    size = max(int(x1 - x0), 8), max(int(bottom - top), 8)
    cell: Grey = cv2.warpPerspective(
        grey, shift @ matrix, size, flags=cv2.INTER_CUBIC, borderValue=255
    )
    return cell


def _lines(cell: Grey) -> list[Grey]:
    """The lines of print in a cell, cropped to their ink."""
    ink = _threshold(cell)
    text = without_specks(ink)
    runs = find_runs(_off_the_edge(text), np.zeros_like(text))
    return [_crop(cell, run) for run in sorted(runs, key=lambda run: (run.top, run.x0))]


def _threshold(cell: Grey) -> Grey:
    """Where there is ink in one cell: half as dark as its darkest, however faint the print is."""
    half = (int(cell.min()) + _PAPER) // 2
    return (cell < min(max(half, _DARKEST), _LIGHTEST)).astype(np.uint8)


def _off_the_edge(ink: Grey) -> Grey:
    """`ink` without the rests of rules along the cell's edge."""
    height, width = ink.shape
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink)
    rest = ink.copy()
    for index in range(1, count):
        x, y, wide, high, _ = stats[index]
        flat = high <= 4 and wide > 0.5 * width or wide <= 4 and high > 0.7 * height
        touches = x == 0 or y == 0 or x + wide == width or y + high == height
        if touches and (flat or min(wide, high) <= 3):
            rest[labels == index] = 0
    return rest


def _crop(cell: Grey, run: Run) -> Grey:
    top, left = max(run.top - _MARGIN, 0), max(run.x0 - _MARGIN, 0)
    return cell[top : run.bottom + _MARGIN, left : run.x1 + _MARGIN]
