"""The one real place: 官道口镇, 2023, its published figures in wording of our own."""

from tests.statutory_wording import APPLICANTS, DISCLOSURES, RESULTS, STAGES

from .model import Inconsistency, Place, Posting, Report, Section, Sentence
from .prose import TITLES_OF_TABLES
from .statutory import handled_groups

PLACE = Place(
    "官道口镇",
    "卢氏县",
    "三门峡市",
    "quiet",
    {"2021": "gongwen"},
    province="河南省",
)

_CLASSES = {"通知公告": 11, "乡村振兴": 12, "公共服务": 14, "组织概况": 3}

_LEFT_OUT = (Sentence("原报告的这一部分，本样例不转述。"),)


def report() -> Report:
    """Parts two to four are 0 throughout; the website's four classes sum to 40, as published."""
    form = Report(PLACE, 2023)
    form.disclosures = {
        (item, measure): 0
        for block in DISCLOSURES[form.era]
        for item in block.items
        for measure in block.measures
    }
    outcomes = [code for _, rows in handled_groups(other_as_one_row=False) for code in rows]
    form.requests = {
        (outcome, applicant): 0
        for outcome in ["received", "carried_in", *outcomes, "carried_out"]
        for applicant in APPLICANTS
    }
    form.appeals = {(stage, result): 0 for stage in STAGES for result in RESULTS}
    overview = (
        (Sentence("（一）主动公开。"), _on_boards(), _on_website()),
        (Sentence("（二）依申请公开。"), Sentence("2023年，我镇没有收到政府信息公开申请。")),
    )
    form.opening = (
        (
            Sentence("官道口镇隶属河南省三门峡市卢氏县。"),
            Sentence("本报告所列数据的统计期限自2023年1月1日起至2023年12月31日止。"),
        ),
    )
    form.sections = (
        Section("一、总体情况", overview),
        *(Section(heading, table=table) for table, heading in TITLES_OF_TABLES.items()),
        Section("五、存在的主要问题及改进情况", (_LEFT_OUT,)),
        Section("六、其他需要报告的事项", (_LEFT_OUT,)),
    )
    form.notice = (
        "本件为软件样例：数字取自官道口镇已公布的2023年度报告，文字由样例作者另写，并非原文。"
        "网站四类信息合计与所载总数不一致，系原报告如此，照录。"
    )
    form.inconsistency = Inconsistency("postings_parts", "postings", "website")
    return form


def _on_boards() -> Sentence:
    return Sentence(
        "我镇全年在政务公开栏公开信息460条，其中镇政务公开栏136条，各村政务公开栏324条。",
        (
            Posting("notice_board", 460),
            Posting("notice_board", 136, parent=1),
            Posting("notice_board", 324, parent=1, scope="villages"),
        ),
    )


def _on_website() -> Sentence:
    listed = "、".join(f"{name}{count}条" for name, count in _CLASSES.items())
    parts = [Posting("website", count, parent=1, category=name) for name, count in _CLASSES.items()]
    return Sentence(
        f"在镇政府网站专栏公开信息50条，其中{listed}。", (Posting("website", 50), *parts)
    )
