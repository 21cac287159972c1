"""The report's sections: headings and the text under them, tables left out."""

import re
from collections.abc import Sequence

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


def read_sections(lines: Sequence[Line], era: str | None) -> list[Row]:
    """The rows of `sections`, in the order of the text.

    For eras 2019 and 2021 `number` is that of the form's part which the heading names; for
    era 2014, and for headings that name no part, it is the printed one.
    """
    sections: list[Row] = []
    current: list[Line] = []
    right = max((line.x1 for line in lines), default=0.0)
    for index, line in enumerate(lines):
        match = _heading(line, right)
        if match:
            _close(sections, current)
            current = []
            heading = "".join(line.text.split())
            if _continues(lines, index):
                heading += squeeze(lines[index + 1].text)
            sections.append(
                {
                    "number": _number(match[1], heading, era),
                    "heading": heading,
                    "text": "",
                    "first_page": line.page,
                    "last_page": line.page,
                }
            )
        elif sections and not (
            not current and sections[-1]["heading"].endswith(squeeze(line.text))
        ):
            current.append(line)
    _close(sections, current)
    return sections


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


def _close(sections: list[Row], lines: list[Line]) -> None:
    if sections and lines:
        sections[-1]["text"] = paragraphs(lines)
        sections[-1]["last_page"] = lines[-1].page


def _number(numeral: str, heading: str, era: str | None) -> int:
    if era != "2014":
        for number, pattern in _PARTS:
            if pattern.search(heading):
                return number
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
            indented = (
                line.x0 > left + 1.2 * line.height and before.x0 < line.x0 - 0.8 * line.height
            )
            if ends_short or indented and before.text.endswith(_SENTENCE_END):
                parts.append("\n")
        parts.append(line.text.strip())
    return "".join(parts)
