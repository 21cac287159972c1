"""The rules by which something becomes a row of `findings`, as data: see `rules.toml`.

The table `findings` keeps the English sentence; the Chinese one is made from the row when it is
asked for.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from numbers import Real
from typing import Any, Final, Literal, get_args

from disclosure_stats.checks.outcome import CheckResult
from disclosure_stats.data_file import load_data
from disclosure_stats.forms import ERAS
from disclosure_stats.forms.cells import CELL_TABLES
from disclosure_stats.forms.labels import official_labels
from disclosure_stats.languages import Language
from disclosure_stats.rows import Row

_FILE = (__package__, "rules.toml")
Severity = Literal["error", "warning", "info"]
SEVERITIES: Final[tuple[Severity, ...]] = get_args(Severity)
"""The gravest first."""
NO_WORK: Final = frozenset({"row_absent"})
"""Rules whose findings no one can do anything about: a township makes no 规章, and leaves its row
out."""
Origin = Literal["source", "extraction", "unknown"]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its code, what it looks at, how grave a finding is, and the sentence that says it."""

    code: str
    scope: str
    severity: Severity
    english: str
    chinese: str


@cache
def rules() -> Mapping[str, Rule]:
    """Every rule of `rules.toml` by its code, in its order."""
    return {rule["code"]: Rule(**rule) for rule in load_data(*_FILE)["rules"]}


# What only a reading can tell is taken as it was written.
_AS_WRITTEN = ("reading", "identity", "corrections")
_POSTINGS = ("postings_parts", "postings_total", "postings_doubtful", "postings_other")


def is_kept(rule: str) -> bool:
    """Whether findings by a rule are kept as they were written when written tables are checked, as
    the tables do not tell what it needs."""
    return rule not in rules() or rules()[rule].scope in _AS_WRITTEN or rule in _POSTINGS


def finding(
    rule: str,
    table: str,
    where: str = "",
    origin: Origin = "unknown",
    *,
    expected: float | None = None,
    found: float | None = None,
    page: int | None = None,
    severity: Severity | None = None,
    message: str | None = None,
) -> Row:
    """A row of `findings` without its `report_id`.

    `severity` and `message` (in English) are the rule's own, unless given. An unknown rule raises
    KeyError.
    """
    row: Row = {
        "rule": rule,
        "severity": severity or rules()[rule].severity,
        "origin": origin,
        "table": table,
        "where": where,
        "expected": expected,
        "found": found,
        "message": message,
        "page": page,
    }
    if message is None:
        table_name = table if where else name_of(table, "en")
        row["message"] = _filled(rules()[rule].english, row, table_name, where)
    return row


def finding_of(result: CheckResult, origin: Origin) -> Row:
    """The row of `findings` on a check that failed, without its `report_id`."""
    return finding(
        result.rule,
        result.table,
        result.where,
        origin,
        expected=result.expected,
        found=result.found,
        page=result.page,
    )


def sentence(finding: Mapping[str, Any], language: Language) -> str:
    """One sentence on a row of `findings`, for a person.

    In Chinese, rows and columns bear the labels of the form. A rule of another version of this
    package is said as it was written.
    """
    rule = rules().get(finding["rule"])
    if language == "en" or rule is None:
        return str(finding["message"])
    return _filled(rule.chinese, finding, name_of(finding["table"], "zh"), _where(finding))


def location(finding: Mapping[str, Any], language: Language) -> str:
    """Table, row and column of a row of `findings`: in Chinese by the form's labels, in English by
    their codes."""
    table, where = finding["table"], finding["where"]
    if language == "en":
        return ", ".join(filter(None, (table, where)))
    return "，".join(filter(None, (table and name_of(table, "zh"), _where(finding))))


def _where(finding: Mapping[str, Any]) -> str:
    codes = (finding["where"] or "").split(", ")
    return "，".join(cell_name(finding["table"], code, "zh") for code in codes)


def cell_name(table: str, code: str, language: Language) -> str:
    """What a row or a column of a table is called: in Chinese by the form's label, in English by
    its code."""
    if language == "en":
        return code
    return _labels(table).get(code) or name_of(code, "zh")


def name_of(code: str, language: Language) -> str:
    """What a severity, an origin or a table is called; its code where it has no name."""
    names: Mapping[str, str] = load_data(*_FILE)["chinese" if language == "zh" else "english"]
    return names.get(code, code)


def _filled(template: str, finding: Mapping[str, Any], table: str, where: str) -> str:
    numbers = {name: _number(finding[name]) for name in ("expected", "found", "page")}
    return template.format(table=table, where=where, **numbers)


def _number(value: Any) -> str:
    # Null is None in plain rows, and NA or NaN in DataFrames.
    if not isinstance(value, Real) or value != value:
        return "—"
    return f"{float(value):.15g}"


@cache
def _labels(table: str) -> Mapping[str, str]:
    """Code → label of the rows and columns of a table, by the latest form that has them."""
    if table not in CELL_TABLES:
        return {}
    return {code: label for era in ERAS for code, label in official_labels(era, table).items()}
