"""One reading of the statutory tables: bands in, rows of the contract's tables out, checked."""

from collections import Counter
from collections.abc import Sequence

from disclosure_stats.forms import Form
from disclosure_stats.forms.rows import form_rows
from disclosure_stats.reading.layout.observed_rows import ObservedRow
from disclosure_stats.reading.layout.panels import as_one_list
from disclosure_stats.reading.tables.align import align
from disclosure_stats.reading.tables.appeals import read_appeals
from disclosure_stats.reading.tables.disclosures import read_disclosures
from disclosure_stats.reading.tables.extent import table_stretches
from disclosure_stats.reading.tables.form_reading import FormReading
from disclosure_stats.reading.tables.indicators import read_indicators
from disclosure_stats.reading.tables.requests import read_requests
from disclosure_stats.reading.tables.unplaced import unplaced_numbers
from disclosure_stats.reading.tables.unruled.split_rows import join_split_rows
from disclosure_stats.text.folding import squeeze

_MIN_AGAIN = 10  # rows of one table, for it to be printed once more


def read_statutory(form: Form, rows: Sequence[ObservedRow]) -> FormReading:
    """The statutory tables that observed rows, in print order, hold by a form."""
    observed = join_split_rows(form, as_one_list(rows) if form.indicators else rows)
    matched = align(form, observed)
    cells = (
        *read_disclosures(form, observed, matched),
        *read_requests(form, observed, matched),
        *(read_appeals(form, observed) if form.stages else ()),
        *(read_indicators(form, observed, matched) if form.indicators else ()),
    )
    return FormReading(
        form,
        cells,
        table_stretches(form, observed, matched),
        tuple(unplaced_numbers(cells, observed)),
        _printed_again(form, observed, matched),
    )


def _printed_again(
    form: Form, observed: Sequence[ObservedRow], matched: dict[int, int]
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
    for index, position in align(form, left).items():
        part = form_rows(form)[index].part
        pages.setdefault(part, []).append(left[position].page.number)
        if index not in matched or _numbers(left[position]) != _numbers(observed[matched[index]]):
            differing.add(part)
    rows_of_part = Counter(row.part for row in form_rows(form) if row.code)
    return {
        part: min(pages[part])
        for part in sorted(differing)
        if len(pages[part]) >= max(_MIN_AGAIN, rows_of_part[part] / 2)
    }


def _numbers(row: ObservedRow) -> list[str]:
    return [squeeze(cell.text) for cell in row.values]
