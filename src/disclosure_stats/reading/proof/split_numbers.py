"""Cells that print what may be one number or several: the form's sums decide, or nothing does."""

from collections.abc import Sequence

from disclosure_stats.forms.cells import CELL_TABLES, PrintedCell
from disclosure_stats.reading.tables.form_reading import FormReading

_WAYS = (0, 1, -1)
"""Which of `several` a cell is taken for: all digits as one, the first number, or the last."""


def with_sums_deciding(reading: FormReading) -> FormReading:
    """`reading` with the numbers of its cells in doubt where, of each table, one way alone to take
    them makes the sums hold that rest on them: all digits as one, the first or the last number."""
    doubted = [cell for cell in reading.cells if cell.several]
    for table in CELL_TABLES if doubted else ():
        cells = [cell for cell in doubted if cell.table == table]
        if cells:
            proved = [found for way in _WAYS if (found := _proved(reading, cells, way))]
            if len(proved) == 1:
                reading = reading.with_cells(proved[0])
    return reading


def _proved(reading: FormReading, cells: Sequence[PrintedCell], way: int) -> list[PrintedCell]:
    """The cells with their numbers taken one `way`, those that a sum proves; none if one fails."""
    taken = [cell._replace(number=cell.several[way], state="printed") for cell in cells]
    trial = reading.with_cells(taken)
    if len(trial.failed()) > len(reading.failed()):
        return []
    proved = trial.resting_on("passed") - trial.resting_on("failed")
    return [cell for cell in taken if cell.key in proved]
