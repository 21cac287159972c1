"""One reading of the statutory tables: bands in, rows of the contract's tables out, checked."""

from collections import Counter
from collections.abc import Sequence

from disclosure_stats.checks.sums import check_sums
from disclosure_stats.forms import load_form
from disclosure_stats.forms.rows import form_rows
from disclosure_stats.pages.model import Page
from disclosure_stats.reading.layout.observed_rows import ObservedRow
from disclosure_stats.reading.layout.panels import as_one_list
from disclosure_stats.reading.tables.align import align
from disclosure_stats.reading.tables.appeals import read_appeals
from disclosure_stats.reading.tables.disclosures import read_disclosures
from disclosure_stats.reading.tables.extent import _stretches
from disclosure_stats.reading.tables.form_reading import FormReading
from disclosure_stats.reading.tables.indicators import read_indicators
from disclosure_stats.reading.tables.requests import read_requests
from disclosure_stats.reading.tables.unplaced import unplaced_numbers
from disclosure_stats.reading.tables.unruled.split_rows import join_split_rows
from disclosure_stats.rows import Row
from disclosure_stats.text.folding import squeeze

_MIN_AGAIN = 10  # rows of one table, for it to be printed once more


def read_statutory(era: str, rows: Sequence[ObservedRow], pages: dict[int, Page]) -> FormReading:
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
    return FormReading(
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
    if len(left) < _MIN_AGAIN:
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
        if len(pages[part]) >= max(_MIN_AGAIN, rows[part] / 2)
    }


def _numbers(row: ObservedRow) -> list[str]:
    return [squeeze(cell.text) for cell in row.values]
