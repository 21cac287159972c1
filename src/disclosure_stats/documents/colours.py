"""Whether text can be told from what lies behind it, by their colours."""

import re
from functools import lru_cache

from PIL import ImageColor

Colour = tuple[int, int, int]
"""Red, green and blue, of 255 each."""

PAPER: Colour = (255, 255, 255)
INK: Colour = (0, 0, 0)
UNKNOWN: Colour = (-255, -255, -255)
"""What lies behind text if it has no colour of its own, as a picture: like no text."""

_MIN_DIFFERENCE = 6  # of 255, in one component at least: less cannot be told apart
_MIN_ALPHA = 8  # of 255: what is more transparent is not seen
_MAX_INK = 85  # of 255, in each component: black and what the eye takes for it in small print
_MOST_READ = 64  # characters: a colour takes less
_FUNCTION = re.compile(r"rgba?\(([^)]*)\)")
_PARTED = re.compile(r"[\s,/]+")


def is_seen_on(colour: Colour | None, ground: Colour) -> bool:
    """Whether text of a colour (null if it is transparent) shows on its ground."""
    return colour is not None and any(
        abs(a - b) >= _MIN_DIFFERENCE for a, b in zip(colour, ground, strict=True)
    )


def as_told(colour: Colour | None) -> Colour | None:
    """A colour as the eye tells it from others in a line of text."""
    if colour is None or colour is INK:
        return colour
    return INK if max(colour) <= _MAX_INK else colour


@lru_cache(maxsize=1024)
def colour_of(text: str, otherwise: Colour | None) -> Colour | None:
    """The colour that a style sheet or a Word file names, in lower case; null for one through which
    all is seen, `otherwise` for what is no colour."""
    found = _components(text.strip())
    if found is None:
        return otherwise
    *colour, alpha = found
    red, green, blue = colour
    return (red, green, blue) if alpha >= _MIN_ALPHA else None


def _components(text: str) -> tuple[int, ...] | None:
    """Red, green, blue and alpha, of 255 each."""
    if text == "transparent":
        return (0, 0, 0, 0)
    function = _FUNCTION.fullmatch(text)
    try:
        if function is None:
            found = ImageColor.getcolor(text[:_MOST_READ], "RGBA")
            return found if isinstance(found, tuple) else None
        parts = [*_PARTED.split(function[1].strip()), "1"][:4]
        whole = (1, 1, 1, 255)
        return tuple(_of_255(part, of) for part, of in zip(parts, whole, strict=True))
    except ValueError:
        return None


def _of_255(text: str, whole: int) -> int:
    """A component: a share in per cent, or a number of which 255 is `whole` times as much."""
    share = 2.55 * float(text[:-1]) if text.endswith("%") else whole * float(text)
    return min(max(round(share), 0), 255)
