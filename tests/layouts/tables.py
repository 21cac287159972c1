"""The statutory tables as grids of cells, before they are set on paper."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from statutory_wording import (
    APPLICANTS,
    BALANCE_NOTE,
    CARRIED_IN,
    CARRIED_OUT,
    DISCLOSURES,
    INDICATORS,
    OTHER,
    OUTCOMES,
    PROCESSED,
    PROCESSED_TOTAL,
    PROVINCIAL_INDICATORS,
    RECEIVED,
    RESULTS,
    STAGES,
)

from layouts.layout import Layout, Printed, respell
from layouts.truth import Key, Truth

_FULL_WIDTH = str.maketrans("0123456789.,-", "０１２３４５６７８９．，－")


@dataclass(frozen=True)
class Cell:
    """A cell over `rows` × `columns` places of the grid; `key` is set where it holds a figure."""

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1
    key: Key | None = None
    centred: bool = False


@dataclass
class Table:
    """Cells, the shares of the columns in the width, the rows' names, the number of title rows."""

    widths: list[float]
    titles: int
    cells: list[Cell] = field(default_factory=list)
    names: list[str] = field(default_factory=list)


def print_value(key: Key, truth: Truth, layout: Layout) -> Printed:
    """What a cell prints under a layout, and how that is to be read."""
    if key in layout.printed_as:
        return layout.printed_as[key]
    if layout.blank_total and key[0] == "requests" and key[2] == "total":
        return Printed("", None, "blank")
    value = truth.values[key]
    if value == 0 and layout.zero != "0":
        return Printed(layout.zero, None, "dash" if layout.zero else "blank")
    text = f"{value:,}" if layout.thousands else f"{value}"
    text = text.removesuffix(".0")
    return Printed(text.translate(_FULL_WIDTH) if layout.full_width else text, value)


class _Builder:
    """Puts cells into a table row by row, in the layout's wording."""

    def __init__(self, truth: Truth, layout: Layout, table: Table) -> None:
        self.truth, self.layout, self.table = truth, layout, table

    def row(self, name: str) -> int:
        self.table.names.append(name)
        return len(self.table.names) - 1

    def label(
        self,
        row: int,
        column: int,
        text: str,
        rows: int = 1,
        columns: int = 1,
        *,
        centred: bool = False,
    ) -> None:
        text = respell(text, self.layout)
        self.table.cells.append(Cell(row, column, text, rows, columns, centred=centred))

    def value(self, row: int, column: int, key: Key, columns: int = 1) -> None:
        printed = print_value(key, self.truth, self.layout)
        self.table.cells.append(
            Cell(row, column, printed.text, columns=columns, key=key, centred=True)
        )


def disclosures_table(truth: Truth, layout: Layout) -> Table:
    """Part two."""
    rest = (1 - layout.item_width) / 3
    build = _Builder(truth, layout, Table([layout.item_width, rest, rest, rest], titles=2))
    for block in DISCLOSURES[truth.era]:
        items = {code: item for code, item in block.items.items() if code not in layout.left_out}
        build.label(build.row(""), 0, block.heading, columns=4, centred=True)
        spans = _spans(len(block.measures), 3)
        titles = build.row("")
        build.label(titles, 0, "信息内容", centred=True)
        for (column, columns), title in zip(spans, block.measures.values(), strict=True):
            build.label(titles, column + 1, title, columns=columns, centred=True)
        for item, label in items.items():
            row = build.row(item)
            build.label(row, 0, label)
            for (column, columns), measure in zip(spans, block.measures, strict=True):
                build.value(row, column + 1, ("disclosures", item, measure), columns)
    return build.table


def _spans(count: int, columns: int) -> list[tuple[int, int]]:
    """`count` cells over `columns` columns, the last one taking what is left."""
    return [(index, 1 if index < count - 1 else columns - count + 1) for index in range(count)]


def requests_table(truth: Truth, layout: Layout) -> Table:
    """Part three."""
    labels = list(layout.label_widths)
    values = [(1 - sum(labels)) / 7] * 7
    build = _Builder(truth, layout, Table(labels + values, titles=3))
    first, second, third = build.row(""), build.row(""), build.row("")
    names = list(APPLICANTS.values())
    build.label(first, 0, BALANCE_NOTE, rows=3, columns=3)
    build.label(first, 3, "申请人情况", columns=7, centred=True)
    build.label(second, 3, names[0], rows=2, centred=True)
    build.label(second, 4, "法人或其他组织", columns=5, centred=True)
    build.label(second, 9, names[6], rows=2, centred=True)
    for index in range(1, 6):
        build.label(third, 3 + index, names[index], centred=True)
    _outcome_row(build, "received", RECEIVED, 0, 3)
    _outcome_row(build, "carried_in", CARRIED_IN, 0, 3)
    start = len(build.table.names)
    _processed_rows(build)
    end = len(build.table.names)
    build.label(start, 0, PROCESSED, rows=end - start)
    _outcome_row(build, "carried_out", CARRIED_OUT, 0, 3)
    return build.table


def _processed_rows(build: _Builder) -> None:
    layout = build.layout
    for label, outcomes in OUTCOMES.items():
        if label == OTHER:
            if layout.total_before_other:
                _outcome_row(build, "processed_total", PROCESSED_TOTAL, 1, 2)
            if build.truth.era == "2019":
                outcomes = {"other": ""}
            elif layout.other_in_one_row:
                row = _outcome_row(build, "other", OTHER, 1, 1)
                build.label(row, 2, "")
                continue
        printed = {code: text for code, text in outcomes.items() if code not in layout.left_out}
        if list(printed.values()) == [""]:
            _outcome_row(build, next(iter(printed)), label, 1, 2)
            continue
        start = len(build.table.names)
        for code, text in printed.items():
            _outcome_row(build, code, text, 2, 1)
        build.label(start, 1, label, rows=len(printed))
    if not layout.total_before_other:
        _outcome_row(build, "processed_total", PROCESSED_TOTAL, 1, 2)


def _outcome_row(build: _Builder, code: str, text: str, column: int, columns: int) -> int:
    row = build.row(code)
    build.label(row, column, text, columns=columns)
    for index, applicant in enumerate(APPLICANTS):
        build.value(row, 3 + index, ("requests", code, applicant))
    return row


def appeals_table(truth: Truth, layout: Layout) -> Table:
    """Part four."""
    if layout.stages == "rows":
        return _appeals_in_rows(truth, layout)
    build = _Builder(truth, layout, Table([1 / 15] * 15, titles=3))
    first, second, third = build.row(""), build.row(""), build.row("")
    stages = list(STAGES.values())
    build.label(first, 0, stages[0], columns=5, centred=True)
    build.label(first, 5, "行政诉讼", columns=10, centred=True)
    build.label(second, 5, stages[1], columns=5, centred=True)
    build.label(second, 10, stages[2], columns=5, centred=True)
    values = build.row("appeals")
    for column in range(15):
        stage, result = list(STAGES)[column // 5], list(RESULTS)[column % 5]
        top, rows = (second, 2) if column < 5 else (third, 1)
        build.label(top, column, RESULTS[result], rows=rows, centred=True)
        build.value(values, column, ("appeals", stage, result))
    return build.table


def _appeals_in_rows(truth: Truth, layout: Layout) -> Table:
    """Part four with a row for each stage."""
    build = _Builder(truth, layout, Table([0.15, 0.25] + [0.12] * 5, titles=1))
    top = build.row("")
    build.label(top, 0, "类型", columns=2, centred=True)
    for column, result in enumerate(RESULTS, start=2):
        build.label(top, column, RESULTS[result], centred=True)
    for number, (stage, label) in enumerate(STAGES.items()):
        row = build.row(stage)
        if number == 1:
            build.label(row, 0, "行政诉讼", rows=2)
        build.label(row, min(number, 1), label, columns=2 - min(number, 1))
        for column, result in enumerate(RESULTS, start=2):
            build.value(row, column, ("appeals", stage, result))
    return build.table


def stage_table(truth: Truth, layout: Layout, stage: str) -> Table:
    """What part four says of one stage."""
    build = _Builder(truth, layout, Table([0.2] * 5, titles=2))
    build.label(build.row(""), 0, STAGES[stage], columns=5, centred=True)
    titles, values = build.row(""), build.row(stage)
    for column, result in enumerate(RESULTS):
        build.label(titles, column, RESULTS[result], centred=True)
        build.value(values, column, ("appeals", stage, result))
    return build.table


def with_remarks(table: Table) -> Table:
    """The statistics form with a last column for remarks, few of them filled."""
    shares = [0.85 * width for width in table.widths]
    wider = Table([*shares, 0.15], table.titles, list(table.cells), table.names)
    for row in range(len(table.names)):
        text = "备注" if row == 0 else "含转发" if row % 17 == 2 else ""
        wider.cells.append(Cell(row, len(table.widths), text, centred=True))
    return wider


def in_two_lists(table: Table) -> Table:
    """The statistics form with its second half beside its first."""
    columns, rows = len(table.widths), len(table.names)
    half = (rows + 1) // 2  # rows of figures in the first list
    wide = Table([width / 2 for width in table.widths] * 2, 1, [], table.names[: half + 1])
    for cell in table.cells:
        wide.cells.append(
            cell
            if cell.row <= half
            else replace(cell, row=cell.row - half, column=cell.column + columns)
        )
        if cell.row == 0:
            wide.cells.append(replace(cell, column=cell.column + columns))
    last = {cell.row for cell in wide.cells if cell.column >= columns}
    for row in set(range(half + 1)) - last:
        wide.cells += [Cell(row, columns + column, "") for column in range(columns)]
    return wide


def indicators_table(truth: Truth, layout: Layout) -> Table:
    """The statistics form, national or provincial."""
    width = layout.indicator_width
    rest = 1 - width
    if layout.provincial:
        titles = ["指标名称", "计量单位", f"{truth.year}年度", "历年累计"]
        widths, periods = [width, rest / 3, rest / 3, rest / 3], ["year", "cumulative"]
        rows = PROVINCIAL_INDICATORS
    else:
        titles, widths = ["统计指标", "单位", "统计数"], [width, rest / 2, rest / 2]
        periods, rows = ["year"], INDICATORS
    build = _Builder(truth, layout, Table(widths, titles=1))
    top = build.row("")
    for column, title in enumerate(titles):
        build.label(top, column, title, centred=True)
    for indicator in rows:
        if indicator.code in layout.left_out:
            continue
        row = build.row(indicator.code)
        build.label(row, 0, indicator.label)
        build.label(row, 1, indicator.unit or "——", centred=True)
        for column, period in enumerate(periods, start=2):
            if indicator.code:
                build.value(row, column, ("indicators", indicator.code, period))
            else:
                build.label(row, column, "——", centred=True)
    if layout.remarks:
        return with_remarks(build.table)
    return in_two_lists(build.table) if layout.two_lists else build.table


def stack(tables: Sequence[Table], headings: Sequence[str]) -> Table:
    """All tables and their headings in one grid, as a spreadsheet holds them."""
    edges = sorted({round(edge, 4) for table in tables for edge in _edges(table)})
    joined = Table([right - left for left, right in zip(edges, edges[1:], strict=False)], titles=0)
    for table, heading in zip(tables, headings, strict=True):
        joined.cells.append(Cell(len(joined.names), 0, heading, columns=len(edges) - 1))
        joined.names.append("")
        columns = [edges.index(round(edge, 4)) for edge in _edges(table)]
        for cell in table.cells:
            left, right = columns[cell.column], columns[cell.column + cell.columns]
            joined.cells.append(
                Cell(
                    cell.row + len(joined.names),
                    left,
                    cell.text,
                    cell.rows,
                    right - left,
                    cell.key,
                    cell.centred,
                )
            )
        joined.names.extend(table.names)
    return joined


def _edges(table: Table) -> list[float]:
    edges = [0.0]
    for width in table.widths:
        edges.append(edges[-1] + width)
    return edges
