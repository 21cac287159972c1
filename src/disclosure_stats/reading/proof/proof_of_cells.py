"""What each number of a report rests on, and what its sums force for cells that print none."""

from collections.abc import Collection

from disclosure_stats.forms.cells import CellKey, PrintedCell
from disclosure_stats.reading.proof.best_reading import ReadingOutcome

_MIN_PROVED = 0.5  # of the numbers printed, for a report to be `verified`


def cells_with_proof(
    outcome: ReadingOutcome, seen_twice: Collection[CellKey]
) -> tuple[PrintedCell, ...]:
    """The cells of a reading with what each rests on: a sum of the form that holds, another look at
    its print (those of the keys `seen_twice`), or one reading alone. A table that is printed again
    with other numbers may be another report's."""
    reading = outcome.reading
    proved = reading.resting_on("passed") - reading.resting_on("failed")
    zeros = reading.implied_zeros

    def with_proof(cell: PrintedCell) -> PrintedCell:
        key = cell.key
        if key in zeros:
            return cell._replace(implied=0)
        if cell.number is None:
            return cell
        if cell.table in reading.printed_again:  # nothing proves that it is this report's table
            return cell._replace(proof="once")
        if key in proved and key not in outcome.corrected:
            return cell._replace(proof="sums")
        return cell._replace(proof="second_look" if key in seen_twice else "once")

    return tuple(map(with_proof, reading.cells))


def is_proved(cells: Collection[PrintedCell]) -> bool:
    """Whether most numbers that a report prints rest on more than one reading."""
    printed = [cell for cell in cells if cell.number is not None]
    proved = sum(cell.proof in ("sums", "second_look") for cell in printed)
    return proved >= _MIN_PROVED * len(printed)
