"""A chart as files: PNG for slides and texts, SVG and PDF for print."""

from pathlib import Path
from typing import Any, Final

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from disclosure_stats.charts.frame import ChartFigure, Lettering

PAGE_DOTS_AN_INCH: Final = 300
"""Of a picture for a page: the chart is as wide as the text of an A4 page."""
SLIDE_DOTS: Final = 1920
"""Across, of a picture for a slide."""
_COMPRESSION = 4  # of 9: a tenth larger, written in half the time


def save_figure(
    figure: ChartFigure, folder: Path, name: str, text: Lettering = "outlines"
) -> list[Path]:
    """Writes into a folder NAME.png for a page (300 dpi), NAME_slide.png for a slide (1920 dots
    wide), NAME.svg, with letters as `text` says, and NAME.pdf, with its font. Each bears title and
    description for those who cannot see it.

    Raises MissingGlyphError before writing if a label would show as boxes.
    """
    title, description = figure.heading.title, figure.spoken
    # No dates and no programs' names: the same chart gives the same bytes.
    files: dict[str, dict[str, Any]] = {
        "png": {
            "dpi": PAGE_DOTS_AN_INCH,
            "metadata": {"Software": None, "Title": title, "Description": description},
            "pil_kwargs": {"compress_level": _COMPRESSION},
        },
        "svg": {
            "metadata": {"Date": None, "Title": title, "Description": description},
            "text": text,
        },
        "pdf": {
            "metadata": {
                **dict.fromkeys(("CreationDate", "Creator", "Producer")),
                "Title": title,
                "Subject": description,
            }
        },
    }
    paths = []
    for kind, options in files.items():
        paths.append(folder / f"{name}.{kind}")
        figure.savefig(paths[-1], format=kind, **options)
    return [*paths, _slide_picture(paths[0], folder / f"{name}_slide.png", title, description)]


def _slide_picture(page: Path, target: Path, title: str, description: str) -> Path:
    said = PngInfo()
    said.add_itxt("Title", title)
    said.add_itxt("Description", description)
    with Image.open(page) as picture:
        height = round(picture.height * SLIDE_DOTS / picture.width)
        smaller = picture.convert("RGB").resize((SLIDE_DOTS, height), Image.Resampling.LANCZOS)
        smaller.save(target, pnginfo=said, compress_level=_COMPRESSION)
    return target
