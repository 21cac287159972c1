"""How a scanned page lies: turned, skewed, seen at an angle; and the picture set straight."""

import math
from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np

from disclosure_stats.scans.components import components_of
from disclosure_stats.scans.paper import Grey

_STEEPEST = 5.0  # degrees of skew that are looked for
_SQUEEZE = 8  # times as narrow as tall is the picture that the skew is sought in
_COARSER = 4  # times as few rows, to begin with
_HALF_INK = 80  # of 255: what of a dot at half size is ink, for it to be ink
_LONG = 80  # dots at half size: a piece of a rule whose direction tells something
_MIN_PIECES = 4
_LEVEL = 0.03  # of slope: a rule that falls more, once the skew is off, is none


def straightening(ink: Grey) -> Any:
    """The 3x3 matrix that takes a dot of the page to where it belongs on the straight page."""
    height, width = ink.shape
    half = _halved(ink)
    degrees = skew(ink)
    turn = _rotation(degrees, half.shape[1], half.shape[0])
    straight = cv2.warpAffine(half, turn[:2], half.shape[::-1])
    return _squaring(straight, height, width) @ _rotation(degrees, width, height)


def straightened(grey: Grey, matrix: Any) -> Grey:
    """The picture set straight, white where it does not reach."""
    height, width = grey.shape
    if np.allclose(matrix[2], (0, 0, 1), atol=1e-9):  # no perspective: three times as fast
        plain: Grey = cv2.warpAffine(grey, matrix[:2], (width, height), borderValue=255)
        return plain
    seen: Grey = cv2.warpPerspective(grey, matrix, (width, height), borderValue=255)
    return seen


def skew(ink: Grey) -> float:
    """By how many degrees the lines fall to the right: the angle of the sharpest profile."""
    # The profile of the rows does not need the columns.
    fine = cv2.resize(ink * 255, None, fx=1 / _SQUEEZE, fy=1.0, interpolation=cv2.INTER_AREA)
    small = cv2.resize(fine, None, fx=1.0, fy=1 / _COARSER, interpolation=cv2.INTER_AREA)
    angles = np.arange(-_STEEPEST, _STEEPEST + 0.1, 0.5)
    coarse = float(max(angles, key=lambda angle: _at(small, angle, _SQUEEZE / _COARSER)))
    angles = np.arange(coarse - 0.5, coarse + 0.51, 0.1)
    sharp = [_at(fine, angle, _SQUEEZE) for angle in angles]
    best = int(np.argmax(sharp))
    if not 0 < best < len(sharp) - 1:
        return float(angles[best])
    # The top of the parabola through the sharpest angle and its neighbours.
    left, top, right = sharp[best - 1 : best + 2]
    bend = left - 2 * top + right
    return float(angles[best] + (0.05 * (left - right) / bend if bend else 0.0))


def _halved(ink: Grey) -> Grey:
    """The ink at half size, 255 where all of a dot is ink."""
    half: Grey = cv2.resize(ink * 255, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    return half


def _sharpness(picture: Any) -> float:
    profile = cv2.reduce(picture, 1, cv2.REDUCE_SUM, dtype=cv2.CV_64F).ravel()
    return float((np.diff(profile) ** 2).sum() / max(profile.sum(), 1.0))


def _at(picture: Any, degrees: float, steep: float) -> float:
    """How sharp the profile is once lines that fall by so many degrees are level; the picture is
    `steep` times as narrow as it should be for its height."""
    height, width = picture.shape
    fall = steep * math.tan(math.radians(degrees))
    shear = np.array([[1, 0, 0], [-fall, 1, fall * width / 2]])
    return _sharpness(cv2.warpAffine(picture, shear, (width, height), flags=cv2.INTER_LINEAR))


def _rotation(degrees: float, width: int, height: int) -> Any:
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    return np.vstack([matrix, [0, 0, 1]])


def _squaring(straight: Grey, height: int, width: int) -> Any:
    """What makes rules that run together parallel (a photograph's perspective), if there are
    enough of them to tell; `straight` is the ink at half size, `height` and `width` the whole's."""
    half = (straight > _HALF_INK).astype(np.uint8)
    level = _trend([p for p in _pieces(half) if abs(p[1]) < _LEVEL], half.shape[0])
    upright = _trend(_pieces(cv2.transpose(half)), half.shape[1])
    if level is None and upright is None:
        return np.eye(3)
    # Growth is by dot of the half-sized picture.
    rise, run = ((at, growth / 2) for at, growth in (level or (0.0, 0.0), upright or (0.0, 0.0)))
    corners = []
    for x, y in ((0, 0), (width, 0), (width, height), (0, height)):
        # Where the lines that belong at x and at y cross.
        slope, lean = rise[0] + rise[1] * y, run[0] + run[1] * x
        across = x + lean * (y - height / 2)
        corners.append((across, y + slope * (across - width / 2)))
    wanted = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    return cv2.getPerspectiveTransform(np.array(corners, np.float32), wanted)


def _pieces(ink: Grey) -> list[tuple[float, float, float]]:
    """Of each long and nearly level piece of a rule: its height, slope and length."""
    thick = cv2.dilate(ink, np.ones((3, 1), np.uint8))
    long = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, 25), np.uint8))
    parts = components_of(long)
    found = []
    for index in np.flatnonzero((parts.wide >= _LONG) & (parts.area <= 6 * parts.wide)):
        x, y, wide, high = (side[index] for side in parts[1:5])
        rows, columns = np.nonzero(parts.labels[y : y + high, x : x + wide] == index)
        slope, offset = np.polyfit(columns, rows, 1)
        if np.abs(rows - slope * columns - offset).mean() < 2:
            found.append((float(y + offset + slope * wide / 2), float(slope), float(wide)))
    return found


def _trend(pieces: Sequence[tuple[float, float, float]], extent: int) -> tuple[float, float] | None:
    """The slope at 0 and its growth per dot, by weighted least squares; null if too few tell."""
    if len(pieces) < _MIN_PIECES:
        return None
    places, slopes, lengths = (np.array(values) for values in zip(*pieces, strict=True))
    near = np.abs(slopes - np.median(slopes)) < 0.03
    places, slopes, lengths = places[near], slopes[near], lengths[near]
    if np.ptp(places) < 0.3 * extent:
        return float(np.average(slopes, weights=lengths)), 0.0
    growth, start = np.polyfit(places, slopes, 1, w=lengths)
    return float(start), float(growth)
