"""What stands before 县, 市 or 区 in ordinary sentences, and is no part of a name there.

A name that the gazetteer has is told by that. Of any other, only the words around it tell that it
is one: 严格按照县政府要求 names no county 严格按照县.
"""

import re

# Characters of official prose that stand in no name of a county or a prefecture of 2023.
_NEVER = (
    "不情况动件我人是众请有报过办事在设收栏号网时到以处督期规制问目核机告领程用更题导够生他障专对计形组按推送把服构便责取还持例没"
    "知需式议录落断职均备能户频升面序训态视询做据量媒性健限阅传所属数较培切读由标些检抓答入完热第每求质负补置兼促别效字贴再表"
    "列接展举评队优谁拓稳逐学账予系严率累显近编划着识受见注参先护总配虚采或紧份财案停具挥活咨了记局层低整泄认仍短执究样素变料"
    "针追压软已尽统被言待约听身话排窗讲拟亲厅与校难供贯诉彻但线想室纸抽材算续律署决救预院函使找述误免逾讼今占访因者失刊寄慢止"
    "概就继链邀魅急换巡畅投反打危滚避帮闭码种客缴禁否这订另扩只秘掌握填最减看详育疫批教贫购控灾造说讯础医铺扫描览罚偿试估钩纠"
    "债筹它耕快药该各级府委政党镇乡村街县市省旗社团"
)
# Words of characters that names have too.
_WORDS = (
    "一个 一名 万名 三个 上下 上交 上年 上旬 上月 下一步 下旬 下辖 东部 两个 中国 "
    "中心 中旬 中部 主管 主要 争创 云上 交通 会同 会商 住建 余下 依托 依法 依照 "
    "依靠 信息 借力 借助 借鉴 兄弟 充分 充实 公共 公安 公布 公平 公开 公正 农业 "
    "凭借 创建 创成 创新 利民 前往 剩余 加大 加强 务实 努力 北部 十个 十佳 千名 "
    "协助 协调 南部 印发 去冬 发布 发文 发现 发起 司法 合作 合力 同意 同步 周边 "
    "响应 唯一 商业 四个 回应 围绕 国家 地区 地方 多个 多次 多渠道 大力 大型 夯实 "
    "如实 始终 季度 守牢 定点 实现 实行 审定 履行 工业 工作 巩固 带头 平台 年中 "
    "年内 年底 年末 广大 广泛 应当 建成 建立 引进 弘扬 强力 强化 当前 当地 当好 "
    "当年 征集 惠民 感谢 成功 扎实 承担 抵达 指尖 振兴 提交 提出 提高 支援 改进 "
    "攻坚 文化 文明 新增 新建 旅游 明确 昨日 智慧 月底 来源 来自 欢迎 民主 点击 气象 "
    "沟通 消防 深化 清理 爱民 牵头 电子 百强 监管 相关 瞄准 示范 积极 移交 税务 "
    "突出 立即 竭力 筑牢 管理 管辖 经开 经济 结合 美丽 考察 联合 聚焦 自然 致力 "
    "良好 荣膺 荣获 获得 西部 调研 资源 赢得 转交 转发 转载 返回 进一步 进行 进驻 "
    "透明 递交 遵守 遵照 部分 重点 陪同 集中 集体 首个 首次 高位 高度 高新 鼓励"
)
_COMMON = re.compile("|".join(_WORDS.split()))
_NOT_IN_NAMES = re.compile(f"[{_NEVER}的和及与或并由在向于从至以为之本全其某该将]")
# Names of divisions that are words too; with a division above them they are names.
AMBIGUOUS = frozenset(
    (
        "会同县",
        "南部县",
        "公安县",
        "合作市",
        "新建区",
        "东区",
        "西区",
        "城区",
        "郊区",
        "矿区",
        "开发区",
    )
)
# Kinds of areas that are no division: 社区, 园区, …
_AREA = re.compile("[社园片景辖校小街库市城地厂灾牧林港老新东西南北中]区|.*(?:[社园片景辖校库]区)")


def is_common(stem: str) -> bool:
    """Whether what stands before the kind of a division (县, 市, …) is a word of ordinary prose, or
    holds one, rather than a name.

    >>> is_common("严格按照"), is_common("该"), is_common("加强"), is_common("汾澜")
    (True, True, True, False)
    """
    return bool(_NOT_IN_NAMES.search(stem) or _COMMON.search(stem))


def is_area(name: str) -> bool:
    """Whether a name is that of a kind of area (社区, 城区), of which every county has some."""
    return _AREA.fullmatch(name) is not None
