"""Reads the truth of the sample corpus: what each file in `data/raw` prints, cell by cell."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
RAW = ROOT / "data" / "raw"
TRUTH = ROOT / "tests" / "sample_truth"

APPLICANTS = (
    "natural_person",
    "company",
    "research",
    "social_organisation",
    "legal_service",
    "other_organisation",
    "total",
)
RESULTS = ("upheld", "corrected", "other", "pending", "total")

# A number as printed, or the contract's `cell_state` of a cell that prints none.
Figure = int | float | str
Cells = dict[tuple[str, ...], Figure]


@dataclass(frozen=True)
class SampleTruth:
    """One report's truth. `cells` holds, for each table, its figures by the contract's keys;
    `units` those of `disclosures` that have one printed; `copied` what the report copied on
    purpose, and from which file, `own_words` what it alone says."""

    source_path: str
    identity: dict[str, Any]
    cells: dict[str, Cells]
    units: dict[tuple[str, ...], str]
    postings: list[dict[str, Any]]
    statements: list[dict[str, Any]]
    activities: list[dict[str, Any]]
    copied: dict[str, str]
    own_words: list[str]
    inconsistency: dict[str, Any] | None

    def number(self, table: str, *key: str) -> float:
        """A figure for summing: what is left empty or out counts nothing."""
        figure = self.cells[table].get(key, 0)
        return 0 if isinstance(figure, str) else figure


def load_truth() -> list[SampleTruth]:
    """The truth of every sample, ordered by path."""
    return [_load(path) for path in sorted(TRUTH.rglob("*.json"))]


def _load(path: Path) -> SampleTruth:
    document = json.loads(path.read_text(encoding="utf-8"))
    names = ("body", "place", "level", "county", "prefecture", "province", "year", "era")
    rows = document["disclosures"]
    disclosures = {(row["item"], row["measure"]): row["value"] for row in rows}
    return SampleTruth(
        source_path=document["source_path"],
        identity={name: document[name] for name in names},
        cells={
            "disclosures": disclosures,
            "requests": _by_column(document["requests"], APPLICANTS),
            "appeals": _by_column(document["appeals"], RESULTS),
            "indicators": {(code,): value for code, value in document["indicators"].items()},
        },
        units={(row["item"], row["measure"]): row["unit"] for row in rows if row["unit"]},
        postings=document["postings"],
        statements=document["statements"],
        activities=document["activities"],
        copied=document["copied"],
        own_words=document["own_words"],
        inconsistency=document["inconsistency"],
    )


def _by_column(rows: dict[str, list[Figure]], columns: tuple[str, ...]) -> Cells:
    return {
        (row, column): figure
        for row, figures in rows.items()
        for column, figure in zip(columns, figures, strict=True)
    }
