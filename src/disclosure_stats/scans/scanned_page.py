"""What is kept of a page's picture, and looks at the cells in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import cv2
import numpy as np

from disclosure_stats.pages.model import Box, Look
from disclosure_stats.scans.fold import Fold
from disclosure_stats.scans.second_look import look_again, look_at_places

_INSET = 1.2  # points of a cell's edge that belong to its rules
_APART = 0.9  # heights: the lines of one number that is wrapped are nearer
_DIGIT = 0.4  # heights: hardly a digit is narrower
_ROW = 4.0  # heights: a row above or below, of two lines perhaps, is as near


@dataclass(slots=True)
class ScannedPage:
    """What is kept of a page's picture: where it is, how tall its characters are (in points), how
    its numbers were read, where print stands that belongs to none of them, and from where to where
    level rules lead (in points; null on a page without)."""

    data: bytes
    number: int
    scale: float
    matrix: Any
    fold: Fold | None
    size: tuple[float, float]
    height: float
    looks: list[tuple[Box, Look]]
    asides: list[Box]
    ruled: tuple[float, float] | None

    def shown(self, box: Box) -> Box:
        """The box on the page as shown, in points."""
        x0, top, x1, bottom = self._on_sheet(box)
        corners = np.array([[(x0, top), (x1, top), (x1, bottom), (x0, bottom)]]) * self.scale
        back = cv2.perspectiveTransform(corners, np.linalg.inv(self.matrix))[0] / self.scale
        (left, upper), (right, lower) = back.min(axis=0), back.max(axis=0)
        width, height = self.size
        return (
            float(min(max(left, 0), width)),
            float(min(max(upper, 0), height)),
            float(min(max(right, 0), width)),
            float(min(max(lower, 0), height)),
        )

    def first_look(self, box: Box) -> Look | None:
        """How the one number in `box` was read; null where there is none, or more than one."""
        inside = self._inside(box)
        return inside[0][1] if len(inside) == 1 else None

    def second_look(self, boxes: Sequence[Box]) -> list[Look]:
        """Each cell rendered finer, cropped anew and read by the larger model; one whose edge cuts
        through a number shows nothing, be the rest of it a number too."""
        whole = [box for box in boxes if not self._cuts_number(box)]
        areas = [
            (self._on_sheet(self._area(box)), self._height(box), self._width(box)) for box in whole
        ]
        asides = [self._on_sheet(box) for box in self.asides]
        looks = look_again(self.data, self.number, self.matrix, self.scale, areas, asides)
        seen = dict(zip(whole, looks, strict=True))
        return [seen.get(box, Look("", 0.0)) for box in boxes]

    def third_look(self, boxes: Sequence[Box]) -> list[Look]:
        """The one number in each cell rendered finer still and smoothed, cropped where the first
        look saw it."""
        places = [self._on_sheet(self._inside(box)[0][0]) for box in boxes]
        return look_at_places(self.data, self.number, self.matrix, self.scale, places)

    def unplaced(self, cells: Sequence[Box], has_labels: bool) -> list[Box]:
        """The numbers that stand beside or between the value cells `cells`, or a row above or
        below them, and in none of them; numbers left of them may belong to labels, if there are
        labels. Without cells, all numbers. Beyond all level rules is no table, but the edge of a
        photographed sheet, and what is left of a seal."""
        if not cells:
            return [self.shown(place) for place, _ in self.looks]
        lefts, tops, rights, bottoms = zip(*cells, strict=True)
        placed = {place for box in cells for place in self._numbers_of_one(box)}
        near = _ROW * self.height

        def is_beside(place: Box) -> bool:
            reach = near if min(lefts) <= place[0] and place[2] <= max(rights) else 0.0
            return bool(
                self._is_within_rules(place)
                and min(tops) - reach <= place[1]
                and place[3] <= max(bottoms) + reach
            )

        def is_of_labels(place: Box) -> bool:
            # One table's labels may stand where another has numbers.
            level = [x0 for x0, top, _, bottom in cells if top - near <= place[1] <= bottom + near]
            return has_labels and place[0] < min(level or lefts)

        return [
            self.shown(place)
            for place, _ in self.looks
            if place not in placed and is_beside(place) and not is_of_labels(place)
        ]

    def _is_within_rules(self, place: Box) -> bool:
        return self.ruled is None or place[2] > self.ruled[0] and place[0] < self.ruled[1]

    def _on_sheet(self, box: Box) -> Box:
        if self.fold is None:
            return box
        return scaled(self.fold.on_sheet(scaled(box, self.scale)), 1 / self.scale)

    def _inside(self, box: Box) -> list[tuple[Box, Look]]:
        x0, top, x1, bottom = box
        return [
            (place, look)
            for place, look in self.looks
            if x0 <= (place[0] + place[2]) / 2 <= x1 and top <= (place[1] + place[3]) / 2 <= bottom
        ]

    def _cuts_number(self, box: Box) -> bool:
        """Whether a number whose middle is beside a cell reaches into it by a digit."""
        x0, top, x1, bottom = box
        reach = _DIGIT * self.height
        inside = self._inside(box)
        return any(
            place[2] - x0 > reach
            and x1 - place[0] > reach
            and top < (place[1] + place[3]) / 2 < bottom
            for place, look in self.looks
            if (place, look) not in inside
        )

    def _numbers_of_one(self, box: Box) -> list[Box]:
        """Where the numbers in a cell are; none if they stand as far apart as those of two rows."""
        places = sorted((place for place, _ in self._inside(box)), key=lambda place: place[1])
        apart = any(below[1] - above[3] > _APART * self.height for above, below in pairwise(places))
        return [] if apart else places

    def _height(self, box: Box) -> float:
        """How tall the print in a cell is: as the first look saw it, else as most of the page."""
        return max([place[3] - place[1] for place, _ in self._inside(box)], default=self.height)

    def _width(self, box: Box) -> float:
        """How wide the print in a cell is, as the first look saw it."""
        return max([place[2] - place[0] for place, _ in self._inside(box)], default=0.0)

    def _area(self, box: Box) -> Box:
        """The inside of a cell without its rules, and all of the numbers in it."""
        x0, top, x1, bottom = box
        areas = [(x0 + _INSET, top + _INSET, x1 - _INSET, bottom - _INSET)]
        areas += [(p[0] - 1, p[1] - 1, p[2] + 1, p[3] + 1) for p, _ in self._inside(box)]
        lefts, tops, rights, bottoms = zip(*areas, strict=True)
        return min(lefts), min(tops), max(rights), max(bottoms)


def scaled(box: Box, factor: float) -> Box:
    """A box so many times as large, as far from the origin."""
    return box[0] * factor, box[1] * factor, box[2] * factor, box[3] * factor
