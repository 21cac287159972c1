"""What stands between the rows of the form: titles of columns, other tables, notes."""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from operator import attrgetter

from disclosure_stats.forms import Form
from disclosure_stats.pages.model import Horizontal
from disclosure_stats.reading.layout.cell import Cell, cell_of
from disclosure_stats.reading.layout.one_number import are_alike
from disclosure_stats.reading.tables.walk.levels import Level
from disclosure_stats.text.labels import label_key
from disclosure_stats.text.values import looks_like_value

_MAX_LINE_LENGTH = 40  # characters: a longer line of one piece is narrative
_MAX_TITLE_LENGTH = 16  # characters of a title over several lines: 本年收费金额（单位：万元）
_MAX_LINE_GAP = 1.0  # heights of a character: between the lines of a title
_MAX_REST_GAP = 0.4  # heights of a digit: between those of a number
_MAX_INDENT = 1.0  # heights of a character: between their left edges, or their middles
_MAX_LEVELS = 3  # which the lines of titles beside it may take up between two of one


@cache
def _titles(form: Form) -> frozenset[str]:
    """The keys of the titles of the form's columns, each whole."""
    columns = [*form.applicants, *form.results, *form.stages]
    columns += [measure for block in form.disclosures for measure in block.measures]
    return frozenset(label_key(label) for column in columns for label in column.labels)


def lines_between(form: Form, levels: Sequence[Level]) -> Iterator[list[Cell]]:
    """The levels of a page that stand in no row of `form`, from top to bottom, each as cells from
    left to right: titles over several lines as one cell where they begin, wrapped numbers too.
    Lines of text are left out."""
    whole = _titles(form)
    lines: list[list[Cell]] = []
    closed = 0  # lines up to here are not gone on with
    for level in levels:
        cells = level.cells
        if lines and _holds_rests(level, lines[-1]):
            lines[-1] = continued(lines[-1], cells)
            continue
        if level.numbers:
            closed = len(lines)
        begun = [above for line in lines[max(closed, len(lines) - _MAX_LEVELS) :] for above in line]
        own: list[Cell] = []
        for cell in cells:
            above = _first_lines(cell, begun, level)
            if above is None or label_key(cell.text) in whole:
                own.append(cell)
            else:
                above.take(cell)
        if not own:
            continue
        if lines[closed:] and _may_be_one_line(lines[-1], own):
            lines[-1] = sorted([*lines[-1], *own], key=attrgetter("x0"))
        else:
            lines.append(own)
        if level.numbers:  # what stands beside them are labels
            closed = len(lines)
    for line in lines:
        if len(line) > 1 or len(line[0].text) <= _MAX_LINE_LENGTH:
            yield line


def _holds_rests(level: Level, above: Sequence[Cell]) -> bool:
    """Whether what stands in a level are second lines of the numbers `above`, or those beside them:
    no label tells of another row."""
    if level.labels or not level.numbers or not all(looks_like_value(one.text) for one in above):
        return False
    gap = level.top - max(cell.bottom for cell in above)
    is_close = gap <= _MAX_REST_GAP * (level.bottom - level.top) and not level.is_ruled_off
    return level.goes_on or is_close


def _may_be_one_line(above: Sequence[Cell], below: Sequence[Cell]) -> bool:
    """Whether two lines of titles are one, as each has some of more lines: they stand beside each
    other, all of them."""
    return all(
        max(one.top, other.top) < min(one.bottom, other.bottom)
        and (one.x1 <= other.x0 or other.x1 <= one.x0)
        for one in above
        for other in below
    )


def lowest(lines: Sequence[Sequence[Cell]]) -> list[Cell]:
    """The titles under which no other stands, from left to right."""
    cells = [cell for line in lines for cell in line]
    return sorted(
        (
            cell
            for cell in cells
            if not any(
                one.top >= cell.bottom and one.x0 < cell.x1 and cell.x0 < one.x1 for one in cells
            )
        ),
        key=attrgetter("x0"),
    )


def _first_lines(cell: Cell, begun: Sequence[Cell], level: Level) -> Cell | None:
    """The title that `cell` of a level is the next line of; null where it is none, or where more of
    the level is under that title."""
    for above in begun:
        if _goes_on(above, cell) and not _are_ruled_off(above, cell, level.rules):
            under = [one for one in level.cells if one.x0 < above.x1 and above.x0 < one.x1]
            return above if len(under) == 1 else None
    return None


def _are_ruled_off(above: Cell, cell: Cell, rules: Sequence[Horizontal]) -> bool:
    middle = (cell.x0 + cell.x1) / 2
    top, bottom = (above.top + above.bottom) / 2, (cell.top + cell.bottom) / 2
    return any(top < y < bottom and x0 <= middle <= x1 for y, x0, x1 in rules)


def _goes_on(above: Cell, cell: Cell) -> bool:
    height = cell.bottom - cell.top
    if abs(cell.top - above.bottom) > _MAX_LINE_GAP * height:
        return False
    left, middle = cell.x0 - above.x0, (cell.x0 + cell.x1 - above.x0 - above.x1) / 2
    return (
        min(abs(left), abs(middle)) <= _MAX_INDENT * height
        and len(above.text) + len(cell.text) <= _MAX_TITLE_LENGTH
        and are_alike(above.words[-1], cell.words[0])
        and not (looks_like_value(cell.text) or looks_like_value(above.text))
    )


def continued(numbers: Sequence[Cell], rests: Sequence[Cell]) -> list[Cell]:
    """Numbers with those that stand under them as their second lines, and those beside them."""
    if not numbers and all(one.x0 <= one.x1 <= after.x0 for one, after in pairwise(rests)):
        return list(rests)
    found = list(numbers)
    for rest in rests:
        above = next((one for one in found if one.x0 < rest.x1 and rest.x0 < one.x1), None)
        if above is None:
            found.append(rest)
        else:
            found[found.index(above)] = cell_of(rest.page, [*above.words, *rest.words])
    return sorted(found, key=attrgetter("x0"))
