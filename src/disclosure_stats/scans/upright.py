"""How a scanned page lies: turned, skewed, seen at an angle; and the picture set straight."""

import math
from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np

from disclosure_stats.scans.components import components_of
from disclosure_stats.scans.paper import Grey

_STEEPEST = 5.0  # degrees of skew that are looked for
_SMALL = 800  # dots of the longer side of the picture that the skew is sought in
_SQUEEZE = 4  # times as narrow as tall
_HALF_INK = 80  # of 255: what of a dot at half size is ink, for it to be ink
_LONG = 80  # dots at half size: a piece of a rule whose direction tells something
_MIN_PIECES = 4
_LEVEL = 0.03  # of slope: a rule that falls more, once the skew is off, is none


def straightening(ink: Grey) -> Any:
    """The 3x3 matrix that takes a dot of the page to where it belongs on the straight page."""
    height, width = ink.shape
    turn = _rotation(skew(ink), width, height)
    straight = cv2.warpAffine(ink, turn[:2], (width, height), flags=cv2.INTER_NEAREST)
    return _squaring(straight) @ turn


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
    larger = _squeezed(ink, 2 * _SMALL)
    small = cv2.resize(larger, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    coarse = float(max(np.arange(-_STEEPEST, _STEEPEST + 0.1, 0.5), key=lambda a: _at(small, a)))
    angles = np.arange(coarse - 0.5, coarse + 0.51, 0.1)
    sharp = [_at(larger, angle) for angle in angles]
    best = int(np.argmax(sharp))
    if not 0 < best < len(sharp) - 1:
        return float(angles[best])
    # The top of the parabola through the sharpest angle and its neighbours.
    left, top, right = sharp[best - 1 : best + 2]
    bend = left - 2 * top + right
    return float(angles[best] + (0.05 * (left - right) / bend if bend else 0.0))


def _reduced(ink: Grey, side: int, squeeze: int = 1) -> Any:
    scale = side / max(ink.shape)
    size = (max(round(ink.shape[1] * scale / squeeze), 1), max(round(ink.shape[0] * scale), 1))
    return cv2.resize(ink * 255, size, interpolation=cv2.INTER_AREA)


def _squeezed(ink: Grey, side: int) -> Any:
    """The ink reduced, and narrower still: the profile of its rows does not need the columns."""
    return _reduced(ink, side, _SQUEEZE)


def _sharpness(small: Any) -> float:
    profile = cv2.reduce(small, 1, cv2.REDUCE_SUM, dtype=cv2.CV_32S).ravel().astype(np.float64)
    return float((np.diff(profile) ** 2).sum() / max(profile.sum(), 1.0))


def _at(small: Any, degrees: float) -> float:
    height, width = small.shape
    fall = _SQUEEZE * math.tan(math.radians(degrees))
    shear = np.array([[1, 0, 0], [-fall, 1, fall * width / 2]])
    return _sharpness(cv2.warpAffine(small, shear, (width, height), flags=cv2.INTER_LINEAR))


def _rotation(degrees: float, width: int, height: int) -> Any:
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    return np.vstack([matrix, [0, 0, 1]])


def _squaring(ink: Grey) -> Any:
    """What makes rules that run together parallel (a photograph's perspective), if there are
    enough of them to tell."""
    height, width = ink.shape
    half = (_reduced(ink, max(ink.shape) // 2) > _HALF_INK).view(np.uint8)
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
        x, y, wide, high = parts.box(index)
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
