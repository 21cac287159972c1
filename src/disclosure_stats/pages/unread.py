"""What of a page its text does not tell: pictures on which no text stands."""

from collections.abc import Sequence

from disclosure_stats.pages.model import Box, Word

_MIN_PICTURE = 0.02  # of the page: smaller ones are emblems and codes
_MAX_WORDS = 2  # in a picture that is read from its print alone: a page number, a mark


def unread_share(
    pictures: Sequence[Box], words: Sequence[Word], width: float, height: float
) -> float:
    """The share of a page that pictures cover on which no text stands."""
    whole = width * height
    share = 0.0
    for x0, top, x1, bottom in pictures:
        area = (min(x1, width) - max(x0, 0.0)) * (min(bottom, height) - max(top, 0.0))
        if not whole or area < _MIN_PICTURE * whole:
            continue
        inside = sum(
            x0 <= (word[0] + word[2]) / 2 <= x1 and top <= (word[1] + word[3]) / 2 <= bottom
            for word in words
        )
        if inside <= _MAX_WORDS:
            share += area / whole
    return min(share, 1.0)
