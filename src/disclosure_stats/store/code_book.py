"""The code book: every code of every column of the output tables, and what it is called.

Codes that stand in a statutory form are taken from the forms, with the label that each prints and
the unit that it asks for; all others from the schemas. English names, and the Chinese ones of codes
that no form has, stand in `code_names.toml`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache

from disclosure_stats.checks.rules import rules
from disclosure_stats.data_file import load_data
from disclosure_stats.forms import ERAS, Entry, Form, load_form
from disclosure_stats.languages import Language
from disclosure_stats.near import near_matches
from disclosure_stats.store.csv_text import BOM, csv_text
from disclosure_stats.store.schemas import TABLES

CODES_FILE = "codes.csv"
OPEN_COLUMNS = frozenset({"unit"})
"""Columns with few different values that are no closed list: units are kept as printed."""
_NO_FORM_CODE = "other"  # of indicators: a row that the form does not have


@dataclass(frozen=True, slots=True)
class Code:
    """One code of a column: its label as printed (or its Chinese name), its English name, the label
    that it stands under in the form, the unit that the form asks for, and the eras whose form has
    it so (empty for a code of no form). A code that two forms print differently stands twice."""

    table: str
    column: str
    code: str
    label_zh: str
    label_en: str
    under: str = ""
    unit: str = ""
    eras: str = ""


@cache
def code_book() -> tuple[Code, ...]:
    """All codes, in the order of the tables, their columns and the forms."""
    return tuple(
        code
        for table in TABLES.values()
        for column in table.columns
        if column.kind == "code" and column.name not in OPEN_COLUMNS
        for code in _codes(table.name, column.name, column.codes)
    )


def closed_codes(table: str, column: str) -> tuple[str, ...]:
    """The codes that a column may hold; empty for a column that has no closed list."""
    return tuple(dict.fromkeys(code.code for code in codes_of(table, column)))


def codes_of(table: str, column: str) -> Sequence[Code]:
    """The part of the code book on one column of a table; empty for a column without codes."""
    return _by_column().get((table, column), ())


@cache
def _by_column() -> Mapping[tuple[str, str], Sequence[Code]]:
    found: dict[tuple[str, str], list[Code]] = {}
    for code in code_book():
        found.setdefault((code.table, code.column), []).append(code)
    return found


def labels(column: str, language: Language = "zh") -> dict[str, str]:
    """Code → name of a column of the output tables, as `labels("outcome")["granted"]`.

    In Chinese the label that the latest form with the code prints, in English the code book's name.
    LookupError for a column that has no codes; it names the nearest that have.
    """
    found = {
        code.code: code.label_zh if language == "zh" else code.label_en
        for code in code_book()
        if code.column == column
    }
    if not found:
        columns = sorted({code.column for code in code_book()})
        near = near_matches(column, columns) or columns
        raise LookupError(f"no column {column!r} with codes; perhaps {', '.join(near)}")
    return found


def codes_csv() -> str:
    """The text of `codes.csv`: a row a code, with the fields of `Code`."""
    names = [field.name for field in fields(Code)]
    rows = [[getattr(code, name) for name in names] for code in code_book()]
    columns = [[name, *values] for name, values in zip(names, zip(*rows, strict=True), strict=True)]
    return BOM + csv_text(columns)


def _codes(table: str, column: str, closed: tuple[str, ...]) -> Iterator[Code]:
    english = _names()["english"].get(column, {})
    both = _names()["both"].get(column, {})
    if column == "era":
        for era in ERAS:
            yield Code(table, column, era, f"{era}年表", f"form of {era}", eras=era)
        return
    if english:
        yield from _of_forms(table, column, english)
    for code in _of_no_form(table, column, closed):
        yield Code(table, column, code, *both.get(code, (code, code)))  # a test wants names for all


def _of_no_form(table: str, column: str, closed: tuple[str, ...]) -> tuple[str, ...]:
    if (table, column) == ("findings", "rule"):
        return tuple(rules())
    if (table, column) == ("findings", "table"):
        return tuple(_names()["both"]["table"])
    if column == "indicator":
        return (_NO_FORM_CODE,)
    return () if column in _names()["english"] else closed


def _names() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    return load_data(__package__, "code_names.toml")


def _of_forms(table: str, column: str, english: Mapping[str, str]) -> Iterator[Code]:
    """A row for each way in which forms print a code, in the order of the oldest form with it."""
    eras: dict[str, dict[tuple[str, str, str], list[str]]] = {}
    for era in ERAS:
        for entry, under in _entries(load_form(era), column):
            if entry.code:
                ways = eras.setdefault(entry.code, {})
                of_way = ways.setdefault((entry.labels[0], under, entry.unit or ""), [])
                if era not in of_way:
                    of_way.append(era)
    for code, ways in eras.items():
        for (label, under, unit), of_way in ways.items():
            name = english.get(code, code)
            yield Code(table, column, code, label, name, under, unit, " ".join(of_way))


def _entries(form: Form, column: str) -> Iterator[tuple[Entry, str]]:
    """The rows or columns of a form that a column's codes stand for, each with what it stands
    under: a group of outcomes, a heading of the statistics form, the article of part two."""
    grids = {
        "outcome": form.outcomes,
        "applicant": form.applicants,
        "stage": form.stages,
        "result": form.results,
    }
    if column in grids:
        yield from ((entry, entry.parent or "") for entry in grids[column])
    elif column == "indicator":
        heading = ""
        for entry in form.indicators:
            heading = heading if entry.code else entry.labels[0]
            yield entry, heading if entry.code else ""
    else:
        for block in form.disclosures:
            rows = block.items if column == "item" else block.measures
            yield from ((entry, block.heading) for entry in rows)
