"""The picture of a page becomes a `Page`: rules, characters, and what numbers may be instead."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from disclosure_stats.pages.model import Box, Horizontal, Look, Page, Vertical, Word
from disclosure_stats.scans.digits import as_number
from disclosure_stats.scans.doubtful import with_doubtful_read_again
from disclosure_stats.scans.fold import Fold, find_fold, unfolded, with_tables_aligned
from disclosure_stats.scans.legible import likeliest_quarters, sureness_of_ideographs
from disclosure_stats.scans.numerals import UNREAD, with_numbers_parted
from disclosure_stats.scans.paper import (
    Grey,
    even_grey,
    faint_ink_of,
    ink_of,
    render,
    traces_of,
    without_blocks,
)
from disclosure_stats.scans.recogniser import DASH, RecognisedLine, recogniser
from disclosure_stats.scans.ruling_lines import RulingLines, find_ruling_lines
from disclosure_stats.scans.runs import (
    Run,
    character_height,
    crop,
    find_runs,
    is_flat,
    is_slash,
    with_faint_strokes,
    without_rests,
    without_specks,
)
from disclosure_stats.scans.scanned_page import ScannedPage, scaled
from disclosure_stats.scans.upright import straightened, straightening

_WIDE = 4  # heights: a run wider than that is words, and tells whether they stand upright
_OF_WORDS = 0.25  # of a page's characters stand in words at least
_UPRIGHT = 0.6  # of the characters' mean probability: less, and the page may stand on its head
_GUESSED = 0.3  # of a character's probability: less is as good as unread
_MIDDLE = (0.3, 0.7)  # of the height of a number's ink, where a line strikes it out
_AT_EDGE = 0.02  # of the page's height, from its upper and lower edge: a streak leads from there
_BESIDE = 0.4  # of the characters' height: what a cut leaves of a digit is narrower
_FONT = 1.1  # times the height of its ink a character's box is tall


@dataclass(slots=True)
class SeenPage:
    """A straight picture with what was found in it. `asides` are boxes of print that belongs to no
    number, though it stands beside one: what is struck out or cut, and footnote marks."""

    grey: Grey
    matrix: Any
    fold: Fold | None
    rules: RulingLines
    height: float
    runs: list[Run]
    readings: list[RecognisedLine]
    asides: list[Run]

    def clarity(self) -> float:
        """How surely words were read, from 0 to 1: the mean probability of their ideographs, less
        where hardly anything on the page is words, as on a page that lies on its side: there
        columns are lines, of zeros and of one unit over and over."""
        sure = [
            probability
            for run, reading in zip(self.runs, self.readings, strict=True)
            if run.x1 - run.x0 > _WIDE * (run.bottom - run.top)
            for probability in sureness_of_ideographs(reading)
        ]
        total = sum(len(reading.glyphs) for reading in self.readings)
        return sum(sure) / max(len(sure), _OF_WORDS * total, 1.0)


def read_scan(data: bytes, number: int) -> Page:
    """Page `number` (from 1) of the PDF `data`, read from its picture."""
    picture, scale, _ = render(data, number)
    height, width = picture.shape[:2]
    grey = without_blocks(even_grey(picture))
    del picture
    seen = clearest(grey)
    seen.readings = with_doubtful_read_again(
        seen.runs, seen.readings, set(seen.asides), seen.grey, seen.height
    )
    return _page(data, number, scale, (width / scale, height / scale), seen)


def clearest(grey: Grey) -> SeenPage:
    """The picture turned so that its words can be read; the likeliest way first."""
    first, *others = likeliest_quarters(grey)
    best = _see(grey, first)
    for quarters in others:
        if best.clarity() >= _UPRIGHT or not best.runs:
            break
        best = max(best, _see(grey, quarters), key=SeenPage.clarity)
    return best


def _see(grey: Grey, quarters: int) -> SeenPage:
    """The picture turned by `quarters` counterclockwise, straightened and read."""
    turned = np.ascontiguousarray(np.rot90(grey, quarters))
    matrix = straightening(ink_of(turned))
    straight = straightened(turned, matrix)
    ink = ink_of(straight)
    fold = find_fold(straight, ink)
    sheet = straight, ink
    straight, ink, rules = _with_rules(*sheet, fold)
    if fold is not None and (moved := with_tables_aligned(fold, rules.horizontals)) != fold:
        fold = moved
        straight, ink, rules = _with_rules(*sheet, fold)
    # Without the rules, whose black would hide how light the print is.
    drawn = cv2.dilate(rules.drawn, np.ones((5, 5), np.uint8))
    cleared = np.where(drawn > 0, np.uint8(250), straight)
    text = faint_ink_of(cleared)
    height = character_height(text)
    # Of small grey print only dots are ink: its traces tell them from specks.
    text &= without_specks(traces_of(cleared), height)
    levels = [line.y for line in rules.horizontals]
    uprights = [line.x for line in rules.verticals]
    runs = without_rests(find_runs(text, rules.drawn, height), levels, uprights)
    runs = with_faint_strokes(runs, straight, rules.drawn, height)
    printed = [run for run in runs if not is_flat(run, height) and not is_slash(text, run, height)]
    found = recogniser("tiny").read([crop(straight, run) for run in printed])
    read = dict(zip(printed, found, strict=True))
    readings = [read.get(run, DASH) for run in runs]
    parted = with_numbers_parted(runs, readings, straight, text, height)
    whole = matrix @ _turning(quarters, grey.shape[1], grey.shape[0])
    return SeenPage(straight, whole, fold, rules, height, *parted)


def _with_rules(straight: Grey, ink: Grey, fold: Fold | None) -> tuple[Grey, Grey, RulingLines]:
    """A straight sheet and its ink, its pages one under the other if it has two, and the rules."""
    if fold is not None:
        straight, ink = unfolded(straight, fold), 1 - unfolded(1 - ink, fold).clip(max=1)
    return straight, ink, find_ruling_lines(straight, ink)


def _turning(quarters: int, width: int, height: int) -> Any:
    """The matrix of `numpy.rot90` for a picture of that size."""
    return np.array(
        {
            0: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
            1: [[0, 1, 0], [-1, 0, width - 1], [0, 0, 1]],
            2: [[-1, 0, width - 1], [0, -1, height - 1], [0, 0, 1]],
            3: [[0, -1, height - 1], [1, 0, 0], [0, 0, 1]],
        }[quarters % 4],
        np.float64,
    )


def _page(
    data: bytes, number: int, scale: float, size: tuple[float, float], seen: SeenPage
) -> Page:
    words: list[Word] = []
    looks: list[tuple[Box, Look]] = []
    crossed: list[Run] = []
    cuts = _cuts(seen.rules.verticals, seen.grey.shape)
    for run, reading in zip(seen.runs, seen.readings, strict=True):
        value = None if reading is DASH else as_number(reading)
        if value is not None and (
            _is_crossed(run, seen.rules.horizontals) or _is_cut(run, cuts, seen.height)
        ):
            value, reading = None, UNREAD
            crossed.append(run)
        if value is not None:
            others = tuple(text for text, _ in value.candidates())
            place = scaled(run, 1 / scale)
            looks.append((place, Look(value.text, value.confidence, others)))
        words.extend(_words(run, value or reading, seen.height, scale))
    asides = [scaled(aside, 1 / scale) for aside in [*seen.asides, *crossed]]
    levels = [Horizontal(*(value / scale for value in line)) for line in seen.rules.horizontals]
    ruled = (min(line.x0 for line in levels), max(line.x1 for line in levels)) if levels else None
    scan = ScannedPage(
        data, number, scale, seen.matrix, seen.fold, size, seen.height / scale, looks, asides, ruled
    )
    return Page(
        number,
        seen.grey.shape[1] / scale,
        seen.grey.shape[0] / scale,
        words,
        levels,
        [Vertical(*(value / scale for value in line)) for line in seen.rules.verticals],
        images=1,
        unmapped=sum(g.probability < _GUESSED for reading in seen.readings for g in reading.glyphs),
        scan=scan,
    )


def _is_crossed(run: Run, rules: Sequence[Horizontal]) -> bool:
    """Whether one of the level `rules` runs through the middle of a number: it strikes it out, be
    it as long as a rule of the table."""
    upper, lower = (run.top + share * (run.bottom - run.top) for share in _MIDDLE)
    middle = (run.x0 + run.x1) / 2
    return any(upper <= y <= lower and x0 <= middle <= x1 for y, x0, x1 in rules)


def _cuts(rules: Sequence[Vertical], shape: tuple[int, ...]) -> list[float]:
    """Where a page of that height and width ends at its sides, and where upright lines run from its
    upper to its lower edge, as scanners leave them and no table does."""
    height, width = shape
    edge = _AT_EDGE * height
    streaks = [x for x, top, bottom in rules if top <= edge and bottom >= height - edge]
    return [0.0, float(width), *streaks]


def _is_cut(run: Run, cuts: Sequence[float], height: float) -> bool:
    """Whether one of `cuts` runs through a number or so close to it that a digit may be gone."""
    reach = _BESIDE * height
    return any(run.x0 - reach <= x <= run.x1 + reach for x in cuts)


def _words(run: Run, reading: RecognisedLine, height: float, scale: float) -> list[Word]:
    """The run's characters: each reaches halfway to its neighbours."""
    if not reading.glyphs:
        return []
    # Boxes as tall as a font's, not as the ink: a lone 一 or dash has the height of its stroke.
    middle = (run.top + run.bottom) / 2
    half = max(_FONT * (run.bottom - run.top), 0.9 * height) / 2
    width = run.x1 - run.x0
    places = [run.x0 + glyph.middle * width for glyph in reading.glyphs]
    edges = [
        float(run.x0),
        *((one + other) / 2 for one, other in zip(places, places[1:], strict=False)),
        float(run.x1),
    ]
    return [
        Word(
            edges[index] / scale,
            (middle - half) / scale,
            edges[index + 1] / scale,
            (middle + half) / scale,
            glyph.text,
        )
        for index, glyph in enumerate(reading.glyphs)
        if glyph.text.strip()
    ]
