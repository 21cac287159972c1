"""Whose report it is and which year it reports on, from titles as bodies print them.

All places are invented.
"""

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from layouts import Layout, Prose, Truth, consistent_truth, default_prose, draw_report

from disclosure_stats import Report, read_report

YEAR = 2022


def truth_for(body: str) -> Truth:
    return consistent_truth("2021", Random(6), busy=False, body=body).changed(year=YEAR)


def prose_of(body: str, title: list[str]) -> Prose:
    return replace(default_prose(truth_for(body)), title=title)


def read_text(folder: Path, prose: Prose, body: str = "杉树坪镇人民政府") -> Report:
    data, _ = draw_report(truth_for(body), Layout(), prose)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "report.pdf"
    path.write_bytes(data)
    return read_report(path)


@pytest.mark.parametrize(
    "title",
    [
        ["{body}2022年政府信息公开工作年度报告"],
        ["{body}2022年度政府信息公开工作报告"],
        ["{body}", "2022年政府信息公开工作年度报告"],
        ["{body}2022年", "政府信息公开工作年度报告"],
        ["{body}关于2022年度政府信息公开", "工作情况的报告"],
        ["2022年度{body}政府信息公开工作年度报告"],
        ["2022年{body}政府信息公开工作年度报告"],
        ["{body}政府信息公开工作年度报告", "（2022年度）"],
        ["{body}政府信息公开工作", "2022年度报告"],
        ["{body}二〇二二年政府信息公开工作年度报告"],
        ["{body}二○二二年度", "政府信息公开年度报告"],
        ["{body} 2022 年政府信息公开年报"],
    ],
)
@pytest.mark.parametrize("body", ["杉树坪镇人民政府", "汾宁市岚皋原县杉树坪镇人民政府"])
def test_titles_over_one_and_two_lines(title: list[str], body: str, tmp_path: Path) -> None:
    lines = [line.replace("{body}", body) for line in title]
    report = read_text(tmp_path, prose_of(body, lines), body)
    assert (report.body, report.place, report.level) == (body, "杉树坪镇", "township")
    assert report.year == YEAR


@pytest.mark.parametrize(
    "title",
    [
        ["2022年{body}政府信息公开工作年度报告"],
        ["{body}政府信息公开2022年度报告"],
        ["{body}政府信息公开工作", "2022年度报告"],
        ["{body}信息公开2022年度报告"],
        ["{body}2022年政务公开工作年度报告"],
        ["{body}2022年政府信息公开工作年度报告公示"],
        ["{body}关于2022年度政府信息公开工作的年度报告"],
        ["关于{body}2022年度政府信息公开工作年度报告"],
        ["{body}关于报送2022年政府信息公开工作年度报告的报告"],
        ["{body}2022年度政府信息公开工作总结"],
        ["{body}2022年政府信息主动公开工作年度报告"],
        ["{body}2022年政府信息与政务公开工作年度报告"],
        ["{body}2022年1月1日至2022年12月31日", "政府信息公开工作年度报告"],
        ["《{body}2022年政府信息公开工作年度报告》"],
        ["附件1：{body}2022年政府信息公开工作年度报告"],
        ["{body}2022年度政府信息公开工作", "年度报告（2023年1月10日）"],
        ["2022年政府信息公开工作年度报告（{body}）"],
        ["政府信息公开工作年度报告", "——{body}（2022年）"],
    ],
)
def test_titles_of_reports_without_a_signature(title: list[str], tmp_path: Path) -> None:
    body = "岚皋原县杉树坪镇人民政府"
    lines = [line.replace("{body}", body) for line in title]
    prose = replace(prose_of(body, lines), signature="", opening="现公布年度报告。")
    report = read_text(tmp_path, prose, body)
    assert (report.body, report.place, report.year) == (body, "杉树坪镇", YEAR)


@pytest.mark.parametrize(
    "title", [["政府信息公开工作年度报告", "（2022年度）"], ["2022年政府信息公开工作年度报告"]]
)
def test_body_from_the_preamble(title: list[str], tmp_path: Path) -> None:
    """Neither the title nor a signature names the body."""
    body = "岚皋原县杉树坪镇人民政府"
    opening = f"根据《中华人民共和国政府信息公开条例》，由{body}编制本报告。"
    prose = replace(prose_of(body, title), signature="", opening=opening)
    report = read_text(tmp_path, prose, body)
    assert (report.body, report.place, report.year) == (body, "杉树坪镇", YEAR)
    assert report.county == "岚皋原县"


def test_body_behind_what_a_sentence_says_of_it(tmp_path: Path) -> None:
    """反映 is no beginning of a prefecture's name."""
    opening = "依据条例编制，全面反映汾宁市岚皋原县杉树坪镇人民政府工作。杉树坪镇人民政府推进。"
    title = ["2022年政府信息公开工作年度报告"]
    prose = replace(prose_of("", title), signature="", opening=opening)
    report = read_text(tmp_path, prose)
    assert (report.body, report.place) == ("杉树坪镇人民政府", "杉树坪镇")


def test_body_from_whom_to_ask(tmp_path: Path) -> None:
    opening = "如对本报告有疑问，请与岚皋原县杉树坪镇党政综合办公室联系，电话0391-6211001。"
    title = ["2022年政府信息公开工作年度报告"]
    prose = replace(prose_of("杉树坪镇人民政府", title), signature="", opening=opening)
    report = read_text(tmp_path, prose)
    assert (report.body, report.place, report.county) == (
        "岚皋原县杉树坪镇",
        "杉树坪镇",
        "岚皋原县",
    )


def test_body_from_the_name_of_the_file(tmp_path: Path) -> None:
    """Nothing on its pages says whose report it is."""
    prose = replace(
        prose_of("", ["2022年政府信息公开工作年度报告"]), signature="", opening="现公布年度报告。"
    )
    data, _ = draw_report(truth_for("杉树坪镇人民政府"), Layout(), prose)
    path = tmp_path / "岚皋原县杉树坪镇2022年政府信息公开工作年度报告.pdf"
    path.write_bytes(data)
    report = read_report(path)
    assert (report.body, report.place) == ("岚皋原县杉树坪镇", "杉树坪镇")


def test_a_heading_and_the_line_below_it_are_no_county(tmp_path: Path) -> None:
    body = "杉树坪镇人民政府"
    title = [f"{body}{YEAR}年政府信息公开工作年度报告", "——依申请公开情况", "岚皋原县人民政府网站"]
    report = read_text(tmp_path, prose_of(body, title), body)
    assert report.county == "岚皋原县"


@pytest.mark.parametrize(
    ("body", "place", "level"),
    [
        ("杉树坪镇人民政府", "杉树坪镇", "township"),
        ("岚皋原县杉树坪镇人民政府", "杉树坪镇", "township"),
        ("西坳头乡人民政府", "西坳头乡", "township"),
        ("云岚彝族乡人民政府", "云岚彝族乡", "township"),
        ("甫阳区柳荫街道办事处", "柳荫街道", "subdistrict"),
        ("柳荫街道办事处", "柳荫街道", "subdistrict"),
        ("岚皋原县人民政府", "岚皋原县", "county"),
        ("甫阳区人民政府", "甫阳区", "county"),
        ("汾宁市岚皋原县人民政府", "岚皋原县", "county"),
        ("岚皋原县交通运输局", "岚皋原县", "department"),
        ("汾宁市人力资源和社会保障局", "汾宁市", "department"),
        ("岚皋原县人民政府办公室", "岚皋原县", "county"),
        ("石门坎经济开发区管理委员会", "石门坎经济开发区", None),
        ("石门坎经济开发区管委会", "石门坎经济开发区", None),
        ("柳荫街道办", "柳荫街道", "subdistrict"),
        ("杉树坪镇党政综合办公室", "杉树坪镇", "township"),
        ("红星农场", "红星农场", "township"),
        ("中共杉树坪镇委员会杉树坪镇人民政府", "杉树坪镇", "township"),
        ("杉树坪镇党委政府", "杉树坪镇", "township"),
        ("柳荫街道党工委办事处", "柳荫街道", "subdistrict"),
        ("甫阳区人民政府柳荫街道办事处", "柳荫街道", "subdistrict"),
    ],
)
def test_body_place_and_level(body: str, place: str, level: str | None, tmp_path: Path) -> None:
    title = [f"{body}{YEAR}年政府信息公开工作年度报告"]
    report = read_text(tmp_path, prose_of(body, title), body)
    assert (report.body, report.place) == (body, place)
    assert report.year == YEAR
    if level:
        assert report.level == level
    else:
        # The contract has no level of its own for development zones.
        assert report.level in ("county", "township", "department", "unknown")


def test_divisions_in_the_bodys_name(tmp_path: Path) -> None:
    body = "滇东省汾宁市岚皋原县杉树坪镇人民政府"
    report = read_text(tmp_path, prose_of(body, [f"{body}2022年政府信息公开年度报告"]), body)
    assert (report.province, report.prefecture, report.county) == ("滇东省", "汾宁市", "岚皋原县")
    assert report.place == "杉树坪镇"


def test_county_of_the_bodys_name_and_no_more(tmp_path: Path) -> None:
    body = "岚皋原县西坳头乡人民政府"
    report = read_text(tmp_path, prose_of(body, [f"{body}2022年政府信息公开年度报告"]), body)
    assert (report.province, report.prefecture, report.county) == (None, None, "岚皋原县")


def test_a_county_is_not_above_itself(tmp_path: Path) -> None:
    body = "岚皋原县人民政府"
    prose = prose_of(body, [f"{body}2022年政府信息公开年度报告"])
    opening = prose.opening + "本报告可在岚皋原县人民政府网站下载。"
    report = read_text(tmp_path, replace(prose, opening=opening), body)
    assert (report.place, report.level, report.county) == ("岚皋原县", "county", None)


def test_county_from_the_address(tmp_path: Path) -> None:
    prose = prose_of("杉树坪镇人民政府", ["杉树坪镇人民政府2022年政府信息公开年度报告"])
    address = "如有疑问，请与杉树坪镇党政办公室联系（地址：汾宁市岚皋原县杉树坪镇迎宾路18号）。"
    report = read_text(tmp_path, replace(prose, opening=prose.opening + address))
    assert (report.prefecture, report.county) == ("汾宁市", "岚皋原县")


def test_divisions_from_the_folders(tmp_path: Path) -> None:
    prose = prose_of("杉树坪镇人民政府", ["杉树坪镇人民政府2022年政府信息公开年度报告"])
    folder = tmp_path / "滇东省" / "汾宁市" / "岚皋原县" / "杉树坪镇"
    report = read_text(folder, prose)
    assert (report.province, report.prefecture, report.county) == ("滇东省", "汾宁市", "岚皋原县")


def test_no_division_is_made_up(tmp_path: Path) -> None:
    prose = prose_of("杉树坪镇人民政府", ["杉树坪镇人民政府2022年政府信息公开年度报告"])
    report = read_text(tmp_path, prose)
    assert (report.province, report.prefecture, report.county) == (None, None, None)
    assert report.division_code is None


_BARE = ["杉树坪镇人民政府", "政府信息公开工作年度报告"]


def test_year_from_the_period_alone(tmp_path: Path) -> None:
    """A title without a year: the period of the figures decides, not the date of the report."""
    prose = Prose(
        title=_BARE,
        opening="本报告中所列数据的统计期限自2022年1月1日起至2022年12月31日止。",
        overview="我镇按照〔2023〕7号、〔2023〕9号文件要求，2023年1月完成年度总结。",
        problems="2023年，我镇将从三个方面改进。2023年底前完成目录调整。",
        signature="杉树坪镇人民政府",
        date="2023年1月19日",
    )
    report = read_text(tmp_path, prose)
    assert report.year == 2022
    assert report.body == "杉树坪镇人民政府"


@pytest.mark.parametrize(
    "period",
    [
        "自2022年1月1日起至2022年12月31日止",
        "自2022年1月1日至12月31日",
        "从2022年1月1日起，至2022年12月31日止",
        "为2022年1月1日—2022年12月31日",
        "自二〇二二年一月一日起至二〇二二年十二月三十一日止",
    ],
)
def test_spellings_of_the_period(period: str, tmp_path: Path) -> None:
    prose = Prose(
        title=_BARE,
        opening=f"本报告中所列数据的统计期限{period}。",
        overview="2023年1月，我镇召开会议研究公开工作。",
        problems="2023年，我镇将继续努力。",
        date="2023年2月3日",
    )
    assert read_text(tmp_path, prose).year == 2022


def test_other_years_do_not_win(tmp_path: Path) -> None:
    """Document numbers, plans for the next year and comparisons with the last, many times over."""
    prose = Prose(
        title=["杉树坪镇人民政府2022年政府信息公开工作年度报告"],
        opening="根据县政府办〔2023〕2号、〔2023〕5号、〔2023〕11号文件要求，编制本报告。",
        overview="全年公开信息86条，2021年为74条，比2021年多12条；2021年的目录全部更新。",
        problems="2023年打算：2023年一季度培训，2023年二季度检查，2023年底总结，2023年完成整改。",
        signature="杉树坪镇人民政府",
        date="2023年1月19日",
    )
    assert read_text(tmp_path, prose).year == 2022


def test_year_of_the_title_wins_over_the_folder(tmp_path: Path) -> None:
    prose = prose_of("杉树坪镇人民政府", ["杉树坪镇人民政府2022年政府信息公开年度报告"])
    assert read_text(tmp_path / "2023", prose).year == 2022


def test_body_from_the_signature(tmp_path: Path) -> None:
    """A title that names no body: it signs at the end."""
    prose = replace(
        default_prose(truth_for("杉树坪镇人民政府")),
        title=["2022年政府信息公开工作年度报告"],
        opening="现将2022年政府信息公开工作情况报告如下。",
    )
    report = read_text(tmp_path, prose)
    assert (report.body, report.place, report.year) == ("杉树坪镇人民政府", "杉树坪镇", 2022)
