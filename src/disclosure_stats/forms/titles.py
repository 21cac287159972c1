"""Where the titles of a printed cell stand: those of its row to the left, of its column above."""

from collections.abc import Iterable, Mapping
from numbers import Real
from typing import Any, NamedTuple

from disclosure_stats.forms.cells import CELL_TABLES
from disclosure_stats.forms.loader import ERAS, load_form

_SAME_EDGE = 2.0  # points
_MAX_HEIGHT = 130.0  # points: the titles of part four stand in five lines of large print


class Titles(NamedTuple):
    """The page that bears the column titles, from which height to which they stand, and by page the
    left edge of the first column of numbers; in points of the page as shown."""

    page: int
    top: float
    bottom: float
    numbers_from: Mapping[int, float]


def titles_of(
    era: str | None, table: str, rows: Iterable[Mapping[str, Any]], row_code: str
) -> Titles | None:
    """The titles over and beside a row of a statutory table, by the cells of that table that stand
    on a page (`rows`, as in the output); None where none does.

    Part two has titles for each of its blocks; the other tables have them once.
    """
    column = CELL_TABLES[table].row
    placed = [row for row in rows if _is_placed(row)]
    alike = _rows_under_the_same_titles(era, table, row_code)
    under = [row for row in placed if alike is None or row[column] in alike] or placed
    if not under:
        return None
    # The first row is that of the form, or what stands above it in its column: where two pages are
    # set side by side, what stands highest may be the middle of the table.
    first = under[0]
    column_of = [row for row in under if _is_in_column(row, first)]
    first = min(column_of, key=lambda row: row["top"])
    numbers_from: dict[int, float] = {}
    for row in placed:
        page = int(row["page"])
        numbers_from[page] = min(numbers_from.get(page, row["x0"]), row["x0"])
    page, bottom = int(first["page"]), float(first["top"])
    # Numbers of another block end before these titles begin.
    others = [
        row["bottom"]
        for row in placed
        if row not in under and row["page"] == page and row["bottom"] <= bottom
    ]
    top = max([bottom - _MAX_HEIGHT, 0.0, *map(float, others)])
    return Titles(page, min(top, bottom), bottom, numbers_from)


def _rows_under_the_same_titles(
    era: str | None, table: str, row_code: str
) -> frozenset[str | None] | None:
    if table != "disclosures" or era not in ERAS:
        return None
    for block in load_form(era).disclosures:
        codes = frozenset(item.code for item in block.items)
        if row_code in codes:
            return codes
    return None


def _is_in_column(row: Mapping[str, Any], first: Mapping[str, Any]) -> bool:
    return bool(row["page"] == first["page"] and abs(row["x0"] - first["x0"]) < _SAME_EDGE)


def _is_placed(row: Mapping[str, Any]) -> bool:
    # Null is None in plain rows, and NA or NaN in those of a DataFrame.
    return all(isinstance(row[name], Real) and row[name] == row[name] for name in ("page", "x0"))
