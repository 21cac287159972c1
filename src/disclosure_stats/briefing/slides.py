"""Slides of one look: this project's, or that of a template."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR
from pptx.exc import PackageNotFoundError
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from disclosure_stats.analysis.selection import SelectionError
from disclosure_stats.charts.frame import em_width
from disclosure_stats.languages import Language

INK, FAINT = RGBColor.from_string("222222"), RGBColor.from_string("606060")
_WIDTH, _HEIGHT = Inches(13.333), Inches(7.5)
_FONT: Final = "Microsoft YaHei"  # on Windows and with WPS; elsewhere the system's own is taken
# A document has to bear a date; one that does not change keeps the file the same.
_DATE = datetime(2000, 1, 1)
_MIN_TITLE = 16  # points
_ROW = 0.55  # inches
_COLUMNS: Final = (0.34, 0.2, 0.46)  # of the table of key figures, in parts of its width


class TemplateError(SelectionError):
    """A template that no slides can be made with."""


class Slides:
    """A presentation that is written slide by slide; `width`, `height`, `margin` and `room` (the
    width between the margins) are in its units."""

    def __init__(self, title: str, language: Language, template: Path | None = None) -> None:
        self._deck = _opened(template)
        self._font = None if template else _FONT  # a template has fonts of its own
        self._layout = _title_layout(self._deck, template)
        self.width, self.height = int(self._deck.slide_width), int(self._deck.slide_height)
        self._scale = min(self.width / _WIDTH, self.height / _HEIGHT)
        self.margin = self.inches(0.5)
        self.room = self.width - 2 * self.margin
        properties = self._deck.core_properties
        properties.title, properties.author = title, "disclosure_stats"
        properties.created = properties.modified = _DATE
        properties.language = {"zh": "zh-CN", "en": "en"}[language]

    def inches(self, length: float) -> int:
        """So many inches on a slide of this project's size, in this one's measure."""
        return int(Inches(length) * self._scale)

    def points(self, size: float) -> int:
        """A size of type likewise."""
        return int(Pt(size) * self._scale)

    def add(self, title: str, size: int, top: int, height: int) -> Any:
        """A new slide with a title, in letters of this size, or as small as one line takes."""
        room = self.room - self.inches(0.25)  # what the title's box keeps for its edges
        fitting = int(room / max(1.0, sum(map(em_width, title))))
        size = max(self.points(_MIN_TITLE), min(size, fitting))
        slide = self._deck.slides.add_slide(self._layout)
        for shape in list(slide.placeholders):
            if shape.placeholder_format.idx != 0:  # what a template's layout asks for besides
                shape._element.getparent().remove(shape._element)
        shape = slide.shapes.title
        shape.left, shape.top, shape.width, shape.height = self.margin, top, self.room, height
        self._fill(shape.text_frame, [title], size, INK)
        return slide

    def text(
        self, slide: Any, lines: Sequence[str], top: int, height: int, size: int, colour: Any
    ) -> None:
        """Lines of text between the margins."""
        box = slide.shapes.add_textbox(self.margin, top, self.room, height)
        self._fill(box.text_frame, lines, size, colour)

    def table(self, slide: Any, rows: Sequence[Sequence[str]], top: int) -> None:
        """A table of three columns, the middle one in large type."""
        frame = slide.shapes.add_table(
            len(rows), len(_COLUMNS), self.margin, top, self.room, self.inches(_ROW * len(rows))
        )
        table = frame.table
        table.first_row = table.horz_banding = False
        for column, part in enumerate(_COLUMNS):
            table.columns[column].width = int(self.room * part)
        for row, texts in enumerate(rows):
            for column, text in enumerate(texts):
                cell = table.cell(row, column)
                cell.fill.background()
                cell.vertical_anchor = MSO_ANCHOR.MIDDLE
                main = column == 1
                self._fill(
                    cell.text_frame,
                    [text],
                    self.points(22 if main else 14),
                    FAINT if column == 2 else INK,
                )
        frame._element.nvGraphicFramePr.cNvPr.set("descr", "; ".join(map(" ".join, rows)))

    def picture(self, slide: Any, image: BytesIO, spoken: str, top: int, room: int) -> None:
        """The picture as large as there is room for, centred, and what is said in its place."""
        picture = slide.shapes.add_picture(image, self.margin, top)
        scale = min(self.room / picture.width, room / picture.height)
        picture.width, picture.height = int(picture.width * scale), int(picture.height * scale)
        picture.left = int((self.width - picture.width) / 2)
        picture._element.nvPicPr.cNvPr.set("descr", spoken)

    def notes(self, slide: Any, lines: Sequence[str]) -> None:
        """What the speaker sees."""
        frame = slide.notes_slide.notes_text_frame
        frame.text = "\n".join(lines)
        for paragraph in frame.paragraphs:
            for run in paragraph.runs:
                self.set_font(run.font)

    def save(self, file: BytesIO) -> None:
        """Writes the presentation."""
        self._deck.save(file)

    def set_font(self, font: Any) -> None:
        """The font for Latin and, by an element that python-pptx has no property for, for
        Chinese; a template's own stays."""
        if self._font is None:
            return
        font.name = self._font
        properties = font._rPr
        chinese = properties.find(qn("a:ea"))
        if chinese is None:
            chinese = properties.makeelement(qn("a:ea"), {})
            properties.find(qn("a:latin")).addnext(chinese)
        chinese.set("typeface", self._font)

    def _fill(self, frame: Any, lines: Sequence[str], size: int, colour: Any) -> None:
        frame.word_wrap = True
        for number, line in enumerate(lines):
            paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
            paragraph.alignment = 1  # left
            run = paragraph.add_run()
            run.text = line
            run.font.size = size
            if self._font is not None:
                run.font.color.rgb = colour
            self.set_font(run.font)


def _opened(template: Path | None) -> Any:
    """An empty presentation, of the template's look if there is one."""
    if template is None:
        deck = Presentation()
        deck.slide_width, deck.slide_height = _WIDTH, _HEIGHT
        return deck
    try:
        deck = Presentation(str(template))
    except (PackageNotFoundError, KeyError, ValueError) as problem:
        raise TemplateError(
            f"{template}不是可以打开的 .pptx。", f"{template} is no .pptx that can be opened."
        ) from problem
    listed = deck.slides._sldIdLst
    for slide in list(listed):  # a template may come with examples
        deck.part.drop_rel(slide.rId)
        listed.remove(slide)
    return deck


def _title_layout(deck: Any, template: Path | None) -> Any:
    """Of the layouts that have a title, the one with the fewest other places to fill."""
    found = [
        (len(layout.placeholders), number)
        for number, layout in enumerate(deck.slide_layouts)
        if any(place.placeholder_format.idx == 0 for place in layout.placeholders)
    ]
    if not found:
        raise TemplateError(
            f"{template}没有带标题的版式。", f"{template} has no slide layout with a title."
        )
    return deck.slide_layouts[min(found)[1]]
