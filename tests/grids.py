"""Tables as grids of text, made into the bands that a page's rules would give."""

from collections.abc import Sequence

from disclosure_stats.pages.model import Page, Word
from disclosure_stats.reading.layout.cell import Band, Cell
from disclosure_stats.reading.layout.observed_rows import ObservedRow, observe

Row = Sequence[tuple[str, int]]
"""The cells of a row from left to right, each with the number of columns that it spans."""

COLUMN_WIDTH = 40.0  # points
ROW_HEIGHT = 16.0  # points
CHARACTER = 9.0  # points


def plain(*texts: str) -> Row:
    """A row of cells of one column each."""
    return [(text, 1) for text in texts]


class Paper:
    """A page on which tables are set one below the other."""

    def __init__(self, scale: float = 1.0, number: int = 1) -> None:
        self.scale = scale
        self.page = Page(number, 1200 * scale, 4000 * scale, [])
        self.bands: list[Band] = []
        self.height = 40.0

    def line(self, text: str) -> None:
        """A line of text between tables."""
        self.page.words.append(self._word(text, 60.0, self.height))
        self.height += 2 * ROW_HEIGHT

    def table(self, rows: Sequence[Row]) -> None:
        """A ruled table."""
        start = len(self.bands)
        for row in rows:
            cells, x = [], 40.0
            for text, columns in row:
                cells.append(self._cell(text, x, x + columns * COLUMN_WIDTH))
                x += columns * COLUMN_WIDTH
            top, bottom = self.height * self.scale, (self.height + ROW_HEIGHT) * self.scale
            self.bands.append(Band(self.page, top, bottom, cells))
            self.height += ROW_HEIGHT
        self.bands[start].first_of_region = self.bands[-1].last_of_region = True
        self.height += 2 * ROW_HEIGHT

    def rows(self) -> list[ObservedRow]:
        """What is observed of the page."""
        return [observe(band) for band in self.bands]

    def _cell(self, text: str, x0: float, x1: float) -> Cell:
        words = [self._word(text, x0 + 2, self.height + 3)] if text else []
        self.page.words.extend(words)
        edges = (x0, self.height, x1, self.height + ROW_HEIGHT)
        return Cell(*(edge * self.scale for edge in edges), self.page, words)

    def _word(self, text: str, x0: float, top: float) -> Word:
        step = min(CHARACTER, (COLUMN_WIDTH - 4) / len(text))
        lefts = [(x0 + index * step) * self.scale for index in range(len(text))]
        x1, bottom = (x0 + len(text) * step) * self.scale, (top + CHARACTER) * self.scale
        return Word(lefts[0], top * self.scale, x1, bottom, text, lefts if len(text) > 1 else ())
