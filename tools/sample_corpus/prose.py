"""The text of a report: its opening and its sections, in wording of the body's own."""

import random

from .geography import PLACES
from .misprints import NARRATIVE_MISPRINTS
from .model import ActivityTruth, Paragraph, Report, Section, Sentence, StatementTruth
from .own_words import (
    COPIED_NEIGHBOUR,
    Words,
    activity_sentence,
    problems,
    words_with_copies,
)
from .posting_prose import Subject, posting_sentences
from .trends import Posted

TITLES_OF_TABLES = {
    "disclosures": "二、主动公开政府信息情况",
    "requests": "三、收到和处理政府信息公开申请情况",
    "appeals": "四、政府信息公开行政复议、行政诉讼情况",
}


def write_text(report: Report, posted: dict[int, Posted]) -> None:
    """Set the report's opening and sections, which agree with its tables."""
    # The same voice for a body and a form: offices rewrite last year's text.
    voice = random.Random(f"voice {report.place.name} {report.era}")
    if report.place.wording != "house":
        voice = random.Random(f"voice {report.place.name} {report.year}")
    so_far = sum(items.wechat for year, items in posted.items() if year <= report.year)
    broken = (report.place.name, report.year) in NARRATIVE_MISPRINTS
    subject = Subject(
        report.place, report.year, posted[report.year], voice, so_far, 10 if broken else 0
    )
    report.opening = (_opening(report, voice),)
    if report.era == "2014":
        report.sections = _sections_2014(report, subject)
    else:
        report.sections = _sections_2019(report, subject)


def _said(*texts: str) -> Paragraph:
    return tuple(Sentence(text) for text in texts)


def _opening(report: Report, voice: random.Random) -> Paragraph:
    place, year = report.place, report.year
    where = f"{place.prefecture}{place.county}{place.body.removeprefix(place.county)}"
    basis = voice.choice(
        [
            "根据《中华人民共和国政府信息公开条例》（以下简称《条例》）要求，",
            "按照《中华人民共和国政府信息公开条例》（以下简称《条例》）有关规定，",
        ]
    )
    return _said(
        f"{basis}{where}编制了{year}年度政府信息公开工作年度报告。",
        f"本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。",
        voice.choice(
            [
                f"如对本报告有疑问，请与{place.name}党政综合办公室联系。",
                f"公众可在{place.county}人民政府网站查阅本报告的电子版。",
            ]
        ),
    )


def _sections_2019(report: Report, subject: Subject) -> tuple[Section, ...]:
    voice = subject.voice
    heads = ["（一）主动公开。", "（二）依申请公开。", "（三）政府信息管理。"]
    heads += ["（四）政府信息公开平台建设。", "（五）监督保障。"]
    texts = [tuple(posting_sentences(subject)), _said(_on_requests(report))]
    if report.place.wording == "house":
        options = (_MANAGEMENT, _PLATFORMS, _OVERSIGHT)
        texts += [_said(voice.choice(sentences)) for sentences in options]
        on_problems = _problems(report, subject)
    else:
        neighbour = next(place for place in PLACES if place.name == COPIED_NEIGHBOUR)
        words, report.copied = words_with_copies(report, neighbour)
        texts += [_said(sentence) for sentence in words.overview]
        texts[-1] = (*texts[-1], activity_sentence(report))
        on_problems, report.statements = problems(report, words)
        report.own_words = _said_alone(report, words)
    overview = tuple((Sentence(head), *text) for head, text in zip(heads, texts, strict=True))
    return (
        Section("一、总体情况", overview),
        *(Section(heading, table=table) for table, heading in TITLES_OF_TABLES.items()),
        Section("五、存在的主要问题及改进情况", on_problems),
        Section("六、其他需要报告的事项", (_said(_other_matters(report)),)),
    )


def _sections_2014(report: Report, subject: Subject) -> tuple[Section, ...]:
    voice, place = subject.voice, report.place
    staff = report.indicators["staff_part_time"]
    overview = _said(
        f"{report.year}年，{place.we}把政府信息公开作为转变作风、服务群众的一项经常性工作来抓。",
        voice.choice(_MANAGEMENT),
    )
    counted = f"全{place.we[-1]}共有{staff}名兼职人员负责信息的收集和更新。"
    overview += (Sentence(counted, activities=(ActivityTruth("staff_part_time", staff, "名"),)),)
    fees = "本年度未收取检索、复制、邮寄等费用。"
    appeals = "本年度没有因政府信息公开被申请行政复议或者被提起行政诉讼。"
    asked = _on_requests(report)
    table_heading = voice.choice(
        [f"七、政府信息公开情况统计表（{report.year}年度）", "附件：政府信息公开情况统计表"]
    )
    return (
        Section("一、概述", (overview,)),
        Section("二、主动公开政府信息情况", (tuple(posting_sentences(subject)),)),
        Section("三、依申请公开政府信息和不予公开政府信息情况", (_said(asked),)),
        Section("四、政府信息公开的收费及减免情况", (_said(fees),)),
        Section("五、因政府信息公开申请行政复议、提起行政诉讼的情况", (_said(appeals),)),
        Section("六、存在的主要问题及改进措施", _problems(report, subject)),
        Section(table_heading, table="indicators"),
    )


def _on_requests(report: Report) -> str:
    place, year = report.place, report.year
    if report.era == "2014":
        received, closed = (report.indicators[k] for k in ("requests_received", "requests_closed"))
        carried_in = 0
    else:
        received = report.requests["received", "total"]
        carried_in = report.requests["carried_in", "total"]
        closed = received + carried_in - report.requests["carried_out", "total"]
    if not received and not carried_in:
        return f"{year}年{place.we}未收到政府信息公开申请。"
    text = f"{year}年{place.we}收到政府信息公开申请{received}件"
    if carried_in:
        text += f"，上年结转{carried_in}件"
    left = received + carried_in - closed
    if left < 0:  # the statistics form does not print what was carried in
        return text + f"，连同上年结转的{-left}件，共办结{closed}件。"
    text += f"，办结{closed}件"
    return text + (f"，{left}件结转下年度继续办理。" if left else "，均在法定期限内答复。")


def _said_alone(report: Report, words: Words) -> list[str]:
    """Of the words dealt out, those that this report prints and did not copy."""
    printed = [*words.overview]
    printed += [one.text for one in report.statements if one.text is not None]
    return [text for text in printed if not any(part in text for part in report.copied)]


def _problems(report: Report, subject: Subject) -> tuple[Paragraph, ...]:
    voice, we = subject.voice, subject.place.we
    faults = voice.sample(_FAULTS, 2)
    remedies = voice.sample(_REMEDIES, 2)
    kinds = ("problem", "problem", "improvement", "improvement")
    texts = (faults[0], f"{faults[1]}。", remedies[0], f"{remedies[1]}。")
    report.statements = [StatementTruth(*item) for item in zip(kinds, texts, strict=True)]
    return (
        _said(f"{we}的信息公开工作还存在一些不足：一是{faults[0]}；二是{faults[1]}。"),
        _said(f"{subject.year + 1}年，{we}将着力改进：一是{remedies[0]}；二是{remedies[1]}。"),
    )


def _other_matters(report: Report) -> str:
    if report.year >= 2021:
        return "本年度未收取政府信息公开信息处理费，没有其他需要报告的事项。"
    return "没有其他需要报告的事项。"


_MANAGEMENT = [
    "坚持谁起草谁提出、谁主管谁审核，先审查后公开，每季度对目录清理一次。",
    "对已公开的文件逐件核对有效性，失效的及时标注，做到有据可查。",
    "明确各办、各站所的信息员，信息从起草到公开的每一步都留有记录。",
    "修订信息公开目录，把审核意见和公开属性写进发文稿纸，不审不发。",
]

_PLATFORMS = [
    "由专人每天巡查各平台的更新情况，错链和错字当日改正。",
    "合并功能相近的栏目，把办事指南放到最显眼的位置，减少群众查找的时间。",
    "规范账号管理，信息统一审核后再发布，停用长期没有内容的账号。",
    "在办事窗口摆放自助查询设备，由窗口人员帮助群众使用。",
]

_OVERSIGHT = [
    "把信息公开列入年度考核，邀请群众代表评议，对意见逐条答复。",
    "由纪检干部定期抽查公开内容是否真实、及时，全年没有发生责任追究情形。",
    "组织信息员学习《条例》和保密规定，通报抽查中发现的问题并限期改正。",
]

_FAULTS = [
    "个别站所报送信息不够及时，内容偏重活动报道",
    "群众点题公开的渠道不多，互动较少",
    "信息员多为兼职，岗位变动后业务不熟",
    "解读材料文字偏多，图示和案例偏少",
    "历史文件的整理进度较慢，查找不便",
]

_REMEDIES = [
    "健全报送制度，明确每类信息的公开时限",
    "多用群众听得懂的话讲政策，增加图解和问答",
    "开展以老带新的业务培训，保持队伍稳定",
    "围绕惠农补贴、工程项目等事项细化公开内容",
    "定期听取群众意见，把常问的问题整理成册",
]
