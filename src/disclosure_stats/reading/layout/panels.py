"""Tables as one list of rows, where they are set in several side by side, or with remarks."""

from collections.abc import Sequence
from dataclasses import replace

from disclosure_stats.pages.model import Page
from disclosure_stats.reading.layout.cell import Band
from disclosure_stats.reading.layout.columns import Interval
from disclosure_stats.reading.layout.observed_rows import ObservedRow, observe
from disclosure_stats.text.folding import squeeze

INDICATOR_TITLES = frozenset(("统计指标", "指标名称", "指标", "统计项目", "指标内容"))
_TITLES = INDICATOR_TITLES | {"信息内容"}
_REMARK_TITLES = frozenset(("备注", "说明", "备注说明", "备注（说明）", "填报说明"))
_SAME_EDGE = 3.0  # points


def as_one_list(observed: Sequence[ObservedRow]) -> list[ObservedRow]:
    """`observed` without the columns of the statistics form whose title says that they hold
    remarks; where the titles stand several times side by side, the rows under the first of them
    before those under the next, with what stands over each."""
    lists: list[list[ObservedRow]] = [[]]
    frame: Interval | None = None
    columns: list[Interval] = []
    page: Page | None = None
    for row in observed:
        found = _columns(row)
        over: list[ObservedRow] = []
        if found is not None:
            columns, frame = found, _frame(row)
            while len(lists) == 1 < len(columns) and _is_over(lists[0], frame):
                over.insert(0, lists[0].pop())
        elif (
            frame is None
            or not _is_same(_frame(row), frame)
            or row.first_of_region
            and (row.page is page or _crosses(row, columns))
        ):
            columns = []
        page = row.page
        if not columns:
            if len(lists) > 1:
                lists = [[row for rows in lists for row in rows]]
            lists[0].append(row)
            frame = None
            continue
        while len(lists) < len(columns):
            lists.append([])
        for rows, column in zip(lists, columns, strict=False):
            rows.extend(filter(None, (_part(one, column) for one in (*over, row))))
    return [row for rows in lists for row in rows]


def _columns(row: ObservedRow) -> list[Interval] | None:
    """Where each list of rows stands under `row`, if it is a row of titles that is set so."""
    if row.has_values:
        return None
    cells = [cell for cell in row.cells if cell.text]
    texts = [squeeze(cell.text) for cell in cells]
    if _TITLES.isdisjoint(texts):
        return None
    wide = len(cells) // texts.count(texts[0])
    is_repeated = wide > 1 and texts == texts[:wide] * texts.count(texts[0])
    starts = range(0, len(cells), wide) if is_repeated else range(1)
    if len(starts) == 1 and INDICATOR_TITLES.isdisjoint(texts):
        return None
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


def _crosses(row: ObservedRow, columns: Sequence[Interval]) -> bool:
    """Whether something is printed over the edge between two lists."""
    edges = [start for start, _ in columns[1:]]
    printed = [cell for cell in row.cells if cell.text]
    return any(cell.x0 + _SAME_EDGE < x < cell.x1 - _SAME_EDGE for cell in printed for x in edges)


def _is_over(rows: Sequence[ObservedRow], frame: Interval) -> bool:
    """Whether the last of `rows` stands over titles in the same frame."""
    return bool(rows) and not rows[-1].has_values and _is_same(_frame(rows[-1]), frame)


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
    part = observe(Band(row.page, row.top, row.bottom, cells, ruled=row.ruled))
    return replace(part, first_of_region=row.first_of_region, last_of_region=row.last_of_region)
