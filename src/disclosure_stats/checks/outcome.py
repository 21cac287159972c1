"""How a check ends, and how it comes to that: every rule that compares numbers does it here."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

Outcome = Literal["passed", "failed", "not_assessable"]

EQUAL = 1e-6
"""Amounts are decimals: what differs by no more is the same."""


class CheckResult(NamedTuple):
    """One rule at one place.

    `found` is what is printed there and `expected` the other side, each as far as it is known;
    `cells` are the cells of `table` behind both, by row code and column code, `page` that of the
    first.
    """

    rule: str
    table: str
    where: str
    outcome: Outcome
    found: float | None
    expected: float | None
    cells: tuple[tuple[str, str], ...]
    page: int | None


def compare(
    left: Sequence[float | None], right: Sequence[float | None], is_whole: bool = True
) -> tuple[Outcome, float, float]:
    """Whether the sum of `left` is that of `right`, and what is known of both sums.

    A null makes it `not_assessable`, unless what is known of one side exceeds the whole other
    side. Numbers are taken as not negative there. `is_whole` is false when `right` may lack parts.

    >>> compare([3, 1], [4])
    ('passed', 4.0, 4.0)
    >>> compare([3, None], [4])
    ('not_assessable', 3.0, 4.0)
    >>> compare([5, None], [4])
    ('failed', 5.0, 4.0)
    """
    left_whole, right_whole = None not in left, is_whole and None not in right
    left_sum, right_sum = _sum(left), _sum(right)
    if left_whole and right_whole:
        differ = abs(left_sum - right_sum) > EQUAL
        return "failed" if differ else "passed", left_sum, right_sum
    exceeds = right_sum > left_sum + EQUAL if left_whole else left_sum > right_sum + EQUAL
    if exceeds and (left_whole or right_whole):
        return "failed", left_sum, right_sum
    return "not_assessable", left_sum, right_sum


def _sum(numbers: Sequence[float | None]) -> float:
    return float(sum(filter(None, numbers)))
