"""Where each report in a file begins: some files hold several, one behind the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from math import inf
from statistics import median

from disclosure_stats.forms import ERAS, Form, form_of_year, load_form
from disclosure_stats.pages.lines import Line, page_lines
from disclosure_stats.pages.model import Page
from disclosure_stats.reading.identity.titles import (
    LARGER,
    Title,
    find_titles,
    main_title,
    titles_below,
)
from disclosure_stats.reading.narrative.running_heads import without_running_heads
from disclosure_stats.text.folding import fold_ideographs

# What only the tables of parts three and four print, those of 2019 and of 2021 alike.
_OF_LATER_PARTS = ("本列数据的勾稽关系", "未经复议直接起诉")


@dataclass(frozen=True, slots=True)
class ReportPage:
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

    @property
    def headlines(self) -> list[Title]:
        """Its title, and the titles below that look like one: where reports may begin."""
        first = self.title
        below = titles_below(self.lines, self.titles, first)
        return list(filter(None, (first, *below)))


def reports_in(pages: Sequence[Page]) -> list[list[ReportPage]]:
    """The pages of each report: a new one begins where another title follows a statutory table,
    at the top of a page or below."""
    parts: list[list[ReportPage]] = []
    part: list[ReportPage] = []
    title: Title | None = None
    lines_of_pages = [page_lines(page) for page in pages]
    if not all(page.is_set_here for page in pages):
        lines_of_pages = without_running_heads(lines_of_pages)
    for page, lines in zip(pages, lines_of_pages, strict=True):
        report_page = _report_page(page, lines)
        for own in report_page.headlines:
            if title is None and not any(one.has_table for one in part):
                title = own
            elif own.is_of_another(title):
                above, below = cut_page(report_page, lines[own.line].top)
                if any(one.has_table for one in (*part, above)):
                    covers: list[ReportPage] = []
                    if _is_text(above):
                        part.append(above)
                        report_page = below
                    else:
                        covers = _covers_behind(part)
                    parts.append(part[: len(part) - len(covers)])
                    part, title = covers, own
        part.append(report_page)
    return [*parts, part]


def likely_forms(report_pages: Sequence[ReportPage], year: int | None) -> list[Form]:
    """The forms whose landmarks the pages print, likeliest first: of several with as many, the one
    that is in use for `year`."""
    in_use = form_of_year(year) if year else None
    totals = {era: sum(report_page.votes[era] for report_page in report_pages) for era in ERAS}
    forms = [load_form(era) for era in ERAS if totals[era]]
    return sorted(forms, key=lambda form: (-totals[form.era], form is not in_use))


def _report_page(page: Page, lines: list[Line]) -> ReportPage:
    # In the order of the file a wrapped title is whole; in the order of the page, one that was
    # drawn character by character.
    drawn = fold_ideographs("".join([word[4] for word in page.words]))
    text = drawn + "\n" + "".join([line.text for line in lines])
    votes = {era: sum(mark in text for mark in load_form(era).landmarks) for era in ERAS}
    has_table = any(votes.values()) or any(mark in text for mark in _OF_LATER_PARTS)
    return ReportPage(page, lines, list(find_titles(lines)), votes, has_table)


def cut_page(report_page: ReportPage, height: float) -> tuple[ReportPage, ReportPage]:
    """What stands on a page above `height`, and what below."""
    top, bottom = report_page.page.extent
    above = [line for line in report_page.lines if line.top < height]
    return (
        _report_page(report_page.page.between(top, height), above),
        _report_page(report_page.page.between(height, bottom), report_page.lines[len(above) :]),
    )


def _covers_behind(part: Sequence[ReportPage]) -> list[ReportPage]:
    """The pages at the end of a report that are the cover of the next: few words, set larger than
    its sentences."""
    lines = [line for report_page in part for line in report_page.lines]
    sentences = [line.height for line in lines if "，" in line.text or "。" in line.text]
    usual = median(sentences or [inf])
    covers = list(takewhile(lambda report_page: _is_cover(report_page, usual), reversed(part)))
    return covers[::-1]


def _is_cover(report_page: ReportPage, usual: float) -> bool:
    """Whether a page bears no sentence, and most of it larger than the `usual` sentence."""
    heights = [line.height for line in report_page.lines]
    is_large = bool(heights) and median(heights) > LARGER * usual
    return is_large and not _is_text(report_page)


def _is_text(above: ReportPage) -> bool:
    """Whether what stands above a title belongs to the report before: a table or sentences, not
    the head of a web page."""
    return above.has_table or any("。" in line.text for line in above.lines)
