"""What the narrative says in words, and what the tables print: the same numbers, told twice.

The claims are data: see `claims.toml`.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from disclosure_stats.checks.outcome import CheckResult, compare
from disclosure_stats.forms.cells import CellKey, PrintedCell
from disclosure_stats.rows import Row

_YEAR = re.compile(r"(?<!\d)(20\d\d)年")
_SENTENCE = re.compile(r"[。；;\n]")
_CLAUSE = re.compile(r"(?<!\d),|，")
_FULL_WIDTH = {ord("０") + digit: str(digit) for digit in range(10)}
_HAS_FULL_WIDTH = re.compile("[０-９]")
# Reports of counties and above tell of their own office in words, and of all bodies in the table.
_LEVELS = frozenset({"township", "subdistrict"})
_TOTALS = {"requests": "total", "appeals": "total", "indicators": "year"}
"""Of each table: the column that a narrative speaks of."""

_OF_TOTALS = frozenset(_TOTALS.values())

_YUAN_IN = {"万元": 10_000.0, "元": 1.0}


@dataclass(frozen=True, slots=True)
class Claim:
    """A number that reports tell in words, and the cells of each table that print it; `words` are
    those of which each clause that tells it holds one."""

    rule: str
    words: re.Pattern[str]
    subject: re.Pattern[str]
    number: tuple[re.Pattern[str], ...]
    none: tuple[re.Pattern[str], ...]
    excluded: re.Pattern[str]
    apart: re.Pattern[str] | None
    cells: Mapping[str, tuple[str, ...]]
    besides: Mapping[str, tuple[str, ...]]


@cache
def claims() -> tuple[Claim, ...]:
    """The claims of `claims.toml`, in its order."""
    data = _data()

    def pattern(text: str) -> re.Pattern[str]:
        for name, expression in data["patterns"].items():
            text = text.replace(name, expression)
        return re.compile(text)

    return tuple(
        Claim(
            claim["rule"],
            re.compile("|".join(map(re.escape, claim["words"]))),
            re.compile(claim["subject"]),
            tuple(map(pattern, claim["number"])),
            tuple(map(pattern, claim["none"])),
            re.compile(claim["excluded"]),
            re.compile(claim["apart"]) if "apart" in claim else None,
            {table: tuple(codes) for table, codes in claim["cells"].items()},
            {table: tuple(codes) for table, codes in claim.get("besides", {}).items()},
        )
        for claim in data["claims"]
    )


@cache
def _times() -> re.Pattern[str]:
    """A time that a sentence names: of the year reported on in group `year`, else another."""
    times = _data()["times"]
    return re.compile(f"(?P<year>{times['of_the_year']})|{times['other']}")


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "claims.toml").read_text(encoding="utf-8"))


def check_claims(
    sections: Sequence[Row], cells: Iterable[PrintedCell], level: str | None, year: int | None
) -> list[CheckResult]:
    """Every claim of the narrative against the table that prints the same number.

    A claim that the narrative does not make, or makes with different numbers, is not checked; nor
    is any of a body above the township. 未收到 counts as 0. A cell that is blank makes the check
    `not_assessable`. A number that includes the cells `besides` (what was carried in) passes.
    """
    told = told_numbers((section["text"] for section in sections), level, year)
    return check_told(told, _totals(cells)) if told else []


Told = Sequence[tuple[Claim, float]]
"""The claims that a narrative makes, each with its number."""


def told_numbers(texts: Iterable[str | None], level: str | None, year: int | None) -> Told:
    """The claims that the sections of a report with these texts make."""
    if level not in _LEVELS:
        return ()
    sentences = list(_sentences(texts, year, _all_words()))
    told = []
    for claim in claims() if sentences else ():
        own = [one for one in sentences if claim.words.search(one.text)]
        stated = {number for sentence in own for number in _stated(claim, sentence)}
        if len(stated) == 1:
            told.append((claim, stated.pop()))
    return told


Totals = Mapping[str, Mapping[str, PrintedCell]]
"""Of each table that a report has: by row code the cells of the column of totals."""


def check_told(told: Told, totals: Totals) -> list[CheckResult]:
    """Each claim that a narrative makes against the totals of the report's tables."""
    checks = []
    for claim, number in told:
        table = next((table for table in claim.cells if table in totals), None)
        if table is not None:
            checks.append(_checked(claim, number, table, totals[table]))
    return checks


def _totals(cells: Iterable[PrintedCell]) -> Totals:
    totals: dict[str, dict[str, PrintedCell]] = {}
    for cell in cells:
        if cell.column in _OF_TOTALS and _TOTALS.get(cell.table) == cell.column:
            totals.setdefault(cell.table, {})[cell.row] = cell
    return totals


@cache
def claimed_cells() -> tuple[CellKey, ...]:
    """Every cell that a claim may be held against."""
    return tuple(
        dict.fromkeys(
            (table, code, _TOTALS[table])
            for claim in claims()
            for cells in (claim.cells, claim.besides)
            for table, codes in cells.items()
            for code in codes
        )
    )


def stated_numbers(rule: str, text: str, year: int | None) -> Iterator[float]:
    """Every number that the text tells of the year for the claim of this rule."""
    (claim,) = (claim for claim in claims() if claim.rule == rule)
    for sentence in _sentences([text], year, claim.words):
        yield from _stated(claim, sentence)


class _Sentence(NamedTuple):
    """A sentence, without the marks between its clauses, and these."""

    text: str
    clauses: Sequence[str]


@cache
def _all_words() -> re.Pattern[str]:
    words = "|".join(claim.words.pattern for claim in claims()).split("|")
    return re.compile("|".join(dict.fromkeys(words)))


def _sentences(
    texts: Iterable[str | None], year: int | None, words: re.Pattern[str]
) -> Iterator[_Sentence]:
    """The sentences that may speak of the year, and hold one of the words."""
    for text in texts:
        if not text or not words.search(text):
            continue
        for sentence in _SENTENCE.split(text):
            if not words.search(sentence):
                continue
            if _HAS_FULL_WIDTH.search(sentence):
                sentence = sentence.translate(_FULL_WIDTH)
            if all(int(found) == year for found in _YEAR.findall(sentence)):
                clauses = _CLAUSE.split(sentence)
                yield _Sentence("".join(clauses), clauses)


def _stated(claim: Claim, sentence: _Sentence) -> Iterator[float]:
    if claim.apart and claim.apart.search(sentence.text):
        return
    before = ""
    for clause in sentence.clauses:
        before += clause
        if not claim.words.search(clause):
            continue
        if claim.excluded.search(clause) or not claim.subject.search(before):
            continue
        patterns = (*claim.number, *claim.none)
        found = next(filter(None, (pattern.search(clause) for pattern in patterns)), None)
        if found is None or _is_of_another_time(before):
            continue
        groups = found.groupdict(default="")
        number = groups.get("n", "0").replace(",", "")
        yield float(number) * _YUAN_IN.get(groups.get("unit", ""), 1.0)


def _is_of_another_time(text: str) -> bool:
    """Whether the last time that a sentence names up to here is not the whole year."""
    times = [match["year"] for match in _times().finditer(text)]
    return bool(times) and times[-1] is None


def _checked(
    claim: Claim, stated: float, table: str, totals: Mapping[str, PrintedCell]
) -> CheckResult:
    cells = [totals[code] for code in claim.cells[table] if code in totals]
    printed = [_amount(cell) for cell in cells] or [None]
    outcome, found, _ = compare(printed, [stated])
    besides = [_amount(totals[code]) for code in claim.besides.get(table, ()) if code in totals]
    if outcome == "failed" and besides and compare([*printed, *besides], [stated])[0] == "passed":
        outcome = "passed"
    return CheckResult(
        claim.rule,
        table,
        claim.cells[table][0],
        outcome,
        None if outcome == "not_assessable" else found,
        stated,
        tuple((cell.row, cell.column) for cell in cells),
        next((cell.page for cell in cells), None),
    )


def _amount(cell: PrintedCell) -> float | None:
    if cell.number is None or cell.unit not in _YUAN_IN:
        return cell.number
    return cell.number * _YUAN_IN[cell.unit]
