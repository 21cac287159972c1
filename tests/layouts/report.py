"""Whole reports drawn from a truth and a layout, with what is to be read from them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

from statutory_wording import STAGES

from layouts.flow import BODY_SIZE, Flow
from layouts.layout import Layout, Printed, respell
from layouts.paper import Sheet, to_pdf
from layouts.setting import set_table
from layouts.tables import (
    Cell,
    Table,
    appeals_table,
    disclosures_table,
    indicators_table,
    print_value,
    requests_table,
    stack,
    stage_table,
)
from layouts.truth import Key, Truth


@dataclass(frozen=True)
class Prose:
    """What a report says around its tables."""

    title: Sequence[str]
    opening: str
    overview: str
    problems: str
    signature: str = ""
    date: str = ""


@dataclass
class Drawing:
    """What was drawn: each figure with its page (from 1) and its middle on the page as shown."""

    truth: Truth
    first_page: int
    last_page: int
    expected: dict[Key, Printed] = field(default_factory=dict)
    places: dict[Key, tuple[int, float, float]] = field(default_factory=dict)
    page_sizes: dict[int, tuple[float, float]] = field(default_factory=dict)


def default_prose(truth: Truth) -> Prose:
    """Plain sentences, with years and numbers in them that are not those of the report."""
    body, year = truth.body, truth.year
    return Prose(
        title=[f"{body}", f"{year}年政府信息公开工作年度报告"],
        opening=(
            f"根据《中华人民共和国政府信息公开条例》要求，现公布{body}{year}年度政府信息公开工作"
            f"年度报告。本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。"
        ),
        overview=(
            f"{year}年，我镇坚持以公开为常态、不公开为例外，及时更新政务公开栏，全年在公开栏张贴"
            f"公告86份，与{year - 1}年相比增加12份。按照〔{year + 1}〕3号文件要求，逐项梳理目录，"
            "明确专人负责，做到应公开尽公开。"
        ),
        problems=(
            f"工作中还存在公开内容不够全面、更新不够及时等问题。{year + 1}年，我镇将加强业务培训，"
            "细化公开事项，提高公开质量。"
        ),
        signature=body,
        date=f"{year + 1}年1月18日",
    )


def draw_report(truth: Truth, layout: Layout, prose: Prose | None = None) -> tuple[bytes, Drawing]:
    """One report as a PDF, and what is to be read from it."""
    data, drawings = draw_volume([(truth, layout, prose)])
    return data, drawings[0]


def draw_volume(
    reports: Sequence[tuple[Truth, Layout, Prose | None]], on_new_pages: bool = True
) -> tuple[bytes, list[Drawing]]:
    """Several reports in one PDF, each from the top of a page or from where the last one ends."""
    sheets: list[Sheet] = []
    drawings = []
    flow: Flow | None = None
    for truth, layout, prose in reports:
        prose = prose or default_prose(truth)
        if flow is None or on_new_pages:
            flow = Flow(layout, f"{truth.year}年", "".join(prose.title))
        else:
            flow.layout = layout
            flow.y += 30
            sheets = sheets[: -len(flow.sheets)]
        before = len(sheets)
        first = before + _set_report(flow, truth, prose)
        sheets = [*sheets, *flow.sheets]
        drawing = Drawing(truth, first, len(sheets))
        for number, sheet in enumerate(flow.sheets, start=before + 1):
            drawing.page_sizes[number] = sheet.shown_size()
            for key, (x, y) in sheet.numbers.items():
                # Where the rest of it stands on the next page, the place is that of its beginning.
                drawing.places.setdefault(key, (number, x, y))
            sheet.numbers.clear()  # the next report on this sheet has the same keys
        drawing.expected = _expected(truth, layout)
        drawings.append(drawing)
    return to_pdf(sheets), drawings


def _set_report(flow: Flow, truth: Truth, prose: Prose) -> int:
    """Sets the report; gives the number of the sheet that it begins on."""
    if flow.layout.web_print:
        _index_table(flow, truth)
    if flow.y + 30 * len(prose.title) > flow.bottom:
        flow.next_sheet()
    first = len(flow.sheets)
    for line in prose.title:
        flow.line(line, 18, align="centre")
    flow.y += 10
    flow.paragraph(prose.opening)
    if truth.era == "2014":
        _set_statistics_form(flow, truth, prose)
    else:
        _set_six_parts(flow, truth, prose)
    flow.y += 10
    for line in filter(None, (prose.signature, prose.date)):
        flow.line(line, BODY_SIZE, align="right")
    return first


def _set_statistics_form(flow: Flow, truth: Truth, prose: Prose) -> None:
    layout = flow.layout
    flow.heading("一、概述")
    flow.paragraph(prose.overview)
    _remarks(flow, prose)
    flow.heading("二、存在的主要问题和改进措施")
    flow.paragraph(prose.problems)
    if "indicators" in layout.left_out_parts:
        return
    flow.next_sheet()
    flow.line("政府信息公开情况统计表", 16, align="centre")
    flow.line(f"（{truth.year}年度）", BODY_SIZE, align="centre")
    flow.line(f"填报单位（盖章）：{truth.body}", layout.size + 1)
    set_table(flow, indicators_table(truth, layout))


def _set_six_parts(flow: Flow, truth: Truth, prose: Prose) -> None:
    layout = flow.layout
    parts = {
        "disclosures": ("主动公开政府信息情况", disclosures_table),
        "requests": ("收到和处理政府信息公开申请情况", requests_table),
        "appeals": ("政府信息公开行政复议、行政诉讼情况", appeals_table),
    }
    numerals = "一一二三四五六" if layout.restart_numbers else "一二三四五六七"
    numbers = (
        partial(layout.heading.format, numeral, arabic=number)
        for number, numeral in enumerate(numerals, start=1)
    )
    _with_heading(flow, next(numbers)("总体情况"), prose.overview)
    _remarks(flow, prose)
    if layout.one_grid:
        headings = [next(numbers)(heading) for heading, _ in parts.values()]
        set_table(flow, stack([draw(truth, layout) for _, draw in parts.values()], headings))
        parts = {}
    for name, (heading, draw) in parts.items():
        if name in layout.left_out_parts:
            continue
        turn = layout.part_three if name == "requests" else "portrait"
        if turn != "portrait":
            flow.new_sheet(turn)
        flow.heading(respell(next(numbers)(heading), layout))
        if layout.text_between:
            flow.paragraph(f"{truth.year}年，我镇认真做好相关工作，具体数据共3项，见下表。")
        if layout.unit_line:
            flow.line("单位：件", layout.size, align="right")
        if name == "appeals" and layout.stages == "tables":
            for stage in STAGES:
                set_table(flow, stage_table(truth, layout, stage))
        else:
            set_table(flow, draw(truth, layout))
        if turn != "portrait":
            flow.new_sheet()
    _with_heading(flow, next(numbers)("存在的主要问题及改进情况"), prose.problems)
    nothing = "本年度没有收取信息处理费，无其他需要报告的事项。"
    _with_heading(flow, next(numbers)("其他需要报告的事项"), nothing)
    if layout.extra_table:
        flow.heading(next(numbers)("政府信息公开信息处理费情况"))
        set_table(flow, _fees_for_information())


def _with_heading(flow: Flow, heading: str, text: str) -> None:
    if flow.layout.run_in:
        flow.paragraph(f"{heading}{flow.layout.run_in}{text}")
    else:
        flow.heading(heading)
        flow.paragraph(text)


def _remarks(flow: Flow, prose: Prose) -> None:
    if flow.layout.two_sizes:
        flow.paragraph("注：以上数据由各站所报送，共汇总14次。", BODY_SIZE - 3)
        flow.paragraph(prose.problems, BODY_SIZE + 3)


def _fees_for_information() -> Table:
    """The table of a section that the form does not have."""
    rows = [
        ["收费依据", "收费件数", "总金额（元）"],
        ["按件计收", "4", "400"],
        ["按量计收", "2", "60"],
    ]
    return Table(
        [0.4, 0.3, 0.3],
        titles=1,
        cells=[
            Cell(row, column, text, centred=True)
            for row, texts in enumerate(rows)
            for column, text in enumerate(texts)
        ],
        names=[""] * len(rows),
    )


def _index_table(flow: Flow, truth: Truth) -> None:
    """What government websites put over a document."""
    rows = [
        ["索引号", f"1137000000{truth.year}/2024-00017", "主题分类", "政府信息公开年报"],
        ["发布机构", truth.body, "发文日期", f"{truth.year + 1}-01-22"],
        ["标题", f"{truth.body}{truth.year}年政府信息公开工作年度报告", "有效性", "有效"],
    ]
    cells = [
        Cell(row, column, text)
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
    ]
    set_table(flow, Table([0.14, 0.4, 0.16, 0.3], 0, cells, [""] * len(rows)))
    flow.y += 14


def _expected(truth: Truth, layout: Layout) -> dict[Key, Printed]:
    """For each cell of the form: what the report prints there, or that it does not."""
    expected = {}
    for key in truth.values:
        part, row, _ = key
        gone = part in layout.left_out_parts or row in layout.left_out
        expected[key] = Printed("", None, "absent") if gone else print_value(key, truth, layout)
    return expected
