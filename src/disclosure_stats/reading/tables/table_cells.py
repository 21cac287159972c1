"""What a table prints, as far as the form knows it and beyond."""

from dataclasses import dataclass, field
from typing import NamedTuple

from disclosure_stats.forms.cells import PrintedCell
from disclosure_stats.reading.layout.cell import Cell


@dataclass(frozen=True, slots=True)
class TableCells:
    """The cells of a table that are the form's, and those of columns that the form does not have:
    of another year, of subtotals, of what a body counts besides."""

    cells: list[PrintedCell] = field(default_factory=list)
    foreign: list[Cell] = field(default_factory=list)

    def add(self, other: "TableCells") -> None:
        """Takes in what another part of the table prints."""
        self.cells.extend(other.cells)
        self.foreign.extend(other.foreign)


class PlacedTable(NamedTuple):
    """The positions of the observed rows that a table takes up, and its cells."""

    positions: range
    table: TableCells
