"""The form's own sums, checked over the cells as read. The sums are data: see `forms`."""

from collections.abc import Iterable

from disclosure_stats.checks.outcome import CheckResult, compare
from disclosure_stats.forms import Form, Identity
from disclosure_stats.forms.cells import CELL_TABLES, PrintedCell

# Along one code the numbers are summed over the other: along a row code, over its columns.
_Groups = dict[tuple[str, str], dict[str, dict[str, PrintedCell]]]


def check_sums(form: Form, cells: Iterable[PrintedCell]) -> list[CheckResult]:
    """Every sum of `form` at every place where it applies.

    A row that the report leaves out (`absent`) is no term of a sum. A sum with a null cell is
    `not_assessable`, unless what is known of one side already exceeds the whole other side.
    """
    groups = _grouped(cells, {(identity.table, identity.along) for identity in form.identities})
    results = []
    for identity in form.identities:
        for code, terms in groups[identity.table, identity.along].items():
            result = _check(identity, code, terms)
            if result is not None:
                results.append(result)
    return results


def _grouped(cells: Iterable[PrintedCell], wanted: set[tuple[str, str]]) -> _Groups:
    """For each wanted table and column of codes: code of that column → other code → cell."""
    groups: _Groups = {key: {} for key in wanted}
    for cell in cells:
        if cell.state == "absent":
            continue
        columns = CELL_TABLES[cell.table]
        along_row = groups.get((cell.table, columns.row))
        if along_row is not None:
            along_row.setdefault(cell.row, {}).setdefault(cell.column, cell)
        along_column = groups.get((cell.table, columns.column))
        if along_column is not None:
            along_column.setdefault(cell.column, {}).setdefault(cell.row, cell)
    return groups


def _check(identity: Identity, code: str, terms: dict[str, PrintedCell]) -> CheckResult | None:
    left = [terms[other] for other in identity.left if other in terms]
    right = [terms[other] for other in identity.right if other in terms]
    if len(left) < len(identity.left) or not right:
        return None
    # A province's form may print a part of an indicator under a label of its own.
    is_whole = identity.table != "indicators" or len(right) == len(identity.right)
    outcome, left_sum, right_sum = compare(
        [cell.number for cell in left], [cell.number for cell in right], is_whole
    )
    return CheckResult(
        identity.rule,
        identity.table,
        code if identity.table != "indicators" else identity.left[0],
        outcome,
        left_sum,
        right_sum,
        tuple((cell.row, cell.column) for cell in left + right),
        left[0].page,
    )
