"""The cells of the statutory tables: what names one, and what it prints."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal, NamedTuple

from disclosure_stats.text.values import CellState

Proof = Literal["sums", "second_look", "once"]
"""What a number rests on: a sum of the form that holds, another and independent look at its print,
or one reading alone."""


class CellTable(NamedTuple):
    """The columns of an output table that hold a cell's row code, column code and number."""

    row: str
    column: str
    number: str


CELL_TABLES = {
    "disclosures": CellTable("item", "measure", "value"),
    "requests": CellTable("outcome", "applicant", "count"),
    "appeals": CellTable("stage", "result", "count"),
    "indicators": CellTable("indicator", "period", "value"),
}
"""The output tables that are made of printed cells."""

TABLES_OF_COUNTS = frozenset({"requests", "appeals"})
"""Those whose numbers are all counts, each of them in columns that the form names."""

_NOWHERE = (None, None, None, None)

CellKey = tuple[str, str, str]
"""Table, row code, column code."""


class PrintedCell(NamedTuple):
    """A cell of a statutory table: which one it is, its number or null, and where it stands.

    `box` (x0, top, x1, bottom) is in points of the page as shown; page and box are null where the
    report does not print the cell. `held` is the box on the page as it was held while it was
    read, where that is a picture. `unit` and `remark` are those of part two, `label` is the row's
    label as the statistics form prints it. `several` are the numbers that a cell in doubt may
    print: all its digits as one, and each number that stands in it; `are_beside` tells that these
    stand on one line in one size, `may_be_others` that what is in it may be that of another row or
    column too.
    """

    table: str
    row: str
    column: str
    number: float | None
    state: CellState
    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    unit: str | None = None
    remark: str | None = None
    label: str | None = None
    held: tuple[float, float, float, float] | None = None
    several: tuple[float, ...] = ()
    may_be_others: bool = False
    are_beside: bool = False

    @property
    def key(self) -> CellKey:
        """What names the cell in its report."""
        return self.table, self.row, self.column

    @property
    def where(self) -> str:
        """The cell's codes, as findings name it."""
        return f"{self.row}, {self.column}"

    def unread(self) -> "PrintedCell":
        """The cell without a number, as one that prints what cannot be told."""
        return self._replace(number=None, state="unreadable")

    def as_row(self, proof: Proof | None, implied: float | None) -> dict[str, Any]:
        """The cell as a row of its output table, without `report_id`: with what its number rests
        on, and the number that the report's own sums force where none is printed."""
        table, row_code, column_code, number, state, page, box, unit, remark, label = self[:10]
        row_column, column_column, number_column = CELL_TABLES[table]
        x0, top, x1, bottom = box or _NOWHERE
        row: dict[str, Any] = {
            row_column: row_code,
            column_column: column_code,
            number_column: number,
            "cell_state": state,
            "page": page,
            "x0": x0,
            "top": top,
            "x1": x1,
            "bottom": bottom,
            "proof": proof,
            "implied": implied,
        }
        if table == "disclosures":
            row["unit"], row["remark"] = unit, remark
        elif table == "indicators":
            row["unit"], row["label"] = unit, label
        return row


def cells_of(tables: Mapping[str, Iterable[Mapping[str, Any]]]) -> Iterator[PrintedCell]:
    """The cells that rows of output tables are, other tables left out; boxes are not kept."""
    for table, (row_column, column_column, number_column) in CELL_TABLES.items():
        for row in tables.get(table, ()):
            yield PrintedCell(
                table,
                row[row_column],
                row[column_column],
                row[number_column],
                row["cell_state"],
                row["page"],
                unit=row.get("unit"),
            )
