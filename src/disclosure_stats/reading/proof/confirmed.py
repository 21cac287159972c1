"""Whether the numbers of failed sums are what the report prints, by two witnesses who know nothing
of the first reader's ruling lines and characters: a reading by words alone, and the picture of each
cell."""

from collections.abc import Sequence

from disclosure_stats.forms.cells import PrintedCell
from disclosure_stats.pages.model import Page, Word
from disclosure_stats.pages.pdfium import Document
from disclosure_stats.pages.printed_digits import TextOfCell, is_printed
from disclosure_stats.reading.tables.form_reading import FormReading


def is_confirmed(
    first: FormReading, by_words: FormReading, pages: Sequence[Page], document: Document
) -> bool:
    """Whether the open PDF prints each number that a failed sum of `first` rests on as this reading
    and the one `by_words` have it on `pages`, which are held as shown."""
    doubtful = first.resting_on("failed")
    ours, theirs = first.numbers, by_words.numbers
    if any(key not in theirs or ours.get(key) != theirs[key] for key in doubtful):
        return False
    held = {page.number: page for page in pages}
    cells: dict[int, list[TextOfCell]] = {number: [] for number in held}
    for cell in first.cells:
        if cell.key in doubtful and cell.page in cells:
            cells[cell.page].append(_text_of(cell, held[cell.page]))
    return all(is_printed(document, number, own) for number, own in cells.items())


def _text_of(cell: PrintedCell, page: Page) -> TextOfCell:
    """A cell with the characters whose middles lie in it."""
    assert cell.box is not None
    x0, top, x1, bottom = cell.box
    inside: list[Word] = []
    for word in page.words:
        if top <= (word[1] + word[3]) / 2 <= bottom and word[0] <= x1 and word[2] >= x0:
            inside += [one for one in word.characters() if x0 <= (one[0] + one[2]) / 2 <= x1]
    return TextOfCell(cell.box, inside)
