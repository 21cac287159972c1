"""Words that the smaller model is not sure of, read again by the larger one, which takes five times
as long: of a long line, only what is about the doubtful characters."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from disclosure_stats.scans.digits import as_number
from disclosure_stats.scans.paper import Grey
from disclosure_stats.scans.recogniser import RecognisedLine, recogniser
from disclosure_stats.scans.runs import Run, crop

_DOUBTFUL = 0.75  # of a character's probability: less, and the larger model reads it
_SURE = 0.995  # of one in a heading, which names the place: rare characters look like others
_LINE = 12  # heights: a run wider than that is a line of the narrative, or a heading
_HEADING = 1.25  # times the usual height of a line
_LOW = 0.65  # heights: print that is lower, and
_GUESSED = 0.6  # of its characters' mean probability: less, and no model can read it
_TOGETHER = 5  # characters: a doubtful one is read again with its neighbours


class _Stretch(NamedTuple):
    """Characters of a line, from `first` to before `last`, and between which columns they stand."""

    first: int
    last: int
    left: int
    right: int


def with_doubtful_read_again(
    runs: Sequence[Run],
    readings: Sequence[RecognisedLine],
    asides: Collection[Run],
    grey: Grey,
    height: float,
) -> list[RecognisedLine]:
    """`readings` of `runs`, the words in them that the smaller model was not sure of as the larger
    one reads them, if that is surer; of headings sooner. `height` is a character's in dots. What
    stands `asides`, struck out or a mark, stays unread, be there print that could be read."""
    heading = _HEADING * _usual_height([run for run in runs if run.x1 - run.x0 > _LINE * height])
    lines: list[Grey] = []
    stretches: list[list[_Stretch]] = []
    for run, reading in zip(runs, readings, strict=True):
        line = crop(grey, run)
        least = _SURE if run.bottom - run.top > heading else _DOUBTFUL
        is_words = run not in asides and as_number(reading) is None
        is_lost = _is_guess(reading) and run.bottom - run.top < _LOW * height
        found = list(_doubtful(reading, line, least)) if is_words and not is_lost else []
        lines.extend(line[:, one.left : one.right] for one in found)
        stretches.append(found)
    again = iter(recogniser("small").read(lines))
    return [
        _spliced(reading, [(one, next(again)) for one in found], crop(grey, run).shape[1])
        if found
        else reading
        for run, reading, found in zip(runs, readings, stretches, strict=True)
    ]


def _doubtful(reading: RecognisedLine, line: Grey, least: float) -> Iterator[_Stretch]:
    """The stretches of a line, whose picture `line` is, about characters less likely than `least`:
    all of it, if it has nothing but spaces and marks, which are often uncertain."""
    glyphs = reading.glyphs
    telling = [index for index, glyph in enumerate(glyphs) if glyph.text.isalnum()]
    if not telling:
        yield _Stretch(0, len(glyphs), 0, line.shape[1])
        return
    spans: list[tuple[int, int]] = []
    for index in telling:
        if glyphs[index].probability < least:
            first = max(min(index - _TOGETHER // 2, len(glyphs) - _TOGETHER), 0)
            last = min(first + _TOGETHER, len(glyphs))
            if spans and first <= spans[-1][1]:
                first, _ = spans.pop()
            spans.append((first, last))
    for first, last in spans:
        left = _edge(reading, first, line)
        yield _Stretch(first, last, left, max(_edge(reading, last, line), left + 1))


def _edge(reading: RecognisedLine, index: int, line: Grey) -> int:
    """The column before a character: the lightest of those that may part it from the one before."""
    width = line.shape[1]
    if index in (0, len(reading.glyphs)):
        return width if index else 0
    before, behind = (reading.glyphs[i].middle * width for i in (index - 1, index))
    reach = (behind - before) / 4
    first, last = min(round(before + reach), width - 1), round(behind - reach) + 1
    lightness: Any = line[:, first:last].mean(axis=0)
    return int(first + lightness.argmax())


def _spliced(
    reading: RecognisedLine, again: Sequence[tuple[_Stretch, RecognisedLine]], width: int
) -> RecognisedLine:
    """A line so many dots wide with those of its stretches that were read `again` more surely."""
    glyphs = list(reading.glyphs)
    for stretch, other in reversed(again):
        first, last, left, right = stretch
        if _mean(other) >= _mean(RecognisedLine(tuple(glyphs[first:last]))):
            share = (right - left) / width
            glyphs[first:last] = [
                glyph._replace(middle=left / width + share * glyph.middle) for glyph in other.glyphs
            ]
    return RecognisedLine(tuple(glyphs))


def _is_guess(reading: RecognisedLine) -> bool:
    """Whether several characters of a line are as good as guessed."""
    return len(reading.glyphs) > 1 and _mean(reading) < _GUESSED


def _usual_height(lines: Sequence[Run]) -> float:
    """The height of the line in the middle of the area of all, from the lowest to the tallest: a
    table has many lines of small print, beside which the narrative would be headings."""
    lines = sorted(lines, key=lambda run: run.bottom - run.top)
    heights = np.array([run.bottom - run.top for run in lines])
    areas = np.cumsum(heights * [run.x1 - run.x0 for run in lines])
    return float(heights[np.searchsorted(areas, areas[-1] / 2)]) if lines else 0.0


def _mean(reading: RecognisedLine) -> float:
    return sum(g.probability for g in reading.glyphs) / max(len(reading.glyphs), 1)
