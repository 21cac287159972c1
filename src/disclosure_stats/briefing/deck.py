"""The slides: titles and captions as text that can be edited, charts of the slide or pictures."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from pptx.util import Inches

from disclosure_stats.briefing.exhibits import Exhibit
from disclosure_stats.briefing.key_figures import KeyFigure, as_lines
from disclosure_stats.briefing.native_charts import Box, add_charts, fits
from disclosure_stats.briefing.notes import notes
from disclosure_stats.briefing.pictures import pictures
from disclosure_stats.briefing.reproducible_zip import without_dates
from disclosure_stats.briefing.slides import FAINT, INK, Slides
from disclosure_stats.languages import Language

_MIN_SCALE = 0.75  # of a chart's letters, of some 8 to 10 points, on a slide
_KEY = {"zh": "主要数字", "en": "Key figures"}


def write_deck(
    path: Path,
    exhibits: Sequence[Exhibit],
    figures: Path,
    title: str,
    facts: Sequence[str],
    key_figures: Sequence[KeyFigure],
    language: Language,
    template: Path | None = None,
) -> None:
    """Writes a `.pptx`: a title slide with `facts` (what the briefing rests on, line by line), one
    with the key figures, and a slide an exhibit: bars as charts of the slide where they have room,
    else its picture from the folder `figures`.

    With a `template` (a .pptx), slides have its size, fonts and background; TemplateError if it has
    no layout with a title.
    """
    deck = Slides(title, language, template)
    front = deck.add(title, deck.points(34), top=deck.inches(1.2), height=deck.inches(1.2))
    deck.text(front, facts, deck.inches(2.6), deck.inches(4), deck.points(18), INK)
    _key_slide(deck, key_figures, language)
    for exhibit in exhibits:
        _exhibit_slides(deck, exhibit, figures / f"{exhibit.name}.png", language)
    written = BytesIO()
    deck.save(written)
    path.write_bytes(without_dates(written.getvalue()))


def _key_slide(deck: Slides, figures: Sequence[KeyFigure], language: Language) -> None:
    slide = deck.add(
        _KEY[language], deck.points(26), top=deck.inches(0.25), height=deck.inches(0.65)
    )
    deck.table(slide, figures, deck.inches(1.2))
    deck.notes(slide, as_lines(figures))


def _exhibit_slides(deck: Slides, exhibit: Exhibit, figure: Path, language: Language) -> None:
    """A slide, or as many as it takes to show all rows of a tall chart in letters of fair size."""
    left_out = [bars.left_out for bars in exhibit.natives if bars.left_out]
    is_native = fits(exhibit.natives)
    below = [*(left_out if is_native else []), *exhibit.caption]
    caption = deck.inches(0.22) * len(below) + deck.inches(0.15)
    caption_top = deck.height - deck.inches(0.15) - caption
    top = deck.inches(1.5)
    room = caption_top - top - deck.inches(0.1)
    parts = [] if is_native else pictures(exhibit.figure, figure, room / _MIN_SCALE / Inches(1))
    for number in range(1, max(1, len(parts)) + 1):
        part = {"zh": "（{}/{}）", "en": " ({}/{})"}[language].format(number, len(parts))
        title = exhibit.title + (part if len(parts) > 1 else "")
        slide = deck.add(title, deck.points(26), top=deck.inches(0.25), height=deck.inches(0.65))
        spoken = f"{title}. {exhibit.subtitle}"
        if is_native:
            box = Box(deck.margin, top, deck.room, room)
            add_charts(slide, exhibit.natives, box, spoken, deck.set_font)
        else:
            deck.picture(slide, parts[number - 1], spoken, top, room)
        deck.text(
            slide, [exhibit.subtitle], deck.inches(0.9), deck.inches(0.55), deck.points(13), INK
        )
        deck.text(slide, below, caption_top, caption, deck.points(10), FAINT)
        deck.notes(slide, notes(exhibit, language))
