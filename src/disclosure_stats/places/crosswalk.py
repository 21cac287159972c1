"""Names that a division bore before the gazetteer's date, each with its source.

`crosswalk.tsv` has a row for each: the former name; the code of the division that bears another
name now; the last day of the old name; `renamed` (the same division) or `merged` (it became part
of that division); and where that is published. It holds what was looked up, and nothing else.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from disclosure_stats.places.gazetteer import is_code

KINDS = ("renamed", "merged")


@dataclass(frozen=True, slots=True)
class FormerName:
    """A row of the crosswalk."""

    name: str
    code: str
    until: date
    kind: str
    source: str

    def was_borne(self, year: int | None) -> bool:
        """Whether a report on `year` may print it: the name was still borne in that year."""
        return year is not None and year <= self.until.year


def parse(lines: Iterable[str]) -> tuple[FormerName, ...]:
    """The rows of a crosswalk; raises ValueError for one that is not whole, with its number."""
    rows = []
    for number, row in enumerate(csv.DictReader(lines, delimiter="\t"), start=2):
        try:
            former = FormerName(
                row["former_name"],
                row["code"],
                date.fromisoformat(row["until"]),
                row["kind"],
                row["source"],
            )
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"crosswalk, line {number}: {error}") from error
        if not former.name or not former.source or former.kind not in KINDS:
            raise ValueError(f"crosswalk, line {number}: name, kind or source is missing")
        if not is_code(former.code):
            raise ValueError(f"crosswalk, line {number}: {former.code} is no code of the gazetteer")
        rows.append(former)
    return tuple(rows)


@cache
def shipped() -> tuple[FormerName, ...]:
    """The crosswalk that the package brings along."""
    text = (files(__package__) / "crosswalk.tsv").read_text(encoding="utf-8")
    return parse(text.splitlines())
