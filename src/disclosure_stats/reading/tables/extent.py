"""Which stretches of the pages the statutory tables take up."""

import re
from collections.abc import Iterator, Mapping, Sequence

from disclosure_stats.forms import Form
from disclosure_stats.forms.part_headings import heads_a_part
from disclosure_stats.reading.layout.observed_rows import ObservedRow
from disclosure_stats.reading.tables.appeals import has_results_as_titles

_TITLE = re.compile("第二十条|申请人情况|法人或其他组织|本列数据|项之和|行政复议$|复议后起诉")
_MAX_TITLE_ROWS = 8
_MAX_TITLE_LENGTH = 4  # characters of a column's title alone on its line: 其他
_MAX_LABEL_LENGTH = 60  # characters in the one cell of a row: more are a paragraph


def table_stretches(
    form: Form, observed: Sequence[ObservedRow], parts: Mapping[int, str]
) -> dict[int, list[tuple[float, float]]]:
    """For each page the stretches (top, bottom) that the tables take up, narrative left out;
    `parts` says of the rows that are the form's, by position, in which table they stand.

    Of a ruled region that holds a row of the form, all but what is plainly a paragraph; without
    rules, what stands between two rows of one part.
    """
    stretches: dict[int, list[tuple[float, float]]] = {}
    for page, top, bottom in (*_ruled(form, observed, parts), *_loose(form, observed, parts)):
        stretches.setdefault(page, []).append((top, bottom))
    return stretches


_Stretch = tuple[int, float, float]  # page, top, bottom


def _ruled(
    form: Form, observed: Sequence[ObservedRow], parts: Mapping[int, str]
) -> Iterator[_Stretch]:
    """Of each ruled region that holds a row of the form, all but what is plainly a paragraph."""
    start = 0
    for index, row in enumerate(observed):
        if row.first_of_region:
            start = index
        if row.ruled and (row.last_of_region or index == len(observed) - 1):
            region = range(start, index + 1)
            if any(position in parts for position in region) or _holds_appeals(
                form, observed, region
            ):
                for position in region:
                    if position in parts or not _is_paragraph(observed[position]):
                        yield from observed[position].spans


def _loose(
    form: Form, observed: Sequence[ObservedRow], parts: Mapping[int, str]
) -> Iterator[_Stretch]:
    """Without rules, what stands between two rows of one part, with the titles over them."""
    if not parts or all(row.ruled for row in observed):
        return
    loose = [{p for p in parts if parts[p] == part} for part in set(parts.values())]
    loose += [{p} for p in range(len(observed)) if _holds_appeals(form, observed, range(p, p + 1))]
    for positions in loose:
        first = _first_title(observed, min(positions))
        inside = [row for row in observed[first : max(positions) + 1] if not row.ruled]
        for page in {row.page.number for row in inside}:
            own = [row for row in inside if row.page.number == page]
            yield page, min(row.top for row in own), max(row.bottom for row in own)


def _first_title(observed: Sequence[ObservedRow], position: int) -> int:
    """The first of the rows of column titles over the row at `position`."""
    for above in range(position - 1, max(position - _MAX_TITLE_ROWS, 0) - 1, -1):
        row = observed[above]
        if (
            row.page != observed[position].page
            or len(row.cells) < 2
            and len(row.cells[0].text) > _MAX_TITLE_LENGTH
            and not _TITLE.search(row.cells[0].text)
        ):
            return above + 1
    return position


def _holds_appeals(form: Form, observed: Sequence[ObservedRow], region: range) -> bool:
    rows = [observed[position] for position in region]
    return any(len(row.values) >= 12 or has_results_as_titles(form, row) for row in rows)


def _is_paragraph(row: ObservedRow) -> bool:
    """Whether a row is text within a frame around the tables: a paragraph, or a heading."""
    texts = [cell.text for cell in row.cells if cell.text]
    if len(texts) != 1:
        return False
    (text,) = texts
    return len(text) > _MAX_LABEL_LENGTH or text.endswith("。") or heads_a_part(text)
