"""What the narrative counts beside postings: labelled sentences, and what holds of any text."""

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from narrative_labels import activity_sentences

from disclosure_stats.activities.reader import read_activities
from disclosure_stats.activities.vocabulary import codes
from disclosure_stats.analysis.activity_counts import activity_quantities
from disclosure_stats.forms import load_form
from disclosure_stats.postings.narrative import read_narrative
from disclosure_stats.store.schemas import ACTIVITIES

NARRATIVES = Path(__file__).parent / "narratives"
AT_LEAST = 0.95
ALPHABET = "公开培训会议专职兼职人员投诉经费查阅点账号0123456789次人名个万元，、。；其中共"


def activities(text: str, year: int = 2023) -> list[tuple[str, float, str]]:
    found = read_activities(read_narrative(text, year), year)
    return [(one.activity, one.value, one.period) for one in found]


def scores(part: str) -> tuple[float, float, list[str]]:
    """Precision, recall, and the names of the sentences that are read wrongly. A number whose
    label is optional counts for neither."""
    found = right = wanted = 0
    wrong = set()
    for sentence in activity_sentences(part):
        left = Counter(activities(sentence.text, sentence.year))
        for label in sentence.labels:
            key = label[:3]
            hit = left[key] > 0
            left[key] -= hit
            if not label.is_optional:
                wanted, right, found = wanted + 1, right + hit, found + hit
                wrong |= set() if hit else {sentence.name}
        extra = left.total()
        found += extra
        wrong |= {sentence.name} if extra else set()
    return right / found, right / wanted, sorted(wrong)


SETS = {
    "a": 100, "b": 100, "c": 40, "d": 40, "e": 80, "f": 80, "g": 60, "h": 60, "i": 80, "j": 120,
    "k": 80, "l": 80, "m": 60, "n": 60, "o": 60, "p": 60, "q": 60, "r": 50, "s": 50,
    "t": 40, "u": 30,
}  # fmt: skip


@pytest.mark.parametrize(("part", "count"), SETS.items())
def test_labelled_sentences_give_the_activities_that_are_labelled(part: str, count: int) -> None:
    precision, recall, wrong = scores(part)
    assert len(activity_sentences(part)) == count
    assert precision >= AT_LEAST, wrong
    assert recall >= AT_LEAST, wrong


@pytest.mark.parametrize("name", ["labelled.jsonl", "siblings.jsonl"])
def test_no_number_is_a_posting_and_an_activity(name: str) -> None:
    for line in (NARRATIVES / name).read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        narrative = read_narrative(record["text"], record["year"])
        posted = {posting.start for posting in narrative.postings}
        found = {one.start for one in read_activities(narrative, record["year"])}
        assert not posted & found, record["id"]


def test_codes_are_those_of_the_contract_and_of_the_form() -> None:
    assert sorted(codes()) == sorted(ACTIVITIES) == sorted(activity_quantities())
    form = load_form("2014")
    of_narrative_alone = {"assessments", "accounts", "interpretations"}
    of_form = {code for code in ACTIVITIES if form.has_cell("indicators", code, "year")}
    assert of_form == set(ACTIVITIES) - of_narrative_alone


@pytest.mark.parametrize(
    "text",
    [
        "明年计划举办政务公开培训3次。",
        "每季度召开政务公开专题会1次。",
        "2022年举办政务公开培训4次。",
        "较上年增加政务公开培训2次。",
        "举办农业技术培训3期，参训90人。",
        "关停政务微博账号1个。",
        "收取行政事业性收费12万元。",
    ],
)
def test_plans_rates_earlier_years_and_other_subjects_are_no_activities(text: str) -> None:
    assert activities(text) == []


def test_parts_are_not_counted_beside_their_whole() -> None:
    text = "举办政务公开培训6次，其中线上2次、线下4次。"
    assert activities(text) == [("trainings", 6, "year")]


def test_parts_of_requests_and_of_calls_are_no_complaints() -> None:
    assert activities("收到政府信息公开申请9件，其中予以公开7件，投诉举报类2件。") == []
    assert activities("收到政府信息公开申请9件，收到投诉举报2件。") == [("complaints", 2, "year")]
    assert activities("办理12345热线工单78件，涵盖投诉类28件、咨询类50件。") == []


def test_parts_may_stand_in_the_sentence_behind() -> None:
    text = "全区共开设新媒体账号70个。其中微博29个，发布信息92条；公众号41个，发布信息304条。"
    assert activities(text) == [("accounts", 70, "year")]


def test_what_a_change_ended_with_is_counted_and_not_what_it_began_with() -> None:
    assert activities("将原有5个新媒体账号整合为2个。") == [("accounts", 2, "year")]
    assert activities("政务新媒体账号由5个整合为2个。") == [("accounts", 2, "year")]


def test_of_trainings_on_several_subjects_the_part_on_disclosure_counts() -> None:
    text = "全镇组织各类培训38期，其中农民技能培训20期、政务公开培训2期。"
    assert activities(text) == [("trainings", 2, "year")]
    text = "举办培训6次，其中条例培训2次，政务公开实务培训4次。"
    assert activities(text) == [("trainings", 6, "year")]


def test_who_comes_to_trainings_is_a_trainee_whatever_else_he_is_called() -> None:
    text = "举办政务公开培训2期，信息员76人参加。"
    assert activities(text) == [("trainings", 2, "year"), ("trainees", 76, "year")]
    text = "举办政务公开培训2期，明确专职人员2名参加公开工作。"
    assert activities(text) == [("trainings", 2, "year"), ("staff_full_time", 2, "year")]


def test_numbers_behind_a_name_that_they_share_count_the_same() -> None:
    text = "举办政务公开培训2次，参加人数分别为42人和38人。"
    assert activities(text)[1:] == [("trainees", 42, "year"), ("trainees", 38, "year")]


def test_an_earlier_year_holds_for_the_numbers_that_go_on_with_it() -> None:
    text = "2022年开展政务公开培训3次、参训90人次；2023年开展政务公开培训4次、参训115人次。"
    assert activities(text) == [("trainings", 4, "year"), ("trainees", 115, "year")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("配有专兼职政务公开工作人员5名。", [("staff", 5, "year")]),
        ("与2022年的3次相比，今年举办政务公开培训5次。", [("trainings", 5, "year")]),
        ("组织政务公开培训3次提高了业务水平。", [("trainings", 3, "year")]),
        ("较2022年举办政务公开培训3次增加2次。", []),
        ("没有专职人员，由2人兼管信息公开工作。", []),
        ("召开动员会1次，站所负责人50人参加会议。", [("meetings", 1, "year")]),
        ("原有政务微信公众号2个，目前保留政务新媒体账号1个。", [("accounts", 1, "year")]),
        ("政务公开专职人员由2名减少为1名。", [("staff_full_time", 1, "year")]),
        (
            "配备了1名全职工作人员、1名兼职工作人员。",
            [("staff_full_time", 1, "year"), ("staff_part_time", 1, "year")],
        ),
        ("微信公众号1个，抖音号1个，共2个新媒体平台。", [("accounts", 2, "year")]),
        ("各村配备政务公开信息员1名。", []),
        ("计划举办政务公开培训3次，现已完成培训2次。", [("trainings", 2, "year")]),
        ("去年召开政务公开会议2次，今年召开4次。", [("meetings", 4, "year")]),
        ("举办行政执法培训班1期，参训30人。", []),
        ("为做好政务公开，收到微博投诉5条，全镇配备专职安全生产监管员18名、兼职调解员6名。", []),
        ("专职文书员1名负责政府信息公开。", [("staff_full_time", 1, "year")]),
        ("岚皋原县乌石坳镇人民政府2023年政府信息公开工作年度报告\n全镇管理人员21人。", []),
    ],
)
def test_numbers_that_another_reading_would_take(
    text: str, expected: list[tuple[str, float, str]]
) -> None:
    assert activities(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "举办政务公开培训、会议6次。",
        "举办培训6次，内容涉及消防、政务公开。",
        "村级公众号12个。",
        "对5件规范性文件进行了解读。",
        "开展农村电商培训6期、政务公开培训1期，分别培训240人、45人。",
    ],
)
def test_a_number_whose_readings_compete_is_doubtful(text: str) -> None:
    found = read_activities(read_narrative(text, 2023), 2023)
    assert found[-1].certainty == "doubtful"


def test_a_unit_that_no_activity_has_counts_none() -> None:
    assert activities("政务公开培训授课6学时。") == []


def test_a_policy_reading_that_is_posted_is_a_posting_alone() -> None:
    assert activities("网站发布政策解读12条。") == []
    assert activities("制作政策解读12条。") == [("interpretations", 12, "year")]


def test_what_attends_a_training_elsewhere_is_doubtful() -> None:
    text = "参加县里举办的政务公开培训2次。"
    (one,) = read_activities(read_narrative(text, 2023), 2023)
    assert one.certainty == "doubtful"
    assert one.sentence == text


@given(st.integers(0, 99_999), st.sampled_from(["召开政务公开专题会", "举办信息公开培训班"]))
def test_the_number_is_the_one_printed(number: int, words: str) -> None:
    ((_, value, period),) = activities(f"全年{words}{number}次。")
    assert (value, period) == (number, "year")


@given(
    st.text(
        alphabet="公开培训会议专职兼职人员投诉经费查阅点账号0123456789次人名个万元，、。；其中共",
        max_size=60,
    )
)
def test_any_text_is_read_and_its_numbers_stand_in_it(text: str) -> None:
    narrative = read_narrative(text, 2023)
    posted = {posting.start for posting in narrative.postings}
    starts = [one.start for one in read_activities(narrative, 2023)]
    assert starts == sorted(set(starts))
    assert not posted & set(starts)
