"""Pictures of print in the cells of a workbook."""

from io import BytesIO
from typing import Any, Final

from PIL import Image

MAX_WIDTH: Final = 720  # pixels on the screen: a whole row of part three can be read
MAX_HEIGHT: Final = 520  # pixels: Excel's rows end at 546
COLUMN_WIDTH: Final = 104  # characters, which take a picture of that width
_MARGIN: Final = 4  # pixels
_DOTS_A_PIXEL: Final = 1.7  # a number in a small crop is not blown up


def insert_picture(sheet: Any, row: int, column: int, picture: Image.Image) -> int:
    """Puts a picture into a cell, made to fit; gives the height that its row needs, in pixels."""
    scale = min(1 / _DOTS_A_PIXEL, MAX_WIDTH / picture.width, MAX_HEIGHT / picture.height)
    written = BytesIO()
    picture.save(written, format="PNG")
    placed = {
        "image_data": written,
        "x_scale": scale,
        "y_scale": scale,
        "x_offset": _MARGIN,
        "y_offset": _MARGIN,
        "object_position": 1,  # moves and sizes with the cells, also when rows are sorted
    }
    sheet.insert_image(row, column, "print.png", placed)
    return round(picture.height * scale) + 2 * _MARGIN
