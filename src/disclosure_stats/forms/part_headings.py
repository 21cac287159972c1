"""The six parts of the form in force since 2019, told by what only their headings say.

Source: 国办公开办函〔2019〕60号 and 国办公开办函〔2021〕30号.
"""

import re
from functools import lru_cache

from disclosure_stats.text.folding import squeeze

_PARTS = (
    (1, re.compile("总体情况|概述|基本情况")),
    (4, re.compile("行政复议|行政诉讼")),
    (3, re.compile("收到和处理|依申请公开")),
    (2, re.compile("主动公开")),
    (5, re.compile("存在的?(主要)?问题|改进")),
    (6, re.compile("其他需要报告|其它需要报告|需要报告的")),
)
WHOLE_HEADINGS = (
    "总体情况|主动公开(?:政府信息)?(?:的)?情况|收到和处理政府信息公开申请(?:的)?情况"
    "|(?:因)?政府信息公开(?:工作)?(?:被申请|被提起)?行政复议[、和及]?(?:被)?(?:提起)?行政诉讼(?:的)?情况"
    "|(?:政府信息公开工作)?存在的?(?:主要)?问题[及和与、]?改进(?:情况|措施)|其[他它]需要报告的(?:其他)?事项"
)
"""The same headings as a whole, to be part of a pattern: without a number nothing else tells them
from text."""

NUMBERED_HEADING = re.compile("([一二三四五六七八九十]{1,2})[、.．,，](.+)")
"""A heading as most reports number their sections: 一、总体情况."""


@lru_cache(maxsize=1024)  # reports have their headings in common
def part_of(heading: str) -> int | None:
    """The part of the form in force since 2019 that a heading names."""
    return next((part for part, pattern in _PARTS if pattern.search(heading)), None)


def heads_a_part(text: str) -> bool:
    """Whether a text is the heading of a part of the form, numbered 一、."""
    match = NUMBERED_HEADING.fullmatch(squeeze(text))
    return match is not None and part_of(match[2]) is not None
