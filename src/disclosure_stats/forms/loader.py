"""The statutory forms as data: one TOML file an era, loaded once."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

ERAS = ("2014", "2019", "2021")


@dataclass(frozen=True, slots=True)
class Entry:
    """A row or a column of a form: its code, its known spellings (the official one first), the
    label of the row that it stands under, and the unit that the form asks for."""

    code: str | None
    labels: tuple[str, ...]
    parent: str | None = None
    unit: str | None = None


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


@dataclass(frozen=True, slots=True)
class Form:
    """One template era. A part that the era does not have is empty."""

    era: str
    landmarks: tuple[str, ...]
    disclosures: tuple[DisclosureBlock, ...]
    applicants: tuple[Entry, ...]
    outcomes: tuple[Entry, ...]
    stages: tuple[Entry, ...]
    results: tuple[Entry, ...]
    indicators: tuple[Entry, ...]
    identities: tuple[Identity, ...]


def _entry(data: dict[str, Any], unit: str | None = None) -> Entry:
    # An empty unit in the file says that the form leaves the unit to the body that fills it in.
    printed = data.get("unit", unit)
    return Entry(data.get("code"), tuple(data["labels"]), data.get("parent"), printed or None)


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
    text = (files(__package__) / f"{era}.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    entries = {
        name: tuple(_entry(row) for row in data.get(name, ()))
        for name in ("applicants", "outcomes", "stages", "results", "indicators")
    }
    return Form(
        era=data["era"],
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
        **entries,
    )
