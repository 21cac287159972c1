"""The form of 2014 against the narrative: what the narrative counts on channels that the form does
not ask for (notice boards) is part of its 其他方式公开政府信息数."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from disclosure_stats.checks.rules import finding
from disclosure_stats.forms import ERAS, load_form
from disclosure_stats.rows import Row

UNITS_OF_FORM: Final = frozenset({"条", "件", "篇", "则", "份", "条次", "件次", "篇次"})
"""Units of what the form counts too, items; occasions (播发 12 次) and issues are none of them."""


def is_of_other_ways(channel: str, unit: str | None, of_form: Collection[str]) -> bool:
    """Whether a figure of the narrative, if the form counts it, is in its 其他方式; `of_form` are
    the channels that the form asks for."""
    return channel not in of_form and (unit is None or unit in UNITS_OF_FORM)


def check_other_ways(postings: Sequence[Row], indicators: Sequence[Row]) -> list[Row]:
    """A finding where the narrative counts more on such channels than the form has in other ways.

    `postings` and `indicators` are rows of these tables. Figures of several channels together, of
    other years or of the bodies below are left out.
    """
    printed = next(
        (row for row in indicators if row["indicator"] == "via_other" and row["period"] == "year"),
        None,
    )
    if printed is None or printed["value"] is None:
        return []
    of_form = {channel for era in ERAS for channel in load_form(era).channels.values()}
    by_number = {row["posting_id"]: row for row in postings}
    counted = [
        row
        for row in postings
        if is_of_other_ways(row["channel"], row["unit"], of_form)
        and row["period"] == "year"
        and row["scope"] != "subordinates"
        and _is_outermost(row, by_number)
    ]
    told = sum(row["count"] for row in counted)
    if told <= printed["value"]:
        return []
    channels = ", ".join(dict.fromkeys(row["channel"] for row in counted))
    return [
        finding(
            "postings_other",
            "postings",
            channels,
            expected=float(printed["value"]),
            found=float(told),
            page=counted[0]["page"],
        )
    ]


def _is_outermost(row: Row, by_number: Mapping[int, Row]) -> bool:
    """Whether no figure of its channel holds it."""
    whole = by_number.get(row["parent_id"])
    return whole is None or whole["channel"] != row["channel"]
