"""The panel's quantities, and in which cells of which form each of them stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from disclosure_stats.data_file import load_data
from disclosure_stats.forms import ERAS, load_form


@dataclass(frozen=True, slots=True)
class Cells:
    """Cells of one column of a form, to be added up, in the forms of these eras."""

    eras: tuple[str, ...]
    table: str
    rows: tuple[str, ...]
    column: str


@dataclass(frozen=True, slots=True)
class Quantity:
    """What can be compared between reports, with its name in Chinese and English."""

    name: str
    zh: str
    en: str
    note: str
    sources: tuple[Cells, ...]


@cache
def quantities() -> Mapping[str, Quantity]:
    """The quantities of `quantities.toml` by name, in its order."""
    return {
        name: Quantity(
            name,
            entry["zh"],
            entry["en"],
            entry["note"],
            tuple(
                _cells(source["table"], tuple(source["rows"]), source["column"])
                for source in entry["sources"]
            ),
        )
        for name, entry in load_data(__package__, "quantities.toml").items()
    }


def _cells(table: str, rows: tuple[str, ...], column: str) -> Cells:
    forms = [load_form(era) for era in ERAS]
    eras = tuple(
        form.era for form in forms if all(form.has_cell(table, row, column) for row in rows)
    )
    if not eras:
        raise ValueError(f"no form has the cells {rows} × {column} of {table}")
    return Cells(eras, table, rows, column)
