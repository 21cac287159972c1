"""Whether characters can be seen, told by the page's picture with them and without."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from disclosure_stats.pages import _pdfium_calls as calls
from disclosure_stats.pages.grey import render_grey
from disclosure_stats.pages.model import Box
from disclosure_stats.pages.text_places import Boxes
from disclosure_stats.pages.transform import PageTransform

_SCALE = 2.0  # dots a point: a digit's stroke is two dots wide
_MAX_DOTS = 4_000_000
_MIN_CONTRAST = 24  # of 255 levels: what differs less from the paper is not seen
_MIN_INK = 0.015  # of a character's box: a point has more
_INSET = 0.1  # of a character's width on each side: its neighbours' ink may stand there
_MAX_GROUPS = 6  # of objects one over another: more are no text


class PagePictures:
    """Renders a page with some of its text and without, where that text is."""

    def __init__(self, page: Any, transform: PageTransform) -> None:
        self._page = page
        dots = transform.width * transform.height
        self._scale = min(_SCALE, math.sqrt(_MAX_DOTS / dots)) if dots else _SCALE
        self._wide = max(round(transform.width * self._scale), 1)
        self._high = max(round(transform.height * self._scale), 1)
        self._shown = 0, 0, self._wide, self._high  # the part that is rendered, in dots

    def without_difference(
        self, addresses: Sequence[int | None], doubtful: set[int], boxes: Mapping[int, Box]
    ) -> set[int]:
        """The characters of `doubtful` without which the page looks the same; `addresses` are those
        of all characters' text objects. Those of which nothing is seen are left out of the page
        from then on."""
        self._shown = self._dots_around([boxes[index] for index in doubtful])
        whole = self._picture()
        unseen: set[int] = set()
        for group in _groups(addresses, doubtful, boxes):
            for item, _ in group:
                calls.set_is_active(item, 0)
            without = self._picture()
            for item, indices in group:
                same = {i for i in indices if not self._differ(whole, without, boxes[i])}
                unseen |= same
                if len(same) < len(indices):
                    calls.set_is_active(item, 1)
        return unseen

    def _dots_around(self, boxes: Sequence[Box]) -> tuple[int, int, int, int]:
        """What of the page's picture holds `boxes`: left, top, right, bottom in dots."""
        lefts, tops, rights, bottoms = zip(*boxes, strict=True)
        left = min(max(int(self._scale * min(lefts)), 0), self._wide - 1)
        top = min(max(int(self._scale * min(tops)), 0), self._high - 1)
        right = min(math.ceil(self._scale * max(rights)), self._wide)
        bottom = min(math.ceil(self._scale * max(bottoms)), self._high)
        return left, top, max(right, left + 1), max(bottom, top + 1)

    def _picture(self) -> bytes:
        """What is shown of the page in grey, row by row."""
        return render_grey(self._page, self._wide, self._high, self._shown)

    def _differ(self, one: bytes, other: bytes, box: Box) -> bool:
        """Whether two pictures of the page differ by the ink of a character in `box`."""
        x0, top, x1, bottom = (edge * self._scale for edge in box)
        inset = _INSET * (x1 - x0)
        first, upper, last, lower = self._shown
        wide = last - first
        left, right = max(int(x0 + inset), first), min(math.ceil(x1 - inset), last)
        ink = 0
        for row in range(max(int(top), upper), min(math.ceil(bottom), lower)):
            start, end = (row - upper) * wide + left - first, (row - upper) * wide + right - first
            a, b = one[start:end], other[start:end]
            if a != b:
                ink += sum(abs(x - y) >= _MIN_CONTRAST for x, y in zip(a, b, strict=True))
        return ink > _MIN_INK * (right - left) * (bottom - top)


_Group = list[tuple[calls.Handle, list[int]]]


def _groups(
    addresses: Sequence[int | None], doubtful: set[int], boxes: Mapping[int, Box]
) -> list[_Group]:
    """The objects of `doubtful` characters with these, those that lie over each other apart."""
    characters: dict[int, list[int]] = {}
    for index in sorted(doubtful):
        address = addresses[index]
        if address is not None:
            characters.setdefault(address, []).append(index)
    groups: list[tuple[_Group, Boxes]] = []
    for address, indices in characters.items():
        own = [boxes[index] for index in indices]
        free = (one for one in groups if not any(map(one[1].lie_under, own)))
        group, places = next(free, ([], Boxes()))
        if not group:
            if len(groups) == _MAX_GROUPS:
                continue
            groups.append((group, places))
        group.append((calls.Handle(address), indices))
        places.add(own)
    return [group for group, _ in groups]
