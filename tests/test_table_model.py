"""What a table means: its columns by their titles, this report's year, the form's own columns."""

import re
from collections.abc import Callable, Sequence

import pytest
from grids import Paper, Row, plain
from hypothesis import given, settings
from hypothesis import strategies as st
from statutory_wording import INDICATORS

from disclosure_stats.forms import Form, load_form
from disclosure_stats.reading.tables.form_reading import FormReading
from disclosure_stats.reading.tables.statutory import read_statutory

FORM = load_form("2021")
YEAR = 2023
APPLICANTS = [entry.labels[0] for entry in FORM.applicants]
CODES = [entry.code for entry in FORM.applicants]
OUTCOMES = [(entry.code, entry.labels[0]) for entry in FORM.outcomes if entry.code != "other"]
STAGES = [entry.labels[0] for entry in FORM.stages]
RESULTS = [entry.labels[0] for entry in FORM.results]


def number(outcome: int, applicant: int, year: int = YEAR) -> str:
    """A number that no other cell prints."""
    return str(100 * (outcome + 1) + applicant + 10_000 * (YEAR - year))


def requests_rows(
    order: Sequence[int] = range(7), extra: dict[int, str] | None = None, year: int = YEAR
) -> list[Row]:
    """Part three with its columns in this order; `extra` are the titles of further columns, by the
    place before which they stand, which number their rows."""
    extra = extra or {}

    def cells(row: int, texts: Sequence[str], further: dict[int, str]) -> list[tuple[str, int]]:
        made = []
        for place, applicant in enumerate(order):
            if place in further:
                made.append((further[place], 1))
            made.append((texts[applicant], 1))
        return made

    header: Row = [("", 6), *cells(0, APPLICANTS, extra)]
    rows = [header]
    for index, (_, label) in enumerate(OUTCOMES):
        numbers = [number(index, applicant, year) for applicant in range(7)]
        rows.append([(label, 6), *cells(index, numbers, dict.fromkeys(extra, str(index)))])
    return rows


def read(paper: Paper, year: int | None = YEAR, form: Form = FORM) -> FormReading:
    return read_statutory(form, paper.rows(), year)


def numbers_of(reading: FormReading, table: str) -> dict[tuple[str, str], float | None]:
    return {(cell.row, cell.column): cell.number for cell in reading.of_table(table)}


def plain_requests() -> dict[tuple[str, str], float | None]:
    paper = Paper()
    paper.table(requests_rows())
    return numbers_of(read(paper), "requests")


def test_part_three_is_read_as_printed() -> None:
    expected = {
        (outcome, code): float(number(index, applicant))
        for index, (outcome, _) in enumerate(OUTCOMES)
        for applicant, code in enumerate(CODES)
    }
    found = {key: value for key, value in plain_requests().items() if key[0] != "other"}
    assert found == expected


@settings(max_examples=30)
@given(st.permutations(range(7)))
def test_columns_may_stand_in_any_order(order: list[int]) -> None:
    paper = Paper()
    paper.table(requests_rows(order))
    assert numbers_of(read(paper), "requests") == plain_requests()


@settings(max_examples=30)
@given(
    st.integers(0, 6),
    st.sampled_from(["小计", "其中：电子申请", "上年", "2022年", "备注", "同比增减", "单位"]),
)
def test_a_column_that_the_form_does_not_have_changes_no_cell(place: int, title: str) -> None:
    paper = Paper()
    paper.table(requests_rows(extra={place: title}))
    reading = read(paper)
    assert numbers_of(reading, "requests") == plain_requests()
    assert reading.around.unplaced == ()


@settings(max_examples=10)
@given(st.floats(0.5, 2.0))
def test_the_size_of_a_page_changes_no_cell(scale: float) -> None:
    paper = Paper(scale)
    paper.table(requests_rows())
    assert numbers_of(read(paper), "requests") == plain_requests()


@pytest.mark.parametrize("kept", [[6], [0, 6], [0, 1, 4, 6]])
def test_columns_that_are_not_printed_are_absent(kept: list[int]) -> None:
    paper = Paper()
    paper.table(requests_rows(kept))
    reading = read(paper)
    for cell in reading.of_table("requests"):
        if cell.row != "other" and CODES.index(cell.column) in kept:
            assert cell.number is not None
        else:
            assert cell.state == "absent"


@pytest.mark.parametrize("first", [YEAR, YEAR - 1])
def test_the_caption_tells_this_years_table(first: int) -> None:
    paper = Paper()
    for year in (first, 2 * YEAR - 1 - first):
        paper.line(f"{year}年度")
        paper.table(requests_rows(year=year))
    reading = read(paper)
    assert numbers_of(reading, "requests") == plain_requests()
    assert reading.printed_again == {}


def test_a_table_printed_again_with_other_numbers_is_told() -> None:
    paper = Paper()
    paper.table(requests_rows())
    paper.table(requests_rows(year=YEAR - 1))
    assert read(paper).printed_again == {"requests": 1}


def test_a_table_may_go_on_with_other_columns() -> None:
    paper = Paper()
    paper.table(requests_rows([0, 1, 2, 3]))
    paper.table(requests_rows([4, 5, 6]))
    assert numbers_of(read(paper), "requests") == plain_requests()


def test_part_three_on_its_side() -> None:
    paper = Paper()
    rows: list[Row] = [plain("申请人", *(label for _, label in OUTCOMES))]
    for applicant, title in enumerate(APPLICANTS):
        rows.append(plain(title, *(number(index, applicant) for index in range(len(OUTCOMES)))))
    paper.table(rows)
    assert numbers_of(read(paper), "requests") == plain_requests()


def part_two(titles: Sequence[str], values: Sequence[str]) -> Paper:
    paper = Paper()
    count = len(titles)
    paper.table(
        [
            [("第二十条第（一）项", count + 2)],
            [("信息内容", 2), *((title, 1) for title in titles)],
            [("规章", 2), *(("0", 1) for _ in titles)],
            [("行政规范性文件", 2), *((value, 1) for value in values)],
        ]
    )
    return paper


@pytest.mark.parametrize(
    ("titles", "values"),
    [
        (["现行有效件数", "本年制发件数", "本年废止件数"], ["12", "11", "1"]),
        (["本年废止件数", "现行有效件数", "本年制发件数"], ["1", "12", "11"]),
        (["单位", "本年制发件数", "本年废止件数", "现行有效件数"], ["件", "11", "1", "12"]),
        (
            ["累计制发件数", "本年制发件数", "本年废止件数", "现行有效件数"],
            ["99", "11", "1", "12"],
        ),
        (
            ["上年制发件数", "本年制发件数", "本年废止件数", "现行有效件数", "上年现行有效件数"],
            ["9", "11", "1", "12", "2"],
        ),
        (["2022年制发件数", "2022年废止件数", "2022年现行有效件数"], ["11", "1", "12"]),
    ],
)
def test_the_columns_of_part_two_by_title(titles: list[str], values: list[str]) -> None:
    found = numbers_of(read(part_two(titles, values)), "disclosures")
    assert [found["normative_documents", code] for code in ("issued", "repealed", "in_force")] == [
        11,
        1,
        12,
    ]


def test_a_column_that_part_two_leaves_out_is_absent() -> None:
    reading = read(part_two(["本年制发件数", "现行有效件数"], ["11", "12"]))
    cells = {c.column: c for c in reading.of_table("disclosures") if c.row == "normative_documents"}
    assert [cells[code].number for code in ("issued", "in_force")] == [11, 12]
    assert cells["repealed"].state == "absent"


@pytest.mark.parametrize("order", [(0, 1, 2, 3, 4, 5, 6), (6, 0, 1, 2, 3, 4, 5)])
def test_without_rules_columns_stand_in_any_order(order: Sequence[int]) -> None:
    paper = Paper()
    paper.table(requests_rows(order))
    for band in paper.bands:
        band.ruled = False
    assert numbers_of(read(paper), "requests") == plain_requests()


def test_a_title_of_last_year_is_none_of_the_forms() -> None:
    """Though there are as many columns as the form has, and at their places."""
    paper = part_two(["上年制发件数", "本年废止件数", "现行有效件数"], ["9", "1", "12"])
    reading = read(paper)
    cells = {c.column: c for c in reading.of_table("disclosures") if c.row == "normative_documents"}
    assert [cells[code].number for code in ("issued", "repealed", "in_force")] == [None, 1, 12]


@pytest.mark.parametrize(
    ("title", "expected", "unit"),
    [
        ("本年收费金额（单位：千元）", 52.4, "千元"),
        ("本年收费金额（人民币元）", 52.4, "元"),
        ("本年收费金额（单位：百万元）", None, None),
        ("本年收费金额（美元）", None, None),
        ("本年收费金额", 52.4, "万元"),
    ],
)
def test_the_unit_of_fees_is_the_stated_one(
    title: str, expected: float | None, unit: str | None
) -> None:
    """An amount in a unit that is not known is told, and not taken for the form's 万元."""
    paper = Paper()
    paper.table(
        [
            [("第二十条第（八）项", 4)],
            [("信息内容", 2), (title, 2)],
            [("行政事业性收费", 2), ("52.4", 2)],
        ]
    )
    (cell,) = [cell for cell in read(paper).of_table("disclosures") if cell.row == "fees"]
    assert (cell.number, cell.unit) == (expected, unit)
    assert cell.state == ("printed" if expected is not None else "unreadable")


@pytest.mark.parametrize(
    ("leaves", "values", "expected"),
    [
        (["一般程序", "简易程序", "合计"], ["149", "300", "449"], 449),
        (["2022年", "2023年"], ["44", "7"], 7),
        (["上年", "本年"], ["44", "7"], 7),
        (["本年", "累计"], ["7", "51"], 7),
        (["一季度", "二季度", "全年"], ["44", "7", "51"], 51),
        (["一般程序", "简易程序"], ["149", "300"], None),
    ],
)
def test_a_title_over_several_columns(
    leaves: list[str], values: list[str], expected: int | None
) -> None:
    """The total is meant, or this year's; where neither is told, nobody knows."""
    paper = Paper()
    count = len(leaves)
    paper.table(
        [
            [("第二十条第（五）项", count + 2)],
            [("信息内容", 2), ("本年处理决定数量", count)],
            [("", 2), *((leaf, 1) for leaf in leaves)],
            [("行政许可", 2), *((value, 1) for value in values)],
        ]
    )
    reading = read(paper)
    (cell,) = [cell for cell in reading.of_table("disclosures") if cell.row == "licences"]
    assert cell.number == expected
    assert cell.state == ("printed" if expected is not None else "unreadable")


@pytest.mark.parametrize(
    ("titles", "this_years"),
    [
        (["统计指标", "单位", "统计数"], 2),
        (["统计指标", "统计数", "单位"], 1),
        (["统计指标", "单位", "上年数", "本年数"], 3),
        (["统计指标", "单位", "统计数", "去年同期"], 2),
        (["统计指标", "单位", "2017年", "2016年"], 2),
        (["统计指标", "单位", "统计数", "同比增减（%）"], 2),
        (["统计指标", "单位", "镇本级", "下属单位", "合计"], 4),
        (["统计指标", "单位", "填报情况"], 2),
        (["类别", "统计指标", "单位", "数量"], 3),
        (["统计指标", "单位", "代码", "统计数"], 3),
        (["统计指标", "单位", "编号", "统计数"], 3),
        (["统计指标", "行次", "单位", "统计数"], 3),
        (["统计指标", "单位", "镇本级", "下属单位"], None),
        (["统计指标", "单位", "数据", "数量"], None),
    ],
)
def test_this_years_column_of_the_statistics_form(
    titles: list[str], this_years: int | None
) -> None:
    """By its title; where that is not told, nobody knows, and no row stands twice."""
    rows: list[Row] = [plain(*titles)]
    expected: dict[str, float | None] = {}
    for index, indicator in enumerate(INDICATORS):
        values = [str(100 * index + column) for column in range(len(titles))]
        if "单位" in titles:
            values[titles.index("单位")] = indicator.unit or "—"
        if "编号" in titles:
            values[titles.index("编号")] = f"A{index}"
        beside = titles.index("统计指标") + 1
        texts = [
            value if indicator.code or title in ("代码", "编号", "行次") else "—"
            for title, value in zip(titles[beside:], values[beside:], strict=True)
        ]
        rows.append(plain(*[""] * (beside - 1), indicator.label, *texts))
        if indicator.code:
            expected[indicator.code] = 100.0 * index + this_years if this_years else None
    paper = Paper()
    paper.table(rows)
    reading = read(paper, 2017, load_form("2014"))
    assert not reading.around.unplaced
    cells = reading.of_table("indicators")
    assert len(cells) == len(expected)
    assert {cell.row: cell.number for cell in cells} == expected
    assert {cell.state for cell in cells} == {"printed" if this_years else "unreadable"}


def test_a_unit_that_was_read_as_a_number_is_none() -> None:
    """Of 个 and 人 a poor scan leaves what looks like a 1."""
    rows: list[Row] = [plain("统计指标", "单位", "统计数")]
    for index, indicator in enumerate(INDICATORS):
        unit = "1" if indicator.unit in ("个", "人") else indicator.unit or "—"
        rows.append(plain(indicator.label, unit, str(10 * index) if indicator.code else "—"))
    paper = Paper()
    paper.table(rows)
    cells = read(paper, 2017, load_form("2014")).of_table("indicators")
    given = {cell.row: cell.number for cell in cells}
    assert given == {one.code: 10 * index for index, one in enumerate(INDICATORS) if one.code}


@pytest.mark.parametrize("label", ["3.{} {}（单位：{}）", "3.2.{}{}（{}）"])
def test_labels_numbered_on_several_levels_and_with_their_unit(label: str) -> None:
    rows = [entry for entry in INDICATORS if entry.code and entry.code.startswith("requests_")]
    paper = Paper()
    paper.table(
        [
            plain("统计指标", "数量"),
            *(
                plain(
                    label.format(index, re.sub(r"^.*[）.]", "", entry.label), entry.unit),
                    str(index),
                )
                for index, entry in enumerate(rows)
            ),
        ]
    )
    cells = read(paper, 2017, load_form("2014")).of_table("indicators")
    printed = [(cell.row, cell.number, cell.unit) for cell in cells if cell.state != "absent"]
    assert printed == [(entry.code, index, entry.unit) for index, entry in enumerate(rows)]


def test_without_rules_a_title_over_several_columns_is_that_of_none() -> None:
    """Where its words stand, it seems to be over one of them alone."""
    paper = Paper()
    paper.table(
        [
            [("第二十条第（八）项", 5)],
            [("信息内容", 2), ("上一年项目数量", 1), ("", 1), ("本年增/减", 1)],
            [("", 2), ("", 1), ("增", 1), ("减", 1)],
            [("行政事业性收费", 2), ("6", 1), ("0", 1), ("2", 1)],
        ]
    )
    for band in paper.bands:
        band.ruled = False
    found = {c.column: c for c in read(paper, form=load_form("2019")).of_table("disclosures")}
    assert (found["items_last_year"].number, found["items_change"].state) == (6, "unreadable")


@pytest.mark.parametrize("leaves", [["一般程序", "简易程序", "合计"], ["一季度", "累计", "2023年"]])
def test_without_rules_the_column_that_is_meant_is_sure(leaves: list[str]) -> None:
    """The total, or this year's, over which alone the words of the title seem to stand."""
    paper = Paper()
    paper.table(
        [
            [("第二十条第（五）项", 5)],
            [("信息内容", 2), ("", 1), ("", 1), ("本年处理决定数量", 1)],
            [("", 2), *((leaf, 1) for leaf in leaves)],
            [("行政许可", 2), ("149", 1), ("300", 1), ("449", 1)],
        ]
    )
    for band in paper.bands:
        band.ruled = False
    (cell,) = [cell for cell in read(paper).of_table("disclosures") if cell.row == "licences"]
    assert cell.number == 449


def test_without_rules_a_note_over_the_first_columns_hides_no_title() -> None:
    """The column beside the first applicant's has a title of its own at that height."""
    paper = Paper()
    header, *rows = requests_rows(extra={0: "（本列数据的勾稽关系为："})
    note: Row = [("", 6), ("第一项加第二项之和，等于第三项加第四项之和）", 2)]
    paper.table([header, [*note, *[("", 1)] * 5, ("（件）", 1)], *rows])
    for band in paper.bands:
        band.ruled = False
    assert numbers_of(read(paper), "requests") == plain_requests()


def test_a_total_of_another_table_is_none_of_part_three() -> None:
    paper = Paper()
    paper.table(
        [plain("村", "许可"), plain("赵家村", "4"), plain("李家村", "5"), plain("合计", "9")]
    )
    paper.table(requests_rows())
    assert numbers_of(read(paper), "requests") == plain_requests()


def part_two_of(year: int) -> list[Row]:
    numbers = [str(number + 100 * (YEAR - year)) for number in (11, 1, 12, 7)]
    return [
        [(f"{year}年度", 4)],
        [("第二十条第（一）项", 4)],
        plain("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
        plain("行政规范性文件", *numbers[:3]),
        [("第二十条第（五）项", 4)],
        [("信息内容", 1), ("本年处理决定数量", 3)],
        [("行政许可", 1), (numbers[3], 3)],
    ]


@pytest.mark.parametrize("years", [(YEAR, YEAR - 1), (YEAR - 1, YEAR)])
@pytest.mark.parametrize("are_beside", [True, False])
@pytest.mark.parametrize("is_on_next_page", [True, False])
def test_a_year_over_the_rows_of_one_table(
    years: tuple[int, int], are_beside: bool, is_on_next_page: bool
) -> None:
    """Two years side by side, or one below the other, within one frame; part three has that too."""
    one, other = map(part_two_of, years)
    rows = [[*a, *b] for a, b in zip(one, other, strict=True)] if are_beside else [*one, *other]
    paper, next_page = Paper(), Paper(number=2)
    paper.table(rows)
    below = next_page if is_on_next_page else paper
    rows_below = [[(text, 1) for text, _ in row] for row in requests_rows()]
    below.table([[("", 1), ("申请人情况", 7)], *rows_below])
    reading = read_statutory(FORM, [*paper.rows(), *next_page.rows()], YEAR)
    found = numbers_of(reading, "disclosures")
    assert [found["normative_documents", m] for m in ("issued", "repealed", "in_force")] == [
        11,
        1,
        12,
    ]
    assert found["licences", "decisions"] == 7
    assert numbers_of(reading, "requests") == plain_requests()
    assert not reading.around.unplaced


@pytest.mark.parametrize("count", [2, 3])
def test_the_statistics_form_in_lists_side_by_side(count: int) -> None:
    rows = [plain(row.label, str(place)) for place, row in enumerate(INDICATORS)]
    length = -(-len(rows) // count)
    rows += [plain("", "")] * (count * length - len(rows))
    lists = [rows[start : start + length] for start in range(0, len(rows), length)]
    paper = Paper()
    beside = zip(*lists, strict=True)
    paper.table(
        [plain("统计指标", "数量") * count, *([c for r in one for c in r] for one in beside)]
    )
    cells = read(paper, 2017, load_form("2014")).of_table("indicators")
    assert {cell.row: cell.number for cell in cells} == {
        row.code: place for place, row in enumerate(INDICATORS) if row.code
    }


ITEMS = ["规章", "行政规范性文件", "行政许可", "行政处罚", "行政强制", "行政事业性收费"]
MEASURES = [
    "本年制发件数",
    "本年废止件数",
    "现行有效件数",
    "本年处理决定数量",
    "本年收费金额（元）",
]
COUNTED = [(0, 1, 2), (0, 1, 2), (3,), (3,), (3,), (4,)]  # the measures of each item


def value(item: int, measure: int) -> str:
    return str(10 * (item + 1) + measure) if measure in COUNTED[item] else "/"


def items_in_rows() -> list[Row]:
    return [
        plain("信息内容", *MEASURES),
        *(plain(name, *(value(i, m) for m in range(5))) for i, name in enumerate(ITEMS)),
    ]


def items_as_titles() -> list[Row]:
    rows = [plain(name, *(value(i, m) for i in range(6))) for m, name in enumerate(MEASURES)]
    last_year = plain("上年处理决定数量", *(["99"] * 6))
    return [plain("信息内容", *ITEMS), *rows[:3], last_year, *rows[3:]]


def items_over_measures() -> list[Row]:
    pairs = [(item, measure) for item in range(6) for measure in COUNTED[item]]
    return [
        [(name, len(COUNTED[item])) for item, name in enumerate(ITEMS)],
        plain(*(MEASURES[measure] for _, measure in pairs)),
        plain(*(value(*pair) for pair in pairs)),
    ]


@pytest.mark.parametrize("rows", [items_in_rows, items_as_titles, items_over_measures])
def test_part_two_in_one_table(rows: Callable[[], list[Row]]) -> None:
    """Its measures over all items at once, or its items as the titles of columns."""
    paper = Paper()
    paper.table(rows())
    cells = read(paper).of_table("disclosures")
    assert {cell.number for cell in cells} == {
        float(value(item, measure)) for item in range(6) for measure in COUNTED[item]
    }
    assert [(cell.number, cell.unit) for cell in cells if cell.row == "fees"] == [(64, "元")]


def test_a_measure_that_stands_in_two_rows_is_in_doubt() -> None:
    paper = Paper()
    paper.table(
        [plain("信息内容", "行政许可"), *(plain("本年处理决定数量", text) for text in ("3", "5"))]
    )
    (cell,) = (cell for cell in read(paper).of_table("disclosures") if cell.row == "licences")
    assert (cell.number, cell.state) == (None, "unreadable")


@pytest.mark.parametrize("label", ["行政处罚、行政强制", "行政处罚和强制"])
def test_the_number_of_two_items_is_that_of_neither(label: str) -> None:
    paper = Paper()
    paper.table(
        [
            [("第二十条第（六）项", 4)],
            [("信息内容", 2), ("本年处理决定数量", 2)],
            [(label, 2), ("52", 2)],
        ]
    )
    cells = [c for c in read(paper).of_table("disclosures") if c.state != "absent"]
    assert {cell.row for cell in cells} == {"penalties", "coercive_measures"}
    assert {(cell.number, cell.state) for cell in cells} == {(None, "unreadable")}


def test_a_number_in_a_label_is_told() -> None:
    paper = Paper()
    titles = [("信息内容", 2), ("本年处理决定数量", 2)]
    paper.table([[("第二十条第（六）项", 4)], titles, [("行政处罚：15件", 2), ("", 2)]])
    cells = [c for c in read(paper).of_table("disclosures") if c.state != "absent"]
    assert [(cell.row, cell.state) for cell in cells] == [("penalties", "unreadable")]


def test_a_column_whose_title_names_another_year_is_told() -> None:
    paper = Paper()
    titles = plain(
        "信息内容", "本年制发件数", "本年废止件数", f"现行有效件数（{YEAR - 1}年底为6件）"
    )
    paper.table([[("第二十条第（一）项", 4)], titles, plain("规范性文件", "2", "1", "7")])
    cells = [c for c in read(paper).of_table("disclosures") if c.row == "normative_documents"]
    assert [cell.state for cell in cells] == ["printed", "printed", "unreadable"]


@pytest.mark.parametrize(
    "label", ["行政处罚（不含行政强制）", "行政处罚（含城管、安监等委托事项）"]
)
def test_a_remark_behind_a_label_is_no_part_of_it(label: str) -> None:
    paper = Paper()
    paper.table(
        [
            [("第二十条第（六）项", 4)],
            [("信息内容", 2), ("本年处理决定数量", 2)],
            [(label, 2), ("52", 2)],
        ]
    )
    assert numbers_of(read(paper), "disclosures")["penalties", "decisions"] == 52


def test_the_total_of_the_parts_of_a_body() -> None:
    """本级, 下属单位 and 合计 in the place of the form's one column."""
    paper = Paper()
    paper.table(
        [
            [("第二十条第（五）项", 5)],
            [("信息内容", 2), ("本级", 1), ("下属单位", 1), ("合计", 1)],
            [("行政许可", 2), ("149", 1), ("300", 1), ("449", 1)],
        ]
    )
    assert numbers_of(read(paper), "disclosures")["licences", "decisions"] == 449


def test_a_row_that_numbers_the_columns_is_no_row_of_numbers() -> None:
    paper = Paper()
    paper.table(
        [
            [(stage, 5) for stage in STAGES],
            plain(*(result for _ in STAGES for result in RESULTS)),
            plain(*(str(column + 1) for column in range(15))),
            plain(*(["0"] * 15)),
        ]
    )
    assert set(numbers_of(read(paper), "appeals").values()) == {0}


def test_a_title_of_part_four_in_other_words_is_that_of_its_place() -> None:
    paper = Paper()
    paper.table(
        [
            [(STAGES[0], 5), ("直接起诉的", 5), (STAGES[2], 5)],
            plain(*(result for _ in STAGES for result in RESULTS)),
            plain(*(str(column) for column in range(15))),
        ]
    )
    cells = read(paper).of_table("appeals")
    assert [cell.number for cell in cells] == list(range(15))
    assert [cell.row for cell in cells[5:10]] == [FORM.stages[1].code] * 5


@settings(max_examples=30)
@given(st.permutations(range(3)), st.permutations(range(5)))
def test_part_four_in_any_order(stages: list[int], results: list[int]) -> None:
    paper = Paper()
    numbers = [str(10 * stage + result) for stage in stages for result in results]
    paper.table(
        [
            [(STAGES[stage], 5) for stage in stages],
            plain(*(RESULTS[result] for _ in stages for result in results)),
            plain(*numbers),
        ]
    )
    found = numbers_of(read(paper), "appeals")
    for stage, entry in enumerate(FORM.stages):
        for result, ending in enumerate(FORM.results):
            assert found[entry.code, ending.code] == 10 * stage + result
