"""What stands around the cells of a reading, looked for when it is asked for: nobody wants to know
it of a reading that is not believed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from disclosure_stats.forms import Form
from disclosure_stats.forms.cells import PrintedCell
from disclosure_stats.reading.layout.cell import Cell
from disclosure_stats.reading.layout.observed_rows import ObservedRow
from disclosure_stats.reading.tables.extent import table_stretches
from disclosure_stats.reading.tables.unplaced import Unplaced, unplaced_numbers


@dataclass(frozen=True)
class Surroundings:
    """The cells of a reading, among the `observed` rows that they were found in: `parts` says of
    those that are the form's, by position, in which table they stand; `foreign` are cells, each
    with its table, that the form does not have."""

    form: Form
    observed: Sequence[ObservedRow]
    parts: Mapping[int, str]
    cells: Sequence[PrintedCell]
    foreign: Sequence[tuple[str, Cell]]

    @cached_property
    def stretches(self) -> Mapping[int, Sequence[tuple[float, float]]]:
        """The heights (top, bottom) that the tables take up on each page, in points."""
        return table_stretches(self.form, self.observed, self.parts)

    @cached_property
    def unplaced(self) -> tuple[Unplaced, ...]:
        """How many numbers stand among the cells and in none of them."""
        return tuple(unplaced_numbers(self.cells, self.foreign, self.observed))
