"""Where the numbers of a briefing come from: file, hash, pages, and what is open about them."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from disclosure_stats.analysis.dataset import Dataset
from disclosure_stats.analysis.panel import place_years
from disclosure_stats.store.csv_text import BOM, csv_text

COLUMNS = ("source_path", "sha256", "report_id", "place", "county", "year", "era", "status")
_OPEN = ("error", "warning")


def write_sources(path: Path, dataset: Dataset, quantities: Sequence[str]) -> None:
    """Writes a CSV (UTF-8 with BOM, for Excel and WPS), a row a report of the dataset: the columns
    of `COLUMNS`, `used` (`no` for what the numbers do not rest on: a file that could not be read, a
    copy, a superseded version, a report of unknown place or year), `pages` (on which the numbers of
    these quantities stand; empty where it is not used) and `checks_outstanding` (the rules and
    places of its findings that are errors or warnings)."""
    reports = dataset.reports
    evidence = dataset.evidence(quantities) if quantities else None
    pages = _joined(evidence, "page") if evidence is not None else {}
    findings = dataset.findings
    serious = findings[findings["severity"].isin(_OPEN)]
    described = serious.assign(
        described=serious["rule"].astype("string")
        + " ("
        + serious["where"].replace("", pd.NA).fillna(serious["table"].astype("string"))
        + ")"
    )
    outstanding = _joined(described, "described")
    stand = place_years(dataset)
    used = set(zip(stand["source_path"], stand["report_id"], strict=True))
    rows: list[tuple[str, ...]] = [(*COLUMNS, "used", "pages", "checks_outstanding")]
    ordered = reports[list(COLUMNS)].sort_values(["county", "place", "year"])
    for row in ordered.itertuples(index=False):
        texts = ["" if pd.isna(value) else str(value) for value in row]
        report_id = texts[COLUMNS.index("report_id")]
        is_used = (row.source_path, report_id) in used
        on = pages.get(report_id, "") if is_used else ""
        rows.append((*texts, "yes" if is_used else "no", on, outstanding.get(report_id, "")))
    text = BOM + csv_text(list(zip(*rows, strict=True)))
    path.write_text(text, encoding="utf-8", newline="")


def _joined(table: pd.DataFrame, column: str) -> dict[str, str]:
    """For each report, the different values of a column, in order, with `; ` between."""
    distinct = table[["report_id", column]].dropna().drop_duplicates().sort_values(column)
    groups = distinct.groupby("report_id", observed=True)[column]
    return {str(report): "; ".join(map(str, values)) for report, values in groups}
