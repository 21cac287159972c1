"""One reading of the statutory tables: bands in, rows of the contract's tables out, checked."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from disclosure_stats.checks.outcome import CheckResult
from disclosure_stats.checks.sums import check_sums
from disclosure_stats.forms import load_form
from disclosure_stats.pages.model import Page
from disclosure_stats.reading.align import align, form_rows
from disclosure_stats.reading.appeals import has_results_as_titles, read_appeals
from disclosure_stats.reading.disclosures import read_disclosures
from disclosure_stats.reading.headings import heads_a_part
from disclosure_stats.reading.indicators import read_indicators
from disclosure_stats.reading.model import Row
from disclosure_stats.reading.panels import as_one_list
from disclosure_stats.reading.requests import read_requests
from disclosure_stats.reading.rows import ObservedRow
from disclosure_stats.reading.split_rows import join_split_rows
from disclosure_stats.reading.text import squeeze
from disclosure_stats.reading.unplaced import Unplaced, unplaced_numbers

_TITLE = re.compile("第二十条|申请人情况|法人或其他组织|本列数据|项之和|行政复议$|复议后起诉")
_MOST_TITLE_ROWS = 8
_LONGEST_TITLE = 4  # characters of a column's title alone on its line: 其他
_FEWEST_AGAIN = 10  # rows of one table, for it to be printed once more
_LONGEST_LABEL = 60  # characters in the one cell of a row: more are a paragraph
STATUTORY_TABLES = ("disclosures", "requests", "appeals", "indicators")


@dataclass(slots=True)
class Reading:
    """The statutory tables as one reader read them, and how the form's sums came out."""

    era: str
    tables: dict[str, list[Row]]
    checks: list[CheckResult]
    stretches: dict[int, list[tuple[float, float]]]
    unplaced: list[Unplaced]
    printed_again: dict[str, int]
    """The tables that are printed once more with other numbers, and on which page."""

    def failed(self) -> list[CheckResult]:
        """The sums that do not hold."""
        return [check for check in self.checks if check.outcome == "failed"]

    def missing(self) -> list[str]:
        """The tables of the era of which nothing was found."""
        wanted = ("indicators",) if self.era == "2014" else STATUTORY_TABLES[:3]
        return [
            table
            for table in wanted
            if all(row["cell_state"] == "absent" for row in self.tables[table])
        ]

    def cells(self, *states: str) -> int:
        """How many cells are in one of `states`."""
        return sum(row["cell_state"] in states for rows in self.tables.values() for row in rows)

    def is_complete(self) -> bool:
        """Nothing is missing that most reports of the era print, and every sum holds."""
        return not (
            self.missing()
            or self.failed()
            or self.cells("unreadable")
            or self._gaps()
            or self.unplaced
        )

    def _gaps(self) -> bool:
        absent = {
            row.get("outcome") or row.get("item") or row.get("indicator") or row.get("stage")
            for rows in self.tables.values()
            for row in rows
            if row["cell_state"] == "absent"
        }
        absent.discard("rules")  # a township makes no 规章, and many leave the row out
        if self.era == "2021":
            absent.discard("other")
            three = {"other_uncorrected", "other_unpaid", "other_other"}
            if three <= absent and self._has("other"):
                absent -= three
        return bool(absent)

    def _has(self, outcome: str) -> bool:
        return any(
            row["outcome"] == outcome and row["cell_state"] != "absent"
            for row in self.tables["requests"]
        )

    def _found(self) -> int:
        """How many cells of the form's own rows print something; half a label makes a row of an
        indicator that the form does not have."""
        return sum(
            row["cell_state"] in ("printed", "dash") and row.get("indicator") != "other"
            for rows in self.tables.values()
            for row in rows
        )

    def is_better_than(self, other: "Reading") -> bool:
        """Whether this reading is to be believed rather than `other`.

        One that finds fewer cells is not, even if more of its sums hold: a row that is lost takes
        its sums with it.
        """
        missing, others_missing = len(self.missing()), len(other.missing())
        if missing != others_missing:
            return missing < others_missing
        found, others_found = self._found(), other._found()
        failed, others_failed = len(self.failed()), len(other.failed())
        if failed == others_failed:
            lost, others_lost = (
                sum(u.numbers for u in self.unplaced),
                sum(u.numbers for u in other.unplaced),
            )
            return found > others_found or found == others_found and lost < others_lost
        return failed < others_failed and found >= others_found


def read_statutory(era: str, rows: Sequence[ObservedRow], pages: dict[int, Page]) -> Reading:
    """The tables that `rows` of `pages` (by number) hold, read by the form of `era`."""
    observed = join_split_rows(era, as_one_list(rows) if era == "2014" else rows)
    pictures = {number for number, page in pages.items() if page.scan is not None}
    matched = align(era, observed, pictures)
    tables: dict[str, list[Row]] = {
        "disclosures": read_disclosures(era, observed, matched, pages),
        "requests": read_requests(era, observed, matched, pages),
        "appeals": [] if era == "2014" else read_appeals(era, observed, pages),
        "indicators": read_indicators(observed, matched, pages) if era == "2014" else [],
    }
    return Reading(
        era,
        tables,
        check_sums(load_form(era), tables),
        _stretches(era, observed, matched),
        unplaced_numbers(tables, observed, pages),
        _printed_again(era, observed, matched),
    )


def _printed_again(
    era: str, observed: Sequence[ObservedRow], matched: dict[int, int]
) -> dict[str, int]:
    """The tables of which most rows stand on the pages once more, with other numbers, and the page
    where."""
    taken = set(matched.values())
    left = [
        row
        for position, row in enumerate(observed)
        if position not in taken and row.labels and row.has_values
    ]
    if len(left) < _FEWEST_AGAIN:
        return {}
    pages: dict[str, list[int]] = {}
    differing = set()
    for index, position in align(era, left).items():
        part = form_rows(era)[index].part
        pages.setdefault(part, []).append(left[position].page)
        if index not in matched or _numbers(left[position]) != _numbers(observed[matched[index]]):
            differing.add(part)
    rows = Counter(row.part for row in form_rows(era) if row.code)
    return {
        part: min(pages[part])
        for part in sorted(differing)
        if len(pages[part]) >= max(_FEWEST_AGAIN, rows[part] / 2)
    }


def _numbers(row: ObservedRow) -> list[str]:
    return [squeeze(cell.text) for cell in row.values]


def _stretches(
    era: str, observed: Sequence[ObservedRow], matched: dict[int, int]
) -> dict[int, list[tuple[float, float]]]:
    """For each page the stretches (top, bottom) that the tables take up, narrative left out.

    Of a ruled region that holds a row of the form, all but what is plainly a paragraph; without
    rules, what stands between two rows of one part.
    """
    if not matched:
        return {}
    parts = {position: form_rows(era)[index].part for index, position in matched.items()}
    stretches: dict[int, list[tuple[float, float]]] = {}
    start = 0
    for index, row in enumerate(observed):
        if row.first_of_region:
            start = index
        if row.ruled and (row.last_of_region or index == len(observed) - 1):
            region = range(start, index + 1)
            if any(position in parts for position in region) or _holds_appeals(
                era, observed, region
            ):
                for position in region:
                    if position in parts or not _is_paragraph(observed[position]):
                        for page, top, bottom in observed[position].spans:
                            stretches.setdefault(page, []).append((top, bottom))
    loose = [{p for p in parts if parts[p] == part} for part in set(parts.values())]
    loose += [{p} for p in range(len(observed)) if _holds_appeals(era, observed, range(p, p + 1))]
    for positions in loose:
        first = _first_title(observed, min(positions))
        inside = [row for row in observed[first : max(positions) + 1] if not row.ruled]
        for page in {row.page for row in inside}:
            tops = [row.top for row in inside if row.page == page]
            bottoms = [row.bottom for row in inside if row.page == page]
            stretches.setdefault(page, []).append((min(tops), max(bottoms)))
    return stretches


def _first_title(observed: Sequence[ObservedRow], position: int) -> int:
    """The first of the rows of column titles over the row at `position`."""
    for above in range(position - 1, max(position - _MOST_TITLE_ROWS, 0) - 1, -1):
        row = observed[above]
        if (
            row.page != observed[position].page
            or len(row.cells) < 2
            and len(row.cells[0].text) > _LONGEST_TITLE
            and not _TITLE.search(row.cells[0].text)
        ):
            return above + 1
    return position


def _holds_appeals(era: str, observed: Sequence[ObservedRow], region: range) -> bool:
    rows = [observed[position] for position in region]
    return any(len(row.values) >= 12 or has_results_as_titles(era, row) for row in rows)


def _is_paragraph(row: ObservedRow) -> bool:
    """Whether a row is text within a frame around the tables: a paragraph, or a heading."""
    texts = [cell.text for cell in row.cells if cell.text]
    if len(texts) != 1:
        return False
    (text,) = texts
    return len(text) > _LONGEST_LABEL or text.endswith("。") or heads_a_part(text)
