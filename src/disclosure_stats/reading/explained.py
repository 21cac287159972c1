"""How the walk by the form goes through a report: what it takes each level of its pages for."""

from collections.abc import Sequence

from disclosure_stats.documents.kinds import format_of
from disclosure_stats.forms import Form
from disclosure_stats.forms.rows import form_rows
from disclosure_stats.pages.model import Page
from disclosure_stats.reading.report_starts import reports_in
from disclosure_stats.reading.routing import read_pages
from disclosure_stats.reading.tables.walk.agreement import fit
from disclosure_stats.reading.tables.walk.levels import Level
from disclosure_stats.reading.tables.walk.line_pieces import plain
from disclosure_stats.reading.tables.walk.path import Step, best_path
from disclosure_stats.reading.tables.walk.rows import walked_levels
from disclosure_stats.rows import Row


def explained_levels(data: bytes, form: Form, between: tuple[int, int], table: str) -> list[Row]:
    """The levels of a report from the first row of a table to its last, from top to bottom.

    `data` are the bytes of its file, `between` the numbers of its first and its last page. A level
    has its page, its heights on the page as it was read (points), its pieces of label text, units
    and numbers from left to right, the row of the form that it is taken for (its code, the label of
    a heading; null for no row), whether the row begins there, and its score: how many characters of
    its label text agree with that row. Empty where no row of the table is on the path.
    """
    pages = _pages(data, between)
    levels = walked_levels(form, pages)
    steps = best_path(form, levels)
    parts = [None if step.row is None else form_rows(form)[step.row].part for step in steps]
    if table not in parts:
        return []
    first, last = parts.index(table), len(parts) - parts[::-1].index(table)
    return [
        _explained(form, level, step)
        for level, step in zip(levels[first:last], steps[first:last], strict=True)
    ]


def _pages(data: bytes, between: tuple[int, int]) -> Sequence[Page]:
    kind = format_of(data)
    if kind == "pdf":
        pages, _ = read_pages(data)
    else:
        from disclosure_stats.documents.reader import read_rendering

        pages = [one.page for one in read_rendering(data, kind).pages]
    first, last = between
    held = [one.page for report in reports_in(pages) for one in report]
    return [page for page in held if first <= page.number <= last]


def _explained(form: Form, level: Level, step: Step) -> Row:
    taken = None if step.row is None else form_rows(form)[step.row]
    pieces = [cell.text for cell in level.labels]
    score = 0.0
    if step.row is not None:
        score = sum(float(fit(form, plain(piece)).scores[step.row]) for piece in pieces)
    return {
        "page": level.page.number,
        "top": round(level.top, 1),
        "bottom": round(level.bottom, 1),
        "label": "、".join(pieces),
        "units": " ".join(cell.text for cell in level.units),
        "numbers": " ".join(cell.text for cell in level.numbers),
        "row": None if taken is None else taken.code or taken.keys[0],
        "begins": step.begins,
        "score": round(score, 1),
    }
