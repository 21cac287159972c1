"""The slides: titles and captions as text that can be edited, a chart as a picture, notes."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from PIL import Image
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from disclosure_stats.briefing.exhibits import Exhibit
from disclosure_stats.briefing.reproducible_zip import without_dates
from disclosure_stats.languages import Language

_WIDTH, _HEIGHT = Inches(13.333), Inches(7.5)
_MARGIN = Inches(0.5)
_MIN_SCALE = 0.75  # of a chart's letters, of some 8 to 10 points, on a slide
_TITLE_ONLY = 5  # the layout in python-pptx's own template
_FONT: Final = "Microsoft YaHei"  # on Windows and with WPS; elsewhere the system's own is taken
_INK, _FAINT = RGBColor.from_string("222222"), RGBColor.from_string("606060")
# A document has to bear a date; one that does not change keeps the file the same.
_DATE = datetime(2000, 1, 1)


def write_deck(
    path: Path,
    exhibits: Sequence[Exhibit],
    figures: Path,
    title: str,
    facts: Sequence[str],
    language: Language,
) -> None:
    """Writes a `.pptx`: a title slide with `facts` (what the briefing rests on, line by line), and
    a slide an exhibit, with its picture from the folder `figures`."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = _WIDTH, _HEIGHT
    properties = deck.core_properties
    properties.title, properties.author = title, "disclosure_stats"
    properties.created = properties.modified = _DATE
    properties.language = {"zh": "zh-CN", "en": "en"}[language]
    _title_slide(deck, title, facts)
    for exhibit in exhibits:
        _exhibit_slides(deck, exhibit, figures / f"{exhibit.name}.png", language)
    written = BytesIO()
    deck.save(written)
    path.write_bytes(without_dates(written.getvalue()))


def _title_slide(deck: Any, title: str, facts: Sequence[str]) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[_TITLE_ONLY])
    _set_title(slide, title, Pt(34), top=Inches(1.2), height=Inches(1.2))
    _text(slide, facts, Inches(2.6), Inches(4), Pt(18), _INK)


def _exhibit_slides(deck: Any, exhibit: Exhibit, figure: Path, language: Language) -> None:
    """A slide, or as many as it takes to show all rows of a tall chart in letters of fair size."""
    caption = Inches(0.22) * len(exhibit.caption) + Inches(0.15)
    caption_top = _HEIGHT - Inches(0.15) - caption
    top = Inches(1.5)
    room = caption_top - top - Inches(0.1)
    pictures = _pictures(exhibit, figure, room / _MIN_SCALE / Inches(1))
    for number, picture in enumerate(pictures, start=1):
        part = {"zh": "（{}/{}）", "en": " ({}/{})"}[language].format(number, len(pictures))
        title = exhibit.title + (part if len(pictures) > 1 else "")
        slide = deck.slides.add_slide(deck.slide_layouts[_TITLE_ONLY])
        _set_title(slide, title, Pt(26), top=Inches(0.25), height=Inches(0.65))
        _place(slide, picture, f"{title}. {exhibit.subtitle}", top, room)
        _texts_of_slide(slide, exhibit, caption_top, caption)


def _texts_of_slide(slide: Any, exhibit: Exhibit, caption_top: int, caption: int) -> None:
    _text(slide, [exhibit.subtitle], Inches(0.9), Inches(0.55), Pt(13), _INK)
    _text(slide, exhibit.caption, caption_top, caption, Pt(10), _FAINT)
    notes = slide.notes_slide.notes_text_frame
    notes.text = "\n".join([exhibit.subtitle, *exhibit.caption])
    for paragraph in notes.paragraphs:
        for run in paragraph.runs:
            _set_font(run)


def _set_title(slide: Any, text: str, size: int, top: int, height: int) -> None:
    shape = slide.shapes.title
    shape.left, shape.top = _MARGIN, top
    shape.width, shape.height = _WIDTH - 2 * _MARGIN, height
    _fill(shape.text_frame, [text], size, _INK)


def _text(slide: Any, lines: Sequence[str], top: int, height: int, size: int, colour: Any) -> None:
    box = slide.shapes.add_textbox(_MARGIN, top, _WIDTH - 2 * _MARGIN, height)
    _fill(box.text_frame, lines, size, colour)


def _fill(frame: Any, lines: Sequence[str], size: int, colour: Any) -> None:
    frame.word_wrap = True
    for number, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.alignment = 1  # left
        run = paragraph.add_run()
        run.text = line
        run.font.size, run.font.color.rgb = size, colour
        _set_font(run)


def _set_font(run: Any) -> None:
    """The font for Latin and, by an element that python-pptx has no property for, for Chinese."""
    run.font.name = _FONT
    properties = run._r.get_or_add_rPr()
    chinese = properties.find(qn("a:ea"))
    if chinese is None:
        chinese = properties.makeelement(qn("a:ea"), {})
        properties.find(qn("a:latin")).addnext(chinese)
    chinese.set("typeface", _FONT)


def _place(slide: Any, image: BytesIO, spoken: str, top: int, room: int) -> None:
    """The picture as large as there is room for, centred, and what is said in its place."""
    picture = slide.shapes.add_picture(image, _MARGIN, top)
    scale = min((_WIDTH - 2 * _MARGIN) / picture.width, room / picture.height)
    picture.width, picture.height = int(picture.width * scale), int(picture.height * scale)
    picture.left = int((_WIDTH - picture.width) / 2)
    picture._element.nvPicPr.cNvPr.set("descr", spoken)


def _pictures(exhibit: Exhibit, figure: Path, most: float) -> list[BytesIO]:
    """The chart without its own heading and caption: in one picture, or, if that is taller than
    `most` inches, in several of a part of the rows, each with legend and axis."""
    upper, lower = exhibit.figure.bare
    inches = exhibit.figure.get_size_inches()[1]
    edges = exhibit.figure.row_edges
    with Image.open(figure) as opened:
        whole = opened.convert("RGB")
    if not edges or (lower - upper) * inches <= most:
        return [_stacked(whole, [(upper, lower)])]
    rows = len(edges) - 1
    besides = (edges[0] - upper + lower - edges[-1]) * inches
    fitting = max(1, int((most - besides) / ((edges[-1] - edges[0]) * inches / rows)))
    parts = -(-rows // fitting)
    firsts = [rows * part // parts for part in range(parts + 1)]
    return [
        _stacked(whole, [(upper, edges[0]), (edges[one], edges[other]), (edges[-1], lower)])
        for one, other in pairwise(firsts)
    ]


def _stacked(whole: Image.Image, bands: Sequence[tuple[float, float]]) -> BytesIO:
    """Bands of a picture, in parts of its height, one under the other."""
    boxes = [
        (0, round(top * whole.height), whole.width, round(end * whole.height)) for top, end in bands
    ]
    pieces = [whole.crop(box) for box in boxes]
    stacked = Image.new("RGB", (whole.width, sum(piece.height for piece in pieces)), "white")
    y = 0
    for piece in pieces:
        stacked.paste(piece, (0, y))
        y += piece.height
    written = BytesIO()
    stacked.save(written, format="PNG", dpi=whole.info.get("dpi", (300, 300)))
    written.seek(0)
    return written
