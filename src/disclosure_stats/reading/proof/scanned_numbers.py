"""Numbers read from pictures are proved: by the form's sums, or by a second and different look.

A number stands when a sum of the form that holds rests on it and the recogniser was sure, or when
two looks agree. Where they differ, a candidate of the recogniser is taken if the sums hold with it
and with no other; such a cell is named in a finding. All else becomes null and `unreadable`.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from disclosure_stats.checks.outcome import CheckResult
from disclosure_stats.checks.rules import finding
from disclosure_stats.forms.cells import CELL_TABLES, CellKey, PrintedCell
from disclosure_stats.pages.model import Box, Look, Page, Scan
from disclosure_stats.reading.tables.form_reading import FormReading
from disclosure_stats.reading.tables.printed_cells import count_of
from disclosure_stats.rows import Row
from disclosure_stats.text.values import CellState, parse_value

_POOR = 0.1  # of a page's cells on which the looks differ: more, and only sums prove the others
_MIN_DIFFERING = 3
_MIN_NUMBERS = 5  # alone on a page: more than page numbers and dates
_MAX_CHANGES = 6  # cells of one report that the sums may decide: more are a misread page
_OF_MONEY = (None, "", "元", "万元", "亿元")
_CUT_OFF = re.compile(r"0\d")
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+")
Value = tuple[float | None, CellState]
"""A number or null, and the `cell_state`."""


@dataclass(slots=True, eq=False)
class _Cell:
    """A cell that a picture shows: as it was read, what it is taken for now, what else it may be,
    and all that its looks saw."""

    printed: PrintedCell
    value: Value
    first: Look | None
    candidates: list[Value] = field(default_factory=list)
    seen: set[Value] = field(default_factory=set)
    agreed: bool = False
    second: Value | None = None
    is_second_sure: bool = False

    @property
    def key(self) -> CellKey:
        return self.printed.key

    @property
    def page(self) -> int:
        assert self.printed.page is not None
        return self.printed.page

    @property
    def box(self) -> Box:
        """The box on the page as held."""
        assert self.printed.held is not None
        return self.printed.held

    @property
    def top(self) -> float:
        """Its upper edge on the page as shown."""
        assert self.printed.box is not None
        return self.printed.box[1]

    def decided(self) -> PrintedCell:
        """The cell with what it is taken for now."""
        number, state = self.value
        return self.printed._replace(number=number, state=state)

    def is_open(self) -> bool:
        """Whether the first look could make nothing of the print, or was as good as guessing."""
        return self.first is None or self.first.is_guess

    def is_sure(self) -> bool:
        """Whether the first look was sure of the number that the cell has, alone in it."""
        return (
            self.first is not None
            and self.first.is_sure
            and self.value_of(self.first.text) == self.value
        )

    def value_of(self, text: str) -> Value:
        """What `text` means in this cell. What is counted has no fractions: what looks like a
        point parts thousands there, or is a speck. No number begins with a 0 before digits: it is
        the rest of a longer one."""
        if _CUT_OFF.match(text):
            text = "?"
        if not self._is_money() and "." in text:
            text = text.replace(".", "") if _THOUSANDS.fullmatch(text) else "?"
        parsed = parse_value(text)
        if self.printed.table in ("requests", "appeals"):
            return count_of(parsed)
        return parsed.value, parsed.state

    def _is_money(self) -> bool:
        return CELL_TABLES[self.printed.table].number == "value" and self.printed.unit in _OF_MONEY

    def look_again(self, second: Look) -> None:
        """Takes in what a second look saw."""
        value = self.second = self.value_of(second.text)
        self.is_second_sure = second.is_sure
        is_sure = value[1] == "printed" and second.is_sure
        is_unread = self.is_open() and (self.first is not None or not self.has_number())
        if is_sure and (is_unread or self.value[1] == "unreadable" and self.saw(second)):
            # Two models agree on what the first look could not make out, or saw among marks.
            self.value = value
        is_guess = self.is_open() and second.is_guess
        self.agreed = value == self.value and value[1] != "unreadable" and not is_guess
        others = self.first.others if self.first else ()
        candidates = [self.value_of(text) for text in (second.text, *others, *second.others)]
        self.seen = set(candidates)
        if self.first is not None:
            self.seen.add(self.value_of(self.first.text))
        self.candidates = [
            candidate
            for candidate in dict.fromkeys(candidates)
            if candidate != self.value and candidate[1] == "printed"
        ]

    def needs_third_look(self) -> bool:
        """Whether the first look saw the number that the cell has, alone in it, and the second
        neither saw it nor surely another one."""
        return (
            not self.agreed
            and not (self.is_second_sure and self.is_contradicted())
            and self.has_number()
            and self.first is not None
            and self.value_of(self.first.text) == self.value
        )

    def look_once_more(self, third: Look) -> None:
        """Takes in what a third look saw: the number of the first, of which it is sure, stands."""
        value = self.value_of(third.text)
        self.seen.add(value)
        self.agreed = value == self.value and third.is_sure

    def is_contradicted(self) -> bool:
        """Whether the second look saw another number."""
        return (
            self.second is not None
            and self.second[1] == "printed"
            and self.second != self.value
            and self.has_number()
        )

    def has_number(self) -> bool:
        """Whether a number was read in the cell."""
        return self.value[1] == "printed"

    def saw(self, second: Look) -> bool:
        """Whether the first look found the number of the second in the cell, and no other."""
        return self.first is not None and self.first.text == second.text

    def finding(self) -> Row:
        """What tells a reader that the sums decided this cell."""
        return finding(
            "read_by_sums",
            self.printed.table,
            self.printed.where,
            "extraction",
            found=self.value[0],
            page=self.page,
        )


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
    poor = _poor_pages(cells, unproved)
    doubtful = [
        cell for cell in unproved if not cell.agreed or cell.has_number() and cell.page in poor
    ]
    decided = _decide(_with(reading, cells), doubtful)
    _give_up(_with(reading, cells), doubtful)
    seen_twice = frozenset(cell.key for cell in unproved if cell.agreed and cell.page not in poor)
    return _with(reading, cells), findings + [cell.finding() for cell in decided], seen_twice


def _with(reading: FormReading, cells: Sequence[_Cell]) -> FormReading:
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


def _unplaced(cells: Sequence[_Cell], scans: Mapping[int, Scan]) -> list[Row]:
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


def _scanned_cells(reading: FormReading, scans: Mapping[int, Scan]) -> list[_Cell]:
    cells = []
    for printed in reading.cells:
        scan = scans.get(printed.page) if printed.page is not None else None
        if scan is not None and printed.held is not None:
            first = scan.first_look(printed.held)
            cell = _Cell(printed, (printed.number, printed.state), first)
            if first is not None and "." in first.text:
                cell.value = cell.value_of(first.text)
            cells.append(cell)
    return cells


def _look_again(cells: Sequence[_Cell], scans: Mapping[int, Scan]) -> None:
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


def _poor_pages(cells: Sequence[_Cell], looked_at: Sequence[_Cell]) -> set[int]:
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


def _doubt_blanks(cells: Sequence[_Cell]) -> None:
    """Where zeros are printed, few cells are blank by intent: their print may be lost. In part two
    a row that does not apply is often left blank."""
    for table in ("requests", "appeals", "indicators"):
        own = [cell for cell in cells if cell.printed.table == table]
        blanks = [cell for cell in own if cell.value[1] == "blank"]
        if len(blanks) < sum(cell.value[0] == 0 for cell in own):
            for cell in blanks:
                cell.value, cell.agreed = (None, "unreadable"), False


def _decide(reading: FormReading, doubtful: Sequence[_Cell]) -> list[_Cell]:
    """Changes cells to the candidates with which sums hold that failed or could not be told, one
    at a time, as long as one change does so best of all. Gives the cells changed."""
    decided: list[_Cell] = []
    while len(decided) < _MAX_CHANGES:
        involved = reading.resting_on("failed", "not_assessable")
        before = _standing(reading.checks)
        best: list[tuple[_Cell, Value, FormReading]] = []
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


def _give_up(reading: FormReading, doubtful: Sequence[_Cell]) -> None:
    """Makes null what the looks do not agree on and no sum proves."""
    proved = reading.resting_on("passed") - reading.resting_on("failed")
    for cell in doubtful:
        # A number that no look saw in this cell stands in the next one too: its sum proves nothing.
        is_foreign = cell.first is not None and cell.value not in cell.seen
        if cell.key not in proved or is_foreign:
            cell.value = None, "unreadable"
