"""The form's own sums, checked over the tables as read. The sums are data: see `forms`."""

from collections.abc import Iterable
from itertools import repeat

from disclosure_stats.checks.outcome import CheckResult, compare
from disclosure_stats.forms import Form, Identity
from disclosure_stats.rows import Row

# Of each table: the column of the summed terms for each `along`, and the column of the number.
_TERMS = {
    ("requests", "applicant"): ("outcome", "count"),
    ("requests", "outcome"): ("applicant", "count"),
    ("appeals", "stage"): ("result", "count"),
    ("indicators", "period"): ("indicator", "value"),
}


_ROWS = ("outcome", "stage")  # the columns that name a row of the form


def check_sums(form: Form, tables: dict[str, list[Row]]) -> list[CheckResult]:
    """Every sum of `form` at every place where it applies.

    A row that the report leaves out (`absent`) is no term of a sum. A sum with a null cell is
    `not_assessable`, unless what is known of one side already exceeds the whole other side.
    """
    results = []
    grouped = {
        (table, along): _grouped(tables[table], along, term)
        for (table, along), (term, _) in _TERMS.items()
        if tables[table]
    }
    for identity in form.identities:
        number = _TERMS[identity.table, identity.along][1]
        for value, cells in grouped.get((identity.table, identity.along), {}).items():
            result = _check(identity, value, cells, number)
            if result is not None:
                results.append(result)
    return results


def _grouped(rows: Iterable[Row], along: str, term: str) -> dict[str, dict[str, Row]]:
    groups: dict[str, dict[str, Row]] = {}
    for row in rows:
        if row["cell_state"] != "absent":
            groups.setdefault(row[along], {}).setdefault(row[term], row)
    return groups


def _check(
    identity: Identity, value: str, cells: dict[str, Row], number: str
) -> CheckResult | None:
    left = [cells[code] for code in identity.left if code in cells]
    right = [cells[code] for code in identity.right if code in cells]
    if len(left) < len(identity.left) or not right:
        return None
    # A province's form may print a part of an indicator under a label of its own.
    is_whole = identity.table != "indicators" or len(right) == len(identity.right)
    outcome, left_sum, right_sum = compare(
        [row[number] for row in left], [row[number] for row in right], is_whole
    )
    where = value if identity.table != "indicators" else identity.left[0]
    term = _TERMS[identity.table, identity.along][0]
    codes = [row[term] for row in left + right]
    if identity.along in _ROWS:
        keys = tuple(zip(repeat(value), codes))
    else:
        keys = tuple(zip(codes, repeat(value)))
    return CheckResult(
        identity.rule,
        identity.table,
        where,
        outcome,
        left_sum,
        right_sum,
        keys,
        left[0]["page"],
    )
