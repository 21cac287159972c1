"""What of a page its text does not tell: pictures on which no text stands."""

from collections.abc import Sequence

from disclosure_stats.pages.model import Box, Word

_MIN_PICTURE = 0.02  # of the page: smaller ones are emblems and codes
_LINE = 14.0  # points from one line to the next, about
_MAX_TEXT = 0.1  # of a picture's height: a browser's line over a scan, a caption


def unread_share(
    pictures: Sequence[Box], words: Sequence[Word], width: float, height: float
) -> float:
    """The share of a page that pictures cover on which hardly any text stands."""
    whole = width * height
    share = 0.0
    for x0, top, x1, bottom in pictures:
        area = (min(x1, width) - max(x0, 0.0)) * (min(bottom, height) - max(top, 0.0))
        if not whole or area < _MIN_PICTURE * whole:
            continue
        levels = {
            round((word[1] + word[3]) / 2 / _LINE)
            for word in words
            if x0 <= (word[0] + word[2]) / 2 <= x1 and top <= (word[1] + word[3]) / 2 <= bottom
        }
        if len(levels) * _LINE <= _MAX_TEXT * (bottom - top):
            share += area / whole
    return min(share, 1.0)
