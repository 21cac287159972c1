"""The rows of a report as the likeliest path through its pages finds them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from disclosure_stats.forms import Form
from disclosure_stats.forms.rows import FormRow, form_rows
from disclosure_stats.pages.model import Page
from disclosure_stats.reading.layout.cell import Band, Cell, cell_of
from disclosure_stats.reading.layout.columns import Interval
from disclosure_stats.reading.layout.observed_rows import ObservedRow, observe
from disclosure_stats.reading.layout.touching_numbers import is_of_numbers, numbers_of
from disclosure_stats.reading.tables.walk.agreement import fit
from disclosure_stats.reading.tables.walk.between import continued, lines_between, lowest
from disclosure_stats.reading.tables.walk.columns import Columns, fitted_columns
from disclosure_stats.reading.tables.walk.levels import Level, levels_of
from disclosure_stats.reading.tables.walk.line_pieces import labels_with_led_numbers, plain
from disclosure_stats.reading.tables.walk.path import best_path
from disclosure_stats.text.labels import label_key, similarity
from disclosure_stats.text.values import looks_like_value

_MIN_LINES = 10  # lines with a label of the form: short forms have some 15, narratives 5
_MIN_ALIKE = 0.8  # of a label, to be one of the form
_MAX_TITLES = 8  # lines over a table: the titles of part three take up so many
_MAX_PIECES = 60  # of a label: one printed a character a line has fewer


@dataclass(slots=True, eq=False)
class _Found:
    """A row of the form and the levels that it takes up; `page` is that of its numbers, or else of
    its label, `numbers` are those there from left to right, and `titles` the levels over it."""

    index: int
    form_row: FormRow
    levels: list[Level]
    titles: list[list[Cell]]
    page: Page = field(init=False)
    numbers: list[Cell] = field(default_factory=list)

    @property
    def is_led(self) -> bool:
        """Whether its number stands wherever its label ends."""
        return any(level.is_led for level in self.levels)

    def find_numbers(self, usual: int) -> None:
        """Finds its numbers, of which the form has `usual`: those of two lines as one, and those
        that touch parted if there are too few."""
        numbered = (level.page for level in self.levels if level.numbers)
        self.page = next(numbered, self.levels[0].page)
        for level in self.levels:
            if level.page is self.page:
                self.numbers = continued(self.numbers, level.numbers)
        if len(self.numbers) < usual:
            self.numbers = [part for cell in self.numbers for part in _apart(cell)]


def _apart(cell: Cell) -> list[Cell]:
    """The numbers that run into one another in a cell."""
    if len({word.top for word in cell.words}) > 1 or not is_of_numbers(cell.text):
        return [cell]
    return [cell_of(cell.page, [word]) for word in numbers_of(cell.characters)]


def walked_levels(form: Form, pages: Sequence[Page]) -> list[Level]:
    """The levels of `pages` that the walk goes through."""
    has_units = bool(form.indicators)
    are_led = has_units and _is_set_as_lines(form, pages)
    return [level for page in pages for level in levels_of(page, has_units, are_led)]


def walked_rows(form: Form, pages: Sequence[Page]) -> list[ObservedRow]:
    """The rows that the walk through `pages` finds, and between them those of what it passes by,
    in print order."""
    levels = walked_levels(form, pages)
    found: list[_Found] = []
    lines: list[list[Cell]] = []
    above: list[Level] = []
    stray: list[Cell] = []  # numbers without a label that are in no row
    new = 0  # lines from here on stand over the next row
    for level, step in zip(levels, best_path(form, levels), strict=True):
        if above and (step.row is not None or level.page is not above[-1].page):
            lines += lines_between(form, above)
            above = []
        if step.row is None:
            above.append(level)
            stray += [] if level.labels else level.numbers
        elif step.begins:
            titles = [line for line in lines[new:][-_MAX_TITLES:] if line[0].page is level.page]
            new = len(lines)
            found.append(_Found(step.row, form_rows(form)[step.row], [level], titles))
        else:
            found[-1].levels.append(level)
    lines += lines_between(form, above)
    rows = [row for own in _tables(found) for row in _rows(form, own, stray)]
    rows += _rows_between(lines)
    order = {page: position for position, page in enumerate(pages)}
    return sorted(rows, key=lambda row: (order[row.page], row.top + row.bottom))


def _is_set_as_lines(form: Form, pages: Sequence[Page]) -> bool:
    """Whether so many lines are a label of the form and its number that they are the form itself,
    not the counts of a narrative."""
    keys = {key for row in form_rows(form) if row.code for key in row.keys}
    labels = {label_key(label) for page in pages for label in labels_with_led_numbers(page)}
    known = sum(any(similarity(label, key) >= _MIN_ALIKE for key in keys) for label in labels)
    return known >= _MIN_LINES


def _rows_between(lines: Sequence[list[Cell]]) -> Iterator[ObservedRow]:
    for _, own in groupby(lines, key=lambda line: line[0].page):
        bands = [_band(cells) for cells in own]
        bands[0].first_of_region = bands[-1].last_of_region = True
        yield from map(observe, bands)


def _band(cells: list[Cell]) -> Band:
    top, bottom = min(cell.top for cell in cells), max(cell.bottom for cell in cells)
    return Band(cells[0].page, top, bottom, cells, ruled=False)


def _tables(found: Sequence[_Found]) -> Iterator[list[_Found]]:
    """The rows in their tables, which have columns of their own."""
    for _, rows in groupby(found, key=lambda one: (one.form_row.part, one.form_row.block)):
        yield list(rows)


def _rows(form: Form, table: Sequence[_Found], stray: Sequence[Cell]) -> Iterator[ObservedRow]:
    row = table[0].form_row
    usual = len(form.grids[row.part][row.block].columns) or 1
    for one in table:
        one.find_numbers(usual)
    numbered = [one for one in table if one.numbers and one.form_row.code]
    columns: dict[Page, Columns] = {}
    titles = [lowest(one.titles) for one in table if one.titles]
    for page in dict.fromkeys(one.page for one in numbered):
        own = [one.numbers for one in numbered if one.page is page]
        alike = [one.numbers for one in numbered if abs(one.page.width - page.width) < 1]
        columns[page] = fitted_columns(page, own, alike, titles, usual)
    are_led = 2 * sum(one.is_led for one in numbered) > len(numbered)
    for one in table:
        place = columns.get(one.page, Columns())
        if are_led and len(one.numbers) == 1:  # wherever its label ends
            place = Columns([(one.numbers[0].x0, one.numbers[0].x1)])
        yield _observed(form, one, place, stray)


def _observed(form: Form, found: _Found, columns: Columns, stray: Sequence[Cell]) -> ObservedRow:
    page, numbers = found.page, found.numbers
    label = _label(form, found)
    here = [level for level in found.levels if level.page is page]
    units = [cell for level in here for cell in level.units]
    inner = [*numbers, *([label] if label else []), *units[:1]]
    # What of the label stands on another page is put above or below this one.
    top = max(here[0].top, min([cell.top for cell in inner], default=0.0))
    bottom = min(here[-1].bottom, max([cell.bottom for cell in inner], default=page.height))
    intervals = columns.intervals if found.form_row.code else ()
    values = [Cell(x0, top, x1, bottom, page) for x0, x1 in intervals]
    label, touching = _without_number(label, columns.intervals[:1])
    near = [one for one in stray if one.page is page and _is_close(one, top, bottom)]
    held = [*touching, *numbers] if values else []
    for cell, place in zip(held, columns.places_of(held), strict=True):
        if place is None or values[place].words:
            continue
        if len({word.top for word in cell.words}) > 1:  # no room beside its first line
            values[place].x0, values[place].x1 = cell.x0, cell.x1
        values[place].words = cell.words
        # What stands right over or under a number may be a line of it.
        is_alone = not any(one.x0 < cell.x1 and cell.x0 < one.x1 for one in near)
        values[place].is_unsure = not (columns.is_sure_of(cell, place) and is_alone)
    if None in columns.places_of(held):  # nobody knows whether a blank column is that of its number
        for value in values:
            value.is_unsure |= not value.words
    for place in columns.places_of(_words_behind(label, here)) if values else ():
        if place is not None:  # the column prints something, though no number
            values[place].is_unsure = True
    cells = [*([label] if label else []), *units[:1], *values] or [cell_of(page, here[0].words)]
    row = observe(Band(page, top, bottom, cells, ruled=False))
    row.spans = _spans(found.levels)
    return row


def _words_behind(label: Cell | None, levels: Sequence[Level]) -> list[Cell]:
    """The pieces of text on a row's levels that stand right of its label."""
    if label is None:
        return []
    return [cell for level in levels for cell in level.labels if cell.x0 >= label.x1]


def _spans(levels: Sequence[Level]) -> list[tuple[int, float, float]]:
    """The heights that levels take up, by the numbers of their pages."""
    return [
        (number, min([one.top for one in own]), max([one.bottom for one in own]))
        for number, levels_of_page in groupby(levels, key=lambda level: level.page.number)
        for own in (list(levels_of_page),)
    ]


def _is_close(cell: Cell, top: float, bottom: float) -> bool:
    """Whether a cell stands less than its height away from a row."""
    return max(top - cell.bottom, cell.top - bottom) < cell.bottom - cell.top


def _label(form: Form, found: _Found) -> Cell | None:
    """The pieces of text that make the row's label together, as a cell; null where none does."""
    pieces = [
        _below(cell, level, found)
        for level in found.levels
        for cell in level.labels
        if fit(form, plain(cell.text)).scores[found.index] > 0
    ][:_MAX_PIECES]
    if not pieces:
        return None
    if len(pieces) == 1:
        return pieces[0]
    best = _likeness(pieces, found.form_row)
    while len(pieces) > 1 and best < 1:
        fewer = [[*pieces[:i], *pieces[i + 1 :]] for i in range(len(pieces))]
        likeness = [_likeness(chosen, found.form_row) for chosen in fewer]
        likest = max(likeness)
        if likest <= best:
            break
        pieces, best = fewer[likeness.index(likest)], likest
    return cell_of(found.page, [word for cell in pieces for word in cell.words])


def _likeness(pieces: Sequence[Cell], row: FormRow) -> float:
    text = label_key("".join([cell.text for cell in pieces]))
    return max([similarity(text, key) for key in row.keys])


def _without_number(
    label: Cell | None, first: Sequence[Interval]
) -> tuple[Cell | None, list[Cell]]:
    """A row's label and, where one stands close behind it in the `first` column, its number."""
    if label is None or not first or label.x1 <= first[0][0]:
        return label, []
    behind = [one for one in label.characters if (one.x0 + one.x1) / 2 > first[0][0]]
    before = [one for one in label.characters if (one.x0 + one.x1) / 2 <= first[0][0]]
    level = {one.top for one in behind}
    if not before or len(level) != 1 or not looks_like_value("".join(one.text for one in behind)):
        return label, []
    return cell_of(label.page, before), [cell_of(label.page, behind)]


def _below(cell: Cell, level: Level, found: _Found) -> Cell:
    """A piece of a label, one on another page than the numbers moved beyond the edge of theirs."""
    if level.page is found.page:
        return cell
    is_before = level.page.number < found.page.number
    down = -level.page.height if is_before else found.page.height
    words = [word._replace(top=word.top + down, bottom=word.bottom + down) for word in cell.words]
    return cell_of(found.page, words)
