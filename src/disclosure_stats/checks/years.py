"""One report against those of the same body on other years. What is compared is data: see
`years.toml`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import log1p
from statistics import median
from typing import Any

from disclosure_stats.checks.outcome import CheckResult, Outcome, compare
from disclosure_stats.checks.rules import Origin
from disclosure_stats.data_file import load_data

Key = tuple[str, str, str]
"""Table, row code, column code."""

NORMAL = 0.6745
"""The median absolute deviation of a normal distribution, in standard deviations."""


@dataclass(frozen=True, slots=True)
class YearNumbers:
    """What the rules across years have to know of a report.

    `numbers` holds the cells of `compared_cells` that it prints, each with its page; a null number
    is None. `tables` has a fingerprint of each table's numbers, and their sum. `is_proved` says
    that the report's sums hold.
    """

    year: int
    is_proved: bool
    numbers: Mapping[Key, tuple[float | None, int | None]]
    tables: Mapping[str, tuple[int, float]]


@dataclass(frozen=True, slots=True)
class YearCheck:
    """A result, and whose doing a failure is."""

    result: CheckResult
    origin: Origin


def rules_of_years() -> dict[str, Any]:
    """What `years.toml` says: the balances, and what is a repeated table and a jump."""
    return load_data(__package__, "years.toml")


@cache
def compared_cells() -> tuple[Key, ...]:
    """Every cell that a rule looks at."""
    terms = ("cell", "before", "plus", "minus")
    cells = [tuple(b[term]) for b in rules_of_years()["balances"] for term in terms if term in b]
    return tuple(dict.fromkeys([*cells, *map(tuple, rules_of_years()["jump"]["cells"])]))


@cache
def lasting_codes() -> Mapping[str, frozenset[str]]:
    """Of each table that may be repeated: the rows and columns that are no sign of it."""
    return {
        table: frozenset(codes) for table, codes in rules_of_years()["repeated"]["lasting"].items()
    }


def check_years(history: Sequence[YearNumbers]) -> list[list[YearCheck]]:
    """The rules across years, for each report of one body, sorted by year, one a year.

    The report before is that of the year before. Where there is only an older one, or a number is
    null, a balance is `not_assessable`; the first report, and one whose form has no such cell,
    have none. A table is repeated when all its numbers are the same, and their sum is not small.

    A jump is a number whose modified z-score, 0.6745 (x - median) / MAD on the scale of log(1 + x),
    is beyond 3.5, over five years or more, and whose difference from the median is 10 or more; the
    MAD is taken as 0.25 at least, as steady bodies would jump at every change. Source: Iglewicz and
    Hoaglin, How to Detect and Handle Outliers (ASQC, 1993). Only jumps are given, no numbers
    that are none.
    """
    jumps = _jumps(history)
    return [
        [
            *(_across(history[place - 1], report) if place else ()),
            *(check for number, check in jumps if number == place),
        ]
        for place, report in enumerate(history)
    ]


def _across(last: YearNumbers, this: YearNumbers) -> Iterator[YearCheck]:
    is_next = this.year == last.year + 1
    origin: Origin = "source" if this.is_proved and last.is_proved else "unknown"
    for balance in rules_of_years()["balances"]:
        result = _balance(balance, last, this, is_next)
        if result is not None:
            yield YearCheck(result, origin)
    for table in lasting_codes():
        outcome = _repeated(table, last, this) if is_next else None
        if outcome is not None:
            yield YearCheck(
                CheckResult(
                    rules_of_years()["repeated"]["rule"], table, "", outcome, None, None, (), None
                ),
                origin,
            )


def _balance(
    balance: Mapping[str, Any], last: YearNumbers, this: YearNumbers, is_next: bool
) -> CheckResult | None:
    terms = {term: tuple(balance[term]) for term in ("cell", "plus", "minus") if term in balance}
    before = tuple(balance["before"])
    if before not in last.numbers or not this.numbers.keys() >= set(terms.values()):
        return None
    values = {term: this.numbers[cell][0] for term, cell in terms.items()}
    value_before = last.numbers[before][0] if is_next else None
    left = [values["cell"], values.get("minus", 0)]
    right = [value_before, values.get("plus", 0)]
    outcome: Outcome = "not_assessable"
    expected = None
    if None not in left + right:
        outcome, _, total = compare(left, right)
        expected = total - (left[1] or 0)
    table, where, cells = _named(tuple(terms.values()))
    page = this.numbers[terms["cell"]][1]
    return CheckResult(
        balance["rule"], table, where, outcome, values["cell"], expected, cells, page
    )


@cache
def _named(terms: tuple[Key, ...]) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    """Table and place of the first cell, and all cells: the same objects for every report, of
    which there may be very many."""
    table, row, column = terms[0]
    where = row if table == "postings" else f"{row}, {column}"
    return table, where, tuple((row, column) for _, row, column in terms)


def _repeated(table: str, last: YearNumbers, this: YearNumbers) -> Outcome | None:
    if table not in last.tables or table not in this.tables:
        return None
    if this.tables[table][1] < rules_of_years()["repeated"]["least_sum"]:
        return None
    return "failed" if last.tables[table] == this.tables[table] else "passed"


def _jumps(history: Sequence[YearNumbers]) -> list[tuple[int, YearCheck]]:
    rule = rules_of_years()["jump"]
    if len(history) < rule["least_years"]:
        return []
    jumps = []
    for key in map(tuple, rule["cells"]):
        known = [
            (place, number, page)
            for place, report in enumerate(history)
            for number, page in [report.numbers.get(key, (None, None))]
            if number is not None and number >= 0
        ]
        values = [number for _, number, _ in known]
        if len(known) < rule["least_years"]:
            continue
        if max(values) - min(values) < rule["least_difference"]:
            continue  # most numbers are small: none is as far as that from the median
        middle = median(values)
        distances = [log1p(number) - log1p(middle) for number in values]
        spread = max(median(map(abs, distances)), rule["least_deviation"])
        for (place, number, page), distance in zip(known, distances, strict=True):
            is_far = NORMAL * abs(distance) / spread > rule["limit"]
            if is_far and abs(number - middle) >= rule["least_difference"]:
                table, where, cells = _named((key,))
                result = CheckResult(
                    rule["rule"], table, where, "failed", number, middle, cells, page
                )
                origin: Origin = "source" if history[place].is_proved else "unknown"
                jumps.append((place, YearCheck(result, origin)))
    return jumps
