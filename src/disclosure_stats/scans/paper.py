"""A rendered page becomes dark ink on even paper: shadow, tint and red seals taken off."""

import math
from typing import Any, NamedTuple

import cv2
import numpy as np
import numpy.typing as npt
import pypdfium2

from disclosure_stats.pages.model import Box

Grey = npt.NDArray[np.uint8]

RESOLUTION = 200  # dots per inch that pages are read at
MAX_SIDE = 3_500  # dots, A3: a larger sheet is rendered at less
_SEAL = 140  # of 255: what is redder than the paper, and its red as bright as this, is a seal
_REDDER = 45  # of 255, than green
_SEAL_SIDE = 150  # dots: a seal is as wide and as high, no line of red print is
_APART = 9  # dots, of the picture at half its size, between parts of a seal
_TILE = 16  # dots of a tile whose brightest tells the paper
_BLOCK = 25  # dots: what is dark so far across is no print
_GROUND = 7  # dots: about as many are between characters
_TINTS = (0.6, 0.9)  # of the brightness of the paper about it: darker is a block, lighter is paper
_LONG = 200  # dots that it is long: more than dense characters side by side
_MARGIN = 0.06  # of the sheet, along its edges: what is dark there need not be long
_EDGE = 31  # dots about it: its blurred edge
_DARKEST, _LIGHTEST = 105, 190  # between these lies what parts ink from paper
_GREY = 180  # of 255: what is darker is print, be it grey beside black
_CLEAN = 215  # of 255: as light may ink be where the paper is clean
_GRAIN = 6  # spreads of the paper's grain below the paper: what is darker is ink


class Rendering(NamedTuple):
    """A page's picture, or a part of it: in colour (height, width, blue green red), how many dots a
    point has, and where its left upper corner is, in points of the page as shown."""

    picture: Any
    scale: float
    corner: tuple[float, float]


def render(data: bytes, number: int, finer: float = 1.0, within: Box | None = None) -> Rendering:
    """Page `number` (from 1) of the PDF `data` as shown, with `finer` times as many dots a point as
    usual; `within` is the part of it that is wanted, in points, else the whole."""
    document = pypdfium2.PdfDocument(data)
    try:
        page = document[number - 1]
        size = page.get_size()
        scale = finer * min(RESOLUTION / 72, MAX_SIDE / max(size))
        x0, top, x1, bottom = within or (0.0, 0.0, *size)
        # PDFium leaves out whole dots.
        left, upper, right, lower = (
            math.floor(max(cut, 0.0) * scale) / scale
            for cut in (x0, top, size[0] - x1, size[1] - bottom)
        )
        crop = (left, lower, right, upper)
        bitmap = page.render(scale=scale, may_draw_forms=False, crop=crop)
        shape = (bitmap.height, bitmap.stride)
        rows = np.frombuffer(bitmap.buffer, np.uint8, shape[0] * shape[1]).reshape(shape)
        rows = rows[:, : bitmap.width * bitmap.n_channels]
        picture = rows.reshape(bitmap.height, bitmap.width, bitmap.n_channels).copy()
        return Rendering(picture, scale, (left, upper))
    finally:
        document.close()


def even_grey(picture: Any) -> Grey:
    """The picture in grey, paper and tinted cells white everywhere. A red seal is as light as the
    paper: what stands under it is read."""
    grey: Any = picture[:, :, 0] if picture.shape[2] == 1 else _without_seals(picture)
    height, width = grey.shape
    tiles = cv2.resize(
        cv2.dilate(grey, np.ones((_TILE, _TILE), np.uint8)),
        (max(width // _TILE, 1), max(height // _TILE, 1)),
        interpolation=cv2.INTER_NEAREST,
    )
    paper = cv2.GaussianBlur(cv2.medianBlur(tiles, 5), (0, 0), 2)
    paper = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    paper = _with_tints(paper, cv2.blur(grey, (3, 3)))
    even: Grey = cv2.divide(grey, np.maximum(paper, 60), scale=250)
    return even


def _with_tints(paper: Any, smooth: Any) -> Any:
    """The brightness of the paper, where a cell of the `smooth` picture is tinted that of its
    ground."""
    # In a block as large as a tile's neighbourhood, `paper` is darker than paper.
    darkest, lightest = _TINTS[0] * np.maximum(paper, np.median(paper)), _TINTS[1] * paper
    tinted = ((darkest <= smooth) & (smooth < lightest)).view(np.uint8)
    # Between the strokes of characters as large as titles are grey dots too, but few together.
    tinted = cv2.morphologyEx(tinted, cv2.MORPH_OPEN, np.ones((_GROUND, _GROUND), np.uint8))
    if not tinted.any():
        return paper
    block = np.ones((_BLOCK, _BLOCK), np.uint8)
    ground = cv2.morphologyEx(smooth, cv2.MORPH_CLOSE, block)
    is_tint = (cv2.dilate(tinted, block) > 0) & (darkest <= ground) & (ground < lightest)
    return np.where(is_tint, ground, paper)


def _without_seals(picture: Any) -> Any:
    """The picture in grey, red seals as light as the paper; other red print is as dark as black."""
    grey, green = (cv2.extractChannel(picture, channel) for channel in (2, 1))
    red = ((grey > _SEAL) & (cv2.subtract(grey, green) > _REDDER)).view(np.uint8)
    if not red.any():
        return grey
    half = cv2.resize(red, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    joined = cv2.morphologyEx(half, cv2.MORPH_CLOSE, np.ones((_APART, _APART), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    seals = np.zeros_like(red)
    for x, y, wide, high, _ in stats[1:count]:
        if min(wide, high) >= _SEAL_SIDE // 2:
            seals[2 * y : 2 * (y + high), 2 * x : 2 * (x + wide)] = 1
    grey[(red & seals) > 0] = 255
    outside = seals == 0
    grey[outside] = np.minimum(grey, green)[outside]
    return grey


def without_blocks(grey: Grey) -> Grey:
    """The picture with paper in place of dark blocks: the table beside a photographed sheet, the
    edges of a copy, filled cells."""
    half = ink_of(cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA))
    dark = cv2.morphologyEx(half, cv2.MORPH_OPEN, np.ones((_BLOCK // 2, _BLOCK // 2), np.uint8))
    if not dark.any():
        return grey
    _, labels, stats, _ = cv2.connectedComponentsWithStats(dark)
    start, size = stats[:, :2], stats[:, 2:4]
    sheet = np.array(half.shape[::-1])
    beside = (start < _MARGIN * sheet) | (start + size > (1 - _MARGIN) * sheet)
    beside = beside.any(axis=1)
    filled = ~beside & (size.max(axis=1) >= _LONG // 2)
    beside[0] = filled[0] = False
    cleared = grey
    if filled.any():
        cleared = _with_cells_inverted(cleared, filled.astype(np.uint8)[labels])
    if beside.any():
        block = beside.astype(np.uint8)[labels]
        block = cv2.dilate(block, np.ones((_EDGE // 2, _EDGE // 2), np.uint8)) & half
        block = cv2.dilate(block, np.ones((3, 3), np.uint8))
        mask = cv2.resize(block, grey.shape[::-1], interpolation=cv2.INTER_NEAREST)
        cleared = np.where(mask > 0, np.uint8(250), cleared)
    return cleared


def _with_cells_inverted(grey: Grey, dark: Grey) -> Grey:
    """The picture with white print in cells filled with a `dark` colour (1, at half its size) as
    black on white; an edge of each stays, as its rule."""
    cells = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, np.ones((_BLOCK, _BLOCK), np.uint8))
    cells = cv2.erode(cells, np.ones((3, 3), np.uint8))
    inside = cv2.resize(cells, grey.shape[::-1], interpolation=cv2.INTER_NEAREST) > 0
    ground = cv2.morphologyEx(grey, cv2.MORPH_OPEN, np.ones((_BLOCK, _BLOCK), np.uint8))
    ground = cv2.blur(ground, (_BLOCK, _BLOCK)).astype(np.float32)
    lighter = (grey - ground) / np.maximum(250 - ground, 1)
    inverted: Grey = (250 * (1 - lighter.clip(0, 1))).astype(np.uint8)
    return np.where(inside, inverted, grey)


def ink_of(grey: Grey) -> Grey:
    """Where there is ink: 1, else 0 (Otsu's threshold, within bounds)."""
    return _darker_than(grey, _DARKEST, _LIGHTEST)


def faint_ink_of(grey: Grey) -> Grey:
    """Where there is ink, print that is grey or out of focus with it, as far as the paper is
    clean."""
    return _darker_than(grey, _GREY, _lightest(grey))


def traces_of(grey: Grey) -> Grey:
    """Where there is any ink, the lightest edges of strokes with it, as far as the paper is
    clean."""
    traces: Grey = (grey < math.ceil(_lightest(grey))).view(np.uint8)
    return traces


def _lightest(grey: Grey) -> float:
    return min(max(above_grain(grey[::4, ::4]), _LIGHTEST), _CLEAN)


def _darker_than(grey: Grey, darkest: float, lightest: float) -> Grey:
    threshold, _ = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    ink: Grey = (grey < math.ceil(min(max(threshold, darkest), lightest))).view(np.uint8)
    return ink


def above_grain(grey: Grey) -> float:
    """The lightest grey that is no grain of the paper, which most of `grey` is."""
    paper, spread = median_and_spread(grey)
    return paper - _GRAIN * max(1.48 * spread, 1.0)


def median_and_spread(grey: Grey) -> tuple[float, float]:
    """The median of a picture, and the median of how far its dots are from that: by counting how
    many dots there are of each grey, which takes a tenth of sorting them."""
    counts = np.bincount(grey.ravel(), minlength=256)
    greys = np.arange(256.0)
    middle = _median(greys, counts)
    return middle, _median(np.abs(greys - middle), counts)


def _median(values: Any, counts: Any) -> float:
    """The median of `values`, each of which is there so many times."""
    order = np.argsort(values)
    reached = np.cumsum(counts[order])
    total = int(reached[-1])
    places = np.searchsorted(reached, ((total - 1) // 2, total // 2), side="right")
    return float(values[order][places].mean())


def percentile(values: Any, share: float) -> float:
    """What so many of a hundred `values`, a row of some, do not exceed; between two of them in
    proportion. NumPy's own takes ten times as long over a few values."""
    place = share / 100 * (len(values) - 1)
    before = int(place)
    low, high = np.partition(values, (before, min(before + 1, len(values) - 1)))[
        [before, min(before + 1, len(values) - 1)]
    ].astype(float)
    return float(low + (high - low) * (place - before))
