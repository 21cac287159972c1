"""Where text stands in the picture: runs of characters on one line, found by cutting white."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import cv2
import numpy as np

from disclosure_stats.scans.components import components_of
from disclosure_stats.scans.paper import Grey

_MARGIN = 2  # dots around the ink of a run, at the usual resolution
_SPECK = 4  # dots of ink: less is dirt
_DOT = 0.2  # heights: what is no larger is dirt, unless it stands beside a character
_WIDE_GAP = 1.1  # of a character's height: white that parts two runs
_FLAT = 0.3  # heights: no character is as flat, but 一
_OBLONG = 1.3  # times as wide as tall: the shortest dash is, a point is not
_MAX_HEIGHT = 2.5  # heights of the usual character: what is taller may be a picture
_DASHES = 2.5  # heights: two dashes on end
_MIN_SLASH_HEIGHT = 0.4  # heights
_ALONE = 0.75  # of a run's ink is one stroke: what is beside it is specks
_LEAN = 0.2, 0.6  # dots to the right for each dot upwards: a slash, and no digit
_STRAIGHT = 0.7  # of the squared correlation of rows and columns: that of a 7 is less than 0.5
_SHORT = 2.5  # heights: the run of a few digits
_TRACE = 222  # of 255, where even paper is 250: what is darker is no grain of the paper
_HAIR = 6  # dots: what is left of a rule is no thicker
_AROUND = 0.6  # heights about such a run in which its fainter strokes may lie
_BESIDE = 0.6  # heights from a character to the next dot
_STROKE = 0.2  # heights: what is shorter is no sign of its own


class Run(NamedTuple):
    """The box of a run in dots, cropped to its ink; right and bottom edges are outside."""

    x0: int
    top: int
    x1: int
    bottom: int


def crop(grey: Grey, run: Run, margin: int = _MARGIN) -> Grey:
    """A run with a little paper about it, so many dots."""
    top, left = max(run.top - margin, 0), max(run.x0 - margin, 0)
    return grey[top : run.bottom + margin, left : run.x1 + margin]


def is_flat(run: Run, height: float) -> bool:
    """Whether a run is a flat stroke alone, a dash or two; `height` is that of a character."""
    wide, tall = run.x1 - run.x0, run.bottom - run.top
    return tall <= _FLAT * height and wide >= _OBLONG * tall and wide <= _DASHES * height


def is_slash(ink: Grey, run: Run, height: float) -> bool:
    """Whether a run is one straight stroke that leans as a slash does, which the models take for a
    1; `ink` is that of the picture."""
    if run.bottom - run.top < _MIN_SLASH_HEIGHT * height or run.x1 - run.x0 > 1.5 * height:
        return False
    inside = ink[run.top : run.bottom, run.x0 : run.x1]
    _, labels, stats, _ = cv2.connectedComponentsWithStats(inside, connectivity=8)
    area = stats[1:, cv2.CC_STAT_AREA]
    if len(area) == 0:
        return False
    largest = 1 + int(area.argmax())
    is_alone = area.max() >= _ALONE * area.sum()
    return _leans(inside > 0) or is_alone and _leans(labels == largest)


def _leans(stroke: Any) -> bool:
    """Whether dots lie along one line that leans to the right."""
    rows, columns = np.nonzero(stroke)
    if rows[0] == rows[-1]:
        return False
    (high, along), (_, wide) = np.cov(rows, columns, bias=True)
    return bool(_LEAN[0] <= -along / high <= _LEAN[1] and along**2 >= _STRAIGHT * high * wide)


def without_specks(ink: Grey, height: float) -> Grey:
    """`ink` without dots that are too small for a character, and small ones that stand beside none;
    `height` is that of a character in dots."""
    found = components_of(ink)
    area = found.area
    longer = np.maximum(found.wide, found.high)
    small = (longer <= _DOT * height) | (area < 5 * _SPECK) & (longer < 2 * _DOT * height)
    reach = np.ones((5, 2 * round(_BESIDE * height) + 1), np.uint8)
    near = cv2.dilate(found.without(small), reach)
    places, own = found.dots(small)
    is_beside = ~small
    is_beside[own[near.ravel()[places] > 0]] = True
    return found.without(~is_beside | (area < _SPECK))


def character_height(ink: Grey) -> float:
    """The usual height of a character in dots."""
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    heights = components_of(joined).high[1:]
    heights = heights[(heights >= 14) & (heights <= 90)]
    return float(np.percentile(heights, 60)) if len(heights) else 30.0


def find_runs(ink: Grey, drawn: Grey, height: float) -> list[Run]:
    """The runs of text in `ink` (without rules and specks), cell by cell of the rules `drawn`;
    `height` is that of a character in dots."""
    runs = [
        _shifted(run, x, y)
        for x, y, inside in _cells(ink, drawn)
        if inside.any()
        for run in _cut(inside, height, 0)
    ]
    return [run for run in runs if not _is_picture(ink, run, height)]


def _cells(ink: Grey, drawn: Grey) -> Iterator[tuple[int, int, Any]]:
    """The ink in each cell that the rules `drawn` enclose, and where its left upper corner is; all
    of it where there are no rules."""
    if not drawn.any():
        yield 0, 0, ink
        return
    walls = cv2.dilate(drawn, np.ones((3, 3), np.uint8))
    cells = components_of(1 - walls, connectivity=4)
    is_cell = (np.minimum(cells.wide, cells.high) >= 6) & (cells.area >= 60)
    for index in np.flatnonzero(is_cell):
        x, y, wide, high = cells.box(index)
        place = slice(y, y + high), slice(x, x + wide)
        yield x, y, ink[place] & (cells.labels[place] == index)


def with_faint_strokes(runs: list[Run], grey: Grey, drawn: Grey, height: float) -> list[Run]:
    """`runs`, the short ones grown by what of the faintest ink hangs together with them, or stands
    before them as a sign: of a poor 0 only one side may be ink, and of -5 only the digit. Beyond
    the rules `drawn` is another cell."""
    walls = cv2.dilate(drawn, np.ones((5, 5), np.uint8))
    traces = (grey < _TRACE).astype(np.uint8) & (1 - walls)
    return [
        _grown(run, traces, walls, height) if run.x1 - run.x0 < _SHORT * height else run
        for run in runs
    ]


def without_rests(runs: list[Run], levels: Sequence[float], uprights: Sequence[float]) -> list[Run]:
    """`runs` without what is left of faint rules, whose heights `levels` tell, and `uprights` where
    upright ones are. Of these the outermost alone: others may lead to the middle of a broad cell,
    where a 1 stands."""
    edges = [min(uprights), max(uprights)] if uprights else []
    return [
        run
        for run in runs
        if not _is_rest(run.top, run.bottom, levels) and not _is_rest(run.x0, run.x1, edges)
    ]


def _is_rest(start: int, end: int, rules: Sequence[float]) -> bool:
    middle = (start + end) / 2
    return end - start <= _HAIR and any(abs(middle - rule) <= _HAIR for rule in rules)


def _grown(run: Run, traces: Grey, walls: Grey, height: float) -> Run:
    reach = round(_AROUND * height)
    x, y = max(run.x0 - reach, 0), max(run.top - reach, 0)
    window = traces[y : run.bottom + reach, x : run.x1 + reach]
    _, labels, stats, middles = cv2.connectedComponentsWithStats(window, connectivity=8)
    own = set(np.unique(labels[run.top - y : run.bottom - y, run.x0 - x : run.x1 - x]).tolist())
    cell = np.flatnonzero(walls[run.top : run.bottom, x : run.x0].any(axis=0))
    wall = int(cell[-1]) if len(cell) else 0
    own |= {
        index
        for index, (left, _, wide, high, _) in enumerate(stats)
        if run.top - y < middles[index][1] < run.bottom - y
        and wall < left < run.x0 - x
        and _STROKE * height <= wide <= height
        and 2 * high <= wide
    }
    lefts, tops, rights, bottoms = [run.x0], [run.top], [run.x1], [run.bottom]
    for index in own - {0}:
        left, top, wide, high = (int(value) for value in stats[index][:4])
        lefts.append(x + left)
        tops.append(y + top)
        rights.append(x + left + wide)
        bottoms.append(y + top + high)
    return Run(min(lefts), min(tops), max(rights), max(bottoms))


def _is_picture(ink: Grey, run: Run, height: float) -> bool:
    """Whether a run is no text: far taller than a line, or a dark block."""
    tall = run.bottom - run.top
    if tall <= _MAX_HEIGHT * height:
        return False
    share = float(ink[run.top : run.bottom, run.x0 : run.x1].mean())
    return tall > 3 * _MAX_HEIGHT * height or share > 0.4


def _shifted(run: Run, x: int, y: int) -> Run:
    return Run(run.x0 + int(x), run.top + int(y), run.x1 + int(x), run.bottom + int(y))


def _cut(ink: Any, height: float, depth: int) -> Iterator[Run]:
    """The runs of a block, cut in turn between rows and between columns."""
    profile = ink.sum(axis=1)
    rows = _stretches(profile, 0)
    if len(rows) == 1 and rows[0][1] - rows[0][0] > 1.7 * height:
        rows = _stretches(profile, 0.06 * float(np.percentile(profile, 95)))
    for top, bottom in _joined(rows, ink, height):
        row = ink[top:bottom]
        columns = row.sum(axis=0)
        tall = bottom - top
        gap = _WIDE_GAP * min(max(tall, 0.7 * height), 1.3 * height)
        pieces = _merged(_stretches(columns, 0), gap)
        for left, right in pieces:
            piece = row[:, left:right]
            if tall > 1.5 * height and depth < 6 and (len(pieces) > 1 or len(rows) > 1):
                inner: Iterator[Run] = _cut(piece, height, depth + 1)
            else:
                inner = iter([_tight(piece)])
            for run in inner:
                yield _shifted(run, left, top)


def tight_within(ink: Grey, box: Run) -> Run | None:
    """The run that the ink in `box` makes; null where there is none."""
    inside = ink[box.top : box.bottom, box.x0 : box.x1]
    return _shifted(_tight(inside), box.x0, box.top) if inside.any() else None


def _tight(ink: Any) -> Run:
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    return Run(int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1)


def _stretches(profile: Any, least: float) -> list[tuple[int, int]]:
    """Where `profile` exceeds `least`."""
    filled = np.concatenate([[0], (profile > least).astype(np.int8), [0]])
    edges = np.flatnonzero(np.diff(filled))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _merged(stretches: list[tuple[int, int]], gap: float) -> list[tuple[int, int]]:
    merged = stretches[:1]
    for start, end in stretches[1:]:
        if start - merged[-1][1] < gap:
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return merged


def _joined(rows: list[tuple[int, int]], ink: Any, height: float) -> list[tuple[int, int]]:
    """`rows` with those joined that are strokes of one character (二, 三, a dot over a line, a 5
    whose flag has come off)."""
    joined = rows[:1]
    for top, bottom in rows[1:]:
        start, end = joined[-1]
        gap, whole = top - end, bottom - start
        thin = min(bottom - top, end - start) < 0.45 * height
        # Among many digits the usual height is a digit's, and less than that of an ideograph.
        taller = min(max(bottom - top, end - start, height), 1.3 * height)
        close = thin and (
            gap < 0.4 * height
            and whole <= 1.25 * height
            or gap < 0.3 * taller
            and whole <= 1.6 * taller
        )
        if close or gap < 0.3 * height and _is_one_character(ink[start:bottom], height):
            joined[-1] = (start, bottom)
        else:
            joined.append((top, bottom))
    return joined


def _is_one_character(ink: Any, height: float) -> bool:
    """Whether all that is in a block is about as wide as it is tall (告, alone on its line), with
    no white from top to bottom, as there is between two characters over two others."""
    columns = _stretches(ink.sum(axis=0), 0)
    wide = columns[-1][1] - columns[0][0]
    is_square = 0.8 * height < wide < 2.5 * height and 0.8 * wide < len(ink) < 1.2 * wide
    return len(columns) == 1 and is_square
