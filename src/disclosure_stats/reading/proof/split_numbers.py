"""Cells that print what may be one number or several: the form's sums decide, or nothing does."""

from collections.abc import Callable, Sequence

from disclosure_stats.forms.cells import CELL_TABLES, PrintedCell
from disclosure_stats.reading.tables.form_reading import FormReading


def _whole(numbers: Sequence[float]) -> float:
    return numbers[0]


def _first(numbers: Sequence[float]) -> float:
    return numbers[1]


def _last(numbers: Sequence[float]) -> float:
    return numbers[-1]


_KINDS: tuple[Callable[[Sequence[float]], float], ...] = (_whole, _first, _last)


def with_sums_deciding(reading: FormReading) -> FormReading:
    """`reading` with the numbers of its cells in doubt where, of each table, one way alone to take
    them makes the sums hold that rest on them: all digits as one, the first or the last number."""
    doubted = [cell for cell in reading.cells if cell.several]
    for table in CELL_TABLES if doubted else ():
        cells = [cell for cell in doubted if cell.table == table]
        if cells:
            proved = [found for kind in _KINDS if (found := _proved(reading, cells, kind))]
            if len(proved) == 1:
                reading = reading.with_cells(proved[0])
    return reading


def _proved(
    reading: FormReading,
    cells: Sequence[PrintedCell],
    kind: Callable[[Sequence[float]], float],
) -> list[PrintedCell]:
    """The cells with their numbers taken in one way, those that a sum proves; none if one fails."""
    taken = [cell._replace(number=kind(cell.several), state="printed") for cell in cells]
    trial = reading.with_cells(taken)
    if len(trial.failed()) > len(reading.failed()):
        return []
    proved = trial.resting_on("passed") - trial.resting_on("failed")
    return [cell for cell in taken if cell.key in proved]
