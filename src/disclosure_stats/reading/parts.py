"""Where each report in a file begins: some files hold several, one behind the other."""

from collections.abc import Sequence
from dataclasses import dataclass

from disclosure_stats.forms import ERAS, load_form
from disclosure_stats.pages.model import Page
from disclosure_stats.reading.lines import Line, page_lines
from disclosure_stats.reading.running_heads import without_running_heads
from disclosure_stats.reading.text import fold_ideographs
from disclosure_stats.reading.titles import Title, find_titles, main_title, titles_below

# What only the tables of parts three and four print, those of 2019 and of 2021 alike.
_OF_LATER_PARTS = ("本列数据的勾稽关系", "未经复议直接起诉")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page, or a part of one, with its lines, the titles among them, how many landmarks of each
    era are on it, and whether a statutory table is."""

    page: Page
    lines: list[Line]
    titles: list[Title]
    votes: dict[str, int]
    has_table: bool

    @property
    def title(self) -> Title | None:
        """The title of the report that it belongs to, if it bears one."""
        return main_title(self.titles)


def parts_of(pages: Sequence[Page]) -> list[list[Sheet]]:
    """The pages of each report: a new one begins where another title follows a statutory table,
    at the top of a page or below."""
    parts: list[list[Sheet]] = []
    part: list[Sheet] = []
    title: Title | None = None
    lines_of_pages = without_running_heads([page_lines(page) for page in pages])
    for page, lines in zip(pages, lines_of_pages, strict=True):
        sheet = _sheet(page, lines)
        first = sheet.title
        for own in filter(None, (first, *titles_below(lines, sheet.titles, first))):
            if title is None and not any(one.has_table for one in part):
                title = own
            elif own.is_of_another(title):
                above, below = _cut(sheet, lines[own.line].top)
                if any(one.has_table for one in (*part, above)):
                    if _is_text(above):
                        part.append(above)
                        sheet = below
                    parts.append(part)
                    part, title = [], own
        part.append(sheet)
    return [*parts, part]


def likely_eras(sheets: Sequence[Sheet]) -> list[str]:
    """The eras whose landmarks the pages print, likeliest first."""
    totals = {era: sum(sheet.votes[era] for sheet in sheets) for era in ERAS}
    return sorted((era for era in ERAS if totals[era]), key=lambda era: -totals[era])


def _sheet(page: Page, lines: list[Line]) -> Sheet:
    # In the order of the file a wrapped title is whole; in the order of the page, one that was
    # drawn character by character.
    drawn = fold_ideographs("".join([word[4] for word in page.words]))
    text = drawn + "\n" + "".join([line.text for line in lines])
    votes = {era: sum(mark in text for mark in load_form(era).landmarks) for era in ERAS}
    has_table = any(votes.values()) or any(mark in text for mark in _OF_LATER_PARTS)
    return Sheet(page, lines, list(find_titles(lines)), votes, has_table)


def _cut(sheet: Sheet, height: float) -> tuple[Sheet, Sheet]:
    """What stands on the sheet above `height`, and what below."""
    top, bottom = sheet.page.extent
    above = [line for line in sheet.lines if line.top < height]
    return (
        _sheet(sheet.page.between(top, height), above),
        _sheet(sheet.page.between(height, bottom), sheet.lines[len(above) :]),
    )


def _is_text(above: Sheet) -> bool:
    """Whether what stands above a title belongs to the report before: a table or sentences, not
    the head of a web page."""
    return above.has_table or any("。" in line.text for line in above.lines)
