"""A few numbers in which as many digits occur as may be, to be looked at in print."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

_Number = TypeVar("_Number")


def covers(
    numbers: Iterable[_Number], digits: Callable[[_Number], frozenset[str]]
) -> Iterator[list[_Number]]:
    """`numbers` in rounds, none of them in two: in each, one that adds most `digits` comes next,
    until all that are left in any number have occurred."""
    left = list(numbers)
    while left:
        chosen: list[_Number] = []
        seen: frozenset[str] = frozenset()
        while left:
            best = max(left, key=lambda number: len(digits(number) - seen))
            if chosen and not digits(best) - seen:
                break
            chosen.append(best)
            left.remove(best)
            seen |= digits(best)
        yield chosen
