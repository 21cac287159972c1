"""What narratives say was posted: real turns of official prose, and what must hold of any."""

import json
import tomllib
from pathlib import Path

import pandas as pd
import pytest
from bench_loader import load_bench
from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure_stats import read_postings
from disclosure_stats.postings import doubts, vocabulary
from disclosure_stats.postings.doubts import (
    MAX_LIKELIHOOD_OF_OTHERS,
    MIN_LIKELIHOOD_OF_POSTING,
)
from disclosure_stats.postings.narrative import read_narrative
from disclosure_stats.postings.questions import of_channels, of_numbers
from disclosure_stats.postings.second_channels import channel_options
from disclosure_stats.postings.second_postings import is_posting_options
from disclosure_stats.postings.second_reader import likelihoods, load_weights
from disclosure_stats.postings.second_wholes import Wholes
from disclosure_stats.store.schemas import CHANNELS, pandas_dtypes

Found = list[tuple[str, int, int | None]]

# Each: a text of an invented place, and the channel, count and parent's count of its postings.
NAMED: dict[str, tuple[str, Found]] = {
    "rows of a table with a number for each of several years, and one whose digits stand apart": (
        "渠道2022年（条）2023年（条）\n政府网站171 184\n公开栏81 74\n公开信息2 1 4条。\n"
        "上一篇：年度报告",
        [("all", 214, None)],
    ),
    "lines broken wherever they end": (
        "(一）主动公开\n2018年在政府网站发布信\n息89条，微信公\n众号发布2\n34条，网站\n与公众号共计\n"
        "323\n条。\n（二）其他\n公示栏\n公示12条",
        [("website", 89, 323), ("wechat", 234, 323), ("all", 323, None)]
        + [("notice_board", 12, None)],
    ),
    "accounts that are counted amid the parts": (
        "网站公开149条；新媒体公开260条，其中开设公众号1个、公开172条，开设微博1个、公开88条。"
        "新媒体公开86条，其中开设公众号1个，公开86条；公示栏公开20条。",
        [("website", 149, None), ("new_media", 260, None), ("wechat", 172, 260)]
        + [("weibo", 88, 260), ("new_media", 86, None), ("wechat", 86, 86)]
        + [("notice_board", 20, None)],
    ),
    "channels behind one whose verb follows it, and a class at their end": (
        "公开信息96条，其中通过网站公开72条、微信公众号18条、公告6条。",
        [("all", 96, None), ("website", 72, 96), ("wechat", 18, 96), ("all", 6, 96)],
    ),
    "what is no paper, no item posted and no request; a site, and papers beside boards": (
        "发布了《2019年信息公开年报》，更新信息5条。网站发布300条，其中动态96条；开设专栏7个；"
        "上线服务事项120项。建议办理专题公开答复9件。“三务”公开网站63条，公开栏公开20条。"
        "通过电子屏、广播以及通过印发手册、宣传画等纸质资料公开信息65条。"
        "网站更新栏目12个、信息86条。通过人民网、县融媒体中心等上级媒体刊发稿件42篇。",
        [("all", 5, None), ("website", 300, None), ("website", 96, 300), ("website", 9, None)]
        + [("website", 63, None), ("notice_board", 20, None), ("all", 65, None)]
        + [("website", 86, None), ("other", 42, None)],
    ),
    "a unit of things before the items, and what readers did with them": (
        "全年发布3个视频。公众号推送8条，点赞860，转发320。",
        [("all", 3, None), ("wechat", 8, None)],
    ),
    "公开 in names, and as how other things were done": (
        "全年确定公开领域26个、公开事项318项。面向社会公开征集意见建议27条。认定为主动公开的44件。"
        "全年调整文件公开属性3份。审核村级公开内容190期。制作公开流程图58张。"
        "选登并公开群众来信典型回复11件。公开回复13件。制发规范性文件9件，其中公开4件。"
        "收到信访件8件，其中公开2件。收到申请5件，公开答复5件。收到申请6件，公开6件。"
        "清理公开信息15条。撤销公开信息16条。制发公文9件，主动公开类7件。",
        [("all", 11, None), ("all", 4, None)],
    ),
    "公开 as what was done with what was made, read or asked for": (
        "收到申请3件，公开政策文件3条。收到申请4件，发布信息4条。\n主动公开征求意见12条。"
        "制发文件61件，主动公开类文件44件。\n制作信息58条，公开30条。编制、公开指南3份。"
        "审核信息并公开内容190条。审核并公开信息17条。审核后公开内容19条。\n编制发布信息31条。"
        "审核镇级推送内容21条。",
        [("all", count, None) for count in (3, 4, 12, 44, 30, 3, 190, 17, 19, 31, 21)],
    ),
    "what holds for several years": (
        "连续3年推文超500篇，今年公众号推送548篇。",
        [("wechat", 548, None)],
    ),
    "classes of a channel that commas part": (
        "公开信息60条。其中网站发布通知9条，动态4条，公众号发布47条。",
        [("all", 60, None), ("website", 9, 60), ("website", 4, 60), ("wechat", 47, 60)],
    ),
    "what stands behind the next mark": (
        "公开救助类27条、危房类12条、新媒体平台发布148条。"
        "公示动态29条、开放月活动集锦6条以及行政检查结果1条。",
        [("all", 27, None), ("all", 12, None), ("new_media", 148, None)]
        + [("all", 29, None), ("all", 6, None), ("all", 1, None)],
    ),
    "a bracket right behind the figure that it splits, a colon that splits none": (
        "公开财政类6条，管理类8条（其中预决算3条、其他3条）。"
        "公开信息463条，其中决策类4条，执行类：动态52条，总结1条。",
        [("all", 6, None), ("all", 8, None), ("all", 3, 8), ("all", 3, 8)]
        + [("all", 463, None), ("all", 4, 463), ("all", 52, 463), ("all", 1, 463)],
    ),
    "lists that their totals end": (
        "全年公开信息90条，其中目录包括文件10条、动态20条，共公开30条；"
        "清单包括政策25条、公告35条，共公开60条。",
        [("all", 90, None), ("all", 10, 30), ("all", 20, 30), ("all", 30, 90)]
        + [("all", 25, 60), ("all", 35, 60), ("all", 60, 90)],
    ),
    "several channels, of which but one is named near by": (
        "二是深化政府信息及政务新媒体公开。全年共公开各类信息90条。其中，门户网站公开信息60条，"
        "政务微博微信公开信息30条。\n以门户网站为主渠道，公众号为补充，公开文件25件。",
        [("all", 90, None), ("website", 60, 90), ("new_media", 30, 90), ("all", 25, None)],
    ),
    "meetings beside all that was posted": (
        "依托网站及新媒体公开区政府各类信息60条，其中动态45条、文件15条。召开新闻发布会2场。",
        [("all", 60, None), ("all", 45, 60), ("all", 15, 60), ("meeting", 2, None)],
    ),
    "parts in the sentence behind a figure that is misprinted": (
        "我镇网站主动公开政府信息总数126为条。其中：指南为80条，工作动态为46条。",
        [("website", 80, None), ("website", 46, None)],
    ),
    "news of each week": (
        "公众号发布137条，其中发布每周动态29条、培训信息6条。",
        [("wechat", 137, None), ("wechat", 29, 137), ("wechat", 6, 137)],
    ),
    "taken down, no longer in force, or received": (
        "开展专项清理。其中清理动态类信息2条，超过公开时效的信息71条。"
        "对3份早已在门户网站挂网公布的文件进行失效标注。"
        "门户网站公开信息12条，在互动平台信箱收到留言6条。"
        "因政府信息公开申请引发行政复议3件，维持原办理结果1件，正在办理2件。",
        [("website", 12, None)],
    ),
    "as many on a platform, and once more": (
        "公開信息138條。信息公開統一平台公開138條，其中政策類2條。\n"
        "主動公開各類信息442條。設置88個目錄，2024年主動公開各類政府信息442條。",
        [("all", 138, None), ("website", 138, None), ("website", 2, 138), ("all", 442, None)],
    ),
    "short names, and no name of one": (
        "公开信息490条，其中网86条，号392条，屏12条。通过各级公开平台公开932条。"
        "通过电子屏幕,公告栏等公开渠道发布49条。古镇融媒号等县级平台公开信息191条。大众网、海报新闻平台发布92篇。",
        [("all", 490, None), ("website", 86, 490), ("new_media", 392, 490)]
        + [("screen", 12, 490), ("all", 932, None), ("all", 49, None)]
        + [("all", 191, None), ("website", 92, None)],
    ),
    "letters answered among what was posted": (
        "公开326条次，其中：网站公开领导分工2条、文件12条，公众号公开各类信息295条，全年镇长信箱留言答复17条。",
        [("all", 326, None), ("website", 2, 326), ("website", 12, 326)]
        + [("wechat", 295, 326), ("all", 17, 326)],
    ),
    "a line for each channel": (
        "公开信息424条，具体包括：\n政府网站：发布信息42条。\n公众号：发布信息212条，及时推送。\n"
        "公告栏：定期更新。",
        [("all", 424, None), ("website", 42, 424), ("wechat", 212, 424)],
    ),
    "copies of a bulletin": (
        "编发《公开简报》14期，印发3200份。",
        [("print", 14, None), ("print", 3200, None)],
    ),
    "so many of several classes on each": (
        "在公示栏和微信群各公开党务、村务信息720条。",
        [("notice_board", 720, None), ("messaging", 720, None)],
    ),
    "dealt out in several units": (
        "公众号、视频号、抖音号分别更新210篇、66个、58个。",
        [("wechat", 210, None), ("short_video", 66, None), ("short_video", 58, None)],
    ),
    "all but those just named": (
        "公开信息88条，除3条通过公示栏公开外，其余85条均通过网站公开。",
        [("all", 88, None), ("notice_board", 3, 88), ("website", 85, 88)],
    ),
    "the rest behind one channel": (
        "公开信息135条（网站：96条；其他：39条）。",
        [("all", 135, None), ("website", 96, 135), ("other", 39, 135)],
    ),
    "classes of what several media took": (
        "在报刊、电视等媒体发表信息87篇，其中省级9篇、县级45篇；网站发布280篇。",
        [("other", 87, None), ("other", 9, 87), ("other", 45, 87), ("website", 280, None)],
    ),
    "channels that are counted themselves": (
        "依托86块公示栏、34个小喇叭、12块电子屏，全年公示公告1520条次。",
        [("all", 1520, None)],
    ),
    "a name of its own behind an account": (
        "在公众号刊发572条，在“邻里通”发布公告1890条。",
        [("wechat", 572, None), ("all", 1890, None)],
    ),
    "classes behind channels, under headings": (
        "1.数量。公开信息97条。2.形式。网站57条，公开栏40条。3.内容。财政类9条，综合类88条。",
        [("all", 97, None), ("website", 57, 97), ("notice_board", 40, 97)]
        + [("all", 9, 97), ("all", 88, 97)],
    ),
    "as many in another unit": (
        "权力清单公开36项，流程图公开36张。",
        [("all", 36, None), ("all", 36, None)],
    ),
    "both together": (
        "专栏更新信息68条，公众号更新350余篇，两者相加420篇左右。",
        [("website", 68, 420), ("wechat", 350, 420), ("all", 420, None)],
    ),
    "of the year before, made public in this": (
        "公开上年度年报1份，发布动态43条。",
        [("all", 1, None), ("all", 43, None)],
    ),
    "a channel behind, after one that took other items": (
        "38条信息被县政府网站采用，210篇图文在本镇公众号发布。",
        [("wechat", 210, None)],
    ),
    "visits to a column, then its items": (
        "专栏访问量3200次，发布信息86条。",
        [("website", 86, None)],
    ),
    "papers laid out": ("图书馆、档案馆提供公报26期。", [("print", 26, None)]),
    "of no year's, and handed out": (
        "公开补贴发放情况12份。",
        [("all", 12, None)],
    ),
    "a word whose end is another's beginning": (
        "公开内容分布如下：在目录下发布信息36条。充分发挥网格作用，走访群众9次。",
        [("all", 36, None)],
    ),
    "columns that are no boards": (
        "在工作信息栏目发布信息36条，在网站发布会议信息9条。",
        [("website", 36, None), ("website", 9, None)],
    ),
    "open letters": (
        "发放口袋书650本、公开信1100封。",
        [("print", 650, None), ("print", 1100, None)],
    ),
    "so many on each board": (
        "每块展板张贴明白纸6张，全年张贴公示材料73份。",
        [("notice_board", 73, None)],
    ),
    "exempt": ("主动公开信息12条，免予公开信息9条。", [("all", 12, None)]),
    "checked": ("核查网站信息1287条，补充发布信息27条。", [("website", 27, None)]),
    "passed on by readers": ("公众号被转发3.8万次。", []),
    "an account of no platform": ("官微推送消息58条。", [("new_media", 58, None)]),
    "where the rest was, in a bracket": (
        "全年发布信息26条（网站8条，其余18条发布于公众号）。",
        [("all", 26, None), ("website", 8, 26), ("wechat", 18, 26)],
    ),
    "items that a verb behind speaks of": (
        "全年共有23条信息通过各平台对外发布，其中14条见于官网，9条见于公众号。",
        [("all", 23, None), ("website", 14, 23), ("wechat", 9, 23)],
    ),
    "another channel behind the parts of one": (
        "网站公开180条，其中局网站52条；微博公开94条；公报编发12期，刊登文件21件。",
        [
            ("website", 180, None),
            ("website", 52, 180),
            ("weibo", 94, None),
            ("print", 12, None),
            ("print", 21, None),
        ],
    ),
    "each takes up one": (
        "全年公开信息46条，其中预算、决算各占1条，动态占44条。",
        [("all", 46, None), ("all", 1, 46), ("all", 1, 46), ("all", 44, 46)],
    ),
    "the channel is told behind the counts": (
        "全年发布文件14件、公告31条，发布渠道为官网。",
        [("website", 14, None), ("website", 31, None)],
    ),
    "a round figure passed": ("公众号推文突破50篇，达52篇。", [("wechat", 52, None)]),
    "a share of the total, which is told": (
        "网站公开82条，占公开总量142条的57.7%。",
        [("website", 82, None), ("all", 142, None)],
    ),
    "bare counts behind colons": (
        "全年发布信息256条。网站:64;公众号:168;公开栏:24。",
        [("all", 256, None), ("website", 64, 256), ("wechat", 168, 256)]
        + [("notice_board", 24, 256)],
    ),
    "a total of bare counts": (
        "官网73\n公众号84\n合计157",
        [("website", 73, 157), ("wechat", 84, 157), ("all", 157, None)],
    ),
    "what is called by another act alone, cases, classings, services that there are": (
        "规范性文件发布0条，废止数量0条，现行有效数量0条。在政务平台录入镇村办件150件。"
        "公开政府信息200条，调整公开属性3份，服务事项数量120项。",
        [("all", 0, None), ("all", 200, None)],
    ),
    "wholes of split figures, brackets that close, other headings": (
        "网站及公示栏公开71条。网站公开26条，动态20条，公告6条；公示栏公开政策15条，公告30条。"
        "公众号发布简介3条（其中概况1条、联系方式1条，更新领导1条），公开决算2条，发布年报1条。\n"
        "网站发布动态165条，其中重点工作102条；发布目录3条。\n（三）管理\n平台建设中街道政府信息公开60条。",
        [("all", 71, None), ("website", 26, 71), ("website", 20, 26), ("website", 6, 26)]
        + [("notice_board", 15, 71), ("notice_board", 30, 71), ("wechat", 3, None)]
        + [("wechat", 1, 3)] * 3
        + [("wechat", 2, None), ("wechat", 1, None)]
        + [("website", 165, None), ("website", 102, 165), ("website", 3, None)]
        + [("website", 60, None)],
    ),
    "a list that what was made public opens, and classes that a year begins": (
        "2024年公开信息127条。在本年度主动公开的政府信息中，组织机构类的政府信息2条，"
        "重点工作类118条，财政管理7条。网站发布2023年决算1条，2023年工作报告1条。",
        [("all", 127, None), ("all", 2, 127), ("all", 118, 127), ("all", 7, 127)]
        + [("website", 1, None), ("website", 1, None)],
    ),
    "channels joined by 等, of old kinds, of videos, and a system": (
        "通过门户网站等政务公开栏平台公开45条。通过企业信用公示系统（青岭），公示许可等信息210条。"
        "传统渠道公开信息132条。抖音发布作品189条，其中原创12条；微信视频发布作品168条。",
        [("all", 45, None), ("website", 210, None), ("other", 132, None)]
        + [("short_video", 189, None), ("short_video", 12, 189), ("short_video", 168, None)],
    ),
    "names of sites, papers and media beside others, points, a bulletin in a list": (
        "青岭政务网微信公众号推送信息136条。公开信息60条，其中网站发布4条，通过青岭日报、早八点等平台发布16条，"
        "在人民日报社等央媒发布40条。网站发布信息100条，信息专栏发布政策63条。"
        "公开信息24条：一是概况，有信息10条；二是计划，包括总结，有信息14条。"
        "公开信息12件，其中文件3件、公报4期、政策解读5篇。",
        [("wechat", 136, None), ("all", 60, None), ("website", 4, 60), ("other", 16, 60)]
        + [("other", 40, 60), ("website", 100, None), ("website", 63, None), ("all", 24, None)]
        + [("all", 10, 24), ("all", 14, 24)]
        + [("all", 12, None), ("all", 3, 12), ("print", 4, 12), ("all", 5, 12)],
    ),
    "accounts that are counted, and what each posted": (
        "我镇现有抖音号3个：甘棠之声12条、甘棠文旅30条、甘棠执法6条。便民服务站设查阅点13处，配备书架15个，藏书420册。",
        [("short_video", 12, None), ("short_video", 30, None), ("short_video", 6, None)],
    ),
    "parts of a part, and as many of each": (
        "公开信息525条，其中网站发布383篇，概况类26条，动态类357条；微信发布142篇。"
        "网站公开老年人福利、儿童福利等政策及指南各发布信息12条。",
        [("all", 525, None), ("website", 383, 525), ("website", 26, 383), ("website", 357, 383)]
        + [("wechat", 142, 525), ("website", 12, None), ("website", 12, None)],
    ),
    "a unit over the figures": (
        "主动公开信息数（单位：条） 326\n其中：1.网站公开 148\n2.公众号公开 178",
        [("all", 326, None), ("website", 148, 326), ("wechat", 178, 326)],
    ),
    "channels called together by their count": (
        "抖音、快手两个短视频账号各发布作品64个。",
        [("short_video", 64, None), ("short_video", 64, None)],
    ),
    "points on the upkeep of channels": (
        "1.加强网站建设。全年更新信息94条。2.加强政务新媒体建设。推送信息76条。",
        [("website", 94, None), ("new_media", 76, None)],
    ),
    "one board": ("办好一张公开栏，公示信息84条。", [("notice_board", 84, None)]),
    "what was done of a target": (
        "网站公开信息应达到120条，实际完成131条。",
        [("website", 131, None)],
    ),
    "a number in a bracket before its unit": (
        "主动公开信息【412】条，其中网站（96）条、公众号〔316〕条。",
        [("all", 412, None), ("website", 96, 412), ("wechat", 316, 412)],
    ),
    "the rest of a list of channels": (
        "全年公开信息110条，其中网站60条、公众号30条，其他10条。",
        [("all", 110, None), ("website", 60, 110), ("wechat", 30, 110), ("other", 10, 110)],
    ),
    "verbs of other acts alone": (
        "发布规范性文件2件、废止1件、现行有效6件。",
        [("all", 2, None)],
    ),
    "shares that are dealt out": (
        "网站、公众号公开信息分别占36%、64%，总数为571条。",
        [("all", 571, None)],
    ),
    "channels in brackets behind their counts": (
        "共公开信息508条（网站）、112条（微信）、34条（公开栏、微博）。",
        [("website", 508, None), ("wechat", 112, None), ("other", 34, None)],
    ),
    "what weighs how much": (
        "网站公开信息比重为38%，计95条；公众号公开信息比重为62%，计155条。",
        [("website", 95, None), ("wechat", 155, None)],
    ),
    "a comma behind what opens a list": (
        "网站公开信息112条，其中，应公开事项39条，自选事项73条。",
        [("website", 112, None), ("website", 39, 112), ("website", 73, 112)],
    ),
    "a screen changed": ("电子屏更换字幕186条。", [("screen", 186, None)]),
    "what media wrote, as a class": (
        "发布解读7条，其中解读材料5条、媒体评论文章2篇。",
        [("all", 7, None), ("all", 5, 7), ("all", 2, 7)],
    ),
    "items behind people in a list": (
        "公示低保对象26户、特困14人、救助信息32条。",
        [("all", 32, None)],
    ),
    "print sent over the net": (
        "公众号推送海报12张。用活“喜鹊”微信群，推送明白卡图片128张。",
        [("wechat", 12, None), ("messaging", 128, None)],
    ),
    "told where right behind the count": (
        "发布信息56条于公众号，发布公示35条于网站。",
        [("wechat", 56, None), ("website", 35, None)],
    ),
    "what should have been posted": (
        "应发布公众号信息200条，实际发布231条。",
        [("wechat", 231, None)],
    ),
    "the year before, in a bracket": (
        "公开信息数量较去年（127条）有所增长，达到156条。",
        [("all", 156, None)],
    ),
    "all of them on the wall": (
        "公开发放表312张，公开名单26张，均张榜公布。",
        [("notice_board", 312, None), ("notice_board", 26, None)],
    ),
    "the last of a list of points": (
        "公开情况：1.概况类：2条。2.动态类：8条。3.其他：7条。总计17条。",
        [("all", 2, 17), ("all", 8, 17), ("all", 7, 17), ("all", 17, None)],
    ),
    "two splits of a whole that is not told": (
        "按类别分：动态类26条，公告类9条。按渠道分：网站14条，公众号21条。",
        [("all", 26, None), ("all", 9, None), ("website", 14, None), ("wechat", 21, None)],
    ),
    "registered, and some of it made public": (
        "登记信息163条，其中公开120条，暂不公开43条。",
        [("all", 120, None)],
    ),
    "passed on by others": ("公众号文章被转载126次。", []),
    "printed at a machine": ("查询机打印材料156份。", []),
    "replies on a channel, then posts": (
        "通过公众号回复留言46条，推送资讯31条。",
        [("wechat", 31, None)],
    ),
    "made by a station, then broadcast": (
        "广播站采编稿件34篇，播出稿件28篇。",
        [("broadcast", 28, None)],
    ),
    "a means without a name among channels": (
        "依托“村村响”、流动宣传车、微信群，全年推送信息236条次。",
        [("all", 236, None)],
    ),
    "shares and counts side by side": (
        "公开信息100条，其中公众号占比60%、60条，网站占比40%、40条。",
        [("all", 100, None), ("wechat", 60, 100), ("website", 40, 100)],
    ),
    "written, then posted": (
        "公众号方面：全年编辑推文33篇，发布32篇。",
        [("wechat", 32, None)],
    ),
    "another split in the next sentence": (
        "公开信息91条。其中：政策类9条；动态类82条。公开渠道：网站66条，公开栏25条。",
        [("all", 91, None), ("all", 9, 91), ("all", 82, 91), ("website", 66, 91)]
        + [("notice_board", 25, 91)],
    ),
    "public already, as an answer": ("申请中属于已主动公开的9件，属于不予公开的2件。", []),
    "text messages by what they are": (
        "发送短信提醒2100条，公众号推送消息30条。",
        [("messaging", 2100, None), ("wechat", 30, None)],
    ),
    "what dashes set off": (
        "网站公开信息104条——含动态59条、公告45条——并在公众号推送92条。",
        [("website", 104, None), ("website", 59, 104), ("website", 45, 104)]
        + [("wechat", 92, None)],
    ),
    "times in a list with one verb": (
        "公示栏公开90条，会议公开44次，广播公开21次。",
        [("notice_board", 90, None), ("meeting", 44, None), ("broadcast", 21, None)],
    ),
    "radio": (
        "全年利用村村响广播播放政策信息360余次，每天早晚各一次。",
        [("broadcast", 360, None)],
    ),
    "whole split anew behind a semicolon": (
        "公示事项70条，官网40条、宣传栏30条；其中救助类15条、采购类15条、其他40条。",
        [
            ("all", 70, None),
            ("website", 40, 70),
            ("notice_board", 30, 70),
            ("all", 15, 70),
            ("all", 15, 70),
            ("all", 40, 70),
        ],
    ),
    "channels behind, one after the other": (
        "年内36条发布在门户网站，48条推送在公众号，12条张贴在公告栏。",
        [("website", 36, None), ("wechat", 48, None), ("notice_board", 12, None)],
    ),
    "a later sentence names the channel": (
        "本年发布动态58条。均已在县政府门户网站公布。",
        [("website", 58, None)],
    ),
    "a share first": (
        "公开信息100条，公众号占比70%，计70条；官网占比30%，计30条。",
        [("all", 100, None), ("wechat", 70, 100), ("website", 30, 100)],
    ),
    "what a rate of parts came to": (
        "日均推送1.2条，全年共计438条。",
        [("all", 438, None)],
    ),
    "what items are on": (
        "公示任务清单2份，涉及事项96项。",
        [("all", 2, None)],
    ),
    "numbers in brackets": (
        "公开条数：政策信息（8）、工作动态（52）。",
        [("all", 8, None), ("all", 52, None)],
    ),
    "a plan for a channel": (
        "下一步，确保网站每月更新，宣传栏全年不少于12期。",
        [],
    ),
    "less than the year before": (
        "公众号发布210篇，网站信息比上年减少9条，为77条。",
        [("wechat", 210, None), ("website", 77, None)],
    ),
    "accounts set up in a list": (
        "开通微信公众号1个、抖音号1个，推出作品66条。",
        [("new_media", 66, None)],
    ),
    "not published": (
        "发布公告91条，不予发布3条，暂缓发布2条。",
        [("all", 91, None)],
    ),
    "channels other than this one": (
        "网站公开48条，网站以外渠道公开20条。",
        [("website", 48, None), ("other", 20, None)],
    ),
    "a clause of its own by its means": (
        "主动公开信息84条，还利用微信群通知村务36条。",
        [("all", 84, None), ("messaging", 36, None)],
    ),
    "an account that sends to all, a group that sends": (
        "微信公众号群发96次，微信群发布通知30条，工作群发送信息12条。",
        [("wechat", 96, None), ("messaging", 30, None), ("messaging", 12, None)],
    ),
    "loudspeaker": (
        "通过大喇叭宣传惠农政策52次，出动宣传车12台次。",
        [("broadcast", 52, None)],
    ),
    "television": ("镇电视台播出政务信息24期。", [("broadcast", 24, None)]),
    "screens that are counted themselves": (
        "在政务大厅设置电子显示屏3块，全年滚动发布信息86条。",
        [("screen", 86, None)],
    ),
    "groups and text messages": (
        "利用微信群推送各类通知公告450条，短信平台发送短信1200条。",
        [("messaging", 450, None), ("messaging", 1200, None)],
    ),
    "members of a group": (
        "建立微信工作群15个，成员3200人，全年推送信息560条。",
        [("messaging", 560, None)],
    ),
    "handed to the archive": ("向县档案馆、图书馆移交政府信息公开文件35件。", []),
    "laid out at reading points": (
        "在镇档案馆、便民服务中心查阅点放置政府信息资料120份，供群众查阅。",
        [("reading_point", 120, None)],
    ),
    "meetings of villagers": (
        "全年召开村民代表会议24次，院坝会68场，宣讲惠民政策。",
        [("meeting", 24, None), ("meeting", 68, None)],
    ),
    "working meetings": ("召开专题会议6次，组织政务公开培训3场次，参训人员120人次。", []),
    "leaflets": (
        "发放宣传手册2000余册、明白纸5000份。",
        [("print", 2000, None), ("print", 5000, None)],
    ),
    "a bulletin": ("编印《政务公开简报》47期。", [("print", 47, None)]),
    "short video": (
        "通过抖音号发布短视频96个，视频号发布作品53个。",
        [("short_video", 96, None), ("short_video", 53, None)],
    ),
    "platforms of new media": (
        "“两微一端”发布信息260条，其中微博60条、微信150条、客户端50条。",
        [
            ("new_media", 260, None),
            ("weibo", 60, 260),
            ("wechat", 150, 260),
            ("new_media", 50, 260),
        ],
    ),
    "one by one": (
        "网站、微信公众号、公开栏分别发布信息120条、85条、40余条。",
        [("website", 120, None), ("wechat", 85, None), ("notice_board", 40, None)],
    ),
    "each": (
        "在网站和公开栏各公开信息46条。",
        [("website", 46, None), ("notice_board", 46, None)],
    ),
    "each of two classes": (
        "主动公开机构信息、财政信息各3条。",
        [("all", 3, None), ("all", 3, None)],
    ),
    "shares among parts": (
        "全年共公开政府信息320条，其中：网站公开120条，占37.5%；微信公众号公开150条，占46.9%；公示栏公开50条，占15.6%。",
        [
            ("all", 320, None),
            ("website", 120, 320),
            ("wechat", 150, 320),
            ("notice_board", 50, 320),
        ],
    ),
    "a whole after its parts": (
        "通过县政府网站公开信息86条，微信公众号推送信息213条，公开栏张贴45条，全年总计公开信息344条。",
        [
            ("website", 86, 344),
            ("wechat", 213, 344),
            ("notice_board", 45, 344),
            ("all", 344, None),
        ],
    ),
    "parts of a part": (
        "网站公开信息72条，其中：通知公告17条，包括招聘12条，招标5条；其他信息55条。",
        [
            ("website", 72, None),
            ("website", 17, 72),
            ("website", 12, 17),
            ("website", 5, 17),
            ("website", 55, 72),
        ],
    ),
    "a part split later": (
        "全年主动公开信息共计200条。其中，政府网站公开80条、微信公众号公开70条、公示栏公开50条。"
        "网站公开的80条中，工作动态50条，通知公告30条。",
        [
            ("all", 200, None),
            ("website", 80, 200),
            ("wechat", 70, 200),
            ("notice_board", 50, 200),
            ("website", 50, 80),
            ("website", 30, 80),
        ],
    ),
    "a year is no figure to be split": (
        "全年主动公开信息100条。2023年中，通过网站发布信息30条。",
        [("all", 100, None), ("website", 30, None)],
    ),
    "figures in brackets": (
        "全年公开政府信息420余条，主要公开渠道为县政府网站（180余条）、微信公众号（200余条）和公示栏（40余条）。",
        [
            ("all", 420, None),
            ("website", 180, 420),
            ("wechat", 200, 420),
            ("notice_board", 40, 420),
        ],
    ),
    "a channel after the classes of another": (
        "通过政府网站发布信息38条，具体包括：机构概况2条、工作动态36条；同时，通过微信公众号发布信息102条。",
        [("website", 38, None), ("website", 2, 38), ("website", 36, 38), ("wechat", 102, None)],
    ),
    "points of a list": (
        "一是网站公开。通过县政府门户网站公开信息56条；二是公开栏公开。利用政务公开栏公开信息34条；三是微信公开。推送微信信息78条。",
        [("website", 56, None), ("notice_board", 34, None), ("wechat", 78, None)],
    ),
    "a channel in the heading": (
        "（二）微信公众号公开情况。\n全年推送信息120条。\n（三）其他情况。\n公开会议纪要3件。",
        [("wechat", 120, None), ("all", 3, None)],
    ),
    "Chinese numerals": (
        "今年以来共主动公开信息一百二十条，三百余条动态在微信公众号推送。",
        [("all", 120, None), ("wechat", 300, None)],
    ),
    "ten thousands, followers, clicks": (
        "我镇开通了“云汀发布”微信公众号，粉丝1.2万人，全年发布图文信息1.2万条，阅读量达35万次。",
        [("wechat", 12000, None)],
    ),
    "full-width digits": ("主动公开政府信息９６条，全文电子化达100%。", [("all", 96, None)]),
    "thousands with commas": ("公开各类信息 1,234 条。", [("all", 1234, None)]),
    "no unit": ("在门户网站主动公开政府信息260余。", [("website", 260, None)]),
    "one output in two units": (
        "本年度政务微信公众号推送信息135期365条。",
        [("wechat", 135, None), ("wechat", 365, None)],
    ),
    "hotline and letters": ("办理12345热线工单320件，回复网民留言45条，办结率100%。", []),
    "requests in the words of postings": (
        "主动公开信息18条。依申请公开政府信息共4件，其中予以公开2件，不予公开2件。",
        [("all", 18, None)],
    ),
    "documents issued, and published": (
        "印发文件45份，其中通过网站公开12份。",
        [("website", 12, None)],
    ),
    "last year's figure": (
        "2023年公开政府信息150条，较2022年的120条增加30条。",
        [("all", 150, None)],
    ),
    "last year's sentence": (
        "2022年主动公开信息98条，2023年主动公开信息131条，同比增长33.7%。",
        [("all", 131, None)],
    ),
    "next year's plan": ("明年计划通过网站公开信息200条以上。", []),
    "rates": ("每日推送信息5条，每周更新公开栏1次。", []),
    "document and article numbers": (
        "依据《条例》第二十条，按国办函〔2020〕109号文件要求，落实公开事项。",
        [],
    ),
    "telephone, postcode": ("公开电话：0398-7868001，邮编472200。", []),
    "items taken down": ("删除过期信息32条，整改错敏词15处。", []),
    "items filed": ("政府信息公开目录共收录信息230条。", []),
    "money and people": (
        "我镇财政收入1200万元，惠及群众3万人，公开惠农补贴信息28条。",
        [("all", 28, None)],
    ),
    "bare hundreds and thousands": (
        "编发简报百余期，微信工作群转发通知近千条，数百条留言已答复。",
        [("print", 100, None), ("messaging", 1000, None)],
    ),
    "an exact figure for a rough one": (
        "公众号全年推文近千篇，实为964篇。",
        [("wechat", 964, None)],
    ),
    "a plan holds for its sentence": (
        "网站公开信息65条。下一步，计划公开信息不少于100条，公开栏更新12期以上。",
        [("website", 65, None)],
    ),
    "what was reached by growth": (
        "网站公开信息由去年的86条增加到120条，公示栏信息同比增长25%，达到40条。",
        [("website", 120, None), ("notice_board", 40, None)],
    ),
    "what a rate came to": (
        "村级公开栏每季度更新1次，每村4期，14个村全年共56期。",
        [("notice_board", 56, None)],
    ),
    "a bracket before its whole": (
        "网站公开财政信息23条、政策文件（含规范性文件2件）17条、工作动态208条。",
        [("website", 23, None), ("website", 2, 17), ("website", 17, None), ("website", 208, None)],
    ),
    "a second split of one whole": (
        "全年公开信息22条，其中公文类17条。在已公开的信息中，机构类3条、财政类2条、业务类17条。",
        [("all", 22, None), ("all", 17, 22), ("all", 3, 22), ("all", 2, 22), ("all", 17, 22)],
    ),
    "the year's figure split, not the total": (
        "2014年公开信息47条，历年累计公开623条。本年度公开的信息中，人事类9条，财政类38条。",
        [("all", 47, None), ("all", 623, None), ("all", 9, 47), ("all", 38, 47)],
    ),
    "zeros after a full list": (
        "网站公开信息40条，其中机构信息40条、财政信息0条。",
        [("website", 40, None), ("website", 40, 40), ("website", 0, 40)],
    ),
    "a new act behind a semicolon": (
        "网站公开文件31件，其中规范性文件0件；公开政策解读12篇。",
        [("website", 31, None), ("website", 0, 31), ("website", 12, None)],
    ),
    "fully electronic is no second figure": (
        "公开信息15条，其中全文电子化15条；公开栏张贴公告15份。",
        [("all", 15, None), ("notice_board", 15, None)],
    ),
    "bare channels as headings": (
        "全年公开信息100条。1.政府网站。公开信息60条。2.政务微信。推送40条。",
        [("all", 100, None), ("website", 60, 100), ("wechat", 40, 100)],
    ),
    "dealt out behind 分别为": (
        "通过网站、公众号、公示栏三种渠道公开信息，分别为62条、145条和38条。",
        [("website", 62, None), ("wechat", 145, None), ("notice_board", 38, None)],
    ),
    "dealt out with one unit": (
        "公众号、微博、抖音号分别发布作品312、156、78条。",
        [("wechat", 312, None), ("weibo", 156, None), ("short_video", 78, None)],
    ),
    "dealt out from the whole": (
        "通过网站、公众号公开信息100条，分别为62条、38条。",
        [("all", 100, None), ("website", 62, 100), ("wechat", 38, 100)],
    ),
    "channels behind the counts": (
        "公告公示25条、财政预决算4条，均通过县政府网站公开。制作图解12期、短视频24条，在公众号发布。",
        [("website", 25, None), ("website", 4, None), ("wechat", 12, None), ("wechat", 24, None)],
    ),
    "channels before a colon": (
        "网站：86条；公众号：320条；公开栏：46期。",
        [("website", 86, None), ("wechat", 320, None), ("notice_board", 46, None)],
    ),
    "print runs": (
        "编印《江口政务》12期，印发办事指南3000册，《江口报》刊登信息48期，各村报送信息9条。",
        [("print", 12, None), ("print", 3000, None), ("print", 48, None)],
    ),
    "printed and handed out": ("印制宣传手册5000册，发放4800册。", [("print", 4800, None)]),
    "posters on a board and radio": (
        "大喇叭广播政策800次，张贴标语86幅，公开栏更换内容11期。",
        [("broadcast", 800, None), ("notice_board", 86, None), ("notice_board", 11, None)],
    ),
    "meetings in a list of channels": (
        "公开信息86件：公开栏45件，明白纸29件，会议12件。召开会议6次。",
        [("all", 86, None), ("notice_board", 45, 86), ("print", 29, 86), ("meeting", 12, 86)],
    ),
    "decisions are no postings, unless posted": (
        "行政许可213件，行政处罚19件。公开行政许可12件、行政处罚3件。",
        [("all", 12, None), ("all", 3, None)],
    ),
    "answers to requests and opinions": ("收到申请3件，公开3件。收到意见26条，公开答复20条。", []),
    "answers to proposals made public": (
        "办理人大建议12件、政协提案9件，均在网站公开。",
        [("website", 12, None), ("website", 9, None)],
    ),
    "forms and papers of the office": ("发放调查问卷300份，回收286份，下发通知书12份。", []),
    "objects of making": ("制作公开流程图58张，梳理目录26个、公开事项318项。", []),
    "matters made public": ("公开行政许可事项12项。公开制度8项。", [("all", 12, None)]),
    "showings, and plays of what was shown": (
        "公示低保结果18次、村级财务12次，视频号发布作品9条，累计播放860次。",
        [("all", 18, None), ("all", 12, None), ("short_video", 9, None)],
    ),
    "one category on several channels": (
        "通过微信群、大喇叭等方式发布防疫公告74条。全年在网站公开信息36条。",
        [("other", 74, None), ("website", 36, None)],
    ),
    "sub-totals and their total": (
        "网站公开财政信息8条、环保信息14条，小计22条；公示栏公示64期，广播播出110期，小计174期；全年合计196条。",
        [
            ("website", 8, 22),
            ("website", 14, 22),
            ("website", 22, 196),
            ("notice_board", 64, 174),
            ("broadcast", 110, 174),
            ("other", 174, 196),
            ("all", 196, None),
        ],
    ),
    "the terms of a year without 共": (
        "上半年公开信息186条，下半年公开信息171条，全年357条。",
        [("all", 186, 357), ("all", 171, 357), ("all", 357, None)],
    ),
    "each of two levels": (
        "镇村两级公示栏公示信息各24期。",
        [("notice_board", 24, None), ("notice_board", 24, None)],
    ),
    "split by the name of its channel": (
        "公开信息326条，其中网站发布86条，公众号发布240条，公众号中原创120条、转载120条。",
        [
            ("all", 326, None),
            ("website", 86, 326),
            ("wechat", 240, 326),
            ("wechat", 120, 240),
            ("wechat", 120, 240),
        ],
    ),
    "a total of many years in a bracket": (
        "本年度公开信息240条（累计1860条）。",
        [("all", 240, None), ("all", 1860, None)],
    ),
    "totals of one channel, and of all": (
        "公众号推送26期，共发布信息86条。公众号推送26条，公开栏张贴24期，全年共公开信息60条。",
        [
            ("wechat", 26, None),
            ("wechat", 86, None),
            ("wechat", 26, None),
            ("notice_board", 24, None),
            ("all", 60, None),
        ],
    ),
    "one count or another": (
        "公开信息三四十条，推送七八条，张贴上千份。",
        [("all", 30, None), ("all", 7, None), ("notice_board", 1000, None)],
    ),
    "what it grew from": (
        "公开信息由300条增至326条，较去年多公开26条；撤销公开2条，更正3条。",
        [("all", 326, None)],
    ),
    "vague counts and one": (
        "公开原创作品数十篇、转发信息几百条，同一信息按1条统计，合计1条。",
        [("all", 1, None)],
    ),
    "sets that go by their number": ("发布十件民生实事信息12条。", [("all", 12, None)]),
    "ways are counted as items are": (
        "发布日期：2017-01-05 本报告由概述、主动公开信息情况等七个部分组成。"
        "把信息公开作为一项日常工作来抓。"
        "我乡信息主要通过两条途径公开。按照县里统一部署，全年公开信息31条。",
        [("all", 31, None)],
    ),
    "points numbered in the middle of a sentence": (
        "公开信息42条。（二）公开形式 1、公开栏 2、在报纸上发布部分公开的信息 3、公开信。",
        [("all", 42, None)],
    ),
    "the last of several forms governs no new line": (
        "公开形式有：1、公开栏公开；2、通过门户网站公开。\n全年公开信息47条，其中文件类29条；动态类18条。",
        [("all", 47, None), ("all", 29, 47), ("all", 18, 47)],
    ),
    "classes below blank lines, and once more": (
        "共制作信息163条，其中主动公开信息106条，涉及国家秘密的公文类信息3条。公文主要是通知公告。\n\n"
        "在主动公开的信息中，文件类的信息12条；规划类信息9条；民生类信息31条；动态类信息24条；人事类信息7条；财政类信息19条。\n\n在主动公开的信息中与民生有关的信息有33条。",
        [("all", 106, None), *[("all", count, 106) for count in (12, 9, 31, 24, 7, 19, 33)]],
    ),
    "how many of each class are new": (
        "在网站公开信息340条，今年新增52条。\n\n（二）主要类别\n信息类别：指南1条；文件170条，新增28条；动态113条，新增19条。",
        [
            ("website", 340, None),
            ("website", 52, None),
            ("website", 1, 340),
            ("website", 170, 340),
            ("website", 28, 170),
            ("website", 113, 340),
            ("website", 19, 113),
        ],
    ),
    "a class that touches on something": (
        "公开信息若干（应急管理23条、规划26条、涉及民生的统计5条、预算7条、专项资金11条）。",
        [("all", count, None) for count in (23, 26, 5, 7, 11)],
    ),
    "others in a bracket, and what is sent": (
        "公开信息86条，其中公告18条（同时撤销3条），动态61条。公众号发布图文51条，向图书馆、档案馆报送纸质信息各37条。",
        [("all", 86, None), ("all", 18, 86), ("all", 61, 86), ("wechat", 51, None)],
    ),
    "as many of each": (
        "公开信息34条。其中文件2条；动态19条，占55.9%、人事、会议、应急类信息均为0条；以不同渠道公开的，包括公示栏公开信息3条。",
        [("all", 34, None), ("all", 2, 34), ("all", 19, 34), *[("all", 0, 34)] * 3]
        + [("notice_board", 3, 34)],
    ),
}


def found_in(text: str) -> Found:
    postings = read_postings(text)
    counts = dict(zip(postings["posting_id"], postings["count"], strict=True))
    return [
        (row.channel, row.count, None if pd.isna(row.parent_id) else counts[row.parent_id])
        for row in postings.itertuples()
    ]


@pytest.mark.parametrize("name", NAMED)
def test_named_case(name: str) -> None:
    text, expected = NAMED[name]
    assert found_in(text) == expected


def test_columns_are_the_contracts() -> None:
    postings = read_postings("通过公示栏公开信息40余条。")
    wanted = pandas_dtypes("postings")
    del wanted["report_id"], wanted["page"]
    assert list(postings.columns) == list(wanted)
    assert {name: str(dtype) for name, dtype in postings.dtypes.items()} == wanted
    assert list(read_postings("").columns) == list(wanted)


def test_every_column() -> None:
    text = "截至2023年底，历年累计公开信息1350条。各村通过村务公开栏公示财务信息约300条。"
    first, second = read_postings(text).to_dict("records")
    assert (first["period"], first["count"], first["approximate"]) == ("cumulative", 1350, False)
    assert first["sentence"] == "截至2023年底，历年累计公开信息1350条。"
    assert (second["channel"], second["scope"], second["unit"]) == (
        "notice_board",
        "villages",
        "条",
    )
    assert (second["category"], second["approximate"]) == ("财务信息", True)
    assert second["period"] == "year"


def test_each_number_is_explained() -> None:
    text = "2023年1至11月网站公开信息40条，收到申请2件，培训30人，满意率99.5%，电话0398-7868001。"
    explained = read_postings(text, explain=True)
    assert explained["number"].tolist() == [
        "2023年",
        "1",
        "11月",
        "40条",
        "2件",
        "30人",
        "99.5%",
        "0398",
        "7868001",
    ]
    taken_for = [*["date"] * 3, "posting", "request", "people", "percentage", "code", "code"]
    assert explained["taken_for"].tolist() == taken_for
    assert explained["posting_id"].dropna().tolist() == [1]
    assert explained["why"].str.len().min() > 5
    assert "申请" in explained["why"][4]


def test_what_is_explained_shows_the_tree_and_the_doubts() -> None:
    text = "全年公开信息300条，其中网站100条（动态60条，公告40条），“甘棠三务网”200条。"
    explained = read_postings(text, explain=True)
    assert explained["tree"].tolist() == [
        "all 300",
        "  website 100",
        "    website 动态 60",
        "    website 公告 40",
        "  website 200",
    ]
    doubtful = explained["otherwise"].dropna()
    assert doubtful.index.tolist() == [4]
    assert "how a name ends" in doubtful.iloc[0]


def test_an_article_of_the_law_is_no_figure() -> None:
    text = "依据《条例》第二十条、第三十五条和第一百条，公开信息30条。"
    taken_for = read_postings(text, explain=True)["taken_for"].tolist()
    assert taken_for == ["ordinal", "ordinal", "ordinal", "posting"]


def test_the_year_reported_on_tells_last_years_figures() -> None:
    text = "2022年公开信息98条。"
    assert len(read_postings(text)) == 1
    assert len(read_postings(text, year=2022)) == 1
    assert len(read_postings(text, year=2023)) == 0


def test_figures_of_other_years_keep_out_their_parts() -> None:
    text = (
        "2024年公开信息406条，其中网站86条、公众号320条；2023年公开信息380条，其中网站80条、"
        "公众号300条。公开栏更新24期（2023年为20期）。2025年拟新增栏目3个、公开信息900条以上。"
    )
    assert read_postings(text, year=2024)["count"].tolist() == [406, 86, 320, 24]
    plan = "2025年计划公开200条，2024年公开186条。"
    assert read_postings(plan, year=2024)["count"].tolist() == [186]
    explained = read_postings(text, year=2024, explain=True).set_index("number")["taken_for"]
    assert explained["300条"] == "earlier_year"
    assert explained["900条以上"] == "plan"
    assert read_postings("2024年公开信息406条。", year=2023)["count"].tolist() == [406]
    # Where the year is not known, that of a plan is not the report's.
    assert read_postings("我镇公开信息406条。计划2025年发布900条。")["count"].tolist() == [406]
    text = "2024年公开信息406条。2025年，我镇拟通过公众号发布900条。"
    assert read_postings(text)["count"].tolist() == [406]


def test_digits_that_stand_apart_are_in_doubt() -> None:
    text = "网站公开信息1 234条，公开栏公开23条。"
    assert read_postings(text)["certainty"].tolist() == ["doubtful", "sure"]


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("截至2009年底，累计公开731条。2009年当年公开163条。", ["cumulative", "year"]),
        ("截至2009年底，累计公开731条，其中2009年公开163条。", ["cumulative", "year"]),
        ("本年度公开信息86条，累计公开320条。", ["year", "cumulative"]),
        ("公众号累计发布信息860条，今年发布240条。", ["cumulative", "year"]),
        ("全年网站公开86条，公众号公开234条，累计公开320条。", ["year", "year", "year"]),
        ("截至2009年底，累计公开731条；公众号今年推送163条。", ["year", "year"]),
        ("自2004年开通“甘棠”公众号以来共发布信息216条。", ["cumulative"]),
        ("自2004年开展公开工作至2009年底，主动公开信息216条。", ["cumulative"]),
        ("历年累计公开439条，其中政策类39条，2009年公开12条。", ["cumulative"] * 2 + ["year"]),
        ("目前网站共有政策文件120条，工作动态85条。", ["cumulative"] * 2),
        ("截至目前累计公开信息44条。", ["year"]),
        ("公众号开通至今发布860条。微博2009年3月开通以来发布86条。", ["cumulative", "year"]),
        ("近三年共公开信息560条，其中2009年186条。", ["cumulative", "year"]),
        (
            "截至2009年底，累计公开731条，其中本年公开163条。\n2009年公开信息类别：政策类8条，决策类23条。",
            ["cumulative", "year", "year", "year"],
        ),
    ],
)
def test_totals_of_many_years(text: str, periods: list[str]) -> None:
    assert read_postings(text, year=2009)["period"].tolist() == periods


def test_categories_without_the_verbs_and_the_means() -> None:
    text = (
        "印发《办事问答》3000册；通过公开栏张贴、广播宣传等方式公开惠农补贴580条次；人事信息：2条。"
    )
    assert read_postings(text)["category"].tolist() == ["《办事问答》", "惠农补贴", "人事信息"]


@pytest.mark.parametrize(
    ("text", "categories"),
    [
        (
            "公开信息8条，其中共青团工作2条、公共服务类2条、计划总结4条。",
            ["共青团工作", "公共服务类", "计划总结"],
        ),
        ("公开信息9条，其中公示公告类2条，三大攻坚战7条。", ["公示公告类", "三大攻坚战"]),
        ("公开信息9条，其中法规类占22.2%，为2条；网站占7条。", ["法规类"]),
        ("公开信息9条，涵盖通知公告2条、应急预案7条。", ["通知公告", "应急预案"]),
        ("公开信息9条，其中财政信息9条，占100%、人事信息均为0条。", ["财政信息", "人事信息"]),
        ("网站端86条、移动端（公众号、视频号）310条、线下端（公开栏、电子屏）24条。", []),
        ("新闻发布会召开8次。公报免费发放300册。", []),
    ],
)
def test_categories_without_what_names_none(text: str, categories: list[str]) -> None:
    assert read_postings(text)["category"].dropna().tolist() == categories


@pytest.mark.parametrize(
    ("text", "scopes"),
    [
        ("全县公开信息96条，其中县本级公开12条。", ["subordinates", "self"]),
        ("全省公开信息96条，省政府及省政府办公厅公开文件5件。", ["subordinates", "self"]),
        ("公开信息96条，占全区总量的6%，网站公开信息12条。", ["self", "self"]),
        ("村务公开栏公示补贴27条，公众号、村级公示栏公示补贴96条。", ["villages", "self"]),
        ("镇村公示栏公开信息11条，村级公示栏公开24条。", ["self", "villages"]),
    ],
)
def test_whose_postings_they_are(text: str, scopes: list[str]) -> None:
    assert read_postings(text)["scope"].tolist() == scopes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "主动公开信息250条，政策类占12%即30条，服务类占40%即100条。",
            [("all", 250, None), ("all", 30, 250), ("all", 100, 250)],
        ),
        (
            "公开信息15条。公开业务类信息11条，占73.33%。在主动公开的信息中，应急类1条，占6.67%；"
            "机构类7条，占46.67%；其他类8条，占53.33%。",
            [("all", 15, None), *(("all", count, 15) for count in (11, 1, 7, 8))],
        ),
        (
            "网站公开77条，公开栏公开130条，其中低保类分别为19条、56条。",
            [
                ("website", 77, None),
                ("notice_board", 130, None),
                ("website", 19, 77),
                ("notice_board", 56, 130),
            ],
        ),
        ("2019年、2020年分别公开信息188条、254条。", [("all", 254, None)]),
        ("与2019年（发布501条）相比，今年发布466条。", [("all", 466, None)]),
        (
            "网站140条，微信600条，电子屏120条，其中微信专题66条。",
            [("website", 140, None), ("wechat", 600, None), ("screen", 120, None)]
            + [("wechat", 66, 600)],
        ),
        (
            "全年公开430条，社会救助最多，97条，税收最少，1条。",
            [("all", 430, None), ("all", 97, 430), ("all", 1, 430)],
        ),
        (
            "网站公开60条；全年公开90条，其中网站60条、公众号30条。",
            [("website", 60, None), ("all", 90, None), ("website", 60, 90), ("wechat", 30, 90)],
        ),
        (
            "信息网自2010年建成以来共发布信息926条，2020年共发布213条。",
            [("website", 926, None), ("website", 213, None)],
        ),
        # A list goes on where its sum says so, and is split by none of its own items.
        (
            "公开信息348条。类别包括：动态144条，通知5条，微博转发184条，其他方式15条。",
            [("all", 348, None), ("all", 144, 348), ("all", 5, 348), ("weibo", 184, 348)]
            + [("all", 15, 348)],
        ),
        (
            "公开概况1条，职能2条，领导信息3条，计划1条，总结2条。",
            [("all", count, None) for count in (1, 2, 3, 1, 2)],
        ),
        (
            "网站公开44条，其中：快讯26条、公告18条。目录健全，其中：文件3条、计划5条、预算10条、动态7条。",
            [("website", 44, None), *(("website", count, 44) for count in (26, 18, 3, 5, 10, 7))],
        ),
        (
            "公开信息133条。其中，指南1条，公开内容涉及文件29条，机构职能4条，组织管理信息7条。",
            [("all", 133, None), *(("all", count, 133) for count in (1, 29, 4, 7))],
        ),
        (
            "公开信息713条，准确及时。一是公开政策文件4条。二是发布救助信息122条。\n"
            "公开信息295条，包括：\n1.网站公开120条；\n2.公众号发布33条。",
            [("all", 713, None), ("all", 4, 713), ("all", 122, 713)]
            + [("all", 295, None), ("website", 120, 295), ("wechat", 33, 295)],
        ),
        ("解读重大政策6次，现场解读政策3场。", []),
        ("审核村级公开内容190期，退回修改36条。", []),
        ("工作总结1份、自查报告1份已上报。", []),
    ],
)
def test_what_makes_a_part_a_whole_or_no_posting(
    text: str, expected: list[tuple[str, int, int | None]]
) -> None:
    found = [
        (one.channel, one.count, one.parent.count if one.parent else None)
        for one in read_narrative(text, 2020).postings
    ]
    assert found == expected


LEAST_RIGHT = {"labelled": (0.99, 0.985), "siblings": (0.99, 0.985)}
LEAST_RIGHT |= {"unseen": (0.98, 0.98), "kept": (0.96, 0.96), "townships": (0.985, 0.985)}
LEAST_RIGHT |= {"reports": (0.985, 0.98)}


@pytest.mark.parametrize("name", LEAST_RIGHT)
def test_labelled_narratives(name: str) -> None:
    """Narratives of invented places, labelled by hand before the reader was tried on them."""
    least_of_pairs, least_with_parent = LEAST_RIGHT[name]
    bench = load_bench("narratives")
    lines = (Path(__file__).parent / "narratives" / f"{name}.jsonl").read_text(encoding="utf-8")
    score = bench.score([json.loads(line) for line in lines.splitlines()])
    for total, least in ((score.pairs, least_of_pairs), (score.with_parent, least_with_parent)):
        assert bench.precision(total) >= least, score.errors
        assert bench.recall(total) >= least, score.errors
    assert score.in_doubt["right in doubt"] <= 0.05 * score.in_doubt["right"]
    if least_of_pairs == 0.99:
        assert score.traps_reported <= 0.005 * score.traps


@pytest.mark.parametrize("width", [7, 16, 30])
def test_lines_may_be_broken_anywhere(width: int) -> None:
    bench = load_bench("narratives")
    lines = (Path(__file__).parent / "narratives" / "townships.jsonl").read_text(encoding="utf-8")
    records = [json.loads(line) for line in lines.splitlines()][-150:]
    records = [record for record in records if "\n" not in record["text"]]
    for record in records:
        text = record["text"]
        parts = [text[start : start + width] for start in range(0, len(text), width)]
        record["text"] = "\n".join(parts)
    score = bench.score(records)
    assert bench.precision(score.with_parent) >= 0.97, score.errors
    assert bench.recall(score.with_parent) >= 0.97, score.errors


def test_few_of_the_right_postings_are_doubtful() -> None:
    lines = (Path(__file__).parent / "narratives" / "siblings.jsonl").read_text(encoding="utf-8")
    texts = [json.loads(line)["text"] for line in lines.splitlines()]
    certainty = pd.concat([read_postings(text, year=2024) for text in texts])["certainty"]
    assert 0 < (certainty == "doubtful").mean() < 0.05


@pytest.mark.parametrize(
    ("text", "count", "why"),
    [
        ("全年公开信息300条，惠农政策120条，征地公告17条。", 120, "a part of 300"),
        ("网站去年底前发布各类信息98条。", 98, "another year"),
        ("全年解读发布政策要点两期。", 2, "small a number"),
        ("公示栏公开60条，其中微信转发8条。", 8, "another channel than its whole"),
        ("公示许可36条、处罚14条，其中在网站公示50条。", 50, "larger than its whole"),
        ("便民角、公开栏、微信群分别发布信息7条、43条、129条。", 43, "not as many as the figures"),
        ("充分发挥公众号的作用。全年发布信息58条，其中政策类12条。", 12, "names one channel"),
        ("网站公开信息40条，微\ufffd公众号发布12条。", 12, "not known"),
    ],
)
def test_figures_are_doubtful_for_where_they_stand(text: str, count: int, why: str) -> None:
    reasons = {doubt.value: doubt.why for doubt in read_narrative(text, 2023).doubts}
    assert why in reasons.get(count, "")


@pytest.mark.parametrize(
    "text",
    ["严格落实“三审三校”，全年更新信息94条。", "全年交出“成绩单”：信息公开402条。"]
    + ["没有通过公报公开。全年公开信息94条。"]
    + ["本报告由概述、主动公开信息情况等七个部分组成。全年公开信息94条。"]
    + ["我乡按照县信息公开小组统一部署，推进公开。全年公开信息94条。"]
    + ["在青岭政府在线发布群众关注热点信息22条。"]
    + ["全年公开信息94条。收到申请4件。从内容来看，建设项目2件，安置信息1件，政策法规类1件。"],
)
def test_what_is_plain_is_not_in_doubt(text: str) -> None:
    assert not read_narrative(text, 2023).doubts


def test_the_second_reader_tells_postings_from_others() -> None:
    reading = read_narrative("网站公开信息40条。收到申请3件，回复来信12件，删除信息6条。").reading
    likely = [
        likelihoods(
            is_posting_options(reading.text, reading.tokens, mention, before), load_weights()
        )[True]
        for mention, before in of_numbers(reading)
    ]
    assert likely[0] > MIN_LIKELIHOOD_OF_POSTING
    assert max(likely[1:]) < MAX_LIKELIHOOD_OF_OTHERS


def test_the_second_reader_tells_channels() -> None:
    reading = read_narrative("全年公开信息90条，其中网站60条、微信公众号30条。").reading
    likely = [
        likelihoods(
            channel_options(reading.text, reading.tokens, question.mention, question.others),
            load_weights(),
        )
        for question in of_channels(reading)
    ]
    assert [max(one, key=one.__getitem__) for one in likely] == ["all", "website", "wechat"]
    assert all(sum(one.values()) == pytest.approx(1) for one in likely)


def test_the_second_reader_tells_wholes() -> None:
    narrative = read_narrative("全年公开信息90条，其中网站60条、微信公众号20条。受理申请3件。")
    total, *parts = narrative.postings
    wholes = Wholes(narrative.reading.tokens, narrative.mentions, narrative.postings)
    for index, part in enumerate(parts, 1):
        likely = likelihoods(wholes.options(index), load_weights())
        assert max(likely, key=likely.__getitem__) == part.parent.start == total.start


def test_what_the_second_reader_takes_otherwise_is_in_doubt(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It flags and never overrules: the postings are the same, whatever its weights."""
    text = "全年公开信息90条，其中网站60条、公众号20条。群众来信3件。"
    plain = read_postings(text, year=2024).drop(columns="certainty")
    monkeypatch.setattr(
        doubts, "load_weights", lambda: {"is": 9.0, "is website": 99.0, "top": 99.0}
    )
    read = read_postings(text, year=2024)
    assert read.drop(columns="certainty").equals(plain)
    assert read["certainty"].tolist() == ["doubtful", "doubtful", "doubtful"]
    said = read_postings(text, year=2024, explain=True)["otherwise"]
    assert said[0] == "the second reader takes its channel for website"
    assert said[1] == "the second reader takes it for a part of none"


def test_a_researcher_may_add_a_word_but_not_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    source = Path(vocabulary.__file__).with_name("vocabulary.toml").read_text(encoding="utf-8")
    load = vocabulary.load_vocabulary.__wrapped__
    added = source.replace('"公开栏", ', '"公开栏", "便民角", ', 1)
    monkeypatch.setattr(vocabulary, "load_data", lambda *_: tomllib.loads(added))
    assert load().words["便民角"] == vocabulary.Word("channel", "notice_board")
    twice = added.replace('"抖音", ', '"抖音", "便民角", ', 1)
    monkeypatch.setattr(vocabulary, "load_data", lambda *_: tomllib.loads(twice))
    with pytest.raises(ValueError, match="便民角 stands in two lists"):
        load()


def test_a_sentence_without_end_does_not_fill_the_memory() -> None:
    postings = read_postings("公开信息9条，其中" + "网站公开1条、" * 3_000)
    assert len(postings) == 3_001
    assert postings["sentence"].str.len().max() <= 2_000


# ---- what must hold of any narrative ----------------------------------------------------------

CHANNEL_WORDS = {
    "政府网站": "website",
    "微信公众号": "wechat",
    "政务公开栏": "notice_board",
    "政务微博": "weibo",
    "抖音号": "short_video",
    "电子显示屏": "screen",
    "村村响广播": "broadcast",
    "微信群": "messaging",
}
counts = st.integers(min_value=1, max_value=99_999)
channel_words = st.sampled_from(list(CHANNEL_WORDS))
verbs = st.sampled_from(["公开", "发布", "推送", "更新", "公布"])
units = st.sampled_from(["条", "篇", "期", "件"])


@st.composite
def sentences(draw: st.DrawFn, factor: int = 1) -> str:
    """A sentence of a known shape, its counts multiplied by `factor`."""
    shape = draw(st.sampled_from(["channel", "total", "split", "classes", "one by one", "nothing"]))
    verb, unit = draw(verbs), draw(units)
    several = draw(st.lists(channel_words, min_size=2, max_size=4, unique=True))
    numbers = [factor * draw(counts) for _ in several]
    if shape == "channel":
        return f"通过{several[0]}{verb}信息{numbers[0]}{unit}。"
    if shape == "total":
        return f"全年主动公开政府信息{numbers[0]}{unit}。"
    if shape == "split":
        parts = "，".join(
            f"{word}{verb}{n}{unit}" for word, n in zip(several, numbers, strict=True)
        )
        return f"全年共公开信息{sum(numbers)}{unit}，其中{parts}。"
    if shape == "classes":
        names = ("工作动态", "通知公告", "政策解读", "财政信息")
        parts = "、".join(f"{name}{n}{unit}" for name, n in zip(names, numbers, strict=False))
        return f"在{several[0]}{verb}信息{sum(numbers)}{unit}，其中{parts}。"
    if shape == "one by one":
        figures = "、".join(f"{n}{unit}" for n in numbers)
        return f"{'、'.join(several)}分别{verb}信息{figures}。"
    return draw(st.sampled_from(["收到政府信息公开申请3件。", "举办培训2场，参训60人次。"]))


def without_place(postings: pd.DataFrame) -> pd.DataFrame:
    return postings.drop(columns=["posting_id", "parent_id", "sentence"])


@given(st.lists(sentences(), min_size=1, max_size=4), st.data())
def test_a_sentence_without_numbers_changes_nothing(texts: list[str], data: st.DataObject) -> None:
    idle = data.draw(
        st.sampled_from(["我镇高度重视政务公开工作。", "不断健全各项制度，方便群众查询。"])
    )
    place = data.draw(st.integers(min_value=0, max_value=len(texts)))
    more = [*texts[:place], idle, *texts[place:]]
    pd.testing.assert_frame_equal(read_postings("".join(texts)), read_postings("".join(more)))


@given(st.data(), st.integers(min_value=2, max_value=9))
def test_other_numbers_change_counts_alone(data: st.DataObject, factor: int) -> None:
    texts = data.draw(st.lists(sentences(), min_size=1, max_size=3))
    postings = read_postings("".join(texts))
    numbers = sorted({str(count) for count in postings["count"]}, key=len, reverse=True)
    other = "".join(texts)
    for position, number in enumerate(numbers):  # by way of letters, so that none is changed twice
        other = other.replace(number, chr(0xE000 + position))
    for position, number in enumerate(numbers):
        other = other.replace(chr(0xE000 + position), str(factor * int(number)))
    renumbered = read_postings(other)
    assert (renumbered["count"] == factor * postings["count"]).all()
    same = ["posting_id", "parent_id", "channel", "category", "unit", "period", "scope"]
    pd.testing.assert_frame_equal(postings[same], renumbered[same])


@given(st.lists(sentences(), min_size=2, max_size=4, unique=True), st.randoms())
def test_order_of_independent_sentences_does_not_matter(texts: list[str], random) -> None:
    texts = [f"{text[:-1]}。\n我镇工作有序推进。\n群众满意。\n各项制度健全。" for text in texts]
    shuffled = list(texts)
    random.shuffle(shuffled)

    def as_set(parts: list[str]) -> list[tuple[object, ...]]:
        rows = without_place(read_postings("".join(parts)))
        return sorted(tuple(map(str, row)) for row in rows.itertuples(index=False, name=None))

    assert as_set(texts) == as_set(shuffled)


@given(st.lists(channel_words, min_size=2, max_size=5, unique=True), st.data())
def test_channels_and_numbers_one_by_one(words: list[str], data: st.DataObject) -> None:
    numbers = [data.draw(counts) for _ in words]
    figures = "、".join(f"{number}条" for number in numbers)
    found = found_in(f"{'、'.join(words)}分别发布信息{figures}。")
    assert [(channel, count) for channel, count, _ in found] == [
        (CHANNEL_WORDS[word], number) for word, number in zip(words, numbers, strict=True)
    ]


@given(
    st.text(
        alphabet="公开发布信息其中网站微信栏共计条件期年申请，。；：（）、123456789０一二百余万亿“”《》\n-—.%",
        max_size=80,
    )
)
@settings(max_examples=150)
def test_any_text_is_read(text: str) -> None:
    postings = read_postings(text)
    assert set(postings["channel"]) <= set(CHANNELS)
    ids = postings["posting_id"].tolist()
    assert ids == list(range(1, len(ids) + 1))
    assert set(postings["parent_id"].dropna()) <= set(ids)
    assert (postings["parent_id"] != postings["posting_id"]).fillna(True).all()
    explained = read_postings(text, explain=True)
    assert set(explained["posting_id"].dropna()) <= set(ids)
