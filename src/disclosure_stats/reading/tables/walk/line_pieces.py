"""The pieces of a line of a page: its words, parted by gaps, borders and what leads to a number."""

import math
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from operator import itemgetter

from disclosure_stats.pages.lines import text_lines
from disclosure_stats.pages.model import Page, Word
from disclosure_stats.reading.layout.touching_numbers import is_of_numbers
from disclosure_stats.text.folding import squeeze
from disclosure_stats.text.values import looks_like_value

_MAX_GAP = 0.6  # of a character's height: within a piece of text, gaps are narrower
_MAX_GAP_OF_DIGITS = 0.28  # of a digit's height: within a number
_MAX_GAP_OF_NUMBERING = 2.0  # of a character's height: between a label and its numbering
_MAX_GAP_OF_IDEOGRAPHS = 0.15  # of a character's height: no border stands in a gap so narrow
_MIN_LEAVES = 3  # numbered labels that begin at one edge, for labels to begin there
_INNERMOST = re.compile(r"^\d{1,2}[.．、)）](?!\d)")
_ONLY_NUMBERING = re.compile(r"[(（]?(?:[一二三四五六七八九十]{1,2}|\d{1,2})[)）、.．]")
_LED = re.compile(r"(?P<label>.*?)(?:[:：…]|[.·・_]{2})[:：….·・_]*+(?P<value>[\d/—-][^:：…]*)")
SAME_EDGE = 2.0  # points
_PUNCTUATION = re.compile(r"[\W_]+")


def runs_of(line: Sequence[Word], borders: Sequence[float], leaf: float | None) -> list[list[Word]]:
    """The words of a line as runs that no gap parts, none of `borders` (from left to right), and
    not the edge `leaf` of the innermost labels; numbering that stands apart is put to the label
    behind it."""
    words = _cut(line, borders, leaf) if borders or leaf is not None else line
    runs = [[words[0]]]
    for word in words[1:]:
        if _parts(runs[-1], word, borders, leaf):
            runs.append([word])
        else:
            runs[-1].append(word)
    return runs


def _cut(line: Sequence[Word], borders: Sequence[float], leaf: float | None) -> list[Word]:
    """The words of a line, in place of numbers that cross a border their characters, and of text
    that crosses the edge of the innermost labels."""
    words: list[Word] = []
    for word in line:
        if len(word[4]) > 1:
            start, end = word[0] + 1, word[2] - 1
            crosses_border = first_behind(borders, start) < end
            crosses_leaf = leaf is not None and start < leaf < end
            if crosses_border or crosses_leaf:
                is_cut = crosses_border if is_of_numbers(word[4]) else crosses_leaf
                words += word.characters() if is_cut else [word]
                continue
        words.append(word)
    return words


def first_behind(places: Sequence[float], start: float) -> float:
    """The first of `places`, which ascend, that is greater than `start`; infinity for none."""
    index = bisect_right(places, start)
    return places[index] if index < len(places) else math.inf


def _parts(run: Sequence[Word], word: Word, borders: Sequence[float], leaf: float | None) -> bool:
    """Whether a word is parted from the run of words before it."""
    before = run[-1]
    gap, height = word[0] - before[2], word[3] - word[1]
    was_digit, is_digit = before[4][-1].isdecimal(), word[4][0].isdecimal()
    if gap <= _MAX_GAP_OF_IDEOGRAPHS * height and not was_digit and not is_digit:
        return False
    height = max(before[3] - before[1], height)
    is_apart = gap > _MAX_GAP_OF_IDEOGRAPHS * height
    if borders and (is_apart or was_digit or is_digit):
        x0, x1 = (before[0] + before[2]) / 2, (word[0] + word[2]) / 2
        if first_behind(borders, x0) <= x1:
            return True
    if was_digit and is_digit:
        return gap > _MAX_GAP_OF_DIGITS * height
    if leaf is not None and abs(word[0] - leaf) < SAME_EDGE and before[0] < leaf - SAME_EDGE:
        return is_apart or is_digit and not is_numbering(_text(run))
    if gap <= _MAX_GAP * height:
        return False
    return gap > _MAX_GAP_OF_NUMBERING * height or not is_numbering(_text(run))


@lru_cache(maxsize=4096)
def is_numbering(text: str) -> bool:
    """Whether a piece of text numbers a label, and is nothing else."""
    return _ONLY_NUMBERING.fullmatch(squeeze(text)) is not None


def _text(words: Sequence[Word]) -> str:
    return "".join([word.text for word in words])


def labels_with_led_numbers(page: Page) -> list[str]:
    """The labels of the lines of `page` that are a label and a number which it leads to."""
    parts = map(led_apart, text_lines(page.words))
    return [_text(label) for label, *value in parts if value]


def led_apart(line: Sequence[Word]) -> list[Sequence[Word]]:
    """The words of a line that is a label and a number behind a colon or dots, without a gap, as in
    a list, without what leads to it: those of the label and those of the number; else the line as
    it is."""
    led = _LED.fullmatch(_text(line))
    if led is None or not looks_like_value(led["value"]):
        return [line]
    characters = [one for word in line for one in word.characters()]
    upto = characters[: led.start("value") + 1]
    if any(b.x0 - a.x1 > _MAX_GAP * (b.bottom - b.top) for a, b in pairwise(upto)):
        return [line]  # columns of text, or of a table
    label, value = characters[: led.end("label")], characters[led.start("value") :]
    return [label, value] if label else [value]


def edge_of_leaves(lines: Sequence[Sequence[Word]]) -> float | None:
    """Where the innermost labels, numbered 1. 2. 3., begin; null where few are."""
    starts = Counter(
        [
            round(word.x0)
            for line in lines
            for index, word in enumerate(line)
            if word.text[0].isdecimal() and _INNERMOST.match(_text(line[index : index + 3]))
        ]
    )
    edge, count = max(starts.items(), key=itemgetter(1), default=(0, 0))
    return float(edge) if count >= _MIN_LEAVES else None


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """A piece of a label as it is compared: folded, with its numbering, without punctuation."""
    return _PUNCTUATION.sub("", squeeze(text))
