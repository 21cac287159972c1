"""Raised and small digits behind a number are footnote marks: they become superscripts.

A digit's size and line are known here and nowhere later: as ¹ it cannot be taken for the number's.
"""

from itertools import pairwise
from operator import le

from disclosure_stats.pages.text_layer import TextLayer

_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_MAX_BETWEEN = 3  # places: PDFium puts a line's end before what is raised
_MAX_HEIGHT = 0.92  # of the digit's before, for a box to be asked for its font size
_MAX_GAP = 0.4  # of a digit's height, from a number to its mark
_MAX_SIZE = 0.9  # of the number's font size: a raised mark
_MAX_SMALL = 0.75  # of the number's font size: a mark on the number's own line
_MIN_RISE = 0.1  # of the number's font size
_MAX_MARK = 2  # digits


def with_marks(layer: TextLayer, text: str) -> str:
    """`text` of the layer with superscripts for the digits that are marks behind a number."""
    lefts, tops, rights, bottoms = layer.edges
    heights = [tops[index] - bottoms[index] for index in layer.digits]
    if not any(map(le, heights[1:], [_MAX_HEIGHT * height for height in heights])):
        return text
    marks: list[int] = []
    for (before, high), (index, own) in pairwise(zip(layer.digits, heights, strict=True)):
        if index - before > _MAX_BETWEEN or not text[index].isdecimal():
            continue
        if marks and marks[-1] == before:
            is_mark = own <= _MAX_HEIGHT / _MAX_SMALL * high and index == before + 1
        else:
            is_mark = own <= _MAX_HEIGHT * high and _is_mark(layer, before, index)
        # In the order of the file a digit may follow one that stands elsewhere.
        lower = (tops[before] + bottoms[before] - tops[index] - bottoms[index]) / 2
        is_beside = abs(lefts[index] - rights[before]) <= _MAX_GAP * high and abs(lower) <= high
        if is_mark and is_beside:
            marks.append(index)
    if not marks:
        return text
    kept = list(text)
    for index in _short(marks):
        kept[index] = text[index].translate(_SUPERSCRIPTS)
    return "".join(kept)


def _short(marks: list[int]) -> list[int]:
    """`marks` but those that follow one another in so long a row that they are a number."""
    rows: list[list[int]] = []
    for index in marks:
        if rows and rows[-1][-1] == index - 1:
            rows[-1].append(index)
        else:
            rows.append([index])
    return [index for row in rows if len(row) <= _MAX_MARK for index in row]


def _is_mark(layer: TextLayer, before: int, index: int) -> bool:
    """Whether a digit is set smaller than that before it, and raised or much smaller."""
    (size, level), (own, own_level) = layer.setting(before), layer.setting(index)
    if size <= 0:
        return False
    is_raised = own_level - level >= _MIN_RISE * size
    return own <= (_MAX_SIZE if is_raised else _MAX_SMALL) * size
