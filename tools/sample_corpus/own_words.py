"""Sentences that one report alone says, dealt out once each, and who copies whose on purpose.

What is alike in two reports of these places is then no artefact of this program: either both say it
because one copied, or it is a turn of phrase that fills in a number.
"""

import random
from dataclasses import dataclass, field, replace
from itertools import product

from .model import FIRST_YEAR, ActivityTruth, Paragraph, Place, Report, Sentence, StatementTruth

COPIED_NEIGHBOUR = "霁桥镇"


@dataclass(frozen=True)
class Words:
    """What a report says in words of its own: three sentences of the overview, two faults, two
    remedies."""

    overview: tuple[str, str, str]
    faults: tuple[str, str]
    remedies: tuple[str, str]


@dataclass
class _Deck:
    """Combinations of parts, each of which is dealt out once."""

    parts: tuple[tuple[str, ...], ...]
    seed: str
    left: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.left = ["，".join(chosen) for chosen in product(*self.parts)]
        random.Random(self.seed).shuffle(self.left)

    def deal(self) -> str:
        return self.left.pop()


_MANAGEMENT = _Deck(
    (
        (
            "党政办牵头对存量文件重新编号",
            "把公开属性的认定提前到起草环节",
            "请法律顾问参与公开前的审查",
            "逐站所核对了主动公开目录",
            "为每份政策文件建立了解读台账",
            "对照机构改革方案调整了事项归属",
        ),
        (
            "过期的名册移出首页并注明停止使用",
            "拟不公开的事项须写明依据",
            "群众问得最多的事项排在前面",
            "涉及个人的栏目只留姓名和金额",
            "扫描件一律换成可检索的文字版",
            "每条信息都能查到经办人和审签人",
        ),
        (
            "年末由档案员装订成册",
            "由纪检干部每季抽验",
            "结果在干部例会上讲评",
            "做法写进了岗位手册",
        ),
    ),
    "management",
)
_PLATFORM = _Deck(
    (
        (
            "网页改版后字号可以放大",
            "公开专区搬到了便民大厅入口",
            "村口的公开栏换成了双面橱窗",
            "方言音频每天在集市时段播放",
            "办事指南配上了流程图和样表",
            "二维码贴到了水电费缴费窗口",
        ),
        (
            "老年人找信息比从前省时",
            "赶集的群众顺路就能看到",
            "外出务工人员也能随时查询",
            "代办员不再需要来回奔走",
            "表格填错退件的情形少了",
            "商户可以订阅与自己有关的通知",
        ),
        ("群众反映良好", "相关做法在片区推广", "后续将继续听取意见", "运行中未出现差错"),
    ),
    "platform",
)
_OVERSIGHT = _Deck(
    (
        (
            "请退休教师和村民代表担任义务监督员",
            "把公开情况纳入站所月度讲评",
            "组织邻近站所互查栏目",
            "在公开栏旁设置了意见箱",
            "对重点栏目实行红黄牌提示",
            "年中邀请人大代表实地察看",
        ),
        (
            "指出的毛病逐件销号",
            "意见按来源分类答复",
            "迟报的站所当月补报并说明缘由",
            "整改前后的页面一并存档",
            "好的经验由党政办汇编成例",
            "发现的断链在三日内修复",
        ),
        ("责任落实到人", "没有出现重复发生的情形", "结果向全体干部公布", "形成了可以沿用的办法"),
    ),
    "oversight",
)
_FAULTS = _Deck(
    (
        (
            "偏远村组的公开栏更新偏慢",
            "项目结算类信息的说明不够通俗",
            "留言回复中政策依据引用不全",
            "新上岗信息员对审签流程不熟",
            "征求意见后的采纳说明偏少",
            "视频解读的更新节奏不均衡",
            "历年文件的电子化进度不一",
            "栏目之间的归类标准不够统一",
        ),
        (
            "个别季度集中发布",
            "与群众的期待有差距",
            "查询时仍需多次翻找",
            "影响了公开的效果",
            "有待专人统筹",
        ),
    ),
    "faults",
)
_REMEDIES = _Deck(
    (
        (
            "为边远村组配发移动上传设备",
            "编写通俗版结算说明的样例",
            "把常用政策依据做成可检索的清单",
            "安排老信息员结对带教",
            "征求意见结束后十日内公布采纳结果",
            "按季度排定解读选题",
            "分三批完成旧文件的扫描",
            "统一全部栏目的归类口径",
        ),
        ("由分管领导督办", "并公布完成时限", "年底组织回头看", "所需经费列入预算", "纳入站所讲评"),
    ),
    "remedies",
)


_dealt: dict[tuple[str, int], Words] = {}


def words_of(place: Place, year: int) -> Words:
    """What the place says of its own on a year. One that keeps its words has those of its first
    year on all; call it place by place, year by year: cards are dealt in that order."""
    if (place.name, year) in _dealt:
        return _dealt[place.name, year]
    first = next(y for y in range(FIRST_YEAR, year + 1) if y not in place.missing)
    if place.wording == "kept" and year != first:
        return words_of(place, first)
    faults = (_FAULTS.deal(), _FAULTS.deal())
    remedies = (_REMEDIES.deal(), _REMEDIES.deal())
    overview = [deck.deal() + "。" for deck in (_MANAGEMENT, _PLATFORM, _OVERSIGHT)]
    words = Words((overview[0], overview[1], overview[2]), faults, remedies)
    _dealt[place.name, year] = words
    return words


def words_with_copies(report: Report, neighbour: Place | None) -> tuple[Words, dict[str, str]]:
    """The words of a report, and of those that it copied the path of the report they are from."""
    place, year = report.place, report.year
    own = words_of(place, year)
    if place.wording == "kept":
        before = place.path(year - 1)
        is_first = year - 1 in place.missing or year == FIRST_YEAR
        said = (*own.overview, *own.faults, *own.remedies)
        return own, {} if is_first else dict.fromkeys(said, before)
    if place.wording == "neighbour" and neighbour is not None:
        theirs = words_of(neighbour, year)
        overview = (theirs.overview[0], own.overview[1], theirs.overview[2])
        mixed = replace(own, overview=overview)
        return mixed, dict.fromkeys(overview[::2], neighbour.path(year))
    return own, {}


def activity_sentence(report: Report) -> Sentence:
    """What the report counts beside postings, in one of several wordings."""
    chance = random.Random(f"activities {report.place.name} {report.year}")
    meetings, trainings, staff = chance.randint(2, 6), chance.randint(1, 4), chance.randint(2, 7)
    trainees, accounts = chance.randint(20, 90), chance.randint(1, 4)
    told = ActivityTruth
    choices = [
        (
            f"全年召开政务公开专题会议{meetings}次，举办业务培训{trainings}期，参训{trainees}人次。",
            (
                told("meetings", meetings, "次"),
                told("trainings", trainings, "期"),
                told("trainees", trainees, "人次"),
            ),
        ),
        (
            f"现有从事信息公开的兼职人员{staff}名，开展集中培训{trainings}场，"
            f"接受社会评议{meetings}次。",
            (
                told("staff_part_time", staff, "名"),
                told("trainings", trainings, "场"),
                told("assessments", meetings, "次"),
            ),
        ),
        (
            f"政务新媒体账号{accounts}个，由{staff}名工作人员负责日常维护，"
            f"全年研究信息公开工作{meetings}次。",
            (
                told("accounts", accounts, "个"),
                told("staff", staff, "名"),
                told("meetings", meetings, "次"),
            ),
        ),
        (
            f"全年收到关于信息公开的举报投诉{trainings - 1}件，制作政策解读{meetings}篇，"
            f"设置公共查阅点{accounts}处。",
            (
                told("complaints", trainings - 1, "件"),
                told("interpretations", meetings, "篇"),
                told("reading_points", accounts, "处"),
            ),
        ),
    ]
    text, activities = chance.choice(choices)
    return Sentence(text, activities=activities)


def problems(report: Report, words: Words) -> tuple[tuple[Paragraph, ...], list[StatementTruth]]:
    """Section five in one of several forms, and its items."""
    we, (first, second), (cure, other) = report.place.we, words.faults, words.remedies
    form = random.Random(f"problems {report.place.name} {report.year}").randrange(5)
    if report.place.wording == "kept":
        form = 1
    if form == 0:
        said = [
            f"{we}的公开工作仍有不足：一是{first}；二是{second}。",
            f"下一步，{we}将从两方面改进：一是{cure}；二是{other}。",
        ]
        return _paragraphs(said), _told([("problem", first), ("problem", second + "。")]) + _told(
            [("improvement", cure), ("improvement", other + "。")]
        )
    if form == 1:
        said = ["主要问题：", f"1.{first}。", f"2.{second}。", "改进情况："]
        said += [f"1.{cure}。", f"2.{other}。"]
        return _paragraphs(said), _told([("problem", first + "。"), ("problem", second + "。")]) + (
            _told([("improvement", cure + "。"), ("improvement", other + "。")])
        )
    if form == 2:
        said = [f"一是{first}。改进措施：{cure}。", f"二是{second}。改进措施：{other}。"]
        kinds = ("problem", "improvement") * 2
        texts = [f"{text}。" for text in (first, cure, second, other)]
        return _paragraphs(said), _told(list(zip(kinds, texts, strict=True)))
    if form == 3:
        said = [f"（一）存在的主要问题。{first}，{second}。", f"（二）改进情况。{cure}，{other}。"]
        texts = [f"{first}，{second}。", f"{cure}，{other}。"]
        return _paragraphs(said), _told([("problem", texts[0]), ("improvement", texts[1])])
    return _paragraphs(["暂无。"]), [StatementTruth("problem", None)]


def _paragraphs(texts: list[str]) -> tuple[Paragraph, ...]:
    return tuple((Sentence(text),) for text in texts)


def _told(items: list[tuple[str, str]]) -> list[StatementTruth]:
    return [StatementTruth(kind, text) for kind, text in items]
