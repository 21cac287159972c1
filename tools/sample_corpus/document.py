"""A report as a page-maker sees it: a title, paragraphs, grids, a date and a line at the foot."""

import random
import re
from dataclasses import dataclass, replace
from typing import Literal

from .grids import Grid, grid_of
from .layouts import LAYOUTS, Layout
from .model import Report


@dataclass(frozen=True)
class Text:
    kind: Literal["heading", "body", "signature", "notice"]
    text: str


@dataclass(frozen=True)
class Document:
    """What every writer gets. `issued` is the day of issue as (year, month, day); `closing` holds
    the signature and that date, and is empty where the day is not known."""

    layout: Layout
    title: tuple[str, ...]
    blocks: tuple[Text | Grid, ...]
    body: str
    county: str
    issued: tuple[int, int, int] | None
    notice: str

    @property
    def closing(self) -> tuple[str, ...]:
        if not self.issued:
            return ()
        year, month, day = self.issued
        return (self.body, f"{year}年{month}月{day}日")

    @property
    def characters(self) -> str:
        """All characters that the document needs, for making its fonts."""
        texts = [*self.title, *self.closing, self.county, self.notice]
        for block in self.blocks:
            if isinstance(block, Text):
                texts.append(block.text)
            else:
                texts += [cell.text for cell in block.cells]
        return "".join(texts)


def compose(report: Report) -> Document:
    """Set out a report in its body's style and in the layout that it uses that year."""
    layout, style = LAYOUTS[report.layout], report.place.style
    name = f"{report.year}年政府信息公开工作年度报告"
    if report.era == "2014":
        name = f"{report.year}年度政府信息公开工作报告"
    body = report.place.body
    title = (body + name,) if style.title_lines == 1 else (body, name)
    blocks: list[Text | Grid] = [Text("body", _joined(p)) for p in report.opening]
    for section in report.sections:
        blocks.append(Text("heading", section.heading))
        blocks += [Text("body", _joined(p)) for p in section.paragraphs]
        if section.table:
            blocks.append(grid_of(section.table, report, layout))
    day = random.Random(f"issued {report.place.name} {report.year}").randint(4, 29)
    return Document(
        layout=layout,
        title=title,
        blocks=tuple(_bracketed(block, style.brackets) for block in blocks),
        body=body,
        county=report.place.county,
        issued=None if report.place.province else (report.year + 1, 1, day),
        notice=report.notice,
    )


def _joined(sentences: tuple) -> str:
    return "".join(sentence.text for sentence in sentences)


def _bracketed(block: Text | Grid, brackets: str) -> Text | Grid:
    def restyle(text: str) -> str:
        return re.sub(r"（([一二三四五六七八九])）", rf"{brackets[0]}\1{brackets[1]}", text)

    if isinstance(block, Text):
        return Text(block.kind, restyle(block.text))
    cells = tuple(replace(cell, text=restyle(cell.text)) for cell in block.cells)
    return replace(block, cells=cells)
