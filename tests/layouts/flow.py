"""Text and tables set one below the other, from sheet to sheet."""

from layouts.fonts import width_of
from layouts.layout import Layout
from layouts.paper import LANDSCAPE, PORTRAIT, Fill, Run, Sheet
from layouts.truth import Key

MARGIN = 72.0
_TOP = 64.0
_BOTTOM = 64.0
_LINE_SPACING = 1.7  # of the type size, in paragraphs
BODY_SIZE = 12.0


class Flow:
    """A growing pile of sheets and the place where the next thing goes."""

    def __init__(self, layout: Layout, name: str, title: str) -> None:
        self.layout = layout
        self.name = name
        self.title = title
        self.sheets: list[Sheet] = []
        self.y = 0.0
        self.new_sheet()

    @property
    def sheet(self) -> Sheet:
        """The sheet that is being set."""
        return self.sheets[-1]

    @property
    def width(self) -> float:
        """The width between the margins."""
        return self.sheet.size[0] - 2 * MARGIN

    @property
    def bottom(self) -> float:
        """Where the sheet is full."""
        return self.sheet.size[1] - _BOTTOM

    def new_sheet(self, turn: str = "portrait") -> None:
        """Begins a sheet: `portrait`, `landscape`, `rotated` (by /Rotate) or `sideways`."""
        size = PORTRAIT if turn == "portrait" else LANDSCAPE
        how = turn if turn in ("rotated", "sideways") else "upright"
        self.sheets.append(Sheet(self.layout, size, how))
        self.y = _TOP
        self._furnish()

    def next_sheet(self) -> None:
        """Begins a sheet of the same kind as this one."""
        if self.sheet.turn != "upright":
            self.new_sheet(self.sheet.turn)
        else:
            self.new_sheet("landscape" if self.sheet.size == LANDSCAPE else "portrait")

    def _furnish(self) -> None:
        """The page number, or what a browser prints at head and foot."""
        number, (width, height) = len(self.sheets), self.sheet.size
        if self.layout.web_print:
            self.text(f"2024/1/22 10:0{number % 10}", 24, 22, 8)
            self.text(f"{self.name}_政府信息公开年报_石埠桥镇人民政府门户网站", 200, 22, 8)
            self.text(
                "https://www.example.gov.cn/zwgk/zfxxgknb/t20240122_1.html", 24, height - 16, 8
            )
            self.text(f"{number}/7", width - 40, height - 16, 8)
        elif self.layout.number_beside_table:
            self.text(f"- {number} -", width - 48, height * 0.45, 10)
        else:
            self.text(f"- {number} -", width / 2 - 12, height - 36, 10)
        if self.layout.running_title:
            self.text(self.title, MARGIN, 30, 9)
        if self.layout.running_foot:
            self.text(self.layout.running_foot, MARGIN, height - 24, 9)

    def text(self, text: str, x: float, baseline: float, size: float, grey: float = 0.0) -> None:
        """One line of text anywhere on the sheet."""
        self.sheet.runs.append(Run(x, baseline, text, size, grey))

    def line(self, text: str, size: float, *, align: str = "left") -> None:
        """One line of text at the current place."""
        height = size * _LINE_SPACING
        if self.y + height > self.bottom:
            self.next_sheet()
        free = self.width - width_of(text, size)
        x = MARGIN + {"left": 0.0, "centre": free / 2, "right": free}[align]
        self.text(text, x, self.y + size * 1.1, size)
        self.y += height

    def heading(self, text: str) -> None:
        """A section's heading."""
        if self.y + 90 > self.bottom:
            self.next_sheet()
        self.line("　　" + text, BODY_SIZE + 2)

    def paragraph(self, text: str, size: float = BODY_SIZE) -> None:
        """A paragraph, its first line indented by two characters."""
        for line in wrap("　　" + text, self.width, size):
            if self.y + size * _LINE_SPACING > self.bottom:
                self.next_sheet()
            if self.layout.shaded_paragraphs:
                self.sheet.shapes.append(
                    Fill(MARGIN, self.y, MARGIN + self.width, self.y + size * _LINE_SPACING, 1.0)
                )
            self.line(line, size)

    def mark(self, key: Key, x: float, y: float) -> None:
        """Notes where the middle of a figure stands, on the page as shown."""
        self.sheet.numbers[key] = self.sheet.shown(x, y)


def wrap(text: str, width: float, size: float) -> list[str]:
    """`text` cut into lines no wider than `width`, between any two characters."""
    lines, line, used = [], "", 0.0
    for character in text:
        advance = width_of(character, size)
        if line and used + advance > width:
            lines.append(line)
            line, used = "", 0.0
        line += character
        used += advance
    return [*lines, line] if line else lines
