"""Pieces of rules too faint to be seen alone, where other rows or columns have the rule."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from disclosure_stats.scans.paper import Grey

DotBox = tuple[int, int, int, int]
"""x0, top, x1, bottom of a level rule, in dots; top, x0, bottom, x1 of an upright one."""

_SAME = 4  # dots: rules so near are one
_CROSSING = 6  # dots beside a crossing rule
_MIN_LENGTH = 16  # dots: less tells nothing
_ASIDE = range(4, 13)  # dots beside a rule, where there is paper
_DARKER = 3.0  # of 255: how much darker than the paper beside it a rule is at least
_GRAIN = 6  # spreads of the paper beside it
_PARTS = 4  # of a piece, each of which is darker too
_EVEN = 0.4  # times as dark as the whole
_MIN_SEEN_SHARE = 0.3  # of the extent of the rules across that a rule is seen over, to be sought on


def lost_pieces(grey: Grey, rules: Sequence[DotBox], across: Sequence[DotBox]) -> list[DotBox]:
    """Where level `rules` go on unseen from one rule `across` to the next: their mean over so long
    is darker than the paper above and below. Pages are turned over their diagonal for upright
    ones."""
    crossings = _places([(top, bottom) for _, top, _, bottom in across])
    found: list[DotBox] = []
    for level in _places([(top, bottom) for _, top, _, bottom in rules]):
        own = [box for box in rules if abs((box[1] + box[3]) / 2 - level) <= _SAME]
        stops = [x for x in crossings if _meets(x, level, across)]
        has_paper = _ASIDE[-1] < level < grey.shape[0] - _ASIDE[-1]
        if has_paper and len(stops) > 1 and _is_seen(own, stops):
            strip = grey[level - _ASIDE[-1] : level + _ASIDE[-1] + 1]
            pieces = _unseen_pieces(strip, own, list(pairwise(stops)))
            found.extend((start, level - 1, end, level + 2) for start, end in pieces)
    return found


def _is_seen(own: Sequence[DotBox], stops: Sequence[int]) -> bool:
    """Whether enough of a rule is seen between the first and the last of its `stops`."""
    seen = sum(min(x1, stops[-1]) - max(x0, stops[0]) for x0, _, x1, _ in own)
    return seen >= _MIN_SEEN_SHARE * (stops[-1] - stops[0])


def _unseen_pieces(
    strip: Any, own: Sequence[DotBox], gaps: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """The `gaps` between crossing rules that a rule goes on over, unseen, from those that it is
    seen over: a rule of another table has nothing to go on from."""
    known = [any(x0 <= (a + b) / 2 <= x1 for x0, _, x1, _ in own) for a, b in gaps]
    there = [(index, index - 1) for index in range(1, len(gaps))]
    back = [(index, index + 1) for index in range(len(gaps) - 2, -1, -1)]
    for index, before in there + back:
        if known[index] or not known[before]:
            continue
        start, end = gaps[index]
        inside = strip[:, start + _CROSSING : end - _CROSSING]
        if inside.shape[1] >= _MIN_LENGTH and _is_rule(inside):
            known[index] = True
            yield start, end


def _is_rule(strip: Any) -> bool:
    """Whether the middle of a strip along a rule is darker than what is beside it, and is so all
    along: a stroke of a digit is shorter."""
    aside, darkness = _profile(strip)
    spread = float(np.median(np.abs(aside - np.median(aside))))
    return darkness > max(_DARKER, _GRAIN * spread) and all(
        _profile(part)[1] > _EVEN * darkness for part in np.array_split(strip, _PARTS, axis=1)
    )


def _profile(strip: Any) -> tuple[Any, float]:
    """How light each row beside the middle of a strip is, and how much darker the middle."""
    means = strip.mean(axis=1)
    middle = len(means) // 2
    aside = np.concatenate([means[: middle - _ASIDE[0] + 1], means[middle + _ASIDE[0] :]])
    return aside, float(np.median(aside) - means[middle - 2 : middle + 3].min())


def _places(spans: Sequence[tuple[int, int]]) -> list[int]:
    """The middles of `spans`, those that are near each other as one."""
    places: list[list[float]] = []
    for middle in sorted((start + end) / 2 for start, end in spans):
        if places and middle - places[-1][-1] <= _SAME:
            places[-1].append(middle)
        else:
            places.append([middle])
    return [round(sum(group) / len(group)) for group in places]


def _meets(place: int, level: int, across: Sequence[DotBox]) -> bool:
    """Whether a rule across, at `place`, reaches `level`."""
    return any(
        abs((left + right) / 2 - place) <= 2 * _SAME
        and top - _CROSSING <= level <= bottom + _CROSSING
        for top, left, bottom, right in across
    )
