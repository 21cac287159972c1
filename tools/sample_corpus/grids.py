"""The statutory tables as grids of cells, ready for any writer to set."""

from dataclasses import dataclass
from typing import Literal

from tests.statutory_wording import (
    APPLICANTS,
    CARRIED_IN,
    CARRIED_OUT,
    DISCLOSURES,
    PROCESSED,
    RECEIVED,
    RESULTS,
    STAGES,
)

from .layouts import Layout
from .model import Figure, HouseStyle, Report
from .statutory import handled_groups, indicator_rows

# A newline in a cell's text is a line break that the form's makers put there.
CHECK_NOTE = "（本列数据的勾稽关系为：\n第一项加第二项之和，等于第三项加第四项之和）"
_FULL_WIDTH = str.maketrans("0123456789.-", "０１２３４５６７８９．－")
_NUMBER_WIDTH = 5


@dataclass(frozen=True)
class Cell:
    row: int
    column: int
    text: str
    role: Literal["head", "label", "value"]
    rows: int = 1
    columns: int = 1
    indent: int = 0


@dataclass(frozen=True)
class Grid:
    """Cells that tile `rows` by `len(widths)`; `widths` are relative."""

    name: str
    widths: tuple[int, ...]
    rows: int
    header_rows: int
    cells: tuple[Cell, ...]


def grid_of(table: str, report: Report, layout: Layout) -> Grid:
    """The grid of one statutory table: disclosures, requests, appeals or indicators."""
    build = {
        "disclosures": _disclosures,
        "requests": _requests,
        "appeals": _appeals,
        "indicators": _indicators,
    }[table]
    return build(report, layout)


def printed(figure: Figure, style: HouseStyle, unit: str = "") -> str:
    """A figure as the body prints it in a cell."""
    if isinstance(figure, str):
        return {"dash": "/", "blank": ""}[figure]
    text = f"{figure:,}" if style.digits == "thousands" else str(figure)
    return (text.translate(_FULL_WIDTH) if style.digits == "fullwidth" else text) + unit


def _disclosures(report: Report, layout: Layout) -> Grid:
    cells: list[Cell] = []
    row = 0
    for article, measures, items in DISCLOSURES[report.era]:
        span = 6 // len(measures)
        cells.append(Cell(row, 0, article, "head", columns=7))
        cells.append(Cell(row + 1, 0, "信息内容", "head"))
        for i, label in enumerate(measures.values()):
            cells.append(Cell(row + 1, 1 + i * span, label, "head", columns=span))
        row += 2
        for item, label in items.items():
            figures = [report.disclosures[item, measure] for measure in measures]
            if "absent" in figures:
                continue
            cells.append(Cell(row, 0, label, "label"))
            for i, figure in enumerate(figures):
                unit = "万元" if item == "procurement" and i == 1 else ""
                text = printed(figure, report.place.style, unit)
                cells.append(Cell(row, 1 + i * span, text, "value", columns=span))
            row += 1
    return Grid("disclosures", (14, *[5] * 6), row, 0, tuple(cells))


def _requests(report: Report, layout: Layout) -> Grid:
    cells = [
        Cell(0, 0, CHECK_NOTE, "head", rows=3, columns=3),
        Cell(0, 3, "申请人情况", "head", columns=7),
        Cell(1, 3, APPLICANTS["natural_person"], "head", rows=2),
        Cell(1, 4, "法人或其他组织", "head", columns=5),
        Cell(1, 9, APPLICANTS["total"], "head", rows=2),
    ]
    organisations = [*APPLICANTS.values()][1:6]
    cells += [Cell(2, 4 + i, _halved(name), "head") for i, name in enumerate(organisations)]

    def numbers(row: int, outcome: str) -> None:
        for i, applicant in enumerate(APPLICANTS):
            text = printed(report.requests[outcome, applicant], report.place.style)
            cells.append(Cell(row, 3 + i, text, "value"))

    row = 3
    for outcome, label in (("received", RECEIVED), ("carried_in", CARRIED_IN)):
        cells.append(Cell(row, 0, label, "label", columns=3))
        numbers(row, outcome)
        row += 1
    first = row
    for group, members in handled_groups(("other", "total") in report.requests):
        if len(members) == 1:
            cells.append(Cell(row, 1, group, "label", columns=2))
        else:
            cells.append(Cell(row, 1, group, "label", rows=len(members)))
        for outcome, label in members.items():
            if label:
                cells.append(Cell(row, 2, label, "label"))
            numbers(row, outcome)
            row += 1
    cells.append(Cell(first, 0, PROCESSED, "label", rows=row - first))
    cells.append(Cell(row, 0, CARRIED_OUT, "label", columns=3))
    numbers(row, "carried_out")
    widths = (*layout.labels, *[_NUMBER_WIDTH] * 7)
    return Grid("requests", widths, row + 1, 3, tuple(cells))


def _appeals(report: Report, layout: Layout) -> Grid:
    cells = [
        Cell(0, 0, STAGES["reconsideration"], "head", columns=5),
        Cell(0, 5, "行政诉讼", "head", columns=10),
        Cell(1, 5, STAGES["litigation_direct"], "head", columns=5),
        Cell(1, 10, STAGES["litigation_after_reconsideration"], "head", columns=5),
    ]
    for s, stage in enumerate(STAGES):
        for i, (result, label) in enumerate(RESULTS.items()):
            top, height = (1, 2) if s == 0 else (2, 1)
            cells.append(Cell(top, 5 * s + i, _halved(label), "head", rows=height))
            text = printed(report.appeals[stage, result], report.place.style)
            cells.append(Cell(3, 5 * s + i, text, "value"))
    return Grid("appeals", (1,) * 15, 4, 3, tuple(cells))


def _indicators(report: Report, layout: Layout) -> Grid:
    cells = [Cell(0, i, name, "head") for i, name in enumerate(["统计指标", "单位", "统计数"])]
    rows = indicator_rows()
    for row, (code, label, unit, indent) in enumerate(rows, start=1):
        cells.append(Cell(row, 0, label, "label", indent=indent))
        text = printed(report.indicators[code], report.place.style) if code else "——"
        cells.append(Cell(row, 1, unit or "——", "value"))
        cells.append(Cell(row, 2, text, "value"))
    return Grid("indicators", (30, 4, 6), len(rows) + 1, 1, tuple(cells))


def _halved(label: str) -> str:
    """A label of four or more characters over two lines: the last two below the rest."""
    return f"{label[:-2]}\n{label[-2:]}" if len(label) >= 4 else label
