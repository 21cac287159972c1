"""The rules across years over all bodies at once: how each ends, and no more.

What `years.py` says of the reports of one body is said here of whole columns, for tables of a
country's size; a test holds the two to the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import log1p
from typing import Any

import numpy as np
from numpy.typing import NDArray

from disclosure_stats.checks.outcome import EQUAL, Outcome
from disclosure_stats.checks.sums_of_many import Bools, Floats, Ints
from disclosure_stats.checks.years import NORMAL, Key, rules_of_years


@dataclass(frozen=True, slots=True)
class ManyYears:
    """The current reports of all bodies, body after body, each body's by year: columns of one value
    a report.

    `bodies` numbers the bodies. `numbers` holds the cells that are compared: minus infinity where
    a report has no such cell, NaN where it is null. `prints` are fingerprints of tables, `sums`
    the sums of their numbers, NaN where a report has no such table.
    """

    bodies: Ints
    years: Ints
    numbers: Mapping[Key, Floats]
    prints: Mapping[str, NDArray[np.uint64]]
    sums: Mapping[str, Floats]


Counts = dict[tuple[str, Outcome], Ints]
"""By rule and outcome: how many checks of each report end so."""


def count_years(all_: ManyYears) -> Counts:
    """How many checks of each rule come out how, report by report: what `check_years` gives for the
    reports of each body."""
    counts: Counts = {}

    def count(rule: str, outcome: Outcome, reports: Ints) -> None:
        own = counts.setdefault((rule, outcome), np.zeros(len(all_.years), np.int64))
        np.add.at(own, reports, 1)

    later = 1 + np.flatnonzero(all_.bodies[1:] == all_.bodies[:-1])
    is_next = all_.years[later] == all_.years[later - 1] + 1
    for balance in rules_of_years()["balances"]:
        for outcome, reports in _balances(all_, balance, later, is_next).items():
            count(balance["rule"], outcome, reports)
    repeated = rules_of_years()["repeated"]
    following = later[is_next]
    for table, sums in all_.sums.items():
        both = ~np.isnan(sums[following]) & ~np.isnan(sums[following - 1])
        those = following[both & (sums[following] >= repeated["least_sum"])]
        prints = all_.prints[table]
        same = (prints[those] == prints[those - 1]) & (sums[those] == sums[those - 1])
        count(repeated["rule"], "failed", those[same])
        count(repeated["rule"], "passed", those[~same])
    jump = rules_of_years()["jump"]
    for key in map(tuple, jump["cells"]):
        count(jump["rule"], "failed", _jumps(all_.bodies, all_.numbers[key], jump))
    return counts


def _balances(
    all_: ManyYears, balance: Mapping[str, Any], later: Ints, is_next: Bools
) -> dict[Outcome, Ints]:
    """The reports of which a balance ends in which way."""
    own = {
        term: all_.numbers[tuple(balance[term])][later]
        for term in ("cell", "plus", "minus")
        if term in balance
    }
    before = all_.numbers[tuple(balance["before"])][later - 1]
    applies = np.logical_and.reduce([~np.isinf(each) for each in (before, *own.values())])
    with np.errstate(invalid="ignore"):
        difference = (own["cell"] + own.get("minus", 0)) - (before + own.get("plus", 0))
    known = applies & is_next & ~np.isnan(difference)
    failed = known & (np.abs(difference) > EQUAL)
    return {
        "passed": later[known & ~failed],
        "failed": later[failed],
        "not_assessable": later[applies & ~known],
    }


def _jumps(bodies: Ints, numbers: Floats, rule: Mapping[str, Any]) -> Ints:
    """The reports whose number is a jump."""
    known = np.flatnonzero(numbers >= 0)  # neither null nor without such a cell
    starts = np.flatnonzero(np.r_[True, bodies[known][1:] != bodies[known][:-1]])
    lengths = np.diff(np.r_[starts, len(known)])
    jumps = [np.empty(0, np.int64)]
    for length in np.unique(lengths[lengths >= rule["least_years"]]).tolist():
        histories = starts[lengths == length][:, None] + np.arange(length)
        jumps.append(_far(known[histories], numbers, rule))
    return np.concatenate(jumps)


def _far(reports: Ints, numbers: Floats, rule: Mapping[str, Any]) -> Ints:
    """Of histories of one length, a row each: the reports that are far from their median."""
    values = numbers[reports]
    varied = values.max(axis=1) - values.min(axis=1) >= rule["least_difference"]
    reports, values = reports[varied], values[varied]
    middle = _median(values)[:, None]
    distances = _log1p(values) - _log1p(middle)
    spread = np.maximum(_median(np.abs(distances)), rule["least_deviation"])[:, None]
    far = NORMAL * np.abs(distances) / spread > rule["limit"]
    found: Ints = reports[far & (np.abs(values - middle) >= rule["least_difference"])]
    return found


def _median(values: Floats) -> Floats:
    """The median of each row, added up as `statistics.median` does."""
    half = values.shape[1] // 2
    ordered = np.sort(values, axis=1)
    if values.shape[1] % 2:
        return ordered[:, half]
    return (ordered[:, half - 1] + ordered[:, half]) / 2


def _log1p(values: Floats) -> Floats:
    """By the same function as for one report: numpy's may differ in the last digit."""
    different, where = np.unique(values, return_inverse=True)
    return np.array([log1p(value) for value in different.tolist()])[where].reshape(values.shape)
