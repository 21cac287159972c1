"""How much a body posts on each channel, year by year."""

import random
from dataclasses import dataclass

from .model import FIRST_YEAR, LAST_YEAR, Place


@dataclass(frozen=True)
class Posted:
    """Items posted in one year; 0 where the channel was not in use."""

    town_board: int
    village_board: int
    website: int
    weibo: int
    wechat: int
    video: int

    @property
    def boards(self) -> int:
        return self.town_board + self.village_board

    @property
    def total(self) -> int:
        return self.boards + self.website + self.weibo + self.wechat + self.video


def posted(place: Place) -> dict[int, Posted]:
    """Notice boards fall, the website and WeChat rise, microblogs go, short video comes."""
    rng = random.Random(f"trends {place.name}")
    boards, boards_fall = rng.uniform(240, 620), rng.uniform(0.86, 0.93)
    website, website_rise = rng.uniform(35, 140), rng.uniform(1.08, 1.17)
    wechat_start, wechat_top = rng.randint(2015, 2018), rng.uniform(320, 1150)
    weibo = rng.choice([0, 0, rng.uniform(20, 70)])
    video_start, video_top = rng.randint(2020, 2023), rng.uniform(20, 110)
    town_share = rng.uniform(0.22, 0.45)
    years: dict[int, Posted] = {}
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        age = year - FIRST_YEAR

        def about(level: float) -> int:
            return round(level * rng.uniform(0.92, 1.08))

        board_items = about(boards * boards_fall**age)
        town_board = round(board_items * town_share)
        on_wechat, on_video = year - wechat_start, year - video_start
        years[year] = Posted(
            town_board=town_board,
            village_board=board_items - town_board,
            website=about(website * website_rise**age),
            weibo=about(weibo * 0.7**age) if year <= 2018 else 0,
            wechat=about(wechat_top * (1 - 0.78 ** (on_wechat + 0.4))) if on_wechat >= 0 else 0,
            video=about(video_top * (1 - 0.6 ** (on_video + 1))) if on_video >= 0 else 0,
        )
    return years
