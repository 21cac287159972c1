"""What each number of a report rests on, and what its sums force for cells that print none."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from disclosure_stats.forms.cells import CellKey, PrintedCell, Proof
from disclosure_stats.reading.proof.best_reading import ReadingOutcome

_MIN_PROVED = 0.5  # of the numbers printed, for a report to be `verified`


class CellProof(NamedTuple):
    """What the number of a cell rests on, null where it has none, and the number that the report's
    own sums force where none is printed."""

    proof: Proof | None
    implied: float | None


_NO_NUMBER = CellProof(None, None)
_FORCED = CellProof(None, 0)
_BY_SUMS = CellProof("sums", None)
_SEEN_TWICE = CellProof("second_look", None)
_READ_ONCE = CellProof("once", None)


def proofs_of_cells(
    outcome: ReadingOutcome, seen_twice: Collection[CellKey]
) -> Sequence[CellProof]:
    """What each cell of a reading rests on: a sum of the form that holds, another look at its print
    (those of the keys `seen_twice`), or one reading alone. A table that is printed again with other
    numbers may be another report's."""
    reading = outcome.reading
    by_sums = reading.resting_on("passed") - reading.resting_on("failed") - outcome.corrected
    zeros = reading.implied_zeros
    proofs = []
    for cell in reading.cells:
        key = cell.key
        if key in zeros:
            proofs.append(_FORCED)
        elif cell.number is None:
            proofs.append(_NO_NUMBER)
        elif cell.table in reading.printed_again:  # nothing proves that it is this report's table
            proofs.append(_READ_ONCE)
        elif key in by_sums:
            proofs.append(_BY_SUMS)
        else:
            proofs.append(_SEEN_TWICE if key in seen_twice else _READ_ONCE)
    return proofs


def is_proved(cells: Sequence[PrintedCell], proofs: Sequence[CellProof]) -> bool:
    """Whether most numbers that a report prints rest on more than one reading; not where it has no
    table."""
    printed = len(cells) - [cell.number for cell in cells].count(None)
    proved = proofs.count(_BY_SUMS) + proofs.count(_SEEN_TWICE)
    return bool(cells) and proved >= _MIN_PROVED * printed
