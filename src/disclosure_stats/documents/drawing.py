"""Draws the plain rendering of a web page or a Word file: the print behind its numbers."""

from collections.abc import Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from disclosure_stats.pages.model import Box, Page, Word
from disclosure_stats.pages.picture import (
    CELL_RESOLUTION,
    COLOURS,
    MARGIN,
    MAX_SIDE,
    PAGE_RESOLUTION,
    DrawnCell,
)
from disclosure_stats.text.values import APART

_PAPER, _INK, _RULE = (255, 255, 255), (20, 20, 20), (90, 90, 90)
_TINT = 45  # of 255: how much of its colour a cell is filled with
_AROUND = 110.0  # points of the page shown above and below the cells
_MARK = "¦"  # what two numbers in one cell are shown apart with
_NOTO = "pylopdf_fonts_zh_cn"  # of the extra `notebooks`
_ON_SYSTEMS = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
    "/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf",
    "/System/Library/Fonts/PingFang.ttc",
    "/System/Library/Fonts/STHeiti Medium.ttc",
    "C:/Windows/Fonts/msyh.ttc",
    "C:/Windows/Fonts/simsun.ttc",
)


def draw_region(page: Page, cells: Sequence[DrawnCell]) -> Image.Image:
    """The part of `page` that `cells` stand on, each framed and tinted."""
    top = max(min(cell.box[1] for cell in cells) - _AROUND, 0.0)
    bottom = min(max(cell.box[3] for cell in cells) + _AROUND, page.height)
    longest = max(page.width, bottom - top)
    scale = min(PAGE_RESOLUTION, 72 * MAX_SIDE / longest) / 72
    image = draw_area(page, (0.0, top, page.width, bottom), scale)
    tints = Image.new("RGBA", image.size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(tints)
    for cell in cells:
        colour = COLOURS.get(cell.state)
        if colour is not None:
            box = _scaled(cell.box, 0.0, top, scale)
            pen.rectangle(box, fill=(*colour, _TINT), outline=(*colour, 255), width=2)
    return Image.alpha_composite(image.convert("RGBA"), tints).convert("RGB")


def draw_crop(page: Page, box: Box) -> Image.Image:
    """The crop of one cell, with a little margin."""
    x0, top, x1, bottom = box
    region = (
        max(x0 - MARGIN, 0.0),
        max(top - MARGIN, 0.0),
        min(x1 + MARGIN, page.width),
        min(bottom + MARGIN, page.height),
    )
    return draw_area(page, region, CELL_RESOLUTION / 72)


def draw_area(page: Page, region: Box, scale: float) -> Image.Image:
    """The part of a page within `region` (points), at so many dots a point."""
    left, top, right, bottom = region
    size = max(round((right - left) * scale), 1), max(round((bottom - top) * scale), 1)
    image = Image.new("RGB", size, _PAPER)
    pen = ImageDraw.Draw(image)
    width = max(round(0.6 * scale), 1)
    rules: list[Box] = [(x0, y, x1, y) for y, x0, x1 in page.horizontals if top <= y <= bottom]
    rules += [(x, y0, x, y1) for x, y0, y1 in page.verticals if y0 <= bottom and y1 >= top]
    for rule in rules:
        pen.line(_scaled(rule, left, top, scale), fill=_RULE, width=width)
    for word in page.words:
        if word.bottom >= top and word.top <= bottom and word.x1 >= left and word.x0 <= right:
            _write(pen, word, left, top, scale)
    return image


def _write(pen: ImageDraw.ImageDraw, word: Word, left: float, top: float, scale: float) -> None:
    """Each character in the place that the rendering gives it, whatever the font's widths."""
    font = _font(round((word.bottom - word.top) * scale))
    for character in word.characters():
        text = _MARK if character.text == APART else character.text
        middle = ((character.x0 + character.x1) / 2 - left) * scale
        height = ((character.top + character.bottom) / 2 - top) * scale
        pen.text((middle, height), text, fill=_INK, font=font, anchor="mm")


@lru_cache(maxsize=8)
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """A font with Chinese, of that height in dots; without one, ideographs show as boxes."""
    path = _font_path()
    if path is None:
        return ImageFont.load_default(size)
    return ImageFont.truetype(path, size)


@lru_cache(maxsize=1)
def _font_path() -> str | None:
    if find_spec(_NOTO) is not None:
        import pylopdf_fonts_zh_cn

        return str(pylopdf_fonts_zh_cn.sans_path())
    return next((path for path in _ON_SYSTEMS if Path(path).is_file()), None)


def _scaled(box: Box, left: float, top: float, scale: float) -> Box:
    x0, upper, x1, lower = box
    return (x0 - left) * scale, (upper - top) * scale, (x1 - left) * scale, (lower - top) * scale
