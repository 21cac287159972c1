"""Activities as rows of the table `activities`."""

from collections.abc import Sequence

from disclosure_stats.activities.model import Activity
from disclosure_stats.rows import Row


def activity_rows(activities: Sequence[Activity]) -> list[Row]:
    """A row an activity, in the order of the text, without `report_id` and `page`; `start` is the
    place of its number in the text."""
    return [
        {
            "activity": one.activity,
            "value": one.value,
            "unit": one.unit,
            "approximate": one.approximate,
            "period": one.period,
            "certainty": one.certainty,
            "sentence": one.sentence,
            "start": one.start,
        }
        for one in activities
    ]
