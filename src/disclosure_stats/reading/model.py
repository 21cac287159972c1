"""What reading a file gives: plain rows, table by table, before anything is stored."""

from dataclasses import dataclass, field

from disclosure_stats.rows import Row

TABLES = (
    "disclosures",
    "requests",
    "appeals",
    "indicators",
    "postings",
    "channels",
    "statements",
    "activities",
    "sections",
    "findings",
)


@dataclass(slots=True)
class ReadReport:
    """One report as read from a file.

    `identity` holds the columns of `reports` that the document itself tells (body, place, level,
    province, prefecture, county, division_code, year, era, format, pages, first_page, last_page,
    route, status, checks_passed, checks_failed, checks_not_assessable). `tables` holds, for each
    name in `TABLES`, rows keyed by the contract's column names, without `report_id`. Boxes are in
    points of the page as shown, origin top left. `is_seen_in_print` tells that the numbers of all
    sums that fail were seen in the picture as the text layer has them.
    """

    identity: Row
    tables: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in TABLES})
    is_seen_in_print: bool = False
