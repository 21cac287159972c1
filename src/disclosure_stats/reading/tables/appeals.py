"""Part four: administrative reconsideration and litigation."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from disclosure_stats.forms import Form
from disclosure_stats.forms.cells import PrintedCell
from disclosure_stats.reading.layout.cell import Cell
from disclosure_stats.reading.layout.columns import Interval, cells_in_columns
from disclosure_stats.reading.layout.observed_rows import ObservedRow
from disclosure_stats.reading.tables.pieces import rows_of_titles
from disclosure_stats.reading.tables.printed_cells import printed_cell, unread_cell
from disclosure_stats.reading.tables.table_cells import PlacedTable, TableCells
from disclosure_stats.reading.tables.titled_columns import (
    PrintedColumn,
    best_entry,
    columns_under,
    printed_columns,
)
from disclosure_stats.text.labels import label_key
from disclosure_stats.text.values import looks_like_value

_MIN_RESULTS = 4  # different ones, in the titles of one stage
_MIN_TITLES = 8  # of results, where the stages stand side by side
_ROWS_BELOW = 6  # the titles of the results, among which the numbers stand
_ROWS_ABOVE = 4  # them, in which the titles of the stages stand


def read_appeals(form: Form, observed: Sequence[ObservedRow]) -> list[PlacedTable]:
    """The tables of part four, in print order, each at the row of its titles: with the stages side
    by side, one under another, or each as a table of its own."""
    headers = [index for index, row in enumerate(observed) if has_results_as_titles(form, row)]
    tables: list[PlacedTable] = []
    for header, following in pairwise([*headers, len(observed)]):
        titles = rows_of_titles(observed, header + 1, _ROWS_ABOVE + 1)
        last = min(following, header + 1 + _ROWS_BELOW)
        below = [row for row in observed[header + 1 : last] if not row.numbers_columns]
        widths = [len(_result_titles(form, observed[header]))]
        widths += [len(_numbers(form, row)) for row in below]
        if max(widths) >= _MIN_TITLES:
            cells = _side_by_side(form, titles, below)
        else:
            cells = list(_by_stage(form, titles, below))
        stages = {cell.row for cell in cells}
        if tables and stages.isdisjoint(cell.row for cell in tables[-1].table.cells):
            tables[-1].table.cells.extend(cells)
        elif cells:
            tables.append(PlacedTable(range(header, header + 1), TableCells(cells)))
    return tables or _without_titles(form, observed)


def has_results_as_titles(form: Form, row: ObservedRow) -> bool:
    """Whether `row` bears the titles of part four, for one stage or for all of them."""
    if row.has_values or len(row.cells) < _MIN_RESULTS:
        return False
    results = {best_entry((cell.text,), form.results) for cell in row.cells if cell.text}
    return len(results - {None}) >= _MIN_RESULTS


def _side_by_side(
    form: Form, titles: Sequence[ObservedRow], below: Sequence[ObservedRow]
) -> list[PrintedCell]:
    """The cells of the row of numbers under the titles of all stages."""
    wide = [row for row in below if len(_numbers(form, row)) >= _MIN_TITLES or row.has_values]
    filled = [row for row in wide if any(cell.text for cell in _numbers(form, row))]
    row = next(iter([*filled, *wide]), None)
    if row is None:
        return []
    intervals = _intervals(form, row, _result_titles(form, titles[-1]))
    titles = [*titles, *below[: below.index(row)]]  # the second lines of titles that are wrapped
    columns = printed_columns(intervals, titles, form.results)
    groups = _groups(form, columns)
    stages = _stages_from_left(form, titles, len(groups))
    if not stages:
        told = _in_order(form, row) if row.page is not titles[0].page else []
        return told or [
            unread_cell("appeals", stage.code, result.code, row)
            for stage in form.stages
            for result in form.results
        ]
    cells = cells_in_columns(row, intervals)
    return [
        printed_cell("appeals", stage, form.results[result].code, cells[column])
        for stage, group in zip(stages, groups, strict=True)
        for result, column in group.items()
    ]


def _intervals(form: Form, row: ObservedRow, titles: Sequence[Cell]) -> list[Interval]:
    """Where the columns stand: as the numbers' cells do, if they are as many as the titles."""
    numbers = _numbers(form, row)
    cells = numbers if len(numbers) >= len(titles) else titles
    return [(cell.x0, cell.x1) for cell in cells]


def _numbers(form: Form, row: ObservedRow) -> Sequence[Cell]:
    """The cells of a row's numbers; with words among them all its cells, where they are as many as
    the form has, and most hold a number."""
    are_whole = len(row.cells) == len(form.stages) * len(form.results)
    values = sum(looks_like_value(cell.text) for cell in row.cells) if are_whole else 0
    return row.cells if values > len(row.cells) / 2 else row.values


def _groups(form: Form, columns: Sequence[PrintedColumn]) -> list[dict[int, int]]:
    """For each stage, from left to right, the index of a result → that of its column. A stage ends
    where one of its results comes again."""
    found = [best_entry(column.titles, form.results) for column in columns]
    results = [None if one is None else one[0] for one in found]
    count = len(form.results)
    in_order = [index % count for index in range(len(columns))]
    if len(columns) == count * len(form.stages) and all(
        result in (None, usual) for result, usual in zip(results, in_order, strict=True)
    ):
        results = list(in_order)  # titles that cannot be read stand where the form has them
    groups: list[dict[int, int]] = []
    for column, result in enumerate(results):
        if result is None:
            continue
        if not groups or result in groups[-1]:
            groups.append({})
        groups[-1][result] = column
    return groups


def _stages_from_left(form: Form, titles: Sequence[ObservedRow], count: int) -> list[str]:
    """The codes of the stages whose titles stand over `count` groups of columns; nothing where that
    cannot be told. Titles that are not found are passed over if all stages have a group, and the
    other titles stand in the form's order."""
    found: dict[str, float] = {}
    for row in titles:
        for cell in row.cells:
            best = best_entry((cell.text,), form.stages)
            if best is not None:
                found.setdefault(form.stages[best[0]].code, (cell.x0 + cell.x1) / 2)
    from_left = sorted(found, key=found.__getitem__)
    if len(from_left) == count:
        return from_left
    usual = [stage.code for stage in form.stages]
    in_order = [stage for stage in usual if stage in found] == from_left
    return usual if count == len(usual) and in_order else []


def _by_stage(
    form: Form, titles: Sequence[ObservedRow], below: Sequence[ObservedRow]
) -> Iterator[PrintedCell]:
    """The cells where a stage is a row, or a table with titles of its own."""
    named = next(filter(None, (_stage(form, row) for row in reversed(titles))), None)
    result_titles = _result_titles(form, titles[-1])
    seen = set()
    for row in below:
        stage = _stage(form, row) or named
        if not row.has_values:
            named = stage
            continue
        if stage is None or stage in seen:
            continue
        seen.add(stage)
        intervals = _intervals(form, row, result_titles)
        _, placing = columns_under(titles, intervals, form.results)
        cells = cells_in_columns(row, intervals)
        for index, result in enumerate(form.results):
            place = placing.places[index] if placing else None
            if place is not None:
                yield printed_cell("appeals", stage, result.code, cells[place])
        named = None


def _without_titles(form: Form, observed: Sequence[ObservedRow]) -> list[PlacedTable]:
    """The row with a number for each stage and result, where no title could be read: the header
    stands on another page, or in a font of its own."""
    for index, row in enumerate(observed):
        cells = _in_order(form, row) if row.has_values and not row.labels else []
        if cells:
            return [PlacedTable(range(index, index + 1), TableCells(cells))]
    return []


def _in_order(form: Form, row: ObservedRow) -> list[PrintedCell]:
    """The cells of a row of numbers in the form's order; nothing if they are not as many."""
    keys = [(stage.code, result.code) for stage in form.stages for result in form.results]
    numbers = _numbers(form, row)
    if len(numbers) != len(keys):
        return []
    return [
        printed_cell("appeals", stage, result, cell)
        for (stage, result), cell in zip(keys, numbers, strict=True)
    ]


def _stage(form: Form, row: ObservedRow) -> str | None:
    """The stage that a label of `row` names."""
    for label in row.labels:
        for stage in form.stages:
            if any(label.endswith(label_key(known)) for known in stage.labels):
                return stage.code
    return None


def _result_titles(form: Form, row: ObservedRow) -> list[Cell]:
    return [cell for cell in row.cells if best_entry((cell.text,), form.results) is not None]
