"""How deep elements may stand within elements, and the room that walking them takes."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from disclosure_stats.errors import ReadingError

MAX_ELEMENTS_DEEP = 400
"""Elements within elements; what stands deeper is left out. Browsers stop at 512."""

_CALLS_AN_ELEMENT = 8


@contextmanager
def deep_recursion() -> Iterator[None]:
    """Room for calls that follow the elements down; Python's own limit is below what pages need.
    Raises ReadingError (`too_large`) where it is not enough."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(before + MAX_ELEMENTS_DEEP * _CALLS_AN_ELEMENT)
    try:
        yield
    except RecursionError:
        raise ReadingError("too_large", "elements within elements without end") from None
    finally:
        sys.setrecursionlimit(before)
