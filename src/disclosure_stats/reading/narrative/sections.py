"""The report's sections: headings and the text under them, tables left out."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from disclosure_stats.forms import Form
from disclosure_stats.forms.part_headings import part_of
from disclosure_stats.pages.lines import Line
from disclosure_stats.reading.narrative.headings import (
    SENTENCE_END,
    Heading,
    find_headings,
    is_heading_of_a_part,
)
from disclosure_stats.rows import Row
from disclosure_stats.text.folding import squeeze

_MAX_STEP = 2.0  # of a character's usual height, from one to the next on average in running text
_MIN_LINE = 12  # characters to a full line; where none has as many, none is broken at a margin


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
        return part_of(self.heading)


class Pages:
    """On which page each character of a text stands that is made of lines, told by the ink before
    it: the characters that are no spaces. `lines` are the text of each line and its page."""

    def __init__(self, lines: Iterable[tuple[str, int]]) -> None:
        self._starts: list[int] = []  # ink before each line
        self._pages: list[int] = []
        before = 0
        for text, page in lines:
            self._starts.append(before)
            self._pages.append(page)
            before += ink(text)

    def at(self, before: int) -> int:
        """The page of a character with so much ink before it."""
        return self._pages[bisect_right(self._starts, before) - 1]


def ink(text: str) -> int:
    """How many characters of a text are no spaces."""
    return len("".join(text.split()))


def split_sections(lines: Sequence[Line], form: Form | None) -> list[Section]:
    """The sections in the order of the text.

    In a form of six parts `number` is that of the part which the heading names; in another form,
    and for headings that name no part, it is the printed one.
    """
    sections = [Section(None, "", lines[0].page, [])] if lines else []
    last: Heading | None = None
    headings = {heading.line: heading for heading in find_headings(lines, form)}
    for index, line in enumerate(lines):
        heading = headings.get(index)
        section = sections[-1]
        if heading and not _is_within(heading, last):
            last = heading
            text = heading.text
            if not heading.rest and _continues(lines, index):
                text += squeeze(lines[index + 1].text)
            part = part_of(text) if form is None or form.has_six_parts else None
            rest = [line._replace(text=heading.rest)] if heading.rest else []
            sections.append(Section(part or heading.number, text, line.page, rest))
        elif section.lines or not (
            section.heading and section.heading.endswith(squeeze(line.text))
        ):
            section.lines.append(line)
    return sections


def _is_within(heading: Heading, last: Heading | None) -> bool:
    """Whether a heading is one below the `last`: it names the same part, and its number begins
    anew."""
    if last is None or heading.part is None or heading.part != last.part:
        return False
    return (heading.number or 0) < (last.number or 0)


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


def _continues(lines: Sequence[Line], index: int) -> bool:
    """Whether the heading runs on into the next line: 四、…提起行政诉讼 | 情况."""
    if index + 1 >= len(lines):
        return False
    begun, following = (squeeze(line.text) for line in lines[index : index + 2])
    if not is_heading_of_a_part(begun) and is_heading_of_a_part(begun + following):
        return True
    return len(following) <= 4 and following.endswith("情况") or following in ("况", "项", "事项")


def _is_of_table(line: Line, height: float) -> bool:
    """Whether the text of a line stands too far apart for one that runs on, by the `height` that a
    character usually has, or has on its page."""
    return line.x1 - line.x0 > _MAX_STEP * max(height, line.height) * len(line.text)


def paragraphs(lines: Sequence[Line]) -> str:
    """Lines as text, one paragraph a line: what is broken at the right margin is joined, but for
    rows of a table."""
    left = min(line.x0 for line in lines)
    right = max(max(line.x1, left + _MIN_LINE * line.height) for line in lines)
    height = median(line.height for line in lines)
    parts: list[str] = []
    for index, line in enumerate(lines):
        if index:
            before = lines[index - 1]
            ends_short = before.x1 < right - 2.5 * before.height
            indented = line.x0 > left + 1.2 * line.height and (
                before.x0 < line.x0 - 0.8 * line.height or before.x1 < right - line.height
            )
            is_new = ends_short or indented and before.text.endswith(SENTENCE_END)
            if is_new or _is_of_table(before, height) or _is_of_table(line, height):
                parts.append("\n")
        parts.append(line.text.strip())
    return "".join(parts)
