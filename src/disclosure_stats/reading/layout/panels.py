"""The statistics form as one list, where it is set in two columns of rows, or with remarks."""

from collections.abc import Sequence
from dataclasses import replace

from disclosure_stats.reading.layout.cell import Band
from disclosure_stats.reading.layout.columns import Interval
from disclosure_stats.reading.layout.observed_rows import ObservedRow, observe
from disclosure_stats.text.folding import squeeze

INDICATOR_TITLES = frozenset(("统计指标", "指标名称", "指标", "统计项目", "指标内容"))
_REMARK_TITLES = frozenset(("备注", "说明", "备注说明", "备注（说明）", "填报说明"))
_SAME_EDGE = 3.0  # points


def as_one_list(observed: Sequence[ObservedRow]) -> list[ObservedRow]:
    """`observed` without the columns whose title says that they hold remarks; where the titles
    stand twice side by side, the rows under the first half before those under the second."""
    lists: list[list[ObservedRow]] = [[]]
    frame: Interval | None = None
    columns: list[Interval] = []
    for row in observed:
        found = _columns(row)
        if found is not None:
            columns, frame = found, _frame(row)
        elif frame is None or not _is_same(_frame(row), frame):
            columns = []
        if not columns:
            if len(lists) > 1:
                lists = [[row for rows in lists for row in rows]]
            lists[0].append(row)
            frame = None
            continue
        while len(lists) < len(columns):
            lists.append([])
        for rows, column in zip(lists, columns, strict=False):
            part = _part(row, column)
            if part is not None:
                rows.append(part)
    return [row for rows in lists for row in rows]


def _columns(row: ObservedRow) -> list[Interval] | None:
    """Where each list of rows stands under `row`, if it is a row of titles that is set so."""
    if row.has_values:
        return None
    cells = [cell for cell in row.cells if cell.text]
    texts = [squeeze(cell.text) for cell in cells]
    if INDICATOR_TITLES.isdisjoint(texts):
        return None
    half = len(cells) // 2
    starts = [0, half] if half > 1 and texts[:half] == texts[half:] else [0]
    ends = [*starts[1:], len(cells)]
    columns = []
    for start, end in zip(starts, ends, strict=True):
        last = end
        while texts[last - 1] in _REMARK_TITLES:
            last -= 1
        left = cells[start].x0 if start else row.cells[0].x0
        columns.append((left, cells[last].x0 if last < len(cells) else cells[-1].x1))
    is_plain = len(columns) == 1 and columns[0][1] == cells[-1].x1
    return None if is_plain else columns


def _frame(row: ObservedRow) -> Interval:
    return row.cells[0].x0, row.cells[-1].x1


def _is_same(one: Interval, other: Interval) -> bool:
    return all(abs(a - b) <= _SAME_EDGE for a, b in zip(one, other, strict=True))


def _part(row: ObservedRow, column: Interval) -> ObservedRow | None:
    """What of `row` stands in `column`."""
    start, end = column
    cells = [cell for cell in row.cells if start <= (cell.x0 + cell.x1) / 2 <= end]
    if not any(cell.text for cell in cells):
        return None
    if len(cells) == len(row.cells):
        return row
    part = observe(Band(row.page, row.top, row.bottom, cells, ruled=row.ruled))
    return replace(part, first_of_region=row.first_of_region, last_of_region=row.last_of_region)
