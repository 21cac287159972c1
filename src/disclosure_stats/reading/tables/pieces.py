"""The observed rows of a report in pieces: in none does a row of the form stand twice.

Last year's tables may be attached before or behind this year's, a table may go on with other
columns beside the same rows, a page may be there twice: each is a piece of its own, matched to the
form by itself, and with the year that its caption names.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from disclosure_stats.forms import Form
from disclosure_stats.forms.rows import (
    FormRow,
    form_rows,
    likeness,
    rows_of_one_label,
    rows_of_part,
)
from disclosure_stats.pages.lines import text_lines
from disclosure_stats.pages.model import Page
from disclosure_stats.reading.layout.observed_rows import ObservedRow
from disclosure_stats.reading.tables.align import align
from disclosure_stats.reading.tables.units_of_money import stated_unit
from disclosure_stats.reading.tables.years import is_on_year
from disclosure_stats.text.folding import squeeze

_MIN_LIKENESS = 0.9  # of a row's labels and the form's, to say that it is the form's once more
_MIN_LIKENESS_IN_PICTURE = 0.8  # where characters may be misread
_MIN_LABEL = 3  # characters: 合计 stands in tables of all sorts
_CAPTION_LINES = 3  # over a table that may be its caption
_MAX_LINES_OVER = 12  # the titles of part three take up to eight
_MIN_COLUMNS = 3  # of values: under one title or two any block of part two looks like the next
_MAX_CAPTION_LENGTH = 30  # characters: a longer line is narrative


@dataclass(frozen=True, slots=True)
class Piece:
    """Observed rows in print order, those from `start` to `end` matched to the form: the index of a
    form's row → that of the observed one. `year` is the report's, if it is known."""

    form: Form
    observed: Sequence[ObservedRow]
    start: int
    end: int
    matched: Mapping[int, int]
    year: int | None

    def rows(self, part: str) -> list[tuple[FormRow, ObservedRow]]:
        """The rows of a part of the form that stand in the piece, in the form's order."""
        return [
            (form_row, self.observed[self.matched[index]])
            for index, form_row in rows_of_part(self.form, part)
            if index in self.matched
        ]

    def may_also_be(self, row: ObservedRow) -> list[str]:
        """The codes of the form's rows of the label of `row` that are not printed, where nothing
        tells whether it is one of those: neither the order nor the rows right above it."""
        index = next(i for i, position in self.matched.items() if self.observed[position] is row)
        namesakes = self._absent_namesakes(index)
        if not namesakes:
            return []
        rows = form_rows(self.form)
        sure = [i for i in self.matched if not self._absent_namesakes(i)]
        above = max([i for i in sure if i < index], default=-1)
        below = min([i for i in sure if i > index], default=len(rows))
        if above >= 0 and self.matched.keys() >= {*range(above, index)}:
            return []
        return [rows[i].code for i in namesakes if above < i < below]

    def _absent_namesakes(self, index: int) -> list[int]:
        return [i for i in rows_of_one_label(self.form, index) if i not in self.matched]

    def header_of(self, row: ObservedRow, most: int) -> list[ObservedRow]:
        """The rows of titles over `row`, at most so many, from top to bottom."""
        index = next(i for i in self.matched.values() if self.observed[i] is row)
        while index > self.start and _goes_on(self.observed[index - 1], self.observed[index]):
            index -= 1
        return rows_of_titles(self.observed, index, most)

    def is_of_year(self, part: str) -> bool | None:
        """Whether the caption over a part says that it is on the report's year (true) or on another
        one (false); null where it says neither."""
        return is_on_year(self._captions(part), self.year)

    def unit_above(self, part: str) -> str | None:
        """The unit of money that a line over a part states, as `stated_unit` tells it."""
        return stated_unit(self._captions(part))

    def _captions(self, part: str) -> list[str]:
        rows = rows_of_part(self.form, part)
        own = [self.matched[index] for index, _ in rows if index in self.matched]
        return captions_over(self.observed, min(own)) if own else []


def _goes_on(above: ObservedRow, row: ObservedRow) -> bool:
    """Whether a row has the several columns of the one above, and so its titles."""
    if not above.has_values or len(row.values) < _MIN_COLUMNS or row.first_of_region:
        return False
    edges, edges_above = ([(round(c.x0), round(c.x1)) for c in one.cells] for one in (row, above))
    return edges == edges_above


def rows_of_titles(observed: Sequence[ObservedRow], index: int, most: int) -> list[ObservedRow]:
    """The rows over the one at `index` that may hold the titles of its columns: at most so many, up
    to a row with a label and values. Rows of numbers alone number the columns."""
    titles: list[ObservedRow] = []
    below = observed[min(index, len(observed) - 1)]
    for row in reversed(observed[max(0, index - most - 1) : index]):
        is_of_another_table = below.first_of_region and below.page is row.page and titles
        if row.has_values and row.labels or is_of_another_table:
            break
        if not row.has_values and len(titles) < most:
            titles.append(row)
        below = row
    return titles[::-1]


def captions_over(observed: Sequence[ObservedRow], index: int) -> list[str]:
    """The short lines of text over the row at `index`, the nearest first, without spaces: those
    that take up a row of its table, and those between the table and what stands above it."""
    row = observed[index]
    if not row.ruled:
        return list(_lines_over(observed, index))
    first = index
    while first and not observed[first].first_of_region and observed[first - 1].page is row.page:
        first -= 1
    page, top = row.page, observed[first].top
    above = observed[first - 1] if first else None
    bottom = above.bottom if above is not None and above.page is page else 0.0
    captions: list[str] = []
    for text in reversed(_lines_between(page, bottom, top)):
        if len(text) > _MAX_CAPTION_LENGTH or len(captions) == _CAPTION_LINES:
            break
        captions.append(text)
    return [*_lines_within(observed[first:index]), *captions]


def _lines_within(rows: Sequence[ObservedRow]) -> Iterator[str]:
    """What stands alone in the last of `rows`, up to one with numbers."""
    for row in reversed(rows):
        if row.has_values:
            return
        texts = [squeeze(cell.text) for cell in row.cells if cell.text]
        if len(texts) == 1 and len(texts[0]) <= _MAX_CAPTION_LENGTH and "。" not in texts[0]:
            yield texts[0]


def _lines_over(observed: Sequence[ObservedRow], index: int) -> Iterator[str]:
    """The lines over a row without rules, titles of columns among them: up to the end of a
    sentence, or a row with numbers."""
    for row in observed[max(0, index - _MAX_LINES_OVER) : index][::-1]:
        text = squeeze("".join(cell.text for cell in row.cells))
        if row.has_values or row.page is not observed[index].page or "。" in text:
            return
        yield text


def _lines_between(page: Page, top: float, bottom: float) -> list[str]:
    words = [word for word in page.words if top <= (word[1] + word[3]) / 2 <= bottom]
    return [squeeze("".join([word[4] for word in line])) for line in text_lines(words)]


def pieces_of(form: Form, observed: Sequence[ObservedRow], year: int | None) -> list[Piece]:
    """The pieces of a report's observed rows, in print order."""
    starts = [0, *_starts_again(form, observed), len(observed)]
    pieces = []
    for start, end in zip(starts, starts[1:], strict=False):
        matched = align(form, observed[start:end])
        own = {form_row: start + position for form_row, position in matched.items()}
        pieces.append(Piece(form, observed, start, end, own, year))
    return pieces


def _starts_again(form: Form, observed: Sequence[ObservedRow]) -> Iterator[int]:
    """Where a row of the form stands for the second time: the position behind the last row that was
    known before it. One that comes behind the row before it in the form as well begins nothing
    anew: a table of another kind above has a row of that name (合计)."""
    seen: set[int] = set()
    last, before = -1, -1
    for position, row in enumerate(observed):
        known = _surely(form, row)
        if known is None:
            continue
        if known in seen and known <= before:
            yield last + 1
            seen.clear()
        seen.add(known)
        last, before = position, known


def _surely(form: Form, row: ObservedRow) -> int | None:
    """The row of the form that an observed row with numbers surely is."""
    if not row.has_values:
        return None
    of_picture = row.page.scan is not None
    likes = likeness(form, row.labels, of_picture)
    if len(likes) != 1 or len(row.labels[0]) < _MIN_LABEL:
        return None
    ((index, like),) = likes.items()
    least = _MIN_LIKENESS_IN_PICTURE if of_picture else _MIN_LIKENESS
    return index if like >= least and form_rows(form)[index].code else None
