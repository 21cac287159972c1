"""Activities as rows of the table `activities`."""

from collections.abc import Sequence
from dataclasses import asdict

from disclosure_stats.activities.model import Activity
from disclosure_stats.rows import Row


def activity_rows(activities: Sequence[Activity]) -> list[Row]:
    """A row an activity, in the order of the text, without `report_id` and `page`; `start` is the
    place of its number in the text."""
    rows = []
    for one in activities:
        row = asdict(one)
        del row["doubts"]
        rows.append({**row, "certainty": one.certainty})
    return rows
