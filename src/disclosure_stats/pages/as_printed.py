"""Characters that another reader found, without those that the page does not show."""

from collections.abc import Iterable, Sequence

from disclosure_stats.pages.model import Page, Word
from disclosure_stats.text.han import UNKNOWN

_MAX_ACROSS = 1.2  # points between the middles of one character as two readers see it


def as_printed(page: Page, characters: Sequence[Word]) -> list[Word]:
    """`characters`, each a word, of the page as another reader sees it, without those that are in
    the file and not to be seen, and with U+FFFD for digits that look like others."""
    if not (page.unprinted or page.doubted):
        return list(characters)
    gone = _Characters(page.unprinted)
    shown = _Characters(one for word in page.words for one in word.characters())
    doubted = _Characters(Word(*box, digit) for box in page.doubted for digit in "0123456789")
    return [
        one._replace(text=UNKNOWN) if doubted.has(one) else one
        for one in characters
        if shown.has(one) or not gone.has(one)
    ]


class _Characters:
    """Characters by what they are and where, to be asked for one."""

    def __init__(self, characters: Iterable[Word]) -> None:
        self._places: dict[tuple[str, int], list[Word]] = {}
        for one in characters:
            self._places.setdefault((one.text, int(one.x0 + one.x1)), []).append(one)

    def has(self, sought: Word) -> bool:
        """Whether one with the same text lies where `sought` lies, box over box."""
        across, level = sought.x0 + sought.x1, (sought.top + sought.bottom) / 2
        return any(
            one.top <= level <= one.bottom and abs(one.x0 + one.x1 - across) <= 2 * _MAX_ACROSS
            for column in range(int(across) - 3, int(across) + 4)
            for one in self._places.get((sought.text, column), ())
        )
