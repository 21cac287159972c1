"""The form's own sums over the cells of thousands of reports at once: how each ends, and no more.

What `sums.py` says of one report is said here of whole matrices, for tables of a country's size; a
test holds the two to the same. Which cells a failed sum has is asked of `sums.py`.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from disclosure_stats.checks.outcome import Outcome
from disclosure_stats.checks.sums import check_sums
from disclosure_stats.forms import Form, Identity
from disclosure_stats.forms.cells import CELL_TABLES, PrintedCell
from disclosure_stats.text.values import CellState

_MAX_EXACT = 2.0**40  # sums of so large whole numbers are exact, in whatever order

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Positions = Mapping[str | None, int]
"""Codes, each with its position along an axis of a matrix."""
Counts = dict[tuple[str, Outcome], Ints]
"""By rule and outcome: how many sums of each report end so."""


@dataclass(frozen=True, slots=True)
class CellMatrices:
    """The cells of reports in one table: matrices of report by row code by column code.

    `held` is true where a report has a cell that is not absent; `numbers` are NaN where it prints
    none, `empty` is true where it is blank or a dash.
    """

    table: str
    rows: Positions
    columns: Positions
    numbers: Floats
    held: Bools
    empty: Bools

    def part(self, reports: Bools | Ints) -> "CellMatrices":
        """The cells of some of the reports."""
        numbers, held, empty = self.numbers[reports], self.held[reports], self.empty[reports]
        return CellMatrices(self.table, self.rows, self.columns, numbers, held, empty)

    def cells(self, report: int) -> list[PrintedCell]:
        """The cells of one report, those that are null without what makes them so but whether they
        are empty."""
        cells = []
        for row, place in self.rows.items():
            for column, position in self.columns.items():
                at = (report, place, position)
                if self.held[at]:
                    number = None if np.isnan(self.numbers[at]) else float(self.numbers[at])
                    state: CellState = "printed" if number is not None else "unreadable"
                    if self.empty[at]:
                        state = "blank"
                    key = self.table, row or "", column or ""
                    cells.append(PrintedCell(*key, number, state))
        return cells


def count_sums(form: Form, cells: CellMatrices) -> Counts:
    """How many sums of each rule hold, fail and cannot be assessed, report by report: what
    `check_sums` gives for the cells of each."""
    counts: Counts = {}
    sums = list(_sums(form, cells))
    if not sums:
        return counts
    known = np.where(np.isnan(cells.numbers), 0.0, cells.numbers)
    nulls = cells.held & np.isnan(cells.numbers)
    zeros = _implied_zeros(sums, cells, known, nulls)
    for one in sums:
        for outcome, those in _ends(one, known, nulls & ~zeros, zeros).items():
            key = (one.identity.rule, outcome)
            counts[key] = counts.get(key, 0) + those.sum(axis=1)
    _count_one_by_one(form, cells, known, counts)
    return counts


class _Sums(NamedTuple):
    """One identity of the form at all its places, in all reports: matrices of report by code along
    which it goes."""

    identity: Identity
    is_along_rows: bool
    left: list[int]
    right: list[int]
    applies: Bools
    is_whole: Bools

    def of(self, matrix: NDArray[Any], positions: list[int]) -> NDArray[Any]:
        """The cells of one side, along the last axis."""
        return matrix[:, :, positions] if self.is_along_rows else _turned(matrix[:, positions, :])


def _turned(matrix: NDArray[Any]) -> NDArray[Any]:
    return matrix.swapaxes(1, 2)


def _sums(form: Form, cells: CellMatrices) -> Iterator[_Sums]:
    for identity in form.identities:
        is_along_rows = identity.along == CELL_TABLES[cells.table].row
        others = cells.columns if is_along_rows else cells.rows
        if identity.table != cells.table or any(code not in others for code in identity.left):
            continue
        left = [others[code] for code in identity.left]
        right = [others[code] for code in identity.right if code in others]
        bare = _Sums(identity, is_along_rows, left, right, cells.held, cells.held)
        terms = bare.of(cells.held, right).sum(axis=2)
        applies = bare.of(cells.held, left).all(axis=2) & (terms > 0)
        is_whole = (terms == len(identity.right)) | (cells.table != "indicators")
        yield bare._replace(applies=applies, is_whole=is_whole)


def _implied_zeros(sums: list[_Sums], cells: CellMatrices, known: Floats, nulls: Bools) -> Bools:
    """The cells that print nothing and that the sums force to be 0."""
    zeros = np.zeros_like(nulls)
    some = np.flatnonzero(nulls.any(axis=(1, 2)))
    open_, own_known = nulls[some], known[some]
    others = open_ & ~cells.empty[some]
    while some.size:
        before = int(open_.sum())
        for one in sums:
            left, right = one.of(open_, one.left), one.of(open_, one.right)
            is_left, is_right = left.any(axis=2), right.any(axis=2)
            doubt = one.of(others, one.left).any(axis=2) | one.of(others, one.right).any(axis=2)
            sums_of = [one.of(own_known, side).sum(axis=2) for side in (one.left, one.right)]
            equal = sums_of[0] == sums_of[1]
            forced = (one.applies & one.is_whole)[some] & (is_left != is_right) & ~doubt & equal
            if forced.any():
                for positions in (one.left, one.right):
                    own = one.of(open_, positions) & ~forced[:, :, None]
                    if one.is_along_rows:
                        open_[:, :, positions] = own
                    else:
                        open_[:, positions, :] = _turned(own)
        if int(open_.sum()) == before:
            break
    zeros[some] = nulls[some] & ~open_
    return zeros


def _ends(one: _Sums, known: Floats, nulls: Bools, zeros: Bools) -> dict[Outcome, Bools]:
    """Where it ends in which way. The same as `outcome.compare`, for whole numbers."""
    left, right = (one.of(known, side).sum(axis=2) for side in (one.left, one.right))
    left_whole = ~one.of(nulls, one.left).any(axis=2)
    right_whole = ~one.of(nulls, one.right).any(axis=2) & one.is_whole
    both = left_whole & right_whole
    exceeds = (left_whole & (right > left)) | (right_whole & (left > right))
    failed = one.applies & np.where(both, left != right, exceeds)
    failed &= ~(one.of(zeros, one.left).any(axis=2) | one.of(zeros, one.right).any(axis=2))
    passed = one.applies & both & (left == right)
    return {
        "passed": passed,
        "failed": failed,
        "not_assessable": one.applies & ~passed & ~failed,
    }


def _count_one_by_one(form: Form, cells: CellMatrices, known: Floats, counts: Counts) -> None:
    """Count anew the sums of reports whose numbers are not all whole: those are added up in the
    order of the form."""
    inexact = (known != np.rint(known)) | (np.abs(known) > _MAX_EXACT)
    for report in np.flatnonzero(inexact.any(axis=(1, 2))).tolist():
        own = Counter((one.rule, one.outcome) for one in check_sums(form, cells.cells(report)))
        for key in counts.keys() | own.keys():
            counts.setdefault(key, np.zeros(len(cells.numbers), np.int64))[report] = own[key]
