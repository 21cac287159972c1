"""The wording of the three statutory forms, as the forms print it, beside the contract's codes.

Kept apart from the project's own `forms`, so that the tests do not read with the same eyes as the
code that they test: a slip in either shows as a failing test. The drawn layouts (`tests/layouts`)
and the sample reports (`tools/sample_corpus`) are both set in it.
"""

from typing import NamedTuple

APPLICANTS = {
    "natural_person": "自然人",
    "company": "商业企业",
    "research": "科研机构",
    "social_organisation": "社会公益组织",
    "legal_service": "法律服务机构",
    "other_organisation": "其他",
    "total": "总计",
}

RECEIVED = "一、本年新收政府信息公开申请数量"
CARRIED_IN = "二、上年结转政府信息公开申请数量"
CARRIED_OUT = "四、结转下年度继续办理"
PROCESSED = "三、本年度办理结果"
BALANCE_NOTE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"

# Group → the outcomes under it. A group with one outcome of no label is a row of its own.
OUTCOMES: dict[str, dict[str, str]] = {
    "（一）予以公开": {"granted": ""},
    "（二）部分公开（区分处理的，只计这一情形，不计其他情形）": {"partly_granted": ""},
    "（三）不予公开": {
        "refused_state_secret": "1.属于国家秘密",
        "refused_law_forbids": "2.其他法律行政法规禁止公开",
        "refused_three_securities": "3.危及“三安全一稳定”",
        "refused_third_party": "4.保护第三方合法权益",
        "refused_internal": "5.属于三类内部事务信息",
        "refused_process": "6.属于四类过程性信息",
        "refused_enforcement_file": "7.属于行政执法案卷",
        "refused_inquiry": "8.属于行政查询事项",
    },
    "（四）无法提供": {
        "unavailable_not_held": "1.本机关不掌握相关政府信息",
        "unavailable_must_create": "2.没有现成信息需要另行制作",
        "unavailable_unclear": "3.补正后申请内容仍不明确",
    },
    "（五）不予处理": {
        "unprocessed_petition": "1.信访举报投诉类申请",
        "unprocessed_repeat": "2.重复申请",
        "unprocessed_publication": "3.要求提供公开出版物",
        "unprocessed_excessive": "4.无正当理由大量反复申请",
        "unprocessed_reconfirm": "5.要求行政机关确认或重新出具已获取信息",
    },
    "（六）其他处理": {
        "other_uncorrected": "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
        "other_unpaid": "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
        "other_other": "3.其他",
    },
}
OTHER = "（六）其他处理"
PROCESSED_TOTAL = "（七）总计"

STAGES = {
    "reconsideration": "行政复议",
    "litigation_direct": "未经复议直接起诉",
    "litigation_after_reconsideration": "复议后起诉",
}
RESULTS = {
    "upheld": "结果维持",
    "corrected": "结果纠正",
    "other": "其他结果",
    "pending": "尚未审结",
    "total": "总计",
}


class Block(NamedTuple):
    """One block of part two."""

    heading: str
    measures: dict[str, str]
    items: dict[str, str]


DISCLOSURES: dict[str, list[Block]] = {
    "2021": [
        Block(
            "第二十条第（一）项",
            {"issued": "本年制发件数", "repealed": "本年废止件数", "in_force": "现行有效件数"},
            {"rules": "规章", "normative_documents": "行政规范性文件"},
        ),
        Block("第二十条第（五）项", {"decisions": "本年处理决定数量"}, {"licences": "行政许可"}),
        Block(
            "第二十条第（六）项",
            {"decisions": "本年处理决定数量"},
            {"penalties": "行政处罚", "coercive_measures": "行政强制"},
        ),
        Block(
            "第二十条第（八）项",
            {"amount": "本年收费金额（单位：万元）"},
            {"fees": "行政事业性收费"},
        ),
    ],
    "2019": [
        Block(
            "第二十条第（一）项",
            {
                "created": "本年新制作数量",
                "published": "本年新公开数量",
                "published_total": "对外公开总数量",
            },
            {"rules": "规章", "normative_documents": "规范性文件"},
        ),
        Block(
            "第二十条第（五）项",
            {
                "items_last_year": "上一年项目数量",
                "items_change": "本年增/减",
                "decisions": "处理决定数量",
            },
            {"licences": "行政许可", "other_services": "其他对外管理服务事项"},
        ),
        Block(
            "第二十条第（六）项",
            {
                "items_last_year": "上一年项目数量",
                "items_change": "本年增/减",
                "decisions": "处理决定数量",
            },
            {"penalties": "行政处罚", "coercive_measures": "行政强制"},
        ),
        Block(
            "第二十条第（八）项",
            {"items_last_year": "上一年项目数量", "items_change": "本年增/减"},
            {"fees": "行政事业性收费"},
        ),
        Block(
            "第二十条第（九）项",
            {"projects": "采购项目数量", "amount": "采购总金额"},
            {"procurement": "政府集中采购"},
        ),
    ],
}


class Indicator(NamedTuple):
    """A row of the statistics form; a heading has neither code nor unit."""

    code: str
    label: str
    unit: str = ""


INDICATORS = [
    Indicator("", "一、主动公开情况"),
    Indicator(
        "disclosed_total", "（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）", "条"
    ),
    Indicator("normative_documents_disclosed", "其中：主动公开规范性文件数", "条"),
    Indicator("normative_documents_issued", "制发规范性文件总数", "件"),
    Indicator("", "（二）通过不同渠道和方式公开政府信息的情况"),
    Indicator("via_bulletin", "1.政府公报公开政府信息数", "条"),
    Indicator("via_website", "2.政府网站公开政府信息数", "条"),
    Indicator("via_weibo", "3.政务微博公开政府信息数", "条"),
    Indicator("via_wechat", "4.政务微信公开政府信息数", "条"),
    Indicator("via_other", "5.其他方式公开政府信息数", "条"),
    Indicator("", "二、回应解读情况"),
    Indicator(
        "response_1", "（一）回应公众关注热点或重大舆情数（不同方式回应同一热点或舆情计1次）", "次"
    ),
    Indicator("", "（二）通过不同渠道和方式回应解读的情况"),
    Indicator("response_2", "1.参加或举办新闻发布会总次数", "次"),
    Indicator("response_3", "其中：主要负责同志参加新闻发布会次数", "次"),
    Indicator("response_4", "2.政府网站在线访谈次数", "次"),
    Indicator("response_5", "其中：主要负责同志参加政府网站在线访谈次数", "次"),
    Indicator("response_6", "3.政策解读稿件发布数", "篇"),
    Indicator("response_7", "4.微博微信回应事件数", "次"),
    Indicator("response_8", "5.其他方式回应事件数", "次"),
    Indicator("", "三、依申请公开情况"),
    Indicator("requests_received", "（一）收到申请数", "件"),
    Indicator("requests_in_person", "1.当面申请数", "件"),
    Indicator("requests_fax", "2.传真申请数", "件"),
    Indicator("requests_online", "3.网络申请数", "件"),
    Indicator("requests_letter", "4.信函申请数", "件"),
    Indicator("requests_closed", "（二）申请办结数", "件"),
    Indicator("closed_on_time", "1.按时办结数", "件"),
    Indicator("closed_extended", "2.延期办结数", "件"),
    Indicator("replies", "（三）申请答复数", "件"),
    Indicator("replied_already_public", "1.属于已主动公开范围数", "件"),
    Indicator("replied_granted", "2.同意公开答复数", "件"),
    Indicator("replied_partly", "3.同意部分公开答复数", "件"),
    Indicator("replied_refused", "4.不同意公开答复数", "件"),
    Indicator("refused_state_secret", "其中：1.涉及国家秘密", "件"),
    Indicator("refused_trade_secret", "2.涉及商业秘密", "件"),
    Indicator("refused_privacy", "3.涉及个人隐私", "件"),
    Indicator("refused_securities", "4.危及国家安全、公共安全、经济安全和社会稳定", "件"),
    Indicator("refused_not_information", "5.不是《条例》所指政府信息", "件"),
    Indicator("refused_other_law", "6.法律法规规定的其他情形", "件"),
    Indicator("replied_not_this_body", "5.不属于本行政机关公开数", "件"),
    Indicator("replied_nonexistent", "6.申请信息不存在数", "件"),
    Indicator("replied_asked_amend", "7.告知作出更改补充数", "件"),
    Indicator("replied_other_route", "8.告知通过其他途径办理数", "件"),
    Indicator("reconsideration_total", "四、行政复议数量", "件"),
    Indicator("reconsideration_upheld", "（一）维持具体行政行为数", "件"),
    Indicator("reconsideration_corrected", "（二）被依法纠错数", "件"),
    Indicator("reconsideration_other", "（三）其他情形数", "件"),
    Indicator("litigation_total", "五、行政诉讼数量", "件"),
    Indicator("litigation_upheld", "（一）维持具体行政行为或者驳回原告诉讼请求数", "件"),
    Indicator("litigation_corrected", "（二）被依法纠错数", "件"),
    Indicator("litigation_other", "（三）其他情形数", "件"),
    Indicator("complaints", "六、举报投诉数量", "件"),
    Indicator("fees_collected", "七、依申请公开信息收取的费用", "万元"),
    Indicator("", "八、机构建设和保障经费情况"),
    Indicator("dedicated_offices", "（一）政府信息公开工作专门机构数", "个"),
    Indicator("reading_points", "（二）设置政府信息公开查阅点数", "个"),
    Indicator("staff", "（三）从事政府信息公开工作人员数", "人"),
    Indicator("staff_full_time", "1.专职人员数（不包括政府公报及政府网站工作人员数）", "人"),
    Indicator("staff_part_time", "2.兼职人员数", "人"),
    Indicator(
        "dedicated_funds",
        "（四）政府信息公开专项经费（不包括用于政府公报编辑管理及政府网站建设维护等方面的经费）",
        "万元",
    ),
    Indicator("", "九、政府信息公开会议和培训情况"),
    Indicator("meetings", "（一）召开政府信息公开工作会议或专题会议数", "次"),
    Indicator("trainings", "（二）举办各类培训班数", "次"),
    Indicator("trainees", "（三）接受培训人员数", "人次"),
]

# A province's own form. Labels that the national form lacks, or that put two of its rows into one,
# are told apart by their label alone: the contract's code for them is `other`.
PROVINCIAL_INDICATORS = [
    Indicator("disclosed_total", "主动公开文件数", "条"),
    Indicator("via_website", "其中：1.政府网站公开数", "条"),
    Indicator("via_bulletin", "2.政府公报公开数", "条"),
    Indicator("requests_received", "受理依申请公开信息总数", "条"),
    Indicator("requests_in_person", "其中：1.当面申请数", "条"),
    Indicator("requests_online", "2.网上申请数", "条"),
    Indicator("other:信函、传真申请数", "3.信函、传真申请数", "条"),
    Indicator("replies", "对申请的答复总数", "条"),
    Indicator("replied_granted", "其中：1.同意公开答复数", "条"),
    Indicator("replied_partly", "2.同意部分公开答复数", "条"),
    Indicator("replied_refused", "3.不予公开答复数", "条"),
    Indicator("other:其他类型答复数", "4.其他类型答复数", "条"),
    Indicator("other:接受行政诉讼、举报数", "接受行政诉讼、举报数", "件"),
    Indicator("reconsideration_total", "行政复议数", "件"),
    Indicator("litigation_total", "行政诉讼数", "件"),
]
