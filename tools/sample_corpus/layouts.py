"""The looks: which program makes a report, and how it sets the page and the tables."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Layout:
    """Sizes in points, colours as RRGGBB; `labels` are the widths of the three label columns of
    part three, relative to a number column of 5."""

    writer: Literal["word", "web", "canvas", "sheet", "page"]
    font: Literal["serif", "sans"]
    body_size: float
    table_size: float
    rules: Literal["grid", "horizontal", "none"]
    border: str
    border_width: float
    labels: tuple[int, int, int]
    head_fill: str | None = None
    landscape_requests: bool = False
    repeat_header: bool = True
    site_frame: bool = False

    @property
    def file_kind(self) -> str:
        """How the name of the file ends: a page is saved as it is, the others are printed."""
        return "html" if self.writer == "page" else "pdf"


LAYOUTS = {
    "gongwen": Layout("word", "serif", 14, 9, "grid", "000000", 0.5, (4, 8, 18)),
    "landscape": Layout(
        "word",
        "sans",
        12,
        8.5,
        "grid",
        "A6A6A6",
        0.25,
        (5, 9, 24),
        head_fill="F2F2F2",
        landscape_requests=True,
        repeat_header=False,
    ),
    "portal": Layout(
        "web",
        "sans",
        11.5,
        9,
        "grid",
        "9DB7D5",
        0.75,
        (4, 8, 16),
        head_fill="E3EDF8",
        site_frame=True,
    ),
    "page": Layout(
        "page",
        "sans",
        11.5,
        9,
        "grid",
        "9DB7D5",
        0.75,
        (4, 8, 16),
        head_fill="E3EDF8",
        site_frame=True,
    ),
    "article": Layout("web", "serif", 12, 9.5, "none", "FFFFFF", 0, (4, 8, 17), head_fill="ECECEC"),
    "drawn": Layout("canvas", "serif", 12, 8.5, "grid", "808080", 0.3, (4, 6, 10)),
    "ruled": Layout("canvas", "sans", 11, 8, "horizontal", "404040", 0.5, (5, 9, 12)),
    "sheet": Layout("sheet", "sans", 11, 9, "grid", "7F7F7F", 0.5, (5, 10, 22), head_fill="FFF5DC"),
}
