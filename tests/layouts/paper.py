"""Sheets of paper with what is drawn on them, and their way into a PDF.

Coordinates are points of the sheet as typeset, origin top left.
"""

import io
from dataclasses import dataclass, field
from random import Random
from typing import NamedTuple

from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from layouts.fonts import font_for, width_of
from layouts.layout import Layout
from layouts.truth import Key

PORTRAIT = (595.0, 842.0)
LANDSCAPE = (842.0, 595.0)
_CROP = 36.0  # what is cropped off each side of the media box
_BOLD_SHIFT = 0.3
_MIN_SINGLE = 40  # points: a smaller watermark is repeated
_PIXEL = ImageReader(Image.new("L", (1, 1), 0))


class Run(NamedTuple):
    """Text on one line; `hidden` is the invisible render mode, grey 1 is white."""

    x: float
    baseline: float
    text: str
    size: float
    grey: float = 0.0
    hidden: bool = False


class Stroke(NamedTuple):
    """A drawn line."""

    x0: float
    y0: float
    x1: float
    y1: float
    width: float = 0.5
    grey: float = 0.0


class Outline(NamedTuple):
    """A box drawn with a pen `width` points wide."""

    x0: float
    top: float
    x1: float
    bottom: float
    width: float


class Picture(NamedTuple):
    """A black picture of one pixel, stretched."""

    x0: float
    top: float
    x1: float
    bottom: float


class Field(NamedTuple):
    """A form field that is filled in."""

    x0: float
    top: float
    x1: float
    bottom: float
    text: str


class Fill(NamedTuple):
    """A filled box without outline."""

    x0: float
    top: float
    x1: float
    bottom: float
    grey: float


@dataclass
class Sheet:
    """One page as typeset. `turn` says how it gets onto its page."""

    layout: Layout
    size: tuple[float, float] = PORTRAIT
    turn: str = "upright"
    shapes: list[Stroke | Fill | Outline | Picture] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)
    numbers: dict[Key, tuple[float, float]] = field(default_factory=dict)

    def shown_size(self) -> tuple[float, float]:
        """Width and height of the page as shown."""
        width, height = self.size
        return (height, width) if self.turn == "sideways" else (width, height)

    def shown(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of the sheet lies on the page as shown."""
        return (y, self.size[0] - x) if self.turn == "sideways" else (x, y)


def to_pdf(sheets: list[Sheet]) -> bytes:
    """The sheets as a PDF, the same bytes for the same sheets."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1)
    characters = {
        character
        for sheet in sheets
        for run in [*sheet.runs, Run(0, 0, sheet.layout.watermark, 1)]
        for character in run.text
    }
    for number, sheet in enumerate(sheets, start=1):
        font = font_for(sheet.layout.text_layer, characters)
        _place(canvas, sheet)
        if sheet.layout.form_object:
            canvas.beginForm(f"page{number}", 0, 0, *sheet.size)
            _draw(canvas, sheet, font)
            canvas.endForm()
            canvas.doForm(f"page{number}")
        else:
            _draw(canvas, sheet, font)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _place(canvas: Canvas, sheet: Sheet) -> None:
    """Sets the page's boxes and rotation, and the way from the sheet to them."""
    width, height = sheet.size
    canvas.setPageRotation(90 if sheet.turn == "rotated" else 0)
    if sheet.turn != "upright":
        # The library wants the size as shown, and stores a rotated page the other way round.
        canvas.setPageSize(sheet.shown_size())
        canvas.transform(0, 1, -1, 0, height, 0)
    elif sheet.layout.crop_offset:
        canvas.setPageSize((width + 2 * _CROP, height + 2 * _CROP))
        canvas.setCropBox((_CROP, _CROP, width + _CROP, height + _CROP))
        canvas.translate(_CROP, _CROP)
    else:
        canvas.setPageSize((width, height))


def _draw(canvas: Canvas, sheet: Sheet, font: str) -> None:
    height = sheet.size[1]
    if sheet.layout.watermark:
        _draw_watermark(canvas, sheet, font)
    for shape in sheet.shapes:
        if isinstance(shape, Fill):
            canvas.setFillGray(shape.grey)
            canvas.rect(
                shape.x0,
                height - shape.bottom,
                shape.x1 - shape.x0,
                shape.bottom - shape.top,
                stroke=0,
                fill=1,
            )
        elif isinstance(shape, Picture):
            across, upwards = shape.x1 - shape.x0, shape.bottom - shape.top
            canvas.drawImage(_PIXEL, shape.x0, height - shape.bottom, across, upwards)
        elif isinstance(shape, Outline):
            canvas.setStrokeGray(0.0)
            canvas.setLineWidth(shape.width)
            across, upwards = shape.x1 - shape.x0, shape.bottom - shape.top
            canvas.rect(shape.x0, height - shape.bottom, across, upwards)
        else:
            canvas.setStrokeGray(shape.grey)
            canvas.setLineWidth(shape.width)
            canvas.line(shape.x0, height - shape.y0, shape.x1, height - shape.y1)
    for run in _in_drawing_order(sheet):
        text = canvas.beginText(run.x, height - run.baseline)
        text.setFont(font, run.size)
        text.setFillGray(run.grey)
        if run.hidden:
            # The mode outlives the text object, and the library does not set it back.
            canvas.saveState()
            text.setTextRenderMode(3)
        text.textOut(run.text)
        canvas.drawText(text)
        if run.hidden:
            canvas.restoreState()
    for number, box in enumerate(sheet.fields):
        canvas.acroForm.textfield(
            value=box.text,
            name=f"field{number}",
            x=box.x0 + 1,
            y=height - box.bottom + 1,
            width=box.x1 - box.x0 - 2,
            height=box.bottom - box.top - 2,
            fontSize=8,
            borderWidth=0,
        )


def _in_drawing_order(sheet: Sheet) -> list[Run]:
    runs = sheet.runs
    if sheet.layout.fake_bold:
        runs = [copy for run in runs for copy in (run, run._replace(x=run.x + _BOLD_SHIFT))]
    if sheet.layout.shuffled:
        runs = [character for run in runs for character in _characters(run)]
        Random(len(runs)).shuffle(runs)
    return runs


def _characters(run: Run) -> list[Run]:
    return [
        run._replace(x=run.x + width_of(run.text[:index], run.size), text=character)
        for index, character in enumerate(run.text)
        if not character.isspace()
    ]


def _draw_watermark(canvas: Canvas, sheet: Sheet, font: str) -> None:
    width, height = sheet.size
    canvas.saveState()
    canvas.setFillGray(0.85)
    size, text = sheet.layout.watermark_size, sheet.layout.watermark
    canvas.setFont(font, size)
    if size < _MIN_SINGLE:
        for x in range(30, int(width), 100):
            for y in range(20, int(height), 37):
                canvas.drawString(x, y, text)
    else:
        canvas.translate(width / 2, height / 2)
        canvas.rotate(sheet.layout.watermark_angle)
        canvas.drawString(-width_of(text, size) / 2, -20, text)
    canvas.restoreState()
