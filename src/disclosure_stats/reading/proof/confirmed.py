"""Whether the numbers of failed sums are what the report prints, by two witnesses who know nothing
of the first reader's ruling lines and characters: a reading by words alone, and the picture of each
cell; where the file lacks the font, the characters as another engine has them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from disclosure_stats.forms.cells import PrintedCell
from disclosure_stats.pages.model import Box, Page, Word
from disclosure_stats.pages.pdfium import Document
from disclosure_stats.pages.printed_digits import TextOfCell, print_of
from disclosure_stats.reading.tables.form_reading import FormReading

if TYPE_CHECKING:
    from disclosure_stats.pages.second_digits import SeenDigit


Witness = Literal["picture", "another engine"]


def witness_of(
    first: FormReading,
    by_words: FormReading,
    pages: Sequence[Page],
    data: bytes,
    document: Document,
) -> Witness | None:
    """What confirms that the PDF `data`, open as `document`, prints each number that a failed sum
    of `first` rests on as this reading and the one `by_words` have it on `pages`, which are held
    as shown; null where these differ, or nothing does."""
    doubtful = first.resting_on("failed")
    ours, theirs = first.numbers, by_words.numbers
    if any(key not in theirs or ours.get(key) != theirs[key] for key in doubtful):
        return None
    held = {page.number: page for page in pages}
    cells: dict[int, list[TextOfCell]] = {number: [] for number in held}
    for cell in first.cells:
        if cell.key in doubtful and cell.page in cells:
            cells[cell.page].append(_text_of(cell, held[cell.page]))
    prints = {number: print_of(document, number, own) for number, own in cells.items()}
    if "other" in prints.values():
        return None
    unseen = {number: own for number, own in cells.items() if prints[number] == "unseen"}
    if not unseen:
        return "picture"
    return "another engine" if _are_seen_by_another(unseen, data) else None


def _text_of(cell: PrintedCell, page: Page) -> TextOfCell:
    """A cell with the characters whose middles lie in it."""
    assert cell.box is not None
    x0, top, x1, bottom = cell.box
    inside: list[Word] = []
    for word in page.words:
        if top <= (word[1] + word[3]) / 2 <= bottom and word[0] <= x1 and word[2] >= x0:
            inside += [one for one in word.characters() if x0 <= (one[0] + one[2]) / 2 <= x1]
    return TextOfCell(cell.box, inside)


def _are_seen_by_another(cells: dict[int, list[TextOfCell]], data: bytes) -> bool:
    """Whether another engine has the digits of all cells of each page as they are told."""
    from disclosure_stats.pages.second_digits import second_digits  # seldom needed

    seen = second_digits(data, list(cells))
    return all(
        number in seen and all(_told(cell) == _digits_in(cell.box, seen[number]) for cell in own)
        for number, own in cells.items()
    )


def _told(cell: TextOfCell) -> str:
    """The digits of a cell from left to right."""
    return "".join(one.text for one in sorted(cell.characters) if one.text.isdecimal())


def _digits_in(box: Box, digits: "Sequence[SeenDigit]") -> str:
    """The digits in a box from left to right."""
    x0, top, x1, bottom = box
    inside = [one for one in digits if x0 <= one.x <= x1 and top <= one.y <= bottom]
    return "".join(one.text for one in sorted(inside))
