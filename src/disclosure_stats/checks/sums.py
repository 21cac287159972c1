"""The form's own sums, checked over the cells as read. The sums are data: see `forms`."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from disclosure_stats.checks.outcome import CheckResult, compare
from disclosure_stats.forms import Form, Identity
from disclosure_stats.forms.cells import CELL_TABLES, CellKey, PrintedCell

# Along one code the numbers are summed over the other: along a row code, over its columns.
_Groups = dict[tuple[str, str], dict[str, dict[str, PrintedCell]]]


class _Sum(NamedTuple):
    """A sum of the form at one place: where it is, and the cells of both sides."""

    identity: Identity
    code: str
    left: Sequence[PrintedCell]
    right: Sequence[PrintedCell]

    @property
    def is_whole(self) -> bool:
        """Whether no part is missing. A province's form may print a part of an indicator under a
        label of its own."""
        return self.identity.table != "indicators" or len(self.right) == len(self.identity.right)

    @property
    def has_nulls(self) -> bool:
        """Whether any of its cells has no number."""
        return None in [cell.number for cell in (*self.left, *self.right)]


def check_sums(form: Form, cells: Iterable[PrintedCell]) -> list[CheckResult]:
    """Every sum of `form` at every place where it applies.

    A row that the report leaves out (`absent`) is no term of a sum. A sum with a null cell is
    `not_assessable`, unless what is known of one side already exceeds the whole other side. A
    blank cell that other sums force to 0 counts as 0, but is no reason for a sum to fail.
    """
    return judge_sums(form, cells)[0]


def judge_sums(
    form: Form, cells: Iterable[PrintedCell]
) -> tuple[list[CheckResult], frozenset[CellKey]]:
    """Every sum, as `check_sums` gives them, and the cells that print nothing and that the report's
    own sums force to be 0: the total is printed, and equal to the parts that are."""
    sums = list(_sums(form, cells))
    zeros = _forced_zeros(sums)
    return [_check(one, zeros) for one in sums], zeros


def any_sum_fails(form: Form, cells: Iterable[PrintedCell]) -> bool:
    """Whether any sum fails, as `check_sums` gives them."""
    sums = list(_sums(form, cells))
    zeros = _forced_zeros(sums)
    return any(_check(one, zeros).outcome == "failed" for one in sums)


def _forced_zeros(sums: Sequence[_Sum]) -> frozenset[CellKey]:
    return frozenset(_implied_zeros([one for one in sums if one.has_nulls and one.is_whole]))


def _implied_zeros(open_sums: Sequence[_Sum]) -> set[CellKey]:
    """The cells that the sums force to be 0, of whole sums with nulls."""
    zeros: set[CellKey] = set()
    while True:
        before = len(zeros)
        for one in open_sums:
            left, right = _nulls(one.left, zeros), _nulls(one.right, zeros)
            if bool(left) == bool(right):  # or each could make up for the other
                continue
            nulls = left + right
            are_empty = all(cell.state in _EMPTY for cell in nulls)
            if are_empty and _known(one.left) == _known(one.right):
                zeros.update(cell.key for cell in nulls)
        if len(zeros) == before:
            return zeros


_EMPTY = ("blank", "dash")


def _nulls(cells: Sequence[PrintedCell], zeros: Collection[CellKey]) -> list[PrintedCell]:
    return [cell for cell in cells if cell.number is None and cell.key not in zeros]


def _known(cells: Sequence[PrintedCell]) -> float:
    return round(sum(cell.number for cell in cells if cell.number is not None), 6)


def _sums(form: Form, cells: Iterable[PrintedCell]) -> Iterator[_Sum]:
    groups = _grouped(cells, {(identity.table, identity.along) for identity in form.identities})
    for identity in form.identities:
        for code, terms in groups[identity.table, identity.along].items():
            left = [terms[other] for other in identity.left if other in terms]
            right = [terms[other] for other in identity.right if other in terms]
            if len(left) == len(identity.left) and right:
                yield _Sum(identity, code, left, right)


def _grouped(cells: Iterable[PrintedCell], wanted: set[tuple[str, str]]) -> _Groups:
    """For each wanted table and column of codes: code of that column → other code → cell."""
    printed = [cell for cell in cells if cell.state != "absent"]
    groups: _Groups = {}
    for table, along in wanted:
        group: dict[str, dict[str, PrintedCell]] = {}
        is_along_rows = along == CELL_TABLES[table].row
        for cell in printed:
            if cell.table == table:
                row, column = cell.row, cell.column
                code, other = (row, column) if is_along_rows else (column, row)
                if code in group:
                    group[code].setdefault(other, cell)
                else:
                    group[code] = {other: cell}
        groups[table, along] = group
    return groups


def _check(one: _Sum, zeros: Collection[CellKey]) -> CheckResult:
    identity, code, left, right = one
    outcome, left_sum, right_sum = compare(
        _numbers(left, zeros), _numbers(right, zeros), one.is_whole
    )
    cells = (*left, *right)
    if outcome == "failed" and zeros and any(cell.key in zeros for cell in cells):
        outcome = "not_assessable"
    return CheckResult(
        identity.rule,
        identity.table,
        code if identity.table != "indicators" else identity.left[0],
        outcome,
        left_sum,
        right_sum,
        tuple([cell[1:3] for cell in cells]),
        left[0].page,
    )


def _numbers(cells: Sequence[PrintedCell], zeros: Collection[CellKey]) -> list[float | None]:
    numbers = [cell.number for cell in cells]
    if zeros and None in numbers:
        return [0.0 if cell.number is None and cell.key in zeros else cell.number for cell in cells]
    return numbers
