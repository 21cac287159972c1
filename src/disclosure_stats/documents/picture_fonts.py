"""Fonts in which digits are pictures, whatever kind of file names them."""

import re
from functools import lru_cache

_OF_PICTURES = re.compile("wingdings|webdings|dingbats", re.I)


@lru_cache(maxsize=256)
def draws_pictures(font: str) -> bool:
    """Whether text in the font of this name shows none of the characters that it is made of."""
    return _OF_PICTURES.search(font) is not None
