"""Characters become words: what stands together on one line, with nothing between.

Most of a page is words, and a word costs those who read it no more than a character does.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from operator import sub

from disclosure_stats.pages.hands import Hands
from disclosure_stats.pages.model import Box, Word
from disclosure_stats.pages.transform import Edges, PageTransform

WIDE = 0.28  # of a character's height: a gap from which Latin words are apart
_NUMBERS = re.compile(r"[\d,]+")
_NUMBER = re.compile("[0-9]+")
_PARTED = re.compile("[0-9]+(?: [0-9]+)+")
_OTHER_HAND = 1_000  # more than a page has fonts and colours
_word = tuple.__new__  # of a class and what it holds: Word() takes twice as long
_LEVEL = 0.4  # of a character's height: characters of one line differ less
# Characters but those that leave no mark on paper.
PRINTED = re.compile("[^\x01-\x20\xa0\u3000\ufeff\u2000-\u200f\u2028\u2029\u202f]+")


def words_in(text: str, edges: Edges, transform: PageTransform, hands: Hands) -> list[Word]:
    """The words of `text`, the characters of an upright page in the order of the file, whose boxes
    `edges` are; a word ends where `hands` tell that another number begins."""
    left, top = transform.left, transform.top
    lefts, tops, rights, bottoms = edges
    if left:
        lefts, rights = [x - left for x in lefts], [x - left for x in rights]
    gaps = list(map(sub, lefts[1:], rights))  # behind each character
    hand_of = hands.of.get
    words: list[Word] = []
    spans = [match.span() for match in PRINTED.finditer(text)]
    for start, end in _parted(spans, hands.breaks) if hands.breaks else spans:
        hand = hand_of(start, 0)
        if end - start == 1:
            box = lefts[start], top - tops[start], rights[start], top - bottoms[start]
            words.append(_word(Word, (*box, text[start], (), hand)))
            continue
        height = tops[start] - bottoms[start]
        # Sorting some floats costs far less than looking for the least and the greatest.
        uppers, lowers = sorted(tops[start:end]), sorted(bottoms[start:end])
        highest, lowest = uppers[-1], lowers[0]
        step = max(_LEVEL * height, 0.0)  # to another font, but not to another line
        is_level = highest - uppers[0] <= step and lowers[-1] - lowest <= step
        between = sorted(gaps[start : end - 1])
        if is_level and between[-1] <= WIDE * height and between[0] >= -WIDE * height:
            box = lefts[start], top - highest, rights[end - 1], top - lowest
            words.append(_word(Word, (*box, text[start:end], lefts[start:end], hand)))
        elif is_level and _NUMBERS.fullmatch(text, start, end):
            # Numbers too wide for their cells begin on top of one another's ends.
            cuts = [i for i in range(start + 1, end) if abs(gaps[i - 1]) > WIDE * height]
            for a, b in pairwise([start, *cuts, end]):
                box = lefts[a], top - highest, rights[b - 1], top - lowest
                words.append(Word(*box, text[a:b], lefts[a:b] if b - a > 1 else (), hand))
        else:
            for i in range(start, end):
                box = lefts[i], top - tops[i], rights[i], top - bottoms[i]
                words.append(_word(Word, (*box, text[i], (), hand_of(i, 0))))
    return words


def _parted(spans: list[tuple[int, int]], breaks: frozenset[int]) -> list[tuple[int, int]]:
    """`spans` of text, each cut at the indices in `breaks`."""
    return [
        piece
        for start, end in spans
        for piece in pairwise([start, *(i for i in range(start + 1, end) if i in breaks), end])
    ]


def characters_in(text: str, edges: Edges, transform: PageTransform, hands: Hands) -> list[Word]:
    """Each printed character as a word of its own, whatever way the page is rotated; numbers that a
    space parts are not of one hand."""
    own = _hands_parted(text, hands)
    return [
        Word(*box, text[i], (), own.get(i, 0)) for box, i in printed_boxes(text, edges, transform)
    ]


def printed_boxes(text: str, edges: Edges, transform: PageTransform) -> Iterator[tuple[Box, int]]:
    """The boxes of the printed characters, on the page as shown, and their indices."""
    for match in PRINTED.finditer(text):
        for index in range(*match.span()):
            yield transform.box_at(edges, index), index


def _hands_parted(text: str, hands: Hands) -> dict[int, int]:
    """The hand of each digit, another one for each of several numbers with spaces between. Lone
    digits may be those of one number that is spread."""
    own = dict(hands.of)
    for match in _PARTED.finditer(text):
        numbers = list(_NUMBER.finditer(text, *match.span()))
        if max(number.end() - number.start() for number in numbers) > 1:
            for place, number in enumerate(numbers):
                for index in range(*number.span()):
                    own[index] = own.get(index, 0) + place * _OTHER_HAND
    return own
