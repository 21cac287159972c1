"""Several ways to read the tables of one report, and which of them to believe.

The form's sums are the judge. When they hold, the first way stands. When one fails, a second and
independent reader reads again: if both see the same numbers, the report itself does not add up.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from disclosure_stats.checks.outcome import CheckResult
from disclosure_stats.checks.rules import Origin
from disclosure_stats.documents.second_reader import read_again
from disclosure_stats.forms import Form
from disclosure_stats.forms.cells import CellKey, PrintedCell
from disclosure_stats.pages.as_printed import as_printed
from disclosure_stats.pages.model import Page, Word, lies_in
from disclosure_stats.pages.pdfium import Document
from disclosure_stats.reading.layout.cell import Band
from disclosure_stats.reading.layout.observed_rows import observe
from disclosure_stats.reading.layout.ruled_bands import bands_of_boxes, ruled_bands
from disclosure_stats.reading.proof.confirmed import is_confirmed
from disclosure_stats.reading.proof.split_numbers import with_sums_deciding
from disclosure_stats.reading.tables.form_reading import FormReading
from disclosure_stats.reading.tables.statutory import read_statutory

SecondReader = Callable[[], FormReading | None]
"""Gives what a second reader reads; null where there is none."""


def _nobody() -> None:
    """Reads nothing."""


@dataclass(frozen=True, slots=True)
class ReadingOutcome:
    """The reading that is believed, and what a second reader says where its sums fail.

    `judged` is the reading by whose sums it is judged: the same, or as it was before the cells were
    given up on which the readers differ and no reading decides, the `disputed` ones. `second` is
    slow, and asked only where a sum fails. `corrected` are the cells on which a person has decided.
    `is_seen_in_print` tells that the numbers of the failed sums were seen in the picture.
    """

    reading: FormReading
    judged: FormReading
    second: SecondReader = _nobody
    disputed: frozenset[CellKey] = frozenset()
    corrected: frozenset[CellKey] = frozenset()
    is_seen_in_print: bool = False

    @property
    def checks(self) -> list[CheckResult]:
        """How each sum of the form came out."""
        return self.judged.checks

    def origin(self, check: CheckResult) -> Origin:
        """Who is responsible for a failed sum."""
        again = self.second()
        if again is None:
            return "unknown"
        first, second = self.reading.numbers, again.numbers
        for key in {(check.table, *cell) for cell in check.cells} - self.corrected:
            if key in self.disputed or key not in second or first.get(key) != second[key]:
                return "extraction"
        return "source"

    def with_reading(
        self, reading: FormReading, corrected: frozenset[CellKey] = frozenset()
    ) -> "ReadingOutcome":
        """This outcome with another reading, in which a person has decided the cells of the keys
        `corrected`."""
        return replace(self, reading=reading, judged=reading, corrected=self.corrected | corrected)


def best_reading(
    forms: Sequence[Form],
    pages: Sequence[Page],
    year: int | None,
    data: bytes,
    document: Document | None = None,
) -> ReadingOutcome | None:
    """The statutory tables of a report on `year` (null where no title says it), read by the first
    of `forms`, likeliest first, that gives any; `data` are the file's bytes, for the second reader,
    and `document` is the open file if it is a PDF. Null when no table was found."""
    readings = (_first_reader(form, pages, year) for form in forms)
    best = next((reading for reading in readings if reading.cells), None)
    if best is None:
        return None
    if best.failed() or best.count("unreadable") or best.missing():
        confirmed = _confirmed(best, pages, year, document) if document else None
        return confirmed or _with_second_reader(best, pages, year, data)
    return ReadingOutcome(best, best)


def _first_reader(form: Form, pages: Sequence[Page], year: int | None) -> FormReading:
    """The tables as rules draw them, where that is a complete reading or gives a number in every
    cell: whatever the sums, another way finds no more of them. Else as the form finds them too, if
    that is better."""
    ruled = _read_bands(form, [band for page in pages for band in ruled_bands(page)], year)
    if ruled.is_whole() and not (ruled.failed() and ruled.count("blank")):
        return ruled
    walked = _read_by_form(form, pages, year)
    if not walked.is_better_than(ruled):
        return ruled
    doubted = _doubted(walked, ruled)
    return doubted if doubted.is_better_than(ruled) else ruled


def _read_by_form(form: Form, pages: Sequence[Page], year: int | None) -> FormReading:
    # Most reports need no walk.
    from disclosure_stats.reading.tables.walk.rows import walked_rows

    return with_sums_deciding(read_statutory(form, walked_rows(form, pages), year))


def _doubted(walked: FormReading, ruled: FormReading) -> FormReading:
    """The reading by the form without the numbers that no sum proves and that the rules show as
    others, or as those of two rows; what is not printed is unreadable where the rules show
    it so."""
    proved = walked.resting_on("passed") - walked.resting_on("failed")
    by_rules = {cell.key: cell for cell in ruled.cells}

    def judged(cell: PrintedCell) -> PrintedCell:
        seen = by_rules.get(cell.key)
        if seen is None:
            return cell
        if cell.state in ("blank", "absent"):
            return seen if seen.state == "unreadable" else cell
        if cell.number is None or cell.key in proved or not _is_other(seen, cell, walked):
            return cell
        return cell.unread()

    return replace(walked, cells=tuple(map(judged, walked.cells)))


def _is_other(seen: PrintedCell, cell: PrintedCell, reading: FormReading) -> bool:
    """Whether a cell as the rules show it holds another number than that of `reading`, of which
    this is a part, or one of two rows: not where its digits are those of several cells of `reading`
    in it."""
    if not (seen.may_be_others or _is_part(cell, seen)) and seen.number in (None, cell.number):
        return False
    printed = seen.several[0] if seen.several else seen.number
    if printed is None:
        return True
    inside = [one for one in reading.cells if one.number is not None and _holds(seen, one)]
    inside.sort(key=lambda one: one.box[1] if one.box else 0.0)
    digits = "".join(f"{one.number:.15g}" for one in inside)
    return len(inside) < 2 or digits != f"{printed:.15g}"


def _is_part(cell: PrintedCell, seen: PrintedCell) -> bool:
    """Whether a cell's number is one of those that the rules show beside each other in it, of which
    another is more than the number of the page."""
    parts = seen.several[1:] if seen.are_beside else ()
    return cell.number in parts and not {cell.number, seen.page}.issuperset(parts)


def _holds(outer: PrintedCell, inner: PrintedCell) -> bool:
    """Whether the middle of one cell lies in another."""
    if outer.box is None or inner.box is None or outer.page != inner.page:
        return False
    return lies_in(inner.box, outer.box)


def _read_bands(form: Form, bands: Sequence[Band], year: int | None) -> FormReading:
    return with_sums_deciding(read_statutory(form, [observe(band) for band in bands], year))


def _with_second_reader(
    first: FormReading, pages: Sequence[Page], year: int | None, data: bytes
) -> ReadingOutcome:
    @cache
    def ask() -> FormReading | None:
        return _second_reader(first, pages, year, data)

    second = ask() if first.failed() else None  # else it settles nothing
    return ReadingOutcome(first, first, ask) if second is None else _settled(first, second)


def _confirmed(
    first: FormReading, pages: Sequence[Page], year: int | None, document: Document
) -> ReadingOutcome | None:
    """`first`, where only sums are in doubt, and the numbers that these rest on are the same
    without the ruling lines of the pages of a PDF, and in its print; else null."""
    doubtful = _doubtful_pages(first, pages)
    is_asked = all(page.is_held_as_shown and not page.may_lie for page in doubtful)
    if first.missing() or first.count("unreadable") or not is_asked:
        return None
    by_words = _read_by_form(first.form, [_without_rules(page) for page in doubtful], year)
    if not is_confirmed(first, by_words, doubtful, document):
        return None
    return ReadingOutcome(first, first, lambda: by_words, is_seen_in_print=True)


def _second_reader(
    first: FormReading, pages: Sequence[Page], year: int | None, data: bytes
) -> FormReading | None:
    """What the second reader sees on the pages in doubt, by its own tables or by its words alone;
    null where it is not asked."""
    doubtful = _doubtful_pages(first, pages)
    asked = {page.number: page for page in doubtful if page.is_held_as_shown}
    extents = {number: page.extent for number, page in asked.items()}
    found = read_again(data, extents) if asked else []
    if not found:
        return None
    seen = [page._replace(words=as_printed(asked[page.number], page.words)) for page in found]
    ruled = [
        band
        for page in seen
        for table in page.tables
        for band in bands_of_boxes(asked[page.number], table, page.words)
    ]
    second = _read_bands(first.form, ruled, year)
    plain = [_without_rules(asked[page.number], page.words) for page in seen]
    loose = _read_by_form(first.form, plain, year)
    return loose if loose.is_better_than(second) else second


def _without_rules(page: Page, words: list[Word] | None = None) -> Page:
    """A page that holds the words of `page`, or others, and nothing else."""
    return Page(page.number, page.width, page.height, page.words if words is None else words)


def _doubtful_pages(reading: FormReading, pages: Sequence[Page]) -> list[Page]:
    """The pages that a second reader is asked for: those of unread cells and of failed sums. It is
    slow, and most pages are in no doubt."""
    doubtful = reading.resting_on("failed")
    numbers = {
        cell.page for cell in reading.cells if cell.state == "unreadable" or cell.key in doubtful
    }
    return [page for page in pages if page.number in numbers]


def _settled(first: FormReading, second: FormReading) -> ReadingOutcome:
    """The cells decided that the readers read differently where a failed sum rests on them.

    When every sum holds with the second reader's numbers, they stand; else the cells are null.
    """
    ours, theirs = first.numbers, second.numbers
    doubtful = frozenset(
        key
        for key in first.resting_on("failed")
        if key in ours and key in theirs and ours[key] != theirs[key]
    )
    if not doubtful:
        return ReadingOutcome(first, first, lambda: second)
    # A number that is gone makes no sum hold: it makes it one that cannot be judged.
    replaced = first.with_cells(
        cell._replace(number=theirs[cell.key], state="printed")
        for cell in first.cells
        if cell.key in doubtful and theirs[cell.key] is not None
    )
    if not replaced.failed():
        return ReadingOutcome(replaced, replaced, lambda: second)
    given_up = first.with_cells(cell.unread() for cell in first.cells if cell.key in doubtful)
    return ReadingOutcome(given_up, first, lambda: second, doubtful)
