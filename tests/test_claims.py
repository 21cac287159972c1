"""The narrative against the tables: requests, reviews, lawsuits and fees."""

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from layouts.layout import Layout
from layouts.report import default_prose, draw_report
from layouts.truth import Truth, consistent_truth

from disclosure_stats import Report, read_report
from disclosure_stats.checks.claims import Claim, claims, told_numbers

ROOT = Path(__file__).resolve().parents[1]


def drawn(tmp_path: Path, sentence: str, era: str = "2021") -> tuple[Report, int]:
    """A report whose narrative holds a sentence (with {count} for what the table prints)."""
    truth = consistent_truth(era, Random(3))
    key = ("indicators", "requests_received", "year")
    received = int(truth.values.get(key) or truth.values["requests", "received", "total"])
    prose = default_prose(truth)
    text = prose.overview + sentence.format(count=received, wrong=received + 4, year=truth.year)
    data, _ = draw_report(truth, Layout(), replace(prose, overview=text))
    path = tmp_path / "report.pdf"
    path.write_bytes(data)
    return read_report(path), received


def stated(rule: str, text: str) -> list[float]:
    told = told_numbers([text], "township", 2023)
    return [number for claim, number in told if claim.rule == f"narrative_{rule}"]


def findings(report: Report, rule: str = "requests") -> list[tuple]:
    rows = report.findings[report.findings["rule"] == f"narrative_{rule}"]
    columns = ["severity", "origin", "table", "where", "expected", "found"]
    return list(rows[columns].itertuples(index=False, name=None))


@pytest.mark.parametrize("era", ["2014", "2019", "2021"])
def test_a_number_that_agrees_is_a_check_that_passed(tmp_path: Path, era: str) -> None:
    without, _ = drawn(tmp_path, "", era)
    report, _ = drawn(tmp_path, "{year}年，我镇共收到政府信息公开申请{count}件。", era)
    assert findings(report) == []
    assert report.checks_passed == without.checks_passed + 1
    assert report.status == without.status


def test_a_number_that_differs_is_the_reports_own_doing(tmp_path: Path) -> None:
    report, received = drawn(tmp_path, "全年共受理政府信息公开申请{wrong}件，均按期答复。")
    wanted = ("warning", "source", "requests", "received", received + 4, received)
    assert findings(report) == [wanted]
    assert report.status == "flagged"
    row = report.findings[report.findings["rule"] == "narrative_requests"].iloc[0]
    assert (
        row["page"]
        == report.requests.query("outcome == 'received' and applicant == 'total'")["page"].item()
    )


def test_none_received_counts_as_zero(tmp_path: Path) -> None:
    report, received = drawn(tmp_path, "{year}年，我镇未收到政府信息公开申请。")
    assert [row[4:] for row in findings(report)] == [(0, received)]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("2023年，我镇共收到政府信息公开申请1,207件，均按规定办理", [1207]),
        ("共收到政府信息公开申请３５件", [35]),
        ("全年收到12件政府信息公开申请", [12]),
        ("本年度共受理依申请公开0件", [0]),
        ("我乡没有收到公民、法人或其他组织提出的政府信息公开申请", [0]),
        ("未接到依申请公开事项", [0]),
        ("收到政府信息公开申请9件，其中网络申请4件，当面申请5件", [9]),
        ("收到政府信息公开申请9件，上年结转2件", [9]),
        # Not of this year, not of this body, or no requests for information.
        ("2022年收到政府信息公开申请9件", []),
        ("通过网络收到政府信息公开申请4件", []),
        ("区政府办代表区政府受理政府信息公开申请17件", []),
        ("未收到政府信息公开行政复议、行政诉讼申请", []),
        ("收到信息公开类投诉举报3件", []),
        ("累计受理政府信息公开申请120件", []),
        ("主动公开政府信息510条", []),
        ("收到群众来信12件", []),
        # Told without the full words.
        ("依申请公开方面：本年度共收到申请7件", [7]),
        ("我镇全年无政府信息公开申请", [0]),
        ("2023年政府信息公开申请0件", [0]),
        ("本年度新收政府信息公开申请9件，上年结转2件", [9]),
        ("今年以来，全镇共收到政府信息公开申请9件", [9]),
        ("本年度未收到任何形式的政府信息公开申请", [0]),
        ("2023年我镇暂未收到政府信息公开申请", [0]),
        ("2023年我镇无依申请公开事项", [0]),
        ("2023年，我镇无公民、法人和其他组织提出的政府信息公开申请", [0]),
        ("2023年没有公民、法人和其他组织向我镇提出政府信息公开申请", [0]),
        ("2023年，我镇通过各种渠道共收到政府信息公开申请9件", [9]),
        ("2023年，开发区管委会收到政府信息依申请公开9件", [9]),
        # Of another time than the whole year.
        ("近三年来，我镇共收到政府信息公开申请9件", []),
        ("过去五年，我镇收到政府信息公开申请9件", []),
        ("“十三五”期间，我镇共收到政府信息公开申请9件", []),
        ("一季度收到政府信息公开申请9件", []),
        ("2023年上半年，我镇收到政府信息公开申请9件", []),
        ("12月份未收到政府信息公开申请", []),
        ("2023年，我镇一季度召开会议，全年共收到政府信息公开申请9件", [9]),
        # Some of them.
        ("通过邮政寄送收到政府信息公开申请9件", []),
        ("收到土地征收类政府信息公开申请9件", []),
        ("收到个人政府信息公开申请9件", []),
        ("收到不符合规定的政府信息公开申请9件", []),
        ("除上述申请外，未收到其他政府信息公开申请", []),
        ("线下（窗口）收到政府信息公开申请9件", []),
        # Told in other turns.
        ("没有收到公民书面提出的公开政府信息的要求", [0]),
        ("收到群众向石埠桥镇人民政府提出的政府信息公开申请9件", [9]),
        ("收到并办理政府信息公开申请9件（其中网络申请4件，信函申请5件）", [9]),
        ("2023年依申请公开共受理9件", [9]),
        ("太和街道办事处未收到依申请公开件", [0]),
        ("共收到政府信息公开申请数量为0", [0]),
        ("主动公开政府信息510条，收到低保申请7件", []),
        ("公文共130件，主动公开18件，依申请公开12件", []),
        # Of the year, whatever it is compared with; of all years, if none is named for it.
        ("2023年累计收到政府信息公开申请9件", [9]),
        ("截至2023年底，累计收到政府信息公开申请9件", []),
        ("收到政府信息公开申请9件，较2022年增加3件", [9]),
        ("与2022年相比，收到政府信息公开申请9件，增加3件", []),
        ("收到政府信息公开申请9件，1件结转至2024年办理", [9]),
        ("政府信息公开申请9件由2022年结转至2023年", []),
        # No requests.
        ("各村收到群众政务公开类意见9条", []),
        ("每件收到的政府信息公开申请均在15个工作日内办理", []),
        ("收到政府信息公开申请约9件次", []),
    ],
)
def test_what_a_sentence_says_was_received(text: str, numbers: list[int]) -> None:
    assert stated("requests", text) == numbers


@pytest.mark.parametrize(
    ("rule", "text", "numbers"),
    [
        ("answered", "收到政府信息公开申请9件，办结7件", [7]),
        ("answered", "全年共收到政府信息公开申请9件，均已答复", []),
        ("answered", "收到政府信息公开申请9件，已按时办结9件，无结转", [9]),
        ("answered", "办结群众来信9件", []),
        ("answered", "收到政府信息公开申请9件，按时答复7件，延期答复2件", []),
        ("answered", "收到政府信息公开申请9件，其中7件现已按期完成答复", [7]),
        ("answered", "本年度受理9件，按时答复依申请公开9件", [9]),
        ("answered", "收到政府信息公开申请9件，其中网络申请7件，已办结7件", []),
        ("answered", "收到政府信息公开申请9件，其中网络申请7件，已办结9件", [9]),
        ("answered", "收到政府信息公开申请9件，按时办结8件，另有1件由申请人撤回", []),
        ("answered", "收到政府信息公开申请9件，按时办结8件，另有1件结转下年度", [8]),
        ("answered", "受理政府信息公开申请9件，办理人大建议，答复7件", []),
        ("carried_out", "受理政府信息公开申请9件；予以公开8件，结转至2024年继续办理1件", [1]),
        ("carried_out", "受理政府信息公开申请9件，1件结转下年度继续办理", [1]),
        ("carried_out", "收到政府信息公开申请9件，结转下年度2件", [2]),
        ("carried_out", "受理政府信息公开申请9件，其余2件结转下年度", [2]),
        ("carried_out", "收到政府信息公开申请9件，无结转下年度", [0]),
        ("carried_out", "上年结转政府信息公开申请2件", []),
        ("reconsideration", "因政府信息公开引起的行政复议3件", [3]),
        ("reconsideration", "全年未发生因政府信息公开引起的行政复议、行政诉讼", [0]),
        ("reconsideration", "政府信息公开行政复议3件，其中维持2件", [3]),
        ("reconsideration", "办理行政复议案件3件", []),
        ("litigation", "全年未发生因政府信息公开引起的行政复议、行政诉讼", [0]),
        ("litigation", "政府信息公开行政复议3件，行政诉讼1件", [1]),
        ("litigation", "2019年因政府信息公开引起的行政诉讼4件", []),
        ("fees", "未收取任何政府信息公开费用", [0]),
        ("fees", "依申请公开收取检索、复制等费用1,200元", [1200]),
        ("fees", "收取信息公开费用0.12万元", [1200]),
        ("fees", "收取行政事业性费用300元", []),
        ("fees", "收取信息公开检索费100元，复制费50元", []),
        ("litigation", "因政府信息公开引起的行政复议、行政诉讼共7件", []),
        ("reconsideration", "7件因政府信息公开引起的行政复议、行政诉讼", []),
        ("reconsideration", "由依申请公开引起的行政复议2件，均获维持", [2]),
        ("litigation", "未发生与政府信息公开有关的行政复议、诉讼", [0]),
        ("litigation", "政府信息公开引起的行政复议2件；行政诉讼案1件", [1]),
        ("reconsideration", "加强政务公开；办理行政复议案件3件", []),
        ("reconsideration", "四、政府信息公开行政复议情况\n全年发生行政复议3件", [3]),
        ("reconsideration", "（一）政府信息公开情况\n全年发生行政复议3件", []),
        ("reconsideration", "4.政府信息公开行政复议情况\n无。\n5.依法行政\n全年行政复议3件", []),
        ("litigation", "3、政府信息公开引起的行政诉讼：无", [0]),
        ("fees", "我镇政府信息公开没有收费", [0]),
        ("fees", "依申请公开未发生收费和减免情况", [0]),
        ("fees", "政务公开方面，没有发生乱收费现象", []),
        ("litigation", "政府信息公开方面未发生重大行政诉讼败诉案件", []),
        ("reconsideration", "不存在因政府信息公开被行政复议机关责令改正的情况", []),
    ],
)
def test_what_a_sentence_says_of_the_rest(rule: str, text: str, numbers: list[float]) -> None:
    assert stated(rule, text) == pytest.approx(numbers)


def numbers_of(truth: Truth, claim: Claim) -> tuple[str, str, float] | None:
    """The table, cell and number that a claim is about, if the form has them."""
    for table, codes in claim.cells.items():
        second = "year" if table == "indicators" else "total"
        values = [truth.values.get((table, code, second)) for code in codes]
        if None not in values:
            return table, codes[0], float(sum(values))
    return None


SENTENCES = {
    "narrative_requests": "本年共收到政府信息公开申请{n}件。",
    "narrative_answered": "本年收到政府信息公开申请，办结{n}件。",
    "narrative_carried_out": "政府信息公开申请结转下年度{n}件。",
    "narrative_reconsideration": "因政府信息公开引起的行政复议{n}件。",
    "narrative_litigation": "因政府信息公开引起的行政诉讼{n}件。",
    "narrative_fees": "依申请公开收取检索费用{n}元。",
}


@pytest.mark.parametrize("era", ["2014", "2019", "2021"])
@pytest.mark.parametrize("claim", claims(), ids=lambda claim: claim.rule)
def test_each_claim_is_held_against_its_cells(tmp_path: Path, claim: Claim, era: str) -> None:
    truth = consistent_truth(era, Random(3))
    found = numbers_of(truth, claim)
    if found is None:
        pytest.skip(f"the form of {era} has no cell for {claim.rule}")
    table, where, printed = found
    in_yuan = 10_000 if claim.rule == "narrative_fees" else 1
    rule = claim.rule.removeprefix("narrative_")
    for stated_number, wanted in ((printed, []), (printed + 3, [(printed + 3, printed)])):
        sentence = SENTENCES[claim.rule].format(n=round(stated_number * in_yuan))
        report, _ = drawn(tmp_path, sentence, era)
        rows = findings(report, rule)
        told = [number * in_yuan for pair in wanted for number in pair]
        assert [number for row in rows for number in row[4:]] == pytest.approx(told)
        assert all(row[2:4] == (table, where) for row in rows)


@given(st.integers(0, 99_999), st.sampled_from("件条宗"), st.sampled_from(["", "，", "。"]))
def test_any_number_is_read_as_printed(count: int, unit: str, end: str) -> None:
    for printed in (str(count), f"{count:,}"):
        text = f"我镇今年共收到各类政府信息公开申请{printed}{unit}{end}"
        assert stated("requests", text) == [count]


@given(
    st.text(
        alphabet="未没有收到受理信息公开申请办结转下年度行政复议诉讼费用元012789件，。；年其中",
        max_size=60,
    )
)
def test_any_text_is_survived(text: str) -> None:
    assert all(count >= 0 for _, count in told_numbers([text], "township", 2023))


def test_no_sample_is_blamed() -> None:
    for path in sorted((ROOT / "data" / "raw").rglob("*_2019.pdf")):
        report = read_report(path)
        rules = report.findings["rule"]
        assert not rules.str.startswith("narrative_").any(), path.name
