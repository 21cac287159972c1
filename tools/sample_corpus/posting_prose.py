"""Sentences that say how much was posted and where, each with the postings it states."""

import random
from dataclasses import dataclass

from .model import Place, Posting, Sentence
from .trends import Posted


@dataclass(frozen=True)
class Subject:
    """What the sentences are about; `voice` picks the wording and stays with a body for years."""

    place: Place
    year: int
    posted: Posted
    voice: random.Random
    wechat_so_far: int
    overstated: int = 0  # by how much a printed whole exceeds its parts; 0 but for a misprint


def posting_sentences(subject: Subject) -> list[Sentence]:
    """The year's counts in one of three ways: by a total, channel by channel, or as a list."""
    way = subject.voice.choice([_total_with_channels, _channel_by_channel, _as_a_list])
    if subject.overstated and way is _as_a_list:
        raise ValueError(f"{subject.place.name} lists its channels: there is no whole to overstate")
    return [*way(subject), *_beside(subject)]


def _total_with_channels(subject: Subject) -> list[Sentence]:
    items, place, total = subject.posted, subject.place, subject.posted.total + subject.overstated
    counts = [("website", _site(place), items.website)]
    counts += [("wechat", "微信公众号", items.wechat), ("weibo", "政务微博", items.weibo)]
    counts += [("short_video", "视频号", items.video), ("notice_board", "公开栏", items.boards)]
    used = [entry for entry in counts if entry[2]]
    opening = subject.voice.choice(
        [
            f"{subject.year}年，{place.we}主动公开各类政府信息{total}条，其中",
            f"全年累计主动公开政府信息{total}条，其中",
            f"一年来，{place.we}共公开政府信息{total}条。其中：",
        ]
    )
    verb = subject.voice.choice(["公开", "发布"])
    listed = "，".join(f"通过{name}{verb}{count}条" for _, name, count in used)
    whole = Posting("all", total)
    parts = [Posting(channel, count, parent=1) for channel, _, count in used]
    return [Sentence(f"{opening}{listed}。", (whole, *parts))]


def _channel_by_channel(subject: Subject) -> list[Sentence]:
    return [
        _boards_by_owner(subject),
        _website_by_class(subject),
        *_wechat(subject),
        *_microblog_and_video(subject),
    ]


def _as_a_list(subject: Subject) -> list[Sentence]:
    items, we = subject.posted, subject.place.we
    entries = [("website", "门户网站信息公开专栏", items.website, "条")]
    own, below = _levels(subject.place)
    entries += [("notice_board", f"{own}、{below}两级政务公开栏", items.boards, "条")]
    entries += [("wechat", "官方微信公众号", items.wechat, "篇")]
    entries += [
        ("weibo", "政务微博", items.weibo, "条"),
        ("short_video", "视频号", items.video, "条"),
    ]
    used = [entry for entry in entries if entry[2]]
    ordinals = "一二三四五"
    verbs = {"wechat": "推送文章", "short_video": "发布短视频"}
    listed = "；".join(
        f"{ordinals[i]}是通过{name}{verbs.get(channel, '发布信息')}{count}{unit}"
        for i, (channel, name, count, unit) in enumerate(used)
    )
    lead = subject.voice.choice(["按照应公开尽公开的要求", "围绕群众关心的事项"])
    postings = tuple(Posting(channel, count, unit) for channel, _, count, unit in used)
    return [Sentence(f"{subject.year}年，{we}{lead}，{listed}。", postings)]


def _boards_by_owner(subject: Subject) -> Sentence:
    items = subject.posted
    own, below = (name + "级" if len(name) == 1 else name for name in _levels(subject.place))
    text = subject.voice.choice(
        [
            f"{subject.year}年，{subject.place.we}利用政务公开栏张贴公示信息{items.boards}条，"
            f"其中{own}公开栏{items.town_board}条，{below}公开栏{items.village_board}条。",
            f"全年在公示栏公开信息{items.boards}条（{own}{items.town_board}条、"
            f"{below}{items.village_board}条），方便老年群众就近查看。",
        ]
    )
    return Sentence(
        text,
        (
            Posting("notice_board", items.boards),
            Posting("notice_board", items.town_board, parent=1),
            Posting("notice_board", items.village_board, parent=1, scope="villages"),
        ),
    )


def _website_by_class(subject: Subject) -> Sentence:
    items = subject.posted.website
    whole = items + subject.overstated
    classes = subject.voice.choice(
        [
            ["工作动态", "通知公告", "财政资金", "政策文件"],
            ["基层治理", "公共服务", "通知公告", "机构职能"],
            ["民政救助", "规划计划", "工作动态", "应急管理"],
        ]
    )
    shares = random.Random(f"classes {subject.place.name} {subject.year}")
    cuts = sorted(shares.randint(items // 10, items * 9 // 10) for _ in range(3))
    numbers = [b - a for a, b in zip([0, *cuts], [*cuts, items], strict=True)]
    site = _site(subject.place)
    listed = "，".join(f"{name}{number}条" for name, number in zip(classes, numbers, strict=True))
    text = subject.voice.choice(
        [
            f"在{site}发布信息{whole}条，其中{listed}。",
            f"通过{site}{subject.place.name}专栏公开信息{whole}条，包括{listed}。",
        ]
    )
    parts = [
        Posting("website", number, parent=1, category=name)
        for name, number in zip(classes, numbers, strict=True)
    ]
    return Sentence(text, (Posting("website", whole), *parts))


def _wechat(subject: Subject) -> list[Sentence]:
    count = subject.posted.wechat
    if not count:
        return []
    account = f"“{subject.place.short_name}发布”微信公众号"
    rounded = count // 10 * 10
    options = [
        (f"通过{account}推送图文信息{count}篇。", Posting("wechat", count, "篇")),
        (f"{account}全年推送信息{count}条。", Posting("wechat", count)),
    ]
    if rounded:
        about = Posting("wechat", rounded, approximate=True)
        options.append((f"依托{account}发布政策解读、办事提醒等信息{rounded}余条。", about))
    text, posting = subject.voice.choice(options)
    return [Sentence(text, (posting,))]


def _microblog_and_video(subject: Subject) -> list[Sentence]:
    items, sentences = subject.posted, []
    if items.weibo:
        text = f"政务微博发布信息{items.weibo}条。"
        sentences.append(Sentence(text, (Posting("weibo", items.weibo),)))
    if items.video:
        text = f"开设视频号，用方言讲政策，发布短视频{items.video}条。"
        sentences.append(Sentence(text, (Posting("short_video", items.video),)))
    return sentences


def _beside(subject: Subject) -> list[Sentence]:
    """What some bodies add: leaflets, meetings, a cumulative figure, channels with no number."""
    extra = random.Random(f"beside {subject.place.name} {subject.year}")
    leaflets, meetings, calls = (extra.randint(4, 40) * 50, *extra.choices(range(2, 30), k=2))
    own, below = _levels(subject.place)
    people = "村民" if below == "村" else "居民"
    choices = [
        Sentence(f"同时利用电子显示屏、{below}广播等方式扩大知晓面。"),
        Sentence(f"依托便民服务大厅查阅点和{people}微信群，把政策送到群众身边。"),
        Sentence("对不会使用智能手机的老人，由网格员上门告知。"),
        Sentence("公开内容以财政资金、民生保障、工程项目为主。"),
        Sentence("各平台内容同源发布，避免口径不一。"),
        Sentence(f"发放惠民政策明白纸{leaflets}份。", (Posting("print", leaflets, "份"),)),
        Sentence(
            f"召开{people}会议{meetings}次，通报低保评议、项目建设等事项。",
            (Posting("meeting", meetings, "次"),),
        ),
        Sentence(f"{own}广播站播发通知{calls}次。", (Posting("broadcast", calls, "次"),)),
    ]
    if subject.posted.wechat and subject.year >= 2020:
        so_far = Posting("wechat", subject.wechat_so_far, period="cumulative")
        text = f"微信公众号自开通以来累计推送信息{so_far.count}条。"
        choices.append(Sentence(text, (so_far,)))
    return extra.sample(choices, extra.choice([1, 1, 2]))


def _levels(place: Place) -> tuple[str, str]:
    """The body's own level and the one below it."""
    return ("街道", "社区") if place.level == "subdistrict" else (place.name[-1], "村")


def _site(place: Place) -> str:
    return f"{place.county[-1]}政府门户网站"
