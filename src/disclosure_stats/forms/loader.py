"""The statutory forms as data: one TOML file an era, loaded once."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from disclosure_stats.data_file import load_data

ERAS = tuple(
    sorted(
        file.name.removesuffix(".toml")
        for file in files(__package__).iterdir()
        if file.name.endswith(".toml")
    )
)
"""The eras that there is a form of, by its file's name, the oldest first."""


# Compared and hashed by identity, as the form that it is one of.
@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """A row or a column of a form: its code (empty for a heading), its known labels (the official
    one first), the label of the row that it stands under, the unit that the form asks for, and the
    channel whose items a row counts (a code of the table `postings`), where it counts any."""

    code: str
    labels: tuple[str, ...]
    parent: str | None = None
    unit: str | None = None
    channel: str | None = None


@dataclass(frozen=True, slots=True)
class DisclosureBlock:
    """One block of part two: a heading, the columns and the rows under it."""

    heading: str
    measures: tuple[Entry, ...]
    items: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Identity:
    """A sum that the form itself makes: `left` equals `right` for each value of `along`."""

    rule: str
    table: str
    along: str
    left: tuple[str, ...]
    right: tuple[str, ...]


class Grid(NamedTuple):
    """The rows of a table, or of a block of part two, and the columns that each of them has. The
    statistics form has a column of each period that a report prints, and none of its own."""

    rows: tuple[Entry, ...]
    columns: tuple[Entry, ...]


class Alternative(NamedTuple):
    """Rows that some reports print as one: the code of the `one`, and those of the `several`."""

    one: str
    several: tuple[str, ...]


# Compared and hashed by identity: each form is loaded once.
@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """One template era. A part that the era does not have is empty."""

    era: str
    first_year: int
    """The first year that reports in this form are on; the form of the next era ends it."""
    required_from: int
    """The first year on which every report is to print the form."""
    landmarks: tuple[str, ...]
    disclosures: tuple[DisclosureBlock, ...]
    applicants: tuple[Entry, ...]
    outcomes: tuple[Entry, ...]
    stages: tuple[Entry, ...]
    results: tuple[Entry, ...]
    indicators: tuple[Entry, ...]
    identities: tuple[Identity, ...]
    optional_rows: frozenset[str]
    """The codes of rows that a report may leave out and still be complete."""
    alternatives: tuple[Alternative, ...]

    @property
    def grids(self) -> Mapping[str, Sequence[Grid]]:
        """The grids of each of the statutory tables `disclosures`, `requests`, `appeals` and
        `indicators`, without rows in a table that the form does not have."""
        return _grids_of(self)

    @property
    def tables(self) -> tuple[str, ...]:
        """The statutory tables that the form has, in the order in which it prints them."""
        return _tables_of(self)

    def set_aside(self, printed: Set[str]) -> set[str]:
        """The codes of the rows for which others stand among those that are `printed`: the one for
        several, or these for it."""
        aside: set[str] = set()
        for one, several in self.alternatives:
            if not printed.isdisjoint(several):
                aside.add(one)
            elif one in printed:
                aside.update(several)
        return aside

    @property
    def channels(self) -> dict[str, str]:
        """Row code → channel, of the indicators that count items posted; empty for a form that
        leaves channels to the narrative."""
        return {row.code: row.channel for row in self.indicators if row.channel}

    def has_cell(self, table: str, row: str, column: str) -> bool:
        """Whether `table` has a cell in the row and the column of these codes; of the statistics
        form any period is taken."""
        return any(
            _has(rows, row) and (not columns or _has(columns, column))
            for rows, columns in self.grids[table]
        )

    @property
    def has_six_parts(self) -> bool:
        """Whether the tables are parts two to four of a report of six, as since 2019."""
        return "indicators" not in self.tables


@cache
def _grids_of(form: Form) -> Mapping[str, Sequence[Grid]]:
    return {
        "disclosures": [Grid(block.items, block.measures) for block in form.disclosures],
        "requests": [Grid(form.outcomes, form.applicants)],
        "appeals": [Grid(form.stages, form.results)],
        "indicators": [Grid(form.indicators, ())],
    }


@cache
def _tables_of(form: Form) -> tuple[str, ...]:
    return tuple(table for table, grids in form.grids.items() if any(grid.rows for grid in grids))


def _has(entries: tuple[Entry, ...], code: str) -> bool:
    return any(entry.code == code for entry in entries)


def _entry(data: dict[str, Any], unit: str | None = None) -> Entry:
    # An empty unit in the file says that the form leaves the unit to the body that fills it in.
    printed = data.get("unit", unit)
    return Entry(
        data.get("code", ""),
        tuple(data["labels"]),
        data.get("parent"),
        printed or None,
        data.get("channel"),
    )


def _block(data: dict[str, Any]) -> DisclosureBlock:
    unit = data["unit"]
    return DisclosureBlock(
        data["heading"],
        tuple(_entry(measure, unit) for measure in data["measures"]),
        tuple(_entry(item) for item in data["items"]),
    )


@cache
def load_form(era: str) -> Form:
    """The form of `era`, one of `ERAS`; another era raises ValueError."""
    if era not in ERAS:
        raise ValueError(f"no form for era {era!r}: there are {', '.join(ERAS)}")
    data = load_data(__package__, f"{era}.toml")
    entries = {
        name: tuple(_entry(row) for row in data.get(name, ()))
        for name in ("applicants", "outcomes", "stages", "results", "indicators")
    }
    return Form(
        era=era,
        first_year=data["first_year"],
        required_from=data.get("required_from", data["first_year"]),
        landmarks=tuple(data["landmarks"]),
        disclosures=tuple(_block(block) for block in data.get("disclosures", ())),
        identities=tuple(
            Identity(
                rule["rule"],
                rule["table"],
                rule["along"],
                tuple(rule["left"]),
                tuple(rule["right"]),
            )
            for rule in data["identities"]
        ),
        optional_rows=frozenset(data.get("optional_rows", ())),
        alternatives=tuple(
            Alternative(one, tuple(several))
            for one, several in data.get("alternatives", {}).items()
        ),
        **entries,
    )


def form_of_year(year: int) -> Form | None:
    """The form that reports on `year` are to print; None for a year before the first form."""
    forms = [load_form(era) for era in ERAS]
    return max(
        (form for form in forms if form.first_year <= year),
        key=lambda form: form.first_year,
        default=None,
    )
