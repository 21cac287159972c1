"""Several files for one body and year: which numbers a later version changed."""

from collections.abc import Mapping

from disclosure_stats.checks.rules import finding
from disclosure_stats.rows import Row

Cells = Mapping[tuple[str, str, str], float | None]
"""The numbers of a report by table, row code and column code."""

_LISTED = 12


def superseded(current_path: str) -> Row:
    """The finding on an earlier version of a report."""
    return finding(
        "superseded",
        "reports",
        message=f"This is an earlier version: the current one for this body and year is "
        f"{current_path}.",
    )


def revised(earlier: Cells, current: Cells, earlier_path: str) -> list[Row]:
    """The findings on the current version: each number that differs, twelve at most, and then how
    many more do; or that none does."""
    keys = earlier.keys() | current.keys() if earlier != current else ()
    differing = sorted(key for key in keys if earlier.get(key) != current.get(key))
    rows = [
        finding(
            "revised",
            table,
            f"{row}, {column}",
            "source",
            expected=earlier.get((table, row, column)),
            found=current.get((table, row, column)),
        )
        for table, row, column in differing[:_LISTED]
    ]
    more = len(differing) - len(rows)
    if more or not rows:
        said = f"{more} more numbers differ from" if more else "No number differs from"
        message = f"{said} the earlier version, {earlier_path}."
        rows.append(finding("revised", "reports", origin="source", message=message))
    return rows
