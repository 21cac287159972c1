"""Pages as they are read: those on one sheet one below the other, small print enlarged."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from disclosure_stats.pages.lines import text_lines
from disclosure_stats.pages.lists import lists_side_by_side
from disclosure_stats.pages.model import Box, Horizontal, Page, Vertical, Word
from disclosure_stats.text.values import UNITS, looks_like_value

_MIN_RATIO = 1.2  # of a sheet's width to its height: two upright pages are wider than high
_MIDDLE = (0.44, 0.56)  # of the sheet, where its pages part
_MIN_GUTTER_WIDTH = 0.02  # of the sheet's width, between two pages side by side
_MIN_MARGINS = 0.03  # of the sheet's height, between two pages one below the other
_MIN_LABELS = 0.6  # of a page's lines: those of a table's right half begin with numbers
_MIN_CUT_ROWS = 2  # lines of numbers alone, for them to be rows of a table
_SMALL_PRINT = 6.0  # points: of a page where most characters are lower
_USUAL_PRINT = 10.0  # points: how high they are then held
_BETWEEN = 30.0  # points between two pages, one below the other


def as_read(page: Page) -> Page:
    """`page`, or what it shows in another place and size.

    The pages of a sheet of several are held one below the other, in the order in which they are
    read: from left to right, then the next two; so are lists side by side. A page that was printed
    at a fraction of its size is held enlarged: what is the same line, or the narrowest cell, is
    measured in points.
    """
    if not page.words:
        return page
    pieces = _pieces(page)
    if _are_read_apart(page, pieces):
        origins = _origins(page, pieces)
    else:
        pieces = [(0.0, 0.0, page.width, page.height)]
        lists = lists_side_by_side(page)
        if _are_read_apart(page, lists):
            _, top, _, bottom = lists[0]
            above, below = (0.0, 0.0, page.width, top), (0.0, bottom, page.width, page.height)
            pieces = [above, *lists, below]
        origins = [piece[0] for piece in pieces]
    heights = [word[3] - word[1] for word in page.words]
    height = _USUAL_PRINT if min(heights) >= _SMALL_PRINT else median(heights)
    scale = _USUAL_PRINT / height if 0 < height < _SMALL_PRINT else 1.0
    if len(pieces) == 1 and scale == 1.0:
        return page
    held = replace(
        page,
        width=scale * max(x1 - x0 for x0, _, x1, _ in pieces),
        height=0.0,
        words=[],
        horizontals=[],
        verticals=[],
        faint_horizontals=[],
        faint_verticals=[],
        sheet=page,
        pieces=pieces,
        origins=origins,
        scale=scale,
    )
    starts = []
    for piece, origin in zip(pieces, origins, strict=True):
        starts.append(held.height)
        _append(held, page, piece, origin)
    held.starts = starts
    return held


def _are_read_apart(page: Page, pieces: Sequence[Box]) -> bool:
    """Whether each of several `pieces` has rows of its own, with labels in front of numbers."""
    parts = _words_in(page, pieces)
    is_cut = any(map(_is_half_table, parts))
    return len(pieces) > 1 and not is_cut and all(map(_has_lines_of_its_own, parts))


def _pieces(page: Page) -> list[Box]:
    """The boxes of the pages on a sheet, in the order in which they are read."""
    near, far = _MIDDLE[0] * page.width, _MIDDLE[1] * page.width
    for word in page.words:
        if word[0] < near and word[2] > far:
            return []  # most pages have a line across their middle
    rules = [*page.horizontals, *page.faint_horizontals]
    if page.width and any(x0 < near and x1 > far for _, x0, x1 in rules):
        return []
    across = [(word[0], word[2]) for word in page.words]
    across += [(x0, x1) for _, x0, x1 in rules]
    across += [(x, x) for x, _, _ in (*page.verticals, *page.faint_verticals)]
    gutter = _gap(across, page.width, _MIN_GUTTER_WIDTH)
    if gutter is None:
        return []
    edges = [0.0, page.height]
    if page.width < _MIN_RATIO * page.height:
        down = [(word[1], word[3]) for word in page.words]
        down += [(y, y) for y, _, _ in rules]
        down += [(top, end) for _, top, end in (*page.verticals, *page.faint_verticals)]
        fold = _gap(down, page.height, _MIN_MARGINS)
        if fold is None:
            return []
        edges.insert(1, fold)
    return [
        (left, top, right, bottom)
        for top, bottom in pairwise(edges)
        for left, right in ((0.0, gutter), (gutter, page.width))
    ]


def _origins(page: Page, pieces: Sequence[Box]) -> list[float]:
    """Where each page of a sheet begins, so that its level rules begin as far from there as those
    of the first one that has some: parts of one table stand in line."""
    rules = [*page.horizontals, *page.faint_horizontals]
    begins = [
        min([x0 for y, x0, x1 in rules if _is_in((x0, y, x1, y), piece)], default=None)
        for piece in pieces
    ]
    margins = [begin - piece[0] for begin, piece in zip(begins, pieces, strict=True) if begin]
    return [
        begin - margins[0] if begin else piece[0]
        for begin, piece in zip(begins, pieces, strict=True)
    ]


def _gap(spans: Sequence[tuple[float, float]], whole: float, least: float) -> float | None:
    """The middle of the widest gap between `spans` in the middle of the sheet, if it takes up at
    least the share `least` of it."""
    edge, last = _MIDDLE[0] * whole, _MIDDLE[1] * whole
    best = (0.0, 0.0)
    inside = sorted([span for span in spans if span[1] >= edge and span[0] <= last])
    for start, end in [*inside, (last, last)]:
        best = max(best, (start - edge, (start + edge) / 2))
        edge = max(edge, end)
    return best[1] if best[0] >= least * whole else None


def _words_in(page: Page, pieces: Sequence[Box]) -> list[list[Word]]:
    """The words of each page of the sheet that has some."""
    found = [[word for word in page.words if _is_in(word[:4], piece)] for piece in pieces]
    return [words for words in found if words]


def _is_in(box: Box, piece: Box) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return piece[0] <= x < piece[2] and piece[1] <= y < piece[3]


def _has_lines_of_its_own(words: list[Word]) -> bool:
    """Whether most lines of `words` begin with text, as those of a page do."""
    near = median(word[3] - word[1] for word in words) / 2
    lines = text_lines(words)
    labels = sum(any("\u2e80" <= c <= "\ufaff" for c in _begin(line, near)) for line in lines)
    return labels >= _MIN_LABELS * len(lines)


def _begin(line: Sequence[Word], near: float) -> str:
    """What a line begins with, up to the first gap wider than `near`: a number may be a word apart
    from the label that it numbers."""
    first, *others = line
    text, end = first[4], first[2]
    for word in others:
        if word[0] - end > near:
            break
        text, end = text + word[4], word[2]
    return text


def _is_half_table(words: list[Word]) -> bool:
    """Whether nothing stands left of the lines of numbers alone, from the first of them down: those
    of a page have labels or text there, those of a table's right half have titles above alone."""
    lines = [line for line in text_lines(words) if all(_is_of_values(word[4]) for word in line)]
    if len(lines) < _MIN_CUT_ROWS:
        return False
    start = max(line[0][0] for line in lines)
    first = lines[0][0][1]
    return not any(
        word[2] <= start and word[3] >= first and not _is_of_values(word[4]) for word in words
    )


def _is_of_values(text: str) -> bool:
    return looks_like_value(text) or text in UNITS


def _append(held: Page, page: Page, piece: Box, origin: float) -> None:
    """Puts what of `page` stands in `piece`, with `origin` as its left edge, below what `held` has
    already."""
    left, top, right, bottom = piece
    scale, down = held.scale, held.height

    def across(x: float) -> float:
        return (x - origin) * scale

    def level(y: float) -> float:
        return (y - top) * scale + down

    def horizontals(lines: list[Horizontal]) -> list[Horizontal]:
        return [
            Horizontal(level(y), across(max(x0, left)), across(min(x1, right)))
            for y, x0, x1 in lines
            if top <= y < bottom and x0 < right and x1 > left
        ]

    def verticals(lines: list[Vertical]) -> list[Vertical]:
        inside = [line for line in lines if _is_in((line.x, line.top, line.x, line.bottom), piece)]
        return [Vertical(across(x), level(start), level(end)) for x, start, end in inside]

    held.words += [
        Word(across(x0), level(y0), across(x1), level(y1), text, list(map(across, lefts)), hand)
        for x0, y0, x1, y1, text, lefts, hand in page.words
        if _is_in((x0, y0, x1, y1), piece)
    ]
    held.horizontals += horizontals(page.horizontals)
    held.verticals += verticals(page.verticals)
    held.faint_horizontals += horizontals(page.faint_horizontals)
    held.faint_verticals += verticals(page.faint_verticals)
    held.height += scale * (bottom - top) + _BETWEEN
