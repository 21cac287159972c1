"""The report's sections: headings and the text under them, tables left out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from disclosure_stats.reading.lines import Line
from disclosure_stats.reading.model import Row
from disclosure_stats.reading.text import squeeze

_NUMERALS = "一二三四五六七八九十"
_HEADING = re.compile(rf"^([{_NUMERALS}]{{1,2}})[、.．,，](.{{2,36}})$")
_SENTENCE_END = tuple("。；！：;:!")
_INNER_MARKS = ":：。"

# The six parts of the form in force since 2019, told by what only their headings say.
# Source: 国办公开办函〔2019〕60号 and 国办公开办函〔2021〕30号.
_PARTS = (
    (1, re.compile("总体情况|概述|基本情况")),
    (4, re.compile("行政复议|行政诉讼")),
    (3, re.compile("收到和处理|依申请公开")),
    (2, re.compile("主动公开")),
    (5, re.compile("存在的?(主要)?问题|改进")),
    (6, re.compile("其他需要报告|其它需要报告|需要报告的")),
)


@dataclass(slots=True)
class Section:
    """A section as printed: its lines without its heading; what stands before the first heading
    is a section without a heading and without a number."""

    number: int | None
    heading: str
    page: int
    lines: list[Line]

    @property
    def part(self) -> int | None:
        """The part of the form in force since 2019 that the heading names."""
        return next((part for part, pattern in _PARTS if pattern.search(self.heading)), None)


def split_sections(lines: Sequence[Line], era: str | None) -> list[Section]:
    """The sections in the order of the text.

    For eras 2019 and 2021 `number` is that of the form's part which the heading names; for
    era 2014, and for headings that name no part, it is the printed one.
    """
    sections = [Section(None, "", lines[0].page, [])] if lines else []
    right = max((line.x1 for line in lines), default=0.0)
    for index, line in enumerate(lines):
        match = _heading(line, right)
        section = sections[-1]
        if match:
            heading = "".join(line.text.split())
            if _continues(lines, index):
                heading += squeeze(lines[index + 1].text)
            new = Section(None, heading, line.page, [])
            new.number = (new.part if era != "2014" else None) or _numeral(match[1])
            sections.append(new)
        elif section.lines or not (
            section.heading and section.heading.endswith(squeeze(line.text))
        ):
            section.lines.append(line)
    return sections


def section_rows(sections: Sequence[Section]) -> list[Row]:
    """The rows of `sections`: those that have a heading."""
    return [
        {
            "number": section.number,
            "heading": section.heading,
            "text": paragraphs(section.lines) if section.lines else "",
            "first_page": section.page,
            "last_page": section.lines[-1].page if section.lines else section.page,
        }
        for section in sections
        if section.heading
    ]


def _heading(line: Line, right: float) -> re.Match[str] | None:
    """A numbered line that is a heading: short of the margin, or naming a part of the form."""
    text = squeeze(line.text)
    match = _HEADING.match(text)
    if not match or text.endswith(_SENTENCE_END) or any(mark in text for mark in _INNER_MARKS):
        return None
    fills_line = line.x1 > right - 1.5 * line.height
    return None if fills_line and not any(p.search(text) for _, p in _PARTS) else match


def _continues(lines: Sequence[Line], index: int) -> bool:
    """Whether the heading runs on into the next line: 四、…提起行政诉讼 | 情况."""
    if index + 1 >= len(lines):
        return False
    following = squeeze(lines[index + 1].text)
    return len(following) <= 4 and following.endswith("情况") or following in ("况", "项", "事项")


def _numeral(numeral: str) -> int:
    if len(numeral) == 1:
        return _NUMERALS.index(numeral) + 1
    return 10 + _NUMERALS.index(numeral[1]) + 1


def paragraphs(lines: Sequence[Line]) -> str:
    """Lines as text, one paragraph a line: what is broken at the right margin is joined."""
    right = max(line.x1 for line in lines)
    left = min(line.x0 for line in lines)
    parts: list[str] = []
    for index, line in enumerate(lines):
        if index:
            before = lines[index - 1]
            ends_short = before.x1 < right - 2.5 * before.height
            indented = line.x0 > left + 1.2 * line.height and (
                before.x0 < line.x0 - 0.8 * line.height or before.x1 < right - line.height
            )
            if ends_short or indented and before.text.endswith(_SENTENCE_END):
                parts.append("\n")
        parts.append(line.text.strip())
    return "".join(parts)
