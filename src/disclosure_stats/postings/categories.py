"""The content category that a clause names: 工作动态 in 发布工作动态信息 30 条."""

import re

from disclosure_stats.postings.mentions import CLAUSE_ENDS, Mention
from disclosure_stats.postings.tokens import Token

_LEADING = re.compile(
    r"^(?:将|主动|对外|集中|及时|全年|本年度?|年内|共计?|累计|总计|合计|了|各类|各种|相关|有关|涉及|以及|及|和|与|等"
    r"|(?:政府|政务)(?=信息)|[一二三四五六七八九十]{1,3}、|的|为|是|有|新增|条|数|[\d.、,;:()\"]|其中|包括)+"
)
_MEANS = re.compile(
    r"^.*等(?:多?种|各种|多个|不同)?(?:方式|形式|渠道|途径|载体|平台|手段|媒介)(?:主动)?(?:公开|发布|推送|宣传)?"
)
_TRAILING = re.compile(
    r"(?:更新量|共计?|累计|总计|合计|为|是|有|达到?|约|数量?|总数|方面|仅|仅为|只有|最多|最少|[,:;、(，：；（])+$"
)
_GENERIC = re.compile(
    r"^(?:各类|各项|各|类|政府|政务|村务|党务|信息|相关|有关|公开|主动公开|工作|数据?|条数|数量|总数|总量|总|内容|的|等|方面|共|本"
    r"|[镇村乡县市区]级|短视频|视频|作品|其|重要|最新|量|文章|推文|图文|消息|稿件|文件|动态信息数?|全文电子化|次|合计|发布|推送|全年|本年度?)*+$"
)
_KINDS = frozenset({"原创", "转发", "转载"})  # of items, though verbs: 原创作品 30 篇
_BOUNDARIES = frozenset(
    {"part_openers", "split_openers", "numbered", "new_start", "respective", "cumulative"}
)


def category_of(text: str, mention: Mention, tokens: list[Token]) -> str | None:
    """What is posted, as printed in substance; null where the words say no more than 信息.

    `tokens` are those of the whole text, `text` is the printed one.
    """
    first, end = mention.clause, mention.token.start
    if first == mention.index and first and tokens[first - 1].kind == "open":
        # 工作动态(88 条): the class stands before the bracket.
        end, first = tokens[first - 1].start, first - 1
        while first and tokens[first - 1].kind not in CLAUSE_ENDS | {"pause"}:
            first -= 1
    clause = tokens[first : mention.index]
    start = tokens[first - 1].end if first else 0
    listed = mention.head is not None and not any(token.kind == "channel" for token in clause)
    for token in clause:
        if token.kind in _BOUNDARIES or token.kind in ("channel", "weak_channel"):
            start = token.end
        elif (
            (token.kind == "verb" or token.kind == "strong" and token.code == "making")
            and text[token.start : token.end] not in _KINDS
            and (not listed or token.start - start <= 1)
        ):
            start = token.end
            listed = True  # a second verb is part of the noun: 发布 政府信息公开指南
        elif token.number is not None:  # a date, or the count of something else
            start = token.end
    phrase = _MEANS.sub("", text[start:end])
    phrase = _TRAILING.sub("", _LEADING.sub("", phrase))
    core = phrase.removesuffix("信息") if len(phrase) > 4 else phrase
    if not core or _GENERIC.match(phrase):
        return None
    return phrase
