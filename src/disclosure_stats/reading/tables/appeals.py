"""Part four: administrative reconsideration and litigation."""

from collections.abc import Sequence
from functools import lru_cache

from disclosure_stats.forms import Form
from disclosure_stats.forms.cells import PrintedCell
from disclosure_stats.reading.layout.cell import Cell
from disclosure_stats.reading.layout.columns import cells_in_columns
from disclosure_stats.reading.layout.observed_rows import ObservedRow
from disclosure_stats.reading.tables.printed_cells import count_cell
from disclosure_stats.text.labels import label_key, similarity

_SAME_TITLE = 0.6
_MIN_TITLES = 8
_MIN_RESULTS = 4  # different ones, in the titles of one stage
_ROWS_BELOW = 6


def read_appeals(form: Form, observed: Sequence[ObservedRow]) -> list[PrintedCell]:
    """The rows of `appeals`: every stage and result; nothing when part four was not found."""
    keys = [
        (stage.code or "", result.code or "") for stage in form.stages for result in form.results
    ]
    cells = _numbers(form, observed, len(keys)) or _numbers_by_stage(form, observed)
    if cells is None:
        return []
    return [
        count_cell("appeals", stage, result, cell)
        for (stage, result), cell in zip(keys, cells, strict=True)
    ]


def has_results_as_titles(form: Form, row: ObservedRow) -> bool:
    """Whether `row` bears the titles of part four, for one stage or for all of them."""
    if row.has_values or len(row.cells) < _MIN_RESULTS:
        return False
    results = {_result(form, label_key(cell.text)) for cell in row.cells if cell.text}
    return len(results - {None}) >= _MIN_RESULTS


def _numbers(form: Form, observed: Sequence[ObservedRow], count: int) -> list[Cell] | None:
    """The cells of the row of numbers: the first row of values under the row of titles."""
    for index, row in enumerate(observed):
        titles = _titles(form, row)
        if len(titles) < _MIN_TITLES:
            continue
        blank: list[Cell] | None = None
        for below in observed[index + 1 : index + 1 + _ROWS_BELOW]:
            if len(_titles(form, below)) >= _MIN_TITLES:
                titles = _titles(form, below)
                continue
            if len(below.values) == count:
                if below.has_values:
                    return list(below.values)
                blank = blank or list(below.values)  # or the empty half of a row that is cut
            if below.has_values and not below.labels and len(titles) == count:
                cells = cells_in_columns(below, [(cell.x0, cell.x1) for cell in titles])
                if sum(bool(cell.text) for cell in cells) == below.printed:
                    return cells
            if len(below.values) > count and below.has_values:
                printed = [cell for cell in below.values if cell.text]
                return printed if len(printed) == count else list(below.values[-count:])
        if blank:
            return blank
    for row in observed:
        # No title could be read (the header stands on another page, or in a font of its own).
        if not row.labels and row.has_values and len(row.values) == count:
            return list(row.values)
    return None


def _numbers_by_stage(form: Form, observed: Sequence[ObservedRow]) -> list[Cell | None] | None:
    """The cells where the stages stand one under another: as rows, or as tables of their own."""
    width = len(form.results)
    found: dict[int, list[Cell]] = {}
    titles: list[Cell] = []
    below = 0
    named: int | None = None
    for row in observed:
        below += 1
        if has_results_as_titles(form, row):
            titles, below = _titles_of(form, row), 0
        elif not row.has_values:
            named = _stage(form, row) if row.labels else named
        elif len(titles) == width and below <= _ROWS_BELOW:
            stage = _stage(form, row)
            stage = named if stage is None else stage
            cells = row.values
            if len(cells) != width:
                cells = cells_in_columns(row, [(cell.x0, cell.x1) for cell in titles])
            if stage is not None and stage not in found:
                found[stage] = cells
            named = None
    if not found:
        return None
    return [
        found[index][place] if index in found else None
        for index in range(len(form.stages))
        for place in range(width)
    ]


def _stage(form: Form, row: ObservedRow) -> int | None:
    """The index of the stage that a label of `row` names."""
    stages = [[label_key(label) for label in stage.labels] for stage in form.stages]
    for label in row.labels:
        for index, keys in enumerate(stages):
            if any(label.endswith(key) for key in keys):
                return index
    return None


def _titles(form: Form, row: ObservedRow) -> list[Cell]:
    return _titles_of(form, row) if len(row.cells) >= _MIN_TITLES else []


def _titles_of(form: Form, row: ObservedRow) -> list[Cell]:
    return [cell for cell in row.cells if _result(form, label_key(cell.text)) is not None]


@lru_cache(maxsize=4096)
def _result(form: Form, key: str) -> str | None:
    """The result that a title names best."""
    if not key:
        return None
    known = (
        (similarity(key, label_key(label)), result.code)
        for result in form.results
        for label in result.labels
    )
    likeness, code = max(known, key=lambda one: one[0], default=(0.0, None))
    return code if likeness >= _SAME_TITLE else None
