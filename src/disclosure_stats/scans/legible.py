"""Which way up a page stands: asked of the recogniser, by a few words of it.

Lines tell little: in a table of zeros the columns are as sharp as the rows. And to read the whole
page each way is to read it four times.
"""

from collections.abc import Iterator
from typing import Any

import cv2
import numpy as np

from disclosure_stats.scans.components import components_of
from disclosure_stats.scans.paper import Grey, ink_of
from disclosure_stats.scans.recogniser import RecognisedLine, recogniser
from disclosure_stats.scans.runs import Run, crop
from disclosure_stats.text.han import is_ideograph

_WORDS = 3  # that are read
_ENOUGH = 20  # ideographs: what stands one under the other in the head of a column is less
_SOME = 2.0  # ideographs: less is guessed of digits and of what stands on its head
_JOINED = 9  # dots at half size: characters so near are of one word
_TALL = (7, 30)  # dots at half size that a word is
_WIDE = (1.5, 10)  # times as wide as tall: a longer one leaves its line where a page is askew
_LONG = 50  # dots at half size: longer than any stroke of a character


def likeliest_quarters(grey: Grey) -> list[int]:
    """By how many quarters counterclockwise a page may have to be turned, the likeliest first; the
    page as it stands comes first where its words can be read, or where it has none."""
    legible: dict[int, float] = {}
    for quarters in (0, 1, 3, 2):
        found = 0.0
        for word in _few_words(np.ascontiguousarray(np.rot90(grey, quarters))):
            # Many guesses are not one word.
            found += sum(sure**2 for sure in sureness_of_ideographs(word))
            if found >= _ENOUGH:
                break
        legible[quarters] = found if found >= _SOME else 0.0
        if found >= _ENOUGH:
            break
    return sorted(range(4), key=lambda quarters: -legible.get(quarters, 0.0))


def sureness_of_ideographs(reading: RecognisedLine) -> list[float]:
    """The probability of each ideograph; one over and over counts once, as the units in a column
    do on a page that lies on its side."""
    return [
        glyph.probability
        for before, glyph in zip((None, *reading.glyphs), reading.glyphs, strict=False)
        if is_ideograph(glyph.text)
        if before is None or before.text != glyph.text
    ]


def _few_words(grey: Grey) -> Iterator[RecognisedLine]:
    """The widest of what look like words on the page as it stands, read one by one."""
    half = ink_of(cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA))
    joined = cv2.morphologyEx(
        _without_rules(half), cv2.MORPH_CLOSE, np.ones((1, _JOINED), np.uint8)
    )
    parts = components_of(joined)
    wide, tall = parts.wide, parts.high
    is_word = (tall >= _TALL[0]) & (tall <= _TALL[1])
    is_word &= (wide >= _WIDE[0] * tall) & (wide <= _WIDE[1] * tall)
    found = np.flatnonzero(is_word)
    found = found[np.argsort(-wide[found], kind="stable")][:_WORDS]
    for label in found:
        x, y, width, height = parts.box(label)
        word = Run(2 * x, 2 * y, 2 * (x + width), 2 * (y + height))
        yield from recogniser("tiny").read([crop(grey, word)])


def _without_rules(ink: Grey) -> Any:
    long = np.ones((1, _LONG), np.uint8)
    rules = cv2.morphologyEx(ink, cv2.MORPH_OPEN, long)
    rules |= cv2.morphologyEx(ink, cv2.MORPH_OPEN, long.T)
    return ink & (1 - cv2.dilate(rules, np.ones((3, 3), np.uint8)))
