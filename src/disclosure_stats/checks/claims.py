"""What the narrative says in words, and what the tables print: the same numbers, told twice.

The claims are data: see `claims.toml`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from disclosure_stats.checks.outcome import CheckResult, compare
from disclosure_stats.data_file import load_data
from disclosure_stats.forms.cells import CellKey, PrintedCell
from disclosure_stats.rows import Row
from disclosure_stats.text.lazy_pattern import lazy_pattern

_FILE = (__package__, "claims.toml")
_YEAR = re.compile(r"(?<!\d)(20\d\d)年")
_PARAGRAPH = re.compile(r"[。\n]")
_STATEMENT = re.compile("[；;]")
# What a bracket behind a number says of it is a clause of its own.
_CLAUSE = re.compile(r"(?<!\d),|，|(?<=[件条份宗项次例起个])[（(]")
_NUMBER = re.compile(r"\d+")
# A numbered line that says nothing itself: （二）依申请公开情况.
_HEADING = re.compile(
    r"[（(]?[一二三四五六七八九十\d]{1,2}[)）、.．](?!.*(?:未|没|无))[^，,；;：:\d]+[：:]?"
)
_MAX_HEADING = 40  # characters
_FULL_WIDTH = {ord("０") + digit: str(digit) for digit in range(10)}
_HAS_FULL_WIDTH = re.compile("[０-９]")
# Reports of counties and above tell of their own office in words, and of all bodies in the table.
_LEVELS = frozenset({"township", "subdistrict"})
_TOTALS = {"requests": "total", "appeals": "total", "indicators": "year"}
"""Of each table: the column that a narrative speaks of."""

_OF_TOTALS = frozenset(_TOTALS.values())

_MAX_BEFORE_WORD = 2  # characters (行政, 已): it names no subject where one stood before

_YUAN_IN = {"万元": 10_000.0, "元": 1.0}


@dataclass(frozen=True, slots=True)
class Claim:
    """A number that reports tell in words, and the cells of each table that print it; `words` are
    those of which each clause that tells it holds one; `parts` begin the parts of a whole, whose
    numbers it is not; one that `goes_on` has its subject before a semicolon."""

    rule: str
    words: re.Pattern[str]
    subject: re.Pattern[str]
    number: tuple[re.Pattern[str], ...]
    none: tuple[re.Pattern[str], ...]
    excluded: re.Pattern[str]
    apart: re.Pattern[str] | None
    parts: re.Pattern[str] | None
    goes_on: bool
    cells: Mapping[str, tuple[str, ...]]
    besides: Mapping[str, tuple[str, ...]]


@cache
def claims() -> tuple[Claim, ...]:
    """The claims of `claims.toml`, in its order."""
    data = load_data(*_FILE)

    def pattern(text: str) -> re.Pattern[str]:
        for name, expression in data["patterns"].items():
            text = text.replace(name, expression)
        return lazy_pattern(text)

    return tuple(
        Claim(
            claim["rule"],
            lazy_pattern("|".join(map(re.escape, claim["words"]))),
            lazy_pattern(claim["subject"]),
            tuple(map(pattern, claim["number"])),
            tuple(map(pattern, claim["none"])),
            lazy_pattern(claim["excluded"]),
            pattern(claim["apart"]) if "apart" in claim else None,
            lazy_pattern(claim["parts"]) if "parts" in claim else None,
            claim.get("goes_on", False),
            {table: tuple(codes) for table, codes in claim["cells"].items()},
            {table: tuple(codes) for table, codes in claim.get("besides", {}).items()},
        )
        for claim in data["claims"]
    )


@cache
def _times() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """A time that a sentence names: of the year reported on in group `year`, else another; what
    says that a number may be of all years; and years that are named for what happens in another:
    the `next` and the `last` year, and any."""
    times = load_data(*_FILE)["times"]
    named = f"(?P<year>{times['of_the_year']})|{times['other']}"
    return lazy_pattern(named), lazy_pattern(times["of_all_years"]), lazy_pattern(times["beside"])


def check_claims(
    sections: Sequence[Row], cells: Iterable[PrintedCell], level: str | None, year: int | None
) -> list[CheckResult]:
    """Every claim of the narrative against the table that prints the same number.

    A claim that the narrative does not make, or makes with different numbers, is not checked; nor
    is any of a body above the township. 未收到 counts as 0. A cell that is blank makes the check
    `not_assessable`. A number that includes the cells `besides` (what was carried in) passes.
    """
    texts = (claiming_text(section["heading"], section["text"]) for section in sections)
    told = told_numbers(texts, level, year)
    return check_told(told, _totals(cells)) if told else []


def claiming_text(heading: str | None, text: str | None) -> str:
    """What a section says, with its heading, which names what its sentences need not name again."""
    return f"{heading or ''}\n{text or ''}"


Told = Sequence[tuple[Claim, float]]
"""The claims that a narrative makes, each with its number."""


def told_numbers(texts: Iterable[str], level: str | None, year: int | None) -> Told:
    """The claims that the sections of a report with these texts make."""
    if level not in _LEVELS:
        return ()
    sentences = list(_sentences(texts, year))
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


class _Sentence(NamedTuple):
    """A sentence, or what semicolons part, without the marks between its clauses, and these; what
    stands before it, up to the semicolon before; and the heading that it is below."""

    text: str
    clauses: Sequence[str]
    before: str
    heading: str


@cache
def _all_words() -> re.Pattern[str]:
    words = (re.escape(word) for claim in load_data(*_FILE)["claims"] for word in claim["words"])
    return re.compile("|".join(dict.fromkeys(words)))


def _sentences(texts: Iterable[str], year: int | None) -> Iterator[_Sentence]:
    """The sentences that may speak of the year, and hold a word of a claim."""
    words = _all_words()
    for text in texts:
        if not words.search(text):
            continue
        heading = ""
        for sentence in map(str.strip, _PARAGRAPH.split(text)):
            if len(sentence) <= _MAX_HEADING and _HEADING.fullmatch(sentence):
                heading = sentence
            elif words.search(sentence):
                yield from _statements(sentence, year, heading)


def _statements(sentence: str, year: int | None, heading: str) -> Iterator[_Sentence]:
    """What semicolons part of a sentence, each with the one before, if that is of the year."""
    if _HAS_FULL_WIDTH.search(sentence):
        sentence = sentence.translate(_FULL_WIDTH)
    before = ""
    for statement in _STATEMENT.split(sentence):
        is_own = _is_of_year(statement, year)
        if is_own and _all_words().search(statement):
            clauses = _CLAUSE.split(statement)
            yield _Sentence("".join(clauses), clauses, before, heading)
        before = statement if is_own else ""


def _is_of_year(statement: str, year: int | None) -> bool:
    """Whether no year is named but that which is reported on, and those that it is compared with,
    carried over to or from."""
    if "20" not in statement:
        return True
    beside = _times()[2]
    for match in beside.finditer(statement):
        following, former = match["next"], match["last"]
        if year is None or following and int(following) != year + 1:
            return False
        if former and int(former) not in (year - 1, year):
            return False
    rest = beside.sub("", statement)
    return all(int(found) == year for found in _YEAR.findall(rest))


def _stated(claim: Claim, sentence: _Sentence) -> Iterator[float]:
    if claim.apart and claim.apart.search(sentence.text):
        return
    said = sentence.before if _goes_on(claim, sentence) else ""
    for clause in sentence.clauses:
        before, said = said, said + clause
        if not claim.words.search(clause) or claim.excluded.search(clause):
            continue
        if not claim.subject.search(said) and not _heads(sentence.heading, claim):
            continue
        patterns = (*claim.number, *claim.none)
        found = next(filter(None, (pattern.search(clause) for pattern in patterns)), None)
        if found is None or _is_of_another_time(said):
            continue
        groups = found.groupdict(default="")
        number = groups.get("n", "0").replace(",", "")
        if not _is_of_a_part(claim, before, number):
            yield float(number) * _YUAN_IN.get(groups.get("unit", ""), 1.0)


def _goes_on(claim: Claim, sentence: _Sentence) -> bool:
    """Whether the subject stands before the semicolon: …行政复议2件；行政诉讼1件."""
    if not sentence.before or not claim.subject.search(sentence.before):
        return False
    word = claim.words.search(sentence.text)
    return claim.goes_on or word is not None and word.start() <= _MAX_BEFORE_WORD


def _heads(heading: str, claim: Claim) -> bool:
    """Whether a heading names what the claim is about, for the sentences below it."""
    return bool(claim.words.search(heading) and claim.subject.search(heading))


def _is_of_another_time(text: str) -> bool:
    """Whether the last time that a sentence names up to here is not the whole year."""
    named, of_all_years, _ = _times()
    if of_all_years.search(text):
        return True
    times = [match["year"] for match in named.finditer(text)]
    return bool(times) and times[-1] is None


def _is_of_a_part(claim: Claim, before: str, number: str) -> bool:
    """Whether a part that is named before has the same number: 其中网络申请3件，已办结3件."""
    parts = claim.parts.search(before) if claim.parts else None
    return parts is not None and number in _NUMBER.findall(before, parts.start())


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
