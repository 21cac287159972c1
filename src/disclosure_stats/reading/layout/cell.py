"""Cells and bands: what a table is made of before any form is known."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from disclosure_stats.pages.lines import text_lines
from disclosure_stats.pages.model import Box, Page, Word
from disclosure_stats.reading.layout.one_number import are_beside, are_stacked, text_of


@dataclass(slots=True, eq=False)
class Cell:
    """A cell with its box and the words whose centres lie in it. `is_unsure` tells that it may
    print something else: the page may cut off the end of them, or they stand for two rows."""

    x0: float
    top: float
    x1: float
    bottom: float
    page: Page
    words: list[Word] = field(default_factory=list)
    _text: str | None = None
    is_unsure: bool = False

    @property
    def text(self) -> str:
        """The cell's words as one string, line by line, without spaces; `APART` between numbers."""
        if self._text is None:
            words = self.words
            if len(words) == 1:
                self._text = words[0][4]
            else:
                self._text = text_of(text_lines(words), self.x0, self.x1) if words else ""
        return self._text

    @property
    def has_stacked_numbers(self) -> bool:
        """Whether its numbers stand one below the other, as those of two rows do."""
        return are_stacked(text_lines(self.words))

    @property
    def has_numbers_beside(self) -> bool:
        """Whether numbers in it stand on one line, in one size."""
        return are_beside(text_lines(self.words))

    @property
    def characters(self) -> list[Word]:
        """The characters of the cell's words, each as a word of its own."""
        return [character for word in self.words for character in word.characters()]

    def take(self, other: "Cell") -> None:
        """Takes in the words of another cell, and the room of it."""
        self.words = [*self.words, *other.words]
        self.x0, self.x1 = min(self.x0, other.x0), max(self.x1, other.x1)
        self.top, self.bottom = min(self.top, other.top), max(self.bottom, other.bottom)
        self._text = None

    @property
    def box(self) -> Box:
        """x0, top, x1, bottom."""
        return self.x0, self.top, self.x1, self.bottom


def cell_of(page: Page, words: Sequence[Word]) -> Cell:
    """Words as a cell that is as large as they are."""
    x0s, tops, x1s, bottoms, *_ = zip(*words, strict=True)
    return Cell(min(x0s), min(tops), max(x1s), max(bottoms), page, list(words))


@dataclass(slots=True, eq=False)
class Band:
    """A row of cells on one page, from left to right."""

    page: Page
    top: float
    bottom: float
    cells: list[Cell]
    last_of_region: bool = False
    first_of_region: bool = False
    ruled: bool = True

    @property
    def text(self) -> str:
        """All cells' texts, from left to right."""
        return "".join(cell.text for cell in self.cells)
