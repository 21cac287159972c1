"""The headings of a report's sections, in whatever way they are numbered."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from disclosure_stats.forms import Form
from disclosure_stats.forms.part_headings import NUMBERED_HEADING, WHOLE_HEADINGS, part_of
from disclosure_stats.pages.lines import Line
from disclosure_stats.text.folding import squeeze

_NUMERALS = "一二三四五六七八九十"
SENTENCE_END = tuple("。；！：;:!")
"""What a line of running text may end with, and no heading does."""

_INNER_MARKS = ":：。"
_MIN_PARTS = 3  # of the form, named by headings, for their numbering to be that of the sections
_MAX_HEADING_LENGTH = 36  # characters

_BARE = re.compile(WHOLE_HEADINGS)
_OTHER_NUMBERING = (
    re.compile(rf"第([{_NUMERALS}]{{1,2}})(?:部分|章|节)[、.．:：]?(.+)"),
    re.compile(rf"[(（]([{_NUMERALS}]{{1,2}})[)）][、.．]?(.+)"),
    re.compile(r"(\d{1,2})[、.．,，)）](?!\d)(.+)"),
    # In whatever way: 壹、, Ⅰ., PART 1, 01, 【…】; or without any.
    re.compile(rf"()(?:\W|[\dA-Za-z〇{_NUMERALS}壹贰叁肆伍陆柒]){{0,8}}({_BARE.pattern})\W?"),
)
_RUN_IN = re.compile("(.{2,24}?)[。：:].*")
_LAST_WORDS = "情况|概述|概况|问题|事项|措施"
# The words of the form, or what ends as a heading does, and behind them, on the same line, the
# first of a list or a sentence: what no heading goes on with, or for as long.
_RUN_ON = re.compile(
    rf"({WHOLE_HEADINGS})(?=[(（]?[一1][)）、.．]|无|\w.*[,，;；。]|\w{{8}})"
    rf"|([^。：:,，]{{0,30}}?(?:{_LAST_WORDS}))(?=20\d\d年|[本我全]|截[至止]|今年|根据|按照)"
)
_ENDS_A_HEADING = re.compile(f"(?:{_LAST_WORDS})$")
# A line of a list of contents: what stands behind it is a page's number.
_ENDS_IN_A_LIST = re.compile(rf"(?:[.．…·]{{2}}|{_LAST_WORDS})\s*\d{{1,3}}\s*$")


class Heading(NamedTuple):
    """A heading: which line it is, its printed number (null without one), its text with the number
    as printed, and what of the section's text stands on its line."""

    line: int
    number: int | None
    text: str
    rest: str

    @property
    def part(self) -> int | None:
        """The part of the form in force since 2019 that it names."""
        return part_of(self.text)


def find_headings(lines: Sequence[Line], form: Form | None) -> list[Heading]:
    """The headings among `lines`.

    They are numbered 一、 unless that leaves most parts of the form without one: then by the other
    numbering, or none, whose headings name most parts.
    """
    right = max((line.x1 for line in lines), default=0.0)
    found = _headings(lines, right, NUMBERED_HEADING)
    if form and not form.has_six_parts or _parts(found) >= _MIN_PARTS:
        return found
    others = [_of_parts(_headings(lines, right, numbering)) for numbering in _OTHER_NUMBERING]
    best = max(others, key=_parts)
    return best if _parts(best) >= _MIN_PARTS else found


def is_heading_of_a_part(text: str) -> bool:
    """Whether a text without spaces is the heading of a part as the form words it, with a number
    or without."""
    return _OTHER_NUMBERING[-1].fullmatch(text) is not None


def _of_parts(headings: Sequence[Heading]) -> list[Heading]:
    """The headings without those below a part, which may be numbered as parts are: of those that
    name one part the one that bears its number, if any does."""
    numbered = {heading.part for heading in headings if heading.number == heading.part}
    return [one for one in headings if one.number == one.part or one.part not in numbered]


def _parts(headings: Sequence[Heading]) -> int:
    return len({heading.part for heading in headings} - {None})


def _headings(lines: Sequence[Line], right: float, numbering: re.Pattern[str]) -> list[Heading]:
    found = []
    for index, line in enumerate(lines):
        text = squeeze(line.text)
        match = numbering.fullmatch(text)
        if match is None:
            continue
        number = _number(match[1])
        run_in = _RUN_ON.match(match[2]) or _RUN_IN.fullmatch(match[2])
        name = next(filter(None, run_in.groups())) if run_in else ""
        if part_of(name) or _ENDS_A_HEADING.search(name):
            heading, rest = _parted(line.text, text[: match.start(2) + len(name)])
            found.append(Heading(index, number, heading, rest))
        elif _stands_alone(line, match[2], right, numbering is not NUMBERED_HEADING):
            found.append(Heading(index, number, "".join(line.text.split()), ""))
    return found


def _parted(printed: str, heading: str) -> tuple[str, str]:
    """The heading as printed, and what stands behind it on its line."""
    ends = (end for end in range(len(printed)) if squeeze(printed[:end]) == heading)
    end = next(ends, len(printed))
    return "".join(printed[:end].split()), printed[end:].strip().lstrip("。：:").lstrip()


def _stands_alone(line: Line, title: str, right: float, must_name: bool) -> bool:
    """Whether a numbered line is a heading and nothing else: short of the margin, or naming a part
    of the form, as it must where the numbering is not that of sections."""
    if not 2 <= len(title) <= _MAX_HEADING_LENGTH or title.endswith(SENTENCE_END):
        return False
    if any(mark in title for mark in _INNER_MARKS) or _ENDS_IN_A_LIST.search(line.text):
        return False
    fills_line = line.x1 > right - 1.5 * line.height
    return part_of(title) is not None or not (must_name or fills_line)


def _number(numeral: str) -> int | None:
    if not numeral:
        return None
    if numeral.isdecimal():
        return int(numeral)
    if len(numeral) == 1:
        return _NUMERALS.index(numeral) + 1
    return 10 + _NUMERALS.index(numeral[1]) + 1
