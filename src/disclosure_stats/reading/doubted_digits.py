"""Digits that look like others than the text says: what their print shows, where it can be read.

Either the font lies, and the text of the file is worth nothing; or its digits look odd, and it
says what is printed. What cannot be settled has no code that could be believed.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, groupby, islice
from operator import itemgetter
from typing import Literal

from disclosure_stats.pages.model import Box, Look, Page, Word
from disclosure_stats.pages.turned_copy import box_in_copy, turned_copy
from disclosure_stats.pages.words import WIDE
from disclosure_stats.reading.layout.touching_numbers import word_of
from disclosure_stats.reading.proof.digit_cover import covers
from disclosure_stats.scans.engine import is_installed
from disclosure_stats.text.folding import squeeze
from disclosure_stats.text.han import UNKNOWN

Printed = Literal["as told", "otherwise", "unknown"]

_MAX_NUMBERS = 6  # of a page: more tell no more


def how_printed(data: bytes, page: Page) -> Printed:
    """How the page of the PDF `data` prints the digits in doubt: `otherwise` where a number with
    some is surely another in print, `as told` where each of them is surely seen in one."""
    if not page.doubted:
        return "as told"
    if not is_installed():
        return "unknown"
    numbers = _telling(page)
    doubted = {digit for _, digits in numbers for digit in digits}
    seen: set[str] = set()
    looks = _looks(data, page, [word for word, _ in numbers])
    for (word, digits), look in zip(numbers, looks, strict=True):
        if not look.is_sure:
            continue
        if look.text == squeeze(word.text):
            seen |= digits
        elif look.text.replace(".", "").isdecimal():
            return "otherwise"
    return "as told" if doubted and seen >= doubted else "unknown"


def without_doubted(page: Page) -> Page:
    """`page` with U+FFFD for the digits in doubt."""
    places = _Places(page.doubted)
    words = [
        _with_unknown(page, word, places) if _has_digits(word) else word for word in page.words
    ]
    return replace(page, words=words)


class _Places:
    """Boxes on a page as shown, to be asked whether a character is one of them."""

    def __init__(self, boxes: Sequence[Box]) -> None:
        self._middles = {(round(x0 + x1), round(top + bottom)) for x0, top, x1, bottom in boxes}

    def has(self, page: Page, word: Word) -> bool:
        x0, top, x1, bottom = page.unturn(*word[:4])
        x, y = round(x0 + x1), round(top + bottom)
        return any((x + dx, y + dy) in self._middles for dx in (-1, 0, 1) for dy in (-1, 0, 1))


def _has_digits(word: Word) -> bool:
    return any(map(str.isdecimal, word.text))


def _with_unknown(page: Page, word: Word, places: _Places) -> Word:
    """`word` with U+FFFD for all digits of its numbers in which one is in doubt: what is left of a
    number is none."""
    text = ""
    for is_digit, own in groupby(word.characters(), key=lambda one: one.text.isdecimal()):
        run = list(own)
        is_doubted = is_digit and any(places.has(page, one) for one in run)
        text += UNKNOWN * len(run) if is_doubted else "".join(one.text for one in run)
    return word if text == word.text else word._replace(text=text)


def _telling(page: Page) -> list[tuple[Word, frozenset[str]]]:
    """Numbers of the page with digits in doubt, each with these, as many different ones as may
    be."""
    places = _Places(page.doubted)
    found = []
    for number in _numbers(page):
        digits = frozenset(one.text for one in number.characters() if places.has(page, one))
        if digits:
            found.append((number, digits))
    # What one number does not surely show, another may.
    return list(islice(chain.from_iterable(covers(found, itemgetter(1))), _MAX_NUMBERS))


def _numbers(page: Page) -> list[Word]:
    """The page's runs of digits, each as a word of its own."""
    numbers: list[list[Word]] = []
    before: Word | None = None
    for word in page.words:
        for one in word.characters() if _has_digits(word) else (word,):
            if one.text.isdecimal():
                if before is not None and _is_beside(before, one):
                    numbers[-1].append(one)
                else:
                    numbers.append([one])
            before = one if one.text.isdecimal() else None
    return [word_of(number) for number in numbers]


def _is_beside(before: Word, one: Word) -> bool:
    height = one.bottom - one.top
    return abs(one.x0 - before.x1) < WIDE * height and abs(one.top - before.top) < WIDE * height


def _looks(data: bytes, page: Page, numbers: Sequence[Word]) -> list[Look]:
    """What the print of numbers of the page shows."""
    from disclosure_stats.scans.print_look import look_at_words

    boxes = [box_in_copy(page, page.unturn(*number[:4])) for number in numbers]
    return look_at_words(turned_copy(data, page), page.number, boxes) if boxes else []
