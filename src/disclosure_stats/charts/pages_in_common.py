"""Two pages side by side, as printed, with the sentences marked that both have."""

from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import groupby
from os import PathLike
from pathlib import Path
from typing import NamedTuple

import pandas as pd
from PIL.Image import Image

from disclosure_stats.analysis.dataset import Dataset
from disclosure_stats.analysis.reuse import Others
from disclosure_stats.charts.printed_numbers import OriginalChangedError, original
from disclosure_stats.checks.report_ids import report_id_of
from disclosure_stats.documents.kinds import format_of
from disclosure_stats.documents.picture import draw_pages
from disclosure_stats.pages.lines import is_page_number, text_lines
from disclosure_stats.pages.model import Page
from disclosure_stats.pages.picture import DrawnCell, joined
from disclosure_stats.reading.routing import read_pages
from disclosure_stats.settings import folder_of_reports
from disclosure_stats.text.folding import fold_ideographs

_MARK = "blank"  # blue, as blank cells are
_MARGIN = 1.8  # points above and below a line, so that its frame does not strike the characters
_BESIDE = 0.6  # points left and right


def reused_pages(
    dataset: Dataset,
    report_id: str,
    reports: str | PathLike[str] | None = None,
    by: Others = "body",
) -> Image:
    """The page of a report that has most sentences in common with another, beside the page of that
    other, each such sentence marked.

    `reports` is the folder that was given to the extract command, with None the one read last
    (`disclosure_stats.settings`); `by` says who the others are, as
    for `dataset.reused`: of several, the one with most sentences in common. Raises LookupError if
    there are none, OriginalMissingError or OriginalChangedError if a file is not in the folder or
    is not the one that was read.
    """
    found = dataset.reused(report_id, by)
    if found.empty:
        raise LookupError(f"no sentence of {report_id} stands in other reports ({by})")
    # Of several with as many, the first by path: the same picture every time.
    counts = found["other_source_path"].value_counts()
    other = min(counts[counts == counts.max()].index)
    pairs = found[found["other_source_path"] == other]
    own, theirs = pairs.iloc[0]["source_path"], pairs.iloc[0]["other_report_id"]
    return joined(
        [
            _page(folder_of_reports(reports), str(own), report_id, pairs["sentence"]),
            _page(folder_of_reports(reports), str(other), str(theirs), pairs["other_sentence"]),
        ]
    )


def _page(folder: Path, source_path: str, report_id: str, sentences: pd.Series) -> Image:
    """The page with most of the sentences, each marked."""
    path = original(folder, source_path)
    data = path.read_bytes()
    if not report_id.startswith(report_id_of(sha256(data).hexdigest())):
        raise OriginalChangedError(
            f"{path} 在读取之后有变动，请重新提取。",
            f"{path} has changed since its sentences were read: extract it again",
        )
    marks = list(_marks(_pages(data), list(dict.fromkeys(sentences))))
    pages = [mark.page for mark in marks]
    if not pages:
        raise LookupError(f"the sentences are not found again on the pages of {source_path}")
    shown = max(sorted(set(pages)), key=pages.count)
    return draw_pages(data, [mark for mark in marks if mark.page == shown])


def _pages(data: bytes) -> Sequence[Page]:
    kind = format_of(data)
    if kind is None or kind == "pdf":
        return read_pages(data)[0]
    from disclosure_stats.documents.reader import read_rendering

    return [one.page for one in read_rendering(data, kind).pages]


class _Character(NamedTuple):
    """A printed character: its page, the top and bottom of its line, its left and right edge, in
    points."""

    text: str
    page: int
    top: float
    bottom: float
    x0: float
    x1: float


def _marks(pages: Sequence[Page], sentences: Sequence[str]) -> Iterator[DrawnCell]:
    """A box for each line, or part of one, on which a sentence stands."""
    characters = [character for page in pages for character in _characters(page)]
    text = "".join(character.text for character in characters)
    for sentence in sentences:
        ink = _ink(sentence)
        first = text.find(ink)
        if first < 0:
            continue
        own = characters[first : first + len(ink)]
        for (page, top, bottom), of_line in groupby(own, key=lambda one: one[1:4]):
            edges = [(character.x0, character.x1) for character in of_line]
            left, right = edges[0][0] - _BESIDE, edges[-1][1] + _BESIDE
            box = left, top - _MARGIN, right, bottom + _MARGIN
            yield DrawnCell(page, box, _MARK)


def _characters(page: Page) -> Iterator[_Character]:
    """The characters of the page's lines that leave ink, in order, without its number."""
    for words in text_lines(page.words):
        top, bottom = min(word.top for word in words), max(word.bottom for word in words)
        printed = [one for word in words for one in word.characters() if one.text.strip()]
        if is_page_number(page, top, bottom, "".join(one.text for one in printed)):
            continue
        for one in printed:
            text = fold_ideographs(one.text)
            yield _Character(text, page.number, top, bottom, one.x0, one.x1)


def _ink(text: str) -> str:
    return "".join(text.split())
