"""Numbers read from pictures are proved: by the form's sums, or by a second and different look.

A number stands when a sum of the form that holds rests on it and the recogniser was sure, or when
two looks agree. Where they differ, a candidate of the recogniser is taken if the sums hold with it
and with no other; such a cell is named in a finding. All else becomes null and `unreadable`.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from disclosure_stats.checks.outcome import CheckResult
from disclosure_stats.checks.rules import finding
from disclosure_stats.forms.cells import CellKey
from disclosure_stats.pages.model import Page, Scan
from disclosure_stats.reading.proof.scanned_cell import ScannedCell, Value
from disclosure_stats.reading.tables.form_reading import FormReading
from disclosure_stats.rows import Row

_POOR = 0.1  # of a page's cells on which the looks differ: more, and only sums prove the others
_MIN_DIFFERING = 3
_MIN_NUMBERS = 5  # alone on a page: more than page numbers and dates
_MAX_CHANGES = 6  # cells of one report that the sums may decide: more are a misread page


def prove(
    reading: FormReading, pages: Sequence[Page]
) -> tuple[FormReading, list[Row], frozenset[CellKey]]:
    """`reading` with the cells that were read from pictures changed to what the sums decide, or to
    null; findings, on the cells that the sums decided and on numbers of the print that are in no
    cell; and the cells on which two looks agree."""
    scans = {page.number: page.scan for page in pages if page.scan is not None}
    if not scans:
        return reading, [], frozenset()
    cells = _scanned_cells(reading, scans)
    findings = _on_lost_pages(reading, scans)
    if not cells:
        return reading, findings, frozenset()
    findings += _unplaced(cells, scans)
    reading = _with(reading, cells)
    proved = reading.resting_on("passed") - reading.resting_on("failed")
    unproved = [cell for cell in cells if cell.key not in proved or not cell.is_sure()]
    _look_again(unproved, scans)
    _doubt_blanks(cells)
    _doubt_lost(_with(reading, cells), cells)
    poor = _poor_pages(cells, unproved)
    doubtful = [
        cell for cell in unproved if not cell.agreed or cell.has_number() and cell.page in poor
    ]
    decided = _decide(_with(reading, cells), doubtful)
    _give_up(_with(reading, cells), doubtful)
    seen_twice = frozenset(cell.key for cell in unproved if cell.agreed and cell.page not in poor)
    return _with(reading, cells), findings + [cell.finding() for cell in decided], seen_twice


def _with(reading: FormReading, cells: Sequence[ScannedCell]) -> FormReading:
    """`reading` with what `cells` are taken for now."""
    return reading.with_cells(cell.decided() for cell in cells)


def _on_lost_pages(reading: FormReading, scans: Mapping[int, Scan]) -> list[Row]:
    """A finding for each picture with the lone numbers of a table, not one row of which was
    recognised."""
    read = {cell.page for cell in reading.cells}
    lost = {
        number: len(scan.unplaced([], has_labels=False))
        for number, scan in scans.items()
        if number not in read
    }
    table = "indicators" if reading.form.indicators else "requests"
    return [
        _number_unplaced(table, number, count)
        for number, count in sorted(lost.items())
        if count >= _MIN_NUMBERS
    ]


def _number_unplaced(table: str, page: int, count: int) -> Row:
    return finding(
        "number_unplaced",
        table,
        origin="extraction",
        page=page,
        message=f"{table}: {count} numbers on page {page} stand in no cell "
        "of a row that was recognised.",
    )


def _unplaced(cells: Sequence[ScannedCell], scans: Mapping[int, Scan]) -> list[Row]:
    """A finding for each page and table where numbers are printed that are in none of `cells`."""
    findings = []
    for number, table in sorted({(cell.page, cell.printed.table) for cell in cells}):
        scan = scans[number]
        there = [cell for cell in cells if cell.page == number]
        boxes = scan.unplaced([cell.box for cell in there], has_labels=True)
        own = [cell for cell in there if cell.printed.table == table]
        levels = [cell.top for cell in own]
        beside = [box for box in boxes if min(levels) - 36 <= box[1] <= max(levels) + 36]
        if table == "appeals":
            beside = beside or scan.unplaced([cell.box for cell in own], has_labels=False)
        if beside:
            findings.append(_number_unplaced(table, number, len(beside)))
    return findings


def _scanned_cells(reading: FormReading, scans: Mapping[int, Scan]) -> list[ScannedCell]:
    cells = []
    for printed in reading.cells:
        scan = scans.get(printed.page) if printed.page is not None else None
        if scan is not None and printed.held is not None:
            first = scan.first_look(printed.held)
            cell = ScannedCell(printed, (printed.number, printed.state), first)
            if first is not None and "." in first.text:
                cell.value = cell.value_of(first.text)
            cells.append(cell)
    return cells


def _look_again(cells: Sequence[ScannedCell], scans: Mapping[int, Scan]) -> None:
    """Fills `agreed` and `candidates` of each cell from a second look at it, and a third where that
    sees something else."""
    for number in sorted({cell.page for cell in cells}):
        there = [cell for cell in cells if cell.page == number]
        looks = scans[number].second_look([cell.box for cell in there])
        for cell, second in zip(there, looks, strict=True):
            cell.look_again(second)
        open_cells = [cell for cell in there if cell.needs_third_look()]
        looks = scans[number].third_look([cell.box for cell in open_cells]) if open_cells else []
        for cell, third in zip(open_cells, looks, strict=True):
            cell.look_once_more(third)


def _poor_pages(cells: Sequence[ScannedCell], looked_at: Sequence[ScannedCell]) -> set[int]:
    """The pages on many of whose cells the looks differ: there they agree by chance too. Thin
    strokes that a fax has lost are lost to every look."""
    on_page = Counter(cell.page for cell in cells if cell.has_number())
    differ = Counter(
        cell.page
        for cell in looked_at
        if cell.has_number() and (not cell.agreed or cell.is_contradicted())
    )
    return {
        page
        for page, count in differ.items()
        if count >= _MIN_DIFFERING and count > _POOR * on_page[page]
    }


def _doubt_blanks(cells: Sequence[ScannedCell]) -> None:
    """Where zeros are printed, few cells are blank by intent: their print may be lost. In part two
    a row that does not apply is often left blank."""
    for table in ("requests", "appeals", "indicators"):
        own = [cell for cell in cells if cell.printed.table == table]
        blanks = [cell for cell in own if cell.value[1] == "blank"]
        if len(blanks) < sum(cell.value[0] == 0 for cell in own):
            for cell in blanks:
                cell.give_up()


def _doubt_lost(reading: FormReading, cells: Sequence[ScannedCell]) -> None:
    """Doubts blank cells with which a sum fails were they zeros, as blanks are meant: their print
    may be lost under a seal."""
    blanks = [
        cell for cell in cells if cell.value[1] == "blank" and cell.printed.table != "disclosures"
    ]
    zeros = [cell.decided()._replace(number=0) for cell in blanks]
    failing = reading.with_cells(zeros).resting_on("failed") if zeros else frozenset()
    for cell in blanks:
        if cell.key in failing:
            cell.give_up()


def _decide(reading: FormReading, doubtful: Sequence[ScannedCell]) -> list[ScannedCell]:
    """Changes cells to the candidates with which sums hold that failed or could not be told, one
    at a time, as long as one change does so best of all. Gives the cells changed."""
    decided: list[ScannedCell] = []
    while len(decided) < _MAX_CHANGES:
        involved = reading.resting_on("failed", "not_assessable")
        before = _standing(reading.checks)
        best: list[tuple[ScannedCell, Value, FormReading]] = []
        gain = 0
        for cell in doubtful:
            if cell.key not in involved or cell in decided:
                continue
            for number, state in cell.candidates:
                changed = cell.printed._replace(number=number, state=state)
                tried = reading.with_cells([changed])
                gained = _standing(tried.checks) - before
                if gained > gain:
                    best, gain = [], gained
                if gain and gained == gain:
                    best.append((cell, (number, state), tried))
        if len(best) != 1:
            break
        cell, cell.value, reading = best[0]
        decided.append(cell)
    return decided


def _standing(checks: Iterable[CheckResult]) -> int:
    """How many sums hold, less those that fail."""
    return sum((c.outcome == "passed") - (c.outcome == "failed") for c in checks)


def _give_up(reading: FormReading, doubtful: Sequence[ScannedCell]) -> None:
    """Makes null what the looks do not agree on and no sum proves."""
    proved = reading.resting_on("passed") - reading.resting_on("failed")
    for cell in doubtful:
        # A number that no look saw in this cell stands in the next one too: its sum proves nothing.
        is_foreign = cell.first is not None and cell.value not in cell.seen
        if cell.key not in proved or is_foreign:
            cell.value = None, "unreadable"
