"""The year that a report is on where its statements differ; names that cannot be read whole."""

from datetime import date
from pathlib import Path

import pytest

from disclosure_stats.pages.lines import Line
from disclosure_stats.pages.pdfium import Document
from disclosure_stats.reading.document import read_document
from disclosure_stats.reading.identity.identify import read_identity
from disclosure_stats.reading.identity.names import parse_body
from disclosure_stats.reading.identity.titles import Title, as_title, find_titles, main_title
from disclosure_stats.reading.identity.years import read_year

ODD = Path(__file__).resolve().parents[2] / "shared" / "odd"
RAW = Path(__file__).resolve().parents[1] / "data" / "raw"
PERIOD = "统计期限自2023年1月1日起至2023年12月31日止。"
REPORT = "政府信息公开工作年度报告"


@pytest.mark.parametrize(
    "text",
    [
        f"乌石坳镇2024年公布的2023年{REPORT}",
        f"乌石坳镇2024年公布2023年{REPORT}",
        f"2024年发布的乌石坳镇2023年度{REPORT}",
        f"乌石坳镇人民政府2023年度{REPORT}(2024年1月发布)",
    ],
)
def test_the_year_of_issue_is_not_the_year_reported_on(text: str) -> None:
    title = as_title(text)
    assert title is not None
    assert (title.year, (title.body or "")[:4]) == (2023, "乌石坳镇")


@pytest.mark.parametrize(
    ("stated", "text", "path", "made", "year", "is_found"),
    [
        (2023, PERIOD, "2023.pdf", 2024, 2023, False),
        (2032, PERIOD, "a.pdf", 2024, 2023, True),
        (2032, "", "a/2023.pdf", None, 2023, True),
        (2032, "", "a.pdf", None, None, True),
        (2025, PERIOD, "a.pdf", 2024, 2023, True),
        (2022, PERIOD, "a.pdf", 2024, 2022, True),
        (2023, "", "a.pdf", 2000, 2023, False),  # a clock that was never set
        (2023, "", "a.pdf", 2019, 2023, True),
        (None, "", "a/2023.pdf", 2024, 2023, False),
        (None, "", "a.pdf", 2024, None, False),
    ],
)
def test_years_that_cannot_be_and_years_that_differ(
    stated: int | None, text: str, path: str, made: int | None, year: int | None, is_found: bool
) -> None:
    read, findings = read_year(Title(0, "乌石坳镇", stated), text, path, made)
    assert read == year
    assert [found["rule"] for found in findings] == ["year_contradicted"] * is_found


def test_a_year_that_has_not_begun_is_not_believed() -> None:
    title = Title(0, "乌石坳镇", date.today().year + 1)
    assert read_year(title, "", "", None)[0] is None


def lines_of(*texts: str) -> list[Line]:
    return [
        Line(1, 60, 40 + 20 * number, 60 + 14 * len(text), 54 + 20 * number, text, 14)
        for number, text in enumerate(texts)
    ]


BODY = "岚皋原县乌石坳镇人民政府"


@pytest.mark.parametrize("year", ["2O23", "二О二三", "二Ο二三", "二◯二三"])
def test_noughts_that_are_letters(year: str) -> None:
    title = as_title(f"{BODY}{year}年{REPORT}")
    assert title is not None
    assert (title.body, title.year) == (BODY, 2023)


@pytest.mark.parametrize(
    "text",
    [
        f"{BODY}2023年1—12月{REPORT}",
        f"{BODY}2023年1月至12月份{REPORT}",
        f"{BODY}关于上报2023年{REPORT}的报告",
        f"关于报送{BODY}2023年{REPORT}的报告",
        f"上报{BODY}2023年{REPORT}",
        f"{BODY}2023年{REPORT}正文",
        f"{BODY}2023年{REPORT}.docx",
        f"{BODY}2023年政府信息公开工作开展情况的报告",
        f"关于{BODY}2023年{REPORT}的更正说明",
        f"{BODY}2023年{REPORT}书",
        f"{BODY}发布2023年{REPORT}",
        f"《{BODY}2023年{REPORT}》发布",
        f"{BODY}2023.1-2023.12{REPORT}",
        f"{BODY}|2023年{REPORT}",
        f"{BODY}·2023年{REPORT}",
        f"★{BODY}2023年{REPORT}",
        f"附:{BODY}2023年{REPORT}",
        f"甲、{BODY}2023年{REPORT}",
        f"{BODY}:2023年{REPORT}",
        f"{BODY}——2023年{REPORT}",
        f"【年报】{BODY}2023年{REPORT}",
        f"[更正]{BODY}2023年{REPORT}",
        f"1.{BODY}2023年{REPORT}",
        f"(三){BODY}2023年{REPORT}",
        f"第二篇{BODY}2023年{REPORT}",
        f"{REPORT}({BODY}2023年)",
        f"2023{BODY}{REPORT}",
        f"{BODY}关于印发2023年{REPORT}的通知",
        f"{BODY}关于公布《2023年{REPORT}》的公告",
        f"关于印发《{BODY}2023年{REPORT}》的通知",
    ],
)
def test_titles_with_other_words(text: str) -> None:
    title = as_title(text)
    assert title is not None
    assert (title.body, title.year) == (BODY, 2023)


@pytest.mark.parametrize(
    "text",
    [
        f"岚皋原县人民政府办公室关于报送2023年{REPORT}的通知",
        f"岚皋原县人民政府办公室关于印发2023年{REPORT}格式的通知",
        "(三)2023年政府信息公开工作情况的报告",
        "一、乌石坳镇2023年政府信息公开工作情况",
    ],
)
def test_what_speaks_of_reports_and_is_no_title(text: str) -> None:
    assert as_title(text) is None


@pytest.mark.parametrize("sign", ["□", "×", "?", "\ufffd", "[土贵]", "○"])
def test_a_sign_for_a_character_is_not_left_out_of_the_name(sign: str) -> None:
    title = as_title(f"{sign}头镇人民政府2023年{REPORT}")
    assert title is None or title.body is None or sign in title.body


def test_the_government_of_a_town_in_short() -> None:
    title = as_title(f"乌石坳镇政府2023年{REPORT}")
    assert title is not None
    assert title.body == "乌石坳镇政府"


@pytest.mark.parametrize("mark", ["*", "①", "¹"])
def test_a_title_with_the_mark_of_a_note(mark: str) -> None:
    title = main_title(list(find_titles(lines_of(f"{BODY}2023{mark}年{REPORT}{mark}"))))
    assert title is not None
    assert (title.body, title.year) == (BODY, 2023)


def test_titles_that_are_numbered() -> None:
    titles = list(find_titles(lines_of(f"一、{BODY}2023年{REPORT}", "十二、总体情况")))
    assert [(title.body, title.year) for title in titles] == [(BODY, 2023)]


@pytest.mark.parametrize("above", ["特急", "内部资料", "更正公告", "岚皋原县教育局", "乌石坳镇"])
def test_a_line_above_the_title_is_no_part_of_the_name(above: str) -> None:
    title = f"乌石坳镇人民政府2023年{REPORT}"
    found = main_title(list(find_titles(lines_of(above, title, "现公布乌石坳镇年度报告。"))))
    assert found is not None
    assert found.body == "乌石坳镇人民政府"


@pytest.mark.parametrize("text", ["现公布乌石坳镇年度报告。", "岚皋原县乌石坳镇"])
@pytest.mark.parametrize("cut", [4, 5, 6])
def test_a_name_over_two_lines_is_one_name(text: str, cut: int) -> None:
    lines = lines_of(BODY[:cut], f"{BODY[cut:]}2023年{REPORT}", text)
    found = main_title(list(find_titles(lines)))
    assert found is not None
    assert found.body == BODY


def test_a_name_that_may_begin_on_either_line_is_left_open() -> None:
    found = main_title(list(find_titles(lines_of("内部资料", f"乌石坳镇人民政府2023年{REPORT}"))))
    assert found is not None
    assert (found.body, found.year) == (None, 2023)


def test_the_title_of_a_volume_is_that_of_no_report() -> None:
    assert list(find_titles(lines_of("岚皋原县2023年度", REPORT, "（乡镇、街道汇编）"))) == []


@pytest.mark.parametrize("above", ["内部资料  注意保存", "特急", "公开"])
def test_prose_above_the_title_is_no_part_of_the_county(above: str) -> None:
    found = main_title(list(find_titles(lines_of(above, f"{BODY}2023年{REPORT}"))))
    assert found is not None
    assert found.body == BODY


@pytest.mark.parametrize("above", ["岚皋原县人民政府办公室编", "岚皋原县人民政府门户网站"])
def test_an_office_above_the_title_is_no_part_of_the_name(above: str) -> None:
    found = main_title(list(find_titles(lines_of(above, f"乌石坳镇人民政府2023年{REPORT}"))))
    assert found is not None
    assert found.body == "乌石坳镇人民政府"


@pytest.mark.parametrize(
    ("body", "place", "level", "county"),
    [
        ("乌石坳镇柏树村村民委员会", "乌石坳镇柏树村", "unknown", None),
        ("岚皋原县柳荫街道和平社区居民委员会", "柳荫街道和平社区", "unknown", "岚皋原县"),
        ("乌石坳镇财政所", "乌石坳镇财政所", "department", None),
        ("乌石坳镇人民政府党政办", "乌石坳镇", "township", None),
        ("甫阳区南苑地区办事处", "南苑地区", "subdistrict", "甫阳区"),
        ("甫阳新区管委会乌石坳镇人民政府", "乌石坳镇", "township", "甫阳新区"),
        ("岚皋原县国有红岩林场", "国有红岩林场", "township", "岚皋原县"),
        ("岚皋原县档案馆", "岚皋原县", "department", "岚皋原县"),
        ("岚皋原县人民政府驻北京办事处", "岚皋原县", "department", "岚皋原县"),
        ("岚皋原县乌石坳镇人民政府党政办公室", "乌石坳镇", "township", "岚皋原县"),
        ("国家税务总局岚皋原县税务局", "岚皋原县", "department", "岚皋原县"),
        ("岚皋原县城乡工作办事处", "岚皋原县", "department", "岚皋原县"),
        ("甫阳区柳荫街", "柳荫街", "subdistrict", "甫阳区"),
        ("甫阳区滨江商务区管委会", "滨江商务区", "unknown", "甫阳区"),
        ("石门坎经济开发区管委会", "石门坎经济开发区", "unknown", None),
    ],
)
def test_bodies_that_are_no_townships(
    body: str, place: str, level: str, county: str | None
) -> None:
    names = parse_body(body)
    assert names is not None
    assert (names.place, names.level, names.county) == (place, level, county)


@pytest.mark.parametrize(
    "body", ["各乡镇", "岚皋原县乡镇", "甫阳区各镇街", "岚皋原县乌石坳镇柏杨坝乡人民政府"]
)
def test_what_is_not_one_place(body: str) -> None:
    assert parse_body(body) is None


@pytest.mark.parametrize(
    ("title", "text", "body"),
    [
        ("乌石坳镇", "乌石坳镇人民政府", "乌石坳镇人民政府"),
        ("乌石坳镇", "柏杨坝镇人民政府", "乌石坳镇"),
        ("岚皋原县信访中心", "岚皋原县人民政府", "岚皋原县信访中心"),
        (None, f"填报单位(盖章):{BODY}", BODY),
        (None, "编制单位：乌石坳镇", "乌石坳镇"),
        (None, "信息来源：乌石坳镇 浏览次数：12", "乌石坳镇"),
        (None, "本报告由岚皋原县教育局编制。", "岚皋原县教育局"),
        (None, f"现公布{BODY}2023年政府信息公开工作年度报告。", BODY),
        (None, "现将我镇2023年政府信息公开工作情况报告如下。", None),
        (None, "进一步加强与周边乡镇的沟通联系。", None),
        (None, f"现发布《{BODY}2023年政府信息公开工作年度报告》。", BODY),
        (None, "结合乌石坳镇2023年度政府信息公开工作实际编制。", "乌石坳镇"),
        (None, "结合岚皋原县2023年政务公开工作要点编制。", None),
        (None, "乌石坳镇2023年政府信息公开工作年度报告是根据条例编制的。", "乌石坳镇"),
        (None, "如有疑问，请与甫阳区东垣办事处联系。", "甫阳区东垣办事处"),
        (None, "结合岚皋原县乌石坳镇政府工作，乌石坳镇设专栏。", "岚皋原县乌石坳镇政府"),
        (None, "2023年，柳荫街道办事处设专栏。柳荫街道每月更新。", "柳荫街道办事处"),
        (None, "乌石坳镇人民政府、柏杨坝乡人民政府设专栏。乌石坳镇每月更新。", None),
        (None, "我县在乌石坳镇人民政府试点。乌石坳镇每月更新。", None),
        (None, "2023年，赴乌石坳镇人民政府学习。乌石坳镇每月更新。", None),
        (None, "2023年，向栎坪镇人民政府设专栏。向栎坪镇每月更新。", None),  # or 栎坪镇
    ],
)
def test_the_body_beside_the_title(title: str | None, text: str, body: str | None) -> None:
    row, _ = read_identity(Title(0, title, 2023), lines_of(text), "x.pdf")
    assert row["body"] == body


@pytest.mark.parametrize(
    "lines",
    [
        ["本报告由柏杨坝乡人民政府编制。"],
        ["如有疑问，请与柏杨坝乡党政综合办公室联系。"],
        ["现公布柏杨坝乡2023年政府信息公开工作年度报告。"],
        ["发布机构：柏杨坝乡人民政府"],
        ["柏杨坝乡人民政府", "2024年1月12日"],
        ["柏杨坝乡人民政府2024年1月12日"],
        ["柏杨坝乡人民政府", "二〇二四年一月"],
        ["柏杨坝乡人民政府（盖章）", "2024.1.12"],
        ["柏杨坝乡", "2024年1月12日"],
    ],
)
def test_a_title_and_another_author(lines: list[str]) -> None:
    """A report that was made from another township's: it is doubted, whoever's it is."""
    row, findings = read_identity(Title(0, BODY, 2023), lines_of(*lines), "x.pdf")
    assert row["body"] == BODY
    assert [(found["rule"], found["severity"], found["origin"]) for found in findings] == [
        ("body_contradicted", "warning", "unknown")
    ]


@pytest.mark.parametrize(
    "lines",
    [
        [f"编制单位：{BODY}", "如有疑问，请与柏杨坝乡党政综合办公室联系。"],
        ["现公布柏杨坝乡2023年政府信息公开工作年度报告。", BODY, "2024年1月12日"],
    ],
)
def test_two_authors_where_the_title_names_none(lines: list[str]) -> None:
    row, findings = read_identity(Title(0, None, 2023), lines_of(*lines), "x.pdf")
    assert row["body"] == BODY
    assert [found["rule"] for found in findings] == ["body_contradicted"]


@pytest.mark.parametrize(
    "lines",
    [
        ["我镇与柏杨坝乡人民政府联合开展培训。"],
        ["由岚皋原县人民政府办公室编制", "岚皋原县人民政府办公室", "2024年1月12日"],
        ["由乌石坳镇便民服务中心编制。", "乌石坳镇党政办公室", "2024年1月12日"],
        ["乌石坳街道办事处", "2024年1月12日"],  # what it has become
        ["乡镇街道", "柏杨坝乡人民政府", "西坳头乡人民政府"],  # a site's list
        ["抄送：柏杨坝乡人民政府。"],
        ["进一步加强与周边乡镇的沟通联系。"],
    ],
)
def test_others_that_are_no_authors(lines: list[str]) -> None:
    assert read_identity(Title(0, BODY, 2023), lines_of(*lines), "x.pdf")[1] == []


@pytest.mark.parametrize("group", ["彝族", "鄂温克民族", "达斡尔鄂温克民族"])
def test_a_short_name_is_no_other_author(group: str) -> None:
    lines = lines_of("云岚乡人民政府", "2024年1月12日")
    assert read_identity(Title(0, f"云岚{group}乡人民政府", 2023), lines, "x.pdf")[1] == []


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("现将2022年度政府信息公开工作情况报告如下。2024年1月9日", True),
        ("现将2023年度政府信息公开工作情况报告如下。2022年公开40条。2024年1月9日", False),
        ("2022年，我镇公开信息40条。2022年无申请。2023年1月9日", True),
        ("2022年，我镇公开信息40条。2022年无申请。2023年3月开会。2024年1月9日", False),
        ("2022年，我镇公开信息40条。2022年无申请。2023年公开50条。2023年1月9日", False),
    ],
)
def test_a_text_on_the_year_before_that_of_its_title(text: str, is_found: bool) -> None:
    text = f"{BODY}2023年{REPORT}{text}"
    year, findings = read_year(Title(0, BODY, 2023), text, "x.pdf", None)
    assert year == 2023
    assert [found["rule"] for found in findings] == ["year_contradicted"] * is_found


@pytest.mark.parametrize(
    "text",
    [
        "统计期限：2023.1.1—2023.12.31。",
        "统计时间为2023年1月至12月。",
        "统计期限为2023年01月01日至2023年12月31日。",
    ],
)
def test_other_spellings_of_the_period(text: str) -> None:
    assert read_year(None, text, "x.pdf", None) == (2023, [])


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2022年，我镇公开信息40条，比2021年多5条。2023年1月9日", 2022),
        ("2022年，我镇公开信息40条。2022年无申请。2023年将加强。2023年1月9日", 2022),
        ("2022年，我镇公开信息40条。2023年将加强培训。2023年1月9日", None),
        ("2022年，我镇公开信息40条。2024年5月9日", None),
    ],
)
def test_the_year_that_the_text_tells_of(text: str, year: int | None) -> None:
    """Where neither title nor period says it: the year before that of the signature."""
    assert read_year(Title(0, BODY, None), text, "x.pdf", None) == (year, [])


def test_a_pdf_says_when_it_was_made() -> None:
    with Document(next(RAW.rglob("*.pdf")).read_bytes()) as document:
        assert document.year_made in range(2024, 2100)


def test_a_name_with_a_character_that_has_no_code_is_not_shortened() -> None:
    title = as_title(f"\ufffd岭镇人民政府2023年{REPORT}")
    assert title is not None
    row, findings = read_identity(title, [], "x.pdf")
    assert (row["body"], row["place"], row["year"]) == (None, None, 2023)
    assert [(found["rule"], found["severity"]) for found in findings] == [
        ("name_unread", "warning")
    ]
    named, findings = read_identity(title, [], f"𬭊岭镇人民政府2023年{REPORT}.pdf")
    assert (named["place"], findings) == ("𬭊岭镇", [])


@pytest.mark.skipif(not ODD.is_dir(), reason="the shared odd files are not here")
@pytest.mark.parametrize("path", sorted(ODD.glob("case09*.pdf")), ids=lambda path: path.stem)
def test_characters_beyond_the_basic_plane(path: Path) -> None:
    (report,) = read_document(path.read_bytes(), path.name)
    assert report.identity["place"] == "𬭊岭镇"
    assert "𬭊岭镇" in "".join(row["text"] for row in report.tables["sections"])
