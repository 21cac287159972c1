"""One thing where a list of them may be given: a place, a year, a column."""

from collections.abc import Iterable
from typing import Any


def as_list(values: Any) -> list[Any]:
    """The values, or the one that came without a list; a text is one value, not its letters."""
    if isinstance(values, str) or not isinstance(values, Iterable):
        return [values]
    return list(values)
